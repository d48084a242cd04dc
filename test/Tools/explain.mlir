// The report on one attention: sizes, drawing, work, schedule, tiles.
// RUN: attn-explain %s --target=linalg --size=64 --operand=8 | FileCheck %s
// REQUIRES: attn-explain

// CHECK: explain.mlir:[[@LINE+8]]:8: attn.attention in @causal, as written
// CHECK-NEXT: shape       B 2, H 4 on 2 key heads, Nq 64, Nk 64, Dk 16, Dv 8, f32
// CHECK-NEXT: pattern     #attn.causal
// CHECK-NEXT: normalizer  #attn.softmax, 1 pass over the keys
// CHECK-NEXT: drawn       a cell is 2 queries (down) x 2 keys (right); # all, + some, . none
// CHECK-NEXT: {{^}}    +...............................{{$}}
// CHECK-NEXT: {{^}}    #+..............................{{$}}
func.func @causal(%q: tensor<2x4x64x16xf32>, %k: tensor<2x2x64x16xf32>, %v: tensor<2x2x64x8xf32>) -> tensor<2x4x64x8xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.causal)
    schedule(<structure = "loops", tiles = [1, 1, 16, 16]>)
    : (tensor<2x4x64x16xf32>, tensor<2x2x64x16xf32>, tensor<2x2x64x8xf32>) -> tensor<2x4x64x8xf32>
  return %o : tensor<2x4x64x8xf32>
}
// 64 * 65 / 2 of 64 * 64 pairs, 2 * (16 + 8) operations each, 4 heads, 2 batches.
// CHECK: density     50.8 % of the pairs
// CHECK-NEXT: work        798.72 KFLOP in the products
// CHECK-NEXT: schedule    #attn.schedule<structure = "loops", tiles = [1, 1, 16, 16]>
// CHECK: tiles       64 of 16 x 16 a batch entry: 24 empty (37.5 %), 24 full, 16 partial

// Sizes known at run time are assumed, per-head patterns drawn twice.
// CHECK: attn.attention in @dynamic, as written
// CHECK: assumed     Nq = 64, Nk = 64, pattern operand 0 = 8, lengths are full
// CHECK: score       1 operation a pair
// CHECK: head 0
// CHECK: head 3
// CHECK: empty rows
func.func @dynamic(%q: tensor<1x4x?x16xbf16>, %k: tensor<1x4x?x16xbf16>, %v: tensor<1x4x?x16xbf16>, %w: index, %l: tensor<1xi32>) -> tensor<1x4x?x16xbf16> {
  %o = attn.attention %q, %k, %v
    pattern(#attn.set<"(h, q, k)[w] : (q - k - h * 8 >= 0, k + w + h * 8 - q >= 0)">)[%w]
    lengths(%l : tensor<1xi32>)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %t = math.tanh %s : f32
      attn.yield %t : f32
    } : (tensor<1x4x?x16xbf16>, tensor<1x4x?x16xbf16>, tensor<1x4x?x16xbf16>) -> tensor<1x4x?x16xbf16>
  return %o : tensor<1x4x?x16xbf16>
}


// The passes of a plan, and nothing of the sweeps that they become.
// CHECK: attn.attention in @several, as written
// CHECK: normalizer  #attn.sinkhorn<5>, 5 passes over the pairs: 2 times rows and columns, weights
// CHECK-NOT: attn.partial
// CHECK: attn.attention in @several, as written
// CHECK: normalizer  #attn.entmax15, at most 34 passes over the pairs: rows, up to 32 times rows, weights
func.func @several(%q: tensor<1x2x64x16xf32>) -> tensor<1x2x64x16xf32> {
  %a = attn.attention %q, %q, %q normalizer(#attn.sinkhorn<5>) : (tensor<1x2x64x16xf32>, tensor<1x2x64x16xf32>, tensor<1x2x64x16xf32>) -> tensor<1x2x64x16xf32>
  %b = attn.attention %q, %q, %a normalizer(#attn.entmax15) : (tensor<1x2x64x16xf32>, tensor<1x2x64x16xf32>, tensor<1x2x64x16xf32>) -> tensor<1x2x64x16xf32>
  return %b : tensor<1x2x64x16xf32>
}

// Where an attention comes from, and what stays a tensor in memory.
// CHECK: attn.attention in @pool, made of attn.context_pool at {{.*}}explain.mlir:[[@LINE+2]]:8
func.func @pool(%x: tensor<1x9x8xf32>, %w: tensor<1x9xf32>) -> tensor<1x9x8xf32> {
  %y = attn.context_pool %x, %w, %w : tensor<1x9x8xf32>, tensor<1x9xf32>, tensor<1x9xf32>
  return %y : tensor<1x9x8xf32>
}
// CHECK: 5 attentions for target linalg
// CHECK-NEXT: explain.mlir:[[@LINE+2]]:8: attn.normalize in @probabilities, not fused: its result is a tensor in memory
func.func @probabilities(%s: tensor<1x2x4x8xf32>) -> tensor<1x2x4x8xf32> {
  %p = attn.normalize %s : tensor<1x2x4x8xf32> -> tensor<1x2x4x8xf32>
  return %p : tensor<1x2x4x8xf32>
}

// CHECK-NEXT: explain.mlir:[[@LINE+5]]:8: attn.scores in @parts, tiled with what stands between the parts
// CHECK-NEXT: attn.normalize in @parts, tiled
// CHECK-NEXT: attn.aggregate in @parts, tiled
func.func @parts(%q: tensor<1x2x8x4xf32>, %k: tensor<1x2x8x4xf32>, %v: tensor<1x2x8x4xf32>, %e: tensor<1x2x8x8xf32>)
    -> tensor<1x2x8x4xf32> {
  %s = attn.scores %q, %k : (tensor<1x2x8x4xf32>, tensor<1x2x8x4xf32>) -> tensor<1x2x8x8xf32>
  %p = attn.normalize %s : tensor<1x2x8x8xf32> -> tensor<1x2x8x8xf32>
  %m = linalg.mul ins(%p, %e : tensor<1x2x8x8xf32>, tensor<1x2x8x8xf32>) outs(%e : tensor<1x2x8x8xf32>) -> tensor<1x2x8x8xf32>
  %o = attn.aggregate %m, %v : (tensor<1x2x8x8xf32>, tensor<1x2x8x4xf32>) -> tensor<1x2x8x4xf32>
  return %o : tensor<1x2x8x4xf32>
}

// A target that knows its rates says what bounds the work.
// RUN: attn-explain %s --target=cpu --size=64 --operand=8 | FileCheck %s --check-prefix=BOUND
// BOUND: work        798.72 KFLOP in the products
// BOUND-NEXT: bound       {{arithmetic|memory}}: on one core at least {{.*}}cycles for the products, {{.*}}cycles for reading and writing once
