"""Weights: other normalisers, late division, several softmaxes, mixed heads."""

import math

import numpy as np

from .pieces import Case, causal, distances, keep, qkv_args, scores, softmax


def softmax_plus_one(q, k, v):
    s = scores(q, k)
    e = np.exp(s - s.max(-1, keepdims=True))
    return (e / (np.exp(-s.max(-1, keepdims=True)) + e.sum(-1, keepdims=True)) @ v,)


def softmax_plus_one_column(q, k, v):
    """Softmax over a column of zeros that is dropped afterwards."""
    s = scores(q, k) + keep(causal(q.shape[2]))
    s = np.concatenate([s, np.zeros_like(s[..., :1])], -1)
    return (softmax(s)[..., :-1] @ v,)


def softmax_sink(q, k, v, sink):
    s = scores(q, k) + keep((distances(q.shape[2]) >= 0) & (distances(q.shape[2]) < 16))
    column = np.broadcast_to(sink[:, None, None], (*s.shape[:-1], 1))
    return (softmax(np.concatenate([s, column], -1))[..., :-1] @ v,)


def sigmoid_bias(q, k, v):
    s = scores(q, k) - math.log(q.shape[2]) + keep(causal(q.shape[2]))
    return (1 / (1 + np.exp(-s)) @ v,)


def squared_relu(q, k, v):
    return (np.maximum(scores(q, k), 0) ** 2 / k.shape[2] @ v,)


def relu_causal(q, k, v):
    """ReLU over the number of visible keys."""
    n = q.shape[2]
    p = np.where(causal(n), np.maximum(scores(q, k), 0), 0) / (np.arange(n)[:, None] + 1)
    return (p @ v,)


def mega_laplace(q, k, v):
    erf = np.vectorize(math.erf, otypes=[np.float64])
    p = 0.5 * (1 + erf((scores(q, k) - math.sqrt(0.5)) * math.sqrt(2 * math.pi)))
    return (np.where(causal(q.shape[2]), p, 0) / q.shape[2] @ v,)


def exp_weights(q, k, v, tau):
    s = scores(q, k) / np.maximum(tau, 0.5)[:, None, None]
    return (np.exp(s + keep(causal(q.shape[2]))) @ v,)


def late_division(q, k, v):
    """Divided by the sum after the product with the values."""
    return (softmax(scores(q, k) + keep(causal(q.shape[2]))) @ v,)


def log_softmax(q, k, v):
    return (softmax(scores(q, k)) @ v,)


def gated_output(q, k, v, gate):
    """A gate for each query and head on the weights."""
    return (softmax(scores(q, k)) * (1 / (1 + np.exp(-gate)))[..., None] @ v,)


def differential(q, k, v, lam):
    b, h, n, d = q.shape
    p = softmax(scores(q, k) + keep(causal(n))).reshape(b, h // 2, 2, n, n)
    return ((p[:, :, 0] - lam[0] * p[:, :, 1]) @ v,)


def talking_heads(q, k, v, before, after):
    s = np.einsum("hg,bhqk->bgqk", before, scores(q, k))
    return (np.einsum("hg,bhqk->bgqk", after, softmax(s)) @ v,)


def dape_v2(q, k, v, w1, b1, w2, b2, slope):
    """Scores and a bias mixed across heads by 1 x 3 convolutions over keys."""
    n, h = q.shape[2], q.shape[1]
    s = scores(q, k)
    bias = np.broadcast_to(-slope[:, None, None] * np.abs(distances(n)), s.shape)
    s_in = np.where(causal(n), s, 0.0)
    x = np.concatenate([s_in, np.where(causal(n), bias, 0.0)], 1)

    def convolve(x, w, b):
        x = np.pad(x, ((0, 0), (0, 0), (0, 0), (1, 1)))
        parts = [np.einsum("oc,bcqk->boqk", w[:, :, 0, j], x[..., j : j + n]) for j in range(3)]
        return sum(parts) + b[:, None, None]

    y = convolve(x, w1, b1)
    y = convolve(np.where(y > 0, y, 0.01 * y), w2, b2)
    assert y.shape[1] == h
    return (softmax(s + bias + y + keep(causal(n))) @ v,)


def edited_weights(q, k, v, mask):
    """Weights that are dropped after the softmax and not normalised again."""
    return (softmax(scores(q, k)) * mask @ v,)


_MIX = (("before", (3, 3), "w:3"), ("after", (3, 3), "w:3"))
_DAPE = (("w1", (8, 6, 1, 3), "w:18"), ("b1", (8,), "n"), ("w2", (3, 8, 1, 3), "w:24"), ("b2", (3,), "n"),
         ("slope", (3,), "slope"))  # fmt: skip

CASES = (
    Case("softmax_plus_one", qkv_args(3, 37, 16), softmax_plus_one),
    Case("softmax_plus_one_column", qkv_args(3, 37, 16), softmax_plus_one_column),
    Case("softmax_sink", qkv_args(3, 37, 16) + (("sink", (3,), "n"),), softmax_sink),
    Case("sigmoid_bias", qkv_args(3, 37, 16), sigmoid_bias),
    Case("squared_relu", qkv_args(3, 37, 16), squared_relu),
    Case("mega_laplace", qkv_args(3, 37, 16), mega_laplace),
    Case("exp_weights", qkv_args(3, 37, 16) + (("tau", (3,), "n"),), exp_weights),
    Case("relu_causal", qkv_args(3, 37, 16), relu_causal),
    Case("late_division", qkv_args(3, 37, 16), late_division),
    Case("log_softmax", qkv_args(3, 37, 16), log_softmax),
    Case("gated_output", qkv_args(3, 37, 16) + (("gate", (2, 3, 37), "n"),), gated_output),
    Case("differential", qkv_args(6, 37, 16, dv=32)[:2] + (("v", (2, 3, 37, 32), "n"), ("lam", (1,), "n")),
         differential, raised=2),
    Case("talking_heads", qkv_args(3, 37, 16) + _MIX, talking_heads, raised=0, parts=True),
    Case("dape_v2", qkv_args(3, 37, 16) + _DAPE, dape_v2, raised=0, parts=True),
    Case("edited_weights", qkv_args(3, 37, 16, m=41) + (("mask", (37, 41), "keep"),), edited_weights,
         extent=(37, 41), raised=0, parts=True),
)  # fmt: skip
