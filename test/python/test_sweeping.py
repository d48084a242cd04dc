"""Normalisers of several passes on all targets against the oracle."""

import re

import numpy as np
import oracle
import pytest
import tools
from fuzz_cases import from_dtype, to_dtype

pytestmark = pytest.mark.skipif(not tools.available(), reason="attn is not built")

# text of the attribute, the oracle's
NORMALIZERS = (
    ("sinkhorn<1>", ("sinkhorn", 1)), ("sinkhorn<2>", ("sinkhorn", 2)),
    ("sinkhorn<5>", ("sinkhorn", 5)), ("column_softmax", ("column_softmax",)),
    ("slot", ("slot",)), ("sparsemax", ("sparsemax",)), ("entmax15", ("entmax15",)),
)  # fmt: skip
TARGETS = ("interpret", "linalg", "cpu")
# Relative to the largest sum of |w v|, for scores of up to about 4: larger ones
# have larger roundings. Half floats are rounded once, at the end, but for weights
# on the way to the products with V.
LIMITS = {"f64": 1e-12, "f32": 1e-6, "f16": 2e-3, "bf16": 1.6e-2}
# linalg adds up one key after the other.
LINALG_LIMIT = 4e-6


class Case:
    """One attention: sizes, element type, clauses."""

    def __init__(self, nq, nk, dtype="f32", batch=2, heads=4, key_heads=2, dim=16, value_dim=5,
                 pattern=("full", ("full",)), gain=1.0, factor=1.0, **clauses):  # fmt: skip
        self.factor = factor
        self.sizes = (nq, nk, batch, heads, key_heads, dim, value_dim)
        self.dtype, self.pattern, self.gain, self.clauses = dtype, pattern, gain, clauses

    def module(self, normalizer, extra=""):
        nq, nk, batch, heads, key_heads, dim, value_dim = self.sizes
        types = {"q": (heads, dim), "k": (key_heads, dim), "v": (key_heads, value_dim), "r": (heads, value_dim)}
        types = {n: f"tensor<?x{h}x?x{d}x{self.dtype}>" for n, (h, d) in types.items()}
        arguments = [f"%{n}: {types[n]}" for n in "qkv"]
        text = f"pattern(#attn.{self.pattern[0]}) normalizer(#attn.{normalizer})"
        for name in ("lengths", "query_lengths", "q_offset"):
            if name in self.clauses:
                arguments.append(f"%{name}: tensor<?xi64>")
                text += f" {name}(%{name} : tensor<?xi64>)"
        if "empty_rows" in self.clauses:
            text += f" empty_rows({self.clauses['empty_rows']})"
        return f"""func.func @f({', '.join(arguments)}) -> {types['r']} {{
          %r = attn.attention %q, %k, %v {text} {extra}
            : ({types['q']}, {types['k']}, {types['v']}) -> {types['r']}
          return %r : {types['r']}
        }}"""

    def data(self, seed):
        nq, nk, batch, heads, key_heads, dim, value_dim = self.sizes
        rng = np.random.default_rng([23, seed])
        shapes = ((batch, heads, nq, dim), (batch, key_heads, nk, dim), (batch, key_heads, nk, value_dim))
        gains = (self.gain, 1.0, 1.0)
        return [to_dtype(g * rng.standard_normal(s), self.dtype) for g, s in zip(gains, shapes)]

    def check(self, normalizer, target, folder, factor=1.0, **oracle_only):
        data = self.data(len(normalizer[0]))
        arguments = [stored for stored, _ in data]
        for name in ("lengths", "query_lengths", "q_offset"):
            if name in self.clauses:
                arguments.append(np.array(self.clauses[name], np.int64))
        path = folder / "m.mlir"
        path.write_text(self.module(normalizer[0], oracle_only.pop("extra", "")))
        (got,) = tools.attn_run(path, "f", target, arguments, 1, folder)
        q, k, v = (wide for _, wide in data)
        want, size = (
            oracle.attention(
                q, k, values, see=oracle.pattern(*self.pattern[1]),
                norm=oracle.normalizer(*normalizer[1]), **self.clauses, **oracle_only,
            )[0] for values in (v, np.abs(v))
        )  # fmt: skip
        error = np.abs(from_dtype(got, self.dtype) - want).max()
        limit = LIMITS[self.dtype]
        if target == "linalg":
            limit = max(limit, LINALG_LIMIT)
        bound = factor * self.factor * max(self.gain, 1) * limit * size.max()
        assert error <= bound, error / size.max()


