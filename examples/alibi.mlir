// ALiBi with a sliding window, grouped-query heads, any length, log-sum-exp.
func.func @alibi(%q: tensor<1x8x?x64xf32>, %k: tensor<1x2x?x64xf32>, %v: tensor<1x2x?x64xf32>,
                 %slope: tensor<8xf32>) -> (tensor<1x8x?x64xf32>, tensor<1x8x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v scale(0.125)
    pattern(#attn.intersect<[#attn.causal, #attn.window<left = 255, right = 0>]>)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %m = tensor.extract %slope[%h] : tensor<8xf32>
      %d = arith.subi %j, %i : index
      %e = arith.index_cast %d : index to i32
      %f = arith.sitofp %e : i32 to f32
      %t = arith.mulf %m, %f : f32
      %r = arith.addf %s, %t : f32
      attn.yield %r : f32
    } : (tensor<1x8x?x64xf32>, tensor<1x2x?x64xf32>, tensor<1x2x?x64xf32>) -> (tensor<1x8x?x64xf32>, tensor<1x8x?xf32>)
  return %o, %lse : tensor<1x8x?x64xf32>, tensor<1x8x?xf32>
}
