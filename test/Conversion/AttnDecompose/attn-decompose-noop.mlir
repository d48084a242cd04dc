// RUN: attn-opt %s --attn-decompose | FileCheck %s

// Fused operations and tiles are for other passes.
// CHECK-LABEL: func @fused(
// CHECK: attn.attention
// CHECK: attn.partial
func.func @fused(%q: tensor<1x2x?x8xf32>)
    -> (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) {
  %o = attn.attention %q, %q, %q
    : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>)
    -> tensor<1x2x?x8xf32>
  %a, %m, %l = attn.partial %q, %q, %q
    : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>)
    -> (tensor<1x2x?x8xf32>, tensor<1x2x?xf32>, tensor<1x2x?xf32>)
  return %o, %a : tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>
}

// CHECK-LABEL: func @tile(
// CHECK: attn.finalize
func.func @tile(%a: tensor<1x4x8xf32>, %m: tensor<1x4xf32>,
    %o: tensor<1x4x8xf32>) -> tensor<1x4x8xf32> {
  %r = attn.finalize ins(%a, %m) outs(%o) normalizer(#attn.identity)
    : (tensor<1x4x8xf32>, tensor<1x4xf32>) -> (tensor<1x4x8xf32>)
  return %r : tensor<1x4x8xf32>
}
