"""attn.online_attention, online_aggregate and finalize on one tile, as compiled loops."""

import numpy as np
import oracle
import pytest
import tools
from test_parts import build, runtime

pytestmark = pytest.mark.skipif(
    not (tools.BIN / "attn-compile").exists(), reason="attn is not built"
)
H, Q0, K0, NQ, NK = 2, 5, 0, 11, 13  # first head, query and key of the tile; lengths

STATE = "tensor<4x?x3xf32>, tensor<4x?xf32>"
TILE = """
func.func @f(%q: tensor<4x?x8xf16>, %k: tensor<2x13x8xf16>, %v: tensor<2x13x3xf16>,
             %bias: tensor<6x13xf32>, %sink: tensor<6xf32>, %split: tensor<2xindex>)
    -> (tensor<4x?x3xf16> LSE1) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c5 = arith.constant 5 : index
  %c11 = arith.constant 11 : index
  %c13 = arith.constant 13 : index
  %s0 = tensor.extract %split[%c0] : tensor<2xindex>
  %s1 = tensor.extract %split[%c1] : tensor<2xindex>
  %zero = arith.constant 0.0 : f32
  %minf = arith.constant 0xFF800000 : f32
  %n = tensor.dim %q, %c1 : tensor<4x?x8xf16>
  %ea = tensor.empty(%n) : tensor<4x?x3xf32>
  %em = tensor.empty(%n) : tensor<4x?xf32>
  %el = tensor.empty(%n) : tensor<4x?xf32>
  %eo = tensor.empty(%n) : tensor<4x?x3xf16>
  %ee = tensor.empty(%n) : tensor<4x?xf32>
  %a0 = linalg.fill ins(%zero : f32) outs(%ea : tensor<4x?x3xf32>) -> tensor<4x?x3xf32>
  %m0 = linalg.fill ins(%minf : f32) outs(%em : tensor<4x?xf32>) -> tensor<4x?xf32>
  %l0 = linalg.fill ins(%zero : f32) outs(%el : tensor<4x?xf32>) -> tensor<4x?xf32>
  %s:N = attn.online_attention ins(%q, %k, %v) outs(%a0, %m0 L0)
    at(%c0, %c2, %c5, %c0) sizes(%c11, %c13, %c0)
    ranges(partial [%c0, %s0), KIND [%s0, %s1), partial [%s1, %c13)) scale(0.5)
    pattern(#attn.PATTERN) normalizer(#attn.NORMALIZER) SINK
    score(%x: f32, %b: index, %h: index, %i: index, %j: index) {
      %t = tensor.extract %bias[%h, %j] : tensor<6x13xf32>
      %y = arith.addf %x, %t : f32
      attn.yield %y : f32
    } : (tensor<4x?x8xf16>, tensor<2x13x8xf16>, tensor<2x13x3xf16>) -> (STATE)
  %r:R = attn.finalize ins(%s#0, %s#1 L1) outs(%eo LSE2) at(%c2) normalizer(#attn.NORMALIZER) SINK
    : (STATE) -> (tensor<4x?x3xf16> LSE1)
  return RESULTS : tensor<4x?x3xf16> LSE1
}
"""
CASES = [
    ("full", ("full",), "softmax", "full"),
    ("causal", ("causal",), "softmax_sink", "partial"),
    ("union<[#attn.prefix<2>, #attn.window<left = 1, right = 0>]>", None, "softmax_plus_one",
     "partial"),
    ("causal", ("causal",), "sigmoid", "partial"),
    ("window<left = 3, right = 2>", ("window", 3, 2), "scalable_softmax", "partial"),
    ("complement<#attn.causal>", None, "relu_pow<3>", "partial"),
    ("window<left = 3, right = 2>", ("window", 3, 2), "identity", "partial"),
    ("causal", ("causal",), "exp", "partial"),
    ("window<left = 3, right = 2>", ("window", 3, 2), "laplace", "partial"),
    ("causal", ("causal",), "signed_softmax", "partial"),
    ("causal", ("causal",), "hard", "partial"),
]  # fmt: skip


def see(name, pattern):
    if pattern:
        return oracle.pattern(*pattern)
    if name.startswith("union"):
        return lambda h, q, k, e: (k < 2) | ((k <= q) & (q - k <= 1))
    return lambda h, q, k, e: k > q


@pytest.mark.parametrize("case", CASES, ids=lambda c: c[2])
@pytest.mark.parametrize("bad_values", [False, True])
def test_online_attention(case, bad_values, tmp_path):
    pattern, known, normalizer, kind = case
    softmax = "softmax" in normalizer
    sums = softmax or normalizer == "hard"
    clause = {"softmax_sink": "sink", "scalable_softmax": "gain"}.get(normalizer)
    text = TILE.replace("PATTERN", pattern).replace("NORMALIZER", normalizer)
    text = text.replace("KIND", kind).replace("SINK", f"{clause}(%sink : tensor<6xf32>)" if clause else "")
    for name, value in (("STATE", STATE + (", tensor<4x?xf32>" if sums else "")),
                        ("L0", ", %l0" if sums else ""), ("L1", ", %s#2" if sums else ""),
                        ("%s:N", "%s:3" if sums else "%s:2"), ("LSE1", ", tensor<4x?xf32>" if softmax else ""),
                        ("LSE2", ", lse %ee" if softmax else ""), ("%r:R", "%r:2" if softmax else "%r:1"),
                        ("RESULTS", "%r#0, %r#1" if softmax else "%r#0")):  # fmt: skip
        text = text.replace(name, value)
    run = runtime.load(build(text, tmp_path), "f", [(3, np.float16), (2, np.float32)][: 1 + softmax])
    rng = np.random.default_rng(11)
    rows = NQ - Q0
    q, k, v = (rng.standard_normal(s).astype(np.float16) for s in ((4, rows, 8), (2, NK, 8), (2, NK, 3)))
    bias = (3 * rng.standard_normal((6, NK))).astype(np.float32)
    bias[3, 1:9] = -np.inf  # excludes pairs where the normaliser gives them no weight
    if normalizer == "identity":
        bias[np.isinf(bias)] = 0
    sink = rng.standard_normal(6).astype(np.float32)
    function = see(pattern, known)
    i, j = np.arange(Q0, NQ)[:, None], np.arange(NK)[None, :]
    seen = np.broadcast_to(function(0, i, j, None), (rows, NK))
    if bad_values:
        v[:, ~seen.any(0)] = np.nan  # keys that no row sees
        k[:, ~seen.any(0)] = np.inf
    got = run(q, k, v, bias, sink, np.array([0, 13] if kind == "full" else [4, 9], np.int64))
    wide_v = np.where(np.isnan(v), 0, v).astype(np.float64)
    wide_k = np.where(np.isinf(k), 0, k).astype(np.float64)
    want, lse = oracle.attention(
        q[None].astype(np.float64), wide_k[None], wide_v[None], scale=0.5, q_offset=[Q0],
        see=lambda h, q, k, e: function(h, q, k, e),
        score=lambda s, b, h, i, j: s + bias.astype(np.float64)[h + H, j],
        norm=oracle.normalizer(*(("relu_pow", 3) if "relu" in normalizer else (normalizer,))),
        sink=sink[H:].astype(np.float64) if clause else None,
    )  # fmt: skip
    bound = 2e-3 * max(1, np.abs(want).max())
    np.testing.assert_allclose(got[0], want[0], atol=bound)
    if softmax:
        np.testing.assert_allclose(got[1], lse[0], rtol=1e-5, atol=1e-5)
