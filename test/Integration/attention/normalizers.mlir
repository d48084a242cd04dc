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
