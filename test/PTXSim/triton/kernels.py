"""Triton kernels for the simulator's tests, written for compiling ahead of time."""

import triton
import triton.language as tl


@triton.jit
def add(x, y, out, n, BLOCK: tl.constexpr):
    at = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    inside = at < n
    tl.store(out + at, tl.load(x + at, mask=inside) + tl.load(y + at, mask=inside), mask=inside)


@triton.jit
def softmax(out, x, row_stride, columns, BLOCK: tl.constexpr):
    row = tl.program_id(0)
    at = tl.arange(0, BLOCK)
    values = tl.load(x + row * row_stride + at, mask=at < columns, other=-float("inf"))
    weights = tl.exp(values - tl.max(values, axis=0))
    tl.store(out + row * row_stride + at, weights / tl.sum(weights, axis=0), mask=at < columns)


@triton.jit
def layer_norm(x, weight, bias, out, mean, rstd, columns, eps, BLOCK: tl.constexpr):
    row = tl.program_id(0)
    total = tl.zeros([BLOCK], dtype=tl.float32)
    for start in range(0, columns, BLOCK):
        at = start + tl.arange(0, BLOCK)
        total += tl.load(x + row * columns + at, mask=at < columns, other=0.0).to(tl.float32)
    average = tl.sum(total, axis=0) / columns
    squares = tl.zeros([BLOCK], dtype=tl.float32)
    for start in range(0, columns, BLOCK):
        at = start + tl.arange(0, BLOCK)
        value = tl.load(x + row * columns + at, mask=at < columns, other=0.0).to(tl.float32)
        value = tl.where(at < columns, value - average, 0.0)
        squares += value * value
    scale = 1 / tl.sqrt(tl.sum(squares, axis=0) / columns + eps)
    tl.store(mean + row, average)
    tl.store(rstd + row, scale)
    for start in range(0, columns, BLOCK):
        at = start + tl.arange(0, BLOCK)
        inside = at < columns
        value = tl.load(x + row * columns + at, mask=inside, other=0.0).to(tl.float32)
        value = (value - average) * scale
        value = value * tl.load(weight + at, mask=inside) + tl.load(bias + at, mask=inside)
        tl.store(out + row * columns + at, value, mask=inside)


@triton.jit
def matmul(a, b, c, m, n, k, stride_a, stride_b, stride_c,
           BM: tl.constexpr, BN: tl.constexpr, BK: tl.constexpr):  # fmt: skip
    """c = a b, all row-major with unit inner strides."""
    rows = tl.program_id(0) * BM + tl.arange(0, BM)
    columns = tl.program_id(1) * BN + tl.arange(0, BN)
    inner = tl.arange(0, BK)
    at_a = a + (rows % m)[:, None] * stride_a + inner[None, :]
    at_b = b + inner[:, None] * stride_b + (columns % n)[None, :]
    sums = tl.zeros((BM, BN), dtype=tl.float32)
    for start in range(0, k, BK):
        left = tl.load(at_a, mask=inner[None, :] < k - start, other=0.0)
        right = tl.load(at_b, mask=inner[:, None] < k - start, other=0.0)
        sums = tl.dot(left, right, sums)
        at_a += BK
        at_b += BK * stride_b
    inside = (rows[:, None] < m) & (columns[None, :] < n)
    tl.store(c + rows[:, None] * stride_c + columns[None, :], sums.to(c.dtype.element_ty), mask=inside)


@triton.jit
def attention(q, k, v, out, lse, scale, length,
              D: tl.constexpr, CAUSAL: tl.constexpr, BM: tl.constexpr, BN: tl.constexpr):  # fmt: skip
    """One block of BM queries of one head; q, k, v, out are heads x length x D."""
    head = tl.program_id(1)
    queries = tl.program_id(0) * BM + tl.arange(0, BM)
    keys = tl.arange(0, BN)
    feature = tl.arange(0, D)
    base = head.to(tl.int64) * length * D
    left = tl.load(q + base + queries[:, None] * D + feature[None, :], mask=queries[:, None] < length, other=0.0)
    highest = tl.full([BM], -float("inf"), dtype=tl.float32)
    total = tl.zeros([BM], dtype=tl.float32)
    sums = tl.zeros([BM, D], dtype=tl.float32)
    factor = scale * 1.4426950408889634
    end = length
    if CAUSAL:
        end = tl.minimum(length, (tl.program_id(0) + 1) * BM)
    for start in range(0, end, BN):
        inside = start + keys < length
        right = tl.load(k + base + (start + keys)[None, :] * D + feature[:, None], mask=inside[None, :], other=0.0)
        score = tl.dot(left, right) * factor
        seen = inside[None, :]
        if CAUSAL:
            seen = seen & (queries[:, None] >= (start + keys)[None, :])
        score = tl.where(seen, score, -float("inf"))
        higher = tl.maximum(highest, tl.max(score, 1))
        weight = tl.exp2(score - higher[:, None])
        shrink = tl.exp2(highest - higher)
        total = total * shrink + tl.sum(weight, 1)
        values = tl.load(v + base + (start + keys)[:, None] * D + feature[None, :], mask=inside[:, None], other=0.0)
        sums = tl.dot(weight.to(values.dtype), values, sums * shrink[:, None])
        highest = higher
    inside = queries < length
    tl.store(lse + head * length + queries, (highest + tl.log2(total)) * 0.6931471805599453, mask=inside)
    sums = sums / total[:, None]
    tl.store(out + base + queries[:, None] * D + feature[None, :], sums.to(out.dtype.element_ty), mask=inside[:, None])
