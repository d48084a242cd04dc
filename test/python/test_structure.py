"""Structure between attn.scores, attn.normalize and attn.aggregate, in several tiles of queries and keys.

The oracles are NumPy in float64: DAPE V2 from the formula of its released code,
at both right edges, and others.
"""

import numpy as np
import pytest
import tools

pytestmark = pytest.mark.skipif(not tools.available(), reason="attn is not built")
TARGETS = ("linalg", "cpu")
N = 150
I, J = np.arange(N)[:, None], np.arange(N)[None]


def softmax(s):
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def check(text, name, target, args, want, tmp_path, gross=2e-5):
    module = tmp_path / "m.mlir"
    module.write_text(text)
    for runner in ("interpret", target):
        compare = ["--compare=interpret"] if runner == target else []
        (got,) = tools.attn_run(module, name, runner, args, 1, tmp_path, *compare)
        assert np.abs(got - want).max() <= gross * np.abs(want).max()


def fuse(text, name, target, args, want, tmp_path):
    """Also: nothing that holds all pairs is left."""
    check(text, name, target, args, want, tmp_path)
    tiled = tools.run("attn-opt", "--attn-tile-parts", "--canonicalize", tmp_path / "m.mlir").stdout
    assert f"{N}x{N}x" not in tiled and "attn.scores" not in tiled


def random(*shape, scale=1.0, seed=[0]):
    seed[0] += 1
    return (np.random.default_rng(seed[0]).standard_normal(shape) * scale).astype(np.float32)


# ----------------------------------------------------------------- DAPE V2

DAPE = """
#pairs = affine_map<(b, h, q, k) -> (b, h, q, k)>
#head = affine_map<(b, h, q, k) -> (h)>
func.func @dape(%q: T4, %k: T4, %v: T4, %w1: tensor<8x6x1xTAPSxf32>, %b1: tensor<8xf32>,
                %w2: tensor<3x8x1xTAPSxf32>, %b2: tensor<3xf32>, %slope: tensor<3xf32>) -> T4 {
  %zero = arith.constant 0.0 : f32
  %leak = arith.constant 0.01 : f32
  %s = attn.scores %q, %k : (T4, T4) -> PAIRS
  %e = tensor.empty() : PAIRS
  %bias = linalg.generic {indexing_maps = [#head, #pairs],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
    ins(%slope : tensor<3xf32>) outs(%e : PAIRS) {
  ^bb0(%m: f32, %out: f32):
    %i = linalg.index 2 : index
    %j = linalg.index 3 : index
    %d = arith.subi %j, %i : index
    %n = arith.index_cast %d : index to i64
    %f = arith.sitofp %n : i64 to f32
    %r = arith.mulf %m, %f : f32
    linalg.yield %r : f32
  } -> PAIRS
  %all = tensor.concat dim(1) %s, %bias : (PAIRS, PAIRS) -> tensor<2x6xNxNxf32>
  %ez = tensor.empty() : tensor<2x6xNxNxf32>
  %z = linalg.generic {indexing_maps = [#pairs, #pairs],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
    ins(%all : tensor<2x6xNxNxf32>) outs(%ez : tensor<2x6xNxNxf32>) {
  ^bb0(%x: f32, %out: f32):
    %i = linalg.index 2 : index
    %j = linalg.index 3 : index
    %future = arith.cmpi sgt, %j, %i : index
    %r = arith.select %future, %zero, %x : f32
    linalg.yield %r : f32
  } -> tensor<2x6xNxNxf32>
  %zp = tensor.pad %z low[0, 0, 0, PAD] high[0, 0, 0, HIGH1] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %zero : f32
  } : tensor<2x6xNxNxf32> to tensor<2x6xNxZWIDTHxf32>
  %eu = tensor.empty() : tensor<2x8xNxUWIDTHxf32>
  %iu = linalg.broadcast ins(%b1 : tensor<8xf32>) outs(%eu : tensor<2x8xNxUWIDTHxf32>) dimensions = [0, 2, 3]
  %c1 = linalg.conv_2d_nchw_fchw ins(%zp, %w1 : tensor<2x6xNxZWIDTHxf32>, tensor<8x6x1xTAPSxf32>)
    outs(%iu : tensor<2x8xNxUWIDTHxf32>) -> tensor<2x8xNxUWIDTHxf32>
  %u = linalg.generic {indexing_maps = [#pairs, #pairs],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
    ins(%c1 : tensor<2x8xNxUWIDTHxf32>) outs(%eu : tensor<2x8xNxUWIDTHxf32>) {
  ^bb0(%x: f32, %out: f32):
    %small = arith.mulf %x, %leak : f32
    %up = arith.cmpf ogt, %x, %zero : f32
    %r = arith.select %up, %x, %small : f32
    linalg.yield %r : f32
  } -> tensor<2x8xNxUWIDTHxf32>
  %upad = tensor.pad %u low[0, 0, 0, PAD] high[0, 0, 0, HIGH2] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %zero : f32
  } : tensor<2x8xNxUWIDTHxf32> to tensor<2x8xNxPWIDTHxf32>
  %if = linalg.broadcast ins(%b2 : tensor<3xf32>) outs(%e : PAIRS) dimensions = [0, 2, 3]
  %c2 = linalg.conv_2d_nchw_fchw ins(%upad, %w2 : tensor<2x8xNxPWIDTHxf32>, tensor<3x8x1xTAPSxf32>)
    outs(%if : PAIRS) -> PAIRS
  %sum = linalg.add ins(%s, %bias : PAIRS, PAIRS) outs(%e : PAIRS) -> PAIRS
  %logits = linalg.add ins(%sum, %c2 : PAIRS, PAIRS) outs(%e : PAIRS) -> PAIRS
  %p = attn.normalize %logits pattern(#attn.causal) : PAIRS -> PAIRS
  %o = attn.aggregate %p, %v : (PAIRS, T4) -> T4
  return %o : T4
}
"""


