"""PTX that Triton compiles ahead of time gives NumPy's numbers."""

import corpus
import numpy as np
import pytest
import sim
from sim import Uninit, check

# Triton and CUTLASS are large downloads.
pytestmark = pytest.mark.slow
RNG = np.random.default_rng(6)
# Two pointers that Triton adds to every kernel: scratch memory, not used here.
SCRATCH = ["null", "null"]


def launch(name, grid, args, expected):
    ptx, facts = corpus.triton(name)
    check(ptx, facts["entry"], grid, facts["block"], args + SCRATCH, expected, shared=facts["shared"])


def test_add():
    x, y = RNG.standard_normal((2, 2500), np.float32)
    launch("add", 3, [x, y, Uninit(np.float32, (2500,)), np.int32(2500)], {2: x + y})


def test_softmax():
    x = (RNG.standard_normal((3, 784)) * 4).astype(np.float32)
    args = [Uninit(np.float32, (3, 784)), x, np.int32(784), np.int32(781)]
    x[:, 781:] = 100  # outside the row
    inside = x[:, :781].astype(np.float64)
    inside = np.exp(inside - inside.max(axis=1, keepdims=True))
    inside /= inside.sum(axis=1, keepdims=True)
    ptx, facts = corpus.triton("softmax")
    for seed in sim.SEEDS:
        out = sim.clean(ptx, "softmax", 3, facts["block"], args + SCRATCH, [0], shared=facts["shared"], seed=seed).outs[0]
        np.testing.assert_allclose(out[:, :781], inside, rtol=2e-6, atol=1e-9)


def test_layer_norm():
    x = RNG.standard_normal((3, 1200)).astype(np.float16)
    weight, bias = RNG.standard_normal((2, 1200)).astype(np.float16)
    wide = x.astype(np.float64)
    mean, rstd = wide.mean(axis=1), 1 / np.sqrt(wide.var(axis=1) + 1e-5)
    want = (wide - mean[:, None]) * rstd[:, None] * weight + bias
    args = [x, weight, bias, Uninit(np.float16, x.shape), Uninit(np.float32, (3,)), Uninit(np.float32, (3,)),
            np.int32(1200), np.float32(1e-5)]  # fmt: skip
    launch("layer_norm", 3, args, {3: (want, 2e-3, 1e-3), 4: (mean, 1e-5, 1e-6), 5: (rstd, 1e-5, 0)})


def matmul(name, m, n, k, tile):
    a, b = RNG.integers(-4, 5, (m, k)), RNG.integers(-4, 5, (k, n))
    to, back = (sim.to_bf16, sim.from_bf16) if name.endswith("bf16") else (np.float16, lambda x: x)
    dtype = np.uint16 if name.endswith("bf16") else np.float16
    want = to((a @ b).astype(np.float32))
    sizes = [np.int32(v) for v in (m, n, k, k, n, n)]
    grid = f"{-(-m // tile)},{-(-n // tile)}"
    launch(name, grid, [to(a.astype(np.float32)), to(b.astype(np.float32)), Uninit(dtype, (m, n)), *sizes], {2: want})


@pytest.mark.parametrize("kind", ["fp16", "bf16"])
def test_matmul(kind):
    matmul(f"matmul_{kind}", 80, 112, 144, 64)


def test_matmul_ragged():
    matmul("matmul_ragged", 37, 41, 51, 32)


def attention(q, k, v, scale, causal):
    score = np.einsum("hqd,hkd->hqk", q, k) * scale
    if causal:
        score = np.where(np.tri(q.shape[1], dtype=bool), score, -np.inf)
    highest = score.max(axis=2, keepdims=True)
    weight = np.exp(score - highest)
    total = weight.sum(axis=2, keepdims=True)
    return np.einsum("hqk,hkd->hqd", weight / total, v), (highest + np.log(total))[..., 0]


@pytest.mark.parametrize("size", [64, 128])
@pytest.mark.parametrize("causal", [False, True], ids=["plain", "causal"])
def test_attention(size, causal):
    q, k, v = RNG.standard_normal((3, 2, 144, size)).astype(np.float16)
    want, lse = attention(*(x.astype(np.float64) for x in (q, k, v)), size**-0.5, causal)
    args = [q, k, v, Uninit(np.float16, q.shape), Uninit(np.float32, (2, 144)), np.float32(size**-0.5), np.int32(144)]
    name = f"attention_{'causal' if causal else 'plain'}_{size}"
    launch(name, "3,2", args, {3: (want, 4e-3, 2e-3), 4: (lse, 1e-4, 1e-4)})
