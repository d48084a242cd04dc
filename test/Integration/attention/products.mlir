// RUN: %run-all-targets %s
// REQUIRES: attn-run

// A product whose result has loops that no factor has.
// dims: 3,5,2,3,5
#a = affine_map<(b, r, m, n, k) -> (b, m, k)>
#b = affine_map<(b, r, m, n, k) -> (b, n, k)>
#c = affine_map<(b, r, m, n, k) -> (b, r, m, n)>
func.func @repeated(%a: tensor<2x?x8xf32>, %b: tensor<2x?x8xf32>, %init: tensor<2x?x?x?xf32>)
    -> tensor<2x?x?x?xf32> {
  %r = linalg.generic {indexing_maps = [#a, #b, #c],
      iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<2x?x8xf32>, tensor<2x?x8xf32>) outs(%init : tensor<2x?x?x?xf32>) {
  ^bb0(%x: f32, %y: f32, %sum: f32):
    %p = arith.mulf %x, %y : f32
    %s = arith.addf %sum, %p : f32
    linalg.yield %s : f32
  } -> tensor<2x?x?x?xf32>
  return %r : tensor<2x?x?x?xf32>
}
