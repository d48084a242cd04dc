"""The oracle against loops over single pairs, written once more from the spec."""

import math

import numpy as np
import oracle
import pytest
from oracle import normalizer, pattern


def rand(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


VISIBLE = {  # by hand: name -> (pattern, python predicate)
    "full": (pattern("full"), lambda q, k: True),
    "causal": (pattern("causal"), lambda q, k: k <= q),
    "window": (pattern("window", 3, 1), lambda q, k: q - 3 <= k <= q + 1),
    "prefix": (pattern("prefix", 4), lambda q, k: k < 4),
    "sink": (pattern("sink", 2), lambda q, k: k < 2 and k <= q),
    "block_local": (pattern("block_local", 3), lambda q, k: math.floor(q / 3) == math.floor(k / 3)),
    "dilated": (
        pattern("dilated", 3, 2),
        lambda q, k: k in [q + 3 * t for t in (-1, 0, 1)],
    ),
    "strided": (
        pattern("strided", 3, 1),
        lambda q, k: k in [q - 1, q] or k in range(q, -10, -3),
    ),
    "fixed": (
        pattern("fixed", 4, 1),
        lambda q, k: k <= q and (k in (3, 7, 11) or k // 4 == q // 4),
    ),
    "global": (pattern("global", 2, 5), lambda q, k: q in (2, 5) or k in (2, 5)),
    # A line of 7, windows of 3; then classes of a line of 7: {0, 2, 4, 6}, {1, 3, 5}.
    "neighborhood": (
        pattern("neighborhood", (7,), (3,), (1,)),
        lambda q, k: 0 <= q < 7 and k in [(0, 1, 2), (0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5),
                                          (4, 5, 6), (4, 5, 6)][q],
    ),
    "neighborhood_dilated": (
        pattern("neighborhood", (7,), (3,), (2,)),
        lambda q, k: 0 <= q < 7 and k in [(0, 2, 4), (1, 3, 5), (0, 2, 4), (1, 3, 5), (2, 4, 6),
                                          (1, 3, 5), (2, 4, 6)][q],
    ),
    # Rows 0 1 2 / 3 4 5 / 6 7 8.
    "neighborhood_2d": (
        pattern("neighborhood", (3, 3), (1, 3), (1, 1)),
        lambda q, k: 0 <= q < 9 and k < 9 and q // 3 == k // 3,
    ),
    "swin": (
        pattern("swin", (2, 4), (2, 2), (0, 1)),
        lambda q, k: any(q in w and k in w for w in [(0, 4), (1, 2, 5, 6), (3, 7)]),
    ),
    "set": (
        pattern("set", lambda h, q, k, e: [(q - 2 * k, False), ((q + k) % 2, True)]),
        lambda q, k: q >= 2 * k and (q + k) % 2 == 0,
    ),
    "empty_set": (pattern("set", lambda h, q, k, e: [(q - q - 1, False)]), lambda q, k: False),
    "nothing": (pattern("union"), lambda q, k: False),
    "union": (
        pattern("union", pattern("sink", 2), pattern("window", 1, 0)),
        lambda q, k: (k < 2 and k <= q) or q - 1 <= k <= q,
    ),
    "intersect": (
        pattern("intersect", pattern("causal"), pattern("window", 2, 2)),
        lambda q, k: k <= q and q - 2 <= k <= q + 2,
    ),
    "complement": (pattern("complement", pattern("causal")), lambda q, k: k > q),
    "transposed": (pattern("transposed", pattern("window", 3, 1)), lambda q, k: q - 1 <= k <= q + 3),
}


@pytest.mark.parametrize("name", VISIBLE)
def test_patterns(name):
    see, expected = VISIBLE[name]
    got = oracle.visible(see, 2, 2, 7, 9, lengths=[9, 5], q_offset=[0, 4])
    for b, h, i, k in np.ndindex(got.shape):
        want = k < [9, 5][b] and bool(expected(i + [0, 4][b], k))
        assert got[b, h, i, k] == want, (b, h, i, k)


def test_every_pattern_has_a_case():
    assert set(oracle.PATTERNS) <= set(VISIBLE) | {"per_head"}


def test_per_head():
    parts = [pattern("causal"), pattern("window", 1, 0)]
    got = oracle.visible(pattern("per_head", *parts), 1, 3, 5, 5)
    for h, part in enumerate([parts[0], parts[1], parts[1]]):
        assert (got[0, h] == oracle.visible(part, 1, 1, 5, 5)[0, 0]).all()


def by_softmax(scores, extra=None):
    """Weights and log-sum-exp by the plain definition."""
    total = sum(math.exp(s) for s in scores) + (0.0 if extra is None else math.exp(extra))
    return [math.exp(s) / total for s in scores], math.log(total)


def by_signed_softmax(s):
    total = sum(math.exp(abs(x)) for x in s)
    return [math.copysign(math.exp(abs(x)), x) / total for x in s], math.log(total)


SINK = [0.7, -1.2, 0.1, 2.0]
BY_HAND = {
    "softmax": ((), lambda s, h: by_softmax(s)),
    "softmax_sink": ((), lambda s, h: by_softmax(s, SINK[h])),
    "softmax_plus_one": ((), lambda s, h: by_softmax(s, 0.0)),
    "scalable_softmax": (
        (), lambda s, h: by_softmax([SINK[h] * math.log(len(s)) * x for x in s])
    ),
    "sigmoid": ((), lambda s, h: ([1 / (1 + math.exp(-x)) for x in s], None)),
    "relu_pow": ((2,), lambda s, h: ([max(x, 0) ** 2 for x in s], None)),
    "identity": ((), lambda s, h: (s, None)),
    "exp": ((), lambda s, h: ([math.exp(x) for x in s], None)),
    "laplace": (
        (), lambda s, h: (
            [(1 + math.erf((x - math.sqrt(0.5)) * math.sqrt(2 * math.pi))) / 2 for x in s], None
        )
    ),
    "signed_softmax": ((), lambda s, h: by_signed_softmax(s)),
    "hard": ((), lambda s, h: ([float(i == s.index(max(s))) for i in range(len(s))], None)),
    "relu_moments": ((2, 3), lambda s, h: ([max(x, 0) ** 2 for x in s], None)),
}


@pytest.mark.parametrize("name", BY_HAND)
@pytest.mark.parametrize("empty_rows", ["zero", "uniform"])
def test_attention(name, empty_rows):
    """GQA, Dv != Dk, lengths, offsets, a score edit and rows that see nothing."""
    params, by_hand = BY_HAND[name]
    batch, heads, group, nq, nk = 2, 4, 2, 6, 8
    q, k, v = rand(batch, heads, nq, 5), rand(batch, 2, nk, 5), rand(batch, 2, nk, 3)
    lengths, offset = [8, 3], [-2, 5]
    bias = rand(heads, 30)
    got, lse = oracle.attention(
        q, k, v, scale=0.3, see=pattern("window", 4, 0), norm=normalizer(name, *params),
        score=lambda s, b, h, i, j: s + bias[h, i - j] * (b + 1), lengths=lengths,
        q_offset=offset, sink=SINK, empty_rows=empty_rows,
    )  # fmt: skip
    saw_nothing = 0
    for b, h, i in np.ndindex(batch, heads, nq):
        at = i + offset[b]
        keys = [j for j in range(lengths[b]) if at - 4 <= j <= at]
        if not keys:
            saw_nothing += 1
            mean = v[b, h // group, : lengths[b]].mean(0)
            want = mean if empty_rows == "uniform" else np.zeros(3)
            want_lse = -math.inf
        else:
            s = [
                0.3 * float(q[b, h, i] @ k[b, h // group, j]) + bias[h, at - j] * (b + 1)
                for j in keys
            ]
            weights, want_lse = by_hand(s, h)
            want = sum(w * v[b, h // group, j] for w, j in zip(weights, keys))
        assert np.allclose(got[b, h, i], want, rtol=1e-12, atol=1e-12)
        if lse is not None:
            assert lse[b, h, i] == want_lse or abs(lse[b, h, i] - want_lse) < 1e-12
    assert saw_nothing


def test_every_normalizer_has_a_case():
    assert set(oracle.NORMALIZERS) == set(BY_HAND)


@pytest.mark.parametrize("name", BY_HAND)
def test_merge(name):
    """Any split of the keys gives what one fold gives, an empty part included."""
    norm = normalizer(name, *BY_HAND[name][0])
    s, v = 3 * rand(1, 4, 5, 12), rand(1, 4, 12, 2)
    seen = oracle.visible(pattern("causal"), 1, 4, 5, 12)
    whole = oracle.finalize(oracle.partial(s, seen, v, norm), norm, SINK)
    state = oracle.partial(s[..., :0], seen[..., :0], v[:, :, :0], norm)
    for lo, hi in ((0, 2), (2, 3), (3, 12)):
        part = oracle.partial(s[..., lo:hi], seen[..., lo:hi], v[:, :, lo:hi], norm, lo)
        state = oracle.merge(state, part, norm)
    split = oracle.finalize(state, norm, SINK)
    assert np.allclose(whole[0], split[0], rtol=1e-13)
    assert whole[1] is None or np.allclose(whole[1], split[1], rtol=1e-13)


def test_excluded_nan_has_no_effect():
    q, k, v = rand(1, 1, 4, 3), rand(1, 1, 4, 3), rand(1, 1, 4, 2)
    clean, _ = oracle.attention(q, k, v, see=pattern("causal"))
    k[0, 0, 3], v[0, 0, 3] = np.nan, np.inf
    got, lse = oracle.attention(q, k, v, see=pattern("causal"))
    assert np.array_equal(got[0, 0, :3], clean[0, 0, :3]) and np.isnan(got[0, 0, 3]).all()
    assert np.isfinite(lse[0, 0, :3]).all()


def test_minus_infinity_is_an_excluded_pair():
    q, k, v = rand(1, 1, 4, 3), rand(1, 1, 4, 3), rand(1, 1, 4, 2)
    hidden = oracle.attention(q, k, v, score=lambda s, b, h, i, j: np.where(j < i, s, -np.inf))
    excluded = oracle.attention(q, k, v, see=pattern("window", 9, -1))
    assert np.array_equal(hidden[0], excluded[0]) and np.array_equal(hidden[1], excluded[1])


def test_infinite_sinks():
    """-inf is no sink, +inf makes the row NaN; a row without keys stays empty."""
    q, k, v = rand(1, 2, 3, 4), rand(1, 2, 3, 4), rand(1, 2, 3, 2)
    arguments = dict(see=pattern("window", 2, -1), norm=normalizer("softmax_sink"))
    got, lse = oracle.attention(q, k, v, sink=[-np.inf, np.inf], **arguments)
    want, _ = oracle.attention(q, k, v, see=pattern("window", 2, -1))
    assert np.allclose(got[0, 0], want[0, 0], rtol=1e-14)
    assert np.isnan(got[0, 1, 1:]).all() and np.isnan(lse[0, 1, 1:]).all()
    assert (got[0, 1, 0] == 0).all() and lse[0, 1, 0] == -np.inf


def test_combine():
    """Additive scores: sum_d u_d tanh(q_d + k_d)."""
    q, k, v, u = rand(1, 2, 3, 4), rand(1, 1, 5, 4, seed=1), rand(1, 1, 5, 2), rand(4)
    got, _ = oracle.attention(
        q, k, v, combine=lambda x, y, b, h, i, j, d: u[d] * np.tanh(x + y)
    )
    for h, i in np.ndindex(2, 3):
        s = [float((u * np.tanh(q[0, h, i] + k[0, 0, j])).sum()) for j in range(5)]
        want = sum(w * v[0, 0, j] for j, w in enumerate(by_softmax(s)[0]))
        assert np.allclose(got[0, h, i], want, rtol=1e-12)


def test_values_alone():
    v = rand(2, 1, 5, 3)
    got, _ = oracle.attention(None, None, v, shape=(2, 4), see=pattern("causal"))
    for b, h, i in np.ndindex(2, 2, 4):
        assert np.allclose(got[b, h, i], v[b, 0, : i + 1].mean(0))


def logistic(t):
    return 1 / (1 + math.exp(-t))


POOL_WEIGHT = {
    "sigmoid": lambda u, all_u: logistic(u),
    "exp": lambda u, all_u: math.exp(u),
    "softplus": lambda u, all_u: math.log1p(math.exp(u)),
    "softmax": lambda u, all_u: math.exp(u) / sum(map(math.exp, all_u)),
    "relu": lambda u, all_u: max(u, 0.0),
}
POOL_SIZE = {
    "sigmoid": logistic,
    "softplus": lambda t: math.log1p(math.exp(t)),
    "identity": lambda t: t,
    "exp": math.exp,
}


def pool_row(x, u, i, keys, distance, sigmas, options):
    """One row by its definition; `distance(i, j)` has one entry an axis."""
    total, mass = np.zeros(x.shape[-1]), 0.0
    for j in keys:
        square = sum((d / sigma) ** 2 for d, sigma in zip(distance(i, j), sigmas))
        if square > options["radius"] ** 2 * (1 + 2.0**-16):
            continue
        w = POOL_WEIGHT[options["weight_act"]](u[j], u) * math.exp(-square / 2)
        total, mass = total + w * x[j], mass + w
    divisor = {"weight_sum": mass, "length": len(u), "none": 1.0}[options["norm"]]
    return total / divisor if divisor else total


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("norm", ["weight_sum", "length", "none"])
@pytest.mark.parametrize("weight_act", oracle.POOL_LOG_WEIGHT)
@pytest.mark.parametrize("size_act", oracle.POOL_SIZE)
def test_context_pool(causal, norm, weight_act, size_act):
    x, u, z = rand(2, 7, 3), rand(2, 7), np.abs(rand(2, 7, seed=1))
    lengths = (5, 7)
    options = {"weight_act": weight_act, "norm": norm, "radius": 1.7}
    got = oracle.context_pool(
        x, u, z, size_act=size_act, r=0.2, causal=causal, lengths=lengths, **options
    )
    assert not got[0, 5:].any()
    for b, n in enumerate(lengths):
        for i in range(n):
            sigma = max(0.2 * n * POOL_SIZE[size_act](z[b, i]), 1e-3)
            keys = range(i + 1) if causal else range(n)
            want = pool_row(x[b, :n], u[b, :n], i, keys, lambda i, j: (j - i,), (sigma,), options)
            assert np.allclose(got[b, i], want, rtol=1e-11)


@pytest.mark.parametrize("radius", [0.0, 1.3, math.inf])
def test_context_pool_grid(radius):
    x, u, z = rand(1, 3, 4, 6), rand(1, 3, 4, 2), rand(1, 3, 4, 2, seed=1)
    options = {"weight_act": "sigmoid", "norm": "weight_sum", "radius": radius}
    got = oracle.context_pool(x, u, z, r=0.4, **options).reshape(12, 2, 3)
    x, u, z = x.reshape(12, 2, 3), u.reshape(12, 2), z.reshape(12, 2)

    def distance(i, j):
        return j // 4 - i // 4, j % 4 - i % 4

    for i, g in np.ndindex(12, 2):
        sigmas = [max(0.4 * extent * logistic(z[i, g]), 1e-3) for extent in (3, 4)]
        want = pool_row(x[:, g], u[:, g], i, range(12), distance, sigmas, options)
        assert np.allclose(got[i, g], want, rtol=1e-11)
        if radius == 0:
            assert np.allclose(want, x[i, g])
