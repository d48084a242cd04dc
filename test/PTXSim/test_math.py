"""What nvcc makes of math.cu: the CUDA headers' arithmetic, element by element.

The functions of the headers are approximations; the tolerances are theirs
(CUDA's programming guide) with the approximate instructions' own on top. What is
correctly rounded must agree bit for bit.
"""

import math
from fractions import Fraction

import corpus
import exact
import fuzz_float
import fuzz_integer
import numpy as np
import pytest
import sim
from sim import Uninit

RNG = np.random.default_rng(9)
N = 256


def launch(entry, x, y, want):
    sim.check(corpus.nvcc("math"), entry, 2, x.size // 2, [x, y, Uninit(x.dtype, x.shape)], {2: want}, seeds=(0,))


def floats(low, high, dtype=np.float32):
    return (RNG.random(N) * (high - low) + low).astype(dtype)


def erf(values):
    return np.array([math.erf(v) for v in values])


# Entry: range of a, range of b, function in double, relative and absolute tolerance.
APPROXIMATE = {
    "map_expf": ((-80, 80), (-1, 1), lambda a, b: np.exp(a) + b, 3e-7, 2e-7),
    "map_logf": ((1e-3, 1e6), (1e-3, 1e6), lambda a, b: np.log(a) * np.log2(b), 6e-7, 1e-6),
    "map_sinf": ((-1e5, 1e5), (-30, 30), lambda a, b: np.sin(a) + np.cos(b), 3e-7, 3e-7),
    "map_powf": ((0.1, 10), (-8, 8), lambda a, b: np.power(a, b), 1e-6, 0),
    "map_tanhf": ((-5, 5), (-3, 3), lambda a, b: np.tanh(a) - erf(b), 4e-7, 4e-7),
    "map_fast": ((-3, 3), (0.5, 3), lambda a, b: np.exp(a) + np.log(b) + np.sin(a) * np.cos(b) + a / b + b**-0.5, 1e-5, 1e-5),
    "map_double": ((-3, 3), (0.5, 30), lambda a, b: np.exp(a) / b + np.sqrt(b) - (a * b + a) + np.rint(a) + np.log(b) * np.sin(a), 1e-14, 1e-13),
}  # fmt: skip


@pytest.mark.parametrize("entry", APPROXIMATE)
def test_approximate(entry):
    low, high, function, relative, absolute = APPROXIMATE[entry]
    dtype = np.float64 if entry == "map_double" else np.float32
    a, b = floats(*low, dtype), floats(*high, dtype)
    want = function(a.astype(np.float64), b.astype(np.float64))
    launch(entry, a, b, (want, relative, absolute))


def test_division_and_root():
    a, b = floats(-1e3, 1e3), floats(1e-3, 1e3)
    launch("map_divf", a, b, a / b + np.sqrt(b))


def test_rounding_modes():
    """Directed rounding, by exact rationals."""
    a, b = floats(-9, 9), floats(1, 9)

    def rounded(value, mode):
        return np.uint32(exact.encode(exact.from_fraction(value), exact.F32, mode)).view(np.float32)

    want = []
    for x, y in zip(a, b):
        p, q = Fraction(float(x)), Fraction(float(y))
        first = rounded(p + q, "rz") + rounded(p * q, "rp")
        want.append(first - rounded(p * q + p, "rm") + rounded(p / q, "rn") + rounded(1 / q, "rp"))
    launch("map_rounding", a, b, np.array(want, np.float32))


def test_whole_numbers():
    a, b = floats(-100, 100), floats(1, 10)
    away = np.floor(b + np.float32(0.5))
    want = np.fmod(a, b) + np.rint(a) + np.floor(b) + np.trunc(a) + away + np.maximum(a, np.minimum(b, np.float32(0.25)))
    launch("map_fmod", a, b, (want, 1e-6, 1e-5))


def test_half():
    a, b = (RNG.standard_normal(N).astype(np.float16) for _ in range(2))
    wide = lambda x: x.astype(np.float64)  # noqa: E731
    inner = a + b * b
    launch("map_half", a, b, (wide(a) * wide(b) + wide(inner)).astype(np.float16))
    b = np.abs(b) + np.float16(0.5)
    want = np.exp2(wide(a)) + np.sqrt(wide(b)) + wide(a) / wide(b)
    launch("map_half_math", a, b, (want, 2e-3, 3e-3))


def test_half2():
    a, b = (RNG.standard_normal(N).astype(np.float16).repeat(2) for _ in range(2))
    low = np.minimum(a, np.maximum(b, -a)).astype(np.float64)
    want = np.maximum((a.astype(np.float64) * b + low).astype(np.float16), np.float16(0))
    x, y = a.view(np.int32), b.view(np.int32)
    launch("map_half2", x, y, want.view(np.int32))


def test_bfloat():
    """Each step of bf16 rounds, but for the product inside of a fused operation."""
    a, b = (sim.to_bf16(RNG.standard_normal(N)) for _ in range(2))
    x, y = (sim.from_bf16(v).astype(np.float64) for v in (a, b))
    step = lambda v: sim.from_bf16(sim.to_bf16(v)).astype(np.float64)  # noqa: E731
    launch("map_bfloat", a, b, sim.to_bf16(x * y + step(x - step(y * y))))
    pairs = sim.to_bf16(step(x * y) + np.maximum(x, y))
    launch("map_bfloat2", a.view(np.int32), b.view(np.int32), pairs.view(np.int32))


INTEGER = {
    "map_int": (np.int32, lambda a, b: fuzz_integer.truncate(a, b | 1) + a - (b | 1) * fuzz_integer.truncate(a, b | 1)
                + (a * b >> 32) + clz(a) + (b & M).bit_count() + reverse(a) + first(b) + max(a, abs(b))),
    "map_bits": (np.uint32, lambda a, b: fuzz_integer.permute(a, b, 0x3715, "") ^ ((b << 32 | a) << 13 >> 32 & M)
                 ^ (a & b | ~a & 0x0F0F0F0F) ^ (abs(number(a) - number(b)) + 7)),
    "map_video": (np.uint32, lambda a, b: 5 + sum(p * q for p, q in zip(split(a), split(b)))
                  + join(p + q for p, q in zip(split(a), split(b)))
                  + join(abs(p - q) for p, q in zip(split(a), split(b))) + abs(a - b) + 3),
    "map_long": (np.int64, lambda a, b: a * b + (a >> (b & 63)) - ((a & L) // ((b & L) | 1)) + (a * b >> 64)),
    "map_short": (np.int16, lambda a, b: a * b + (a >> 3) - b),
}  # fmt: skip
M, L = (1 << 32) - 1, (1 << 64) - 1


def number(a):
    return fuzz_integer.signed(a, 32)


def clz(a):
    return 32 - (a & M).bit_length()


def reverse(a):
    return int(f"{a & M:032b}"[::-1], 2)


def first(a):
    return (a & -a).bit_length()


def split(a):
    return [a >> 8 * i & 255 for i in range(4)]


def join(parts):
    return sum((p & 255) << 8 * i for i, p in enumerate(parts))


@pytest.mark.parametrize("entry", INTEGER)
def test_integer(entry):
    dtype, function = INTEGER[entry]
    info = np.iinfo(dtype)
    a, b = (RNG.integers(info.min, info.max, N, dtype, endpoint=True) for _ in range(2))
    mask = (1 << info.bits) - 1
    unsigned = np.dtype(f"u{info.bits // 8}")
    want = np.array([function(int(x), int(y)) & mask for x, y in zip(a, b)], unsigned).view(dtype)
    launch(entry, a, b, want)


def test_conversions():
    x = (RNG.standard_normal(N) * 100).astype(np.float32)
    x[:8] = [0.5, -0.5, 1.5, 2.5, -0.0, 447, -500, 1e-3]
    outs = [Uninit(t, (N,)) for t in (np.int32, np.uint8, np.float16, np.uint16, np.float64, np.int64, np.uint8)]
    wide = x.astype(np.float64)
    toward = lambda v: np.uint16(exact.encode(exact.decode(v, exact.F32), exact.F16, "rz"))  # noqa: E731
    f16 = np.array([toward(int(v)) for v in x.view(np.uint32)], np.uint16).view(np.float16)
    e4m3 = [fuzz_float.encode8(exact.decode(int(v), exact.F32), "e4m3", False) for v in x.view(np.uint32)]
    u8 = np.rint(np.abs(wide)).astype(np.int64).astype(np.uint8)
    want = {1: np.floor(wide).astype(np.int32), 2: u8, 3: f16, 4: sim.to_bf16(x), 5: wide,
            6: np.ceil(wide).astype(np.int64), 7: np.array(e4m3, np.uint8)}  # fmt: skip
    sim.check(corpus.nvcc("math"), "convert", 2, N // 2, [x, *outs], want, seeds=(0,))
