"""Faults seeded into PTX that compilers made: kind and line of the first report."""

import re

import corpus
import numpy as np
import pytest
import sim
import test_cutlass
from sim import Uninit

# Triton and CUTLASS are large downloads.
pytestmark = pytest.mark.slow
RNG = np.random.default_rng(8)
SCRATCH = ["null", "null"]


def lines_of(text, pattern):
    """Numbers of the lines that match, from 1."""
    return [i for i, line in enumerate(text.split("\n"), 1) if re.search(pattern, line)]


def edit(text, pattern, which, new):
    """Replaces the match in the `which`-th line that has one, in all for None; new=None drops the line."""
    lines = text.split("\n")
    found = lines_of(text, pattern)
    found = found if which is None else [found[which]]
    for at in found:
        lines[at - 1] = "" if new is None else re.sub(pattern, new, lines[at - 1], count=1)
    return "\n".join(lines), found[-1]


def launches():
    """How to run each of the PTX files that are edited here."""
    def triton(name, grid, args):
        ptx, facts = corpus.triton(name)
        return ptx, facts["entry"], grid, facts["block"], args + SCRATCH, facts["shared"]

    f32, f16 = (lambda *s, t=t: RNG.integers(-3, 4, s).astype(t) for t in (np.float32, np.float16))
    i = np.int32

    def cute():
        ptx = corpus.cute_sgemm()
        entry = re.search(r"\.entry (\w*gemm_device\w*)\(", ptx.read_text()).group(1)
        args = test_cutlass.sgemm_arguments(f16(128, 192), f16(128, 192), f16(128, 128), 1, 0)
        return ptx, entry, "1", 128, args, 3 * 2 * 128 * 64 * 2

    def cutlass():
        ptx = corpus.cutlass_gemm()
        threads, shared, _, _ = test_cutlass.facts(ptx)
        args = [f16(128, 192), f16(256, 192), f16(128, 256), Uninit(np.float16, (128, 256)), i(128), i(256), i(192),
                np.float32(1), np.float32(0)]  # fmt: skip
        return ptx, "cutlass_gemm", "1", threads, args, shared

    return {
        "add": lambda: triton("add", 1, [f32(1000), f32(1000), Uninit(np.float32, (1000,)), i(1000)]),
        "softmax": lambda: triton("softmax", 1, [Uninit(np.float32, (784,)), f32(784), i(784), i(784)]),
        "matmul": lambda: triton("matmul_fp16", "1,1", [f16(64, 160), f16(160, 64), Uninit(np.float16, (64, 64)),
                                                        *map(i, (64, 64, 160, 160, 64, 64))]),
        "attention": lambda: triton("attention_causal_64", "1,1", [f16(1, 64, 64), f16(1, 64, 64), f16(1, 64, 64),
                                    Uninit(np.float16, (1, 64, 64)), Uninit(np.float32, (1, 64)), np.float32(0.125), i(64)]),
        "cute": cute,
        "cutlass": cutlass,
        "reduce": lambda: (corpus.nvcc("reduce"), "sum_f32", 2, 128, [f32(512), Uninit(np.float32, (2,)), i(512)], 0),
        "scan": lambda: (corpus.nvcc("scan"), "scan_i32", 1, 128, [np.arange(128, dtype=i), Uninit(i, (128,)), i(128)], 1024),
        "transpose": lambda: (corpus.nvcc("transpose"), "transpose_padded", "1,1", "32,8",
                              [f32(32, 32), Uninit(np.float32, (32, 32)), i(32), i(32)], 0),
        "gemm": lambda: (corpus.nvcc("gemm"), "gemm", "1,1", 128, [f16(64, 192), f16(64, 192), Uninit(np.float32, (64, 64)),
                                                                   i(64), i(192)], 0),
    }  # fmt: skip


