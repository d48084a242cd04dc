"""What the cases of torch modules are made of: arguments and NumPy pieces.

Kinds of arguments: "n" normal, "w:<fan-in>" a weight matrix, "one" a gain near
one, "pad" a boolean mask of kept keys (a prefix per batch entry, at least one),
"left" one of kept keys at the end of each entry, the last entry whole, "none"
as "pad" with nothing kept in the last entry, "keep" a random boolean mask that
keeps key 0, "near" one that keeps the diagonal, "slope" ALiBi slopes, "ids:<n>"
ascending numbers of at most n documents, "len" numbers from 1 to 30, "positive" numbers
above 0.1.
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
    parts: bool = False  # or its three parts, with tensors over all pairs between
    dtype: type = np.float32  # of the floating point arguments
    # Bound for gross errors, relative to the largest output; also how well
    # PyTorch in float64 agrees, where a module computes something in float32.
    gross: float = 3e-6
    exact: float = 1e-12
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
        value = _make(rng, shape, kind)
        out.append(value.astype(case.dtype) if value.dtype == np.float32 else value)
    return out


def widen(args):
    """The same numbers in float64, integers and booleans as they are."""
    return [a.astype(np.float64) if np.issubdtype(a.dtype, np.floating) else a for a in args]


def _make(rng, shape, kind):
    if kind in ("pad", "left", "none"):
        length = rng.integers(1, shape[-1] + 1, size=shape[:-1])[..., None]
        if kind == "none":
            length[-1] = 0
        i = np.arange(shape[-1])
        return i < length if kind != "left" else i >= shape[-1] - length
    if kind in ("keep", "near"):
        keep = rng.random(shape) < 0.6
        if kind == "keep":
            keep[..., 0] = True
        return keep | np.eye(*shape[-2:], dtype=bool) if kind == "near" else keep
    if kind == "slope":
        return (2.0 ** (-8.0 * (np.arange(shape[0]) + 1) / shape[0])).astype(np.float32)
    if kind.startswith("ids:"):
        return np.sort(rng.integers(0, int(kind[4:]), size=shape), -1)
    if kind == "len":
        return rng.integers(1, 31, size=shape)
    value = rng.standard_normal(shape)
    if kind.startswith("w:"):
        value /= math.sqrt(int(kind[2:]))
    elif kind == "one":
        value = 1 + 0.1 * value
    elif kind == "positive":
        value = np.abs(value) + 0.1
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




def scores(q, k):
    """The scaled scores."""
    return q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])


def distances(n, m=None):
    """q - k."""
    return np.arange(n)[:, None] - np.arange(m or n)[None, :]


# ----- arguments ---------------------------------------------------------------


def qkv_args(h, n, d, hk=None, m=None, dv=None, b=2):
    hk, m, dv = hk or h, m or n, dv or d
    return (("q", (b, h, n, d), "n"), ("k", (b, hk, m, d), "n"), ("v", (b, hk, m, dv), "n"))


def block_args(n, c, transposed):
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
