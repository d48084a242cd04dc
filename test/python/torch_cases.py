"""Inputs and float64 references of the modules in test/Integration/torch.

One entry per module: the arguments in order (name, shape, kind) and a plain
NumPy function that computes the results in float64.  Neither torch nor attn is
needed here; `test/Integration/torch/make_modules.py` compares these references
with PyTorch whenever it regenerates the modules, and the tests compare the
compiled modules with these references.

Kinds of arguments: "n" normal, "w:<fan-in>" a weight matrix, "one" a gain near
one, "pad" a boolean mask of kept keys (a prefix per batch entry, at least one),
"keep" a random boolean mask that keeps key 0, "slope" ALiBi slopes.
"""

import dataclasses
import math
import zlib
from typing import Callable

import numpy as np

F32_MIN = float(np.finfo(np.float32).min)


@dataclasses.dataclass(frozen=True)
class Case:
    """A module, its arguments and its meaning."""

    name: str
    args: tuple  # of (name, shape, kind)
    reference: Callable  # float64 arrays -> tuple of float64 arrays
    dynamic: dict = dataclasses.field(default_factory=dict)  # arg -> {axis: name}
    extent: tuple = (37, 37)  # queries and keys of its attention
    raised: int = 1  # attention ops that raise must find
    other_shapes: tuple = ()  # more shapes for a dynamic module: {name: size}


def make_args(case, sizes=None):
    """The arguments of `case`, the same in every process and NumPy version.

    `sizes` replaces the sizes of named dynamic axes.
    """
    out = []
    for name, shape, kind in case.args:
        axes = case.dynamic.get(name, {})
        shape = tuple((sizes or {}).get(axes.get(i), n) for i, n in enumerate(shape))
        rng = np.random.Generator(np.random.PCG64(zlib.crc32(f"{case.name}/{name}".encode())))
        out.append(_make(rng, shape, kind))
    return out


def _make(rng, shape, kind):
    if kind == "pad":
        length = rng.integers(1, shape[-1] + 1, size=shape[:-1])
        return np.arange(shape[-1]) < length[..., None]
    if kind == "keep":
        keep = rng.random(shape) < 0.6
        keep[..., 0] = True
        return keep
    if kind == "slope":
        return (2.0 ** (-8.0 * (np.arange(shape[0]) + 1) / shape[0])).astype(np.float32)
    value = rng.standard_normal(shape)
    if kind.startswith("w:"):
        value /= math.sqrt(int(kind[2:]))
    elif kind == "one":
        value = 1 + 0.1 * value
    return value.astype(np.float32)


# ----- pieces ---------------------------------------------------------------


def softmax(s):
    """Row softmax; a row of -inf gives zeros."""
    m = s.max(-1, keepdims=True)
    e = np.exp(s - np.where(np.isfinite(m), m, 0))
    total = e.sum(-1, keepdims=True)
    return e / np.where(total == 0, 1, total)


def sdpa(q, k, v, bias=0.0, scale=None):
    """Attention over the last two axes; `bias` is added to the scaled scores."""
    scale = 1 / math.sqrt(q.shape[-1]) if scale is None else scale
    return softmax(q @ k.swapaxes(-1, -2) * scale + bias) @ v


def keep(mask, gone=-np.inf):
    """A bias that removes the pairs where `mask` is false."""
    return np.where(mask, 0.0, gone)


def causal(n, m=None):
    return np.tril(np.ones((n, m or n), bool))


def layer_norm(x, g, b, eps=1e-5):
    mean = x.mean(-1, keepdims=True)
    var = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(var + eps) * g + b


def rms_norm(x, g, eps=1e-6):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * g


