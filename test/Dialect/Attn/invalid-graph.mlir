// One case a label of docs/Spec.md.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

func.func @partial_c1_type(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the state in the accumulation type 'f32', got 'f64'}}
  %s:3 = attn.partial %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> (tensor<1x8x16x64xf64>, tensor<1x8x16xf32>, tensor<1x8x16xf32>)
  return
}

// -----

func.func @partial_c2_shape(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected an accumulator of shape B x H x Nq x Dv, got}}
  %s:3 = attn.partial %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> (tensor<1x8x16x32xf32>, tensor<1x8x16xf32>, tensor<1x8x16xf32>)
  return
}

// -----

func.func @state_c1_count(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected 1 scalar accumulators for the normalizer, got 0}}
  %s:2 = attn.partial %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> (tensor<1x8x16x64xf32>, tensor<1x8x16xf32>)
  return
}

// -----

func.func @state_c2_shape(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected stabilizer and accumulators to have the shape of the accumulator}}
  %s:3 = attn.partial %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> (tensor<1x8x16x64xf32>, tensor<1x8x17xf32>, tensor<1x8x16xf32>)
  return
}

// -----

func.func @state_c3_type(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected one element type in the state, got 'f32' and 'f64'}}
  %s:3 = attn.partial %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> (tensor<1x8x16x64xf32>, tensor<1x8x16xf32>, tensor<1x8x16xf64>)
  return
}

// -----

func.func @state_c4_rank(%a: tensor<f32>) {
  // expected-error@+1 {{expected an accumulator of rank 3 or 4, got}}
  %s:3 = attn.merge (%a, %a, %a), (%a, %a, %a) : tensor<f32>, tensor<f32>, tensor<f32>
  return
}

// -----

func.func @state_c5_passes(%v: tensor<1x4x16x64xf32>) {
  // expected-error@+1 {{expected a normalizer of one pass, whose state can be held, got #attn.slot}}
  %s:3 = attn.partial %v normalizer(#attn.slot) : (tensor<1x4x16x64xf32>) -> (tensor<1x4x8x64xf32>, tensor<1x4x8xf32>, tensor<1x4x8xf32>)
  return
}

// -----

func.func @attention_c7_partial(%v: tensor<1x3x16x64xf32>) {
  // expected-error@+1 {{expected the query head count to be a multiple of the key head count, got 4 and 3}}
  %s:3 = attn.partial %v : (tensor<1x3x16x64xf32>) -> (tensor<1x4x8x64xf32>, tensor<1x4x8xf32>, tensor<1x4x8xf32>)
  return
}

// -----

func.func @scores_c1_types(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf16>) {
  // expected-error@+1 {{expected one element type in query and key, got 'f32' and 'f16'}}
  %s = attn.scores %q, %k : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf16>) -> tensor<1x8x16x16xf32>
  return
}

// -----

func.func @scores_c2_shape(%q: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected scores of shape B x H x Nq x Nk in 'f32', got}}
  %s = attn.scores %q, %q : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x17xf32>
  return
}

// -----

func.func @scores_c2_type(%q: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected scores of shape B x H x Nq x Nk in 'f32', got}}
  %s = attn.scores %q, %q : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x16xf64>
  return
}

// -----

func.func @normalize_c1_rank(%s: tensor<1x8x16xf32>) {
  // expected-error@+1 {{expected scores of shape B x H x Nq x Nk, got}}
  %p = attn.normalize %s : tensor<1x8x16xf32> -> tensor<1x8x16xf32>
  return
}

// -----

func.func @normalize_c2_type(%s: tensor<1x8x16x16xf32>) {
  // expected-error@+1 {{expected weights of the type of the scores}}
  %p = attn.normalize %s : tensor<1x8x16x16xf32> -> tensor<1x8x16x16xf64>
  return
}

// -----

func.func @normalize_c3_lse(%s: tensor<1x8x16x16xf32>) {
  // expected-error@+1 {{expected a log-sum-exp of shape B x H x Nq, got}}
  %p, %l = attn.normalize %s : tensor<1x8x16x16xf32> -> (tensor<1x8x16x16xf32>, tensor<1x8x15xf32>)
  return
}

// -----

func.func @normalize_c4_no_lse(%s: tensor<1x8x16x16xf32>) {
  // expected-error@+1 {{expected a normalizer with a log-sum-exp for a second result}}
  %p, %l = attn.normalize %s normalizer(#attn.identity) : tensor<1x8x16x16xf32> -> (tensor<1x8x16x16xf32>, tensor<1x8x16xf32>)
  return
}

// -----

func.func @aggregate_c1_rank(%p: tensor<1x8x16xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected weights of shape B x H x Nq x Nk, got}}
  %o = attn.aggregate %p, %v : (tensor<1x8x16xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @aggregate_c2_shape(%p: tensor<1x8x16x17xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected weights to fit value and output, got}}
  %o = attn.aggregate %p, %v : (tensor<1x8x16x17xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @aggregate_c3_type(%p: tensor<1x8x16x16xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected value and output of one element type with the weights' type as its accumulation type, got}}
  %o = attn.aggregate %p, %v : (tensor<1x8x16x16xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf16>
  return
}

// -----

func.func @merge_c1_count(%a: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected states of at least 2 tensors}}
  %s = attn.merge (%a), (%a) : tensor<1x8x16x64xf32>
  return
}

// -----

func.func @merge_c2_types(%a: tensor<1x8x16x64xf32>, %m: tensor<1x8x16xf32>, %n: tensor<1x8x16xf64>) {
  // expected-error@+1 {{expected both states and the result to have the same types}}
  %s:3 = "attn.merge"(%a, %m, %m, %a, %m, %n) : (tensor<1x8x16x64xf32>, tensor<1x8x16xf32>, tensor<1x8x16xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16xf32>, tensor<1x8x16xf64>) -> (tensor<1x8x16x64xf32>, tensor<1x8x16xf32>, tensor<1x8x16xf32>)
  return
}
