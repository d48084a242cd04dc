// RUN: attn-opt %s --attn-decompose --canonicalize --cse | FileCheck %s

// Heads are split into (key head, member), so that keys are read by a
// projection; the product is accumulated in f32, then scaled and scored.
// CHECK-DAG: #[[QUERY:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d3, d1, d2, d5)>
// CHECK-DAG: #[[KEY:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d4, d5)>
// CHECK-DAG: #[[SCORES:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3, d4)>
// CHECK-LABEL: func @scores(
// CHECK-SAME: %[[Q:.*]]: tensor<2x?x4x8xf16>, %[[K:.*]]: tensor<2x2x?x8xf16>, %[[BIAS:.*]]: tensor<4xf32>
// CHECK: %[[SPLIT:.*]] = tensor.expand_shape %[[Q]] {{\[\[}}0], [1], [2, 3], [4]]
// CHECK: %[[DOTS:.*]] = linalg.generic {indexing_maps = [#[[QUERY]], #[[KEY]], #[[SCORES]]]
// CHECK-SAME: "reduction"
// CHECK-SAME: ins(%[[SPLIT]], %[[K]]
// CHECK: arith.extf
// CHECK: %[[JOINED:.*]] = tensor.collapse_shape %[[DOTS]] {{\[\[}}0], [1, 2], [3], [4]]
// CHECK: linalg.generic
// CHECK-SAME: ins(%[[JOINED]] : tensor<2x4x?x?xf32>)
// CHECK: %[[H:.*]] = linalg.index 1
// CHECK: tensor.extract %[[BIAS]][%[[H]]]
func.func @scores(%q: tensor<2x?x4x8xf16>, %k: tensor<2x2x?x8xf16>,
    %bias: tensor<4xf32>) -> tensor<2x4x?x?xf32> {
  %s = attn.scores %q, %k
    maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>])
    score(%x: f32, %b: index, %h: index, %i: index, %j: index) {
      %t = tensor.extract %bias[%h] : tensor<4xf32>
      %y = arith.addf %x, %t : f32
      attn.yield %y : f32
    } : (tensor<2x?x4x8xf16>, tensor<2x2x?x8xf16>) -> tensor<2x4x?x?xf32>
  return %s : tensor<2x4x?x?xf32>
}

// Stabiliser, mass, factor, weights; excluded pairs are selected away.
// CHECK-LABEL: func @normalize(
// CHECK: linalg.generic
// CHECK: arith.maximumf
// CHECK: arith.select
// CHECK: linalg.generic
// CHECK: math.exp
// CHECK: arith.select
// CHECK: linalg.generic
// CHECK: arith.divf
// CHECK: linalg.generic
// CHECK: math.exp
// CHECK: arith.select
// CHECK-NOT: linalg.generic
func.func @normalize(%s: tensor<1x2x?x?xf32>) -> tensor<1x2x?x?xf32> {
  %p = attn.normalize %s pattern(#attn.causal)
    : tensor<1x2x?x?xf32> -> tensor<1x2x?x?xf32>
  return %p : tensor<1x2x?x?xf32>
}

// A weight of 0 keeps its value out. Sums are in f32, rounded at the end.
// CHECK-LABEL: func @aggregate(
// CHECK: linalg.generic
// CHECK: arith.cmpf une
// CHECK: arith.select
// CHECK: linalg.generic
// CHECK: arith.truncf
func.func @aggregate(%p: tensor<1x4x?x?xf32>, %v: tensor<1x2x?x8xbf16>)
    -> tensor<1x4x?x8xbf16> {
  %o = attn.aggregate %p, %v
    : (tensor<1x4x?x?xf32>, tensor<1x2x?x8xbf16>) -> tensor<1x4x?x8xbf16>
  return %o : tensor<1x4x?x8xbf16>
}

// The factor of an empty side is 0, also where its m - m' would be NaN.
// CHECK-LABEL: func @merge(
// CHECK: linalg.generic
// CHECK: arith.maximumf
// CHECK: arith.cmpf une
// CHECK: arith.select
// CHECK: linalg.generic
// CHECK: arith.addf
// CHECK: linalg.generic
// CHECK: arith.divf
// CHECK: linalg.generic
// CHECK: arith.truncf
func.func @merge(%a0: tensor<1x2x?x4xf32>, %m0: tensor<1x2x?xf32>,
    %l0: tensor<1x2x?xf32>, %a1: tensor<1x2x?x4xf32>, %m1: tensor<1x2x?xf32>,
    %l1: tensor<1x2x?xf32>, %o: tensor<1x2x?x4xf16>) -> tensor<1x2x?x4xf16> {
  %a:3 = attn.merge (%a0, %m0, %l0), (%a1, %m1, %l1)
    : tensor<1x2x?x4xf32>, tensor<1x2x?xf32>, tensor<1x2x?xf32>
  %r = attn.finalize ins(%a#0, %a#1, %a#2) outs(%o)
    : (tensor<1x2x?x4xf32>, tensor<1x2x?xf32>, tensor<1x2x?xf32>)
    -> (tensor<1x2x?x4xf16>)
  return %r : tensor<1x2x?x4xf16>
}
