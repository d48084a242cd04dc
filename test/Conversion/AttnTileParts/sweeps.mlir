// RUN: attn-opt --attn-tile-parts="query-tile=16 key-tile=8 report-missed" --canonicalize --cse --split-input-file --verify-diagnostics %s | FileCheck %s

// Final weights that are mixed: one sweep for the state of the rows, one that
// makes the scores again. All heads of a tile are together.

// CHECK-LABEL: func @mixed_weights
// CHECK: scf.forall (%{{.*}}) = (0) to (64) step (16)
// CHECK: scf.for
// CHECK: math.exp
// CHECK: scf.for
// CHECK: math.exp
// CHECK-NOT: attn.
// CHECK-NOT: tensor<1x2x64x64xf32>
func.func @mixed_weights(%q: tensor<1x2x64x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>,
                         %w: tensor<2x2xf32>) -> tensor<1x2x64x8xf32> {
  %zero = arith.constant 0.0 : f32
  %s = attn.scores %q, %k : (tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x64xf32>
  %p = attn.normalize %s pattern(#attn.causal) : tensor<1x2x64x64xf32> -> tensor<1x2x64x64xf32>
  %empty = tensor.empty() : tensor<1x2x64x64xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<1x2x64x64xf32>) -> tensor<1x2x64x64xf32>
  %m = linalg.generic {
    indexing_maps = [affine_map<(b, g, q, k, h) -> (b, h, q, k)>, affine_map<(b, g, q, k, h) -> (h, g)>,
                     affine_map<(b, g, q, k, h) -> (b, g, q, k)>],
    iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]
  } ins(%p, %w : tensor<1x2x64x64xf32>, tensor<2x2xf32>) outs(%init : tensor<1x2x64x64xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %t = arith.mulf %x, %y : f32
    %r = arith.addf %t, %z : f32
    linalg.yield %r : f32
  } -> tensor<1x2x64x64xf32>
  %o = attn.aggregate %m, %v : (tensor<1x2x64x64xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %o : tensor<1x2x64x8xf32>
}

// -----

// Weights that stay as they are: one sweep, a task for each head.

// CHECK-LABEL: func @one_sweep
// CHECK: scf.forall (%{{.*}}, %{{.*}}) = (0, 0) to (2, 64) step (1, 16)
// CHECK: scf.for
// CHECK-NOT: scf.for
// CHECK: attn.finalize
func.func @one_sweep(%q: tensor<1x2x64x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>)
    -> tensor<1x2x64x8xf32> {
  %s = attn.scores %q, %k : (tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x64xf32>
  %p = attn.normalize %s pattern(#attn.causal) : tensor<1x2x64x64xf32> -> tensor<1x2x64x64xf32>
  %o = attn.aggregate %p, %v : (tensor<1x2x64x64xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %o : tensor<1x2x64x8xf32>
}

// -----

// What is added to final weights is there for keys that no row sees, too: the
// last sweep takes all keys.

// CHECK-LABEL: func @added_weights
// CHECK: scf.for %{{.*}} to %{{[0-9]+}} step %c8
// CHECK: scf.for %{{.*}} = %c0 to %c64 step %c8
func.func @added_weights(%q: tensor<1x2x64x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>,
                         %w: tensor<64x64xf32>) -> tensor<1x2x64x8xf32> {
  %s = attn.scores %q, %k : (tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x64xf32>
  %p = attn.normalize %s pattern(#attn.causal) : tensor<1x2x64x64xf32> -> tensor<1x2x64x64xf32>
  %empty = tensor.empty() : tensor<1x2x64x64xf32>
  %m = linalg.generic {
    indexing_maps = [affine_map<(b, h, q, k) -> (b, h, q, k)>, affine_map<(b, h, q, k) -> (q, k)>,
                     affine_map<(b, h, q, k) -> (b, h, q, k)>],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]
  } ins(%p, %w : tensor<1x2x64x64xf32>, tensor<64x64xf32>) outs(%empty : tensor<1x2x64x64xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %r = arith.addf %x, %y : f32
    linalg.yield %r : f32
  } -> tensor<1x2x64x64xf32>
  %o = attn.aggregate %m, %v : (tensor<1x2x64x64xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %o : tensor<1x2x64x8xf32>
}

// -----

// A sum over the keys is no tile: the parts stay as they are.

// CHECK-LABEL: func @transposed
// CHECK: attn.aggregate
func.func @transposed(%q: tensor<1x2x64x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>)
    -> tensor<1x2x64x8xf32> {
  %s = attn.scores %q, %k : (tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x64xf32>
  %empty = tensor.empty() : tensor<1x2x64x64xf32>
  %t = linalg.generic {
    indexing_maps = [affine_map<(b, h, q, k) -> (b, h, q, k)>, affine_map<(b, h, q, k) -> (b, h, k, q)>,
                     affine_map<(b, h, q, k) -> (b, h, q, k)>],
    iterator_types = ["parallel", "parallel", "parallel", "parallel"]
  } ins(%s, %s : tensor<1x2x64x64xf32>, tensor<1x2x64x64xf32>) outs(%empty : tensor<1x2x64x64xf32>) {
  ^bb0(%x: f32, %y: f32, %z: f32):
    %r = arith.addf %x, %y : f32
    linalg.yield %r : f32
  } -> tensor<1x2x64x64xf32>
  %p = attn.normalize %t : tensor<1x2x64x64xf32> -> tensor<1x2x64x64xf32>
  // expected-remark @below {{the parts of this attention stay apart: two uses of a tensor of pairs cut it along different dimensions}}
  %o = attn.aggregate %p, %v : (tensor<1x2x64x64xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %o : tensor<1x2x64x8xf32>
}
