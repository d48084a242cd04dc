// RUN: %run-all-targets %s
// REQUIRES: attn-run

// Attention in loops and branches: what a loop carries may need a new buffer in
// each iteration, and the branches may yield buffers of different layouts.
// dims: 7,7,7
func.func @carried(%q: tensor<1x2x?x8xf32>, %k: tensor<1x2x?x8xf32>, %v: tensor<1x2x?x8xf32>)
    -> tensor<1x2x?x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%x = %q) -> tensor<1x2x?x8xf32> {
    %y = attn.attention %x, %k, %v pattern(#attn.causal)
      : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
    scf.yield %y : tensor<1x2x?x8xf32>
  }
  return %r : tensor<1x2x?x8xf32>
}

// One branch is taken with 7 queries, the other with 5.
// dims: 7,6,6  5,6,6
func.func @branches(%q: tensor<1x2x?x8xf32>, %k: tensor<1x2x?x8xf32>, %v: tensor<1x2x?x8xf32>)
    -> (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) {
  %c2 = arith.constant 2 : index
  %c6 = arith.constant 6 : index
  %n = tensor.dim %q, %c2 : tensor<1x2x?x8xf32>
  %long = arith.cmpi sgt, %n, %c6 : index
  %x = scf.if %long -> tensor<1x2x?x8xf32> {
    %y = attn.attention %q, %k, %v
      : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
    scf.yield %y : tensor<1x2x?x8xf32>
  } else {
    scf.yield %q : tensor<1x2x?x8xf32>
  }
  %z = attn.attention %x, %k, %v
    : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  return %x, %z : tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>
}
