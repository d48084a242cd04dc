// RUN: %run-all-targets %s
// REQUIRES: attn-run

#id = affine_map<(b, h, k, d) -> (b, h, k, d)>

// Keys and values from %n on hold NaN and infinity.
func.func private @spoil(%x: tensor<1x1x?x8xf32>, %n: index, %bad: f32)
    -> tensor<1x1x?x8xf32> {
  %y = linalg.generic {indexing_maps = [#id],
      iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      outs(%x : tensor<1x1x?x8xf32>) {
    ^bb0(%e: f32):
      %k = linalg.index 2 : index
      %spoilt = arith.cmpi sge, %k, %n : index
      %r = arith.select %spoilt, %bad, %e : f32
      linalg.yield %r : f32
    } -> tensor<1x1x?x8xf32>
  return %y : tensor<1x1x?x8xf32>
}

// What is excluded has no effect, in the tiles of the diagonal too; rows that
// see a NaN are NaN.
// dims: 40,40,40  9,9,9  1,1,1
func.func @excluded(%q: tensor<1x1x?x8xf32>, %k: tensor<1x1x?x8xf32>,
    %v: tensor<1x1x?x8xf32>) -> (tensor<1x1x?x8xf32>, tensor<1x1x?xf32>,
                                 tensor<1x1x?x8xf32>, tensor<1x1x?xf32>,
                                 tensor<1x1x?x8xf32>) {
  %n = arith.constant 5 : index
  %nan = arith.constant 0x7FC00000 : f32
  %inf = arith.constant 0x7F800000 : f32
  %bad_v = call @spoil(%v, %n, %nan)
    : (tensor<1x1x?x8xf32>, index, f32) -> tensor<1x1x?x8xf32>
  %inf_v = call @spoil(%v, %n, %inf)
    : (tensor<1x1x?x8xf32>, index, f32) -> tensor<1x1x?x8xf32>
  %bad_k = call @spoil(%k, %n, %nan)
    : (tensor<1x1x?x8xf32>, index, f32) -> tensor<1x1x?x8xf32>
  %a, %a_lse = attn.attention %q, %k, %bad_v pattern(#attn.causal)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> (tensor<1x1x?x8xf32>, tensor<1x1x?xf32>)
  %b, %b_lse = attn.attention %q, %bad_k, %inf_v pattern(#attn.causal)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> (tensor<1x1x?x8xf32>, tensor<1x1x?xf32>)
  %c = attn.attention %q, %bad_k, %bad_v
    pattern(#attn.window<left = 3, right = 0>) normalizer(#attn.sigmoid)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  return %a, %a_lse, %b, %b_lse, %c
    : tensor<1x1x?x8xf32>, tensor<1x1x?xf32>, tensor<1x1x?x8xf32>,
      tensor<1x1x?xf32>, tensor<1x1x?x8xf32>
}

// Nothing beyond the length is read.
// dims: 9,9,9
func.func @beyond_length(%q: tensor<1x1x?x8xf32>, %k: tensor<1x1x?x8xf32>,
    %v: tensor<1x1x?x8xf32>) -> tensor<1x1x?x8xf32> {
  %n = arith.constant 5 : index
  %lengths = arith.constant dense<5> : tensor<1xi32>
  %nan = arith.constant 0x7FC00000 : f32
  %bad_k = call @spoil(%k, %n, %nan)
    : (tensor<1x1x?x8xf32>, index, f32) -> tensor<1x1x?x8xf32>
  %bad_v = call @spoil(%v, %n, %nan)
    : (tensor<1x1x?x8xf32>, index, f32) -> tensor<1x1x?x8xf32>
  %a = attn.attention %q, %bad_k, %bad_v lengths(%lengths : tensor<1xi32>)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  return %a : tensor<1x1x?x8xf32>
}

// Scores of plus infinity.
// dims: 9,9,9
func.func @infinite_scores(%q: tensor<1x1x?x8xf32>, %k: tensor<1x1x?x8xf32>,
    %v: tensor<1x1x?x8xf32>) -> (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>) {
  %inf = arith.constant 0x7F800000 : f32
  %c3 = arith.constant 3 : index
  %a = attn.attention %q, %k, %v pattern(#attn.causal)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %is3 = arith.cmpi eq, %j, %c3 : index
      %r = arith.select %is3, %inf, %s : f32
      attn.yield %r : f32
    } : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  %c = attn.attention %q, %k, %v pattern(#attn.causal)
    normalizer(#attn.sigmoid)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %is3 = arith.cmpi eq, %j, %c3 : index
      %r = arith.select %is3, %inf, %s : f32
      attn.yield %r : f32
    } : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  return %a, %c : tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>
}
