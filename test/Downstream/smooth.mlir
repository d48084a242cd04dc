func.func @smooth(%q: tensor<1x2x40x8xf32>, %k: tensor<1x2x40x8xf32>,
                  %v: tensor<1x2x40x8xf32>) -> tensor<1x2x40x8xf32> {
  %o = local.attention %q, %k, %v width = 7
    : tensor<1x2x40x8xf32>, tensor<1x2x40x8xf32>, tensor<1x2x40x8xf32>
  return %o : tensor<1x2x40x8xf32>
}
func.func @landmarks(%q: tensor<1x2x40x8xf32>, %k: tensor<1x2x40x8xf32>,
                     %v: tensor<1x2x40x8xf32>) -> tensor<1x2x40x8xf32> {
  %o = attn.attention %q, %k, %v pattern(#local.landmarks<every = 4>)
    normalizer(#local.softplus)
    : (tensor<1x2x40x8xf32>, tensor<1x2x40x8xf32>, tensor<1x2x40x8xf32>)
      -> tensor<1x2x40x8xf32>
  return %o : tensor<1x2x40x8xf32>
}
