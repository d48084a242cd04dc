"""Regenerates transformer.mlir, convnet.mlir and weights.json from PyTorch with torch-mlir.

    python export.py

Needs torch and torch-mlir from PyPI. Before a file is written, PyTorch in
float64 is compared with reference.py.
"""

import json

import reference
import torch
from model import INPUTS, MODELS, WEIGHTS
from shapes import HERE, draw
from torch_mlir import fx
from torch_mlir.extras.fx_decomp_util import get_decomposition_table


def export(model, arrays):
    """The model as linalg on tensors."""
    table = get_decomposition_table()
    module = fx.export_and_import(
        MODELS[model]().eval(), *map(torch.from_numpy, arrays.values()),
        output_type="linalg-on-tensors", func_name=model,
        # Expanded and flattened matrix products would hide which axes they have.
        decomposition_table={
            k: v for k, v in table.items() if k != torch.ops.aten.matmul.default
        },
    )  # fmt: skip
    return module.operation.get_asm(enable_debug_info=False) + "\n"


def check(model, arrays):
    wide = {name: array.astype("f8") for name, array in arrays.items()}
    with torch.no_grad():
        got = MODELS[model]()(*map(torch.from_numpy, wide.values())).numpy()
    want = reference.MODELS[model](wide.pop("input"), wide)
    error = abs(got - want).max()
    print(f"{model}: PyTorch float64 against NumPy float64 {error:.1e}")
    assert error < 1e-12


def format_listing(listing):
    """JSON with a line for each argument."""
    models = []
    for model, shapes in listing.items():
        lines = [f'  "{name}": {json.dumps(shape)}' for name, shape in shapes.items()]
        models.append(f'"{model}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(models) + "\n}\n"


def main():
    listing = {model: {"input": INPUTS[model], **WEIGHTS[model]} for model in MODELS}
    for model in MODELS:
        arrays = draw(model, listing[model])
        check(model, arrays)
        (HERE / f"{model}.mlir").write_text(export(model, arrays))
    (HERE / "weights.json").write_text(format_listing(listing))


if __name__ == "__main__":
    main()
