// RUN: %run-all-targets %s
// REQUIRES: attn-run

// dims: 33,70,70  1,1,1
func.func @f16(%q: tensor<1x4x?x32xf16>, %k: tensor<1x2x?x32xf16>,
    %v: tensor<1x2x?x32xf16>, %sink: tensor<4xf32>)
    -> (tensor<1x4x?x32xf16>, tensor<1x4x?xf32>, tensor<1x4x?x32xf16>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    normalizer(#attn.softmax_sink) sink(%sink : tensor<4xf32>)
    : (tensor<1x4x?x32xf16>, tensor<1x2x?x32xf16>, tensor<1x2x?x32xf16>)
    -> (tensor<1x4x?x32xf16>, tensor<1x4x?xf32>)
  %p = attn.attention %q, %k, %v normalizer(#attn.sigmoid)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %t = tensor.extract %sink[%h] : tensor<4xf32>
      %r = arith.subf %s, %t : f32
      attn.yield %r : f32
    } : (tensor<1x4x?x32xf16>, tensor<1x2x?x32xf16>, tensor<1x2x?x32xf16>)
    -> tensor<1x4x?x32xf16>
  return %o, %lse, %p
    : tensor<1x4x?x32xf16>, tensor<1x4x?xf32>, tensor<1x4x?x32xf16>
}

// dims: 33,70,70  1,1,1
func.func @bf16(%q: tensor<1x4x?x32xbf16>, %k: tensor<1x2x?x32xbf16>,
    %v: tensor<1x2x?x32xbf16>, %sink: tensor<4xf32>)
    -> (tensor<1x4x?x32xbf16>, tensor<1x4x?xf32>, tensor<1x4x?x32xbf16>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    normalizer(#attn.softmax_sink) sink(%sink : tensor<4xf32>)
    : (tensor<1x4x?x32xbf16>, tensor<1x2x?x32xbf16>, tensor<1x2x?x32xbf16>)
    -> (tensor<1x4x?x32xbf16>, tensor<1x4x?xf32>)
  %p = attn.attention %q, %k, %v normalizer(#attn.sigmoid)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %t = tensor.extract %sink[%h] : tensor<4xf32>
      %r = arith.subf %s, %t : f32
      attn.yield %r : f32
    } : (tensor<1x4x?x32xbf16>, tensor<1x2x?x32xbf16>, tensor<1x2x?x32xbf16>)
    -> tensor<1x4x?x32xbf16>
  return %o, %lse, %p
    : tensor<1x4x?x32xbf16>, tensor<1x4x?xf32>, tensor<1x4x?x32xbf16>
}

// dims: 33,70,70  1,1,1
func.func @f64(%q: tensor<1x4x?x32xf64>, %k: tensor<1x2x?x32xf64>,
    %v: tensor<1x2x?x32xf64>, %sink: tensor<4xf64>)
    -> (tensor<1x4x?x32xf64>, tensor<1x4x?xf64>, tensor<1x4x?x32xf64>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    normalizer(#attn.softmax_sink) sink(%sink : tensor<4xf64>)
    : (tensor<1x4x?x32xf64>, tensor<1x2x?x32xf64>, tensor<1x2x?x32xf64>)
    -> (tensor<1x4x?x32xf64>, tensor<1x4x?xf64>)
  %p = attn.attention %q, %k, %v normalizer(#attn.sigmoid)
    score(%s: f64, %b: index, %h: index, %i: index, %j: index) {
      %t = tensor.extract %sink[%h] : tensor<4xf64>
      %r = arith.subf %s, %t : f64
      attn.yield %r : f64
    } : (tensor<1x4x?x32xf64>, tensor<1x2x?x32xf64>, tensor<1x2x?x32xf64>)
    -> tensor<1x4x?x32xf64>
  return %o, %lse, %p
    : tensor<1x4x?x32xf64>, tensor<1x4x?xf64>, tensor<1x4x?x32xf64>
}
