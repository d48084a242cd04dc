// Sizes of the result come from both arguments; sizes must agree.
func.func @outer(%a: tensor<?xf32>, %b: tensor<3x?xf32>, %s: f32) -> (tensor<?x?xf32>, f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %m = tensor.dim %a, %c0 : tensor<?xf32>
  %n = tensor.dim %b, %c1 : tensor<3x?xf32>
  %lt = arith.cmpi sle, %m, %n : index
  cf.assert %lt, "m <= n"
  %row = tensor.extract_slice %b[1, 0] [1, %n] [1, 1] : tensor<3x?xf32> to tensor<?xf32>
  %e = tensor.empty(%m, %n) : tensor<?x?xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
      ins(%a, %row : tensor<?xf32>, tensor<?xf32>) outs(%e : tensor<?x?xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %p = arith.mulf %x, %y : f32
    %q = arith.addf %p, %s : f32
    linalg.yield %q : f32
  } -> tensor<?x?xf32>
  return %r, %s : tensor<?x?xf32>, f32
}