CAUSAL, WINDOW = ("causal", ("causal",)), ("window<left = 2, right = 1>", ("window", 2, 1))
BLOCKS = ("block_local<8>", ("block_local", 8))
CASES = {
    "one": Case(1, 1),
    "seven": Case(7, 7, dtype="f64", pattern=CAUSAL),
    "cross": Case(33, 70),
    "wide": Case(3, 1000, batch=1, dim=64),
    # Products over 64 dimensions are rounded before anything else happens, and
    # sparsemax passes an error of a score on whole.
    "long": Case(1000, 1000, batch=1, heads=2, key_heads=1, dim=64, pattern=CAUSAL, factor=2.0),
    "lengths": Case(20, 31, pattern=CAUSAL, lengths=(31, 9), q_offset=(11, -3)),
    "empty": Case(20, 31, pattern=WINDOW, lengths=(25, 0), query_lengths=(20, 7), q_offset=(9, 40),
                  empty_rows="uniform"),
    "blocks": Case(48, 40, dtype="f64", pattern=BLOCKS, heads=3, key_heads=3),
    "half": Case(40, 33, dtype="f16", pattern=CAUSAL),
    "bfloat": Case(65, 64, dtype="bf16", dim=32),
    "flat": Case(30, 257, gain=0.01),
    "sharp": Case(30, 257, gain=8.0),
}  # fmt: skip


def runs():
    """All cases on cpu, those with clauses everywhere."""
    for name, case in CASES.items():
        yield from ((name, t) for t in (TARGETS if case.clauses or name == "long" else ("cpu",)))


@pytest.mark.parametrize("normalizer", NORMALIZERS, ids=lambda n: n[0])
@pytest.mark.parametrize("name,target", runs())
def test_attention(name, target, normalizer, tmp_path):
    CASES[name].check(normalizer, target, tmp_path)


SCORE = """score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
  %d = arith.subi %j, %i : index
  %e = arith.index_cast %d : index to i64
  %g = arith.sitofp %e : i64 to f32
  %c = arith.constant 0.125 : f32
  %m = arith.mulf %c, %g : f32
  %y = arith.addf %s, %m : f32
  attn.yield %y : f32
}"""
COMBINE = """combine(%x: f32, %y: f32, %b: index, %h: index, %i: index, %j: index, %d: index) {
  %z = arith.subf %x, %y : f32
  %a = math.absf %z : f32
  %w = arith.index_cast %j : index to i64
  %f = arith.sitofp %w : i64 to f32
  %c = arith.constant 0.01 : f32
  %t = arith.mulf %f, %c : f32
  %n = arith.subf %t, %a : f32
  attn.yield %n : f32
}"""


@pytest.mark.parametrize("normalizer", NORMALIZERS, ids=lambda n: n[0])
@pytest.mark.parametrize("target", TARGETS)
def test_regions(target, normalizer, tmp_path):
    """Regions that are not symmetric in queries and keys, with an offset."""
    case = Case(11, 19, q_offset=(3, -2), pattern=CAUSAL, lengths=(19, 12))
    score = lambda s, b, h, i, j: s + 0.125 * (j - i)  # noqa: E731
    case.check(normalizer, target, tmp_path, extra=SCORE, score=score)
    combine = lambda x, y, b, h, i, j, d: 0.01 * j - np.abs(x - y)  # noqa: E731
    case.check(normalizer, target, tmp_path, extra=COMBINE, combine=combine, factor=5)


DENSE = """func.func @f(%s: tensor<?x3x?x?xf32>, %n: tensor<?xi32>, %o: tensor<?xi64>) -> tensor<?x3x?x?xf32> {{
  %p = attn.normalize %s pattern(#attn.causal) normalizer(#attn.{}) lengths(%n : tensor<?xi32>)
    q_offset(%o : tensor<?xi64>) : tensor<?x3x?x?xf32> -> tensor<?x3x?x?xf32>
  return %p : tensor<?x3x?x?xf32>
}}"""


