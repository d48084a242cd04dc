"""Writes dape_v2.mlir and talking_heads.mlir: the modules as torch-mlir imports them.

python export.py [--out DIR]; needs torch and torch-mlir from PyPI.
"""

import argparse
import pathlib

from modules import MODULES, inputs
from torch_mlir import fx

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent)
parser.add_argument("--heads", type=int, default=12)
parser.add_argument("--length", type=int, default=2048)
args = parser.parse_args()
for name, module in MODULES.items():
    text = fx.export_and_import(module(), *inputs(name, args.heads, args.length),
                                output_type="linalg-on-tensors", func_name=name)  # fmt: skip
    (args.out / f"{name}.mlir").write_text(str(text))
