"""The first forms: blocks of known models, SDPA, masks by index arithmetic."""

import functools
import math

import torch
import torch.nn.functional as F

from . import heads, merge


class Gpt2Block(torch.nn.Module):
    """Eager attention as in GPT-2: a boolean tril buffer and finfo.min."""

    def __init__(self):
        super().__init__()
        self.register_buffer("tril", torch.tril(torch.ones(64, 64, dtype=torch.bool))[None, None])

    def forward(self, x, g1, b1, wqkv, bqkv, wo, bo, g2, b2, w1, c1, w2, c2):
        n, c = x.shape[1:]
        y = F.layer_norm(x, (c,), g1, b1)
        y = torch.addmm(bqkv, y.view(-1, c), wqkv).view(x.shape[0], n, 3 * c)
        q, k, v = (heads(t, 4) for t in y.split(c, dim=2))
        s = torch.matmul(q, k.transpose(-1, -2))
        s = s / torch.full([], v.size(-1) ** 0.5, dtype=s.dtype, device=s.device)
        gone = torch.full([], torch.finfo(s.dtype).min, dtype=s.dtype)
        s = torch.where(self.tril[:, :, :n, :n], s, gone)
        a = torch.matmul(F.softmax(s, dim=-1), v)
        x = x + torch.addmm(bo, merge(a).view(-1, c), wo).view(x.shape)
        y = F.layer_norm(x, (c,), g2, b2).view(-1, c)
        y = torch.addmm(c2, self.gelu(torch.addmm(c1, y, w1)), w2)
        return x + y.view(x.shape)

    @staticmethod
    def gelu(x):
        # Written out, as in GPT-2: torch-mlir 20261001 imports gelu's tanh form
        # with 0.797724 where sqrt(2 / pi) is 0.797885.
        return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


class LlamaBlock(torch.nn.Module):
    """RMSNorm, RoPE computed in the graph, repeat_kv by expand, additive mask."""

    @staticmethod
    def rope(x):
        n, d = x.shape[-2:]
        inv = 1.0 / (10000.0 ** (torch.arange(0, d, 2, dtype=x.dtype) / d))
        angle = torch.outer(torch.arange(n, dtype=x.dtype), inv)
        angle = torch.cat((angle, angle), dim=-1)[None, None]
        half = torch.cat((-x[..., d // 2 :], x[..., : d // 2]), dim=-1)
        return x * angle.cos() + half * angle.sin()

    @staticmethod
    def rms_norm(x, g):
        return g * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))

    @staticmethod
    def repeat_kv(x, n):
        b, h, t, d = x.shape
        return x[:, :, None].expand(b, h, n, t, d).reshape(b, h * n, t, d)

    def forward(self, x, g1, wq, wk, wv, wo, g2, wg, wu, wd):
        n = x.shape[1]
        y = self.rms_norm(x, g1)
        q, k, v = heads(F.linear(y, wq), 6), heads(F.linear(y, wk), 2), heads(F.linear(y, wv), 2)
        q, k = self.rope(q), self.rope(k)
        k, v = self.repeat_kv(k, 3), self.repeat_kv(v, 3)
        mask = torch.full((n, n), torch.finfo(x.dtype).min, dtype=x.dtype).triu(1)[None, None]
        s = torch.matmul(q, k.transpose(2, 3)) / math.sqrt(40) + mask
        p = F.softmax(s, dim=-1, dtype=torch.float64 if x.dtype == torch.float64 else torch.float32)
        x = x + F.linear(merge(torch.matmul(p.to(q.dtype), v)), wo)
        y = self.rms_norm(x, g2)
        return x + F.linear(F.silu(F.linear(y, wg)) * F.linear(y, wu), wd)


class VitBlock(torch.nn.Module):
    """timm's form: one qkv projection, permute, unbind, SDPA."""

    def forward(self, x, g1, b1, wqkv, bqkv, wo, bo, g2, b2, w1, c1, w2, c2):
        b, n, c = x.shape
        y = F.linear(F.layer_norm(x, (c,), g1, b1), wqkv, bqkv)
        q, k, v = y.reshape(b, n, 3, 4, c // 4).permute(2, 0, 3, 1, 4).unbind(0)
        a = F.scaled_dot_product_attention(q, k, v)
        x = x + F.linear(a.transpose(1, 2).reshape(b, n, c), wo, bo)
        return x + F.linear(F.gelu(F.linear(F.layer_norm(x, (c,), g2, b2), w1, c1)), w2, c2)


class SdpaPlain(torch.nn.Module):
    def forward(self, q, k, v):
        return F.scaled_dot_product_attention(q, k, v)


class SdpaCausal(torch.nn.Module):
    def forward(self, q, k, v):
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)


class SdpaGqa(torch.nn.Module):
    def forward(self, q, k, v):
        return F.scaled_dot_product_attention(q, k, v, enable_gqa=True)


class SdpaMask(torch.nn.Module):
    def forward(self, q, k, v, mask):
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)


class SlidingWindow(torch.nn.Module):
    def forward(self, q, k, v):
        i = torch.arange(q.shape[2])
        d = i[:, None] - i[None, :]
        s = torch.matmul(q, k.transpose(-1, -2)) * (q.shape[-1] ** -0.5)
        s = s.masked_fill(~((d >= 0) & (d < 9)), float("-inf"))
        return torch.matmul(s.softmax(-1), v)


