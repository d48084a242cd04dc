// RUN: attn-opt %s --attn-clone-destinations | FileCheck %s

// One fill for two products: each gets its own, before it.
// CHECK-LABEL: func.func @shared(
// CHECK:         %[[F0:.*]] = linalg.fill
// CHECK:         linalg.matmul {{.*}} outs(%[[F0]]
// CHECK:         %[[F1:.*]] = linalg.fill
// CHECK:         linalg.matmul {{.*}} outs(%[[F1]]
func.func @shared(%a: tensor<4x4xf32>, %b: tensor<4x4xf32>) -> (tensor<4x4xf32>, tensor<4x4xf32>) {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x4xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  %x = linalg.matmul ins(%a, %b : tensor<4x4xf32>, tensor<4x4xf32>) outs(%f : tensor<4x4xf32>) -> tensor<4x4xf32>
  %y = linalg.matmul ins(%b, %a : tensor<4x4xf32>, tensor<4x4xf32>) outs(%f : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %x, %y : tensor<4x4xf32>, tensor<4x4xf32>
}

// A fill with one use stays.
// CHECK-LABEL: func.func @noop(
// CHECK-COUNT-1: linalg.fill
// CHECK-NOT:   linalg.fill
func.func @noop(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x4xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %f : tensor<4x4xf32>
}
