// RUN: attn-opt %s --attn-tile --verify-diagnostics --split-input-file

func.func @no_schedule(%v: tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32> {
  // expected-error @below {{expected a schedule; run attn-choose-schedule first}}
  %o = attn.attention %v : (tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32>
  return %o : tensor<2x4x9x8xf32>
}

// -----

func.func @head_tile(%v: tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32> {
  // expected-error @below {{expected a head tile that divides 4 heads and fits groups of 1, got 3}}
  %o = attn.attention %v schedule(<structure = "loops", tiles = [1, 3, 8, 8]>) : (tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32>
  return %o : tensor<2x4x9x8xf32>
}
