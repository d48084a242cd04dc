"""Scores: position biases, other scales, other products than q.k."""

import math

import torch
import torch.nn.functional as F

from .masks import distances, scores


class T5Buckets(torch.nn.Module):
    """Buckets that grow with the logarithm of the distance."""

    @staticmethod
    def bucket(d):
        ahead = (d > 0).to(torch.long) * 8
        d = d.abs()
        far = 4 + (torch.log(d.clamp(min=1).float() / 4) / math.log(32 / 4) * 4).to(torch.long)
        return ahead + torch.where(d < 4, d, torch.min(far, torch.full_like(far, 7)))

    def forward(self, q, k, v, table):
        bias = table[self.bucket(-distances(q))].permute(2, 0, 1)[None]
        return torch.matmul(F.softmax(torch.matmul(q, k.transpose(3, 2)) + bias, dim=-1), v)


class AlibiSymmetric(torch.nn.Module):
    def forward(self, q, k, v, slope):
        bias = -slope[:, None, None] * distances(q).abs()[None]
        return F.scaled_dot_product_attention(q, k, v, attn_mask=bias[None])


class AlibiAsymmetric(torch.nn.Module):
    def forward(self, q, k, v, slope):
        d = distances(q)[None]
        past, future = slope[0][:, None, None], slope[1][:, None, None]
        bias = torch.where(d >= 0, -past * d, future * d)
        return torch.matmul(F.softmax(scores(q, k) + bias, dim=-1), v)


class LogDistance(torch.nn.Module):
    def forward(self, q, k, v, a, b):
        d = distances(q)
        bias = -a[:, None, None] * torch.log1p(b[:, None, None] * d.abs()[None])
        s = (scores(q, k) + bias).masked_fill(d < 0, float("-inf"))
        return torch.matmul(F.softmax(s, dim=-1), v)


class ScaleSizes(torch.nn.Module):
    def forward(self, q, k, v):
        return F.scaled_dot_product_attention(q, k, v, scale=0.3)


class CosineScale(torch.nn.Module):
    """Cosine of the angle times a learned scale for each head (Swin V2)."""

    def forward(self, q, k, v, logit):
        s = torch.matmul(F.normalize(q, dim=-1), F.normalize(k, dim=-1).transpose(-2, -1))
        s = s * logit.clamp(max=math.log(100.0)).exp()[:, None, None]
        return torch.matmul(F.softmax(s, dim=-1), v)


class Additive(torch.nn.Module):
    def forward(self, q, k, v, w):
        s = torch.matmul(torch.tanh(q[:, :, :, None] + k[:, :, None]), w)
        return torch.matmul(F.softmax(s, dim=-1), v)


class AdditiveBias(torch.nn.Module):
    def forward(self, q, k, v, w, pad):
        s = (torch.tanh(q[:, :, :, None] + k[:, :, None]) * w).sum(-1)
        s = s.masked_fill(~pad[:, None, None, :], float("-inf"))
        return torch.matmul(F.softmax(s, dim=-1), v)


class DistanceL2(torch.nn.Module):
    def forward(self, q, k, v):
        d = q[:, :, :, None] - k[:, :, None]
        return torch.matmul(F.softmax(-(d * d).sum(-1), dim=-1), v)


class GraphAdditive(torch.nn.Module):
    def forward(self, u, w, v, edges):
        s = F.leaky_relu(u[:, :, :, None] + w[:, :, None, :], 0.2)
        s = s.masked_fill(~edges[:, None], float("-inf"))
        return torch.matmul(F.softmax(s, dim=-1), v)


class PositionOnly(torch.nn.Module):
    def forward(self, v, center, width):
        d = -distances(v)[None] - center[:, None, None]
        p = F.softmax(-(d * d) * width[:, None, None], dim=-1)
        return torch.matmul(p[None], v)


class LearnedPositions(torch.nn.Module):
    def forward(self, v, table):
        s = table.masked_fill(distances(v) < 0, float("-inf"))
        return torch.matmul(F.softmax(s, dim=-1), v)


class GroupedEinsum(torch.nn.Module):
    def forward(self, q, k, v):
        s = torch.einsum("bqhgd,bkhd->bhgqk", q, k) * q.shape[-1] ** -0.5
        i = torch.arange(q.shape[1])
        s = s.masked_fill(i[None, :] > i[:, None], float("-inf"))
        return torch.einsum("bhgqk,bkhe->bqhge", F.softmax(s, dim=-1), v)


class MultiQuery(torch.nn.Module):
    def forward(self, q, k, v):
        return torch.matmul(F.softmax(scores(q, k), dim=-1), v)


class HalfSdpa(torch.nn.Module):
    """Widened as a whole by PyTorch and rounded at the end."""

    def forward(self, q, k, v):
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)


class HalfPrecision(torch.nn.Module):
    """Products in half precision, the softmax in float32 and rounded."""

    def forward(self, q, k, v):
        s = torch.matmul(q, k.transpose(-1, -2)) * q.shape[-1] ** -0.5
        s = s.masked_fill(distances(q) < 0, torch.finfo(torch.float16).min)
        return torch.matmul(F.softmax(s, dim=-1, dtype=torch.float32).to(q.dtype), v)


MODULES = {
    "t5_buckets": T5Buckets, "alibi_symmetric": AlibiSymmetric,
    "alibi_asymmetric": AlibiAsymmetric, "log_distance": LogDistance,
    "scale_sizes": ScaleSizes, "cosine_scale": CosineScale, "additive": Additive,
    "additive_bias": AdditiveBias, "distance_l2": DistanceL2,
    "graph_additive": GraphAdditive, "position_only": PositionOnly,
    "learned_positions": LearnedPositions, "grouped_einsum": GroupedEinsum,
    "multi_query": MultiQuery, "half_sdpa": HalfSdpa, "half_precision": HalfPrecision,
}  # fmt: skip
