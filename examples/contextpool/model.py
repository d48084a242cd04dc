"""A small transformer and a small ConvNet with context pooling, in plain PyTorch.

Weights are arguments, so that the modules are functions. `WEIGHTS` says which,
with their shapes. Pooling follows ContextPool (Huang et al., ICML 2022): a few
convolutions predict for each token a weight and a size; every token becomes the
average of its neighbours under a Gaussian of that size, times the weights.
"""

import math

import torch
import torch.nn.functional as F

WIDTH, HEADS, LAYERS, CLASSES = 64, 4, 2, 10
# The size of a pool's Gaussians, in parts of the length of the axis.
REACH, HIDDEN = 0.1, 16


def _transformer_weights():
    shapes = {}
    for i in range(LAYERS):
        shapes |= {
            f"{i}.qkv": (WIDTH, 3 * WIDTH), f"{i}.out": (WIDTH, WIDTH),
            f"{i}.hidden": (HIDDEN, WIDTH, 3), f"{i}.logits": (2, HIDDEN, 3),
            f"{i}.up": (WIDTH, 2 * WIDTH), f"{i}.down": (2 * WIDTH, WIDTH),
        }  # fmt: skip
    return shapes | {"head": (WIDTH, CLASSES)}


def _convnet_weights():
    shapes, channels = {}, 3
    for i, width in enumerate((16, 32)):
        shapes |= {f"{i}.conv": (width, channels, 3, 3), f"{i}.logits": (2, width, 3, 3)}
        channels = width
    return shapes | {"head": (channels, CLASSES)}


WEIGHTS = {"transformer": _transformer_weights(), "convnet": _convnet_weights()}
INPUTS = {"transformer": (2, 196, WIDTH), "convnet": (2, 3, 24, 20)}


def norm(x):
    x = x - x.mean(-1, keepdim=True)
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-5)


def gather(x, weight, sigma, squares):
    """sum_j w_j exp(-d_ij^2 / (2 sigma_i^2)) x_j over the sum of the same; x [B, N, C]."""
    g = torch.exp(-squares / (2 * sigma[:, :, None] ** 2)) * weight[:, None, :]
    return torch.matmul(g / g.sum(-1, keepdim=True), x)


class Transformer(torch.nn.Module):
    """Features of tokens [B, N, WIDTH] -> classes; each attention's output is pooled."""

    def forward(self, x, *weights):
        *layers, head = weights
        for i in range(LAYERS):
            x = self.layer(x, *layers[6 * i : 6 * i + 6])
        return torch.matmul(norm(x).mean(1), head)

    def layer(self, x, qkv, out, hidden, logits, up, down):
        batch, length, _ = x.shape
        q, k, v = torch.matmul(norm(x), qkv).split(WIDTH, dim=-1)
        q, k, v = (
            t.reshape(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for t in (q, k, v)
        )
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS)
        y = torch.matmul(F.softmax(scores, dim=-1), v)
        x = x + torch.matmul(y.transpose(1, 2).reshape(batch, length, WIDTH), out)
        x = self.pool(x, hidden, logits)
        return x + torch.matmul(F.relu(torch.matmul(norm(x), up)), down)

    def pool(self, x, hidden, logits):
        length = x.shape[1]
        u = F.relu(F.conv1d(x.transpose(1, 2), hidden, padding=1))
        u = F.conv1d(u, logits, padding=1)
        place = torch.arange(length).to(x.dtype)
        squares = (place[None, :] - place[:, None]) ** 2
        sigma = REACH * length * torch.sigmoid(u[:, 1])
        return gather(x, torch.sigmoid(u[:, 0]), sigma, squares)


class ConvNet(torch.nn.Module):
    """Images [B, 3, H, W] -> classes; pooling on the grid, then every other pixel."""

    def forward(self, x, *weights):
        *layers, head = weights
        for i in range(2):
            x = F.relu(F.conv2d(x, layers[2 * i], padding=1))
            x = self.pool(x, layers[2 * i + 1])[:, :, ::2, ::2]
        return torch.matmul(x.mean((2, 3)), head)

    def pool(self, x, logits):
        batch, channels, high, wide = x.shape
        u = F.conv2d(x, logits, padding=1)
        y = torch.arange(high)[:, None].expand(high, wide).reshape(-1).to(x.dtype)
        z = torch.arange(wide)[None, :].expand(high, wide).reshape(-1).to(x.dtype)
        squares = (y[None] - y[:, None]) ** 2 + (z[None] - z[:, None]) ** 2
        weight, size = torch.sigmoid(u).reshape(batch, 2, high * wide).unbind(1)
        tokens = x.reshape(batch, channels, high * wide).transpose(1, 2)
        pooled = gather(tokens, weight, REACH * high * size, squares)
        return pooled.transpose(1, 2).reshape(batch, channels, high, wide)


MODELS = {"transformer": Transformer, "convnet": ConvNet}
