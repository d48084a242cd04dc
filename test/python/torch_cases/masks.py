"""Masks: of pairs, of documents, of lengths, with finite and infinite sentinels."""

import numpy as np

from .pieces import F32_MIN, Case, causal, distances, keep, qkv_args, scores, sdpa, softmax


def prefix_lm(q, k, v):
    n = q.shape[2]
    return (sdpa(q, k, v, keep((distances(n) >= 0) | (np.arange(n) < 11))),)


def prefix_lengths(q, k, v, length):
    n = q.shape[2]
    return (sdpa(q, k, v, keep((distances(n) >= 0) | (np.arange(n) < length[:, None, None, None]))),)


def documents(q, k, v, ids):
    same = ids[:, None, :, None] == ids[:, None, None, :]
    return (sdpa(q, k, v, keep(same & causal(q.shape[2]))),)


def dilated(q, k, v):
    d = distances(q.shape[2])
    return (sdpa(q, k, v, keep((d >= 0) & (d % 3 == 0) & (d < 24))),)


def strided(q, k, v):
    d, k_index = distances(q.shape[2]), np.arange(q.shape[2])
    return (sdpa(q, k, v, keep((d >= 0) & ((d < 4) | (k_index % 4 == 3)))),)


def banded_global(q, k, v):
    d, i = distances(q.shape[2]), np.arange(q.shape[2])
    return (sdpa(q, k, v, keep((np.abs(d) <= 4) | (i[:, None] < 2) | (i[None, :] < 2))),)


def block_local(q, k, v):
    i = np.arange(q.shape[2]) // 8
    return (sdpa(q, k, v, keep(i[:, None] == i[None, :])),)


def grid_neighborhood(q, k, v):
    i = np.arange(q.shape[2])
    y, x = i // 6, i % 6
    near = (np.abs(y[:, None] - y) <= 1) & (np.abs(x[:, None] - x) <= 1)
    return (sdpa(q, k, v, keep(near)),)


def neighborhood(q, k, v):
    n = q.shape[2]
    start = np.clip(np.arange(n) - 3, 0, n - 7)[:, None]
    j = np.arange(n)
    return (sdpa(q, k, v, keep((j >= start) & (j < start + 7))),)


def cached_causal(q, k, v):
    n, m = q.shape[2], k.shape[2]
    return (sdpa(q, k, v, keep(distances(n, m) + (m - n) >= 0)),)


def cached_causal_dynamic(q, k, v, old_k, old_v):
    return cached_causal(q, np.concatenate([old_k, k], 2), np.concatenate([old_v, v], 2))


def padding_finite(q, k, v, pad):
    return (softmax(np.where(pad[:, None, None, :], scores(q, k), -1e9)) @ v,)


def causal_padding(q, k, v, pad):
    """Left padding: the first rows see nothing and average all values."""
    seen = pad[:, None, None, :] & causal(q.shape[2])
    return (softmax(np.where(seen, scores(q, k), F32_MIN)) @ v,)


def causal_padding_added(q, k, v, pad):
    """As hidden layers of decoders add it: the two masks are added."""
    bias = (1.0 - pad[:, None, None, :]) * F32_MIN + keep(causal(q.shape[2]), F32_MIN)
    return (softmax(scores(q, k) + np.maximum(bias, F32_MIN)) @ v,)


def soft_mask(q, k, v, mask):
    """-100 is a number like any other: what is far away counts a little."""
    return (sdpa(q, k, v, -100.0 * ~mask),)


_PAD = (("pad", (2, 37), "left"),)

CASES = (
    Case("prefix_lm", qkv_args(3, 37, 16), prefix_lm),
    Case("prefix_lengths", qkv_args(3, 37, 16) + (("length", (2,), "len"),), prefix_lengths),
    Case("documents", qkv_args(3, 37, 16) + (("ids", (2, 37), "ids:4"),), documents),
    Case("dilated", qkv_args(3, 37, 16), dilated),
    Case("strided", qkv_args(3, 37, 16), strided),
    Case("banded_global", qkv_args(3, 37, 16), banded_global),
    Case("block_local", qkv_args(3, 37, 16), block_local),
    Case("grid_neighborhood", qkv_args(3, 42, 16), grid_neighborhood, extent=(42, 42)),
    Case("neighborhood", qkv_args(3, 37, 16), neighborhood),
    Case("cached_causal", qkv_args(3, 5, 16, m=37), cached_causal, extent=(5, 37)),
    Case("cached_causal_dynamic", qkv_args(3, 5, 16) + tuple((x, (2, 3, 32, 16), "n") for x in ("old_k", "old_v")),
         cached_causal_dynamic, extent=(r"\?", r"\?"),
         dynamic={x: {0: "B", 2: "M" if x.startswith("old") else "N"} for x in ("q", "k", "v", "old_k", "old_v")},
         other_shapes=({"B": 1, "N": 1, "M": 130}, {"B": 3, "N": 70, "M": 1})),
    Case("padding_finite", qkv_args(3, 37, 16) + (("pad", (2, 37), "none"),), padding_finite),
    Case("causal_padding", qkv_args(3, 37, 16) + _PAD, causal_padding),
    Case("causal_padding_added", qkv_args(3, 37, 16) + _PAD, causal_padding_added),
    Case("soft_mask", qkv_args(3, 37, 16, m=41) + (("mask", (37, 41), "keep"),), soft_mask, extent=(37, 41)),
)  # fmt: skip
