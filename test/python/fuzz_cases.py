"""Random attention modules: text, arguments and the oracle's answer.

A case is a function of (seed, index) alone. Patterns, score edits and
normalisers come from tables; a new one is one entry.
"""

import dataclasses

import numpy as np
import oracle

SIZES = (1, 2, 3, 7, 15, 16, 17, 31, 33, 47, 64, 65, 100, 127, 129, 200, 257, 384, 511, 777, 1200)
DEPTHS = (1, 2, 3, 5, 7, 8, 16, 17, 24, 31, 32, 40, 48, 63, 64, 65, 80, 96, 127, 128, 160)
DTYPES = ("f32", "f32", "f64", "f16", "bf16")


def to_dtype(array, dtype):
    """The array as attn-run reads it (bf16 as its bits) and its exact value in float64."""
    if dtype == "bf16":
        bits = array.astype(np.float32).view(np.uint32)
        bits = ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
        return bits, from_dtype(bits, dtype)
    stored = array.astype({"f16": np.float16, "f32": np.float32, "f64": np.float64}[dtype])
    return stored, stored.astype(np.float64)


def from_dtype(stored, dtype):
    if dtype == "bf16":
        return (stored.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return stored.astype(np.float64)


# ----- patterns -----------------------------------------------------------------


@dataclasses.dataclass
class Pattern:
    """Text of the attribute, the oracle's function, values of its `?` operands."""

    text: str
    see: object
    operands: list = dataclasses.field(default_factory=list)


def _leaf(name, text, *params, operands=()):
    return Pattern(f"#attn.{name}{text}", oracle.pattern(name, *params), list(operands))


def _maybe(rng, value):
    """The parameter written out, or `?` with an operand."""
    return ("?", [value]) if rng.random() < 0.25 else (str(value), [])


def _window(rng, n):
    left, right = (int(rng.integers(0, max(2, n // 3))) for _ in range(2))
    right = 0 if rng.random() < 0.5 else right
    (a, x), (b, y) = _maybe(rng, left), _maybe(rng, right)
    return _leaf("window", f"<left = {a}, right = {b}>", left, right, operands=x + y)


def _counted(name):
    def make(rng, n):
        value = int(rng.integers(0, n + 2))
        a, x = _maybe(rng, value)
        return _leaf(name, f"<{a}>", value, operands=x)

    return make


def _block_local(rng, n):
    size = int(rng.integers(1, n + 3))
    return _leaf("block_local", f"<{size}>", size)


def _dilated(rng, n):
    rate, width = int(rng.integers(1, 9)), int(rng.integers(1, max(2, n // 4)))
    a, x = _maybe(rng, width)
    return _leaf("dilated", f"<rate = {rate}, width = {a}>", rate, width, operands=x)


def _strided(rng, n):
    stride, local = int(rng.integers(1, 70)), int(rng.integers(0, max(2, n // 4)))
    a, x = _maybe(rng, local)
    return _leaf("strided", f"<stride = {stride}, local = {a}>", stride, local, operands=x)


def _fixed(rng, n):
    block = int(rng.integers(1, 70))
    summary = int(rng.integers(0, block + 1))
    a, x = _maybe(rng, summary)
    return _leaf("fixed", f"<block = {block}, summary = {a}>", block, summary, operands=x)


def _global(rng, n):
    positions = [int(p) for p in rng.integers(0, n + 2, size=rng.integers(1, 5))]
    texts, operands = zip(*(_maybe(rng, p) for p in positions))
    return _leaf("global", f"<[{', '.join(texts)}]>", *positions, operands=sum(operands, []))


def _grid(rng, n):
    """Sizes of 1 to 3 axes with about n places, a little more or less."""
    grid = []
    for axis in range(rng.integers(1, 4)):
        grid.append(int(rng.integers(1, max(2, round((n + 2) ** 0.5)))))
    grid[0] = max(1, round(n / np.prod(grid[1:])) + int(rng.integers(-1, 2)))
    if rng.random() < 0.6:  # exactly n places
        inner = int(rng.choice([size for size in range(1, n + 1) if n % size == 0]))
        return [n // inner, inner] if inner > 1 else [n]
    return grid


def _axes(name, values):
    return f", {name} = [{', '.join(map(str, values))}]"


def _neighborhood(rng, n):
    grid = _grid(rng, n)
    dilation = [int(rng.integers(1, min(size, 4) + 1)) for size in grid]
    odd = [(size // d - 1) // 2 for size, d in zip(grid, dilation)]
    kernel = [2 * int(rng.integers(0, most + 1)) + 1 for most in odd]
    if rng.random() < 0.5:
        dilation = [1] * len(grid)
    text = f"<grid = [{', '.join(map(str, grid))}]" + _axes("kernel", kernel)
    text += _axes("dilation", dilation) if max(dilation) > 1 else ""
    return _leaf("neighborhood", text + ">", grid, kernel, dilation)


def _swin(rng, n):
    grid = _grid(rng, n)
    window = [int(rng.integers(1, size + 2)) for size in grid]
    shift = [int(rng.integers(0, w)) if rng.random() < 0.6 else 0 for w in window]
    text = f"<grid = [{', '.join(map(str, grid))}]" + _axes("window", window)
    text += _axes("shift", shift) if max(shift) > 0 else ""
    return _leaf("swin", text + ">", grid, window, shift)


# name of the set's text -> (symbols, affine function of h, q, k and the symbols)
SETS = (
    ("(q, k) : (q - k >= 0, k - q + 9 >= 0)", 0,
     lambda h, q, k: [(q - k, False), (k - q + 9, False)]),
    ("(q, k)[n] : (q - k + n >= 0)", 1, lambda h, q, k, n: [(q - k + n, False)]),
    ("(q, k) : ((q + k) mod 3 == 0)", 0, lambda h, q, k: [((q + k) % 3, True)]),
    ("(q, k) : (q floordiv 5 - k floordiv 5 >= 0)", 0,
     lambda h, q, k: [(q // 5 - k // 5, False)]),
    ("(h, q, k) : (q - k - 3 * h >= 0)", 0, lambda h, q, k: [(q - k - 3 * h, False)]),
    ("(h, q, k)[n] : ((k - h) mod 4 - q mod 2 >= 0, n - k >= 0)", 1,
     lambda h, q, k, n: [((k - h) % 4 - q % 2, False), (n - k, False)]),
    ("(q, k) : (q mod 8 - k mod 8 + 2 >= 0, k mod 8 - q mod 8 + 2 >= 0)", 0,
     lambda h, q, k: [(q % 8 - k % 8 + 2, False), (k % 8 - q % 8 + 2, False)]),
)  # fmt: skip


def _set(rng, n):
    text, symbols, affine = SETS[rng.integers(len(SETS))]
    values = [int(rng.integers(0, n + 1)) for _ in range(symbols)]
    return _leaf(
        "set", f"<\"{text}\">", lambda h, q, k, e: affine(h, q, k, *values),
        operands=values,
    )  # fmt: skip


LEAVES = (
    lambda rng, n: _leaf("full", ""),
    lambda rng, n: _leaf("causal", ""),
    _window, _counted("prefix"), _counted("sink"), _block_local, _dilated, _set,
    _strided, _fixed, _global, _neighborhood, _swin,
)  # fmt: skip


def make_pattern(rng, n, depth=0):
    """A leaf, or a combination of up to three patterns."""
    if depth == 2 or rng.random() < (0.55, 0.7)[depth]:
        return LEAVES[rng.integers(len(LEAVES))](rng, n)
    if rng.random() < 0.2:
        part = make_pattern(rng, n, depth + 1)
        name = "complement" if rng.random() < 0.6 else "transposed"
        see = oracle.pattern(name, part.see)
        return Pattern(f"#attn.{name}<{part.text}>", see, part.operands)
    name = ("union", "intersect", "per_head")[rng.integers(3)]
    parts = [make_pattern(rng, n, depth + 1) for _ in range(rng.integers(1, 4))]
    return Pattern(
        f"#attn.{name}<[{', '.join(p.text for p in parts)}]>",
        oracle.pattern(name, *(p.see for p in parts)),
        [x for p in parts for x in p.operands],
    )


def make_ordered_pattern(rng, n):
    """A pattern that offers an order, or a combination with one."""
    leaf = (_dilated, _strided, _fixed, _neighborhood, _swin)[rng.integers(5)](rng, n)
    if rng.random() < 0.6:
        return leaf
    name = ("union", "intersect", "per_head")[rng.integers(3)]
    parts = [leaf, make_pattern(rng, n, depth=1)]
    return Pattern(
        f"#attn.{name}<[{', '.join(p.text for p in parts)}]>",
        oracle.pattern(name, *(p.see for p in parts)),
        [x for p in parts for x in p.operands],
    )


# ----- score edits ------------------------------------------------------------------
#
# name -> f(rng, case) -> (lines of the region ending in %r, captures, function).
# %s: the score, %b %h %i %j: indices; T alone stands for the accumulation type.


def _number(name, of, sign="si"):
    return [f"%{name}_i = arith.index_cast %{of} : index to i64",
            f"%{name} = arith.{sign}tofp %{name}_i : i64 to T"]  # fmt: skip


def _alibi(rng, case):
    slope = rng.standard_normal(case.heads).astype(np.float32)
    lines = ["%d = arith.subi %j, %i : index", *_number("x", "d"),
             f"%m = tensor.extract %slope[%h] : tensor<{case.heads}x{case.acc_text}>",
             "%t = arith.mulf %m, %x : T", "%r = arith.addf %s, %t : T"]  # fmt: skip
    slope = 0.1 * slope.astype(case.acc)
    wide = slope.astype(np.float64)
    return lines, {"slope": slope}, lambda s, b, h, i, j: s + wide[h] * (j - i)


def _softcap(rng, case):
    cap = float(np.float32(rng.uniform(0.5, 4)))
    lines = [f"%c = arith.constant {cap!r} : T", "%t = arith.divf %s, %c : T",
             "%u = math.tanh %t : T", "%r = arith.mulf %u, %c : T"]  # fmt: skip
    return lines, {}, lambda s, b, h, i, j: cap * np.tanh(s / cap)


def _key_bias(rng, case):
    bias = rng.standard_normal((case.batch, case.nk)).astype(case.acc)
    lines = [f"%t = tensor.extract %bias[%b, %j] : tensor<{case.batch}x{case.nk}x{case.acc_text}>",
             "%r = arith.addf %s, %t : T"]  # fmt: skip
    wide = bias.astype(np.float64)
    return lines, {"bias": bias}, lambda s, b, h, i, j: s + wide[b, j]


def _padding(rng, case):
    keep = rng.random((case.batch, case.nk)) < 0.7
    lines = [f"%m = tensor.extract %keep[%b, %j] : tensor<{case.batch}x{case.nk}xi1>",
             "%n = arith.constant NINF : T", "%r = arith.select %m, %s, %n : T"]  # fmt: skip
    return lines, {"keep": keep}, lambda s, b, h, i, j: np.where(keep[b, j], s, -np.inf)


def _relative(rng, case):
    table = rng.standard_normal((17, case.heads)).astype(case.acc)
    lines = ["%d = arith.subi %j, %i : index", "%lo = arith.constant -8 : index",
             "%hi = arith.constant 8 : index", "%x = arith.maxsi %d, %lo : index",
             "%y = arith.minsi %x, %hi : index", "%z = arith.addi %y, %hi : index",
             f"%t = tensor.extract %table[%z, %h] : tensor<17x{case.heads}x{case.acc_text}>",
             "%r = arith.addf %s, %t : T"]  # fmt: skip
    wide = table.astype(np.float64)
    return lines, {"table": table}, lambda s, b, h, i, j: s + wide[np.clip(j - i, -8, 8) + 8, h]


def _parity(rng, case):
    lines = ["%one = arith.constant 1 : index", "%zero = arith.constant 0 : index",
             "%x = arith.addi %i, %j : index", "%y = arith.andi %x, %one : index",
             "%e = arith.cmpi eq, %y, %zero : index", "%f = arith.constant 0.5 : T",
             "%t = arith.mulf %s, %f : T", "%r = arith.select %e, %s, %t : T"]  # fmt: skip
    return lines, {}, lambda s, b, h, i, j: np.where((i + j) & 1 == 0, s, 0.5 * s)


SCORES = {"alibi": _alibi, "softcap": _softcap, "key_bias": _key_bias, "padding": _padding,
          "relative": _relative, "parity": _parity}  # fmt: skip

# name -> (lines of the region on %x, %y ending in %r, function, default scale is 1)
COMBINES = {
    "l1": (["%d = arith.subf %x, %y : T", "%a = math.absf %d : T", "%r = arith.negf %a : T"],
           lambda x, y, *at: -np.abs(x - y)),
    "additive": (["%d = arith.addf %x, %y : T", "%r = math.tanh %d : T"],
                 lambda x, y, *at: np.tanh(x + y)),
}  # fmt: skip
# name -> (text of the attribute, parameters for the oracle)
NORMALIZERS = (
    ("softmax", "", ()), ("softmax", "", ()), ("softmax", "", ()), ("softmax_sink", "", ()),
    ("softmax_plus_one", "", ()), ("sigmoid", "", ()), ("relu_pow", "<1>", (1,)),
    ("scalable_softmax", "", ()),
    ("relu_pow", "<2>", (2,)), ("identity", "", ()), ("exp", "", ()), ("laplace", "", ()),
    ("signed_softmax", "", ()), ("hard", "", ()),
    ("relu_moments", "<2, 3>", (2, 3)),
    ("sinkhorn", "<3>", (3,)), ("sinkhorn", "<4>", (4,)), ("column_softmax", "", ()),
    ("slot", "", ()), ("sparsemax", "", ()), ("entmax15", "", ()),
)  # fmt: skip
HAS_LSE = ("softmax", "softmax_sink", "softmax_plus_one", "scalable_softmax", "signed_softmax")
# those whose weights follow from a score and the log-sum-exp
HAS_STATISTICS = (*HAS_LSE, "sigmoid", "relu_pow", "identity", "exp", "laplace")
# normaliser -> the clause of its parameter, one value a head
PARAMETERS = {"softmax_sink": "sink", "scalable_softmax": "gain"}
