// One case a label of docs/Spec.md.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

func.func @context_pool_c1_rank(%x: tensor<9x8xf32>, %w: tensor<2x9xf32>) {
  // expected-error@+1 {{expected an input of shape B x N x C, got}}
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
  // expected-error@+1 {{expected logits of shape B x N and element type 'f32', got}}
  %y = attn.context_pool %x, %w, %w : tensor<2x9x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>
  return
}

// -----

func.func @context_pool_c3_type(%x: tensor<2x9x8xf32>, %w: tensor<2x9xf16>) {
  // expected-error@+1 {{expected logits of shape B x N and element type 'f32', got}}
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
