// RUN: attn-opt %s --attn-fuse-elementwise | FileCheck %s

#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>

// An elementwise op joins the reduction that alone reads it; the cube is a
// product.
// CHECK-LABEL: func.func @chain(
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT:   math.fpowi
// CHECK-NOT:   linalg.generic
func.func @chain(%a: tensor<?x8xf32>, %e: tensor<?x8xf32>, %o: tensor<?xf32>) -> tensor<?xf32> {
  %three = arith.constant 3 : i64
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<?x8xf32>) outs(%e : tensor<?x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %p = math.fpowi %in, %three : f32, i64
    linalg.yield %p : f32
  } -> tensor<?x8xf32>
  %s = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<?x8xf32>) outs(%o : tensor<?xf32>) {
  ^bb0(%in: f32, %out: f32):
    %p = arith.addf %in, %out : f32
    linalg.yield %p : f32
  } -> tensor<?xf32>
  return %s : tensor<?xf32>
}

// Two readers, or a product as reader: nothing moves.
// CHECK-LABEL: func.func @noop(
// CHECK-COUNT-1: linalg.generic
// CHECK:       linalg.matmul
func.func @noop(%a: tensor<8x8xf32>, %e: tensor<8x8xf32>) -> (tensor<8x8xf32>) {
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %p = math.exp %in : f32
    linalg.yield %p : f32
  } -> tensor<8x8xf32>
  %m = linalg.matmul ins(%x, %a : tensor<8x8xf32>, tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) -> tensor<8x8xf32>
  return %m : tensor<8x8xf32>
}
