"""Modules that torch-mlir made from PyTorch: right on every target, and raised.

The inputs come from seeds and the expected outputs from float64 NumPy
(torch_cases), so no torch is needed. The tools come from $ATTN_BIN or
build/bin.
"""

import pathlib
import re

import numpy as np
import pytest
import tools
from torch_cases import CASES, make_args, widen

MODULES = pathlib.Path(__file__).resolve().parents[1] / "Integration" / "torch"
TARGETS = ("interpret", "linalg", "cpu")

needs_tools = pytest.mark.skipif(not tools.available(), reason="attn is not built")


def module(name):
    return MODULES / f"{name}.mlir"


def test_every_module_has_a_case():
    assert {p.stem for p in MODULES.glob("*.mlir")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_signature(name):
    """The arguments made here are those of the module."""
    signature = re.search(rf"func\.func @{name}\((.*?)\) ->", module(name).read_text()).group(1)
    types = re.findall(r"tensor<([^>]*)>", signature)
    element = {"float32": "f32", "float16": "f16", "bool": "i1", "int64": "i64"}
    args = make_args(CASES[name])
    assert len(types) == len(args)
    for text, array in zip(types, args):
        *dims, kind = text.split("x")
        assert kind == element[array.dtype.name]
        assert all(d in ("?", str(n)) for d, n in zip(dims, array.shape, strict=True))


# Compiled in the quick run too; the interpreter runs all.
QUICK = ("sdpa_bool_mask", "causal_dynamic", "gpt2_block")


def runs():
    for name, case in CASES.items():
        for sizes in ({}, *case.other_shapes):
            for target in TARGETS:
                quick = target == "interpret" or name in QUICK
                yield pytest.param(
                    name, sizes, target, id="-".join([name, *map(str, sizes.values()), target]),
                    marks=() if quick else pytest.mark.slow,
                )  # fmt: skip


@needs_tools
@pytest.mark.parametrize("name,sizes,target", list(runs()))
def test_numbers(name, sizes, target, tmp_path):
    case = CASES[name]
    args = make_args(case, sizes)
    compare = [] if target == "interpret" else ["--compare=interpret"]
    (got,) = tools.attn_run(module(name), name, target, args, 1, tmp_path, *compare)
    (want,) = case.reference(*widen(args))
    # A bound for gross errors; the tolerance rule proper is --compare's.
    assert np.abs(got - want).max() <= case.gross * np.abs(want).max()


def square_tensors(text, case):
    """Types of tensors that hold a number for every pair of an attention."""
    queries, keys = case.extent
    pairs = re.findall(r"tensor<((?:[\d?]+x)*[a-z]\w*)>", text)
    return {t for t in pairs if re.search(rf"(^|x){queries}x{keys}x", t)}


def left_over(text, case):
    """Those that are computed: neither an argument nor a buffer of the model."""
    signature = re.search(r"func\.func @.*", text).group(0)
    given = [signature, *re.findall(r"arith\.constant dense.*", text)]
    return square_tensors(text, case) - square_tensors("\n".join(given), case)


@needs_tools
@pytest.mark.parametrize("name", CASES)
def test_raised(name):
    case = CASES[name]
    text = tools.run("attn-opt", "--attn-raise", module(name)).stdout
    assert len(re.findall(r"\battn\.attention\b", text)) == case.raised
    if case.parts:
        assert re.findall(r"\battn\.(\w+) %", text) == ["scores", "normalize", "aggregate"]
        tiles = "--attn-tile-parts=query-tile=16 key-tile=8"
        text = tools.run("attn-opt", "--attn-raise", tiles, "--canonicalize", module(name)).stdout
    left = left_over(text, case)
    assert not left, f"a tensor over all pairs is left: {left}"
