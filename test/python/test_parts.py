"""attn.scores, attn.normalize, attn.aggregate, attn.merge, attn.finalize as compiled loops."""

import sys

import numpy as np
import oracle
import pytest
import tools

sys.path.insert(0, str(tools.ROOT / "examples" / "minilm"))
import runtime  # noqa: E402

pytestmark = pytest.mark.skipif(
    not (tools.BIN / "attn-compile").exists(), reason="attn is not built"
)
BATCH, HEADS, KEY_HEADS, DK, DV = 2, 4, 2, 8, 3

PARTS = """
#qm = affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>
#km = affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>
#vm = affine_map<(b, h, q, k, d, e) -> (b, h, k, e)>
#om = affine_map<(b, h, q, k, d, e) -> (b, q, h, e)>
func.func @f(%q: tensor<2x?x4x8xf32>, %k: tensor<2x2x?x8xf32>, %v: tensor<2x2x?x3xf32>,
             %len: tensor<2xi32>, %off: tensor<2xi64>, %bias: tensor<4xf32>, %sink: tensor<4xf32>)
    -> (tensor<2x?x4x3xf32>, LSE) {
  %s = attn.scores %q, %k SCALE q_offset(%off : tensor<2xi64>) maps([#qm, #km]) COMBINE
    score(%x: f32, %b: index, %h: index, %i: index, %j: index) {
      %t = tensor.extract %bias[%h] : tensor<4xf32>
      %d = arith.subi %j, %i : index
      %e = arith.index_cast %d : index to i32
      %g = arith.sitofp %e : i32 to f32
      %m = arith.mulf %t, %g : f32
      %y = arith.addf %x, %m : f32
      attn.yield %y : f32
    } : (tensor<2x?x4x8xf32>, tensor<2x2x?x8xf32>) -> tensor<2x4x?x?xf32>
  %p, %lse = attn.normalize %s pattern(#attn.PATTERN) normalizer(#attn.NORMALIZER)
    lengths(%len : tensor<2xi32>) q_offset(%off : tensor<2xi64>) empty_rows(EMPTY)
    : tensor<2x4x?x?xf32> -> (tensor<2x4x?x?xf32>, tensor<2x4x?xf32>)
  %o = attn.aggregate %p, %v maps([#vm, #om])
    : (tensor<2x4x?x?xf32>, tensor<2x2x?x3xf32>) -> tensor<2x?x4x3xf32>
  return %o, %lse : tensor<2x?x4x3xf32>, LSE
}
"""
COMBINE = """combine(%x: f32, %y: f32, %b: index, %h: index, %i: index, %j: index, %d: index) {
      %z = arith.subf %x, %y : f32
      %a = math.absf %z : f32
      %n = arith.negf %a : f32
      attn.yield %n : f32
    }"""


def build(text, folder, target="linalg"):
    module, path = folder / "m.mlir", folder / "m.so"
    module.write_text(text)
    tools.run("attn-compile", module, f"--target={target}", "--emit=shared", "-o", path)
    return path


def alibi(bias):
    return lambda s, b, h, i, j: s + bias[h] * (j - i)


CASES = [  # pattern text and oracle's, normaliser text and oracle's, empty rows, combine
    ("window<left = 3, right = 1>", ("window", 3, 1), "softmax", ("softmax",), "zero", False),
    ("causal", ("causal",), "softmax_plus_one", ("softmax_plus_one",), "uniform", False),
    ("dilated<rate = 3, width = 2>", ("dilated", 3, 2), "softmax_sink", ("softmax_sink",), "zero",
     True),
    ("full", ("full",), "sigmoid", ("sigmoid",), "uniform", False),
    ("window<left = 4, right = 2>", ("window", 4, 2), "scalable_softmax", ("scalable_softmax",),
     "uniform", False),
    ("block_local<4>", ("block_local", 4), "relu_pow<2>", ("relu_pow", 2), "zero", True),
    ("causal", ("causal",), "exp", ("exp",), "zero", False),
    ("window<left = 4, right = 2>", ("window", 4, 2), "laplace", ("laplace",), "uniform", False),
    ("causal", ("causal",), "signed_softmax", ("signed_softmax",), "uniform", True),
    ("window<left = 4, right = 2>", ("window", 4, 2), "hard", ("hard",), "uniform", False),
]  # fmt: skip