def dape_text(n, taps, edge):
    pad = taps // 2
    extra = pad if edge == "virtual" else 0
    sizes = {"T4": f"tensor<2x3x{n}x16xf32>", "PAIRS": f"tensor<2x3x{n}x{n}xf32>", "TAPS": taps,
             "PAD": pad, "HIGH1": pad + extra, "HIGH2": pad - extra, "ZWIDTH": n + 2 * pad + extra,
             "UWIDTH": n + extra, "PWIDTH": n + 2 * pad}  # fmt: skip
    text = DAPE
    for key, value in sizes.items():
        text = text.replace(key, str(value))
    return text.replace("xNx", f"x{n}x").replace("xNx", f"x{n}x")


def dape_oracle(q, k, v, w1, b1, w2, b2, slope, edge):
    """logits = S + B + conv(leaky(conv(tril(S, B)))); columns outside are 0, but for the
    virtual edge U goes on past the last key as if keys followed."""
    q, k, v, w1, b1, w2, b2, slope = (x.astype(np.float64) for x in (q, k, v, w1, b1, w2, b2, slope))
    n, taps = q.shape[2], w1.shape[-1]
    pad = taps // 2
    extra = pad if edge == "virtual" else 0
    s = np.einsum("bhid,bhjd->bhij", q, k) / np.sqrt(q.shape[-1])
    i, j = np.arange(n)[:, None], np.arange(n)[None]
    bias = np.broadcast_to(-slope[:, None, None] * (i - j), s.shape)
    z = np.where(j > i, 0.0, np.concatenate([s, bias], 1))

    def column(x, at):
        inside = 0 <= at < x.shape[-1]
        return x[..., at] if inside else np.zeros(x.shape[:-1])

    def convolve(x, w, b, width):
        out = np.empty((x.shape[0], w.shape[0], n, width))
        for at in range(width):
            out[..., at] = b[None, :, None] + sum(
                np.einsum("ce,bei->bci", w[:, :, 0, t], column(x, at + t - pad)) for t in range(taps)
            )
        return out

    u = convolve(z, w1, b1, n + extra)
    u = np.where(u > 0, u, 0.01 * u)
    logits = s + bias + convolve(u, w2, b2, n)
    return softmax(np.where(j > i, -np.inf, logits)) @ v


def dape_args(n, taps):
    return [random(2, 3, n, 16), random(2, 3, n, 16), random(2, 3, n, 16),
            random(8, 6, 1, taps, scale=0.3), random(8), random(3, 8, 1, taps, scale=0.3), random(3),
            np.array([0.5, 0.25, 0.0625], np.float32)]  # fmt: skip


