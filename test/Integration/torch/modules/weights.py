"""Weights: other normalisers, late division, several softmaxes, mixed heads."""

import math

import torch
import torch.nn.functional as F

from .masks import distances, scores


def causal_scores(q, k):
    return scores(q, k).masked_fill(distances(q) < 0, float("-inf"))


class SoftmaxPlusOne(torch.nn.Module):
    def forward(self, q, k, v):
        s = scores(q, k)
        m = s.amax(-1, keepdim=True)
        e = torch.exp(s - m)
        return torch.matmul(e / (torch.exp(-m) + e.sum(-1, keepdim=True)), v)


class SoftmaxPlusOneColumn(torch.nn.Module):
    def forward(self, q, k, v):
        p = F.softmax(F.pad(causal_scores(q, k), (0, 1)), dim=-1)
        return torch.matmul(p[..., :-1], v)


class SoftmaxSink(torch.nn.Module):
    """A learned logit per head beside the scores, dropped after the softmax."""

    def forward(self, q, k, v, sink):
        d = distances(q)
        s = scores(q, k) + torch.where((d >= 0) & (d < 16), 0.0, float("-inf")).to(q.dtype)
        column = sink.reshape(1, -1, 1, 1).expand(q.shape[0], -1, q.shape[2], -1)
        s = torch.cat([s, column], dim=-1)
        s = s - s.max(dim=-1, keepdim=True).values
        return torch.matmul(F.softmax(s, dim=-1)[..., :-1], v)


class SigmoidBias(torch.nn.Module):
    def forward(self, q, k, v):
        return torch.matmul(torch.sigmoid(causal_scores(q, k) - math.log(k.shape[2])), v)


class SquaredRelu(torch.nn.Module):
    def forward(self, q, k, v):
        return torch.matmul(F.relu(scores(q, k)).square() / k.shape[2], v)


class ReluCausal(torch.nn.Module):
    def forward(self, q, k, v):
        p = F.relu(scores(q, k)).masked_fill(distances(q) < 0, 0.0)
        count = torch.arange(1, k.shape[2] + 1).to(q.dtype)
        return torch.matmul(p / count[:, None], v)


class MegaLaplace(torch.nn.Module):
    """Mega's attention function; no sum."""

    def forward(self, q, k, v):
        mu, sigma = math.sqrt(0.5), math.sqrt(0.25 / math.pi)
        s = (scores(q, k) - mu) / (sigma * math.sqrt(2.0))
        p = 0.5 * (1.0 + torch.erf(s))
        return torch.matmul(p.masked_fill(distances(q) < 0, 0.0) / k.shape[2], v)


class ExpWeights(torch.nn.Module):
    """Exponentials that nothing is divided by, times a temperature for each head."""

    def forward(self, q, k, v, tau):
        s = scores(q, k) / tau.clamp(min=0.5)[:, None, None]
        s = s.masked_fill(distances(q) < 0, float("-inf"))
        return torch.matmul(torch.exp(s), v)


class LateDivision(torch.nn.Module):
    def forward(self, q, k, v):
        s = causal_scores(q, k)
        e = torch.exp(s - s.amax(-1, keepdim=True))
        return torch.matmul(e, v) / e.sum(-1, keepdim=True)


class LogSoftmax(torch.nn.Module):
    """The exponential of the logarithm of the weights."""

    def forward(self, q, k, v):
        return torch.matmul(torch.exp(F.log_softmax(scores(q, k), dim=-1)), v)


class GatedOutput(torch.nn.Module):
    def forward(self, q, k, v, gate):
        return torch.matmul(F.softmax(scores(q, k), dim=-1) * torch.sigmoid(gate)[..., None], v)


class Differential(torch.nn.Module):
    def forward(self, q, k, v, lam):
        b, h, n, _ = q.shape
        p = F.softmax(causal_scores(q, k), dim=-1).view(b, h // 2, 2, n, n)
        return torch.matmul(p[:, :, 0] - lam * p[:, :, 1], v)


class TalkingHeads(torch.nn.Module):
    def forward(self, q, k, v, before, after):
        s = torch.einsum("bhqk,hg->bgqk", scores(q, k), before)
        p = torch.einsum("bhqk,hg->bgqk", F.softmax(s, dim=-1), after)
        return torch.matmul(p, v)


class DapeV2(torch.nn.Module):
    def forward(self, q, k, v, w1, b1, w2, b2, slope):
        s, d = scores(q, k), distances(q)
        bias = (-slope[:, None, None] * d.abs()[None])[None].expand(s.shape[0], -1, -1, -1)
        x = torch.cat([s, bias], dim=1).masked_fill(d < 0, 0.0)
        x = F.leaky_relu(F.conv2d(x, w1, b1, padding=(0, 1)), 0.01)
        y = F.conv2d(x, w2, b2, padding=(0, 1))
        s = (s + bias + y).masked_fill(d < 0, float("-inf"))
        return torch.matmul(F.softmax(s, dim=-1), v)


class EditedWeights(torch.nn.Module):
    def forward(self, q, k, v, mask):
        return torch.matmul(F.softmax(scores(q, k), dim=-1) * mask.to(q.dtype), v)


MODULES = {
    "softmax_plus_one": SoftmaxPlusOne, "softmax_plus_one_column": SoftmaxPlusOneColumn,
    "softmax_sink": SoftmaxSink, "sigmoid_bias": SigmoidBias, "squared_relu": SquaredRelu,
    "mega_laplace": MegaLaplace, "exp_weights": ExpWeights,
    "relu_causal": ReluCausal, "late_division": LateDivision, "log_softmax": LogSoftmax,
    "gated_output": GatedOutput, "differential": Differential, "talking_heads": TalkingHeads,
    "dape_v2": DapeV2, "edited_weights": EditedWeights,
}  # fmt: skip
