"""Whole blocks: several attentions, rotary positions, norms, windows, memory."""

import math

import numpy as np

from .pieces import Case, causal, gelu, heads, keep, layer_norm, merge, qkv_args, rms_norm, sdpa, softmax


def encoder_decoder(x, y, pad, wq, wk, wv, wo, cq, ck, cv, co):
    q, k, v = (heads(x @ w.T, 3) for w in (wq, wk, wv))
    x = x + merge(sdpa(q, k, v, keep(causal(x.shape[1])))) @ wo.T
    q, k, v = heads(x @ cq.T, 3), heads(y @ ck.T, 3), heads(y @ cv.T, 3)
    return (x + merge(sdpa(q, k, v, keep(pad[:, None, None, :]))) @ co.T,)


def rotary_pairs(x, g, wq, wk, wv, wo):
    """Pre-norm; rotary positions of neighbouring pairs (2i, 2i + 1)."""
    y = rms_norm(x, g)
    q, k, v = (heads(y @ w.T, 3) for w in (wq, wk, wv))
    n, d = q.shape[-2:]
    angle = np.arange(n)[:, None] * 10000.0 ** (-np.arange(0, d, 2) / d)

    def turn(t):
        a, b = t[..., ::2], t[..., 1::2]
        c, s = np.cos(angle), np.sin(angle)
        return np.stack([a * c - b * s, a * s + b * c], -1).reshape(t.shape)

    return (x + merge(sdpa(turn(q), turn(k), v, keep(causal(n)))) @ wo.T,)


def post_norm(x, win, bin_, wo, bo, g1, b1, w1, c1, w2, c2, g2, b2):
    """The first transformer: torch.nn.MultiheadAttention, norms after sums."""
    q, k, v = (heads(t, 3) for t in np.split(x @ win.T + bin_, 3, -1))
    x = layer_norm(x + merge(sdpa(q, k, v)) @ wo.T + bo, g1, b1)
    return (layer_norm(x + gelu(x @ w1.T + c1) @ w2.T + c2, g2, b2),)


def memory_tokens(q, k, v, mk, mv):
    """Learned keys and values before the sequence, seen by every query."""
    b, n, m = q.shape[0], q.shape[2], mk.shape[1]
    k = np.concatenate([np.broadcast_to(mk, (b, *mk.shape)), k], 2)
    v = np.concatenate([np.broadcast_to(mv, (b, *mv.shape)), v], 2)
    seen = np.concatenate([np.ones((n, m), bool), causal(n)], 1)
    return (sdpa(q, k, v, keep(seen)),)


def latents(z, x, wq, wk, wv):
    """Learned queries, the same for every entry of the batch."""
    q = heads((z @ wq.T)[None], 3)
    k, v = heads(x @ wk.T, 3), heads(x @ wv.T, 3)
    return (merge(sdpa(np.broadcast_to(q, (x.shape[0], *q.shape[1:])), k, v)),)


def axial(q, k, v):
    """Along the rows of a grid, then along its columns."""
    rows = sdpa(q, k, v)
    q, k, v = (t.swapaxes(2, 3) for t in (q, k, rows))
    return (sdpa(q, k, v).swapaxes(2, 3),)


