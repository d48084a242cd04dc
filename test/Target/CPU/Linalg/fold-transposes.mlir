// RUN: attn-opt %s --attn-fold-transposes --canonicalize | FileCheck %s

// CHECK-DAG: #[[B:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>

// torch's linear layer: the transposed weight is read as it lies.
// CHECK-LABEL: func.func @linear(
// CHECK-SAME:    %[[A:.*]]: tensor<?x64xf32>, %[[W:.*]]: tensor<32x64xf32>
// CHECK-NOT:     linalg.transpose
// CHECK:         linalg.generic {indexing_maps = [#{{.*}}, #[[B]], #{{.*}}]
// CHECK-SAME:    ins(%[[A]], %[[W]]
func.func @linear(%a: tensor<?x64xf32>, %w: tensor<32x64xf32>, %o: tensor<?x32xf32>) -> tensor<?x32xf32> {
  %e = tensor.empty() : tensor<64x32xf32>
  %t = linalg.transpose ins(%w : tensor<32x64xf32>) outs(%e : tensor<64x32xf32>) permutation = [1, 0]
  %r = linalg.matmul ins(%a, %t : tensor<?x64xf32>, tensor<64x32xf32>) outs(%o : tensor<?x32xf32>) -> tensor<?x32xf32>
  return %r : tensor<?x32xf32>
}

// A batch dimension would be the contiguous one: the transpose stays.
// CHECK-LABEL: func.func @noop(
// CHECK:         linalg.transpose
// CHECK:         linalg.batch_matmul
func.func @noop(%a: tensor<4x8x16xf32>, %b: tensor<16x32x4xf32>, %o: tensor<4x8x32xf32>) -> tensor<4x8x32xf32> {
  %e = tensor.empty() : tensor<4x16x32xf32>
  %t = linalg.transpose ins(%b : tensor<16x32x4xf32>) outs(%e : tensor<4x16x32xf32>) permutation = [2, 0, 1]
  %r = linalg.batch_matmul ins(%a, %t : tensor<4x8x16xf32>, tensor<4x16x32xf32>) outs(%o : tensor<4x8x32xf32>) -> tensor<4x8x32xf32>
  return %r : tensor<4x8x32xf32>
}