@pytest.mark.parametrize("edge", ["zero", "virtual"])
@pytest.mark.parametrize("taps", [3, 5])
@pytest.mark.parametrize("target", TARGETS)
def test_dape_v2(target, taps, edge, tmp_path):
    args = dape_args(N, taps)
    want = dape_oracle(*args, edge)
    fuse(dape_text(N, taps, edge), "dape", target, args, want, tmp_path)


@pytest.mark.parametrize("target", TARGETS)
def test_virtual_edge_is_a_prefix(target, tmp_path):
    """With the virtual edge a shorter run gives the first rows of a longer one; with zeros not."""
    args, m = dape_args(N, 3), 100
    cut = [a[:, :, :m] if a.ndim == 4 and a.shape[2] == N else a for a in args]
    rows = {}
    for edge in ("zero", "virtual"):
        for length, given in ((N, args), (m, cut)):
            module = tmp_path / "m.mlir"
            module.write_text(dape_text(length, 3, edge))
            given = [np.ascontiguousarray(a) for a in given]
            (rows[edge, length],) = tools.attn_run(module, "dape", target, given, 1, tmp_path)
    assert np.allclose(rows["virtual", m], rows["virtual", N][:, :, :m], rtol=1e-4, atol=1e-4)
    assert np.allclose(rows["zero", m][:, :, :-1], rows["zero", N][:, :, : m - 1], rtol=1e-4, atol=1e-4)
    assert not np.allclose(rows["zero", m][:, :, -1], rows["zero", N][:, :, m - 1], rtol=1e-3, atol=1e-3)


# ------------------------------------------------------- other convolutions

CONVOLVED = """
func.func @f(%q: T4, %k: T4, %v: T4, %w: tensor<3x3xTALLx3xf32>) -> T4 {
  %zero = arith.constant 0.0 : f32
  %s = attn.scores %q, %k : (T4, T4) -> PAIRS
  BEFORE
  %padded = tensor.pad %x low[0, 0, UP, 1] high[0, 0, UP, 1] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %zero : f32
  } : PAIRS to PADDED
  %e = tensor.empty() : PAIRS
  %init = linalg.fill ins(%zero : f32) outs(%e : PAIRS) -> PAIRS
  %y = linalg.conv_2d_nchw_fchw ins(%padded, %w : PADDED, tensor<3x3xTALLx3xf32>) outs(%init : PAIRS) -> PAIRS
  AFTER
  %o = attn.aggregate %z, %v : (PAIRS, T4) -> T4
  return %o : T4
}
"""


