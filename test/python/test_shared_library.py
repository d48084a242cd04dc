"""Libraries from attn-compile, called through DLPack and through plain C."""

import ctypes
import pathlib
import sys

import numpy as np
import pytest
import tools
from torch_cases import CASES, make_args

sys.path.insert(0, str(tools.ROOT / "examples" / "minilm"))
import runtime  # noqa: E402

MODULES = pathlib.Path(__file__).resolve().parents[1] / "Integration" / "torch"
pytestmark = pytest.mark.skipif(
    not (tools.BIN / "attn-compile").exists(), reason="attn is not built"
)


def library(name, target, folder):
    path = folder / f"{name}-{target}.so"
    tools.run("attn-compile", MODULES / f"{name}.mlir", f"--target={target}", "--emit=shared",
              "-o", path)  # fmt: skip
    return path


def expected(case, args):
    wide = [a.astype(np.float64) if a.dtype == np.float32 else a for a in args]
    return case.reference(*wide)[0]


def close(got, want):
    return np.abs(got - want).max() <= 3e-6 * np.abs(want).max()


@pytest.mark.slow
@pytest.mark.parametrize("target", ["linalg", "cpu"])
@pytest.mark.parametrize("name", ["causal_dynamic", "sdpa_bool_mask", "llama_block"])
def test_dlpack(name, target, tmp_path):
    case = CASES[name]
    path = library(name, target, tmp_path)
    for sizes in ({}, *case.other_shapes):
        args = make_args(case, sizes)
        want = expected(case, args)
        (got,) = runtime.load(path, name, [(want.ndim, np.float32)])(*args)
        assert got.shape == want.shape and close(got, want)


@pytest.fixture(scope="module")
def dynamic(tmp_path_factory):
    return library("causal_dynamic", "cpu", tmp_path_factory.mktemp("library"))


def test_plain_c(dynamic):
    """Pointers, dynamic sizes, outer strides; rows of q that are not contiguous."""
    case = CASES["causal_dynamic"]
    q, k, v = make_args(case)
    want = expected(case, (q, k, v))
    wide = np.zeros((*q.shape[:3], 100), np.float32)
    wide[..., :64] = q
    out = np.full(want.shape, np.nan, np.float32)
    call = getattr(ctypes.CDLL(str(dynamic)), "causal_dynamic")
    words = []
    for array in (wide[..., :64], k, v, out):
        words.append(ctypes.c_void_p(array.ctypes.data))
        words += [ctypes.c_int64(array.shape[axis]) for axis in (0, 2)]
        words += [ctypes.c_int64(stride // 4) for stride in array.strides[:3]]
    assert call(*words) == 0
    assert close(out, want)


def bad_dtype(q, k, v):
    return q, k.astype(np.float64), v


def bad_rank(q, k, v):
    return q, k[0], v


def bad_size(q, k, v):
    return q, k, np.ascontiguousarray(v[..., :63])


def bad_count(q, k, v):
    return q, k


@pytest.mark.parametrize(
    "spoil,message",
    [
        (bad_dtype, "wrong element type .tensor 2"),
        (bad_rank, "wrong rank .tensor 2"),
        (bad_size, "wrong size .tensor 3"),
        (bad_count, "wrong number of tensors"),
    ],
)
def test_misuse(dynamic, spoil, message):
    """A wrong tensor is a status that names it, and no call."""
    function = runtime.load(dynamic, "causal_dynamic", [(4, np.float32)])
    with pytest.raises(RuntimeError, match=message):
        function(*spoil(*make_args(CASES["causal_dynamic"])))
