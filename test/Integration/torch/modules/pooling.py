"""Pooling of neighbouring tokens by weights and sizes of their own."""

import torch
import torch.nn.functional as F


def squares(size, sigma):
    """((j - i) / sigma_i)^2, [B, N, N]."""
    place = torch.arange(size)
    d = (place[None, :] - place[:, None]).to(sigma.dtype)
    return (d / sigma[:, :, None]) ** 2


class AdaptivePool(torch.nn.Module):
    """Weights of the source and Gaussians of the destination, over their sum."""

    def forward(self, x, weight, size):
        w = torch.sigmoid(weight)
        sigma = 0.1 * x.shape[1] * torch.sigmoid(size)
        a = w[:, None, :] * torch.exp(-0.5 * squares(x.shape[1], sigma))
        return torch.matmul(a / a.sum(-1, keepdim=True), x)


class AdaptivePoolRadius(torch.nn.Module):
    """Cut at three sizes, divided behind the product; predicted by a convolution."""

    def forward(self, x, kernel):
        logits = F.conv1d(F.pad(x.transpose(1, 2), (1, 1)), kernel)
        w, sigma = F.softplus(logits[:, 0]), 0.02 * x.shape[1] * torch.sigmoid(logits[:, 1])
        square = squares(x.shape[1], sigma)
        a = torch.where(square <= 9.0, w[:, None, :] * torch.exp(-square / 2), 0.0)
        return torch.matmul(a, x) / a.sum(-1, keepdim=True)


class AdaptivePoolGrid(torch.nn.Module):
    """On an image [B, C, H, W], two groups of channels."""

    def forward(self, x, weight, size):
        batch, channels, high, wide = x.shape
        y = torch.arange(high)[:, None].expand(high, wide).reshape(-1).to(x.dtype)
        z = torch.arange(wide)[None, :].expand(high, wide).reshape(-1).to(x.dtype)
        d = (y[None] - y[:, None]) ** 2 + (z[None] - z[:, None]) ** 2
        w = torch.exp(weight).flatten(2)
        sigma = 3.0 * torch.sigmoid(size).flatten(2)
        g = torch.exp(-d / (2 * sigma[..., None] ** 2)) * w[:, :, None, :]
        p = g / g.sum(dim=-1, keepdim=True)
        v = x.reshape(batch, 2, channels // 2, high * wide).transpose(2, 3)
        return torch.matmul(p, v).transpose(2, 3).reshape(x.shape)


MODULES = {
    "adaptive_pool": AdaptivePool, "adaptive_pool_radius": AdaptivePoolRadius,
    "adaptive_pool_grid": AdaptivePoolGrid,
}  # fmt: skip
