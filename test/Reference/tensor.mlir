// Every op on tensors.
// RUN: attn-run %s --entry=slices --target=interpret --print | FileCheck %s --check-prefix=SLICES
// RUN: attn-run %s --entry=shapes --target=interpret --random-args=1 --dims=6 --print | FileCheck %s --check-prefix=SHAPES
// RUN: attn-run %s --entry=makers --target=interpret --print | FileCheck %s --check-prefix=MAKERS

// SLICES: result 0: 2xi8 [2, 5]
// SLICES: result 1: 3x3xi8 {{\[\[}}1, 2, 3], [4, 5, 6], [7, 8, 2]]
// SLICES: result 2: 3x3xi8 {{\[\[}}1, 2, 3], [4, 5, 6], [2, 8, 5]]
// SLICES: result 3: 3x3xi8 {{\[\[}}1, 2, 3], [9, 5, 6], [7, 8, 9]]
// SLICES: result 4: 2x3xi8 {{\[\[}}7, 8, 9], [1, 2, 3]]
func.func @slices() -> (tensor<2xi8>, tensor<3x3xi8>, tensor<3x3xi8>, tensor<3x3xi8>, tensor<2x3xi8>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %x = arith.constant dense<[[1, 2, 3], [4, 5, 6], [7, 8, 9]]> : tensor<3x3xi8>
  %a = tensor.extract_slice %x[%c0, 1] [2, 1] [1, 1] : tensor<3x3xi8> to tensor<2xi8>
  %u = tensor.extract_slice %a[0] [1] [1] : tensor<2xi8> to tensor<1xi8>
  %b = tensor.insert_slice %u into %x[2, 2] [1, 1] [1, 1] : tensor<1xi8> into tensor<3x3xi8>
  %c = tensor.insert_slice %a into %x[2, 0] [1, 2] [1, 2] : tensor<2xi8> into tensor<3x3xi8>
  %n = tensor.extract %x[%c2, %c2] : tensor<3x3xi8>
  %d = tensor.insert %n into %x[%c1, %c0] : tensor<3x3xi8>
  %rows = arith.constant dense<[[2], [0]]> : tensor<2x1xindex>
  %e = tensor.gather %x[%rows] gather_dims([0]) : (tensor<3x3xi8>, tensor<2x1xindex>) -> tensor<2x3xi8>
  return %a, %b, %c, %d, %e : tensor<2xi8>, tensor<3x3xi8>, tensor<3x3xi8>, tensor<3x3xi8>, tensor<2x3xi8>
}

// SHAPES: result 0: 4xindex [2, 3, 3, 2]
// SHAPES: result 1: 6xindex [6, 2, 1, 3, 2, 1]
func.func @shapes(%x: tensor<?xf32>) -> (tensor<4xindex>, tensor<6xindex>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %n = tensor.dim %x, %c0 : tensor<?xf32>
  %m = arith.divui %n, %c3 : index
  %e = tensor.expand_shape %x [[0, 1, 2]] output_shape [%m, 1, 3] : tensor<?xf32> into tensor<?x1x3xf32>
  %c = tensor.collapse_shape %e [[0, 1], [2]] : tensor<?x1x3xf32> into tensor<?x3xf32>
  %s = tensor.from_elements %c3, %m : tensor<2xindex>
  %r = tensor.reshape %c(%s) : (tensor<?x3xf32>, tensor<2xindex>) -> tensor<?x?xf32>
  %t = tensor.cast %r : tensor<?x?xf32> to tensor<3x2xf32>
  %k = tensor.rank %t : tensor<3x2xf32>
  %d0 = tensor.dim %c, %c0 : tensor<?x3xf32>
  %d1 = tensor.dim %c, %c1 : tensor<?x3xf32>
  %d2 = tensor.dim %r, %c0 : tensor<?x?xf32>
  %d3 = tensor.dim %r, %c1 : tensor<?x?xf32>
  %dims = tensor.from_elements %d0, %d1, %d2, %d3 : tensor<4xindex>
  %e0 = tensor.dim %e, %c0 : tensor<?x1x3xf32>
  %e1 = tensor.dim %e, %c1 : tensor<?x1x3xf32>
  %e2 = tensor.dim %e, %c2 : tensor<?x1x3xf32>
  %more = tensor.from_elements %n, %e0, %e1, %e2, %k, %c1 : tensor<6xindex>
  return %dims, %more : tensor<4xindex>, tensor<6xindex>
}

// MAKERS: result 0: 2x3xindex {{\[\[}}0, 1, 2], [10, 11, 12]]
// MAKERS: result 1: 4x2xi32 {{\[\[}}-1, -1], [1, -1], [2, -1], [-1, -1]]
// MAKERS: result 2: 5xi32 [1, 2, 3, 3, 3]
func.func @makers() -> (tensor<2x3xindex>, tensor<4x2xi32>, tensor<5xi32>) {
  %c1 = arith.constant 1 : index
  %a = tensor.generate {
    ^bb0(%i: index, %j: index):
      %c10 = arith.constant 10 : index
      %t = arith.muli %i, %c10 : index
      %s = arith.addi %t, %j : index
      tensor.yield %s : index
  } : tensor<2x3xindex>
  %x = arith.constant dense<[[1], [2]]> : tensor<2x1xi32>
  %b = tensor.pad %x low[%c1, 0] high[1, 1] {
    ^bb0(%i: index, %j: index):
      %m = arith.constant -1 : i32
      tensor.yield %m : i32
  } : tensor<2x1xi32> to tensor<?x2xi32>
  %p = tensor.cast %b : tensor<?x2xi32> to tensor<4x2xi32>
  %y = tensor.collapse_shape %x [[0, 1]] : tensor<2x1xi32> into tensor<2xi32>
  %three = arith.constant 3 : i32
  %z = tensor.splat %three : tensor<3xi32>
  %c = tensor.concat dim(0) %y, %z : (tensor<2xi32>, tensor<3xi32>) -> tensor<5xi32>
  return %a, %p, %c : tensor<2x3xindex>, tensor<4x2xi32>, tensor<5xi32>
}
