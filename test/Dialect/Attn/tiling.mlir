// RUN: attn-opt %s --transform-interpreter --split-input-file | FileCheck %s

// Heads in tiles of a group, rows, keys: the state goes from tile to tile.
module attributes {transform.with_named_sequence} {
// CHECK-LABEL: @aggregate
// CHECK-SAME: %[[S:[^:]+]]: tensor<4x48x80xf32>, %[[V:[^:]+]]: tensor<2x80x32xf32>, %[[A:[^:]+]]: tensor
func.func @aggregate(%s: tensor<4x48x80xf32>, %v: tensor<2x80x32xf32>, %a: tensor<4x48x32xf32>, %m: tensor<4x48xf32>, %l: tensor<4x48xf32>, %b: index, %h: index, %q: index, %k: index) -> (tensor<4x48x32xf32>, tensor<4x48xf32>, tensor<4x48xf32>) {
  // CHECK: scf.for %[[H:[^ ]+]] = {{.*}} step %c2
  // CHECK: scf.for %[[Q:[^ ]+]] = {{.*}} step %c16
  // CHECK: scf.for %[[K:[^ ]+]] = {{.*}} step %c40{{.*}} iter_args(%[[TA:[^ ]+]] = %{{[^,]+}}, %[[TM:[^ ]+]] = %{{[^,]+}}, %[[TL:[^ ]+]] =
  // CHECK: %[[G:.*]] = affine.apply #{{.*}}()[%[[H]]]
  // CHECK: %[[ST:.*]] = tensor.extract_slice %[[S]][%[[H]], %[[Q]], %[[K]]] [2, 16, 40]
  // CHECK: %[[VT:.*]] = tensor.extract_slice %[[V]][%[[G]], %[[K]], 0] [1, 40, 32]
  // CHECK-DAG: tensor.extract_slice %[[TA]][%[[H]], %[[Q]], 0] [2, 16, 32]
  // CHECK-DAG: tensor.extract_slice %[[TM]][%[[H]], %[[Q]]] [2, 16]
  // CHECK-DAG: tensor.extract_slice %[[TL]][%[[H]], %[[Q]]] [2, 16]
  // CHECK-DAG: arith.addi %{{.*}}, %[[H]] : index
  // CHECK-DAG: arith.addi %{{.*}}, %[[K]] : index
  // CHECK: attn.online_aggregate ins(%[[ST]], %[[VT]])
  // CHECK-SAME: (tensor<2x16x40xf32>, tensor<1x40x32xf32>) -> (tensor<2x16x32xf32>, tensor<2x16xf32>, tensor<2x16xf32>)
  %r:3 = attn.online_aggregate ins(%s, %v) outs(%a, %m, %l) at(%b, %h, %q, %k)
    : (tensor<4x48x80xf32>, tensor<2x80x32xf32>) -> (tensor<4x48x32xf32>, tensor<4x48xf32>, tensor<4x48xf32>)
  return %r#0, %r#1, %r#2 : tensor<4x48x32xf32>, tensor<4x48xf32>, tensor<4x48xf32>
}
transform.named_sequence @__transform_main(%arg: !transform.any_op {transform.readonly}) {
  %0 = transform.structured.match ops{["attn.online_aggregate"]} in %arg : (!transform.any_op) -> !transform.any_op
  %1, %l:3 = transform.structured.tile_using_for %0 tile_sizes [2, 16, 40] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op, !transform.any_op)
  transform.yield
}
}

// -----

