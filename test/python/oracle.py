"""Attention as docs/Spec.md defines it, in NumPy float64, with no code of attn.

Arrays are in the order (batch, head, position, channel).  q is an absolute
query index: q_offset of the batch entry is added.  A new pattern is one line of
PATTERNS, a new normaliser one line of NORMALIZERS, or of SWEEPING where a weight
depends on other rows or needs a search.
"""

import dataclasses
import math
from typing import Callable

import numpy as np

# ----- patterns ----------------------------------------------------------------
#
# A pattern is a function (h, q, k, e) -> bool on integer arrays that broadcast;
# e is the Extent of the batch entry.


@dataclasses.dataclass(frozen=True)
class Extent:
    """The effective sizes of a batch entry."""

    nq: int
    nk: int
    q_offset: int


PATTERNS = {
    "full": lambda: lambda h, q, k, e: (q == q) & (k == k),
    "causal": lambda: lambda h, q, k, e: k <= q,
    "window": lambda left, right: lambda h, q, k, e: (k >= q - left) & (k <= q + right),
    "prefix": lambda n: lambda h, q, k, e: (k < n) & (q == q),
    "sink": lambda n: lambda h, q, k, e: (k < n) & (k <= q),
    "block_local": lambda size: lambda h, q, k, e: q // size == k // size,
    "dilated": lambda rate, width: lambda h, q, k, e: (abs(q - k) < rate * width)
    & ((q - k) % rate == 0),
    "strided": lambda stride, local: lambda h, q, k, e: (k <= q)
    & ((k >= q - local) | (q % stride == k % stride)),
    "fixed": lambda block, summary: lambda h, q, k, e: (k <= q)
    & ((q // block == k // block) | (k % block >= block - summary)),
    "global": lambda *positions: lambda h, q, k, e: np.isin(q, positions) | np.isin(k, positions),
    "neighborhood": lambda grid, kernel, dilation: lambda h, q, k, e: _grid(
        grid, q, k, lambda a, i, j: _near(i, j, grid[a], kernel[a], dilation[a])
    ),
    "swin": lambda grid, window, shift: lambda h, q, k, e: _grid(
        grid, q, k, lambda a, i, j: (i - shift[a]) // window[a] == (j - shift[a]) // window[a]
    ),
    "per_head": lambda *parts: lambda h, q, k, e: _any(
        [p(h, q, k, e) & (np.minimum(h, len(parts) - 1) == i) for i, p in enumerate(parts)], h, q, k
    ),
    # affine(h, q, k, e) -> list of (expression, is_equality)
    "set": lambda affine: lambda h, q, k, e: _all(
        [v == 0 if equal else v >= 0 for v, equal in affine(h, q, k, e)], h, q, k
    ),
    "union": lambda *parts: lambda h, q, k, e: _any([p(h, q, k, e) for p in parts], h, q, k),
    "intersect": lambda *parts: lambda h, q, k, e: _all([p(h, q, k, e) for p in parts], h, q, k),
    "complement": lambda part: lambda h, q, k, e: ~part(h, q, k, e),
    "transposed": lambda part: lambda h, q, k, e: part(
        h, k - e.q_offset, q - e.q_offset, Extent(e.nk, e.nq, -e.q_offset)
    ),
}


def _grid(grid, q, k, see):
    """Both inside the grid, and see(axis, place of q, place of k) along every axis."""
    places = math.prod(grid)
    out = (q >= 0) & (q < places) & (k < places)
    for axis in range(len(grid)):
        inner = math.prod(grid[axis + 1 :])
        out = out & see(axis, q // inner % grid[axis], k // inner % grid[axis])
    return out


def _near(i, j, length, kernel, dilation):
    """NATTEN's window: the first place of each query's, then `kernel` steps."""
    reach = kernel // 2 * dilation
    whole = length // dilation * dilation
    last = np.where(
        i % dilation < length - whole,
        whole + i % dilation - 2 * reach,
        whole + i % dilation - kernel * dilation,
    )
    first = np.where(i - reach < 0, i % dilation, np.where(i + reach >= length, last, i - reach))
    step = j - first
    return (step >= 0) & (step % dilation == 0) & (step // dilation < kernel)


def _all(masks, h, q, k):
    out = np.ones(np.broadcast_shapes(np.shape(h), np.shape(q), np.shape(k)), bool)
    for mask in masks:
        out = out & mask
    return out


def _any(masks, h, q, k):
    return ~_all([~m for m in masks], h, q, k)


def pattern(name, *params):
    """The pattern `name` with its parameters, parts being patterns too."""
    return PATTERNS[name](*params)


# ----- normalisers -----------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Normalizer:
    """Weights w(s, m), the factor on sum w v, and the log-sum-exp, given sum w.

    A stabilised normaliser gets the row's largest `size` as m, others 0.
    """

    weight: Callable
    factor: Callable = lambda l, m, p: np.ones_like(l)
    lse: Callable = None
    stabilised: bool = False
    size: Callable = lambda s: s
    # What a pair adds to sum w where that is not w.
    mass: Callable = None
    # All weight on one key; a state's l is then that key.
    selects: bool = False
    # Whether a score of -inf weighs 0 and so counts as an excluded pair.
    drops_minus_inf: bool = True
    # What the scores are before all that, from the number of keys a row sees and
    # the parameter.
    prepare: Callable = None
    # Instead of all that: the weights of all pairs at once.
    weights: Callable = None


def _exp(s, m):
    return np.exp(s - m)


def _softmax(lse):
    """exp(s - lse), the three softmaxes differing in what lse is."""
    return Normalizer(_exp, lambda l, m, p: np.exp(m - lse(l, m, p)), lse, stabilised=True)


def _signed(s, m):
    return np.where(s == -np.inf, 0, np.sign(s) * np.exp(np.abs(s) - m))


def _laplace(s, m):
    mean, deviation = math.sqrt(1 / 2), math.sqrt(1 / (4 * math.pi))
    x = (np.asarray(s, np.float64) - mean) / (deviation * math.sqrt(2))
    # 1 + erf(x) without cancellation
    return 0.5 * np.vectorize(math.erfc, otypes=[np.float64])(-x)


def _power(p):
    return lambda s, m: np.maximum(s, 0) ** p


def _sigmoid(s, m):
    t = np.exp(-np.abs(s))
    return np.where(s >= 0, 1, t) / (1 + t)


NORMALIZERS = {
    "softmax": lambda: _softmax(lambda l, m, p: m + np.log(l)),
    # A sink of +inf gives NaN, as a score of +inf does.
    "softmax_sink": lambda: _softmax(
        lambda l, m, p: np.where(p == np.inf, np.nan, np.logaddexp(m + np.log(l), p))
    ),
    "softmax_plus_one": lambda: _softmax(lambda l, m, p: np.logaddexp(m + np.log(l), 0.0)),
    "scalable_softmax": lambda: dataclasses.replace(
        _softmax(lambda l, m, p: m + np.log(l)), prepare=lambda s, n, p: s * (p * np.log(n))
    ),
    "sigmoid": lambda: Normalizer(_sigmoid),
    "relu_pow": lambda p: Normalizer(_power(p)),
    "identity": lambda: Normalizer(lambda s, m: s, drops_minus_inf=False),
    "exp": lambda: Normalizer(lambda s, m: np.exp(s)),
    "laplace": lambda: Normalizer(_laplace),
    "signed_softmax": lambda: Normalizer(
        _signed, lambda l, m, p: 1 / l, lambda l, m, p: m + np.log(l), stabilised=True,
        size=np.abs, mass=lambda s, m: np.exp(np.abs(s) - m),
    ),
    "hard": lambda: Normalizer(
        lambda s, m: np.where(np.isnan(s), np.nan, 1.0), stabilised=True, selects=True
    ),
    # Its other sums are seen in a state only.
    "relu_moments": lambda p, points: Normalizer(_power(p)),
}


# Those of several passes: f(s, seen) -> the weights of all pairs, 0 where not
# seen. A column is the queries of one (b, h, k).


def _over_sums(w, axis):
    """w divided by its sums along the axis, 0 where there are none."""
    total = w.sum(axis, keepdims=True)
    return np.divide(w, total, out=np.zeros_like(w), where=total != 0)


def _exp_seen(s, seen):
    """exp of the scores less the head's largest, which no division notices."""
    top = np.where(seen, s, -np.inf).max((-1, -2), keepdims=True, initial=-np.inf)
    with np.errstate(invalid="ignore"):
        return np.where(seen, np.exp(s - np.where(np.isfinite(top), top, 0.0)), 0.0)


def _sinkhorn(iterations):
    def weights(s, seen):
        w = _exp_seen(s, seen)
        for i in range(iterations):
            w = _over_sums(w, -1 if i % 2 == 0 else -2)
        return w

    return weights


def _slot(s, seen):
    return _over_sums(_over_sums(_exp_seen(s, seen), -2), -1)


def _sparsemax_row(z):
    """By sorting: arXiv 1602.02068, algorithm 1."""
    z = z - z.max()
    ordered = np.sort(z)[::-1]
    sums = ordered.cumsum()
    count = np.arange(1, len(z) + 1)
    size = np.flatnonzero(1 + count * ordered > sums)[-1] + 1
    return np.maximum(z - (sums[size - 1] - 1) / size, 0)


def _entmax15_row(z):
    """By sorting: arXiv 1905.05702, algorithm 2."""
    z = (z - z.max()) / 2
    ordered = np.sort(z)[::-1]
    count = np.arange(1, len(z) + 1)
    mean = ordered.cumsum() / count
    spread = (ordered**2).cumsum() - count * mean**2
    tau = mean - np.sqrt(np.maximum((1 - spread) / count, 0))
    return np.maximum(z - tau[np.flatnonzero(tau <= ordered)[-1]], 0) ** 2


def _by_row(weigh):
    def weights(s, seen):
        out = np.zeros(s.shape)
        for row in np.ndindex(s.shape[:-1]):
            z = s[row][seen[row]]
            if len(z):
                out[row][seen[row]] = weigh(z) if np.isfinite(z).all() else np.nan
        return out

    return weights


SWEEPING = {
    "sinkhorn": _sinkhorn,
    "column_softmax": lambda: lambda s, seen: _over_sums(_exp_seen(s, seen), -2),
    "slot": lambda: _slot,
    "sparsemax": lambda: _by_row(_sparsemax_row),
    "entmax15": lambda: _by_row(_entmax15_row),
}


def normalizer(name, *params):
    if name in SWEEPING:
        return Normalizer(None, weights=SWEEPING[name](*params))
    return NORMALIZERS[name](*params)


# ----- attention ---------------------------------------------------------------


@dataclasses.dataclass
class State:
    """A fold's state: sum w v, m (-inf: nothing seen), sum w."""

    acc: np.ndarray
    m: np.ndarray
    l: np.ndarray


def scores(q, k, scale=None, combine=None, score=None, q_offset=0, group=None):
    """S [B, H, Nq, Nk] before any pair is excluded.

    `combine(q, k, b, h, i, j, d)` and `score(s, b, h, i, j)` are vectorised
    functions of broadcasting arrays; i is the absolute query index.
    """
    batch, heads, nq, depth = q.shape
    nk = k.shape[2]
    k = np.repeat(k, group or heads // k.shape[1], axis=1)
    b, h, i, j = _indices(batch, heads, nq, nk, q_offset)
    if combine is None:
        s = np.einsum("bhqd,bhkd->bhqk", q, k)
        s = s * (1 / math.sqrt(depth) if scale is None else scale)
    else:
        s = np.zeros((batch, heads, nq, nk))
        for d in range(depth):
            s = s + combine(q[:, :, :, None, d], k[:, :, None, :, d], b, h, i, j, d)
        s = s * (1.0 if scale is None else scale)
    return s if score is None else score(s, b, h, i, j)


def _indices(batch, heads, nq, nk, q_offset):
    offset = np.broadcast_to(np.asarray(q_offset, np.int64), (batch,))
    b = np.arange(batch)[:, None, None, None]
    h = np.arange(heads)[:, None, None]
    i = np.arange(nq)[:, None] + offset[:, None, None, None]
    return b, h, i, np.arange(nk)


def visible(see, batch, heads, nq, nk, lengths=None, query_lengths=None, q_offset=0):
    """Which pairs exist and are not excluded: [B, H, Nq, Nk]."""
    offset = np.broadcast_to(np.asarray(q_offset, np.int64), (batch,))
    out = np.zeros((batch, heads, nq, nk), bool)
    for b in range(batch):
        rows = nq if query_lengths is None else min(int(query_lengths[b]), nq)
        keys = nk if lengths is None else min(int(lengths[b]), nk)
        rows, keys = max(rows, 0), max(keys, 0)
        h = np.arange(heads)[:, None, None]
        q = np.arange(rows)[:, None] + offset[b]
        extent = Extent(rows, keys, int(offset[b]))
        out[b, :, :rows, :keys] = see(h, q, np.arange(keys), extent)
    return out


def partial(s, seen, v, norm=None, first_key=0):
    """The state of the fold over the pairs in `seen`, of keys from `first_key` on."""
    norm = norm or normalizer("softmax")
    if norm.drops_minus_inf:
        seen = seen & (s != -np.inf)
    any_key = seen.any(-1)
    if norm.weights:
        w = norm.weights(s, seen)
        return State(_weighted_sum(w, seen, v), np.where(any_key, 0.0, -np.inf), w.sum(-1))
    m = np.where(any_key, 0.0, -np.inf)
    if norm.stabilised and s.shape[-1]:
        m = np.where(seen, norm.size(s), -np.inf).max(-1)
        if norm.selects:
            key = np.where(seen, s, -np.inf).argmax(-1)
            seen = seen & (np.arange(s.shape[-1]) == key[..., None])
    base = np.where(any_key, m, 0.0)[..., None]
    with np.errstate(over="ignore", invalid="ignore"):
        w = np.where(seen, norm.weight(s, base), 0.0)
        mass = np.where(seen, norm.mass(s, base), 0.0) if norm.mass else w
    l = (first_key + np.argmax(seen, -1)) if norm.selects and s.shape[-1] else mass.sum(-1)
    return State(_weighted_sum(w, seen, v), m, l)


def _weighted_sum(w, seen, v):
    """sum_k w v over the pairs seen; the others count for nothing, NaN or not."""
    v = np.repeat(v, w.shape[1] // v.shape[1], axis=1)
    bad = ~np.isfinite(v)
    out = w @ np.where(bad, 0.0, v)
    for b, h, k, e in np.argwhere(bad):
        with np.errstate(invalid="ignore"):
            out[b, h, :, e] += np.where(seen[b, h, :, k], w[b, h, :, k] * v[b, h, k, e], 0.0)
    return out


def merge(x, y, norm=None):
    """The state of two disjoint key sets."""
    norm = norm or normalizer("softmax")
    if norm.selects:
        right = (y.m > x.m) | ((y.m == x.m) & (y.l < x.l))
        return State(np.where(right[..., None], y.acc, x.acc),
                     np.where(right, y.m, x.m), np.where(right, y.l, x.l))  # fmt: skip
    m = np.maximum(x.m, y.m)
    base = np.where(np.isfinite(m), m, 0.0)

    def factor(state):
        if not norm.stabilised:
            return (state.m > -np.inf).astype(np.float64)
        return np.exp(state.m - base)

    fx, fy = factor(x), factor(y)
    return State(x.acc * fx[..., None] + y.acc * fy[..., None], m, x.l * fx + y.l * fy)


def finalize(state, norm=None, sink=None):
    """(output, log-sum-exp or None); rows that saw nothing give 0 and -inf."""
    norm = norm or normalizer("softmax")
    empty = state.m == -np.inf
    l, m = np.where(empty, 1.0, state.l), np.where(empty, 0.0, state.m)
    p = 0.0 if sink is None else np.asarray(sink, np.float64)[None, :, None]
    with np.errstate(divide="ignore"):
        factor = norm.factor(l, m, p)
        lse = None if norm.lse is None else np.where(empty, -np.inf, norm.lse(l, m, p))
    return np.where(empty[..., None], 0.0, state.acc * factor[..., None]), lse


def attention(
    q, k, v, *, scale=None, see=None, norm=None, combine=None, score=None, lengths=None,
    query_lengths=None, q_offset=0, sink=None, empty_rows="zero", shape=None,
):  # fmt: skip
    """(output, log-sum-exp or None).

    Without q and k the scores start at 0; `shape` then gives (heads, queries).
    """
    v = np.asarray(v, np.float64)
    batch, nk = v.shape[0], v.shape[2]
    heads, nq = shape or q.shape[1:3]
    if q is None:
        s = np.zeros((batch, heads, nq, nk))
        s = s if score is None else score(s, *_indices(batch, heads, nq, nk, q_offset))
    else:
        q, k = np.asarray(q, np.float64), np.asarray(k, np.float64)
        with np.errstate(invalid="ignore", over="ignore"):
            s = scores(q, k, scale, combine, score, q_offset)
    see = see or pattern("full")
    seen = visible(see, batch, heads, nq, nk, lengths, query_lengths, q_offset)
    if norm and norm.prepare:
        count = np.maximum(seen.sum(-1, keepdims=True), 1)
        gains = np.asarray(sink, np.float64)[None, :, None, None]
        s = np.where(s == -np.inf, s, norm.prepare(s, count, gains))
    state = partial(s, seen, v, norm)
    out, lse = finalize(state, norm, sink)
    if empty_rows == "uniform":
        keys = visible(pattern("full"), batch, heads, nq, nk, lengths, query_lengths)
        uniform = keys / np.maximum(keys.sum(-1, keepdims=True), 1)
        empty = state.m == -np.inf
        out = np.where(empty[..., None], _weighted_sum(uniform, keys, v), out)
    return out, lse


def statistics(q, k, **keywords):
    """Entropy of rows, mass of columns, weights, of the attention with these keywords."""
    keywords.pop("empty_rows", None)
    nk = k.shape[2]
    identity = np.broadcast_to(np.eye(nk), (*k.shape[:2], nk, nk))
    weights, _ = attention(q, k, identity, **keywords)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(weights == 0, 0.0, -weights * np.log(weights))
    return {"entropy": terms.sum(-1), "column_mass": weights.sum(-2), "weights": weights}


# ----- context pooling ------------------------------------------------------------

# ln of the weight; `softmax` without what all tokens share.
POOL_LOG_WEIGHT = {
    "sigmoid": lambda u: -np.logaddexp(0.0, -u),
    "exp": lambda u: u,
    "softplus": lambda u: np.where(u < -40, u, np.log(np.logaddexp(0.0, np.maximum(u, -40)))),
    "softmax": lambda u: u,
    "relu": lambda u: np.where(u > 0, np.log(np.where(u > 0, u, 1.0)), -np.inf),
}
POOL_SIZE = {
    "sigmoid": lambda u: _sigmoid(u, 0.0),
    "softplus": lambda u: np.logaddexp(0.0, u),
    "identity": lambda u: u,
    "exp": np.exp,
}


def pool_squares(shape, sigmas):
    """sum_a ((j_a - i_a) / sigma_{i,a})^2 of all pairs; sigmas are one [N] an axis."""
    places = np.stack([axis.ravel() for axis in np.indices(shape)])
    return sum(
        ((place - place[:, None]) / sigma[:, None]) ** 2 for place, sigma in zip(places, sigmas)
    )


def context_pool(
    x, weight_logits, size_logits, weight_act="sigmoid", size_act="sigmoid", norm="weight_sum",
    r=0.1, scale_by_n=True, sigma_min=1e-3, radius=np.inf, causal=False, lengths=None,
):  # fmt: skip
    """y_i = sum_j w_j g_i(j) x_j / Z_i; x is [B, N.., C], logits [B, N..] or [B, N.., G]."""
    x = np.asarray(x, np.float64)
    shape, channels = x.shape[1:-1], x.shape[-1]
    logits = [np.asarray(t, np.float64) for t in (weight_logits, size_logits)]
    groups = logits[0].shape[-1] if logits[0].ndim == x.ndim else 1
    flat = x.reshape(len(x), -1, groups, channels // groups)
    n = flat.shape[1]
    weights, sizes = (t.reshape(len(x), n, groups) for t in logits)
    out = np.zeros_like(flat)
    for b in range(len(x)):
        count = n if lengths is None else min(max(int(lengths[b]), 0), n)
        extents = shape if len(shape) > 1 else (count,)
        for g in range(groups):
            u, z = weights[b, :count, g], sizes[b, :count, g]
            sigmas = [
                np.maximum(r * (extent if scale_by_n else 1) * POOL_SIZE[size_act](z), sigma_min)
                for extent in extents
            ]
            squares = pool_squares(extents, sigmas)
            s = POOL_LOG_WEIGHT[weight_act](u) - squares / 2
            seen = squares <= radius**2 * (1 + 2.0**-16)
            if causal:
                seen &= np.tri(count, dtype=bool)
            if weight_act == "softmax" and norm != "weight_sum" and count:
                s = s - np.logaddexp.reduce(u)
            state = partial(s[None, None], seen[None, None], flat[None, None, b, :count, g])
            if norm == "weight_sum":
                out[b, :count, g] = finalize(state)[0][0, 0]
            else:
                factor = np.where(state.m == -np.inf, 0.0, np.exp(state.m))[0, 0, :, None]
                out[b, :count, g] = state.acc[0, 0] * factor / (count if norm == "length" else 1)
    return out.reshape(x.shape)
