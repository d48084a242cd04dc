// RUN: attn-opt %s --attn-fuse | FileCheck %s

// log sigmoid(w) and sqrt(1/2) / sigma, each one vector; the attention has neither
// queries nor keys.
// CHECK-LABEL: func.func @pool(
// CHECK: %[[N:.*]] = tensor.dim %arg0, %c1
// CHECK: %[[W:.*]] = linalg.generic {{.*}} ins(%arg1 : tensor<?x?xf16>)
// CHECK: math.log
// CHECK: %[[C:.*]] = linalg.generic {{.*}} ins(%arg2 : tensor<?x?xf16>)
// CHECK: arith.maximumf
// CHECK: attn.attention %arg0 queries(%[[N]]) pattern(#attn.causal) score(%{{.*}}: f32, %[[B:.*]]: index, %[[G:.*]]: index, %[[I:.*]]: index, %[[J:.*]]: index)
// CHECK-NEXT: %[[LW:.*]] = tensor.extract %[[W]][%[[B]], %[[G]], %[[J]]] : tensor<?x1x?xf32>
// CHECK-NEXT: %[[F:.*]] = tensor.extract %[[C]][%[[B]], %[[G]], %[[I]]] : tensor<?x1x?xf32>
// CHECK: %[[T:.*]] = arith.mulf %{{.*}}, %[[F]]
// CHECK: %[[S:.*]] = arith.mulf %[[T]], %[[T]]
// CHECK: %[[R:.*]] = arith.subf %[[LW]], %[[S]]
// CHECK-NEXT: attn.yield %[[R]]
func.func @pool(%x: tensor<?x?x8xf16>, %w: tensor<?x?xf16>, %s: tensor<?x?xf16>) -> tensor<?x?x8xf16> {
  %y = attn.context_pool %x, %w, %s causal : tensor<?x?x8xf16>, tensor<?x?xf16>, tensor<?x?xf16>
  return %y : tensor<?x?x8xf16>
}

// With exp the logits are the logarithms; n = 1 leaves no product with N.
// CHECK-LABEL: func.func @pool_exp(
// CHECK-NOT: math.log
// CHECK-NOT: arith.sitofp
// CHECK: attn.attention %arg0 score(
func.func @pool_exp(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf32>, %s: tensor<2x9xf32>) -> tensor<2x9x8xf32> {
  %y = attn.context_pool %x, %w, %s weight_act(exp) size_act(identity) {scale_by_n = false} : tensor<2x9x8xf32>, tensor<2x9xf32>, tensor<2x9xf32>
  return %y : tensor<2x9x8xf32>
}

// A radius is bounds of the keys of a query, which the score compares.
// CHECK-LABEL: func.func @pool_radius(
// CHECK: %[[LO:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<2x1x9xi32>)
// CHECK: %[[HI:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<2x1x9xi32>)
// CHECK: attn.attention
// CHECK: tensor.extract %[[LO]]
// CHECK: tensor.extract %[[HI]]
// CHECK: arith.select %{{.*}}, %{{.*}}, %cst
func.func @pool_radius(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf32>, %s: tensor<2x9xf32>) -> tensor<2x9x8xf32> {
  %y = attn.context_pool %x, %w, %s {radius = 2.0 : f64} : tensor<2x9x8xf32>, tensor<2x9xf32>, tensor<2x9xf32>
  return %y : tensor<2x9x8xf32>
}

// Groups are heads, a grid is one sequence with coordinates; without a division
// by the weights it is the state of the fold.
// CHECK-LABEL: func.func @pool_grid(
// CHECK: tensor.expand_shape %{{.*}} output_shape [2, 12, 2, 4]
// CHECK: attn.partial %{{.*}} queries(%c12) maps(
// CHECK: math.exp
// CHECK: tensor.expand_shape %{{.*}} output_shape [2, 3, 4, 8]
func.func @pool_grid(%x: tensor<2x3x4x8xf32>, %w: tensor<2x3x4x2xf32>, %s: tensor<2x3x4x2xf32>) -> tensor<2x3x4x8xf32> {
  %y = attn.context_pool %x, %w, %s norm(none) : tensor<2x3x4x8xf32>, tensor<2x3x4x2xf32>, tensor<2x3x4x2xf32>
  return %y : tensor<2x3x4x8xf32>
}
