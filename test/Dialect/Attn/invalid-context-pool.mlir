// One case a label of docs/Spec.md.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

func.func @context_pool_c1_rank(%x: tensor<9x8xf32>, %w: tensor<2x9xf32>) {
  // expected-error@+1 {{expected an input of shape B x N x C or B x H x W x C, got}}
  %y = attn.context_pool %x, %w, %w : tensor<9x8xf32>, tensor<2x9xf32>, tensor<2x9xf32>
  return
}

// -----

func.func @context_pool_c2_channels(%x: tensor<2x9x?xf32>, %w: tensor<2x9xf32>) {
  // expected-error@+1 {{expected a static number of channels, got ?}}
  %y = attn.context_pool %x, %w, %w : tensor<2x9x?xf32>, tensor<2x9xf32>, tensor<2x9xf32>
  return
}

// -----

func.func @context_pool_c3_shape(%x: tensor<2x9x8xf32>, %w: tensor<2x8xf32>) {
  // expected-error@+1 {{expected logits of equal shape, that of the input's positions or of these and groups, and element type 'f32', got}}
  %y = attn.context_pool %x, %w, %w : tensor<2x9x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>
  return
}

// -----

func.func @context_pool_c3_type(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf16>) {
  // expected-error@+1 {{expected logits of equal shape, that of the input's positions or of these and groups, and element type 'f32', got}}
  %y = attn.context_pool %x, %w, %w : tensor<2x9x8xf32>, tensor<2x9xf16>, tensor<2x9xf16>
  return
}

// -----

func.func @context_pool_c4_r(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf32>) {
  // expected-error@+1 {{expected a finite r greater than 0, got 0}}
  %y = attn.context_pool %x, %w, %w {r = 0.0 : f64} : tensor<2x9x8xf32>, tensor<2x9xf32>, tensor<2x9xf32>
  return
}

// -----

func.func @context_pool_c5_sigma_min(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf32>) {
  // expected-error@+1 {{expected a finite sigma_min greater than 0, got}}
  %y = attn.context_pool %x, %w, %w {sigma_min = -1.0 : f64} : tensor<2x9x8xf32>, tensor<2x9xf32>, tensor<2x9xf32>
  return
}

// -----

func.func @context_pool_c3_alike(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf32>, %s: tensor<2x9x2xf32>) {
  // expected-error@+1 {{expected logits of equal shape, that of the input's positions or of these and groups, and element type 'f32', got}}
  %y = attn.context_pool %x, %w, %s : tensor<2x9x8xf32>, tensor<2x9xf32>, tensor<2x9x2xf32>
  return
}

// -----

func.func @context_pool_c6_dynamic(%x: tensor<2x9x8xf32>, %w: tensor<2x9x?xf32>) {
  // expected-error@+1 {{expected a static number of groups, got ?}}
  %y = attn.context_pool %x, %w, %w : tensor<2x9x8xf32>, tensor<2x9x?xf32>, tensor<2x9x?xf32>
  return
}

// -----

func.func @context_pool_c6_groups(%x: tensor<2x3x3x8xf32>, %w: tensor<2x3x3x3xf32>) {
  // expected-error@+1 {{expected groups that divide 8 channels, got 3}}
  %y = attn.context_pool %x, %w, %w : tensor<2x3x3x8xf32>, tensor<2x3x3x3xf32>, tensor<2x3x3x3xf32>
  return
}

// -----

func.func @context_pool_c7_radius(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf32>) {
  // expected-error@+1 {{expected a radius of at least 0, got}}
  %y = attn.context_pool %x, %w, %w {radius = -1.0 : f64} : tensor<2x9x8xf32>, tensor<2x9xf32>, tensor<2x9xf32>
  return
}

// -----

func.func @context_pool_c8_causal(%x: tensor<2x3x3x8xf32>, %w: tensor<2x3x3xf32>) {
  // expected-error@+1 {{expected no order of tokens on a grid, got causal}}
  %y = attn.context_pool %x, %w, %w causal : tensor<2x3x3x8xf32>, tensor<2x3x3xf32>, tensor<2x3x3xf32>
  return
}

// -----

func.func @context_pool_c9_lengths(%x: tensor<2x3x3x8xf32>, %w: tensor<2x3x3xf32>, %l: tensor<2xi32>) {
  // expected-error@+1 {{expected no lengths on a grid, got them}}
  %y = attn.context_pool %x, %w, %w lengths(%l : tensor<2xi32>) : tensor<2x3x3x8xf32>, tensor<2x3x3xf32>, tensor<2x3x3xf32>
  return
}

// -----

func.func @context_pool_c10_batch(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf32>, %l: tensor<3xi32>) {
  // expected-error@+1 {{expected one length for each of 2 batch entries, got}}
  %y = attn.context_pool %x, %w, %w lengths(%l : tensor<3xi32>) : tensor<2x9x8xf32>, tensor<2x9xf32>, tensor<2x9xf32>
  return
}
