"""Counts that can be worked out by hand come out so, whatever the schedule."""

import re

import corpus
import faults
import numpy as np
import pytest
import sim
from sim import Uninit

F32, I32 = np.float32, np.int32


def zeros(dtype, *shape):
    return np.zeros(shape, dtype)


def counts(ptx, entry, grid, block, args, shared=0):
    """The counts of a launch; the same for all seeds, apart from the time."""
    found = [sim.clean(ptx, entry, grid, block, args, shared=shared, seed=seed, counts=True).counts for seed in (0, 1)]
    for one in found:
        one.pop("seconds")
    assert found[0] == found[1]
    return found[0]


def at(data, ptx, pattern):
    """The accesses on the lines that match."""
    lines = [i for i, line in enumerate(ptx.read_text().split("\n"), 1) if re.search(pattern, line)]
    return [access for access in data["accesses"] if access["line"] in lines]


def transpose(entry):
    ptx = corpus.nvcc("transpose")
    return ptx, counts(ptx, entry, "2,3", "32,8", [zeros(F32, 96, 64), Uninit(F32, (64, 96)), I32(96), I32(64)])


def test_transpose_padded_has_no_conflicts():
    _, data = transpose("transpose_padded")
    assert data["shared"]["conflicts"] == 0
    # 96 x 64 values, 32 a request: one wavefront each.
    assert data["shared"]["load"]["wavefronts"] == data["shared"]["store"]["wavefronts"] == 192


def test_transpose_plain_conflicts_32_ways():
    _, data = transpose("transpose_plain")
    assert data["shared"]["store"]["conflicts"] == 0
    assert data["shared"]["load"] == {"requests": 192, "bytes": 192 * 128, "wavefronts": 192 * 32, "conflicts": 192 * 31}


def test_coalescing():
    _, data = transpose("transpose_padded")
    for side in ("load", "store"):
        assert data["global"][side] == {"requests": 192, "bytes": 96 * 64 * 4, "touched": 96 * 64 * 4, "sectors": 192 * 4}
    _, data = transpose("transpose_direct")
    assert data["global"]["load"]["sectors"] == 192 * 4
    # Each lane writes to a row of its own.
    assert data["global"]["store"]["sectors"] == 192 * 32


def test_barriers():
    args = [zeros(I32, 512), Uninit(I32, (512,)), I32(512)]
    data = counts(corpus.nvcc("scan"), "scan_i32", 2, 256, args, shared=2048)
    # One before the loop and one in each of its 8 rounds, for 8 warps of 2 blocks.
    assert data["barriers"] == (1 + 8) * 8 * 2
    assert data["warp_barriers"] == 0


def test_gemm():
    m, n, k = 64, 128, 192
    ptx = corpus.nvcc("gemm")
    args = [zeros(np.float16, m, k), zeros(np.float16, n, k), Uninit(F32, (m, n)), I32(n), I32(k)]
    data = counts(ptx, "gemm", "2,1", 128, args)
    assert data["mma"] == {"m16n8k16.f32.f16.f16.f32": m * n * k // (16 * 8 * 16)}
    # Each block reads its rows of a and of b once.
    copies = at(data, ptx, r"cp\.async\.c[ag]")
    copied = [access for access in copies if access["space"] == "global"]
    assert sum(access["bytes"] for access in copied) == 2 * (64 + 64) * k * 2
    # The swizzle leaves no conflicts: a matrix of an ldmatrix is one wavefront.
    loads = at(data, ptx, "ldmatrix")
    assert sum(access["requests"] for access in loads) == 2 * 4 * (k // 16) * 5
    assert all(access["wavefronts"] == 4 * access["requests"] and access["conflicts"] == 0 for access in loads)
    assert data["shared"]["conflicts"] == 0
    # A store goes to eight rows. nvcc may split one of two f32 into two of one.
    stores = data["global"]["store"]
    assert stores["sectors"] == 8 * stores["requests"]
    assert stores["bytes"] == stores["touched"] == m * n * 4


def collatz_steps(value):
    steps = 0
    while value != 1:
        value, steps = (3 * value + 1 if value % 2 else value // 2), steps + 1
    return steps


def test_loops_and_divergence():
    x = np.arange(1, 33, dtype=I32)
    data = counts(corpus.nvcc("control"), "collatz", 1, 32, [x, Uninit(I32, (32,))])
    (loop,) = data["loops"]
    assert loop["trips"] == max(map(collatz_steps, range(1, 33)))
    assert data["divergence"] > 0
    same = counts(corpus.nvcc("control"), "collatz", 1, 32, [np.full(32, 27, I32), Uninit(I32, (32,))])
    assert same["loops"][0]["trips"] == collatz_steps(27)
    assert same["divergence"] == 0


@pytest.mark.parametrize(("text", "phases", "ways"), [
    ("ld.shared.b32 %r10, [%r5];", 1, {4: 1, 8: 2, 128: 32, 0: 1, 132: 1}),
    ("ld.shared.v2.b32 {%r10, %r11}, [%r5];", 2, {8: 1, 16: 2, 32: 4, 0: 1}),
    ("ld.shared.v4.b32 {%r10, %r11, %r12, %r13}, [%r5];", 4, {16: 1, 32: 2, 128: 8, 144: 1}),
    ("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r10, %r11, %r12, %r13}, [%r5];", 4, {16: 1, 32: 2, 64: 4, 128: 8, 80: 1}),
])  # fmt: skip
def test_banks(text, phases, ways, tmp_path):
    """Lane l reads at l * stride: wavefronts as the banks of the hardware make them."""
    for stride, way in ways.items():
        ptx = tmp_path / f"banks{stride}.ptx"
        ptx.write_text(BANKS.replace("STRIDE", str(stride)).replace("LOAD", text))
        data = counts(ptx, "banks", 1, 32, [])
        load = data["shared"]["load"]
        assert (load["requests"], load["wavefronts"], load["conflicts"]) == (1, phases * way, phases * (way - 1)), stride


BANKS = """.version 8.0
.target sm_80
.address_size 64
.visible .entry banks()
{
  .reg .pred %p;
  .reg .b32 %r<16>;
  .shared .align 16 .b8 memory[8192];
  mov.u32 %r1, %tid.x;
  mov.u32 %r2, memory;
  mov.u32 %r3, 0;
  mov.u32 %r6, 0;
  // Every byte is written, so that none is read uninitialised.
  mad.lo.u32 %r4, %r1, 256, %r2;
fill:
  st.shared.b32 [%r4], %r6;
  add.u32 %r4, %r4, 4;
  add.u32 %r3, %r3, 1;
  setp.lt.u32 %p, %r3, 64;
  @%p bra fill;
  bar.sync 0;
  mad.lo.u32 %r5, %r1, STRIDE, %r2;
  LOAD
  ret;
}
"""


def test_instructions_by_class():
    """Every instruction of a straight kernel, by hand."""
    (kernel,) = (k for k in faults.kernels() if k.entry == "tail")
    data = counts(kernel.path, "tail", kernel.grid, kernel.block, kernel.args)
    # Two blocks of two warps; the last warp has 4 lanes that stay.
    assert data["warp_instructions"] == data["instructions"]["total"] == 4 * 20
    # 11 with the branch, which 28 lanes take; the other 100 go through 8 more; all return.
    assert data["lane_instructions"] == 128 * 11 + 100 * 8 + 128
    assert data["divergence"] == 1
