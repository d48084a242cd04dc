// RUN: attn-opt %s --attn-expand-plans --canonicalize --cse | FileCheck %s --enable-var-scope
// RUN: attn-opt %s --attn-expand-plans=count-sweeps | FileCheck %s --check-prefix=COUNT

// One pass over the columns: queries and keys change places, and lengths, the
// offset and the pattern with them. What is left is a softmax of edited scores.
// CHECK-LABEL: func @slot
//  CHECK-SAME: %[[Q:.*]]: tensor<2x2x?x8xf32>, %[[K:.*]]: tensor<2x2x?x8xf32>, %[[V:.*]]: tensor<2x2x?x3xf32>, %[[LEN:.*]]: tensor<2xi32>, %[[OFF:.*]]: index
//       CHECK: %[[BACK:.*]] = arith.subi %{{.*}}, %[[OFF]] : index
//       CHECK: %[[ACC:.*]], %[[M:.*]], %[[L:.*]] = attn.partial %[[K]], %[[Q]], %{{.*}} pattern(#attn.transposed<#attn.causal>) query_lengths(%[[LEN]] : tensor<2xi32>) q_offset(%[[BACK]] : index)
//  CHECK-SAME: -> (tensor<2x2x?x2xf32>, tensor<2x2x?xf32>, tensor<2x2x?xf32>)
//       CHECK: %[[G:.*]] = linalg.generic {{.*}} ins(%[[M]], %[[L]]
//       CHECK:   math.log
//       CHECK: attn.attention %[[Q]], %[[K]], %[[V]] pattern(#attn.causal) lengths(%[[LEN]] : tensor<2xi32>) q_offset(%[[OFF]] : index)
//       CHECK:   %[[COLUMN:.*]] = tensor.extract %[[G]][
//       CHECK:   arith.addf %{{.*}}, %[[COLUMN]] : f32
// COUNT-LABEL: func @slot
//  COUNT-SAME: -> (tensor<2x2x?x3xf32>, tensor<1xi64>)
func.func @slot(%q: tensor<2x2x?x8xf32>, %k: tensor<2x2x?x8xf32>, %v: tensor<2x2x?x3xf32>, %len: tensor<2xi32>, %off: index) -> tensor<2x2x?x3xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.causal) normalizer(#attn.slot) lengths(%len : tensor<2xi32>) q_offset(%off : index)
    : (tensor<2x2x?x8xf32>, tensor<2x2x?x8xf32>, tensor<2x2x?x3xf32>) -> tensor<2x2x?x3xf32>
  return %o : tensor<2x2x?x3xf32>
}

// Rounds that repeat are a loop; an even count ends with the columns, so that the
// weights are exponentials. Keys have a head for each query head in it.
// CHECK-LABEL: func @sinkhorn
//       CHECK: scf.for %{{.*}} = %c0 to %c2
//       CHECK:   attn.partial %arg0, %arg1
//       CHECK:   linalg.generic
//       CHECK:   tensor.collapse_shape %{{.*}} : tensor<1x2x2x16x8xf32> into tensor<1x4x16x8xf32>
//       CHECK:   attn.partial %{{.*}}, %arg0
//       CHECK:   scf.yield
//       CHECK: attn.attention %arg0, %arg1, %arg1 normalizer(#attn.exp)
func.func @sinkhorn(%q: tensor<1x4x16x8xf32>, %k: tensor<1x2x16x8xf32>) -> tensor<1x4x16x8xf32> {
  %o = attn.attention %q, %k, %k normalizer(#attn.sinkhorn<4>)
    : (tensor<1x4x16x8xf32>, tensor<1x2x16x8xf32>, tensor<1x2x16x8xf32>) -> tensor<1x4x16x8xf32>
  return %o : tensor<1x4x16x8xf32>
}

// A search: at most so many sweeps, none after the last open row is settled.
// CHECK-LABEL: func @sparsemax
//       CHECK: attn.partial
//       CHECK: scf.for %{{.*}} = %c0 to %c32
//       CHECK:   scf.if %{{.*}} ->
//       CHECK:     attn.partial {{.*}} normalizer(#attn.relu_moments<1, 3>)
//       CHECK:     linalg.generic
//       CHECK:     arith.ori
//       CHECK:   } else {
//  CHECK-NEXT:     scf.yield
//       CHECK: attn.attention {{.*}} normalizer(#attn.relu_pow<1>)
func.func @sparsemax(%q: tensor<1x16x8xf64>) -> tensor<1x16x8xf64> {
  %o = attn.attention %q, %q, %q normalizer(#attn.sparsemax) : (tensor<1x16x8xf64>, tensor<1x16x8xf64>, tensor<1x16x8xf64>) -> tensor<1x16x8xf64>
  return %o : tensor<1x16x8xf64>
}

// A matrix that is given is read by the sweeps.
// CHECK-LABEL: func @normalize
//  CHECK-SAME: %[[S:.*]]: tensor<1x2x?x?xf32>
//       CHECK: attn.partial %{{.*}} queries(%{{.*}}) pattern(#attn.transposed<#attn.full>)
//       CHECK:   tensor.extract %[[S]]
//       CHECK: %[[EDITED:.*]] = linalg.generic {{.*}} ins(%[[S]]
//       CHECK: attn.normalize %[[EDITED]] normalizer(#attn.exp)
func.func @normalize(%s: tensor<1x2x?x?xf32>) -> tensor<1x2x?x?xf32> {
  %p = attn.normalize %s normalizer(#attn.column_softmax) : tensor<1x2x?x?xf32> -> tensor<1x2x?x?xf32>
  return %p : tensor<1x2x?x?xf32>
}

// One fold over the keys stays as it is.
// CHECK-LABEL: func @noop
//  CHECK-NEXT: attn.attention %arg0, %arg0, %arg0 normalizer(#attn.sigmoid)
//  CHECK-NEXT: return
// COUNT-LABEL: func @noop
//  COUNT-SAME: -> tensor<1x16x8xf32>
func.func @noop(%q: tensor<1x16x8xf32>) -> tensor<1x16x8xf32> {
  %o = attn.attention %q, %q, %q normalizer(#attn.sigmoid) : (tensor<1x16x8xf32>, tensor<1x16x8xf32>, tensor<1x16x8xf32>) -> tensor<1x16x8xf32>
  return %o : tensor<1x16x8xf32>
}