def convolved_text(tall, weights):
    normalize = "%{} = attn.normalize %{} pattern(#attn.window<left = 20, right = 7>) : PAIRS -> PAIRS"
    same = "%{} = tensor.cast %{} : PAIRS to PAIRS"
    steps = (normalize, same) if weights else (same, normalize)
    text = CONVOLVED.replace("BEFORE", steps[0].format("x", "s")).replace("AFTER", steps[1].format("z", "y"))
    sizes = {"T4": f"tensor<2x3x{N}x16xf32>", "PAIRS": f"tensor<2x3x{N}x{N}xf32>", "TALL": tall,
             "UP": tall // 2, "PADDED": f"tensor<2x3x{N + tall - 1}x{N + 2}xf32>"}  # fmt: skip
    for key, value in sizes.items():
        text = text.replace(key, str(value))
    return text


def convolved_oracle(q, k, v, w, weights):
    q, k, v, w = (a.astype(np.float64) for a in (q, k, v, w))
    see = (I - J <= 20) & (J - I <= 7)
    s = np.einsum("bhid,bhjd->bhij", q, k) / 4
    x = softmax(np.where(see, s, -np.inf)) if weights else s
    up = w.shape[2] // 2
    padded = np.pad(x, ((0, 0), (0, 0), (up, up), (1, 1)))
    y = sum(
        np.einsum("oc,bcij->boij", w[:, :, a, b], padded[:, :, a : a + N, b : b + N])
        for a in range(w.shape[2])
        for b in range(3)
    )
    return (y if weights else softmax(np.where(see, y, -np.inf))) @ v


@pytest.mark.parametrize("tall,weights", [(3, False), (1, True)])
@pytest.mark.parametrize("target", TARGETS)
def test_convolved(target, tall, weights, tmp_path):
    """Scores convolved over queries and keys; final weights over keys."""
    args = [*(random(2, 3, N, 16) for _ in range(3)), random(3, 3, tall, 3, scale=0.4)]
    want = convolved_oracle(*args, weights)
    fuse(convolved_text(tall, weights), "f", target, args, want, tmp_path)


# ------------------------------------------------------- weights that change

MIXED = """
#in = affine_map<(b, g, q, k, h) -> (b, h, q, k)>
#w = affine_map<(b, g, q, k, h) -> (h, g)>
#out = affine_map<(b, g, q, k, h) -> (b, g, q, k)>
func.func @f(%q: TQ, %k: TK, %v: TV, %w: tensor<4x4xf32> EXTRA) -> TO {
  %zero = arith.constant 0.0 : f32
  %s = attn.scores %q, %k : (TQ, TK) -> PAIRS
  %p = attn.normalize %s pattern(PATTERN) NORMALIZER LENGTHS : PAIRS -> PAIRS
  %e = tensor.empty() : PAIRS
  %init = linalg.fill ins(%zero : f32) outs(%e : PAIRS) -> PAIRS
  %m = linalg.generic {indexing_maps = [#in, #w, #out],
    iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]}
    ins(%p, %w : PAIRS, tensor<4x4xf32>) outs(%init : PAIRS) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %t = arith.mulf %x, %y : f32
    %r = arith.addf %z, %t : f32
    linalg.yield %r : f32
  } -> PAIRS
  %o = attn.aggregate %m, %v : (PAIRS, TV) -> TO
  return %o : TO
}
"""


def mixed_text(pattern="#attn.full", normalizer="", lengths="", extra="", element="f32"):
    types = {"TQ": f"tensor<2x4x{N}x16x{element}>", "TK": f"tensor<2x2x{N}x16x{element}>",
             "TV": f"tensor<2x2x{N}x24x{element}>", "TO": f"tensor<2x4x{N}x24x{element}>",
             "PAIRS": f"tensor<2x4x{N}x{N}xf32>", "EXTRA": extra, "PATTERN": pattern,
             "NORMALIZER": normalizer, "LENGTHS": lengths}  # fmt: skip
    text = MIXED
    for key, value in types.items():
        text = text.replace(key, value)
    return text


def mixed_args():
    return [random(2, 4, N, 16), random(2, 2, N, 16), random(2, 2, N, 24), random(4, 4, scale=0.5)]


def mixed_oracle(args, see, weigh=softmax):
    q, k, v, w = (a.astype(np.float64) for a in args[:4])
    k, v = k.repeat(2, 1), v.repeat(2, 1)
    s = np.where(see, np.einsum("bhid,bhjd->bhij", q, k) / 4, -np.inf)
    return np.einsum("bhij,hg->bgij", weigh(s), w) @ v


PATTERNS = {
    "#attn.full": np.ones((N, N), bool),
    "#attn.causal": J <= I,
    "#attn.window<left = 9, right = 3>": (I - J <= 9) & (J - I <= 3),
    "#attn.union<[#attn.sink<2>, #attn.window<left = 5, right = 0>]>":
        (J <= I) & ((J < 2) | (I - J <= 5)),
}  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("target", TARGETS)
def test_mixed_weights(target, pattern, tmp_path):
    args = mixed_args()
    want = mixed_oracle(args, PATTERNS[pattern])
    fuse(mixed_text(pattern), "f", target, args, want, tmp_path)


@pytest.mark.parametrize("target", TARGETS)
def test_other_normalizer(target, tmp_path):
    args = mixed_args()
    want = mixed_oracle(args, PATTERNS["#attn.causal"], lambda s: 1 / (1 + np.exp(-s)))
    fuse(mixed_text("#attn.causal", "normalizer(#attn.sigmoid)"), "f", target, args, want, tmp_path)


@pytest.mark.parametrize("empty", ["zero", "uniform"])
@pytest.mark.parametrize("target", TARGETS)
def test_lengths(target, empty, tmp_path):
    """A batch entry without keys and one with some."""
    args = [*mixed_args(), np.array([0, 77], np.int32)]
    see = np.broadcast_to(J < args[4][:, None, None, None], (2, 4, N, N))
    with np.errstate(invalid="ignore"):
        want = mixed_oracle(args, see, lambda s: np.nan_to_num(softmax(s)))
    want[0] = 0  # Of no keys there is no mean either.
    text = mixed_text(lengths=f"lengths(%n : tensor<2xi32>) empty_rows({empty})",
                      extra=", %n: tensor<2xi32>")  # fmt: skip
    fuse(text, "f", target, args, want, tmp_path)


@pytest.mark.parametrize("target", TARGETS)
def test_half(target, tmp_path):
    args = mixed_args()
    half = [a.astype(np.float16) for a in args[:3]] + args[3:]
    want = mixed_oracle([*half[:3], args[3]], PATTERNS["#attn.causal"])
    check(mixed_text("#attn.causal", element="f16"), "f", target, half, want, tmp_path, 2e-3)


@pytest.mark.parametrize("target", TARGETS)
def test_excluded_values_have_no_effect(target, tmp_path):
    """NaN and infinity in the values of keys reach the rows that see them, no others."""
    args = mixed_args()
    clean = mixed_oracle(args, PATTERNS["#attn.causal"])
    args[2][:, :, 100] = np.nan
    args[2][:, :, 120, 3] = np.inf
    module = tmp_path / "m.mlir"
    module.write_text(mixed_text("#attn.causal"))
    (got,) = tools.attn_run(module, "f", target, args, 1, tmp_path)
    assert np.abs(got[:, :, :100] - clean[:, :, :100]).max() <= 2e-5 * np.abs(clean).max()
    assert np.isnan(got[:, :, 100:]).all()


BIASED = """
#pairs = affine_map<(b, h, q, k) -> (b, h, q, k)>
#bias = affine_map<(b, h, q, k) -> (0, q, k)>
func.func @f(%q: T4, %k: T4, %v: T4, %bias: tensor<150x150xf32>, %keep: tensor<150x150xi1>) -> T4 {
  %s = attn.scores %q, %k : (T4, T4) -> PAIRS
  %p = attn.normalize %s : PAIRS -> PAIRS
  %m = tensor.expand_shape %bias [[0, 1], [2]] output_shape [1, 150, 150] : tensor<150x150xf32> into tensor<1x150x150xf32>
  %w = tensor.expand_shape %keep [[0, 1], [2]] output_shape [1, 150, 150] : tensor<150x150xi1> into tensor<1x150x150xi1>
  %e = tensor.empty() : PAIRS
  %c = linalg.generic {indexing_maps = [#pairs, #bias, #bias, #pairs],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
    ins(%p, %m, %w : PAIRS, tensor<1x150x150xf32>, tensor<1x150x150xi1>) outs(%e : PAIRS) {
  ^bb0(%x: f32, %y: f32, %z: i1, %o: f32):
    %a = arith.addf %x, %y : f32
    %r = arith.select %z, %a, %x : f32
    linalg.yield %r : f32
  } -> PAIRS
  %o = attn.aggregate %c, %v : (PAIRS, T4) -> T4
  return %o : T4
}
"""


@pytest.mark.parametrize("target", TARGETS)
def test_given_pairs(target, tmp_path):
    """Arguments over all pairs, seen through a reshape, are read where they lie."""
    args = [*(random(2, 3, N, 16) for _ in range(3)), random(N, N, scale=0.1), random(N, N) > 0]
    q, k, v, bias = (a.astype(np.float64) for a in args[:4])
    p = softmax(np.einsum("bhid,bhjd->bhij", q, k) / 4)
    want = np.where(args[4], p + bias, p) @ v
    text = BIASED.replace("T4", f"tensor<2x3x{N}x16xf32>").replace("PAIRS", f"tensor<2x3x{N}x{N}xf32>")
    check(text, "f", target, args, want, tmp_path)
    tiled = tools.run("attn-opt", "--attn-tile-parts", "--canonicalize", tmp_path / "m.mlir").stdout
    assert f"x3x{N}x{N}x" not in tiled
