// RUN: attn-opt --attn-tile-parts="query-tile=16 key-tile=8" --canonicalize --cse %s | FileCheck %s

// A 1 x 3 convolution over the keys that mixes the heads: a tile of scores is
// larger than the tile of what it becomes by one key on either side, clipped.

// CHECK: #[[CONV:map[0-9]*]] = affine_map<(d0, d1, d2, d3, d4) -> (d3, d2 + d4, d1)>
// CHECK-LABEL: func @convolution
// CHECK: scf.forall (%[[ROW:.*]]) = (0) to (64) step (16)
// Only the keys that the last row of the tile sees.
// CHECK: %[[HI:.*]] = arith.addi %[[ROW]], %c16
// CHECK: scf.for %[[KEY:.*]] = %{{.*}} to %{{.*}} step %c8
// CHECK: %[[FIRST:.*]] = arith.subi %[[KEY]], %c1
// CHECK: arith.maxsi %[[FIRST]], %c0
// The padded tile and, in it, the scores.
// CHECK: tensor.insert_slice
// CHECK: linalg.generic {indexing_maps = [#[[CONV]],
// CHECK: attn.finalize
func.func @convolution(%q: tensor<1x2x64x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>,
                       %w: tensor<2x2x1x3xf32>) -> tensor<1x2x64x8xf32> {
  %zero = arith.constant 0.0 : f32
  %s = attn.scores %q, %k : (tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x64xf32>
  %padded = tensor.pad %s low[0, 0, 0, 1] high[0, 0, 0, 1] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %zero : f32
  } : tensor<1x2x64x64xf32> to tensor<1x2x64x66xf32>
  %empty = tensor.empty() : tensor<1x2x64x64xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<1x2x64x64xf32>) -> tensor<1x2x64x64xf32>
  %c = linalg.conv_2d_nchw_fchw ins(%padded, %w : tensor<1x2x64x66xf32>, tensor<2x2x1x3xf32>)
    outs(%init : tensor<1x2x64x64xf32>) -> tensor<1x2x64x64xf32>
  %p = attn.normalize %c pattern(#attn.causal) : tensor<1x2x64x64xf32> -> tensor<1x2x64x64xf32>
  %o = attn.aggregate %p, %v : (tensor<1x2x64x64xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %o : tensor<1x2x64x8xf32>
}
