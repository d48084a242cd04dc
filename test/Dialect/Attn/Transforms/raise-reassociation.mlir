// RUN: attn-opt %s --attn-raise | FileCheck %s

// Upstream's verifier reads 32 bits of the numbers in a reassociation, so that
// others pass: only how many there are counts.
// CHECK-LABEL: func.func @beyond_32_bits
// CHECK: linalg.batch_matmul
// CHECK: tensor.expand_shape
func.func @beyond_32_bits(%a: tensor<6x1x2xf32>, %b: tensor<6x2x1xf32>, %c: tensor<6x1x1xf32>) -> tensor<2x3x1x1xf32> {
  %zero = arith.constant 0.0 : f32
  %f = linalg.fill ins(%zero : f32) outs(%c : tensor<6x1x1xf32>) -> tensor<6x1x1xf32>
  %p = linalg.batch_matmul ins(%a, %b : tensor<6x1x2xf32>, tensor<6x2x1xf32>) outs(%f : tensor<6x1x1xf32>) -> tensor<6x1x1xf32>
  %e = tensor.expand_shape %p [[4294967296, 1], [2], [3]] output_shape [2, 3, 1, 1] : tensor<6x1x1xf32> into tensor<2x3x1x1xf32>
  return %e : tensor<2x3x1x1xf32>
}
