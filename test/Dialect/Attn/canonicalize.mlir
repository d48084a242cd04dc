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

// A constant for a `?` is a parameter of the pattern, wherever in it; one that
// is no legal parameter stays an operand.
// CHECK-LABEL: @bound_operands
// CHECK-SAME: %[[W:[^:]+]]: index)
func.func @bound_operands(%q: tensor<1x8x?x64xf32>, %k: tensor<1x8x?x64xf32>, %v: tensor<1x8x?x64xf32>, %w: index) -> (tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>) {
  %c3 = arith.constant 3 : index
  %c7 = arith.constant 7 : index
  %minus = arith.constant -1 : index
  // CHECK: pattern(#attn.window<left = ?, right = 3>) [%[[W]]] :
  %a = attn.attention %q, %k, %v pattern(#attn.window<left = ?, right = ?>)[%w, %c3] : (tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>) -> tensor<1x8x?x64xf32>
  // CHECK: pattern(#attn.union<[#attn.sink<?>, #attn.intersect<[#attn.causal, #attn.complement<#attn.dilated<rate = 2, width = 7>>]>, #attn.global<[3, ?]>]>) [%[[W]], %[[W]]] :
  %b = attn.attention %q, %k, %v pattern(#attn.union<[#attn.sink<?>, #attn.intersect<[#attn.causal, #attn.complement<#attn.dilated<rate = 2, width = ?>>]>, #attn.global<[?, ?]>]>)[%w, %c7, %c3, %w]
    : (tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>) -> tensor<1x8x?x64xf32>
  // CHECK: pattern(#attn.set<"(d0, d1)[s0] : (d0 - d1 + s0 + 21 >= 0)">) [%[[W]]] :
  %c = attn.attention %q, %k, %v pattern(#attn.set<"(q, k)[m, n] : (q - k + 3 * m + n >= 0)">)[%c7, %w] : (tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>) -> tensor<1x8x?x64xf32>
  // CHECK: pattern(#attn.per_head<[#attn.prefix<7>, #attn.window<left = ?, right = 0>]>) [%{{[^ ]+}}] :
  %d = attn.attention %q, %k, %v pattern(#attn.per_head<[#attn.prefix<?>, #attn.window<left = ?, right = 0>]>)[%c7, %minus] : (tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>) -> tensor<1x8x?x64xf32>
  return %a, %b, %c, %d : tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>
}

// A bound pattern is simplified as one that was written so.
// CHECK-LABEL: @bound_and_simplified
func.func @bound_and_simplified(%q: tensor<1x8x?x64xf32>, %k: tensor<1x8x?x64xf32>, %v: tensor<1x8x?x64xf32>) -> tensor<1x8x?x64xf32> {
  %c64 = arith.constant 64 : index
  // CHECK: pattern(#attn.window<left = 64, right = 0>) :
  %a = attn.attention %q, %k, %v pattern(#attn.intersect<[#attn.causal, #attn.window<left = ?, right = ?>]>)[%c64, %c64] : (tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>, tensor<1x8x?x64xf32>) -> tensor<1x8x?x64xf32>
  return %a : tensor<1x8x?x64xf32>
}

// Clauses that say what holds without them.
// CHECK-LABEL: @defaults
func.func @defaults(%q: tensor<2x4x5x64xf32>, %k: tensor<2x2x7x64xf32>, %v: tensor<2x2x7x6xf32>) -> (tensor<2x4x5x6xf32>, tensor<2x4x5x6xf32>) {
  %full = arith.constant dense<[7, 9]> : tensor<2xi32>
  %queries = arith.constant dense<5> : tensor<2xi64>
  %zeros = arith.constant dense<0> : tensor<2xindex>
  // CHECK: attn.attention %{{[^ ]+}}, %{{[^ ]+}}, %{{[^ ]+}} :
  %a = attn.attention %q, %k, %v scale(0.125) lengths(%full : tensor<2xi32>) query_lengths(%queries : tensor<2xi64>) q_offset(%zeros : tensor<2xindex>)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %dead = arith.addi %i, %j : index
      attn.yield %s : f32
    } : (tensor<2x4x5x64xf32>, tensor<2x2x7x64xf32>, tensor<2x2x7x6xf32>) -> tensor<2x4x5x6xf32>
  // CHECK: attn.attention %{{[^ ]+}} score(
  %b = attn.attention %v scale(1.0) score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %t = math.tanh %s : f32
      attn.yield %t : f32
    } : (tensor<2x2x7x6xf32>) -> tensor<2x4x5x6xf32>
  return %a, %b : tensor<2x4x5x6xf32>, tensor<2x4x5x6xf32>
}

// Clauses that are near to the default and are not.
// CHECK-LABEL: @no_defaults
func.func @no_defaults(%q: tensor<2x4x5x64xf32>, %k: tensor<2x2x7x64xf32>, %v: tensor<2x2x7x6xf32>, %dyn: tensor<2x2x?x64xf32>, %vals: tensor<2x2x?x6xf32>) -> (tensor<2x4x5x6xf32>, tensor<2x4x5x6xf32>) {
  %short = arith.constant dense<[7, 6]> : tensor<2xi32>
  %long = arith.constant dense<700> : tensor<2xi32>
  %offset = arith.constant dense<[0, 1]> : tensor<2xindex>
  // CHECK: attn.attention {{.*}} scale(1.250000e-01) lengths(%{{[^ ]+}} : tensor<2xi32>) q_offset(%{{[^ ]+}} : tensor<2xindex>) combine(
  %a = attn.attention %q, %k, %v scale(0.125) lengths(%short : tensor<2xi32>) q_offset(%offset : tensor<2xindex>)
    combine(%x: f32, %y: f32, %b: index, %h: index, %i: index, %j: index, %d: index) {
      %r = arith.addf %x, %y : f32
      attn.yield %r : f32
    } : (tensor<2x4x5x64xf32>, tensor<2x2x7x64xf32>, tensor<2x2x7x6xf32>) -> tensor<2x4x5x6xf32>
  // CHECK: attn.attention {{.*}} lengths(%{{[^ ]+}} : tensor<2xi32>) :
  %b = attn.attention %q, %dyn, %vals lengths(%long : tensor<2xi32>) : (tensor<2x4x5x64xf32>, tensor<2x2x?x64xf32>, tensor<2x2x?x6xf32>) -> tensor<2x4x5x6xf32>
  return %a, %b : tensor<2x4x5x6xf32>, tensor<2x4x5x6xf32>
}

// The other ops have the same clauses.
// CHECK-LABEL: @parts
func.func @parts(%q: tensor<1x8x4x64xf32>, %k: tensor<1x8x9x64xf32>) -> (tensor<1x8x4x9xf32>, tensor<1x8x4x9xf32>) {
  %c0 = arith.constant 0 : index
  %c5 = arith.constant 5 : index
  %len = arith.constant dense<9> : tensor<1xi32>
  // CHECK: attn.scores %{{[^ ]+}}, %{{[^ ]+}} :
  %s = attn.scores %q, %k scale(0.125) q_offset(%c0 : index)
    score(%x: f32, %b: index, %h: index, %i: index, %j: index) {
      attn.yield %x : f32
    } : (tensor<1x8x4x64xf32>, tensor<1x8x9x64xf32>) -> tensor<1x8x4x9xf32>
  // CHECK: attn.normalize %{{[^ ]+}} pattern(#attn.prefix<5>) : tensor<1x8x4x9xf32> -> tensor<1x8x4x9xf32>
  %p, %lse = attn.normalize %s pattern(#attn.prefix<?>)[%c5] lengths(%len : tensor<1xi32>) q_offset(%c0 : index) : tensor<1x8x4x9xf32> -> (tensor<1x8x4x9xf32>, tensor<1x8x4xf32>)
  return %s, %p : tensor<1x8x4x9xf32>, tensor<1x8x4x9xf32>
}

// CHECK-LABEL: @partial
func.func @partial(%q: tensor<1x8x4x64xf32>, %k: tensor<1x8x9x64xf32>) -> tensor<1x8x4x64xf32> {
  %c5 = arith.constant 5 : index
  // CHECK: attn.partial {{.*}} pattern(#attn.prefix<5>) :
  %a:3 = attn.partial %q, %k, %k scale(0.125) pattern(#attn.prefix<?>)[%c5] : (tensor<1x8x4x64xf32>, tensor<1x8x9x64xf32>, tensor<1x8x9x64xf32>) -> (tensor<1x8x4x64xf32>, tensor<1x8x4xf32>, tensor<1x8x4xf32>)
  return %a#0 : tensor<1x8x4x64xf32>
}

// The empty state is the identity of merging, on either side.
// CHECK-LABEL: @merge_empty
// CHECK-SAME: %[[A:[^:]+]]: tensor<1x8x4x64xf32>, %[[M:[^:]+]]: tensor
func.func @merge_empty(%a: tensor<1x8x4x64xf32>, %m: tensor<1x8x4xf32>) -> (tensor<1x8x4x64xf32>, tensor<1x8x4x64xf32>, tensor<1x8x4x64xf32>) {
  %zeros = arith.constant dense<0.0> : tensor<1x8x4x64xf32>
  %none = arith.constant dense<0xFF800000> : tensor<1x8x4xf32>
  %inf = arith.constant 0xFF800000 : f32
  %splat = tensor.splat %inf : tensor<1x8x4xf32>
  %low = arith.constant dense<-1.0e+30> : tensor<1x8x4xf32>
  // CHECK: %[[KEPT:[^:]+]]:3 = attn.merge
  // CHECK-NOT: attn.merge
  // CHECK: return %[[A]], %[[A]], %[[KEPT]]#0
  %r:3 = attn.merge (%a, %m, %m), (%zeros, %none, %none) : tensor<1x8x4x64xf32>, tensor<1x8x4xf32>, tensor<1x8x4xf32>
  %s:3 = attn.merge (%zeros, %splat, %splat), (%a, %m, %m) : tensor<1x8x4x64xf32>, tensor<1x8x4xf32>, tensor<1x8x4xf32>
  %t:3 = attn.merge (%zeros, %low, %low), (%a, %m, %m) : tensor<1x8x4x64xf32>, tensor<1x8x4xf32>, tensor<1x8x4xf32>
  return %r#0, %s#0, %t#0 : tensor<1x8x4x64xf32>, tensor<1x8x4x64xf32>, tensor<1x8x4x64xf32>
}
