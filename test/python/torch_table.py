#!/usr/bin/env python3
"""Prints the table of the modules in test/Integration/torch, as Markdown.

    python test/python/torch_table.py [name ...]

error, tolerance: of target cpu against the interpreter, by the tolerance rule,
as fractions of the largest output. raised: attention ops, or "parts". N x N:
types of tensors over all pairs that are computed after fusion. kernels: fused
attention kernels. extra: KiB of buffers alive at once in the compiled module,
arguments and results left out, of one thread.
"""

import math
import pathlib
import re
import sys
import tempfile

import numpy as np
import tools
from test_torch_modules import left_over, module
from torch_cases import CASES, FAMILIES, make_args, widen

BITS = {"i1": 8, "f16": 16, "bf16": 16, "i32": 32, "f32": 32, "index": 64, "i64": 64, "f64": 64, "i8": 8}


def stage(name, which):
    return tools.run("attn-compile", module(name), "--target=cpu", f"--print-after-stage={which}", "-o", "-").stdout


def size_of(text):
    """Bytes of a memref type with static sizes."""
    *dims, element = re.match(r"memref<([^,>]*)", text).group(1).split("x")
    return math.prod(map(int, dims)) * BITS[element] // 8


def peak_bytes(text):
    """The most bytes that allocations of a module hold at once, in text order."""
    live, now, peak = {}, 0, 0
    for line in text.split("\n"):
        if line.startswith("  func.func"):
            live, now = {}, 0
        made = re.match(r"\s*(%\w+) = memref\.alloca?\(.*: (memref<.*>)", line)
        if made and "?" not in made.group(2):
            live[made.group(1)] = size_of(made.group(2))
            now += live[made.group(1)]
            peak = max(peak, now)
        gone = re.match(r"\s*memref\.dealloc (%\w+)", line)
        if gone:
            now -= live.pop(gone.group(1), 0)
    return peak


def error_and_bound(name, args, scale):
    """Of target cpu against the interpreter, by the tolerance rule."""
    with tempfile.TemporaryDirectory() as folder:
        line = [module(name), f"--entry={name}", "--target=cpu", "--compare=interpret"]
        for i, array in enumerate(args):
            path = pathlib.Path(folder) / f"{i}.npy"
            np.save(path, array)
            line.append(f"--arg={path}")
        done = tools.run("attn-run", *line)
    text = done.stdout + done.stderr
    error = float(re.search(r"max abs error (\S+),", text).group(1))
    bound = float(re.search(r"bound ([^\s:]+)", text).group(1))
    return error / scale, bound / scale


def row(name):
    case = CASES[name]
    args = make_args(case)
    scale = np.abs(case.reference(*widen(args))[0]).max()
    error, bound = error_and_bound(name, args, scale)
    fused = stage(name, "fused")
    kernels = len(re.findall(r"\battn\.attention\b", fused))
    raised = str(case.raised) if not case.parts else "parts"
    extra = "-" if case.dynamic else f"{peak_bytes(stage(name, 'lowered')) / 1024:.0f}"
    return [name, f"{error:.1e}", f"{bound:.1e}", raised, str(len(left_over(fused, case))), str(kernels), extra]


def main():
    names = sys.argv[1:] or list(CASES)
    print("| module | error | tolerance | raised | N x N | kernels | extra KiB |")
    print("|---|---|---|---|---|---|---|")
    for family, cases in FAMILIES.items():
        chosen = [case.name for case in cases.CASES if case.name in names]
        if chosen:
            print(f"| **{family}** |")
        for name in chosen:
            print("| " + " | ".join(row(name)) + " |", flush=True)


if __name__ == "__main__":
    main()
