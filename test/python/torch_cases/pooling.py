"""Pooling of neighbouring tokens by weights and sizes of their own."""

import numpy as np

from .pieces import Case


def sigmoid(t):
    return 1 / (1 + np.exp(-t))


def pool(x, w, sigma, d, reach=np.inf):
    """x [.., N, C], w and sigma [.., N], d [.., N, N] distances squared."""
    square = d / sigma[..., :, None] ** 2
    a = np.where(square <= reach, w[..., None, :] * np.exp(-square / 2), 0)
    return a / a.sum(-1, keepdims=True) @ x


def line(n):
    return (np.arange(n)[:, None] - np.arange(n)) ** 2


def adaptive_pool(x, weight, size):
    n = x.shape[1]
    return (pool(x, sigmoid(weight), 0.1 * n * sigmoid(size), line(n)),)


def adaptive_pool_radius(x, kernel):
    n = x.shape[1]
    padded = np.pad(x, ((0, 0), (1, 1), (0, 0)))
    logits = sum(padded[:, t : t + n] @ kernel[:, :, t].T for t in range(3))
    w, sigma = np.logaddexp(0, logits[..., 0]), 0.02 * n * sigmoid(logits[..., 1])
    return (pool(x, w, sigma, line(n), 9.0),)


def adaptive_pool_grid(x, weight, size):
    batch, channels, high, wide = x.shape
    y, z = np.divmod(np.arange(high * wide), wide)
    d = (y[:, None] - y) ** 2 + (z[:, None] - z) ** 2
    v = x.reshape(batch, 2, channels // 2, -1).swapaxes(2, 3)
    w, sigma = (t.reshape(batch, 2, -1) for t in (np.exp(weight), 3 * sigmoid(size)))
    return (pool(v, w, sigma, d).swapaxes(2, 3).reshape(x.shape),)


CASES = [
    Case("adaptive_pool", (("x", (2, 70, 24), "n"), ("weight", (2, 70), "n"), ("size", (2, 70), "n")),
         adaptive_pool, extent=(70, 70)),
    Case("adaptive_pool_radius", (("x", (2, 140, 16), "n"), ("kernel", (2, 16, 3), "n")),
         adaptive_pool_radius, extent=(140, 140)),
    Case("adaptive_pool_grid",
         (("x", (2, 8, 9, 7), "n"), ("weight", (2, 2, 9, 7), "n"), ("size", (2, 2, 9, 7), "n")),
         adaptive_pool_grid, extent=(63, 63)),
]  # fmt: skip
