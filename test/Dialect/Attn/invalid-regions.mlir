// One case a label of docs/Spec.md.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

func.func @region_c1_score_arguments(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected score arguments of types 'f32', 'index', 'index', 'index', 'index', got 'f32', 'index'}}
  %o = attn.attention %q, %k, %v score(%s: f32, %b: index) {
    attn.yield %s : f32
  } : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @region_c1_score_type(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected score arguments of types 'f32', 'index', 'index', 'index', 'index', got 'f64'}}
  %o = attn.attention %q, %k, %v score(%s: f64, %b: index, %h: index, %i: index, %j: index) {
    attn.yield %s : f64
  } : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @region_c1_combine_arguments(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected combine arguments of types 'f32', 'f32', 'index'}}
  %o = attn.attention %q, %k, %v combine(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    attn.yield %s : f32
  } : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @region_c2_no_yield(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the score region to end with attn.yield}}
  %o = attn.attention %q, %k, %v score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    %t = arith.addf %s, %s : f32
  } : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @region_c3_result_type(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the score region to yield 'f32', got 'f16'}}
  %o = attn.attention %q, %k, %v score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    %t = arith.truncf %s : f32 to f16
    attn.yield %t : f16
  } : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @region_c4_call(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  %o = attn.attention %q, %k, %v score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    // expected-error@+1 {{is not allowed in a score region (expected arith, math, tensor.extract, tensor.dim, scf.if or scf.for)}}
    %t = func.call @f(%s) : (f32) -> f32
    attn.yield %t : f32
  } : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}
func.func private @f(f32) -> f32

// -----

func.func @region_c4_nested(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  %o = attn.attention %q, %k, %v score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    // expected-error@+1 {{is not allowed in a score region (expected arith, math, tensor.extract, tensor.dim, scf.if or scf.for)}}
    %x, %t = attn.attention %q, %k, %v : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> (tensor<1x8x16x64xf32>, tensor<1x8x16xf32>)
    attn.yield %s : f32
  } : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @region_c5_blocks(%q: tensor<1x8x16x64xf32>, %k: tensor<1x8x16x64xf32>, %v: tensor<1x8x16x64xf32>) {
  // expected-error@+1 {{expected the score region to have one block, got 2}}
  %o = attn.attention %q, %k, %v score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    cf.br ^next
  ^next:
    attn.yield %s : f32
  } : (tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>, tensor<1x8x16x64xf32>) -> tensor<1x8x16x64xf32>
  return
}

// -----

func.func @yield_c1_outside(%s: f32) {
  // expected-error@+1 {{expects parent op to be one of}}
  attn.yield %s : f32
}