// A head, half of the value columns; the head of the tile is that of the loop,
// so that parameters with one value a head are read at the right place.
module attributes {transform.with_named_sequence} {
// CHECK-LABEL: @finalize
// CHECK-SAME: %[[A:[^:]+]]: tensor<4x48x32xf32>
func.func @finalize(%a: tensor<4x48x32xf32>, %m: tensor<4x48xf32>, %l: tensor<4x48xf32>, %o: tensor<4x48x32xf16>, %sink: tensor<4xf32>) -> tensor<4x48x32xf16> {
  // CHECK: scf.forall (%[[H:[^,]+]], %[[COLUMN:[^)]+]]) in (4, 2)
  // CHECK: %[[E:.*]] = affine.apply #{{.*}}(%[[COLUMN]])
  // CHECK: tensor.extract_slice %[[A]][%[[H]], 0, %[[E]]] [1, 48, 16]
  // CHECK: attn.finalize {{.*}} at(%[[H]]) normalizer(#attn.softmax_sink) sink(%{{[^ ]+}} : tensor<4xf32>)
  // CHECK-SAME: (tensor<1x48x16xf32>, tensor<1x48xf32>, tensor<1x48xf32>) -> (tensor<1x48x16xf16>)
  %r = attn.finalize ins(%a, %m, %l) outs(%o) normalizer(#attn.softmax_sink) sink(%sink : tensor<4xf32>)
    : (tensor<4x48x32xf32>, tensor<4x48xf32>, tensor<4x48xf32>) -> (tensor<4x48x32xf16>)
  return %r : tensor<4x48x32xf16>
}
transform.named_sequence @__transform_main(%arg: !transform.any_op {transform.readonly}) {
  %0 = transform.structured.match ops{["attn.finalize"]} in %arg : (!transform.any_op) -> !transform.any_op
  %1, %l = transform.structured.tile_using_forall %0 tile_sizes [1, 0, 16] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
  transform.yield
}
}

// -----

// With a log-sum-exp value columns are no loop; a batch is one.
module attributes {transform.with_named_sequence} {
// CHECK-LABEL: @finalize_lse
func.func @finalize_lse(%a: tensor<2x4x?x32xf32>, %m: tensor<2x4x?xf32>, %l: tensor<2x4x?xf32>, %o: tensor<2x4x?x32xf32>, %e: tensor<2x4x?xf32>, %h: index) -> (tensor<2x4x?x32xf32>, tensor<2x4x?xf32>) {
  // CHECK: scf.for %[[B:[^ ]+]] =
  // CHECK: scf.for %[[Q:[^ ]+]] =
  // CHECK: attn.finalize {{.*}}, lse %{{[^)]+}})
  // CHECK-SAME: (tensor<1x4x?x32xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>) -> (tensor<1x4x?x32xf32>, tensor<1x4x?xf32>)
  // CHECK: tensor.insert_slice %{{.*}}[%[[B]], 0, %[[Q]], 0] [1, 4, %{{.*}}, 32]
  // CHECK: tensor.insert_slice %{{.*}}[%[[B]], 0, %[[Q]]] [1, 4, %{{[^]]*}}]
  %r:2 = attn.finalize ins(%a, %m, %l) outs(%o, lse %e) at(%h)
    : (tensor<2x4x?x32xf32>, tensor<2x4x?xf32>, tensor<2x4x?xf32>) -> (tensor<2x4x?x32xf32>, tensor<2x4x?xf32>)
  return %r#0, %r#1 : tensor<2x4x?x32xf32>, tensor<2x4x?xf32>
}
transform.named_sequence @__transform_main(%arg: !transform.any_op {transform.readonly}) {
  %0 = transform.structured.match ops{["attn.finalize"]} in %arg : (!transform.any_op) -> !transform.any_op
  %1, %l:2 = transform.structured.tile_using_for %0 tile_sizes [1, 0, 16] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
  transform.yield
}
}

// -----

// Tiles of 3 heads that lie within groups of 6, keys in tiles: ranges are
// clipped to the tile.
module attributes {transform.with_named_sequence} {
// CHECK-DAG: #[[GROUP:.*]] = affine_map<()[s0] -> (s0 floordiv 6)>
// CHECK-LABEL: @attention
// CHECK-SAME: %[[Q:[^:]+]]: tensor<12x48x64xf32>, %[[K:[^:]+]]: tensor<2x80x64xf32>
func.func @attention(%q: tensor<12x48x64xf32>, %k: tensor<2x80x64xf32>, %v: tensor<2x80x32xf32>, %a: tensor<12x48x32xf32>, %m: tensor<12x48xf32>, %l: tensor<12x48xf32>, %z: index, %n: index) -> tensor<12x48x32xf32> {
  // CHECK: scf.for %[[H:[^ ]+]] = {{.*}} step %c3
  // CHECK: scf.for %[[KEY:[^ ]+]] = {{.*}} step %c16
  // CHECK: %[[G:.*]] = affine.apply #[[GROUP]]()[%[[H]]]
  // CHECK: tensor.extract_slice %[[K]][%[[G]], %[[KEY]], 0] [1, 16, 64]
  // CHECK: arith.maxsi
  // CHECK: arith.minsi
  // CHECK: attn.online_attention {{.*}} (tensor<3x48x64xf32>, tensor<1x16x64xf32>, tensor<1x16x32xf32>)
  %r:3 = attn.online_attention ins(%q, %k, %v) outs(%a, %m, %l) at(%z, %z, %z, %z) sizes(%n, %n, %z) ranges(partial [%z, %n)) scale(0.125) pattern(#attn.causal)
    : (tensor<12x48x64xf32>, tensor<2x80x64xf32>, tensor<2x80x32xf32>) -> (tensor<12x48x32xf32>, tensor<12x48xf32>, tensor<12x48xf32>)
  return %r#0 : tensor<12x48x32xf32>
}
transform.named_sequence @__transform_main(%arg: !transform.any_op {transform.readonly}) {
  %0 = transform.structured.match ops{["attn.online_attention"]} in %arg : (!transform.any_op) -> !transform.any_op
  %1, %l:2 = transform.structured.tile_using_for %0 tile_sizes [3, 0, 16] : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
  transform.yield
}
}