class Alibi(torch.nn.Module):
    def forward(self, q, k, v, slope):
        i = torch.arange(q.shape[2])
        d = i[None, :] - i[:, None]
        bias = slope[:, None, None] * d[None].to(q.dtype)
        bias = bias.masked_fill(d > 0, float("-inf"))
        s = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(q.shape[-1]) + bias
        return torch.matmul(F.softmax(s, dim=-1), v)


class SoftcapCausal(torch.nn.Module):
    def forward(self, q, k, v):
        n = q.shape[2]
        s = torch.matmul(q, k.transpose(-1, -2)) * (q.shape[-1] ** -0.5)
        s = torch.tanh(s / 3.0) * 3.0
        mask = torch.ones(n, n, dtype=torch.bool).triu(1)
        return torch.matmul(F.softmax(s.masked_fill(mask, float("-inf")), dim=-1), v)


class CrossPadding(torch.nn.Module):
    def forward(self, x, y, pad, wq, wk, wv, wo):
        q, k, v = heads(F.linear(x, wq), 4), heads(F.linear(y, wk), 4), heads(F.linear(y, wv), 4)
        s = torch.matmul(q / math.sqrt(q.shape[-1]), k.transpose(-1, -2))
        s = s.masked_fill(~pad[:, None, None, :], float("-inf"))
        return F.linear(merge(torch.matmul(F.softmax(s, dim=-1), v)), wo)


class BertPadding(torch.nn.Module):
    """The additive (1 - mask) * finfo.min of BERT."""

    def forward(self, q, k, v, pad):
        bias = (1.0 - pad[:, None, None, :].to(q.dtype)) * torch.finfo(torch.float32).min
        s = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(q.shape[-1])
        return torch.matmul(F.softmax(s + bias, dim=-1), v)


class EinsumMha(torch.nn.Module):
    """einsum over BSHD with a constant additive tril mask."""

    def __init__(self):
        super().__init__()
        self.register_buffer("bias", torch.full((37, 37), float("-inf")).triu(1))

    def forward(self, x, wq, wk, wv, wo):
        q, k, v = (torch.einsum("bnc,hcd->bnhd", x, w) for w in (wq, wk, wv))
        s = torch.einsum("bihd,bjhd->bhij", q, k) / math.sqrt(q.shape[-1])
        p = (s + self.bias.to(s.dtype)).softmax(-1)
        return torch.einsum("bihd,hdc->bic", torch.einsum("bhij,bjhd->bihd", p, v), wo)


class EinsumDynamic(torch.nn.Module):
    """Two einsums; torch-mlir reshapes to sizes that it computes."""

    def __init__(self, scores, output):
        super().__init__()
        self.scores, self.output = scores, output

    def forward(self, q, k, v):
        s = torch.einsum(self.scores, q, k) / math.sqrt(q.shape[-1])
        return torch.einsum(self.output, s.softmax(-1), v)


class T5Bias(torch.nn.Module):
    """Unscaled scores and a bias gathered from a table of clipped distances."""

    def forward(self, q, k, v, table):
        i = torch.arange(q.shape[2])
        d = (i[None, :] - i[:, None]).clamp(-8, 8) + 8
        s = torch.matmul(q, k.transpose(3, 2)) + table[d].permute(2, 0, 1)[None]
        return torch.matmul(F.softmax(s, dim=-1), v)


class GroupedReshape(torch.nn.Module):
    """GQA without a copy: Q is viewed as (kv head, group)."""

    def forward(self, q, k, v):
        b, h, n, d = q.shape
        g = q.reshape(b, k.shape[1], h // k.shape[1], n, d) * d**-0.5
        p = torch.softmax(torch.matmul(g, k[:, :, None].transpose(-1, -2)), dim=-1)
        return torch.matmul(p, v[:, :, None]).reshape(b, h, n, v.shape[-1])


class PackedRank3(torch.nn.Module):
    """One head without a head axis: rank-3 bmm on slices of a packed tensor."""

    def forward(self, qkv):
        q, k, v = qkv.chunk(3, dim=-1)
        s = torch.bmm(q, k.transpose(1, 2)) / math.sqrt(q.shape[-1])
        i = torch.arange(q.shape[1])
        s = torch.where(i[:, None] >= i[None, :], s, -1e9)
        return torch.bmm(F.softmax(s, -1), v)


MODULES = {
    "gpt2_block": Gpt2Block, "llama_block": LlamaBlock, "vit_block": VitBlock,
    "sdpa_plain": SdpaPlain, "sdpa_causal": SdpaCausal, "sdpa_gqa": SdpaGqa,
    "sdpa_float_mask": SdpaMask, "sdpa_bool_mask": SdpaMask,
    "sliding_window": SlidingWindow, "alibi": Alibi, "softcap_causal": SoftcapCausal,
    "cross_padding": CrossPadding, "bert_padding": BertPadding, "einsum_mha": EinsumMha,
    "t5_bias": T5Bias, "grouped_reshape": GroupedReshape, "causal_dynamic": SdpaCausal,
    "packed_rank3": PackedRank3,
    "einsum_dynamic": functools.partial(EinsumDynamic, "bqhd,bkhd->bhqk", "bhqk,bkhe->bqhe"),
    "einsum_heads_dynamic": functools.partial(EinsumDynamic, "bhqd,bhkd->bhqk", "bhqk,bhke->bhqe"),
}  # fmt: skip
