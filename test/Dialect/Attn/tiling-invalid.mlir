// RUN: attn-opt %s --transform-interpreter --split-input-file --verify-diagnostics

// 3 of 4 heads on 2 key heads: no slice of key heads fits.
module attributes {transform.with_named_sequence} {
func.func @attention(%q: tensor<4x48x64xf32>, %k: tensor<2x80x64xf32>, %v: tensor<2x80x32xf32>, %a: tensor<4x48x32xf32>, %m: tensor<4x48xf32>, %l: tensor<4x48xf32>, %z: index, %n: index) -> tensor<4x48x32xf32> {
  // expected-error @below {{expected a head tile that divides the group of 2 or is a multiple of it, got a size that is not constant}}
  // expected-error @below {{to tile operation}}
  // expected-error @below {{failed to generate tiling loops}}
  %r:3 = attn.online_attention ins(%q, %k, %v) outs(%a, %m, %l) at(%z, %z, %z, %z) sizes(%n, %n, %z) ranges(partial [%z, %n)) scale(0.125)
    : (tensor<4x48x64xf32>, tensor<2x80x64xf32>, tensor<2x80x32xf32>) -> (tensor<4x48x32xf32>, tensor<4x48xf32>, tensor<4x48xf32>)
  return %r#0 : tensor<4x48x32xf32>
}
transform.named_sequence @__transform_main(%arg: !transform.any_op {transform.readonly}) {
  %0 = transform.structured.match ops{["attn.online_attention"]} in %arg : (!transform.any_op) -> !transform.any_op
  %1, %l = transform.structured.tile_using_for %0 tile_sizes [3, 0, 0] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
  transform.yield
}
}

// -----

module attributes {transform.with_named_sequence} {
func.func @aggregate(%s: tensor<12x48x80xf32>, %v: tensor<3x80x32xf32>, %a: tensor<12x48x32xf32>, %m: tensor<12x48xf32>, %l: tensor<12x48xf32>, %z: index) -> tensor<12x48x32xf32> {
  // expected-error @below {{expected a head tile that divides the group of 4 or is a multiple of it, got 6}}
  // expected-error @below {{to tile operation}}
  // expected-error @below {{failed to generate tiling loops}}
  %r:3 = attn.online_aggregate ins(%s, %v) outs(%a, %m, %l) at(%z, %z, %z, %z)
    : (tensor<12x48x80xf32>, tensor<3x80x32xf32>) -> (tensor<12x48x32xf32>, tensor<12x48xf32>, tensor<12x48xf32>)
  return %r#0 : tensor<12x48x32xf32>
}
transform.named_sequence @__transform_main(%arg: !transform.any_op {transform.readonly}) {
  %0 = transform.structured.match ops{["attn.online_aggregate"]} in %arg : (!transform.any_op) -> !transform.any_op
  %1, %l = transform.structured.tile_using_for %0 tile_sizes [6] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
  transform.yield
}
}
