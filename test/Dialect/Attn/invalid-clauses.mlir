// One case a label of docs/Spec.md.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

func.func @maps_c1_count(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected 4 indexing maps, got 3}}
  %o = attn.attention %q, %k, %v maps([affine_map<(b, h, q, k, d, e) -> (b, h, q, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, e)>]) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @maps_c2_projection(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the key map to project (b, h, q, k, d, e) without repeats, got}}
  %o = attn.attention %q, %k, %v maps([affine_map<(b, h, q, k, d, e) -> (b, h, q, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k + 1, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, e)>, affine_map<(b, h, q, k, d, e) -> (b, h, q, e)>]) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @maps_c2_dims(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the query map to project (b, h, q, k, d, e) without repeats, got}}
  %o = attn.attention %q, %k, %v maps([affine_map<(b, h, q, d) -> (b, h, q, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, e)>, affine_map<(b, h, q, k, d, e) -> (b, h, q, e)>]) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @maps_c3_rank(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the query map to have 4 results, got 3}}
  %o = attn.attention %q, %k, %v maps([affine_map<(b, h, q, k, d, e) -> (b, q, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, e)>, affine_map<(b, h, q, k, d, e) -> (b, h, q, e)>]) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @maps_c4_row(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the value map to use its row and inner dimensions, got}}
  %o = attn.attention %q, %k, %v maps([affine_map<(b, h, q, k, d, e) -> (b, h, q, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, q, e)>, affine_map<(b, h, q, k, d, e) -> (b, h, q, e)>]) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @maps_c5_foreign(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the output map to use b, h, its row and inner dimensions only, got}}
  %o = attn.attention %q, %k, %v maps([affine_map<(b, h, q, k, d, e) -> (b, h, q, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, d)>, affine_map<(b, h, q, k, d, e) -> (b, h, k, e)>, affine_map<(b, h, q, k, d, e) -> (b, h, q, k, e)>]) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x16x64xf32>
  return
}

// -----

func.func @pattern_c1_operands(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected 1 operands for the pattern, got 0}}
  %o = attn.attention %q, %k, %v pattern(#attn.window<left = ?, right = 0>) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @pattern_c1_none_wanted(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>, %n: index) {
  // expected-error@+1 {{expected 0 operands for the pattern, got 1}}
  %o = attn.attention %q, %k, %v pattern(#attn.causal)[%n] : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @normalizer_c1_missing(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected 1 parameters for the normalizer, got 0}}
  %o = attn.attention %q, %k, %v normalizer(#attn.softmax_sink) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @normalizer_c2_type(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>, %s: tensor<8xf64>) {
  // expected-error@+1 {{expected sink of element type 'f32', got 'f64'}}
  %o = attn.attention %q, %k, %v normalizer(#attn.softmax_sink) sink(%s : tensor<8xf64>) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @normalizer_c3_shape(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>, %s: tensor<4xf32>) {
  // expected-error@+1 {{expected sink with one value a query head, got 'tensor<4xf32>'}}
  %o = attn.attention %q, %k, %v normalizer(#attn.softmax_sink) sink(%s : tensor<4xf32>) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @normalizer_c3_rank(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>, %s: tensor<f32>) {
  // expected-error@+1 {{expected sink with one value a query head, got 'tensor<f32>'}}
  %o = attn.attention %q, %k, %v normalizer(#attn.softmax_sink) sink(%s : tensor<f32>) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @batched_c1_lengths(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>, %s: tensor<2xi32>) {
  // expected-error@+1 {{expected lengths with one value a batch entry (1), got 'tensor<2xi32>'}}
  %o = attn.attention %q, %k, %v lengths(%s : tensor<2xi32>) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @batched_c1_query_lengths(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>, %s: tensor<i32>) {
  // expected-error@+1 {{expected query_lengths with one value a batch entry (1), got 'tensor<i32>'}}
  %o = attn.attention %q, %k, %v query_lengths(%s : tensor<i32>) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @batched_c1_q_offset(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>, %s: tensor<1x1xindex>) {
  // expected-error@+1 {{expected q_offset with one value a batch entry (1), got 'tensor<1x1xindex>'}}
  %o = attn.attention %q, %k, %v q_offset(%s : tensor<1x1xindex>) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @scale_c1_infinite(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected a finite scale, got}}
  %o = attn.attention %q, %k, %v scale(0x7FF0000000000000) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @scale_c1_scores(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected a finite scale, got}}
  %s = attn.scores %q, %k scale(0x7FF8000000000000) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x16xf32>
  return
}
