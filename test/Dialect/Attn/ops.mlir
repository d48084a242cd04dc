// Every operation and clause: pretty form, generic form, bytecode.
// RUN: attn-opt %s --verify-roundtrip | FileCheck %s
// RUN: attn-opt %s --mlir-print-op-generic | attn-opt --verify-roundtrip | FileCheck %s
// RUN: attn-opt %s --emit-bytecode | attn-opt | FileCheck %s

// CHECK-LABEL: @plain
func.func @plain(%q: tensor<2x8x?x64xf32>, %k: tensor<2x2x?x64xf32>, %v: tensor<2x2x?x32xf32>) -> tensor<2x8x?x32xf32> {
  // CHECK: attn.attention %{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}} : (tensor<2x8x?x64xf32>, tensor<2x2x?x64xf32>, tensor<2x2x?x32xf32>) -> tensor<2x8x?x32xf32>
  %o = attn.attention %q, %k, %v : (tensor<2x8x?x64xf32>, tensor<2x2x?x64xf32>, tensor<2x2x?x32xf32>) -> tensor<2x8x?x32xf32>
  return %o : tensor<2x8x?x32xf32>
}

// CHECK-LABEL: @all_clauses
func.func @all_clauses(%q: tensor<?x8x?x64xbf16>, %k: tensor<?x2x?x64xbf16>, %v: tensor<?x2x?x64xbf16>,
    %w: index, %sink: tensor<8xf32>, %len: tensor<?xi64>, %qlen: tensor<?xi32>, %off: tensor<?xindex>)
    -> (tensor<?x8x?x64xbf16>, tensor<?x8x?xf32>) {
  // CHECK: attn.attention %{{.*}} scale(1.250000e-01)
  // CHECK-SAME: pattern(#attn.window<left = ?, right = 0>) [%{{[^]]+}}]
  // CHECK-SAME: normalizer(#attn.softmax_sink) sink(%{{[^ ,)]+}} : tensor<8xf32>)
  // CHECK-SAME: lengths(%{{[^ ,)]+}} : tensor<?xi64>) query_lengths(%{{[^ ,)]+}} : tensor<?xi32>)
  // CHECK-SAME: q_offset(%{{[^ ,)]+}} : tensor<?xindex>) empty_rows( uniform)
  // CHECK-SAME: schedule(<structure = "lane_query", tiles = [1, 1, 48, 64], key_split = 2, packing = ["q"], stages = 2>)
  %o, %lse = attn.attention %q, %k, %v scale(0.125)
      pattern(#attn.window<left = ?, right = 0>)[%w]
      normalizer(#attn.softmax_sink) sink(%sink : tensor<8xf32>)
      lengths(%len : tensor<?xi64>) query_lengths(%qlen : tensor<?xi32>)
      q_offset(%off : tensor<?xindex>) empty_rows(uniform)
      schedule(<structure = "lane_query", tiles = [1, 1, 48, 64], key_split = 2, packing = ["q"], stages = 2>)
      : (tensor<?x8x?x64xbf16>, tensor<?x2x?x64xbf16>, tensor<?x2x?x64xbf16>) -> (tensor<?x8x?x64xbf16>, tensor<?x8x?xf32>)
  return %o, %lse : tensor<?x8x?x64xbf16>, tensor<?x8x?xf32>
}

// Queries in BSHD, keys and values packed, one head shared by the batch.
// CHECK-LABEL: @maps
func.func @maps(%q: tensor<2x?x8x64xf16>, %k: tensor<?x64xf16>, %v: tensor<?x64xf16>) -> tensor<2x?x8x64xf16> {
  // CHECK: maps([#{{.*}}, #{{.*}}, #{{.*}}, #{{.*}}])
  %o = attn.attention %q, %k, %v
      maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>, affine_map<(b, h, q, k, d, e) -> (k, d)>,
            affine_map<(b, h, q, k, d, e) -> (k, e)>, affine_map<(b, h, q, k, d, e) -> (b, q, h, e)>])
      : (tensor<2x?x8x64xf16>, tensor<?x64xf16>, tensor<?x64xf16>) -> tensor<2x?x8x64xf16>
  return %o : tensor<2x?x8x64xf16>
}