@pytest.mark.parametrize("target", ["linalg", "cpu"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[2]}")
def test_parts(case, target, tmp_path):
    pattern, see, normalizer, norm, empty, combine = case
    lse = "softmax" in norm[0]
    clause = {"softmax_sink": "sink", "scalable_softmax": "gain"}.get(norm[0])
    text = PARTS.replace("PATTERN", pattern).replace("EMPTY", empty)
    sink = f" {clause}(%sink : tensor<4xf32>)" if clause else ""
    text = text.replace("NORMALIZER)", normalizer + ")" + sink)
    text = text.replace("COMBINE", COMBINE if combine else "")
    text = text.replace("SCALE", "scale(0.25)")
    if not lse:
        text = text.replace("%p, %lse =", "%p =").replace(", %lse :", " :").replace(", LSE", "")
        text = text.replace("-> (tensor<2x4x?x?xf32>, tensor<2x4x?xf32>)\n  %o", "-> tensor<2x4x?x?xf32>\n  %o")
    text = text.replace("LSE", "tensor<2x4x?xf32>")
    rng = np.random.default_rng(7)
    results = [(4, np.float32)] + ([(3, np.float32)] if lse else [])
    run = runtime.load(build(text, tmp_path, target), "f", results)
    for nq, nk, lengths, offsets in ((5, 9, (9, 4), (3, 0)), (1, 1, (1, 0), (0, 7)), (7, 3, (2, 3), (0, 1))):
        data = [rng.standard_normal(s).astype(np.float32) for s in
                ((BATCH, nq, HEADS, DK), (BATCH, KEY_HEADS, nk, DK), (BATCH, KEY_HEADS, nk, DV))]  # fmt: skip
        bias, sinks = rng.standard_normal((2, HEADS)).astype(np.float32)
        got = run(*data, np.array(lengths, np.int32), np.array(offsets, np.int64), bias, sinks)
        q, k, v, wide_bias = (a.astype(np.float64) for a in (*data, bias))
        want, want_lse = oracle.attention(
            q.transpose(0, 2, 1, 3), k, v, scale=0.25, see=oracle.pattern(*see),
            norm=oracle.normalizer(*norm), score=alibi(wide_bias), lengths=lengths,
            combine=(lambda x, y, *_: -abs(x - y)) if combine else None,
            q_offset=offsets, empty_rows=empty,
            sink=sinks.astype(np.float64) if clause else None,
        )  # fmt: skip
        np.testing.assert_allclose(got[0], want.transpose(0, 2, 1, 3), rtol=2e-5, atol=2e-6)
        if lse:
            np.testing.assert_allclose(got[1], want_lse, rtol=2e-5, atol=2e-6)


MERGE = """
func.func @f(%a0: tensor<1x2x?x4xf32>, %m0: tensor<1x2x?xf32>, %l0: tensor<1x2x?xf32>,
             %a1: tensor<1x2x?x4xf32>, %m1: tensor<1x2x?xf32>, %l1: tensor<1x2x?xf32>)
    -> (tensor<1x2x?x4xf32>, tensor<1x2x?xf32>) {
  %c2 = arith.constant 2 : index
  %n = tensor.dim %m0, %c2 : tensor<1x2x?xf32>
  %o = tensor.empty(%n) : tensor<1x2x?x4xf32>
  %e = tensor.empty(%n) : tensor<1x2x?xf32>
  %a:3 = attn.merge (%a0, %m0, %l0), (%a1, %m1, %l1)
    : tensor<1x2x?x4xf32>, tensor<1x2x?xf32>, tensor<1x2x?xf32>
  %r:2 = attn.finalize ins(%a#0, %a#1, %a#2) outs(%o, lse %e)
    : (tensor<1x2x?x4xf32>, tensor<1x2x?xf32>, tensor<1x2x?xf32>)
    -> (tensor<1x2x?x4xf32>, tensor<1x2x?xf32>)
  return %r#0, %r#1 : tensor<1x2x?x4xf32>, tensor<1x2x?xf32>
}
"""


@pytest.mark.parametrize("target", ["linalg", "cpu"])
def test_merge(target, tmp_path):
    run = runtime.load(build(MERGE, tmp_path, target), "f", [(4, np.float32), (3, np.float32)])
    rng = np.random.default_rng(3)
    s = 40 * rng.standard_normal((2, 1, 2, 5, 6))
    v = rng.standard_normal((2, 6, 4))
    seen = rng.random(s.shape) < 0.7
    seen[0, :, :, 1] = seen[1, :, :, 2] = seen[:, :, :, 3] = False  # empty on one side, on both
    states = []
    for side in range(2):
        m = np.where(seen[side], s[side], -np.inf).max(-1)
        w = np.where(seen[side], np.exp(s[side] - np.where(np.isinf(m), 0, m)[..., None]), 0)
        states += [w @ v[side], m, w.sum(-1)]
    output, lse = run(*(x.astype(np.float32) for x in states))
    both = np.where(np.concatenate(list(seen), -1), np.concatenate(list(s), -1), -np.inf)
    top = both.max(-1, keepdims=True)
    weights = np.exp(both - np.where(np.isinf(top), 0, top))
    mass = weights.sum(-1, keepdims=True)
    want = weights @ np.concatenate(list(v), 0) / np.where(mass == 0, 1, mass)
    np.testing.assert_allclose(output, want, rtol=1e-5, atol=1e-5)
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(lse, top[..., 0] + np.log(mass[..., 0]), rtol=1e-6)
