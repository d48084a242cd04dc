"""Inputs and float64 references of the modules in test/Integration/torch.

One case per module: the arguments in order (name, shape, kind) and a plain
NumPy function that computes the results in float64. Neither torch nor attn is
needed here; `test/Integration/torch/make_modules.py` compares these references
with PyTorch whenever it regenerates the modules, and the tests compare the
compiled modules with these references.
"""

from . import blocks, forms, masks, pooling, scores, weights
from .pieces import Case, make_args, widen

FAMILIES = {"forms": forms, "masks": masks, "scores": scores, "weights": weights,
            "pooling": pooling, "blocks": blocks}  # fmt: skip
CASES = {case.name: case for family in FAMILIES.values() for case in family.CASES}

__all__ = ["CASES", "FAMILIES", "Case", "make_args", "widen"]
