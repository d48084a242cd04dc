"""Masks: of pairs, of documents, of lengths, with finite and infinite sentinels."""

import math

import torch
import torch.nn.functional as F


def scores(q, k):
    return torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(q.shape[-1])


def masked(q, k, v, keep, gone=float("-inf")):
    s = scores(q, k).masked_fill(~keep, gone)
    return torch.matmul(F.softmax(s, dim=-1), v)


def distances(q):
    i = torch.arange(q.shape[2])
    return i[:, None] - i[None, :]


class PrefixLm(torch.nn.Module):
    def forward(self, q, k, v):
        return masked(q, k, v, (distances(q) >= 0) | (torch.arange(k.shape[2])[None, :] < 11))


class PrefixLengths(torch.nn.Module):
    def forward(self, q, k, v, length):
        inside = torch.arange(k.shape[2])[None, :] < length[:, None]
        keep = (distances(q) >= 0)[None] | inside[:, None, :]
        s = torch.where(keep[:, None], scores(q, k), torch.finfo(q.dtype).min)
        return torch.matmul(s.softmax(-1), v)


class Documents(torch.nn.Module):
    def forward(self, q, k, v, ids):
        keep = (ids[:, :, None] == ids[:, None, :]) & (distances(q) >= 0)
        return F.scaled_dot_product_attention(q, k, v, attn_mask=keep[:, None])


class Dilated(torch.nn.Module):
    def forward(self, q, k, v):
        d = distances(q)
        return masked(q, k, v, (d >= 0) & (d % 3 == 0) & (d < 24))


class Strided(torch.nn.Module):
    def forward(self, q, k, v):
        d, j = distances(q), torch.arange(k.shape[2])
        return masked(q, k, v, (d >= 0) & ((d < 4) | (j % 4 == 3)[None, :]))


class BandedGlobal(torch.nn.Module):
    def forward(self, q, k, v):
        d, i = distances(q), torch.arange(q.shape[2])
        return masked(q, k, v, (d.abs() <= 4) | (i < 2)[:, None] | (i < 2)[None, :])


class BlockLocal(torch.nn.Module):
    def forward(self, q, k, v):
        block = torch.arange(q.shape[2]) // 8
        return masked(q, k, v, block[:, None] == block[None, :])


class GridNeighborhood(torch.nn.Module):
    def forward(self, q, k, v):
        i = torch.arange(q.shape[2])
        y, x = i // 6, i % 6
        near = ((y[:, None] - y[None, :]).abs() <= 1) & ((x[:, None] - x[None, :]).abs() <= 1)
        return F.scaled_dot_product_attention(q, k, v, attn_mask=near)


class Neighborhood(torch.nn.Module):
    """As many keys at the borders as inside."""

    def forward(self, q, k, v):
        n = q.shape[2]
        start = (torch.arange(n) - 3).clamp(0, n - 7)[:, None]
        j = torch.arange(n)[None, :]
        return masked(q, k, v, (j >= start) & (j < start + 7))


class CachedCausal(torch.nn.Module):
    def forward(self, q, k, v):
        n, m = q.shape[2], k.shape[2]
        keep = torch.ones(n, m, dtype=torch.bool).tril(diagonal=m - n)
        return F.scaled_dot_product_attention(q, k, v, attn_mask=keep)


class CachedCausalDynamic(torch.nn.Module):
    """New tokens behind those of a cache; how many of each is known at run time."""

    def forward(self, q, k, v, old_k, old_v):
        k, v = torch.cat([old_k, k], 2), torch.cat([old_v, v], 2)
        n, m = q.shape[2], k.shape[2]
        keep = torch.ones(n, m, dtype=torch.bool).tril(diagonal=m - n)
        return masked(q, k, v, keep)


class PaddingFinite(torch.nn.Module):
    def forward(self, q, k, v, pad):
        return masked(q, k, v, pad[:, None, None, :], -1e9)


class CausalPadding(torch.nn.Module):
    def forward(self, q, k, v, pad):
        keep = pad[:, None, None, :] & (distances(q) >= 0)[None, None]
        return masked(q, k, v, keep, torch.finfo(torch.float32).min)


class CausalPaddingAdded(torch.nn.Module):
    def forward(self, q, k, v, pad):
        low = torch.finfo(torch.float32).min
        bias = torch.full((q.shape[2], q.shape[2]), low, dtype=q.dtype).triu(1)
        bias = bias + (1.0 - pad[:, None, None, :].to(q.dtype)) * low
        return torch.matmul(F.softmax(scores(q, k) + bias.clamp(min=low), dim=-1), v)


class SoftMask(torch.nn.Module):
    def forward(self, q, k, v, mask):
        return torch.matmul(F.softmax(scores(q, k) + (~mask).to(q.dtype) * -100.0, dim=-1), v)


MODULES = {
    "prefix_lm": PrefixLm, "prefix_lengths": PrefixLengths, "documents": Documents,
    "dilated": Dilated, "strided": Strided, "banded_global": BandedGlobal,
    "block_local": BlockLocal, "grid_neighborhood": GridNeighborhood,
    "neighborhood": Neighborhood, "cached_causal": CachedCausal,
    "cached_causal_dynamic": CachedCausalDynamic,
    "padding_finite": PaddingFinite, "causal_padding": CausalPadding,
    "causal_padding_added": CausalPaddingAdded, "soft_mask": SoftMask,
}  # fmt: skip
