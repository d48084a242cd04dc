// RUN: attn-opt %s --attn-choose-schedule --attn-tile --attn-sparse --canonicalize --cse | FileCheck -enable-var-scope %s

// Every row sees every key: one full range, no predicate.
// CHECK-LABEL: @dense
// CHECK: ranges(full [%{{[^,]*}}, %{{[^,)]*}})) scale
func.func @dense(%q: tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32> {
  %o = attn.attention %q, %q, %q : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  return %o : tensor<1x2x?x8xf32>
}

// Causal: full up to the first row's diagonal, partial over the tile's own.
// CHECK-LABEL: @causal
// CHECK: ranges(full [%[[ZERO:[^,]*]], %[[MID:[^,)]*]]), partial [%[[MID]], %{{[^,)]*}})) scale
func.func @causal(%q: tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32> {
  %o = attn.attention %q, %q, %q pattern(#attn.causal) : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  return %o : tensor<1x2x?x8xf32>
}

// A window has an edge on both sides.
// CHECK-LABEL: @window
// CHECK: ranges(partial [%{{[^,]*}}, %[[A:[^,)]*]]), full [%[[A]], %[[B:[^,)]*]]), partial [%[[B]], %{{[^,)]*}})) scale
func.func @window(%q: tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32> {
  %o = attn.attention %q, %q, %q pattern(#attn.window<left = 255, right = 0>) : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  return %o : tensor<1x2x?x8xf32>
}

// No attention, nothing to do.
// CHECK-LABEL: @noop
// CHECK-NEXT: return
func.func @noop(%q: tensor<9x8xf32>) -> tensor<9x8xf32> {
  return %q : tensor<9x8xf32>
}
