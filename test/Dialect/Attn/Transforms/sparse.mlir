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

// Tiles on memrefs are behind this stage.
// CHECK-LABEL: @buffers
// CHECK: ranges(partial [
func.func @buffers(%q: memref<1x3x4xf32>, %a: memref<1x3x4xf32>, %m: memref<1x3xf32>, %l: memref<1x3xf32>, %i: index, %n: index) {
  attn.online_attention ins(%q, %q, %q) outs(%a, %m, %l) at(%i, %i, %i, %i) sizes(%n, %n, %i)
    ranges(partial [%i, %n)) scale(0.5) pattern(#attn.causal)
    : (memref<1x3x4xf32>, memref<1x3x4xf32>, memref<1x3x4xf32>) -> (memref<1x3x4xf32>, memref<1x3xf32>, memref<1x3xf32>)
  return
}
