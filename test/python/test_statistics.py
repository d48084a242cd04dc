"""attn.statistics beside the oracle, and the same bytes from any number of threads."""

import numpy as np
import oracle
import pytest
import tools
from fuzz_cases import from_dtype, to_dtype

pytestmark = pytest.mark.skipif(not (tools.BIN / "attn-run").exists(), reason="attn is not built")

TEXT = """
func.func @f(%q: tensor<?x4x?x8xT>, %k: tensor<?x2x?x8xT>, %v: tensor<?x2x?x3xT>, %off: tensor<?xi64>)
    -> (tensor<?x4x?xA>, tensor<?x4x?xA>, tensor<?x4x?x?xA>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.PATTERN) q_offset(%off : tensor<?xi64>)
    : (tensor<?x4x?x8xT>, tensor<?x2x?x8xT>, tensor<?x2x?x3xT>) -> (tensor<?x4x?x3xT>, tensor<?x4x?xA>)
  %e, %m, %w = attn.statistics(entropy, column_mass, weights) %q, %k lse(%lse : tensor<?x4x?xA>)
    pattern(#attn.PATTERN) q_offset(%off : tensor<?xi64>)
    : (tensor<?x4x?x8xT>, tensor<?x2x?x8xT>) -> (tensor<?x4x?xA>, tensor<?x4x?xA>, tensor<?x4x?x?xA>)
  return %e, %m, %w : tensor<?x4x?xA>, tensor<?x4x?xA>, tensor<?x4x?x?xA>
}
"""
PATTERNS = {"causal": ("causal",), "window<left = 5, right = 0>": ("window", 5, 0)}
ULP = {"f16": 2.0**-23, "bf16": 2.0**-23, "f32": 2.0**-23, "f64": 2.0**-52}


def run(dtype, pattern, nq, nk, offset, target, folder, *flags):
    """Statistics and what the oracle says."""
    acc = "f64" if dtype == "f64" else "f32"
    text = TEXT.replace("PATTERN", pattern).replace("xT>", f"x{dtype}>").replace("xA>", f"x{acc}>")
    (folder / "m.mlir").write_text(text)
    rng = np.random.default_rng([nq, nk])
    shapes = ((2, 4, nq, 8), (2, 2, nk, 8), (2, 2, nk, 3))
    stored, wide = zip(*(to_dtype(rng.standard_normal(shape), dtype) for shape in shapes))
    offsets = np.array([offset, offset + 1], np.int64)
    got = tools.attn_run(
        folder / "m.mlir", "f", target, [*stored, offsets], 3, folder, *flags
    )  # fmt: skip
    want = oracle.statistics(*wide[:2], see=oracle.pattern(*PATTERNS[pattern]), q_offset=offsets)
    return [from_dtype(array, acc) for array in got], want


@pytest.mark.parametrize("target", ["interpret", "linalg", "cpu"])
@pytest.mark.parametrize("dtype", ["f16", "bf16", "f32", "f64"])
@pytest.mark.parametrize("sizes", [(1, 1, 0), (7, 7, 0), (1, 1000, 999), (130, 65, -3), (50, 90, 20)])
def test_statistics(sizes, dtype, target, tmp_path):
    """Decoding, cross attention, rows that see nothing, grouped heads."""
    for pattern in PATTERNS:
        got, want = run(dtype, pattern, *sizes, target, tmp_path)
        for array, (kind, expected) in zip(got, want.items()):
            bound = 256 * ULP[dtype] * max(1.0, np.abs(expected).max())
            np.testing.assert_allclose(array, expected, rtol=0, atol=bound, err_msg=kind)


def test_threads(tmp_path):
    """Sums over queries do not depend on who makes them."""
    one, _ = run("f32", "causal", 300, 300, 0, "cpu", tmp_path, "--threads=1")
    more, _ = run("f32", "causal", 300, 300, 0, "cpu", tmp_path, "--threads=4")
    for a, b in zip(one, more):
        assert a.tobytes() == b.tobytes()