def _windows(x, w):
    b, h, ww, c = x.shape
    x = x.reshape(b, h // w, w, ww // w, w, c).transpose(0, 1, 3, 2, 4, 5)
    return x.reshape(-1, w * w, c)


def swin_tables(side=8, w=4, shift=2):
    """The index into the table of biases and the number of a token's region."""
    y, x = np.divmod(np.arange(w * w), w)
    index = (y[:, None] - y + w - 1) * (2 * w - 1) + (x[:, None] - x + w - 1)
    cut = np.array([0 if i < side - w else 1 if i < side - shift else 2 for i in range(side)])
    region = _windows((cut[:, None] * 3 + cut)[None, :, :, None].astype(float), w)[..., 0]
    return index, region


def swin(x, wqkv, bqkv, wo, bo, table, shift):
    """Attention in windows of a grid that is rolled, regions kept apart."""
    b, side, _, c = x.shape
    w, h = 4, 3
    y = np.roll(x, (-shift, -shift), (1, 2)) if shift else x
    y = _windows(y, w)
    qkv = (y @ wqkv.T + bqkv).reshape(-1, w * w, 3, h, c // h).transpose(2, 0, 3, 1, 4)
    index, region = swin_tables(side, w, shift)
    bias = table[index].transpose(2, 0, 1)
    if shift:
        gone = np.where(region[:, :, None] != region[:, None, :], -100.0, 0.0)
        bias = bias + np.tile(gone, (b, 1, 1))[:, None]
    y = merge(sdpa(*qkv, bias)) @ wo.T + bo
    y = y.reshape(b, side // w, side // w, w, w, c).transpose(0, 1, 3, 2, 4, 5).reshape(x.shape)
    return (np.roll(y, (shift, shift), (1, 2)) if shift else y,)


def cached_step(x, ck, cv, wq, wk, wv, wo):
    """One token of a decoder: its key and value join those kept."""
    q = heads(x @ wq.T, 3)
    k = np.concatenate([ck, heads(x @ wk.T, 3)], 2)
    v = np.concatenate([cv, heads(x @ wv.T, 3)], 2)
    return (merge(sdpa(q, k, v)) @ wo.T,)


def pooled_query(x, query, w):
    """One learned query per head pools a sequence."""
    k, v = np.split(x @ w.T, 2, -1)
    k, v = heads(k, 3), heads(v, 3)
    s = np.einsum("hd,bhkd->bhk", query, k) / math.sqrt(k.shape[-1])
    return (np.einsum("bhk,bhke->bhe", softmax(s), v),)


def _weights(names, out, into):
    return tuple((name, (out, into), f"w:{into}") for name in names)


_C = 48
_SWIN = (("x", (2, 8, 8, _C), "n"), ("wqkv", (3 * _C, _C), f"w:{_C}"), ("bqkv", (3 * _C,), "n"),
         ("wo", (_C, _C), f"w:{_C}"), ("bo", (_C,), "n"), ("table", (49, 3), "n"))  # fmt: skip
_POST = (("x", (2, 37, _C), "n"), ("win", (3 * _C, _C), f"w:{_C}"), ("bin", (3 * _C,), "n"),
         ("wo", (_C, _C), f"w:{_C}"), ("bo", (_C,), "n"), ("g1", (_C,), "one"), ("b1", (_C,), "n"),
         ("w1", (96, _C), f"w:{_C}"), ("c1", (96,), "n"), ("w2", (_C, 96), "w:96"), ("c2", (_C,), "n"),
         ("g2", (_C,), "one"), ("b2", (_C,), "n"))  # fmt: skip

CASES = (
    Case("encoder_decoder", (("x", (2, 37, _C), "n"), ("y", (2, 37, 64), "n"), ("pad", (2, 37), "pad"))
         + _weights(("wq", "wk", "wv", "wo", "cq"), _C, _C) + _weights(("ck", "cv"), _C, 64)
         + _weights(("co",), _C, _C), encoder_decoder, raised=2),
    Case("rotary_pairs", (("x", (2, 37, _C), "n"), ("g", (_C,), "one"))
         + _weights(("wq", "wk", "wv", "wo"), _C, _C), rotary_pairs, exact=1e-6),
    Case("post_norm", _POST, post_norm),
    Case("memory_tokens", qkv_args(3, 37, 16) + (("mk", (3, 5, 16), "n"), ("mv", (3, 5, 16), "n")), memory_tokens,
         extent=(37, 42)),
    Case("latents", (("z", (7, _C), "n"), ("x", (2, 37, _C), "n")) + _weights(("wq", "wk", "wv"), _C, _C), latents,
         extent=(7, 37)),
    Case("axial", tuple((a, (2, 3, 11, 13, 16), "n") for a in "qkv"), axial, extent=("(11|13)", r"\2"),
         raised=2),
    Case("swin", _SWIN, lambda *a: swin(*a, shift=0), extent=(16, 16)),
    Case("swin_shifted", _SWIN, lambda *a: swin(*a, shift=2), extent=(16, 16)),
    Case("cached_step", (("x", (2, 1, _C), "n"), ("ck", (2, 3, 36, 16), "n"), ("cv", (2, 3, 36, 16), "n"))
         + _weights(("wq", "wk", "wv", "wo"), _C, _C), cached_step, extent=(1, 37)),
    Case("pooled_query", (("x", (2, 37, _C), "n"), ("query", (3, 16), "n"), ("w", (2 * _C, _C), f"w:{_C}")),
         pooled_query, extent=(3, 37)),
)  # fmt: skip
