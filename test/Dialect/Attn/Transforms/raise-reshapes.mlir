// Reshapes to sizes that are computed.
// RUN: attn-opt %s --attn-raise --canonicalize | FileCheck %s

// The number of elements stays: the batch of both is the same.
// CHECK-LABEL: func.func @batch_and_heads
// CHECK-NOT: cf.assert
// CHECK: tensor.collapse_shape %{{.*}} {{\[}}[0, 1], [2], [3, 4]] : tensor<?x4x?x24x1xf32> into tensor<?x?x24xf32>
// CHECK-NOT: tensor.reshape
func.func @batch_and_heads(%x: tensor<?x4x?x24x1xf32>, %batch: i64) -> tensor<?x?x24xf32> {
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : i64
  %c24 = arith.constant 24 : i64
  %d = tensor.dim %x, %c2 : tensor<?x4x?x24x1xf32>
  %n = arith.index_cast %d : index to i64
  %bh = arith.muli %batch, %c4 : i64
  %s = tensor.from_elements %bh, %n, %c24 : tensor<3xi64>
  %r = tensor.reshape %x(%s) : (tensor<?x4x?x24x1xf32>, tensor<3xi64>) -> tensor<?x?x24xf32>
  return %r : tensor<?x?x24xf32>
}

// Merged, then split elsewhere, with a size of 1 that goes.
// CHECK-LABEL: func.func @both
// CHECK: %[[C:.*]] = tensor.collapse_shape %{{.*}} {{\[}}[0, 1, 2], [3]] : tensor<?x6x1x?xf32> into tensor<?x?xf32>
// CHECK: tensor.expand_shape %[[C]] {{\[}}[0, 1], [2]] output_shape [%{{.*}}, 3, %{{.*}}] : tensor<?x?xf32> into tensor<?x3x?xf32>
// CHECK-NOT: tensor.reshape
func.func @both(%x: tensor<?x6x1x?xf32>) -> tensor<?x3x?xf32> {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %b = tensor.dim %x, %c0 : tensor<?x6x1x?xf32>
  %n = tensor.dim %x, %c3 : tensor<?x6x1x?xf32>
  %b2 = arith.muli %b, %c2 : index
  %s = tensor.from_elements %b2, %c3, %n : tensor<3xindex>
  %r = tensor.reshape %x(%s) : (tensor<?x6x1x?xf32>, tensor<3xindex>) -> tensor<?x3x?xf32>
  return %r : tensor<?x3x?xf32>
}

// Sizes of another argument that stand at the same places: where a product reads
// them, they have to agree.
// CHECK-LABEL: func.func @sizes_of_another
// CHECK-DAG: cf.assert %{{.*}}, "expected arguments 0 and 1 to agree on the size of dimension 0"
// CHECK-DAG: cf.assert %{{.*}}, "expected arguments 0 and 1 to agree on the size of dimension 1"
// CHECK: tensor.collapse_shape %{{.*}} {{\[}}[0], [1, 2]] : tensor<?x?x4xf32> into tensor<?x?xf32>
// CHECK-NOT: tensor.reshape
func.func @sizes_of_another(%x: tensor<?x?x4xf32>, %y: tensor<?x?x4xf32>, %w: tensor<?x8xf32>, %o: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %b = tensor.dim %y, %c0 : tensor<?x?x4xf32>
  %n = tensor.dim %y, %c1 : tensor<?x?x4xf32>
  %n4 = arith.muli %n, %c4 : index
  %s = tensor.from_elements %b, %n4 : tensor<2xindex>
  %r = tensor.reshape %x(%s) : (tensor<?x?x4xf32>, tensor<2xindex>) -> tensor<?x?xf32>
  %p = linalg.matmul ins(%r, %w : tensor<?x?xf32>, tensor<?x8xf32>) outs(%o : tensor<?x8xf32>) -> tensor<?x8xf32>
  return %p : tensor<?x8xf32>
}

// Without one it is what it says.
// CHECK-LABEL: func.func @no_product
// CHECK-NOT: cf.assert
// CHECK: tensor.reshape
func.func @no_product(%x: tensor<?x?x4xf32>, %y: tensor<?x?x4xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %b = tensor.dim %y, %c0 : tensor<?x?x4xf32>
  %n = tensor.dim %y, %c1 : tensor<?x?x4xf32>
  %n4 = arith.muli %n, %c4 : index
  %s = tensor.from_elements %b, %n4 : tensor<2xindex>
  %r = tensor.reshape %x(%s) : (tensor<?x?x4xf32>, tensor<2xindex>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}

// Sizes that change places make another tensor, whoever they are read from.
// CHECK-LABEL: func.func @exchanged
// CHECK-NOT: cf.assert
// CHECK-COUNT-2: tensor.reshape
func.func @exchanged(%x: tensor<?x?xf32>, %y: tensor<?x?xf32>) -> (tensor<?x?xf32>, tensor<?x?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %b = tensor.dim %x, %c0 : tensor<?x?xf32>
  %n = tensor.dim %x, %c1 : tensor<?x?xf32>
  %s = tensor.from_elements %n, %b : tensor<2xindex>
  %r = tensor.reshape %x(%s) : (tensor<?x?xf32>, tensor<2xindex>) -> tensor<?x?xf32>
  %m = tensor.dim %y, %c1 : tensor<?x?xf32>
  %c = tensor.dim %y, %c0 : tensor<?x?xf32>
  %t = tensor.from_elements %m, %c : tensor<2xindex>
  %u = tensor.reshape %x(%t) : (tensor<?x?xf32>, tensor<2xindex>) -> tensor<?x?xf32>
  return %r, %u : tensor<?x?xf32>, tensor<?x?xf32>
}

// So do those of a tensor with one size of each argument.
// CHECK-LABEL: func.func @exchanged_pairs
// CHECK-NOT: cf.assert
// CHECK: tensor.reshape
func.func @exchanged_pairs(%x: tensor<?x?xf32>, %y: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c1 : tensor<?x?xf32>
  %m = tensor.dim %y, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%n, %m) : tensor<?x?xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %s = tensor.from_elements %m, %n : tensor<2xindex>
  %r = tensor.reshape %f(%s) : (tensor<?x?xf32>, tensor<2xindex>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}
