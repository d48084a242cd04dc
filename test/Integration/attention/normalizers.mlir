// RUN: %run-all-targets %s
// REQUIRES: attn-run

// dims: 33,70,70  1,1,1
func.func @lse(%q: tensor<2x2x?x16xf32>, %k: tensor<2x2x?x16xf32>,
    %v: tensor<2x2x?x16xf32>) -> (tensor<2x2x?x16xf32>, tensor<2x2x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    : (tensor<2x2x?x16xf32>, tensor<2x2x?x16xf32>, tensor<2x2x?x16xf32>)
    -> (tensor<2x2x?x16xf32>, tensor<2x2x?xf32>)
  return %o, %lse : tensor<2x2x?x16xf32>, tensor<2x2x?xf32>
}

// dims: 33,70,70
func.func @sink(%q: tensor<1x4x?x16xf32>, %k: tensor<1x2x?x16xf32>,
    %v: tensor<1x2x?x16xf32>, %sink: tensor<4xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v
    pattern(#attn.window<left = 9, right = 0>)
    normalizer(#attn.softmax_sink) sink(%sink : tensor<4xf32>)
    : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>)
  return %o, %lse : tensor<1x4x?x16xf32>, tensor<1x4x?xf32>
}

// dims: 33,70,70
func.func @plus_one(%q: tensor<1x1x?x16xf32>, %k: tensor<1x1x?x16xf32>,
    %v: tensor<1x1x?x16xf32>) -> (tensor<1x1x?x16xf32>, tensor<1x1x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v normalizer(#attn.softmax_plus_one)
    : (tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>)
    -> (tensor<1x1x?x16xf32>, tensor<1x1x?xf32>)
  return %o, %lse : tensor<1x1x?x16xf32>, tensor<1x1x?xf32>
}

// Counts the keys that each row sees; with scores to aggregate, too.
// dims: 33,70,70
func.func @scalable(%q: tensor<1x4x?x16xf32>, %k: tensor<1x2x?x16xf32>,
    %v: tensor<1x2x?x16xf32>, %gain: tensor<4xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>, tensor<1x4x?x16xf32>) {
  %o, %lse = attn.attention %q, %k, %v
    pattern(#attn.window<left = 9, right = 3>)
    normalizer(#attn.scalable_softmax) gain(%gain : tensor<4xf32>)
    : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>)
  %full = attn.attention %q, %k, %v
    normalizer(#attn.scalable_softmax) gain(%gain : tensor<4xf32>)
    : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> tensor<1x4x?x16xf32>
  return %o, %lse, %full : tensor<1x4x?x16xf32>, tensor<1x4x?xf32>, tensor<1x4x?x16xf32>
}

// Without a stabiliser.
// dims: 33,70,70
func.func @others(%q: tensor<1x1x?x16xf32>, %k: tensor<1x1x?x16xf32>,
    %v: tensor<1x1x?x16xf32>) -> (tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>,
                                  tensor<1x1x?x16xf32>) {
  %a = attn.attention %q, %k, %v pattern(#attn.causal)
    normalizer(#attn.sigmoid)
    : (tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>)
    -> tensor<1x1x?x16xf32>
  %b = attn.attention %q, %k, %v pattern(#attn.causal)
    normalizer(#attn.relu_pow<2>)
    : (tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>)
    -> tensor<1x1x?x16xf32>
  %c = attn.attention %q, %k, %v pattern(#attn.causal)
    normalizer(#attn.identity)
    : (tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>)
    -> tensor<1x1x?x16xf32>
  return %a, %b, %c : tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>,
                      tensor<1x1x?x16xf32>
}

// Scores of some hundreds: a stabiliser that is not one overflows.
// dims: 33,70,70
func.func @large_scores(%q: tensor<1x1x?x16xf32>, %k: tensor<1x1x?x16xf32>,
    %v: tensor<1x1x?x16xf32>) -> (tensor<1x1x?x16xf32>, tensor<1x1x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v scale(100.0)
    : (tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>)
    -> (tensor<1x1x?x16xf32>, tensor<1x1x?xf32>)
  return %o, %lse : tensor<1x1x?x16xf32>, tensor<1x1x?xf32>
}

// Weights of any sign, weights that select; grouped heads, rows that see nothing.
// dims: 33,70,70  1,1,1  7,7,7  5,1000,1000
func.func @more(%q: tensor<2x4x?x24xf32>, %k: tensor<2x2x?x24xf32>,
    %v: tensor<2x2x?x10xf32>)
    -> (tensor<2x4x?x10xf32>, tensor<2x4x?x10xf32>, tensor<2x4x?x10xf32>,
        tensor<2x4x?xf32>) {
  %a = attn.attention %q, %k, %v pattern(#attn.causal)
    normalizer(#attn.exp)
    : (tensor<2x4x?x24xf32>, tensor<2x2x?x24xf32>, tensor<2x2x?x10xf32>)
    -> tensor<2x4x?x10xf32>
  %b = attn.attention %q, %k, %v normalizer(#attn.laplace)
    : (tensor<2x4x?x24xf32>, tensor<2x2x?x24xf32>, tensor<2x2x?x10xf32>)
    -> tensor<2x4x?x10xf32>
  %c, %lse = attn.attention %q, %k, %v
    pattern(#attn.window<left = 30, right = 4>)
    normalizer(#attn.signed_softmax)
    : (tensor<2x4x?x24xf32>, tensor<2x2x?x24xf32>, tensor<2x2x?x10xf32>)
    -> (tensor<2x4x?x10xf32>, tensor<2x4x?xf32>)
  return %a, %b, %c, %lse : tensor<2x4x?x10xf32>, tensor<2x4x?x10xf32>,
                            tensor<2x4x?x10xf32>, tensor<2x4x?xf32>
}

// The tails of the error function, where 1 + erf(x) would be 0 or noise.
// dims: 33,70,70
func.func @tails(%q: tensor<1x1x?x16xf32>, %k: tensor<1x1x?x16xf32>,
    %v: tensor<1x1x?x16xf32>) -> tensor<1x1x?x16xf32> {
  %o = attn.attention %q, %k, %v normalizer(#attn.laplace)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %c = arith.constant -2.5 : f32
      %r = arith.addf %s, %c : f32
      attn.yield %r : f32
    } : (tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>, tensor<1x1x?x16xf32>)
    -> tensor<1x1x?x16xf32>
  return %o : tensor<1x1x?x16xf32>
}

// Whole scores: many are equal, and the smallest key has all the weight; also
// where parts of the keys are folded apart.
#parts = #attn.schedule<structure = "loops", tiles = [1, 1, 6, 4], key_split = 3>
// dims: 33,70,70  1,1,1  7,7,7  5,1000,1000
func.func @ties(%q: tensor<2x4x?x24xbf16>, %k: tensor<2x2x?x24xbf16>,
    %v: tensor<2x2x?x10xbf16>)
    -> (tensor<2x4x?x10xbf16>, tensor<2x4x?x10xbf16>) {
  %a = attn.attention %q, %k, %v pattern(#attn.window<left = 40, right = 2>)
    normalizer(#attn.hard)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %r = math.floor %s : f32
      attn.yield %r : f32
    } : (tensor<2x4x?x24xbf16>, tensor<2x2x?x24xbf16>, tensor<2x2x?x10xbf16>)
    -> tensor<2x4x?x10xbf16>
  %b = attn.attention %q, %k, %v normalizer(#attn.hard) schedule(#parts)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %r = math.floor %s : f32
      attn.yield %r : f32
    } : (tensor<2x4x?x24xbf16>, tensor<2x2x?x24xbf16>, tensor<2x2x?x10xbf16>)
    -> tensor<2x4x?x10xbf16>
  return %a, %b : tensor<2x4x?x10xbf16>, tensor<2x4x?x10xbf16>
}

// A mask in the score region leaves the first rows without a key: their mean.
// dims: 33,70,70
func.func @masked(%q: tensor<1x1x?x16xf64>, %k: tensor<1x1x?x16xf64>,
    %v: tensor<1x1x?x16xf64>) -> (tensor<1x1x?x16xf64>, tensor<1x1x?x16xf64>,
    tensor<1x1x?x16xf64>) {
  %a = attn.attention %q, %k, %v normalizer(#attn.sigmoid) empty_rows(uniform)
    score(%s: f64, %b: index, %h: index, %i: index, %j: index) {
      %first = arith.constant 3 : index
      %e = arith.cmpi slt, %i, %first : index
      %n = arith.constant 0xFFF0000000000000 : f64
      %r = arith.select %e, %n, %s : f64
      attn.yield %r : f64
    } : (tensor<1x1x?x16xf64>, tensor<1x1x?x16xf64>, tensor<1x1x?x16xf64>)
    -> tensor<1x1x?x16xf64>
  %c = attn.attention %q, %k, %v pattern(#attn.window<left = 9, right = 8>)
    normalizer(#attn.laplace) empty_rows(uniform)
    score(%s: f64, %b: index, %h: index, %i: index, %j: index) {
      %first = arith.constant 3 : index
      %e = arith.cmpi slt, %i, %first : index
      %n = arith.constant 0xFFF0000000000000 : f64
      %r = arith.select %e, %n, %s : f64
      attn.yield %r : f64
    } : (tensor<1x1x?x16xf64>, tensor<1x1x?x16xf64>, tensor<1x1x?x16xf64>)
    -> tensor<1x1x?x16xf64>
  %d = attn.attention %q, %k, %v normalizer(#attn.signed_softmax)
    empty_rows(uniform)
    score(%s: f64, %b: index, %h: index, %i: index, %j: index) {
      %first = arith.constant 3 : index
      %e = arith.cmpi slt, %i, %first : index
      %n = arith.constant 0xFFF0000000000000 : f64
      %r = arith.select %e, %n, %s : f64
      attn.yield %r : f64
    } : (tensor<1x1x?x16xf64>, tensor<1x1x?x16xf64>, tensor<1x1x?x16xf64>)
    -> tensor<1x1x?x16xf64>
  return %a, %c, %d : tensor<1x1x?x16xf64>, tensor<1x1x?x16xf64>,
                      tensor<1x1x?x16xf64>
}
