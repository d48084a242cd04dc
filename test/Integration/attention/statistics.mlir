// RUN: %run-all-targets %s
// REQUIRES: attn-run

// Grouped heads, rows and keys that make whole tiles and that do not.
// dims: 33,70,70  1,1,1  7,7,7  100,1000,1000
func.func @causal(%q: tensor<1x4x?x16xf32>, %k: tensor<1x2x?x16xf32>,
    %v: tensor<1x2x?x16xf32>) -> (tensor<1x4x?xf32>, tensor<1x4x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>)
  %e, %m = attn.statistics(entropy, column_mass) %q, %k
    lse(%lse : tensor<1x4x?xf32>) pattern(#attn.causal)
    : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>)
    -> (tensor<1x4x?xf32>, tensor<1x4x?xf32>)
  return %e, %m : tensor<1x4x?xf32>, tensor<1x4x?xf32>
}

// Lengths, offsets, a score region, a pattern with empty tiles, other maps.
// dims: 150,160,160
func.func @clauses(%q: tensor<2x?x4x24xf32>, %k: tensor<2x2x?x24xf32>,
    %v: tensor<2x2x?x24xf32>)
    -> (tensor<2x4x?x?xf32>, tensor<2x4x?xf32>, tensor<2x4x?xf32>) {
  %lengths = arith.constant dense<[131, 0]> : tensor<2xi32>
  %rows = arith.constant dense<[149, 90]> : tensor<2xi32>
  %offset = arith.constant dense<[3, -2]> : tensor<2xi64>
  %sink = arith.constant dense<[0.5, -1.0, 2.0, 0.0]> : tensor<4xf32>
  %o, %lse = attn.attention %q, %k, %v
    pattern(#attn.union<[#attn.window<left = 9, right = 3>, #attn.sink<2>]>)
    normalizer(#attn.softmax_sink) sink(%sink : tensor<4xf32>)
    lengths(%lengths : tensor<2xi32>) query_lengths(%rows : tensor<2xi32>)
    q_offset(%offset : tensor<2xi64>)
    maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, h, k, e)>,
          affine_map<(b, h, q, k, d, e) -> (b, h, q, e)>])
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %r = math.tanh %s : f32
      attn.yield %r : f32
    } : (tensor<2x?x4x24xf32>, tensor<2x2x?x24xf32>, tensor<2x2x?x24xf32>)
    -> (tensor<2x4x?x24xf32>, tensor<2x4x?xf32>)
  %w, %m, %e = attn.statistics(weights, column_mass, entropy) %q, %k
    lse(%lse : tensor<2x4x?xf32>)
    pattern(#attn.union<[#attn.window<left = 9, right = 3>, #attn.sink<2>]>)
    normalizer(#attn.softmax_sink) sink(%sink : tensor<4xf32>)
    lengths(%lengths : tensor<2xi32>) query_lengths(%rows : tensor<2xi32>)
    q_offset(%offset : tensor<2xi64>)
    maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>])
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %r = math.tanh %s : f32
      attn.yield %r : f32
    } : (tensor<2x?x4x24xf32>, tensor<2x2x?x24xf32>)
    -> (tensor<2x4x?x?xf32>, tensor<2x4x?xf32>, tensor<2x4x?xf32>)
  return %w, %m, %e : tensor<2x4x?x?xf32>, tensor<2x4x?xf32>, tensor<2x4x?xf32>
}

// Keys in two parts: the log-sum-exp of the merged state serves both.
func.func @merged(%q: tensor<1x2x20x8xf32>, %k: tensor<1x2x50x8xf32>,
    %v: tensor<1x2x50x8xf32>) -> (tensor<1x2x50xf32>, tensor<1x2x50xf32>) {
  %a0, %m0, %l0 = attn.partial %q, %k, %v pattern(#attn.prefix<20>)
    : (tensor<1x2x20x8xf32>, tensor<1x2x50x8xf32>, tensor<1x2x50x8xf32>)
    -> (tensor<1x2x20x8xf32>, tensor<1x2x20xf32>, tensor<1x2x20xf32>)
  %a1, %m1, %l1 = attn.partial %q, %k, %v
    pattern(#attn.complement<#attn.prefix<20>>)
    : (tensor<1x2x20x8xf32>, tensor<1x2x50x8xf32>, tensor<1x2x50x8xf32>)
    -> (tensor<1x2x20x8xf32>, tensor<1x2x20xf32>, tensor<1x2x20xf32>)
  %s:3 = attn.merge (%a0, %m0, %l0), (%a1, %m1, %l1)
    : tensor<1x2x20x8xf32>, tensor<1x2x20xf32>, tensor<1x2x20xf32>
  %eo = tensor.empty() : tensor<1x2x20x8xf32>
  %el = tensor.empty() : tensor<1x2x20xf32>
  %o:2 = attn.finalize ins(%s#0, %s#1, %s#2) outs(%eo, lse %el)
    : (tensor<1x2x20x8xf32>, tensor<1x2x20xf32>, tensor<1x2x20xf32>)
    -> (tensor<1x2x20x8xf32>, tensor<1x2x20xf32>)
  %c0 = attn.statistics(column_mass) %q, %k lse(%o#1 : tensor<1x2x20xf32>)
    pattern(#attn.prefix<20>)
    : (tensor<1x2x20x8xf32>, tensor<1x2x50x8xf32>) -> (tensor<1x2x50xf32>)
  %c1 = attn.statistics(column_mass) %q, %k lse(%o#1 : tensor<1x2x20xf32>)
    pattern(#attn.complement<#attn.prefix<20>>)
    : (tensor<1x2x20x8xf32>, tensor<1x2x50x8xf32>) -> (tensor<1x2x50xf32>)
  return %c0, %c1 : tensor<1x2x50xf32>, tensor<1x2x50xf32>
}

// No log-sum-exp; and one of scores times the logarithm of a count.
// dims: 33,70,70
func.func @others(%q: tensor<1x4x?x16xbf16>, %k: tensor<1x4x?x16xbf16>,
    %v: tensor<1x4x?x16xbf16>)
    -> (tensor<1x4x?xf32>, tensor<1x4x?xf32>, tensor<1x4x?x?xf32>) {
  %e, %m = attn.statistics(entropy, column_mass) %q, %k
    normalizer(#attn.sigmoid)
    : (tensor<1x4x?x16xbf16>, tensor<1x4x?x16xbf16>)
    -> (tensor<1x4x?xf32>, tensor<1x4x?xf32>)
  %gain = arith.constant dense<[0.5, 1.0, 0.25, 0.4]> : tensor<4xf32>
  %o, %lse = attn.attention %q, %k, %v
    pattern(#attn.window<left = 9, right = 3>)
    normalizer(#attn.scalable_softmax) gain(%gain : tensor<4xf32>)
    : (tensor<1x4x?x16xbf16>, tensor<1x4x?x16xbf16>, tensor<1x4x?x16xbf16>)
    -> (tensor<1x4x?x16xbf16>, tensor<1x4x?xf32>)
  %w = attn.statistics(weights) %q, %k lse(%lse : tensor<1x4x?xf32>)
    pattern(#attn.window<left = 9, right = 3>)
    normalizer(#attn.scalable_softmax) gain(%gain : tensor<4xf32>)
    : (tensor<1x4x?x16xbf16>, tensor<1x4x?x16xbf16>)
    -> (tensor<1x4x?x?xf32>)
  return %e, %m, %w : tensor<1x4x?xf32>, tensor<1x4x?xf32>, tensor<1x4x?x?xf32>
}
