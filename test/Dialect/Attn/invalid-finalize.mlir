// One case a label of docs/Spec.md.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

func.func @online_aggregate_c1_shape(%s: tensor<2x16x31xf32>, %v: tensor<1x32x8xf32>, %a: tensor<2x16x8xf32>, %m: tensor<2x16xf32>, %i: index) {
  // expected-error@+1 {{expected scores HT x TQ x TK, value HK x TK x Dv and accumulator HT x TQ x Dv, got}}
  %r:3 = attn.online_aggregate ins(%s, %v) outs(%a, %m, %m) at(%i, %i, %i, %i)
   : (tensor<2x16x31xf32>, tensor<1x32x8xf32>) -> (tensor<2x16x8xf32>, tensor<2x16xf32>, tensor<2x16xf32>)
  return
}

// -----

func.func @online_aggregate_c2_coordinates(%s: tensor<2x16x32xf32>, %v: tensor<1x32x8xf32>, %a: tensor<2x16x8xf32>, %m: tensor<2x16xf32>, %i: index) {
  // expected-error@+1 {{expected 4 coordinates (b, h, q, k), got 1}}
  %r:3 = attn.online_aggregate ins(%s, %v) outs(%a, %m, %m) at(%i)
   : (tensor<2x16x32xf32>, tensor<1x32x8xf32>) -> (tensor<2x16x8xf32>, tensor<2x16xf32>, tensor<2x16xf32>)
  return
}

// -----

func.func @finalize_c1_shape(%a: tensor<2x16x8xf32>, %m: tensor<2x16xf32>, %o: tensor<2x16x9xf32>) {
  // expected-error@+1 {{expected output and accumulator of one shape, got}}
  %r = attn.finalize ins(%a, %m, %m) outs(%o) 
   : (tensor<2x16x8xf32>, tensor<2x16xf32>, tensor<2x16xf32>) -> (tensor<2x16x9xf32>)
  return
}

// -----

func.func @finalize_c2_type(%a: tensor<2x16x8xf32>, %m: tensor<2x16xf32>, %o: tensor<2x16x8xf64>) {
  // expected-error@+1 {{expected an accumulator of the accumulation type of 'f64', got 'f32'}}
  %r = attn.finalize ins(%a, %m, %m) outs(%o) 
   : (tensor<2x16x8xf32>, tensor<2x16xf32>, tensor<2x16xf32>) -> (tensor<2x16x8xf64>)
  return
}

// -----

func.func @finalize_c3_no_lse(%a: tensor<2x16x8xf32>, %m: tensor<2x16xf32>, %o: tensor<2x16x8xf32>, %l: tensor<2x16xf32>) {
  // expected-error@+1 {{expected a normalizer with a log-sum-exp for an lse}}
  %r:2 = attn.finalize ins(%a, %m) outs(%o, lse %l) normalizer(#attn.sigmoid)
   : (tensor<2x16x8xf32>, tensor<2x16xf32>) -> (tensor<2x16x8xf32>, tensor<2x16xf32>)
  return
}

// -----

func.func @finalize_c4_lse_shape(%a: tensor<2x16x8xf32>, %m: tensor<2x16xf32>, %o: tensor<2x16x8xf32>, %l: tensor<2x17xf32>) {
  // expected-error@+1 {{expected the lse to have the stabilizer's shape, got}}
  %r:2 = attn.finalize ins(%a, %m, %m) outs(%o, lse %l) 
   : (tensor<2x16x8xf32>, tensor<2x16xf32>, tensor<2x16xf32>) -> (tensor<2x16x8xf32>, tensor<2x17xf32>)
  return
}
