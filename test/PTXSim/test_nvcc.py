"""PTX that nvcc makes of cuda/*.cu gives NumPy's numbers, whatever the schedule."""

import corpus
import numpy as np
import pytest
import sim
from sim import Uninit, check

RNG = np.random.default_rng(5)


def test_sum_f32():
    x = RNG.standard_normal(1000, np.float32)
    args = [x, Uninit(np.float32, (3,)), np.int32(1000)]
    parts = [sum(x[i] for i in range(1000) if i // 128 % 3 == b) for b in range(3)]
    check(corpus.nvcc("reduce"), "sum_f32", 3, 128, args, {1: (parts, 1e-5, 1e-5)})


def test_redux_i32():
    x = RNG.integers(-1000, 1000, 300, np.int32)
    low, high = np.iinfo(np.int32).max, np.iinfo(np.int32).min
    out = np.array([0, 0, low, high], np.int32)
    want = np.array([x.sum(), np.bitwise_or.reduce(x), x.min(), x.max()], np.int32)
    check(corpus.nvcc("reduce"), "redux_i32", 3, 128, [x, out, np.int32(300)], {1: want})


def test_max_tree():
    x = RNG.standard_normal((2, 256), np.float32)
    check(corpus.nvcc("reduce"), "max_tree", 2, 256, [x, Uninit(np.float32, (2,))], {1: x.max(axis=1)})


def test_count_positive():
    x = RNG.standard_normal(500, np.float32)
    args = [x, np.zeros(1, np.uint64), np.int32(500)]
    check(corpus.nvcc("reduce"), "count_positive", 4, 128, args, {1: np.array([(x > 0).sum()], np.uint64)})


def test_scan_i32():
    x = RNG.integers(-100, 100, 500, np.int32)
    want = np.concatenate([np.cumsum(x[:256]), np.cumsum(x[256:])]).astype(np.int32)
    args = [x, Uninit(np.int32, (500,)), np.int32(500)]
    check(corpus.nvcc("scan"), "scan_i32", 2, 256, args, {1: want}, shared=2048)


def test_scan_f64():
    x = RNG.standard_normal((2, 128))
    check(corpus.nvcc("scan"), "scan_f64", 2, 128, [x, Uninit(np.float64, (2, 128))], {1: (x.cumsum(1), 1e-12, 1e-12)})


@pytest.mark.parametrize("entry", ["histogram", "histogram_match"])
def test_histogram(entry):
    x = (RNG.standard_normal(1000) * 20 + 100).astype(np.uint8)
    args = [x, np.zeros(256, np.int32), np.int32(1000)]
    grid = 2 if entry == "histogram" else 8
    check(corpus.nvcc("histogram"), entry, grid, 128, args, {1: np.bincount(x, minlength=256).astype(np.int32)})


def test_scatter():
    key = RNG.integers(0, 5, 200, np.int32)
    # Multiples of 1/1024 add up exactly in any order.
    value = (RNG.integers(0, 4096, 200) / 1024).astype(np.float32)
    sums = np.bincount(key, value, 5).astype(np.float32)
    best = np.array([(value[key == k] * 1024).max() for k in range(5)], np.uint64)
    args = [key, value, np.zeros(5, np.float32), np.zeros(5, np.uint64), np.int32(200)]
    check(corpus.nvcc("histogram"), "scatter", 2, 128, args, {2: sums, 3: best})


@pytest.mark.parametrize("entry", ["transpose_padded", "transpose_plain", "transpose_direct"])
def test_transpose(entry):
    x = RNG.standard_normal((96, 64), np.float32)
    args = [x, Uninit(np.float32, (64, 96)), np.int32(96), np.int32(64)]
    check(corpus.nvcc("transpose"), entry, "2,3", "32,8", args, {1: x.T})


def test_mma_f64():
    a, b, c = (RNG.standard_normal((3, 8, n)) for n in (4, 4, 8))
    check(corpus.nvcc("mma"), "mma_f64", 3, 32, [a, b, c], {2: (a @ b.transpose(0, 2, 1) + c, 1e-13, 1e-13)})


@pytest.mark.parametrize("entry", ["mma_s8", "mma_u8_satfinite"])
def test_mma_s8(entry):
    a = RNG.integers(*((-128, 128) if entry == "mma_s8" else (0, 256)), (16, 32))
    b = RNG.integers(-128, 128, (8, 32))
    c = RNG.integers(-(2**31), 2**31, (16, 8))
    want = a @ b.T + c
    if entry == "mma_s8":
        want = want.astype(np.int32)  # wraps
    want = want.clip(-(2**31), 2**31 - 1).astype(np.int32)
    args = [a.astype(np.uint8), b.astype(np.int8), c.astype(np.int32)]
    check(corpus.nvcc("mma"), entry, 1, 32, args, {2: want})


@pytest.mark.parametrize("kind", ["f16", "bf16", "f16_f16", "tf32"])
def test_mma_float(kind):
    depth = 8 if kind == "tf32" else 16
    # Small integers, so that every order of summation is exact.
    a, b, c = (RNG.integers(-8, 9, s).astype(np.float32) for s in ((16, depth), (8, depth), (16, 8)))
    to = {"f16": np.float16, "bf16": sim.to_bf16, "f16_f16": np.float16, "tf32": np.float32}[kind]
    last = np.float16 if kind == "f16_f16" else np.float32
    check(corpus.nvcc("mma"), f"mma_{kind}", 1, 32, [to(a), to(b), last(c)], {2: last(a @ b.T + c)})


@pytest.mark.parametrize("kind", ["f16", "bf16", "tf32"])
def test_mma_real(kind):
    """Products and their sum are exact up to the last rounding or truncation."""
    depth = 8 if kind == "tf32" else 16
    a, b, c = (RNG.standard_normal(s).astype(np.float32) for s in ((16, depth), (8, depth), (16, 8)))
    if kind == "f16":
        a, b = a.astype(np.float16), b.astype(np.float16)
        args = [a, b, c]
    elif kind == "bf16":
        args = [sim.to_bf16(a), sim.to_bf16(b), c]
        a, b = map(sim.from_bf16, args[:2])
    else:
        args = [a, b, c]
        # Nearest to 11 bits, ties away from zero.
        a, b = (((x.view(np.uint32) + 0x1000) & 0xFFFFE000).view(np.float32) for x in (a, b))
    want = a.astype(np.float64) @ b.T.astype(np.float64) + c
    check(corpus.nvcc("mma"), f"mma_{kind}", 1, 32, args, {2: (want, 1e-5, 4e-6)})


def test_movmatrix():
    x = RNG.integers(0, 65536, (8, 8)).astype(np.uint16)
    check(corpus.nvcc("mma"), "movmatrix", 1, 32, [x, Uninit(np.uint16, (8, 8))], {1: x.T})


def test_gemm():
    a, b = (RNG.integers(-4, 5, (128, 160)).astype(np.float16) for _ in range(2))
    args = [a, b, Uninit(np.float32, (128, 128)), np.int32(128), np.int32(160)]
    want = a.astype(np.float32) @ b.astype(np.float32).T
    check(corpus.nvcc("gemm"), "gemm", "2,2", 128, args, {2: want})


def collatz(value):
    steps = 0
    while value != 1:
        value, steps = (3 * value + 1 if value % 2 else value // 2), steps + 1
    return steps


def test_collatz():
    x = RNG.integers(1, 200, 64).astype(np.int32)
    want = np.array([collatz(int(v)) for v in x], np.int32)
    check(corpus.nvcc("control"), "collatz", 2, 32, [x, Uninit(np.int32, (64,))], {1: want})


def test_euclid():
    x, y = (RNG.integers(1, 5000, 64).astype(np.int32) for _ in range(2))
    check(corpus.nvcc("control"), "euclid", 1, 64, [x, y, Uninit(np.int32, (64,))], {2: np.gcd(x, y)})


def test_structures():
    pair = np.float64(1.5).tobytes() + np.array([0, 7, 9, 0], np.int16).tobytes()
    i = np.arange(32)
    want = np.stack([1.5 * i + 7, 0.0 * i], axis=1)
    check(corpus.nvcc("control"), "structures", 1, 32, [pair, Uninit(np.float64, (32, 2))], {1: want})


def interpret(code, i):
    table = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3]
    stack = [i]
    for pc, op in enumerate(code):
        top = stack[-1] & 0xFFFFFFFF
        match (int(op) + i) % 7:
            case 0:
                stack[-1] = top + table[(i + pc) % 16]
            case 1:
                stack[-1] = top * 3
            case 2:
                stack += [top - 1] if len(stack) < 8 else []
            case 3:
                stack[-1] = top ^ 0x55
            case 4:
                if len(stack) > 1:
                    stack[-2:] = [stack[-2] + top]
            case 5:
                stack[-1] = top << 3 | top >> 29
            case _:
                stack[-1] = 32 - top.bit_length() + top.bit_count()
    return stack[-1] & 0xFFFFFFFF


def test_interpret():
    code = RNG.integers(0, 256, 40).astype(np.uint8)
    want = np.array([interpret(code, i) for i in range(64)], np.uint32).view(np.int32)
    check(corpus.nvcc("control"), "interpret", 1, 64, [code, Uninit(np.int32, (64,)), np.int32(40)], {1: want})


def test_indirect():
    x = RNG.integers(-100, 100, 96).astype(np.int32)
    i = np.arange(96) % 3
    check(corpus.nvcc("control"), "indirect", 3, 32, [x], {0: np.choose(i, [2 * x, x * x, x - 5])})


def test_generic():
    x = RNG.integers(-100, 100, 64).astype(np.int32)
    odd = np.arange(64) % 2
    want = np.where(odd, 10 * x[::-1] + 1, x[::-1]).astype(np.int32)
    check(corpus.nvcc("control"), "generic", 1, 64, [x, Uninit(np.int32, (64,))], {1: want})


def test_last_block():
    x = RNG.integers(-50, 50, 320).astype(np.float32)
    want = (x * np.tile([0.5, -1.5, 2, 8], 80)).sum()
    args = [x, Uninit(np.float32, (5,)), Uninit(np.float32, (1,))]
    check(corpus.nvcc("control"), "last_block", 5, 32, args, {2: np.array([want], np.float32)})


@pytest.mark.parametrize("flags", [("-lineinfo",), ("-G",)], ids=["lineinfo", "debug"])
def test_debug_information(flags):
    x = RNG.standard_normal((2, 256), np.float32)
    check(corpus.nvcc("reduce", *flags), "max_tree", 2, 256, [x, Uninit(np.float32, (2,))], {1: x.max(axis=1)})
