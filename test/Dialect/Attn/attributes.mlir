// Patterns and normalisers as attributes.
// RUN: attn-opt %s --verify-roundtrip | FileCheck %s
// RUN: attn-opt %s --emit-bytecode | attn-opt | FileCheck %s

#per_head = affine_set<(h, q, k) : (q - k - h * 8 >= 0)>

// CHECK-LABEL: @patterns
module @patterns attributes {
  // CHECK-DAG: a.full = #attn.full
  a.full = #attn.full,
  // CHECK-DAG: a.causal = #attn.causal
  a.causal = #attn.causal,
  // CHECK-DAG: a.window = #attn.window<left = 255, right = 0>
  a.window = #attn.window<left = 255, right = 0>,
  // CHECK-DAG: a.window_dynamic = #attn.window<left = ?, right = ?>
  a.window_dynamic = #attn.window<left = ?, right = ?>,
  // CHECK-DAG: a.prefix = #attn.prefix<7>
  a.prefix = #attn.prefix<7>,
  // CHECK-DAG: a.sink = #attn.sink<?>
  a.sink = #attn.sink<?>,
  // CHECK-DAG: a.block_local = #attn.block_local<64>
  a.block_local = #attn.block_local<64>,
  // CHECK-DAG: a.dilated = #attn.dilated<rate = 4, width = 16>
  a.dilated = #attn.dilated<rate = 4, width = 16>,
  // CHECK-DAG: a.dilated_dynamic = #attn.dilated<rate = 4, width = ?>
  a.dilated_dynamic = #attn.dilated<rate = 4, width = ?>,
  // CHECK-DAG: a.strided = #attn.strided<stride = 8, local = 3>
  a.strided = #attn.strided<stride = 8, local = 3>,
  // CHECK-DAG: a.strided_dynamic = #attn.strided<stride = 8, local = ?>
  a.strided_dynamic = #attn.strided<stride = 8, local = ?>,
  // CHECK-DAG: a.fixed = #attn.fixed<block = 16, summary = 2>
  a.fixed = #attn.fixed<block = 16, summary = 2>,
  // CHECK-DAG: a.fixed_dynamic = #attn.fixed<block = 16, summary = ?>
  a.fixed_dynamic = #attn.fixed<block = 16, summary = ?>,
  // CHECK-DAG: a.global = #attn.global<[0, ?, 7]>
  a.global = #attn.global<[0, ?, 7]>,
  // CHECK-DAG: a.neighborhood = #attn.neighborhood<grid = [9, 8], kernel = [3, 5]>
  a.neighborhood = #attn.neighborhood<grid = [9, 8], kernel = [3, 5]>,
  // CHECK-DAG: a.neighborhood_dilated = #attn.neighborhood<grid = [6, 9, 8], kernel = [1, 3, 3], dilation = [1, 3, 2]>
  a.neighborhood_dilated = #attn.neighborhood<grid = [6, 9, 8], kernel = [1, 3, 3], dilation = [1, 3, 2]>,
  // CHECK-DAG: a.swin = #attn.swin<grid = [9, 8], window = [4, 4]>
  a.swin = #attn.swin<grid = [9, 8], window = [4, 4]>,
  // CHECK-DAG: a.swin_shifted = #attn.swin<grid = [8, 8], window = [4, 4], shift = [2, 2]>
  a.swin_shifted = #attn.swin<grid = [8, 8], window = [4, 4], shift = [2, 2]>,
  // CHECK-DAG: a.transposed = #attn.transposed<#attn.window<left = ?, right = 1>>
  a.transposed = #attn.transposed<#attn.window<left = ?, right = 1>>,
  // CHECK-DAG: a.reordered = #attn.reordered<#attn.causal, queries = <grid = [8], before = [2], digits = [3, 4], permutation = [1, 0], classes = 1>, keys = <grid = [8], before = [0], digits = [8], permutation = [0], classes = 0>, group = 2>
  a.reordered = #attn.reordered<#attn.causal, queries = <grid = [8], before = [2], digits = [3, 4], permutation = [1, 0], classes = 1>, keys = <grid = [8], before = [0], digits = [8], permutation = [0], classes = 0>, group = 2>,
  // CHECK-DAG: a.per_head = #attn.per_head<[#attn.full, #attn.window<left = ?, right = 0>]>
  a.per_head = #attn.per_head<[#attn.full, #attn.window<left = ?, right = 0>]>,
  // CHECK-DAG: a.set = #attn.set<"(d0, d1)[s0] : (d0 - d1 >= 0, -d1 + s0 - 1 >= 0)">
  a.set = #attn.set<"(q, k)[n] : (q - k >= 0, n - k - 1 >= 0)">,
  // CHECK-DAG: a.set_named = #attn.set<"(d0, d1, d2) : (d1 - d2 - d0 * 8 >= 0)">
  a.set_named = #attn.set<#per_head>,
  // CHECK-DAG: a.union = #attn.union<[#attn.causal, #attn.prefix<?>]>
  a.union = #attn.union<[#attn.causal, #attn.prefix<?>]>,
  // CHECK-DAG: a.intersect = #attn.intersect<[#attn.causal, #attn.complement<#attn.block_local<4>>]>
  a.intersect = #attn.intersect<[#attn.causal, #attn.complement<#attn.block_local<4>>]>
} {}

