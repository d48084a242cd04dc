"""The modules that are timed, as a user of PyTorch writes them."""

import torch

B, H, N, D, HIDDEN, WIDTH = 1, 12, 2048, 64, 32, 3


def scores(q, k):
    return q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5


class DapeV2(torch.nn.Module):
    """DAPE V2 with ALiBi as released: both convolutions mix all heads."""

    def forward(self, q, k, v, w1, b1, w2, b2, slope):
        n, p = q.shape[2], w1.shape[-1] // 2
        s = scores(q, k)
        i = torch.arange(n)
        d = i[:, None] - i[None, :]
        bias = (-slope[:, None, None] * d.clamp(min=0)).expand_as(s)
        z = torch.cat([s, bias], 1).tril()
        u = torch.nn.functional.leaky_relu(torch.nn.functional.conv2d(z, w1, b1, padding=(0, p)))
        f = torch.nn.functional.conv2d(u, w2, b2, padding=(0, p))
        logits = (s + bias + f).masked_fill(d < 0, torch.finfo(torch.float32).min)
        return logits.softmax(-1) @ v


class TalkingHeads(torch.nn.Module):
    """Heads mixed before and after the softmax."""

    def forward(self, q, k, v, before, after):
        s = torch.einsum("bhqk,hg->bgqk", scores(q, k), before)
        p = torch.einsum("bhqk,hg->bgqk", s.softmax(-1), after)
        return p @ v


def inputs(name, heads=H, length=N):
    generator = torch.Generator().manual_seed(7)
    make = lambda *shape, scale=1.0: torch.randn(*shape, generator=generator) * scale  # noqa: E731
    qkv = [make(B, heads, length, D) for _ in range(3)]
    if name == "talking_heads":
        return (*qkv, make(heads, heads, scale=heads**-0.5), make(heads, heads, scale=heads**-0.5))
    fan = lambda channels: (channels * WIDTH) ** -0.5  # noqa: E731
    slope = torch.tensor([2.0 ** (-8 * (h + 1) / heads) for h in range(heads)])
    return (*qkv, make(HIDDEN, 2 * heads, 1, WIDTH, scale=fan(2 * heads)), make(HIDDEN, scale=0.1),
            make(heads, HIDDEN, 1, WIDTH, scale=fan(HIDDEN)), make(heads, scale=0.1), slope)  # fmt: skip


MODULES = {"dape_v2": DapeV2, "talking_heads": TalkingHeads}
