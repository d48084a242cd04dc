// One case a label of docs/Spec.md.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

func.func @attention_c1_rank(%q: tensor<1x1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the query to have rank 2, 3 or 4 where no maps are given, got}}
  %o = attn.attention %q, %k, %v : (tensor<1x1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c2_batch(%q: tensor<2x8x16x64xf32>, %k: tensor<3x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected equal batch sizes, got 2 and 3}}
  %o = attn.attention %q, %k, %v : (tensor<2x8x16x64xf32>, tensor<3x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c3_key_heads(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x4x16x64xf32>) {
  // expected-error@+1 {{expected equal key head counts, got 8 and 4}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x4x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c3_query_heads(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected equal query head counts, got 8 and 4}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x4x16x64xf32>
  return
}

// -----

func.func @attention_c4_keys(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x17x64xf32>) {
  // expected-error@+1 {{expected equal numbers of keys, got 16 and 17}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x17x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c4_queries(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected equal numbers of queries, got 16 and 15}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x15x64xf32>
  return
}

// -----

func.func @attention_c5_key_size(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x32xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected equal query and key head sizes, got 64 and 32}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x32xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c5_value_size(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected equal value and output head sizes, got 64 and 32}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x32xf32>
  return
}

// -----

func.func @attention_c6_static_heads(%q: tensor<1x?x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected a static query head count, got ?}}
  %o = attn.attention %q, %k, %v : (tensor<1x?x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x?x16x64xf32>
  return
}

// -----

func.func @attention_c6_static_size(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x?xf32>) {
  // expected-error@+1 {{expected a static value head size, got ?}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x?xf32>) -> tensor<1x8x16x?xf32>
  return
}

// -----

func.func @attention_c7_group(%q: tensor<1x8x16x64xf32>, %k: tensor<1x3x16x64xf32>, %v: tensor<1x3x16x64xf32>) {
  // expected-error@+1 {{expected the query head count to be a multiple of the key head count, got 8 and 3}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x3x16x64xf32>, tensor<1x3x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c8_query_alone(%q: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected query and key both present or both absent}}
  %o = "attn.attention"(%q, %v) <{operandSegmentSizes = array<i32: 1, 0, 1, 0, 0, 0, 0, 0, 0>}> ({}, {}) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c9_queries(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>, %n: index) {
  // expected-error@+1 {{expected no queries clause where a query is given}}
  %o = attn.attention %q, %k, %v queries(%n) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c10_combine(%v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected no combine region without query and key}}
  %o = attn.attention %v combine(%a: f32, %c: f32, %b: index, %h: index, %i: index, %j: index, %d: index) {
    attn.yield %a : f32
  } : (tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c11_types(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf16>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected one element type in query, key and value, got 'f16' and 'f32'}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf16>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @attention_c12_output_type(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the output to have the value's element type 'f32', got 'f16'}}
  %o = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf16>
  return
}

// -----

func.func @attention_c13_queries_unknown(%v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected a queries clause or a static number of queries in the output}}
  %o = attn.attention %v : (tensor<1x8x16x64xf32>) -> tensor<1x8x?x64xf32>
  return
}

// -----

func.func @attention_c14_no_lse(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected a normalizer with a log-sum-exp for a second result}}
  %o, %l = attn.attention %q, %k, %v normalizer(#attn.sigmoid) : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> (tensor<1x8x16x64xf32>, tensor<1x8x16xf32>)
  return
}

// -----

func.func @attention_c15_lse_type(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the log-sum-exp in the accumulation type 'f32', got 'f64'}}
  %o, %l = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> (tensor<1x8x16x64xf32>, tensor<1x8x16xf64>)
  return
}

// -----

func.func @attention_c16_lse_shape(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the log-sum-exp to have the output's shape without its value dimension, got}}
  %o, %l = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> (tensor<1x8x16x64xf32>, tensor<1x8x17xf32>)
  return
}
