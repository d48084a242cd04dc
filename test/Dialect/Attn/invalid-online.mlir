// One case a label of docs/Spec.md.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

func.func @online_c1_rank(%q: tensor<4x16x64xf32>, %k: tensor<1x32x64xf32>, %v: tensor<1x1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected operands of rank 3 (heads, rows, inner)}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<4x16x64xf32>, tensor<1x32x64xf32>, tensor<1x1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @online_c1_query_rank(%q: tensor<1x4x16x64xf32>, %k: tensor<1x32x64xf32>, %v: tensor<1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected operands of rank 3 (heads, rows, inner)}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<1x4x16x64xf32>, tensor<1x32x64xf32>, tensor<1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @online_c2_value_size(%q: tensor<4x16x64xf32>, %k: tensor<1x32x64xf32>, %v: tensor<1x32x32xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected equal value head sizes, got 32 and 48}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<4x16x64xf32>, tensor<1x32x64xf32>, tensor<1x32x32xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @online_c3_key_size(%q: tensor<4x16x64xf32>, %k: tensor<1x32x32xf32>, %v: tensor<1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected equal query and key head sizes, got 64 and 32}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<4x16x64xf32>, tensor<1x32x32xf32>, tensor<1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @online_c4_keys(%q: tensor<4x16x64xf32>, %k: tensor<1x31x64xf32>, %v: tensor<1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected equal numbers of keys, got 31 and 32}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<4x16x64xf32>, tensor<1x31x64xf32>, tensor<1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @online_c5_rows(%q: tensor<4x15x64xf32>, %k: tensor<1x32x64xf32>, %v: tensor<1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected query and accumulator to have equal heads and rows, got}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<4x15x64xf32>, tensor<1x32x64xf32>, tensor<1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @online_c6_coordinates(%q: tensor<4x16x64xf32>, %k: tensor<1x32x64xf32>, %v: tensor<1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected 4 coordinates (b, h, q, k), got 3}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<4x16x64xf32>, tensor<1x32x64xf32>, tensor<1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @online_c7_sizes(%q: tensor<4x16x64xf32>, %k: tensor<1x32x64xf32>, %v: tensor<1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected 3 sizes (Nq, Nk, q_offset), got 2}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i) ranges(none) scale(1.0)
   : (tensor<4x16x64xf32>, tensor<1x32x64xf32>, tensor<1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @online_c8_bounds(%v: tensor<1x8x4xf32>, %a: tensor<1x2x4xf32>, %m: tensor<1x2xf32>, %i: index) {
  // expected-error@+1 {{expected 2 bounds a range, got 3 for 1 ranges}}
  %s:2 = "attn.online_attention"(%v, %a, %m, %i, %i, %i, %i, %i, %i, %i, %i, %i, %i) <{normalizer = #attn.sigmoid, operandSegmentSizes = array<i32: 0, 0, 1, 1, 1, 0, 4, 3, 3, 0, 0>, range_kinds = array<i32: 0>, scale = 1.0 : f64}> ({}, {})
   : (tensor<1x8x4xf32>, tensor<1x2x4xf32>, tensor<1x2xf32>, index, index, index, index, index, index, index, index, index, index) -> (tensor<1x2x4xf32>, tensor<1x2xf32>)
  return
}

// -----

func.func @online_c9_kind(%v: tensor<1x8x4xf32>, %a: tensor<1x2x4xf32>, %m: tensor<1x2xf32>, %i: index) {
  // expected-error@+1 {{expected range kinds 0 or 1, got 2}}
  %s:2 = "attn.online_attention"(%v, %a, %m, %i, %i, %i, %i, %i, %i, %i, %i, %i) <{normalizer = #attn.sigmoid, operandSegmentSizes = array<i32: 0, 0, 1, 1, 1, 0, 4, 3, 2, 0, 0>, range_kinds = array<i32: 2>, scale = 1.0 : f64}> ({}, {})
   : (tensor<1x8x4xf32>, tensor<1x2x4xf32>, tensor<1x2xf32>, index, index, index, index, index, index, index, index, index) -> (tensor<1x2x4xf32>, tensor<1x2xf32>)
  return
}

// -----

func.func @online_c10_key_heads(%q: tensor<4x16x64xf32>, %k: tensor<2x32x64xf32>, %v: tensor<1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected equal key and value head counts, got 2 and 1}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<4x16x64xf32>, tensor<2x32x64xf32>, tensor<1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @attention_c7_online(%q: tensor<4x16x64xf32>, %k: tensor<3x32x64xf32>, %v: tensor<3x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected the query head count to be a multiple of the key head count, got 4 and 3}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<4x16x64xf32>, tensor<3x32x64xf32>, tensor<3x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @scale_c1_online(%q: tensor<4x16x64xf32>, %k: tensor<1x32x64xf32>, %v: tensor<1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected a finite scale, got}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(0x7FF0000000000000)
   : (tensor<4x16x64xf32>, tensor<1x32x64xf32>, tensor<1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @tile_c1_mixed(%q: tensor<4x16x64xf32>, %k: memref<1x32x64xf32>, %v: tensor<1x32x48xf32>, %acc: tensor<4x16x48xf32>, %m: tensor<4x16xf32>, %l: tensor<4x16xf32>, %i: index) {
  // expected-error@+1 {{expected all operands to be tensors or all to be memrefs}}
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0)
   : (tensor<4x16x64xf32>, memref<1x32x64xf32>, tensor<1x32x48xf32>) -> (tensor<4x16x48xf32>, tensor<4x16xf32>, tensor<4x16xf32>)
  return
}

// -----

func.func @tile_c2_results(%a: memref<1x2x4xf32>, %m: memref<1x2xf32>, %l: memref<1x2xf32>, %o: memref<1x2x4xf32>) {
  // expected-error@+1 {{expected no results on memrefs}}
  %s = "attn.finalize"(%a, %m, %l, %o) <{operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0, 0>}> : (memref<1x2x4xf32>, memref<1x2xf32>, memref<1x2xf32>, memref<1x2x4xf32>) -> tensor<1x2x4xf32>
  return
}

// -----

func.func @tile_c3_count(%a: tensor<1x2x4xf32>, %m: tensor<1x2xf32>, %l: tensor<1x2xf32>, %o: tensor<1x2x4xf32>) {
  // expected-error@+1 {{expected 1 results, got 0}}
  "attn.finalize"(%a, %m, %l, %o) <{operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0, 0>}> : (tensor<1x2x4xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2x4xf32>) -> ()
  return
}

// -----

func.func @tile_c3_type(%a: tensor<1x2x4xf32>, %m: tensor<1x2xf32>, %l: tensor<1x2xf32>, %o: tensor<1x2x4xf32>) {
  // expected-error@+1 {{expected result type 'tensor<1x2x4xf32>', got 'tensor<1x2x5xf32>'}}
  %r = "attn.finalize"(%a, %m, %l, %o) <{operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0, 0>}> : (tensor<1x2x4xf32>, tensor<1x2xf32>, tensor<1x2xf32>, tensor<1x2x4xf32>) -> tensor<1x2x5xf32>
  return
}
