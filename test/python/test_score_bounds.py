"""Score regions that exclude keys by what they read: tiles are narrowed, rows are right.

Values far outside of what any row sees are NaN: a result without NaN has not
read them, or has left them out.
"""

import numpy as np
import pytest
import tools

pytestmark = pytest.mark.skipif(not tools.available(), reason="the tools are not built")

# name -> (conditions as text, the same as a function of i, j and reach)
CASES = {
    "distance": (
        """%d = arith.subi %j, %i : index
    %a = math.absi %d : index
    %c = arith.index_cast %a : index to i32
    %in = arith.cmpi sle, %c, %t : i32""",
        lambda i, j, t: abs(j - i) <= t,
    ),
    "one side": (
        """%d = arith.subi %i, %j : index
    %c = arith.index_cast %d : index to i32
    %out = arith.cmpi sgt, %c, %t : i32
    %zero = arith.constant 0 : i32
    %late = arith.cmpi slt, %c, %zero : i32
    %either = arith.ori %out, %late : i1
    %yes = arith.constant true
    %in = arith.xori %either, %yes : i1""",
        lambda i, j, t: (i - j <= t) & (i - j >= 0),
    ),
    "floats": (
        """%k = arith.index_cast %j : index to i32
    %q = arith.index_cast %i : index to i32
    %x = arith.sitofp %k : i32 to f32
    %y = arith.sitofp %q : i32 to f32
    %d = arith.subf %y, %x : f32
    %a = math.absf %d : f32
    %f = arith.sitofp %t : i32 to f32
    %in = arith.cmpf ogt, %f, %a : f32""",
        lambda i, j, t: abs(j - i) < t,
    ),
    "square": (
        """%d = arith.subi %j, %i : index
    %c = arith.index_cast %d : index to i32
    %x = arith.sitofp %c : i32 to f32
    %sq = arith.mulf %x, %x : f32
    %f = arith.sitofp %t : i32 to f32
    %g = arith.mulf %f, %f : f32
    %in = arith.cmpf ole, %sq, %g : f32""",
        lambda i, j, t: (j - i) ** 2 <= t**2,
    ),
    "up to": (
        """%k = arith.index_cast %j : index to i32
    %in = arith.cmpi slt, %k, %t : i32""",
        lambda i, j, t: j < t,
    ),
}


def module(conditions, n):
    values = f"tensor<1x1x{n}x5xf32>"
    return f"""func.func @f(%v: {values}, %reach: tensor<{n}xi32>) -> {values} {{
  %o = attn.attention %v score(%s: f32, %b: index, %h: index, %i: index, %j: index) {{
    %t = tensor.extract %reach[%i] : tensor<{n}xi32>
    {conditions}
    %lowest = arith.constant 0xFF800000 : f32
    %r = arith.select %in, %s, %lowest : f32
    attn.yield %r : f32
  }} : ({values}) -> {values}
  return %o : {values}
}}
"""


@pytest.mark.parametrize("target", ["interpret", "linalg", "cpu"])
@pytest.mark.parametrize("n", [1, 7, 500])
@pytest.mark.parametrize("name", CASES)
def test_narrowed(name, n, target, tmp_path):
    conditions, see = CASES[name]
    rng = np.random.default_rng(n)
    reach = rng.integers(-2, max(2, n // 8), n).astype(np.int32)
    # Such limits stand for "none"; sums with them must not turn round.
    reach[rng.random(n) < 0.01] = 2**31 - 1
    reach[-1] = -(2**31) if name != "square" else 0
    i, j = np.ogrid[:n, :n]
    seen = see(i, j, reach.astype(np.int64)[:, None])
    values = rng.standard_normal((1, 1, n, 5)).astype(np.float32)
    values[0, 0, ~seen.any(0)] = np.nan
    (tmp_path / "f.mlir").write_text(module(conditions, n))
    (got,) = tools.attn_run(
        tmp_path / "f.mlir", "f", target, [values, reach], 1, tmp_path, "--compare=interpret"
    )
    counts = np.maximum(seen.sum(1, keepdims=True), 1)
    want = seen @ np.where(np.isnan(values[0, 0]), 0, values[0, 0].astype(np.float64)) / counts
    assert np.allclose(got[0, 0], want, atol=1e-5)
