// Of rank 3, which the pass does not know, and one of attn's own operations.
func.func @other(%q: tensor<2x40x8xf32>) -> tensor<2x40x8xf32> {
  %a = local.attention %q, %q, %q width = 3
    : tensor<2x40x8xf32>, tensor<2x40x8xf32>, tensor<2x40x8xf32>
  %b = attn.attention %a, %a, %a pattern(#attn.causal)
    : (tensor<2x40x8xf32>, tensor<2x40x8xf32>, tensor<2x40x8xf32>)
      -> tensor<2x40x8xf32>
  return %b : tensor<2x40x8xf32>
}
