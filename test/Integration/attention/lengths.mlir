// RUN: %run-all-targets %s
// REQUIRES: attn-run

// Random lengths and offsets are 0 to 7, so that some rows are empty.
// dims: 3,6,3,9,3,9,3
func.func @lengths(%q: tensor<?x2x?x8xf32>, %k: tensor<?x2x?x8xf32>,
    %v: tensor<?x2x?x8xf32>, %n: tensor<?xi32>)
    -> (tensor<?x2x?x8xf32>, tensor<?x2x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v lengths(%n : tensor<?xi32>)
    : (tensor<?x2x?x8xf32>, tensor<?x2x?x8xf32>, tensor<?x2x?x8xf32>)
    -> (tensor<?x2x?x8xf32>, tensor<?x2x?xf32>)
  return %o, %lse : tensor<?x2x?x8xf32>, tensor<?x2x?xf32>
}

func.func @both_lengths(%q: tensor<5x2x8x8xf32>, %k: tensor<5x2x4x8xf32>,
    %v: tensor<5x2x4x8xf32>, %n: tensor<5xi64>, %m: tensor<5xindex>)
    -> (tensor<5x2x8x8xf32>, tensor<5x2x8xf32>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    lengths(%n : tensor<5xi64>) query_lengths(%m : tensor<5xindex>)
    : (tensor<5x2x8x8xf32>, tensor<5x2x4x8xf32>, tensor<5x2x4x8xf32>)
    -> (tensor<5x2x8x8xf32>, tensor<5x2x8xf32>)
  return %o, %lse : tensor<5x2x8x8xf32>, tensor<5x2x8xf32>
}

// dims: 1,64,64  9,30,30
func.func @offset(%q: tensor<2x4x?x8xf32>, %k: tensor<2x1x?x8xf32>,
    %v: tensor<2x1x?x8xf32>, %i: index) -> tensor<2x4x?x8xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.window<left = 3, right = 0>)
    q_offset(%i : index)
    : (tensor<2x4x?x8xf32>, tensor<2x1x?x8xf32>, tensor<2x1x?x8xf32>)
    -> tensor<2x4x?x8xf32>
  return %o : tensor<2x4x?x8xf32>
}

// Decoding: each batch entry at a position of its own.
// dims: 4,4,40,4,40,4,4
func.func @decode(%q: tensor<?x8x1x16xf32>, %k: tensor<?x2x?x16xf32>,
    %v: tensor<?x2x?x16xf32>, %n: tensor<?xi32>, %pos: tensor<?xi64>)
    -> (tensor<?x8x1x16xf32>, tensor<?x8x1xf32>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    lengths(%n : tensor<?xi32>) q_offset(%pos : tensor<?xi64>)
    : (tensor<?x8x1x16xf32>, tensor<?x2x?x16xf32>, tensor<?x2x?x16xf32>)
    -> (tensor<?x8x1x16xf32>, tensor<?x8x1xf32>)
  return %o, %lse : tensor<?x8x1x16xf32>, tensor<?x8x1xf32>
}

// Queries before the first key and after the last.
func.func @far_offsets(%q: tensor<2x1x6x8xf32>, %k: tensor<2x1x7x8xf32>,
    %v: tensor<2x1x7x8xf32>) -> (tensor<2x1x6x8xf32>, tensor<2x1x6x8xf32>,
                                 tensor<2x1x6x8xf32>) {
  %off = arith.constant dense<[-3, 100]> : tensor<2xi32>
  %a = attn.attention %q, %k, %v pattern(#attn.causal)
    q_offset(%off : tensor<2xi32>)
    : (tensor<2x1x6x8xf32>, tensor<2x1x7x8xf32>, tensor<2x1x7x8xf32>)
    -> tensor<2x1x6x8xf32>
  %b = attn.attention %q, %k, %v pattern(#attn.window<left = 96, right = 1>)
    q_offset(%off : tensor<2xi32>)
    : (tensor<2x1x6x8xf32>, tensor<2x1x7x8xf32>, tensor<2x1x7x8xf32>)
    -> tensor<2x1x6x8xf32>
  %c = attn.attention %q, %k, %v
    pattern(#attn.set<"(q, k) : (q mod 3 == 0)">)
    q_offset(%off : tensor<2xi32>)
    : (tensor<2x1x6x8xf32>, tensor<2x1x7x8xf32>, tensor<2x1x7x8xf32>)
    -> tensor<2x1x6x8xf32>
  return %a, %b, %c : tensor<2x1x6x8xf32>, tensor<2x1x6x8xf32>,
                      tensor<2x1x6x8xf32>
}

// A mean over the keys that exist, where a graph would have added -1e9.
func.func @uniform(%q: tensor<5x2x6x8xf32>, %k: tensor<5x2x7x8xf32>,
    %v: tensor<5x2x7x8xf32>, %n: tensor<5xi32>, %m: tensor<5xi32>)
    -> (tensor<5x2x6x8xf32>, tensor<5x2x6xf32>) {
  %o, %lse = attn.attention %q, %k, %v
    pattern(#attn.complement<#attn.causal>)
    lengths(%n : tensor<5xi32>) query_lengths(%m : tensor<5xi32>)
    empty_rows(uniform)
    : (tensor<5x2x6x8xf32>, tensor<5x2x7x8xf32>, tensor<5x2x7x8xf32>)
    -> (tensor<5x2x6x8xf32>, tensor<5x2x6xf32>)
  return %o, %lse : tensor<5x2x6x8xf32>, tensor<5x2x6xf32>
}
