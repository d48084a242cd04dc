"""CUTLASS's own kernels, from the headers of the wheel, give NumPy's numbers."""

import re

import corpus
import numpy as np
import pytest
from sim import Uninit, check

# Triton and CUTLASS are large downloads.
pytestmark = pytest.mark.slow
RNG = np.random.default_rng(7)


def facts(ptx):
    """Threads, shared bytes and tile, from a constant of the PTX."""
    data = re.search(r"cutlass_gemm_facts\[16\] = \{([^}]*)\}", ptx.read_text()).group(1)
    return np.frombuffer(bytes(map(int, data.split(","))).ljust(16, b"\0"), np.int32)


def gemm(m, n, k):
    ptx = corpus.cutlass_gemm()
    threads, shared, tile_m, tile_n = facts(ptx)
    a, b, c = (RNG.integers(-3, 4, s).astype(np.float16) for s in ((m, k), (n, k), (m, n)))
    want = (2 * (a.astype(np.float32) @ b.astype(np.float32).T) - c).astype(np.float16)
    args = [a, b, c, Uninit(np.float16, (m, n)), *map(np.int32, (m, n, k)), np.float32(2), np.float32(-1)]
    grid = f"{-(-m // tile_m)},{-(-n // tile_n)}"
    return {"ptx": ptx, "entry": "cutlass_gemm", "grid": grid, "block": threads, "args": args, "shared": shared}, want


def test_default_gemm():
    """Whole tiles, with a rest in depth."""
    launch, want = gemm(256, 256, 200)
    check(**launch, expected={3: want})


def test_ragged_gemm():
    """Rows beyond a and b never come to shared memory; the kernel loads them all the
    same and drops what it makes of them, which is no fault."""
    launch, want = gemm(136, 264, 104)
    check(**launch, expected={3: want})


def sgemm_arguments(a, b, c, alpha, beta):
    """The tutorial's parameters in order; those without data are empty structures of one byte."""
    (m, k), n, empty = a.shape, b.shape[0], b"\0"
    word = lambda value: int(value).to_bytes(4, "little")  # noqa: E731
    return [word(m) + word(n) + word(k), empty,
            a, word(k), empty, empty, empty,
            b, word(k), empty, empty, empty,
            c, word(m), empty, empty,
            np.float16(alpha).tobytes(), np.float16(beta).tobytes()]  # fmt: skip


def test_cute_tutorial_sgemm_sm80():
    """gemm_tn in f16: c (column-major) = alpha a b^T + beta c, tiles of 128 x 128 x 64, three stages."""
    ptx = corpus.cute_sgemm()
    entry = re.search(r"\.entry (\w*gemm_device\w*)\(", ptx.read_text()).group(1)
    a, b = (RNG.integers(-2, 3, (128, 256)).astype(np.float16) for _ in range(2))
    c = RNG.integers(-2, 3, (128, 128)).astype(np.float16)
    want = (2 * (b.astype(np.float32) @ a.astype(np.float32).T) - c).astype(np.float16)
    shared = 3 * 2 * 128 * 64 * 2
    check(ptx, entry, "1,1", 128, sgemm_arguments(a, b, c, 2, -1), {12: want}, shared=shared)
