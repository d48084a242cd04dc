// RUN: attn-opt %s --canonicalize | FileCheck %s

// A log-sum-exp that nobody reads is not computed; every clause stays.
// CHECK-LABEL: @unused_lse
func.func @unused_lse(%q: tensor<1x8x?x64xf32>, %k: tensor<1x8x?x64xf32>, %v: tensor<1x8x?x64xf32>, %w: index) -> tensor<1x8x?x64xf32> {
  // CHECK: %[[O:.*]] = attn.attention
  // CHECK-SAME: scale(5.000000e-01) pattern(#attn.window<left = ?, right = 0>) [%{{[^]]+}}] empty_rows( uniform) score(
  // CHECK: -> tensor<1x8x?x64xf32>
  // CHECK: return %[[O]]
  %o, %lse = attn.attention %q, %k, %v scale(0.5) pattern(#attn.window<left = ?, right = 0>)[%w] empty_rows(uniform)
      score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
        %t = math.tanh %s : f32
        attn.yield %t : f32
      } : (tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>) -> (tensor<1x8x?x64xf32>, tensor<1x8x?xf32>)
  return %o : tensor<1x8x?x64xf32>
}

// CHECK-LABEL: @used_lse
func.func @used_lse(%q: tensor<1x8x?x64xf32>, %k: tensor<1x8x?x64xf32>, %v: tensor<1x8x?x64xf32>) -> tensor<1x8x?xf32> {
  // CHECK: %{{[^ ,)]+}}, %[[L:.*]] = attn.attention
  // CHECK: return %[[L]]
  %o, %lse = attn.attention %q, %k, %v : (tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>) -> (tensor<1x8x?x64xf32>, tensor<1x8x?xf32>)
  return %lse : tensor<1x8x?xf32>
}

// Graph operations are pure.
// CHECK-LABEL: @dead
func.func @dead(%q: tensor<1x8x4x64xf32>, %k: tensor<1x8x9x64xf32>) {
  // CHECK-NOT: attn.
  // CHECK: return
  %s = attn.scores %q, %k : (tensor<1x8x4x64xf32>, tensor<1x8x9x64xf32>) -> tensor<1x8x4x9xf32>
  %p = attn.normalize %s : tensor<1x8x4x9xf32> -> tensor<1x8x4x9xf32>
  return
}
