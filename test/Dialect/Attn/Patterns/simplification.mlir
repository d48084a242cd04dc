// RUN: attn-opt %s --canonicalize | FileCheck %s

!t = tensor<1x8x?x64xf32>

// A combination that has a name gets it.
// CHECK-LABEL: @band
func.func @band(%q: !t, %k: !t, %v: !t) -> !t {
  // CHECK: attn.attention
  // CHECK-SAME: pattern(#attn.window<left = 64, right = 0>)
  %o = attn.attention %q, %k, %v pattern(#attn.intersect<[#attn.causal, #attn.window<left = 64, right = 64>]>) : (!t, !t, !t) -> !t
  return %o : !t
}

// CHECK-LABEL: @written_out
func.func @written_out(%q: !t, %k: !t, %v: !t) -> !t {
  // CHECK: attn.attention
  // CHECK-SAME: pattern(#attn.causal)
  %o = attn.attention %q, %k, %v pattern(#attn.set<"(q, k) : (2 * q - 2 * k + 1 >= 0)">) : (!t, !t, !t) -> !t
  return %o : !t
}

// One without a name stays.
// CHECK-LABEL: @prefix_lm
func.func @prefix_lm(%q: !t, %k: !t, %v: !t) -> !t {
  // CHECK: attn.attention
  // CHECK-SAME: pattern(#attn.union<[#attn.causal, #attn.prefix<16>]>)
  %o = attn.attention %q, %k, %v pattern(#attn.union<[#attn.causal, #attn.prefix<16>]>) : (!t, !t, !t) -> !t
  return %o : !t
}

// What depends on operands stays.
// CHECK-LABEL: @operand
func.func @operand(%q: !t, %k: !t, %v: !t, %w: index) -> !t {
  // CHECK: attn.attention
  // CHECK-SAME: pattern(#attn.intersect<[#attn.causal, #attn.window<left = ?, right = 0>]>)
  %o = attn.attention %q, %k, %v pattern(#attn.intersect<[#attn.causal, #attn.window<left = ?, right = 0>]>)[%w] : (!t, !t, !t) -> !t
  return %o : !t
}
