"""Scores: position biases, other scales, other products than q.k."""

import math

import numpy as np

from .pieces import Case, causal, distances, keep, qkv_args, repeat_kv, scores, sdpa, softmax


def t5_buckets(q, k, v, table):
    n = q.shape[2]
    d = -distances(n)
    # In float32, as the model computes it: bucket borders are rounded there.
    far = np.log(np.maximum(np.abs(d), 1).astype(np.float32) / np.float32(4))
    far = 4 + (far / np.float32(math.log(32 / 4)) * np.float32(4)).astype(np.int64)
    bucket = np.where(np.abs(d) < 4, np.abs(d), np.minimum(far, 7)) + 8 * (d > 0)
    return (sdpa(q, k, v, table[bucket].transpose(2, 0, 1), scale=1.0),)


def alibi_symmetric(q, k, v, slope):
    return (sdpa(q, k, v, -slope[:, None, None] * np.abs(distances(q.shape[2]))),)


def alibi_asymmetric(q, k, v, slope):
    """One slope for the past and one for the future."""
    d = distances(q.shape[2])
    past, future = slope[0][:, None, None], slope[1][:, None, None]
    return (sdpa(q, k, v, np.where(d >= 0, -past * d, future * d)),)


def log_distance(q, k, v, a, b):
    bias = -a[:, None, None] * np.log1p(b[:, None, None] * np.abs(distances(q.shape[2])))
    return (sdpa(q, k, v, bias + keep(causal(q.shape[2]))),)


def scale_sizes(q, k, v):
    return (sdpa(q, k, v, scale=0.3),)


def cosine_scale(q, k, v, logit):
    q = q / np.maximum(np.sqrt((q * q).sum(-1, keepdims=True)), 1e-12)
    k = k / np.maximum(np.sqrt((k * k).sum(-1, keepdims=True)), 1e-12)
    s = q @ k.swapaxes(-1, -2) * np.exp(np.minimum(logit, math.log(100.0)))[:, None, None]
    return (softmax(s) @ v,)


def additive(q, k, v, w):
    s = np.tanh(q[:, :, :, None] + k[:, :, None]) @ w
    return (softmax(s) @ v,)


def additive_bias(q, k, v, w, pad):
    """Summed rather than multiplied with a matrix, and padded."""
    s = (np.tanh(q[:, :, :, None] + k[:, :, None]) * w).sum(-1)
    return (softmax(s + keep(pad[:, None, None, :])) @ v,)


def distance_l2(q, k, v):
    s = -((q[:, :, :, None] - k[:, :, None]) ** 2).sum(-1)
    return (softmax(s) @ v,)


def graph_additive(u, w, v, edges):
    """Graph attention: leaky ReLU of two numbers of nodes, over edges."""
    s = u[:, :, :, None] + w[:, :, None, :]
    s = np.where(s > 0, s, 0.2 * s)
    return (softmax(s + keep(edges[:, None])) @ v,)


def position_only(v, center, width):
    """A Gaussian of learned centre and width for each head."""
    d = -distances(v.shape[2]) - center[:, None, None]
    return (softmax(-(d**2) * width[:, None, None]) @ v,)


def learned_positions(v, table):
    return (softmax(table + keep(causal(v.shape[2]))) @ v,)


def grouped_einsum(q, k, v):
    s = np.einsum("bqhgd,bkhd->bhgqk", q, k) / math.sqrt(q.shape[-1])
    return (np.einsum("bhgqk,bkhe->bqhge", softmax(s + keep(causal(q.shape[1]))), v),)


def multi_query(q, k, v):
    return (sdpa(q, repeat_kv(k, 4), repeat_kv(v, 4)),)


def half_precision(q, k, v):
    s = scores(q, k) + keep(causal(q.shape[2]))
    return (softmax(s) @ v,)


_GROUPED = (("q", (2, 37, 2, 3, 16), "n"), ("k", (2, 37, 2, 16), "n"), ("v", (2, 37, 2, 16), "n"))
_W = (("w", (24,), "n"),)

CASES = (
    Case("t5_buckets", qkv_args(3, 37, 16) + (("table", (16, 3), "n"),), t5_buckets),
    Case("alibi_symmetric", qkv_args(4, 37, 16) + (("slope", (4,), "slope"),), alibi_symmetric),
    Case("alibi_asymmetric", qkv_args(4, 37, 16) + (("slope", (2, 4), "positive"),), alibi_asymmetric),
    Case("log_distance", qkv_args(4, 37, 16) + (("a", (4,), "positive"), ("b", (4,), "positive")), log_distance),
    Case("scale_sizes", qkv_args(3, 37, 24, m=41, dv=40), scale_sizes, extent=(37, 41)),
    Case("cosine_scale", qkv_args(3, 37, 24) + (("logit", (3,), "n"),), cosine_scale),
    Case("additive", qkv_args(2, 37, 24, m=41, dv=16) + _W, additive, extent=(37, 41)),
    Case("additive_bias", qkv_args(2, 37, 24, m=41, dv=16) + _W + (("pad", (2, 41), "pad"),), additive_bias,
         extent=(37, 41)),
    Case("distance_l2", qkv_args(2, 37, 24, m=41, dv=16), distance_l2, extent=(37, 41)),
    Case("graph_additive", (("u", (2, 3, 37), "n"), ("w", (2, 3, 37), "n"), ("v", (2, 3, 37, 16), "n"),
                            ("edges", (2, 37, 37), "near")), graph_additive),
    Case("position_only", (("v", (2, 3, 37, 16), "n"), ("center", (3,), "n"), ("width", (3,), "positive")),
         position_only),
    Case("learned_positions", (("v", (2, 3, 37, 16), "n"), ("table", (3, 37, 37), "n")), learned_positions),
    Case("grouped_einsum", _GROUPED, grouped_einsum),
    Case("multi_query", qkv_args(4, 37, 16, hk=1), multi_query),
    Case("half_sdpa", qkv_args(3, 37, 32), half_precision, dtype=np.float16, gross=2e-3),
    Case("half_precision", qkv_args(3, 37, 32), half_precision, dtype=np.float16, gross=2e-3, exact=1e-2),
)  # fmt: skip
