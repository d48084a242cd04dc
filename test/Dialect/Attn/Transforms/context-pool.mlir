// RUN: attn-opt %s --attn-fuse | FileCheck %s

// log sigmoid(w) as -(max(-w, 0) + log(1 + exp(-|w|))), -1 / (2 sigma^2), each one
// vector; the attention has neither queries nor keys.
// CHECK-LABEL: func.func @pool
// CHECK: %[[N:.*]] = tensor.dim %arg0, %c1
// CHECK: %[[W:.*]] = linalg.generic {{.*}} ins(%arg1 : tensor<?x?xf16>)
// CHECK: math.log
// CHECK: %[[C:.*]] = linalg.generic {{.*}} ins(%arg2 : tensor<?x?xf16>)
// CHECK: arith.maximumf
// CHECK: attn.attention %arg0 queries(%[[N]]) pattern(#attn.causal) score(%{{.*}}: f32, %[[B:.*]]: index, %{{.*}}: index, %[[I:.*]]: index, %[[J:.*]]: index)
// CHECK-NEXT: %[[LW:.*]] = tensor.extract %[[W]][%[[B]], %[[J]]] : tensor<?x?xf32>
// CHECK-NEXT: %[[F:.*]] = tensor.extract %[[C]][%[[B]], %[[I]]] : tensor<?x?xf32>
// CHECK: %[[T:.*]] = arith.mulf %{{.*}}, %[[F]]
// CHECK: %[[R:.*]] = arith.addf %[[LW]], %[[T]]
// CHECK-NEXT: attn.yield %[[R]]
func.func @pool(%x: tensor<?x?x8xf16>, %w: tensor<?x?xf16>, %s: tensor<?x?xf16>) -> tensor<?x?x8xf16> {
  %y = attn.context_pool %x, %w, %s causal : tensor<?x?x8xf16>, tensor<?x?xf16>, tensor<?x?xf16>
  return %y : tensor<?x?x8xf16>
}

// With exp the logits are the logarithms; n = 1 leaves no product with N.
// CHECK-LABEL: func.func @pool_exp
// CHECK-NOT: math.log
// CHECK-NOT: arith.sitofp
// CHECK: attn.attention %arg0 score(
func.func @pool_exp(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf32>, %s: tensor<2x9xf32>) -> tensor<2x9x8xf32> {
  %y = attn.context_pool %x, %w, %s weight_act(exp) size_act(identity) {scale_by_n = false} : tensor<2x9x8xf32>, tensor<2x9xf32>, tensor<2x9xf32>
  return %y : tensor<2x9x8xf32>
}