@pytest.mark.parametrize("normalizer", NORMALIZERS, ids=lambda n: n[0])
@pytest.mark.parametrize("target", TARGETS)
def test_normalize(target, normalizer, tmp_path):
    """A matrix that is given; scores of -inf are excluded pairs, NaN outside changes nothing."""
    rng = np.random.default_rng(29)
    s = (2 * rng.standard_normal((2, 3, 21, 34))).astype(np.float32)
    s[rng.random(s.shape) < 0.1] = -np.inf
    s[1, :, :, 30:] = np.nan  # beyond the length
    lengths, offset = np.array([34, 30], np.int32), np.array([5, -4], np.int64)
    path = tmp_path / "m.mlir"
    path.write_text(DENSE.format(normalizer[0]))
    (got,) = tools.attn_run(path, "f", target, [s, lengths, offset], 1, tmp_path)
    seen = oracle.visible(oracle.pattern("causal"), 2, 3, 21, 34, lengths, None, offset)
    want = oracle.normalizer(*normalizer[1]).weights(s.astype(np.float64), seen & (s != -np.inf))
    assert np.abs(got - want).max() <= 1e-6


@pytest.mark.parametrize("target", TARGETS)
def test_without_queries(target, tmp_path):
    """Scores from the region alone: column sums of a table."""
    text = """func.func @f(%v: tensor<2x?x3xf32>, %t: tensor<?x?xf32>) -> tensor<2x?x3xf32> {
      %c0 = arith.constant 0 : index
      %n = tensor.dim %t, %c0 : tensor<?x?xf32>
      %r = attn.attention %v queries(%n) normalizer(#attn.slot)
        score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
          %x = tensor.extract %t[%i, %j] : tensor<?x?xf32>
          attn.yield %x : f32
        } : (tensor<2x?x3xf32>) -> tensor<2x?x3xf32>
      return %r : tensor<2x?x3xf32>
    }"""
    rng = np.random.default_rng(31)
    v, t = (rng.standard_normal(s).astype(np.float32) for s in ((2, 18, 3), (7, 18)))
    path = tmp_path / "m.mlir"
    path.write_text(text)
    (got,) = tools.attn_run(path, "f", target, [v, t], 1, tmp_path)
    want, _ = oracle.attention(
        None, None, v[:, None], shape=(1, 7), norm=oracle.normalizer("slot"),
        score=lambda s, b, h, i, j: s + t[i, j],
    )  # fmt: skip
    assert np.abs(got - want[:, 0]).max() <= 1e-6 * np.abs(want).max()


@pytest.mark.parametrize("target", ["interpret", "cpu"])
@pytest.mark.parametrize("normalizer", ["sparsemax", "entmax15"])
@pytest.mark.parametrize("name", ["one", "cross", "long", "lengths", "flat", "sharp", "blocks"])
def test_sweeps_of_a_search(name, normalizer, target, tmp_path):
    """At most 8 sweeps, the first and the last included."""
    case = CASES[name]
    path, line = tmp_path / "m.mlir", []
    path.write_text(case.module(normalizer))
    arrays = [stored for stored, _ in case.data(len(normalizer))]
    arrays += [np.array(case.clauses[n], np.int64) for n in ("lengths", "query_lengths", "q_offset") if n in case.clauses]
    for i, array in enumerate(arrays):
        np.save(tmp_path / f"{i}.npy", array)
        line.append(f"--arg={tmp_path / f'{i}.npy'}")
    done = tools.run("attn-run", path, "--entry=f", f"--target={target}", "--sweeps", *line)
    (count,) = map(int, re.findall(r"\d+", done.stdout.split("sweeps:")[1]))
    assert 3 <= count <= 8


def test_sweeps_of_a_plan_without_search(tmp_path):
    path = tmp_path / "m.mlir"
    path.write_text(CASES["one"].module("sinkhorn<5>"))
    done = tools.run("attn-run", path, "--entry=f", "--sweeps", "--random-args=1", "--dims=3")
    assert re.findall(r"\d+", done.stdout.split("sweeps:")[1]) == ["5"]


@pytest.mark.parametrize("target", ["linalg", "cpu"])
def test_sweeps_over_remainders(target, tmp_path):
    """Static sizes and a dilated pattern: the sweeps over rows are reordered."""
    kind = "tensor<1x{}x511x3xbf16>"
    q, k = kind.format(2), kind.format(1)
    path = tmp_path / "m.mlir"
    path.write_text(f"""func.func @f(%q: {q}, %k: {k}, %v: {k}) -> {q} {{
      %o = attn.attention %q, %k, %v pattern(#attn.dilated<rate = 3, width = 81>)
        normalizer(#attn.sinkhorn<3>) : ({q}, {k}, {k}) -> {q}
      return %o : {q}
    }}""")
    tools.run("attn-run", path, "--entry=f", f"--target={target}", "--random-args=1", "--compare=interpret")
