// RUN: attn-opt %s --split-input-file --attn-check-sizes | FileCheck %s --enable-var-scope

// Keys and batch come from two operands each, queries from one.
// CHECK-LABEL: func.func @attention
// CHECK-SAME:    %[[Q:.*]]: tensor<?x2x?x16xf32>, %[[K:.*]]: tensor<?x2x?x16xf32>, %[[V:.*]]: tensor<3x2x?x16xf32>, %[[L:.*]]: tensor<?xi64>
// CHECK:         %[[BQ:.*]] = tensor.dim %[[Q]]
// CHECK:         %[[B0:.*]] = arith.cmpi eq, %{{.*}}, %[[BQ]] : index
// CHECK:         cf.assert %[[B0]], "expected operands of attn.attention to agree on the batch size"
// CHECK:         tensor.dim %[[K]]
// CHECK:         cf.assert {{.*}} "expected operands of attn.attention to agree on the batch size"
// CHECK:         tensor.dim %[[L]]
// CHECK:         cf.assert {{.*}} "expected operands of attn.attention to agree on the batch size"
// CHECK:         %[[NK:.*]] = tensor.dim %[[K]]
// CHECK:         %[[NV:.*]] = tensor.dim %[[V]]
// CHECK:         %[[SAME:.*]] = arith.cmpi eq, %[[NK]], %[[NV]] : index
// CHECK:         cf.assert %[[SAME]], "expected operands of attn.attention to agree on the number of keys"
// CHECK-NOT:     cf.assert
// CHECK:         attn.attention
func.func @attention(%q: tensor<?x2x?x16xf32>, %k: tensor<?x2x?x16xf32>, %v: tensor<3x2x?x16xf32>, %l: tensor<?xi64>) -> tensor<3x2x?x16xf32> {
  %o = attn.attention %q, %k, %v lengths(%l : tensor<?xi64>) : (tensor<?x2x?x16xf32>, tensor<?x2x?x16xf32>, tensor<3x2x?x16xf32>) -> tensor<3x2x?x16xf32>
  return %o : tensor<3x2x?x16xf32>
}

// -----

// All sizes are in the types: nothing to check.
// CHECK-LABEL: func.func @static
// CHECK-NOT:     cf.assert
// CHECK:         return
func.func @static(%q: tensor<1x2x8x16xf32>, %k: tensor<1x2x4x16xf32>, %v: tensor<1x2x4x16xf32>) -> tensor<1x2x8x16xf32> {
  %o = attn.attention %q, %k, %v : (tensor<1x2x8x16xf32>, tensor<1x2x4x16xf32>, tensor<1x2x4x16xf32>) -> tensor<1x2x8x16xf32>
  return %o : tensor<1x2x8x16xf32>
}

// -----

// Arguments of a linalg op must agree; the size of %s follows from its op.
// CHECK-LABEL: func.func @structured
// CHECK-COUNT-1: cf.assert {{.*}} "expected operands of linalg.map to agree on the size of a loop"
// CHECK-NOT:     cf.assert
// CHECK:         return
func.func @structured(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
  %r = linalg.map { arith.addf } ins(%x, %y : tensor<?xf32>, tensor<?xf32>) outs(%x : tensor<?xf32>)
  %s = linalg.map { arith.addf } ins(%r, %y : tensor<?xf32>, tensor<?xf32>) outs(%r : tensor<?xf32>)
  return %s : tensor<?xf32>
}

// -----

// CHECK-LABEL: func.func @aggregate
// CHECK:         cf.assert {{.*}} "expected operands of attn.aggregate to agree on the number of keys"
// CHECK:         attn.aggregate
func.func @aggregate(%p: tensor<1x2x4x?xf32>, %v: tensor<1x2x?x16xf32>) -> tensor<1x2x4x16xf32> {
  %o = attn.aggregate %p, %v : (tensor<1x2x4x?xf32>, tensor<1x2x?x16xf32>) -> tensor<1x2x4x16xf32>
  return %o : tensor<1x2x4x16xf32>
}

// A result that is made with the size of another argument.
// CHECK-LABEL: @into_new
// CHECK-COUNT-1: cf.assert {{.*}} "expected operands of linalg.exp to agree on the size of a loop"
// CHECK-NOT: cf.assert
// CHECK: return
func.func @into_new(%x: tensor<?x8xf32>, %u: tensor<?xf32>) -> tensor<?xf32> {
  %zero = arith.constant 0 : index
  %n = tensor.dim %x, %zero : tensor<?x8xf32>
  %new = tensor.empty(%n) : tensor<?xf32>
  %y = linalg.exp ins(%u : tensor<?xf32>) outs(%new : tensor<?xf32>) -> tensor<?xf32>
  return %y : tensor<?xf32>
}
