// RUN: attn-opt %s --split-input-file --verify-diagnostics

func.func @statistics_c1_twice(%q: tensor<1x2x8x4xf32>, %l: tensor<1x2x8xf32>) {
  // expected-error@+1 {{expected each statistic once, got entropy again}}
  %e:2 = attn.statistics(entropy, entropy) %q, %q lse(%l : tensor<1x2x8xf32>) : (tensor<1x2x8x4xf32>, tensor<1x2x8x4xf32>) -> (tensor<1x2x8xf32>, tensor<1x2x8xf32>)
  return
}

// -----

func.func @statistics_c2_count(%q: tensor<1x2x8x4xf32>, %l: tensor<1x2x8xf32>) {
  // expected-error@+1 {{expected 2 results, got 1}}
  %e = attn.statistics(entropy, column_mass) %q, %q lse(%l : tensor<1x2x8xf32>) : (tensor<1x2x8x4xf32>, tensor<1x2x8x4xf32>) -> (tensor<1x2x8xf32>)
  return
}

// -----

func.func @statistics_c3_shape(%q: tensor<1x2x8x4xf32>, %k: tensor<1x2x9x4xf32>, %l: tensor<1x2x8xf32>) {
  // expected-error@+1 {{expected column_mass of its shape in 'f32', got 'tensor<1x2x8xf32>'}}
  %e = attn.statistics(column_mass) %q, %k lse(%l : tensor<1x2x8xf32>) : (tensor<1x2x8x4xf32>, tensor<1x2x9x4xf32>) -> (tensor<1x2x8xf32>)
  return
}

// -----

func.func @statistics_c3_type(%q: tensor<1x2x8x4xf64>, %l: tensor<1x2x8xf64>) {
  // expected-error@+1 {{expected weights of its shape in 'f64', got 'tensor<1x2x8x8xf32>'}}
  %e = attn.statistics(weights) %q, %q lse(%l : tensor<1x2x8xf64>) : (tensor<1x2x8x4xf64>, tensor<1x2x8x4xf64>) -> (tensor<1x2x8x8xf32>)
  return
}

// -----

func.func @statistics_c4_selects(%q: tensor<1x2x8x4xf32>) {
  // expected-error@+1 {{expected a normalizer whose weights follow from a score and the log-sum-exp, got #attn.hard}}
  %e = attn.statistics(entropy) %q, %q normalizer(#attn.hard) : (tensor<1x2x8x4xf32>, tensor<1x2x8x4xf32>) -> (tensor<1x2x8xf32>)
  return
}

// -----

func.func @statistics_c5_missing(%q: tensor<1x2x8x4xf32>) {
  // expected-error@+1 {{expected the log-sum-exp for the normalizer #attn.softmax}}
  %e = attn.statistics(entropy) %q, %q : (tensor<1x2x8x4xf32>, tensor<1x2x8x4xf32>) -> (tensor<1x2x8xf32>)
  return
}

// -----

func.func @statistics_c5_none(%q: tensor<1x2x8x4xf32>, %l: tensor<1x2x8xf32>) {
  // expected-error@+1 {{expected no log-sum-exp for the normalizer #attn.sigmoid}}
  %e = attn.statistics(entropy) %q, %q lse(%l : tensor<1x2x8xf32>) normalizer(#attn.sigmoid) : (tensor<1x2x8x4xf32>, tensor<1x2x8x4xf32>) -> (tensor<1x2x8xf32>)
  return
}

// -----

func.func @statistics_c6_shape(%q: tensor<1x2x8x4xf32>, %l: tensor<1x2x7xf32>) {
  // expected-error@+1 {{expected a log-sum-exp of shape B x H x Nq in 'f32', got 'tensor<1x2x7xf32>'}}
  %e = attn.statistics(entropy) %q, %q lse(%l : tensor<1x2x7xf32>) : (tensor<1x2x8x4xf32>, tensor<1x2x8x4xf32>) -> (tensor<1x2x8xf32>)
  return
}

// -----

func.func @statistics_c7_types(%q: tensor<1x2x8x4xf32>, %k: tensor<1x2x8x4xf16>, %l: tensor<1x2x8xf32>) {
  // expected-error@+1 {{expected one element type in query and key, got 'f32' and 'f16'}}
  %e = attn.statistics(entropy) %q, %k lse(%l : tensor<1x2x8xf32>) : (tensor<1x2x8x4xf32>, tensor<1x2x8x4xf16>) -> (tensor<1x2x8xf32>)
  return
}

// -----

func.func @kind(%q: tensor<1x2x8x4xf32>, %l: tensor<1x2x8xf32>) {
  // expected-error@+1 {{expected 'entropy', 'column_mass' or 'weights', got 'mass'}}
  %e = attn.statistics(mass) %q, %q lse(%l : tensor<1x2x8xf32>) : (tensor<1x2x8x4xf32>, tensor<1x2x8x4xf32>) -> (tensor<1x2x8xf32>)
  return
}
