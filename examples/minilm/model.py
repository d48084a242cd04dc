"""The sentence encoder all-MiniLM-L6-v2 in plain PyTorch, weights as arguments.

Everything after the tokenizer: BERT (6 layers, 12 heads, width 384), mean
pooling over the tokens that the attention mask keeps, L2 normalisation.

Matrices are arguments in [in, out] layout: `TRANSPOSED` names those that the
checkpoint stores as [out, in].  Between the attentions the tokens of the whole
batch are one axis, so that every projection is one plain matrix product.
"""

import math

import torch
import torch.nn.functional as F

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12

EMBEDDING_WEIGHTS = (
    "embeddings.word_embeddings.weight",
    "embeddings.position_embeddings.weight",
    "embeddings.token_type_embeddings.weight",
    "embeddings.LayerNorm.weight",
    "embeddings.LayerNorm.bias",
)
PROJECTIONS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
LAYER_WEIGHTS = tuple(f"{m}.{kind}" for m in PROJECTIONS + NORMS for kind in ("weight", "bias"))
TRANSPOSED = tuple(
    f"encoder.layer.{i}.{m}.weight" for i in range(LAYERS) for m in PROJECTIONS
)


def weight_names():
    """The names of the weights in the order of the function's arguments."""
    layers = [f"encoder.layer.{i}.{name}" for i in range(LAYERS) for name in LAYER_WEIGHTS]
    return [*EMBEDDING_WEIGHTS, *layers]


def layer_norm(x, gain, offset):
    # F.layer_norm is imported with a float64 variance, which costs time.
    x = x - x.mean(-1, keepdim=True)
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + EPSILON) * gain + offset


def flat(x, width):
    """[B, L, ...] -> [B * L, width].

    Written in two steps because torch-mlir 20261001 imports a view that merges
    two dynamic axes and keeps a third as a cast of one of them to size 1.
    """
    return x.reshape(-1).unflatten(0, (-1, width))


class Encoder(torch.nn.Module):
    """forward(input_ids [B, L], attention_mask [B, L], *weights) -> [B, 384]."""

    def forward(self, input_ids, attention_mask, *weights):
        words, positions, types, gain, offset = weights[: len(EMBEDDING_WEIGHTS)]
        batch, length = input_ids.shape
        x = words[input_ids] + types[0] + positions[:length]
        x = layer_norm(flat(x, WIDTH), gain, offset)
        mask = attention_mask.to(x.dtype)
        bias = (1.0 - mask[:, None, None, :]) * torch.finfo(x.dtype).min
        for i in range(LAYERS):
            at = len(EMBEDDING_WEIGHTS) + i * len(LAYER_WEIGHTS)
            x = self.layer(x, bias, (batch, length), *weights[at : at + len(LAYER_WEIGHTS)])
        kept = mask[:, :, None]
        pooled = (x.view(batch, length, WIDTH) * kept).sum(1) / kept.sum(1).clamp(min=1e-9)
        return pooled / (pooled * pooled).sum(1, keepdim=True).sqrt().clamp(min=1e-12)

    def layer(self, x, bias, shape, wq, bq, wk, bk, wv, bv, wo, bo, w1, c1, w2, c2, *norms):
        q, k, v = (
            torch.addmm(b, x, w).view(*shape, HEADS, WIDTH // HEADS).transpose(1, 2)
            for w, b in ((wq, bq), (wk, bk), (wv, bv))
        )
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS)
        context = torch.matmul(F.softmax(scores + bias, dim=-1), v)
        x = x + torch.addmm(bo, flat(context.transpose(1, 2), WIDTH), wo)
        x = layer_norm(x, *norms[:2])
        x = x + torch.addmm(c2, F.gelu(torch.addmm(c1, x, w1)), w2)
        return layer_norm(x, *norms[2:])
