"""PyTorch eager behind a line protocol; runs in its own process and environment.

Reads the batches and weights from the .npz file given, answers each line "run"
with the seconds one pass over the batches took, and "save PATH" by storing the
embeddings.

The encoder is written with PyTorch's fused operations (layer_norm, gelu,
scaled_dot_product_attention, addmm), as transformers runs it, and not as the
definition that attn compiles, which spells some of them out.
"""

import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

HEADS, WIDTH, LAYERS, EPSILON = 12, 384, 6, 1e-12


def norm(x, gain, offset):
    return F.layer_norm(x, (WIDTH,), gain, offset, EPSILON)


def layer(x, keep, wq, bq, wk, bk, wv, bv, wo, bo, w1, c1, w2, c2, g1, b1, g2, b2):
    """One layer on [B, L, 384]; matrices are views of [in, out] storage."""
    q, k, v = (
        F.linear(x, w.t(), b).unflatten(2, (HEADS, WIDTH // HEADS)).transpose(1, 2)
        for w, b in ((wq, bq), (wk, bk), (wv, bv))
    )
    context = F.scaled_dot_product_attention(q, k, v, attn_mask=keep)
    x = norm(x + F.linear(context.transpose(1, 2).flatten(2), wo.t(), bo), g1, b1)
    return norm(x + F.linear(F.gelu(F.linear(x, w1.t(), c1)), w2.t(), c2), g2, b2)


def encode(ids, mask, weights):
    words, positions, types, gain, offset = weights[:5]
    x = norm(F.embedding(ids, words) + positions[: ids.shape[1]] + types[0], gain, offset)
    keep = mask.bool()[:, None, None, :]
    for i in range(LAYERS):
        x = layer(x, keep, *weights[5 + 16 * i : 21 + 16 * i])
    kept = mask[:, :, None].to(x.dtype)
    return F.normalize((x * kept).sum(1) / kept.sum(1).clamp(min=1e-9), dim=1)


def main():
    data = np.load(sys.argv[1])
    torch.set_num_threads(int(sys.argv[2]))
    weights = [torch.from_numpy(data[f"weight{i}"]) for i in range(int(data["weights"]))]
    batches = [
        (torch.from_numpy(data[f"ids{i}"]), torch.from_numpy(data[f"mask{i}"]))
        for i in range(int(data["batches"]))
    ]

    def run():
        with torch.inference_mode():
            return [encode(ids, mask, weights) for ids, mask in batches]

    print(f"ready {torch.__version__}", flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "run":
            start = time.perf_counter()
            run()
            print(time.perf_counter() - start, flush=True)
        elif words[0] == "save":
            np.savez(words[1], *(e.numpy() for e in run()))
            print("saved", flush=True)


if __name__ == "__main__":
    main()