// CHECK-LABEL: @regions
func.func @regions(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>, %slope: tensor<8xf32>) -> tensor<1x8x16x64xf32> {
  // CHECK: combine(%{{[^ ,)]+}}: f32, %{{[^ ,)]+}}: f32, %{{[^ ,)]+}}: index, %{{[^ ,)]+}}: index, %{{[^ ,)]+}}: index, %{{[^ ,)]+}}: index, %{{[^ ,)]+}}: index) {
  // CHECK: score(%{{[^ ,)]+}}: f32, %{{[^ ,)]+}}: index, %{{[^ ,)]+}}: index, %{{[^ ,)]+}}: index, %{{[^ ,)]+}}: index) {
  %o = attn.attention %q, %k, %v scale(-1.0)
      combine(%a: f32, %c: f32, %b: index, %h: index, %i: index, %j: index, %d: index) {
        %x = arith.subf %a, %c : f32
        %y = math.absf %x : f32
        attn.yield %y : f32
      }
      score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
        %m = tensor.extract %slope[%h] : tensor<8xf32>
        %r = arith.addf %s, %m : f32
        attn.yield %r : f32
      } : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return %o : tensor<1x8x16x64xf32>
}

// CHECK-LABEL: @values_only
func.func @values_only(%v: tensor<2x1x?x64xf64>, %n: index) -> tensor<2x4x?x64xf64> {
  // CHECK: attn.attention %{{[^ ]+}} queries(%{{[^ ,)]+}}) pattern(#attn.causal)
  %o = attn.attention %v queries(%n) pattern(#attn.causal) : (tensor<2x1x?x64xf64>) -> tensor<2x4x?x64xf64>
  return %o : tensor<2x4x?x64xf64>
}

// CHECK-LABEL: @states
func.func @states(%q: tensor<1x8x64x64xf32>, %k: tensor<1x8x64x64xf32>, %v: tensor<1x8x64x64xf32>) -> (tensor<1x8x64x64xf32>, tensor<1x8x64xf32>) {
  // CHECK: attn.partial %{{.*}} pattern(#attn.prefix<8>) : ({{.*}}) -> (tensor<1x8x64x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>)
  %a, %m, %l = attn.partial %q, %k, %v pattern(#attn.prefix<8>) : (tensor<1x8x64x64xf32>, tensor<1x8x64x64xf32>, tensor<1x8x64x64xf32>) -> (tensor<1x8x64x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>)
  %a1, %m1, %l1 = attn.partial %q, %k, %v pattern(#attn.complement<#attn.prefix<8>>) : (tensor<1x8x64x64xf32>, tensor<1x8x64x64xf32>, tensor<1x8x64x64xf32>) -> (tensor<1x8x64x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>)
  // CHECK: attn.merge(%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}), (%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}) : tensor<1x8x64x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>
  %s:3 = attn.merge (%a, %m, %l), (%a1, %m1, %l1) : tensor<1x8x64x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>
  %e = tensor.empty() : tensor<1x8x64x64xf32>
  %el = tensor.empty() : tensor<1x8x64xf32>
  // CHECK: attn.finalize ins(%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}) outs(%{{[^ ,)]+}}, lse %{{[^ ,)]+}}) : ({{.*}}) -> (tensor<1x8x64x64xf32>, tensor<1x8x64xf32>)
  %o, %lse = attn.finalize ins(%s#0, %s#1, %s#2) outs(%e, lse %el) : (tensor<1x8x64x64xf32>, tensor<1x8x64xf32>, tensor<1x8x64xf32>) -> (tensor<1x8x64x64xf32>, tensor<1x8x64xf32>)
  return %o, %lse : tensor<1x8x64x64xf32>, tensor<1x8x64xf32>
}

// CHECK-LABEL: @parts
func.func @parts(%q: tensor<1x8x4x64xbf16>, %k: tensor<1x2x9x64xbf16>, %v: tensor<1x2x9x64xbf16>, %off: index, %len: tensor<1xindex>) -> tensor<1x8x4x64xbf16> {
  // CHECK: attn.scores %{{[^ ,)]+}}, %{{[^ ,)]+}} scale(5.000000e-01) q_offset(%{{[^ ,)]+}} : index) : (tensor<1x8x4x64xbf16>, tensor<1x2x9x64xbf16>) -> tensor<1x8x4x9xf32>
  %s = attn.scores %q, %k scale(0.5) q_offset(%off : index) : (tensor<1x8x4x64xbf16>, tensor<1x2x9x64xbf16>) -> tensor<1x8x4x9xf32>
  // CHECK: attn.normalize %{{[^ ,)]+}} pattern(#attn.causal) lengths(%{{[^ ,)]+}} : tensor<1xindex>) q_offset(%{{[^ ,)]+}} : index) : tensor<1x8x4x9xf32> -> (tensor<1x8x4x9xf32>, tensor<1x8x4xf32>)
  %p, %lse = attn.normalize %s pattern(#attn.causal) lengths(%len : tensor<1xindex>) q_offset(%off : index) : tensor<1x8x4x9xf32> -> (tensor<1x8x4x9xf32>, tensor<1x8x4xf32>)
  // CHECK: attn.aggregate %{{[^ ,)]+}}, %{{[^ ,)]+}} : (tensor<1x8x4x9xf32>, tensor<1x2x9x64xbf16>) -> tensor<1x8x4x64xbf16>
  %o = attn.aggregate %p, %v : (tensor<1x8x4x9xf32>, tensor<1x2x9x64xbf16>) -> tensor<1x8x4x64xbf16>
  return %o : tensor<1x8x4x64xbf16>
}

// CHECK-LABEL: @context_pool
func.func @context_pool(%x: tensor<?x?x64xf32>, %w: tensor<?x?xf32>, %s: tensor<?x?xf32>) -> tensor<?x?x64xf32> {
  // CHECK: attn.context_pool %{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}} weight_act( exp) size_act( softplus) causal {r = 2.000000e-01 : f64, scale_by_n = false}
  %y = attn.context_pool %x, %w, %s weight_act(exp) size_act(softplus) causal {r = 0.2 : f64, scale_by_n = false} : tensor<?x?x64xf32>, tensor<?x?xf32>, tensor<?x?xf32>
  return %y : tensor<?x?x64xf32>
}

// CHECK-LABEL: @context_pool_grid
func.func @context_pool_grid(%x: tensor<1x?x?x64xf32>, %w: tensor<1x?x?x4xf32>, %s: tensor<1x?x?x4xf32>) -> tensor<1x?x?x64xf32> {
  // CHECK: attn.context_pool %{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}} weight_act( softmax) size_act( exp) norm( none) {radius = 3.000000e+00 : f64} : tensor<1x?x?x64xf32>, tensor<1x?x?x4xf32>, tensor<1x?x?x4xf32>
  %y = attn.context_pool %x, %w, %s weight_act(softmax) size_act(exp) norm(none) {radius = 3.0 : f64} : tensor<1x?x?x64xf32>, tensor<1x?x?x4xf32>, tensor<1x?x?x4xf32>
  return %y : tensor<1x?x?x64xf32>
}

// CHECK-LABEL: @context_pool_lengths
func.func @context_pool_lengths(%x: tensor<?x?x64xf32>, %w: tensor<?x?xf32>, %l: tensor<?xi32>) -> tensor<?x?x64xf32> {
  // CHECK: attn.context_pool %{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}} weight_act( relu) norm( length) lengths(%{{[^ ,)]+}} : tensor<?xi32>) causal : tensor<?x?x64xf32>
  %y = attn.context_pool %x, %w, %w weight_act(relu) norm(length) lengths(%l : tensor<?xi32>) causal : tensor<?x?x64xf32>, tensor<?x?xf32>, tensor<?x?xf32>
  return %y : tensor<?x?x64xf32>
}

// CHECK-LABEL: @statistics
func.func @statistics(%q: tensor<2x?x8x16xf16>, %k: tensor<2x2x?x16xf16>, %lse: tensor<2x8x?xf32>,
    %sink: tensor<8xf32>, %w: index, %n: tensor<2xi32>) -> (tensor<2x8x?xf32>, tensor<2x8x?x?xf32>) {
  // CHECK: attn.statistics(column_mass, weights) %{{[^ ,)]+}}, %{{[^ ,)]+}} lse(%{{[^ ,)]+}} : tensor<2x8x?xf32>) scale(2.500000e-01) pattern(#attn.prefix<?>) [%{{[^ ,)]+}}] normalizer(#attn.softmax_sink) sink(%{{[^ ,)]+}} : tensor<8xf32>) lengths(%{{[^ ,)]+}} : tensor<2xi32>) query_lengths(%{{[^ ,)]+}} : tensor<2xi32>) q_offset(%{{[^ ,)]+}} : index) maps([#{{.*}}, #{{.*}}]) score(
  %m, %p = attn.statistics(column_mass, weights) %q, %k lse(%lse : tensor<2x8x?xf32>) scale(0.25)
    pattern(#attn.prefix<?>)[%w] normalizer(#attn.softmax_sink) sink(%sink : tensor<8xf32>)
    lengths(%n : tensor<2xi32>) query_lengths(%n : tensor<2xi32>) q_offset(%w : index)
    maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>])
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      attn.yield %s : f32
    } : (tensor<2x?x8x16xf16>, tensor<2x2x?x16xf16>) -> (tensor<2x8x?xf32>, tensor<2x8x?x?xf32>)
  return %m, %p : tensor<2x8x?xf32>, tensor<2x8x?x?xf32>
}