def heads(x, n):
    """B N (H D) -> B H N D."""
    b, t, c = x.shape
    return x.reshape(b, t, n, c // n).swapaxes(1, 2)


def merge(x):
    """B H N D -> B N (H D)."""
    b, h, t, d = x.shape
    return x.swapaxes(1, 2).reshape(b, t, h * d)


def gelu_tanh(x):
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def gelu(x):
    return 0.5 * x * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def repeat_kv(x, n):
    return np.repeat(x, n, axis=1)


def rope(x, base=10000.0):
    n, d = x.shape[-2:]
    angle = np.arange(n)[:, None] * base ** (-np.arange(0, d, 2) / d)
    angle = np.concatenate([angle, angle], -1)
    half = np.concatenate([-x[..., d // 2 :], x[..., : d // 2]], -1)
    return x * np.cos(angle) + half * np.sin(angle)


# ----- references ------------------------------------------------------------


def gpt2_block(x, g1, b1, wqkv, bqkv, wo, bo, g2, b2, w1, c1, w2, c2):
    q, k, v = (heads(t, 4) for t in np.split(layer_norm(x, g1, b1) @ wqkv + bqkv, 3, -1))
    x = x + merge(sdpa(q, k, v, keep(causal(x.shape[1])))) @ wo + bo
    return (x + gelu_tanh(layer_norm(x, g2, b2) @ w1 + c1) @ w2 + c2,)


def llama_block(x, g1, wq, wk, wv, wo, g2, wg, wu, wd):
    y = rms_norm(x, g1)
    q, k, v = rope(heads(y @ wq.T, 6)), rope(heads(y @ wk.T, 2)), heads(y @ wv.T, 2)
    a = sdpa(q, repeat_kv(k, 3), repeat_kv(v, 3), keep(causal(x.shape[1])))
    x = x + merge(a) @ wo.T
    y = rms_norm(x, g2)
    gate = y @ wg.T
    return (x + (gate / (1 + np.exp(-gate)) * (y @ wu.T)) @ wd.T,)


def vit_block(x, g1, b1, wqkv, bqkv, wo, bo, g2, b2, w1, c1, w2, c2):
    b, n, c = x.shape
    qkv = (layer_norm(x, g1, b1) @ wqkv.T + bqkv).reshape(b, n, 3, 4, c // 4)
    q, k, v = qkv.transpose(2, 0, 3, 1, 4)
    x = x + merge(sdpa(q, k, v)) @ wo.T + bo
    return (x + gelu(layer_norm(x, g2, b2) @ w1.T + c1) @ w2.T + c2,)


def sliding_window(q, k, v):
    i = np.arange(q.shape[2])
    d = i[:, None] - i[None, :]
    return (sdpa(q, k, v, keep((d >= 0) & (d < 9))),)


def alibi(q, k, v, slope):
    i = np.arange(q.shape[2])
    d = i[None, :] - i[:, None]
    return (sdpa(q, k, v, slope[:, None, None] * d + keep(d <= 0)),)


def softcap_causal(q, k, v):
    s = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
    return (softmax(3.0 * np.tanh(s / 3.0) + keep(causal(q.shape[2]))) @ v,)


def cross_padding(x, y, pad, wq, wk, wv, wo):
    q, k, v = heads(x @ wq.T, 4), heads(y @ wk.T, 4), heads(y @ wv.T, 4)
    return (merge(sdpa(q, k, v, keep(pad[:, None, None, :]))) @ wo.T,)


def bert_padding(q, k, v, pad):
    bias = (1.0 - pad[:, None, None, :].astype(np.float64)) * F32_MIN
    return (sdpa(q, k, v, bias),)


def einsum_mha(x, wq, wk, wv, wo):
    q, k, v = (np.einsum("bnc,hcd->bnhd", x, w) for w in (wq, wk, wv))
    s = np.einsum("bihd,bjhd->bhij", q, k) / math.sqrt(q.shape[-1])
    a = np.einsum("bhij,bjhd->bihd", softmax(s + keep(causal(x.shape[1]))), v)
    return (np.einsum("bihd,hdc->bic", a, wo),)


def t5_bias(q, k, v, table):
    i = np.arange(q.shape[2])
    d = np.clip(i[None, :] - i[:, None], -8, 8) + 8
    return (sdpa(q, k, v, table[d].transpose(2, 0, 1), scale=1.0),)


def grouped_reshape(q, k, v):
    b, h, n, d = q.shape
    g = q.reshape(b, k.shape[1], -1, n, d)
    return (sdpa(g, k[:, :, None], v[:, :, None]).reshape(b, h, n, v.shape[-1]),)


def causal_dynamic(q, k, v):
    return (sdpa(q, k, v, keep(causal(q.shape[2]))),)


def packed_rank3(qkv):
    q, k, v = np.split(qkv, 3, -1)
    return (sdpa(q, k, v, keep(causal(q.shape[1]))),)


def _plain(q, k, v):
    return (sdpa(q, k, v),)


def _gqa(q, k, v):
    n = q.shape[1] // k.shape[1]
    return (sdpa(q, repeat_kv(k, n), repeat_kv(v, n)),)


def _float_mask(q, k, v, mask):
    return (sdpa(q, k, v, mask),)


def _bool_mask(q, k, v, mask):
    return (sdpa(q, k, v, keep(mask)),)


# ----- the table ---------------------------------------------------------------


def _qkv(h, n, d, hk=None, m=None, dv=None, b=2):
    hk, m, dv = hk or h, m or n, dv or d
    return (("q", (b, h, n, d), "n"), ("k", (b, hk, m, d), "n"), ("v", (b, hk, m, dv), "n"))


def _block(n, c, transposed):
    """Arguments of a pre-norm transformer block with biases."""
    shape = (lambda i, o: (o, i)) if transposed else (lambda i, o: (i, o))
    return (
        ("x", (2, n, c), "n"), ("g1", (c,), "one"), ("b1", (c,), "n"),
        ("wqkv", shape(c, 3 * c), f"w:{c}"), ("bqkv", (3 * c,), "n"),
        ("wo", shape(c, c), f"w:{c}"), ("bo", (c,), "n"),
        ("g2", (c,), "one"), ("b2", (c,), "n"),
        ("w1", shape(c, 4 * c), f"w:{c}"), ("c1", (4 * c,), "n"),
        ("w2", shape(4 * c, c), f"w:{4 * c}"), ("c2", (c,), "n"),
    )  # fmt: skip


_LLAMA = (
    ("x", (2, 37, 240), "n"), ("g1", (240,), "one"),
    ("wq", (240, 240), "w:240"), ("wk", (80, 240), "w:240"), ("wv", (80, 240), "w:240"),
    ("wo", (240, 240), "w:240"), ("g2", (240,), "one"),
    ("wg", (320, 240), "w:240"), ("wu", (320, 240), "w:240"), ("wd", (240, 320), "w:320"),
)  # fmt: skip
_CROSS = (
    ("x", (3, 29, 160), "n"), ("y", (3, 41, 96), "n"), ("pad", (3, 41), "pad"),
    ("wq", (160, 160), "w:160"), ("wk", (160, 96), "w:96"), ("wv", (160, 96), "w:96"),
    ("wo", (160, 160), "w:160"),
)  # fmt: skip
_EINSUM = (("x", (2, 37, 48), "n"),) + tuple((w, (3, 48, 16), "w:48") for w in ("wq", "wk", "wv")) + (
    ("wo", (3, 16, 48), "w:48"),
)
_DYNAMIC = {a: {0: "B", 2: "N"} for a in ("q", "k", "v")}

CASES = {
    case.name: case
    for case in (
        Case("gpt2_block", _block(37, 64, False), gpt2_block),
        Case("llama_block", _LLAMA, llama_block),
        Case("vit_block", _block(50, 160, True), vit_block, extent=(50, 50)),
        Case("sdpa_plain", _qkv(3, 37, 64, m=53, dv=40), _plain, extent=(37, 53)),
        Case("sdpa_causal", _qkv(3, 37, 40), causal_dynamic),
        Case("sdpa_gqa", _qkv(6, 37, 16, hk=2), _gqa),
        Case("sdpa_float_mask", _qkv(3, 37, 64, m=41) + (("mask", (2, 1, 37, 41), "n"),), _float_mask,
             extent=(37, 41)),
        Case("sdpa_bool_mask", _qkv(3, 37, 40, m=41) + (("mask", (2, 1, 37, 41), "keep"),), _bool_mask,
             extent=(37, 41)),
        Case("sliding_window", _qkv(3, 37, 64), sliding_window),
        Case("alibi", _qkv(4, 37, 40) + (("slope", (4,), "slope"),), alibi),
        Case("softcap_causal", _qkv(3, 37, 64), softcap_causal),
        Case("cross_padding", _CROSS, cross_padding, extent=(29, 41)),
        Case("bert_padding", _qkv(3, 37, 16) + (("pad", (2, 37), "pad"),), bert_padding),
        Case("einsum_mha", _EINSUM, einsum_mha),
        Case("t5_bias", _qkv(3, 37, 16) + (("table", (17, 3), "n"),), t5_bias),
        Case("grouped_reshape", _qkv(6, 37, 40, hk=2), grouped_reshape),
        Case("causal_dynamic", _qkv(3, 37, 64), causal_dynamic, dynamic=_DYNAMIC,
             extent=(r"\?", r"\?"),
             other_shapes=({"B": 1, "N": 2}, {"B": 3, "N": 130})),
        Case("packed_rank3", (("qkv", (5, 37, 120), "n"),), packed_rank3),
    )
}  # fmt: skip
