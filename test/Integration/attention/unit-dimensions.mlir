// RUN: %run-all-targets %s
// REQUIRES: attn-run

// An operand between reshapes with unit dimensions: which of them a slice drops
// must not change the strides that a buffer of the caller is read with.
func.func @unit_dimensions(%q: tensor<1x3x16x8xf32>, %k: tensor<1x3x16x8xf32>,
    %v: tensor<1x3x16x8xf32>) -> tensor<1x6x8x8xf32> {
  %x = tensor.expand_shape %q [[0], [1], [2, 3, 4, 5, 6], [7]]
    output_shape [1, 3, 1, 1, 2, 8, 1, 8] : tensor<1x3x16x8xf32> into tensor<1x3x1x1x2x8x1x8xf32>
  %e = tensor.empty() : tensor<1x3x2x1x1x1x8x8xf32>
  %t = linalg.transpose ins(%x : tensor<1x3x1x1x2x8x1x8xf32>)
    outs(%e : tensor<1x3x2x1x1x1x8x8xf32>) permutation = [0, 1, 4, 6, 2, 3, 5, 7]
  %c = tensor.collapse_shape %t [[0], [1, 2, 3, 4], [5, 6], [7]]
    : tensor<1x3x2x1x1x1x8x8xf32> into tensor<1x6x8x8xf32>
  %o = attn.attention %c, %k, %v
    : (tensor<1x6x8x8xf32>, tensor<1x3x16x8xf32>, tensor<1x3x16x8xf32>)
    -> tensor<1x6x8x8xf32>
  return %o : tensor<1x6x8x8xf32>
}
