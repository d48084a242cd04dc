"""The two models in NumPy float64, written from their description, not from model.py's code."""

import numpy as np


def sigmoid(t):
    return 1 / (1 + np.exp(-t))


def norm(x):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)


def softmax(s):
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def convolve(x, kernel):
    """Cross-correlation with zeros around, x [B, C, ...], kernel [O, C, 3, ...]."""
    out = np.zeros((x.shape[0], kernel.shape[0], *x.shape[2:]))
    padded = np.pad(x, [(0, 0), (0, 0)] + [(1, 1)] * (x.ndim - 2))
    for tap in np.ndindex(kernel.shape[2:]):
        window = tuple(slice(t, t + n) for t, n in zip(tap, x.shape[2:]))
        out += np.einsum("oc,bc...->bo...", kernel[(..., *tap)], padded[(..., *window)])
    return out


def pool(x, logits, reach):
    """x [B, C, ...], logits [B, 2, ...]: weights and sizes; token by token."""
    places = np.argwhere(np.ones(x.shape[2:]))
    tokens = x.reshape(*x.shape[:2], -1)
    weight, sigma = (sigmoid(logits[:, i]).reshape(len(x), -1) for i in range(2))
    sigma = sigma * reach
    out = np.empty_like(tokens)
    for b, i in np.ndindex(sigma.shape):
        square = ((places - places[i]) ** 2).sum(1)
        w = weight[b] * np.exp(-square / (2 * sigma[b, i] ** 2))
        out[b, :, i] = tokens[b] @ w / w.sum()
    return out.reshape(x.shape)


def transformer(x, w, heads=4, layers=2):
    def split(t):
        return t.reshape(*t.shape[:2], heads, -1).swapaxes(1, 2)

    for i in range(layers):
        q, k, v = (split(t) for t in np.split(norm(x) @ w[f"{i}.qkv"], 3, axis=-1))
        y = softmax(q @ k.swapaxes(2, 3) / np.sqrt(q.shape[-1])) @ v
        x = x + y.swapaxes(1, 2).reshape(x.shape) @ w[f"{i}.out"]
        u = np.maximum(convolve(x.swapaxes(1, 2), w[f"{i}.hidden"]), 0)
        x = pool(x.swapaxes(1, 2), convolve(u, w[f"{i}.logits"]), 0.1 * x.shape[1]).swapaxes(1, 2)
        x = x + np.maximum(norm(x) @ w[f"{i}.up"], 0) @ w[f"{i}.down"]
    return norm(x).mean(1) @ w["head"]


def convnet(x, w):
    for i in range(2):
        x = np.maximum(convolve(x, w[f"{i}.conv"]), 0)
        x = pool(x, convolve(x, w[f"{i}.logits"]), 0.1 * x.shape[2])[:, :, ::2, ::2]
    return x.mean((2, 3)) @ w["head"]


MODELS = {"transformer": transformer, "convnet": convnet}
