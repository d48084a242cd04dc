"""Whole blocks: several attentions, rotary positions, norms, windows, memory."""

import numpy as np
import torch
import torch.nn.functional as F
from torch_cases.blocks import swin_tables

from . import heads, merge
from .masks import scores


def attend(q, k, v):
    return torch.matmul(F.softmax(scores(q, k), dim=-1), v)


class EncoderDecoder(torch.nn.Module):
    def forward(self, x, y, pad, wq, wk, wv, wo, cq, ck, cv, co):
        q, k, v = (heads(F.linear(x, w), 3) for w in (wq, wk, wv))
        x = x + F.linear(merge(F.scaled_dot_product_attention(q, k, v, is_causal=True)), wo)
        q, k, v = heads(F.linear(x, cq), 3), heads(F.linear(y, ck), 3), heads(F.linear(y, cv), 3)
        s = scores(q, k).masked_fill(~pad[:, None, None, :], float("-inf"))
        return x + F.linear(merge(torch.matmul(F.softmax(s, dim=-1), v)), co)


class RotaryPairs(torch.nn.Module):
    @staticmethod
    def turn(x):
        n, d = x.shape[-2:]
        inv = 1.0 / (10000.0 ** (torch.arange(0, d, 2, dtype=x.dtype) / d))
        angle = torch.outer(torch.arange(n, dtype=x.dtype), inv)
        a, b = x[..., ::2], x[..., 1::2]
        c, s = angle.cos(), angle.sin()
        return torch.stack([a * c - b * s, a * s + b * c], dim=-1).flatten(-2)

    def forward(self, x, g, wq, wk, wv, wo):
        y = g * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))
        q, k, v = (heads(F.linear(y, w), 3) for w in (wq, wk, wv))
        a = F.scaled_dot_product_attention(self.turn(q), self.turn(k), v, is_causal=True)
        return x + F.linear(merge(a), wo)


class PostNorm(torch.nn.Module):
    def forward(self, x, win, bin, wo, bo, g1, b1, w1, c1, w2, c2, g2, b2):
        t = x.transpose(0, 1)
        a, _ = F.multi_head_attention_forward(
            t, t, t, x.shape[-1], 3, win, bin, None, None, False, 0.0, wo, bo,
            training=False, need_weights=False)  # fmt: skip
        x = F.layer_norm(x + a.transpose(0, 1), x.shape[-1:], g1, b1)
        y = F.linear(F.gelu(F.linear(x, w1, c1)), w2, c2)
        return F.layer_norm(x + y, x.shape[-1:], g2, b2)


class MemoryTokens(torch.nn.Module):
    def forward(self, q, k, v, mk, mv):
        n, m = q.shape[2], mk.shape[1]
        k = torch.cat([mk[None].expand(q.shape[0], -1, -1, -1), k], dim=2)
        v = torch.cat([mv[None].expand(q.shape[0], -1, -1, -1), v], dim=2)
        keep = torch.arange(n)[:, None] + m >= torch.arange(n + m)[None, :]
        return F.scaled_dot_product_attention(q, k, v, attn_mask=keep)


class Latents(torch.nn.Module):
    def forward(self, z, x, wq, wk, wv):
        q = heads(F.linear(z[None].expand(x.shape[0], -1, -1), wq), 3)
        return merge(attend(q, heads(F.linear(x, wk), 3), heads(F.linear(x, wv), 3)))


class Axial(torch.nn.Module):
    def forward(self, q, k, v):
        rows = attend(q, k, v)
        q, k, v = (t.transpose(2, 3) for t in (q, k, rows))
        return attend(q, k, v).transpose(2, 3)


class Swin(torch.nn.Module):
    """Tables are buffers, as in the released models."""

    def __init__(self, shift=0):
        super().__init__()
        self.shift, self.w = shift, 4
        index, region = swin_tables(8, self.w, shift)
        self.register_buffer("index", torch.from_numpy(index).reshape(-1))
        mask = np.where(region[:, :, None] != region[:, None, :], -100.0, 0.0)
        self.register_buffer("mask", torch.from_numpy(mask.astype(np.float32)))

    def forward(self, x, wqkv, bqkv, wo, bo, table):
        b, side, _, c = x.shape
        w, h, n = self.w, 3, self.w * self.w
        y = torch.roll(x, (-self.shift, -self.shift), (1, 2)) if self.shift else x
        y = y.view(b, side // w, w, side // w, w, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, n, c)
        qkv = F.linear(y, wqkv, bqkv).reshape(-1, n, 3, h, c // h).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        s = torch.matmul(q * (c // h) ** -0.5, k.transpose(-2, -1))
        s = s + F.embedding(self.index, table).view(n, n, -1).permute(2, 0, 1)[None]
        if self.shift:
            windows = self.mask.shape[0]
            s = s.view(b, windows, h, n, n) + self.mask.to(s.dtype)[None, :, None]
            s = s.view(-1, h, n, n)
        y = torch.matmul(F.softmax(s, dim=-1), v).transpose(1, 2).reshape(-1, n, c)
        y = F.linear(y, wo, bo).view(b, side // w, side // w, w, w, c)
        y = y.permute(0, 1, 3, 2, 4, 5).reshape(x.shape)
        return torch.roll(y, (self.shift, self.shift), (1, 2)) if self.shift else y


class SwinShifted(Swin):
    def __init__(self):
        super().__init__(shift=2)


class CachedStep(torch.nn.Module):
    def forward(self, x, ck, cv, wq, wk, wv, wo):
        q = heads(F.linear(x, wq), 3)
        k = torch.cat([ck, heads(F.linear(x, wk), 3)], dim=2)
        v = torch.cat([cv, heads(F.linear(x, wv), 3)], dim=2)
        return F.linear(merge(attend(q, k, v)), wo)


class PooledQuery(torch.nn.Module):
    def forward(self, x, query, w):
        k, v = (heads(t, 3) for t in F.linear(x, w).chunk(2, dim=-1))
        s = torch.einsum("hd,bhkd->bhk", query, k) * k.shape[-1] ** -0.5
        return torch.einsum("bhk,bhke->bhe", F.softmax(s, dim=-1), v)


MODULES = {
    "encoder_decoder": EncoderDecoder, "rotary_pairs": RotaryPairs, "post_norm": PostNorm,
    "memory_tokens": MemoryTokens, "latents": Latents, "axial": Axial, "swin": Swin,
    "swin_shifted": SwinShifted, "cached_step": CachedStep, "pooled_query": PooledQuery,
}  # fmt: skip
