// RUN: %run-all-targets %s
// REQUIRES: attn-run

// Parts of the keys folded by tasks of their own and joined. The lengths leave
// some parts, and some rows, without a key.
#split = #attn.schedule<structure = "loops", tiles = [1, 1, 6, 4], key_split = 3>
#heads = #attn.schedule<structure = "loops", tiles = [1, 4, 5, 8], key_split = 4>

// dims: 3,6,3,29,3,29,3
func.func @lengths(%q: tensor<?x2x?x8xf32>, %k: tensor<?x2x?x8xf32>,
    %v: tensor<?x2x?x8xf32>, %n: tensor<?xi32>)
    -> (tensor<?x2x?x8xf32>, tensor<?x2x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    lengths(%n : tensor<?xi32>) empty_rows(uniform) schedule(#split)
    : (tensor<?x2x?x8xf32>, tensor<?x2x?x8xf32>, tensor<?x2x?x8xf32>)
    -> (tensor<?x2x?x8xf32>, tensor<?x2x?xf32>)
  return %o, %lse : tensor<?x2x?x8xf32>, tensor<?x2x?xf32>
}

// dims: 4,4,90,4,90,4
func.func @decode(%q: tensor<?x8x1x16xf16>, %k: tensor<?x2x?x16xf16>,
    %v: tensor<?x2x?x16xf16>, %n: tensor<?xi32>) -> tensor<?x8x1x16xf16> {
  %o = attn.attention %q, %k, %v normalizer(#attn.softmax_plus_one)
    lengths(%n : tensor<?xi32>) schedule(#heads)
    : (tensor<?x8x1x16xf16>, tensor<?x2x?x16xf16>, tensor<?x2x?x16xf16>)
    -> tensor<?x8x1x16xf16>
  return %o : tensor<?x8x1x16xf16>
}

func.func @query_lengths(%q: tensor<3x2x13x8xf32>, %k: tensor<3x2x11x8xf32>,
    %v: tensor<3x2x11x8xf32>, %n: tensor<3xindex>) -> tensor<3x2x13x8xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.window<left = 3, right = 3>)
    normalizer(#attn.relu_pow<2>) query_lengths(%n : tensor<3xindex>)
    schedule(#split)
    : (tensor<3x2x13x8xf32>, tensor<3x2x11x8xf32>, tensor<3x2x11x8xf32>)
    -> tensor<3x2x13x8xf32>
  return %o : tensor<3x2x13x8xf32>
}

func.func @partial(%q: tensor<2x2x9x8xf32>, %k: tensor<2x2x31x8xf32>,
    %v: tensor<2x2x31x5xf32>) -> tensor<2x2x9x5xf32> {
  %a, %m, %l = attn.partial %q, %k, %v schedule(#split)
    : (tensor<2x2x9x8xf32>, tensor<2x2x31x8xf32>, tensor<2x2x31x5xf32>)
    -> (tensor<2x2x9x5xf32>, tensor<2x2x9xf32>, tensor<2x2x9xf32>)
  %e = tensor.empty() : tensor<2x2x9x5xf32>
  %o = attn.finalize ins(%a, %m, %l) outs(%e)
    : (tensor<2x2x9x5xf32>, tensor<2x2x9xf32>, tensor<2x2x9xf32>) -> (tensor<2x2x9x5xf32>)
  return %o : tensor<2x2x9x5xf32>
}
