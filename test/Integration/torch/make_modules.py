"""Regenerates the .mlir modules of this folder from PyTorch with torch-mlir.

    python make_modules.py [--out DIR] [name ...]

Needs torch and torch-mlir from PyPI.  Each module is a function of its inputs
and weights, so that the files stay small and inputs come from seeds
(test/python/torch_cases).  Before a file is written, PyTorch's result in
float64 is compared with the NumPy reference of the same module.
"""

import argparse
import pathlib
import sys

import numpy as np
import torch
from torch_mlir import fx
from torch_mlir.extras.fx_decomp_util import get_decomposition_table

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "python"))
from modules import blocks, forms, masks, pooling, scores, weights  # noqa: E402
from torch_cases import CASES, make_args, widen  # noqa: E402


MODULES = {name: module for family in (forms, masks, scores, weights, pooling, blocks)
           for name, module in family.MODULES.items()}  # fmt: skip


def check(case, module):
    """PyTorch in float64 must agree with the NumPy reference."""
    for sizes in ({}, *case.other_shapes):
        args = make_args(case, sizes)
        wide = widen(args)
        want = case.reference(*wide)[0]
        with torch.no_grad():
            got = module(*(torch.from_numpy(a) for a in wide)).numpy()
            single = module(*(torch.from_numpy(a) for a in args)).numpy()
        error = np.abs(got - want).max() / np.abs(want).max()
        error32 = np.abs(single - want).max() / np.abs(want).max()
        print(f"{case.name}: {want.shape} float64 {error:.1e} float32 {error32:.1e}")
        assert error < case.exact and error32 < max(1e-5, 2 * case.gross), case.name


def export(case, module):
    """The module as linalg on tensors, without locations."""
    args = tuple(torch.from_numpy(a) for a in make_args(case))
    options = dict(output_type="linalg-on-tensors", func_name=case.name)
    if case.dynamic:
        dims = {}
        options["dynamic_shapes"] = tuple(
            {axis: dims.setdefault(n, torch.export.Dim(n, min=1, max=4096)) for axis, n in axes.items()}
            for axes in (case.dynamic.get(name, {}) for name, _, _ in case.args)
        )
        # See examples/minilm/export.py: both keep dynamic shapes readable.
        options["experimental_support_mutation"] = True
        table = get_decomposition_table()
        options["decomposition_table"] = {
            k: v for k, v in table.items() if k != torch.ops.aten.matmul.default
        }
    ir = fx.export_and_import(module, *args, **options)
    return ir.operation.get_asm(enable_debug_info=False) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=HERE)
    parser.add_argument("names", nargs="*", default=list(CASES))
    options = parser.parse_args()
    for name in options.names:
        case, module = CASES[name], MODULES[name]().eval()
        check(case, module)
        text = export(case, module)
        assert len(text) < 200_000, (name, len(text))
        (options.out / f"{name}.mlir").write_text(text)


if __name__ == "__main__":
    main()