// CHECK-LABEL: @normalizers
module @normalizers attributes {
  // CHECK-DAG: a.softmax = #attn.softmax
  a.softmax = #attn.softmax,
  // CHECK-DAG: a.softmax_sink = #attn.softmax_sink
  a.softmax_sink = #attn.softmax_sink,
  // CHECK-DAG: a.scalable_softmax = #attn.scalable_softmax
  a.scalable_softmax = #attn.scalable_softmax,
  // CHECK-DAG: a.softmax_plus_one = #attn.softmax_plus_one
  a.softmax_plus_one = #attn.softmax_plus_one,
  // CHECK-DAG: a.sigmoid = #attn.sigmoid
  a.sigmoid = #attn.sigmoid,
  // CHECK-DAG: a.relu_moments = #attn.relu_moments<2, 3>
  a.relu_moments = #attn.relu_moments<2, 3>,
  // CHECK-DAG: a.sinkhorn = #attn.sinkhorn<3>
  a.sinkhorn = #attn.sinkhorn<3>,
  // CHECK-DAG: a.column_softmax = #attn.column_softmax
  a.column_softmax = #attn.column_softmax,
  // CHECK-DAG: a.slot = #attn.slot
  a.slot = #attn.slot,
  // CHECK-DAG: a.sparsemax = #attn.sparsemax
  a.sparsemax = #attn.sparsemax,
  // CHECK-DAG: a.entmax15 = #attn.entmax15
  a.entmax15 = #attn.entmax15,
  // CHECK-DAG: a.relu_pow = #attn.relu_pow<2>
  a.relu_pow = #attn.relu_pow<2>,
  // CHECK-DAG: a.identity = #attn.identity
  a.identity = #attn.identity,
  // CHECK-DAG: a.exp = #attn.exp
  a.exp = #attn.exp,
  // CHECK-DAG: a.laplace = #attn.laplace
  a.laplace = #attn.laplace,
  // CHECK-DAG: a.signed_softmax = #attn.signed_softmax
  a.signed_softmax = #attn.signed_softmax,
  // CHECK-DAG: a.hard = #attn.hard
  a.hard = #attn.hard
} {}

// CHECK-LABEL: @schedules
module @schedules attributes {
  // CHECK-DAG: a.plain = #attn.schedule<structure = "s", tiles = [1, 2, 3, 4]>
  a.plain = #attn.schedule<structure = "s", tiles = [1, 2, 3, 4], key_split = 1>,
  // CHECK-DAG: a.some = #attn.schedule<structure = "s", tiles = [1, 2, 3, 4], packing = ["q", "v"]>
  a.some = #attn.schedule<structure = "s", tiles = [1, 2, 3, 4], packing = ["q", "v"]>,
  // CHECK-DAG: a.all = #attn.schedule<structure = "s", tiles = [1, 2, 3, 4], key_split = 2, packing = ["q"], stages = 3>
  a.all = #attn.schedule<structure = "s", tiles = [1, 2, 3, 4], stages = 3, packing = ["q"], key_split = 2>
} {}
