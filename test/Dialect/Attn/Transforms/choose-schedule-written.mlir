// RUN: attn-opt %s --attn-choose-schedule="target=cpu" --split-input-file --verify-diagnostics

func.func @unknown_structure(%v: tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32> {
  // expected-error @below {{expected a schedule's structure among lane_query, loops, got 'nonsense'}}
  %o = attn.attention %v schedule(<structure = "nonsense", tiles = [1, 2, 3, 4]>) : (tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32>
  return %o : tensor<2x4x9x8xf32>
}

// -----

func.func @without_effect(%v: tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32> {
  // expected-warning @below {{target 'cpu' makes nothing of packing "zzz" in a schedule}}
  // expected-warning @below {{target 'cpu' makes nothing of stages = 7 in a schedule}}
  %o = attn.attention %v schedule(<structure = "lane_query", tiles = [1, 2, 3, 4], key_split = 2, packing = ["q", "zzz"], stages = 7>) : (tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32>
  return %o : tensor<2x4x9x8xf32>
}

// -----

// The tiles of another target's structure hold here too.
func.func @of_another_target(%v: tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32> {
  %o = attn.attention %v schedule(<structure = "loops", tiles = [1, 2, 3, 4], stages = 2>) : (tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32>
  return %o : tensor<2x4x9x8xf32>
}
