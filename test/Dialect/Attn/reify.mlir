// RUN: attn-opt %s --resolve-ranked-shaped-type-result-dims --canonicalize --cse | FileCheck %s

// Sizes of results come from operands: no attn op is left when only sizes are
// used.

// CHECK-LABEL: @parts
// CHECK-SAME: %[[Q:[^:]+]]: tensor<?x4x?x8xf32>, %[[K:[^:]+]]: tensor<?x2x?x8xf32>, %[[V:[^:]+]]: tensor
func.func @parts(%q: tensor<?x4x?x8xf32>, %k: tensor<?x2x?x8xf32>, %v: tensor<?x2x?x6xf32>) -> (index, index, index, index, index, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  // CHECK-NOT: attn.
  // CHECK-DAG: %[[H:.*]] = arith.constant 4 : index
  // CHECK-DAG: %[[B:.*]] = tensor.dim %[[Q]], %c0
  // CHECK-DAG: %[[NQ:.*]] = tensor.dim %[[Q]], %c2
  // CHECK-DAG: %[[NK:.*]] = tensor.dim %[[K]], %c2
  // CHECK: return %[[NK]], %[[B]], %[[NQ]], %[[NQ]], %[[NQ]], %[[H]]
  %s = attn.scores %q, %k : (tensor<?x4x?x8xf32>, tensor<?x2x?x8xf32>) -> tensor<?x4x?x?xf32>
  %p, %l = attn.normalize %s pattern(#attn.causal) : tensor<?x4x?x?xf32> -> (tensor<?x4x?x?xf32>, tensor<?x4x?xf32>)
  %y = attn.aggregate %p, %v : (tensor<?x4x?x?xf32>, tensor<?x2x?x6xf32>) -> tensor<?x4x?x6xf32>
  %d0 = tensor.dim %s, %c3 : tensor<?x4x?x?xf32>
  %d1 = tensor.dim %p, %c0 : tensor<?x4x?x?xf32>
  %d2 = tensor.dim %p, %c2 : tensor<?x4x?x?xf32>
  %d3 = tensor.dim %l, %c2 : tensor<?x4x?xf32>
  %d4 = tensor.dim %y, %c2 : tensor<?x4x?x6xf32>
  %d5 = tensor.dim %y, %c1 : tensor<?x4x?x6xf32>
  return %d0, %d1, %d2, %d3, %d4, %d5 : index, index, index, index, index, index
}

// Outputs as their maps have them.
// CHECK-LABEL: @maps
// CHECK-SAME: %[[Q:[^:]+]]: tensor<?x?x4x8xf32>, %[[K:[^:]+]]: tensor<?x?x2x8xf32>, %[[P:[^:]+]]: tensor
func.func @maps(%q: tensor<?x?x4x8xf32>, %k: tensor<?x?x2x8xf32>, %p: tensor<?x4x?x?xf32>, %v: tensor<?x?x2x6xf32>) -> (index, index, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  // CHECK-NOT: attn.
  // CHECK-DAG: %[[NQ:.*]] = tensor.dim %[[Q]], %c1
  // CHECK-DAG: %[[PQ:.*]] = tensor.dim %[[P]], %c2
  // CHECK-DAG: %[[PB:.*]] = tensor.dim %[[P]], %c0
  // CHECK: return %[[NQ]], %[[PQ]], %[[PB]]
  %s = attn.scores %q, %k maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>, affine_map<(b, h, q, k, d, e) -> (b, k, h, d)>])
    : (tensor<?x?x4x8xf32>, tensor<?x?x2x8xf32>) -> tensor<?x4x?x?xf32>
  %o = attn.aggregate %p, %v maps([affine_map<(b, h, q, k, d, e) -> (b, k, h, e)>, affine_map<(b, h, q, k, d, e) -> (q, b, h, e)>])
    : (tensor<?x4x?x?xf32>, tensor<?x?x2x6xf32>) -> tensor<?x?x4x6xf32>
  %d0 = tensor.dim %s, %c2 : tensor<?x4x?x?xf32>
  %d1 = tensor.dim %o, %c0 : tensor<?x?x4x6xf32>
  %d2 = tensor.dim %o, %c1 : tensor<?x?x4x6xf32>
  return %d0, %d1, %d2 : index, index, index
}

// CHECK-LABEL: @states
// CHECK-SAME: %[[A:[^:]+]]: tensor<1x4x?x8xf32>, %[[M:[^:]+]]: tensor<1x4x?xf32>, %[[O:[^:]+]]: tensor
func.func @states(%a: tensor<1x4x?x8xf32>, %m: tensor<1x4x?xf32>, %o: tensor<1x4x?x8xf32>) -> (index, index, index) {
  %c2 = arith.constant 2 : index
  // CHECK-NOT: attn.
  // CHECK-DAG: %[[NA:.*]] = tensor.dim %[[A]], %c2
  // CHECK-DAG: %[[NM:.*]] = tensor.dim %[[M]], %c2
  // CHECK-DAG: %[[NO:.*]] = tensor.dim %[[O]], %c2
  // CHECK: return %[[NA]], %[[NM]], %[[NO]]
  %s:3 = attn.merge (%a, %m, %m), (%a, %m, %m) : tensor<1x4x?x8xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>
  %f = attn.finalize ins(%s#0, %s#1, %s#2) outs(%o) : (tensor<1x4x?x8xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>) -> (tensor<1x4x?x8xf32>)
  %d0 = tensor.dim %s#0, %c2 : tensor<1x4x?x8xf32>
  %d1 = tensor.dim %s#2, %c2 : tensor<1x4x?xf32>
  %d2 = tensor.dim %f, %c2 : tensor<1x4x?x8xf32>
  return %d0, %d1, %d2 : index, index, index
}

// CHECK-LABEL: @pool
// CHECK-SAME: %[[X:[^:]+]]: tensor
func.func @pool(%x: tensor<?x?x64xf32>, %w: tensor<?x?xf32>) -> index {
  %c1 = arith.constant 1 : index
  // CHECK-NOT: attn.
  // CHECK: %[[N:.*]] = tensor.dim %[[X]], %c1
  // CHECK: return %[[N]]
  %y = attn.context_pool %x, %w, %w : tensor<?x?x64xf32>, tensor<?x?xf32>, tensor<?x?xf32>
  %d = tensor.dim %y, %c1 : tensor<?x?x64xf32>
  return %d : index
}