LOAD = r"ld\.shared|ldmatrix"
ASYNC = "async|race|uninitialized"
# Kernel, the line to edit (pattern, which of the matches, what comes in place of it), kinds, lines reported (None: the edited one).
EDITS = {
    "add-store_without_predicate": ("add", r"@%p\d+ st\.global", -1, "st.global", "out-of-bounds", None),
    "add-load_without_predicate": ("add", r"@%p\d+ ld\.global", -1, "ld.global", "out-of-bounds", None),
    "add-load_two_bytes_off": ("add", r"ld\.global(.*)\+ 0 ", 0, r"ld.global\1+ 2 ", "misaligned", None),
    "softmax-barrier": ("softmax", r"bar\.sync", 0, None, "race|uninitialized", r"ld\.shared|st\.shared"),
    "softmax-shuffle_mask": ("softmax", r"(shfl\.sync.*), -1;", 0, r"\1, 65535;", "bad-sync-mask", None),
    "softmax-shuffle_distance": ("softmax", r"(shfl\.sync.*), 16, 31, -1;", 0, r"\1, 16, 31, 2147483647;", "bad-sync-mask", None),
    "softmax-barrier_of_some": ("softmax", r"bar\.sync\s+0;", 0, "bar.sync 1, 64;", "race|uninitialized|divergent-barrier|deadlock", r"ld\.shared|bar\.sync"),
    "matmul-waits_short": ("matmul", r"cp\.async\.wait_group\s+2", None, "cp.async.wait_group 4", ASYNC, LOAD),
    "matmul-first_wait_short": ("matmul", r"cp\.async\.wait_group\s+2", 0, "cp.async.wait_group 4", ASYNC, LOAD),
    "matmul-barrier_in_the_loop": ("matmul", r"bar\.sync", -3, None, ASYNC, LOAD + "|cp.async.c"),
    "matmul-commit": ("matmul", r"cp\.async\.commit_group", 2, None, ASYNC, LOAD),
    "matmul-accumulator": ("matmul", r"mov\.b32 \s*%r\d+, 0f00000000", 0, None, "uninitialized", r"mma\.sync|mov\.b32"),
    "matmul-matrix_past_the_end": ("matmul", r"(ldmatrix.*\[ *%r\d+)[ +\d]*\]", 0, r"\1+16384]", "out-of-bounds", None),
    "matmul-copy_past_the_end": ("matmul", r"(cp\.async\.cg.*\[ *%r\d+)[ +\d]*\](, \[)", -1, r"\1+32768]\2", "out-of-bounds", None),
    "attention-wait": ("attention", r"cp\.async\.wait_group\s+0", 0, "cp.async.wait_group 1", ASYNC, LOAD),
    "attention-no_wait": ("attention", r"cp\.async\.wait_group\s+0", 0, None, ASYNC, LOAD),
    "attention-barrier": ("attention", r"bar\.sync", 0, None, ASYNC, LOAD),
    "attention-last_barrier": ("attention", r"bar\.sync", -1, None, "race|uninitialized", LOAD + r"|st\.shared"),
    "cute-wait_short": ("cute", r"cp\.async\.wait_group 1", 0, "cp.async.wait_group 2", ASYNC, LOAD),
    "cute-wait_short_in_the_loop": ("cute", r"cp\.async\.wait_group 1", -1, "cp.async.wait_group 2", ASYNC, LOAD),
    "cute-barrier": ("cute", r"bar\.sync", 0, None, ASYNC, LOAD),
    "cute-barrier_in_the_loop": ("cute", r"bar\.sync", -1, None, ASYNC, LOAD + "|cp.async.c"),
    "cute-copy_misaligned": ("cute", r"(cp\.async\.ca.*)\[(%r\d+)\], \[", -1, r"\1[\2+8], [", "misaligned", None),
    "cutlass-wait_short": ("cutlass", r"cp\.async\.wait_group 1", 0, "cp.async.wait_group 2", ASYNC, LOAD),
    "cutlass-barrier": ("cutlass", r"bar\.sync", 0, None, ASYNC, LOAD),
    "cutlass-wait_in_the_loop": ("cutlass", r"cp\.async\.wait_group 1", -1, None, ASYNC, LOAD),
    "cutlass-barrier_before_the_store": ("cutlass", r"bar\.sync", 4, None, "race|uninitialized", r"ld\.shared|st\.shared"),
    "reduce-barrier": ("reduce", r"bar\.sync", 0, None, "race|uninitialized", r"ld\.shared"),
    "reduce-shuffle_mask": ("reduce", r"(shfl\.sync.*), \S+;", 0, r"\1, 65535;", "bad-sync-mask", None),
    "scan-barrier_in_the_loop": ("scan", r"bar\.sync", 1, None, "race|uninitialized", r"ld\.shared|st\.shared"),
    "scan-first_barrier": ("scan", r"bar\.sync", 0, None, "race|uninitialized", r"ld\.shared"),
    "transpose-barrier": ("transpose", r"bar\.sync", 0, None, "race|uninitialized", r"ld\.shared"),
    "gemm-wait_short": ("gemm", r"cp\.async\.wait_group 1", 0, "cp.async.wait_group 2", ASYNC, LOAD),
    "gemm-no_wait": ("gemm", r"cp\.async\.wait_group 1", 0, None, ASYNC, LOAD),
    "gemm-barrier": ("gemm", r"bar\.sync", 0, None, ASYNC, LOAD + "|cp.async.c"),
    "gemm-commit_in_the_loop": ("gemm", r"cp\.async\.commit_group", -1, None, ASYNC, LOAD),
}  # fmt: skip


@pytest.mark.parametrize("kernel", ["add", "softmax", "matmul", "attention", "cute", "cutlass", "reduce", "scan", "transpose", "gemm"])
def test_unedited(kernel):
    ptx, entry, grid, block, args, shared = launches()[kernel]()
    sim.clean(ptx, entry, grid, block, args, shared=shared)


@pytest.mark.parametrize("name", EDITS)
def test_edited(name, tmp_path):
    kernel, pattern, which, new, kinds, reported = EDITS[name]
    ptx, entry, grid, block, args, shared = launches()[kernel]()
    text, at = edit(within(ptx.read_text(), entry), pattern, which, new)
    path = tmp_path / f"{kernel}.ptx"
    path.write_text(text)
    result = sim.run(path, entry, grid, block, args, shared=shared)
    assert result.status == 1 and result.reports, result.text[-3000:]
    first = result.reports[0]
    allowed = [at] if reported is None else lines_of(text, reported)
    assert first.kind in kinds.split("|") and first.line in allowed, result.text[:3000]


def within(text, entry):
    """The text with the lines of other entries blanked, so that patterns find this one's."""
    lines, keep, inside = text.split("\n"), [], True
    for line in lines:
        if ".entry" in line:
            inside = re.search(rf"\.entry {re.escape(entry)}\(", line) is not None
        keep.append(line if inside else "")
    return "\n".join(keep)
