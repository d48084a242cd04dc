"""The first forms: blocks of known models, SDPA, masks by index arithmetic."""

import math

import numpy as np

from .pieces import (F32_MIN, Case, block_args, causal, gelu, gelu_tanh, heads, keep, layer_norm,
                     merge, qkv_args, repeat_kv, rms_norm, rope, sdpa, softmax)  # fmt: skip

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


def einsum_dynamic(q, k, v):
    s = np.einsum("bqhd,bkhd->bhqk", q, k) / math.sqrt(q.shape[-1])
    return (np.einsum("bhqk,bkhe->bqhe", softmax(s), v),)


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

_BQHD = tuple((a, (2, 37, 4, 24), "n") for a in ("q", "k", "v"))

CASES = (
    Case("gpt2_block", block_args(37, 64, False), gpt2_block),
    Case("llama_block", _LLAMA, llama_block),
    Case("vit_block", block_args(50, 160, True), vit_block, extent=(50, 50)),
    Case("sdpa_plain", qkv_args(3, 37, 64, m=53, dv=40), _plain, extent=(37, 53)),
    Case("sdpa_causal", qkv_args(3, 37, 40), causal_dynamic),
    Case("sdpa_gqa", qkv_args(6, 37, 16, hk=2), _gqa),
    Case("sdpa_float_mask", qkv_args(3, 37, 64, m=41) + (("mask", (2, 1, 37, 41), "n"),), _float_mask,
         extent=(37, 41)),
    Case("sdpa_bool_mask", qkv_args(3, 37, 40, m=41) + (("mask", (2, 1, 37, 41), "keep"),), _bool_mask,
         extent=(37, 41)),
    Case("sliding_window", qkv_args(3, 37, 64), sliding_window),
    Case("alibi", qkv_args(4, 37, 40) + (("slope", (4,), "slope"),), alibi),
    Case("softcap_causal", qkv_args(3, 37, 64), softcap_causal),
    Case("cross_padding", _CROSS, cross_padding, extent=(29, 41)),
    Case("bert_padding", qkv_args(3, 37, 16) + (("pad", (2, 37), "pad"),), bert_padding),
    Case("einsum_mha", _EINSUM, einsum_mha),
    Case("t5_bias", qkv_args(3, 37, 16) + (("table", (17, 3), "n"),), t5_bias),
    Case("grouped_reshape", qkv_args(6, 37, 40, hk=2), grouped_reshape),
    Case("causal_dynamic", qkv_args(3, 37, 64), causal_dynamic, dynamic=_DYNAMIC,
         extent=(r"\?", r"\?"),
         other_shapes=({"B": 1, "N": 2}, {"B": 3, "N": 130})),
    Case("einsum_dynamic", _BQHD, einsum_dynamic, extent=(r"\?", r"\?"),
         dynamic={a: {0: "B", 1: "N"} for a in ("q", "k", "v")},
         other_shapes=({"B": 1, "N": 2}, {"B": 3, "N": 130})),
    Case("einsum_heads_dynamic", qkv_args(4, 37, 24, m=53, dv=40), _plain, extent=(r"\?", r"\?"),
         dynamic={"q": {0: "B", 2: "N"}, "k": {0: "B", 2: "M"}, "v": {0: "B", 2: "M"}},
         other_shapes=({"B": 1, "N": 2, "M": 1}, {"B": 3, "N": 130, "M": 3})),
    Case("packed_rank3", (("qkv", (5, 37, 120), "n"),), packed_rank3),
)  # fmt: skip
