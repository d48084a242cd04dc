// The functions that benchmarks/attention/run.py times; any length.
!t = tensor<1x8x?x64xf32>
func.func @dense(%q: !t, %k: !t, %v: !t) -> !t {
  %o = attn.attention %q, %k, %v : (!t, !t, !t) -> !t
  return %o : !t
}
func.func @causal(%q: !t, %k: !t, %v: !t) -> !t {
  %o = attn.attention %q, %k, %v pattern(#attn.causal) : (!t, !t, !t) -> !t
  return %o : !t
}
func.func @window(%q: !t, %k: !t, %v: !t) -> !t {
  %o = attn.attention %q, %k, %v pattern(#attn.window<left = 255, right = 0>)
    : (!t, !t, !t) -> !t
  return %o : !t
}
func.func @alibi(%q: !t, %k: !t, %v: !t, %slope: tensor<8xf32>) -> !t {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %m = tensor.extract %slope[%h] : tensor<8xf32>
      %d = arith.subi %j, %i : index
      %e = arith.index_cast %d : index to i32
      %f = arith.sitofp %e : i32 to f32
      %t = arith.mulf %m, %f : f32
      %r = arith.addf %s, %t : f32
      attn.yield %r : f32
    } : (!t, !t, !t) -> !t
  return %o : !t
}
