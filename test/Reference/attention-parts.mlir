// Parts and states against the whole, on small integers.
// RUN: attn-run %s --entry=parts --target=interpret --print | FileCheck %s --check-prefix=PARTS
// RUN: attn-run %s --entry=states --target=interpret --print | FileCheck %s --check-prefix=STATES
// RUN: attn-run %s --entry=uniform --target=interpret --print | FileCheck %s --check-prefix=UNIFORM
// RUN: attn-run %s --entry=pool --target=interpret --print | FileCheck %s --check-prefix=POOL
// RUN: attn-run %s --entry=aggregate_tile --target=interpret --print | FileCheck %s --check-prefix=TILE
// RUN: not attn-run %s --entry=sizes --target=interpret --random-args=1 --dims=3,4,5 2>&1 | FileCheck %s --check-prefix=SIZES
// RUN: not attn-run %s --entry=sizes --target=cpu --random-args=1 --dims=3,4,5 2>&1 | FileCheck %s --check-prefix=COMPILED
// RUN: not attn-run %s --entry=magnitude --target=interpret --arg=2000000000000 --arg=0 2>&1 | FileCheck %s --check-prefix=MAGNITUDE
// RUN: not attn-run %s --entry=magnitude --target=cpu --arg=2000000000000 --arg=0 2>&1 | FileCheck %s --check-prefix=CMAGNITUDE
// RUN: not attn-run %s --entry=magnitude --target=interpret --arg=1 --arg=-536870913 2>&1 | FileCheck %s --check-prefix=OFFSET
// RUN: attn-run %s --entry=magnitude --target=linalg --arg=1099511627776 --arg=-536870912 --compare=interpret
// RUN: not attn-run %s --entry=lengths --target=interpret --random-args=1 --dims=1,3,1,3,1,3,2 2>&1 | FileCheck %s --check-prefix=LENGTHS
// RUN: not attn-run %s --entry=capture --target=interpret --random-args=1 --dims=3 2>&1 | FileCheck %s --check-prefix=CAPTURE

// Scores, weights (the scores up to the query's key), output.
// PARTS: result 0: 1x1x2x2xf32 {{\[\[\[\[}}1, 10], [2, 20]]]]
// PARTS: result 1: 1x1x2x2xf32 {{\[\[\[\[}}1, 0], [2, 20]]]]
// PARTS: result 2: 1x1x2x1xf32 {{\[\[\[\[}}3], [106]]]]
func.func @parts() -> (tensor<1x1x2x2xf32>, tensor<1x1x2x2xf32>, tensor<1x1x2x1xf32>) {
  %q = arith.constant dense<[[[[1.0], [2.0]]]]> : tensor<1x1x2x1xf32>
  %k = arith.constant dense<[[[[1.0], [10.0]]]]> : tensor<1x1x2x1xf32>
  %v = arith.constant dense<[[[[3.0], [5.0]]]]> : tensor<1x1x2x1xf32>
  %s = attn.scores %q, %k : (tensor<1x1x2x1xf32>, tensor<1x1x2x1xf32>) -> tensor<1x1x2x2xf32>
  %p = attn.normalize %s pattern(#attn.causal) normalizer(#attn.identity) : tensor<1x1x2x2xf32> -> tensor<1x1x2x2xf32>
  %o = attn.aggregate %p, %v : (tensor<1x1x2x2xf32>, tensor<1x1x2x1xf32>) -> tensor<1x1x2x1xf32>
  return %s, %p, %o : tensor<1x1x2x2xf32>, tensor<1x1x2x2xf32>, tensor<1x1x2x1xf32>
}

// Equal scores, keys split in two: the mean of all, and ln 3. The first half
// is empty for no row; where both halves are, the row is 0 and -inf.
// STATES: result 0: 1x1x1x1xf32 {{\[\[\[\[}}4]]]]
// STATES: result 1: 1x1x1xf32 {{\[\[\[}}1.098612]]]
// STATES: result 2: 1x1x1x1xf32 {{\[\[\[\[}}0]]]]
// STATES: result 3: 1x1x1xf32 {{\[\[\[}}-inf]]]
func.func @states() -> (tensor<1x1x1x1xf32>, tensor<1x1x1xf32>, tensor<1x1x1x1xf32>, tensor<1x1x1xf32>) {
  %c0 = arith.constant 0 : index
  %q = arith.constant dense<0.0> : tensor<1x1x1x4xf32>
  %k = arith.constant dense<1.0> : tensor<1x1x3x4xf32>
  %v = arith.constant dense<[[[[1.0], [2.0], [9.0]]]]> : tensor<1x1x3x1xf32>
  %a0, %m0, %l0 = attn.partial %q, %k, %v pattern(#attn.prefix<1>)
    : (tensor<1x1x1x4xf32>, tensor<1x1x3x4xf32>, tensor<1x1x3x1xf32>) -> (tensor<1x1x1x1xf32>, tensor<1x1x1xf32>, tensor<1x1x1xf32>)
  %a1, %m1, %l1 = attn.partial %q, %k, %v pattern(#attn.complement<#attn.prefix<1>>)
    : (tensor<1x1x1x4xf32>, tensor<1x1x3x4xf32>, tensor<1x1x3x1xf32>) -> (tensor<1x1x1x1xf32>, tensor<1x1x1xf32>, tensor<1x1x1xf32>)
  %a2, %m2, %l2 = attn.partial %q, %k, %v pattern(#attn.prefix<?>)[%c0]
    : (tensor<1x1x1x4xf32>, tensor<1x1x3x4xf32>, tensor<1x1x3x1xf32>) -> (tensor<1x1x1x1xf32>, tensor<1x1x1xf32>, tensor<1x1x1xf32>)
  %s:3 = attn.merge (%a0, %m0, %l0), (%a1, %m1, %l1) : tensor<1x1x1x1xf32>, tensor<1x1x1xf32>, tensor<1x1x1xf32>
  %t:3 = attn.merge (%s#0, %s#1, %s#2), (%a2, %m2, %l2) : tensor<1x1x1x1xf32>, tensor<1x1x1xf32>, tensor<1x1x1xf32>
  %o = tensor.empty() : tensor<1x1x1x1xf32>
  %e = tensor.empty() : tensor<1x1x1xf32>
  %r:2 = attn.finalize ins(%t#0, %t#1, %t#2) outs(%o, lse %e)
    : (tensor<1x1x1x1xf32>, tensor<1x1x1xf32>, tensor<1x1x1xf32>) -> (tensor<1x1x1x1xf32>, tensor<1x1x1xf32>)
  %z:2 = attn.finalize ins(%a2, %m2, %l2) outs(%o, lse %e)
    : (tensor<1x1x1x1xf32>, tensor<1x1x1xf32>, tensor<1x1x1xf32>) -> (tensor<1x1x1x1xf32>, tensor<1x1x1xf32>)
  return %r#0, %r#1, %z#0, %z#1 : tensor<1x1x1x1xf32>, tensor<1x1x1xf32>, tensor<1x1x1x1xf32>, tensor<1x1x1xf32>
}

// An empty row is the mean of the values; rows beyond query_lengths are 0.
// UNIFORM: result 0: 1x1x3x1xf32 {{\[\[\[\[}}5], [5], [0]]]]
func.func @uniform() -> tensor<1x1x3x1xf32> {
  %q = arith.constant dense<1.0> : tensor<1x1x3x1xf32>
  %v = arith.constant dense<[[[[4.0], [6.0]]]]> : tensor<1x1x2x1xf32>
  %n = arith.constant dense<2> : tensor<1xi32>
  %o = attn.attention %q, %v, %v pattern(#attn.prefix<0>) query_lengths(%n : tensor<1xi32>) empty_rows(uniform)
    : (tensor<1x1x3x1xf32>, tensor<1x1x2x1xf32>, tensor<1x1x2x1xf32>) -> tensor<1x1x3x1xf32>
  return %o : tensor<1x1x3x1xf32>
}

// Small sigmas leave each token alone; one without weight takes its neighbour.
// POOL: result 0: 1x3x1xf32 {{\[\[\[}}1], [1], [4]]]
func.func @pool() -> tensor<1x3x1xf32> {
  %x = arith.constant dense<[[[1.0], [2.0], [4.0]]]> : tensor<1x3x1xf32>
  %w = arith.constant dense<[[0.0, 0xFF800000, 3.0]]> : tensor<1x3xf32>
  %s = arith.constant dense<0.0> : tensor<1x3xf32>
  %y = attn.context_pool %x, %w, %s weight_act(exp) size_act(identity) causal {sigma_min = 0.05 : f64}
    : tensor<1x3x1xf32>, tensor<1x3xf32>, tensor<1x3xf32>
  return %y : tensor<1x3x1xf32>
}

// A tile folded into a state that has seen a key with m = 0 and weight 1: a
// larger score moves it, an excluded one does not count.
// TILE: result 0: 1x1x1xf32 {{\[\[\[}}22]]]
// TILE: result 1: 1x1xf32 {{\[\[}}0]]
// TILE: result 2: 1x1xf32 {{\[\[}}2]]
func.func @aggregate_tile() -> (tensor<1x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>) {
  %c0 = arith.constant 0 : index
  %s = arith.constant dense<[[[0xFF800000, 0.0]]]> : tensor<1x1x2xf32>
  %v = arith.constant dense<[[[0x7FC00000], [20.0]]]> : tensor<1x2x1xf32>
  %a = arith.constant dense<2.0> : tensor<1x1x1xf32>
  %m = arith.constant dense<0.0> : tensor<1x1xf32>
  %l = arith.constant dense<1.0> : tensor<1x1xf32>
  %r:3 = attn.online_aggregate ins(%s, %v) outs(%a, %m, %l) at(%c0, %c0, %c0, %c0)
    : (tensor<1x1x2xf32>, tensor<1x2x1xf32>) -> (tensor<1x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>)
  return %r#0, %r#1, %r#2 : tensor<1x1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>
}

// MAGNITUDE: error: 'attn.attention' op expected pattern operands from -1099511627776 to 1099511627776, got 2000000000000
// CMAGNITUDE: attn-run: error: {{.*}}attention-parts.mlir:[[#@LINE+4]]:8: expected pattern operands of attn.attention to be from -1099511627776 to 1099511627776
// OFFSET: error: 'attn.attention' op expected q_offset from -536870912 to 536870912, got -536870913
func.func @magnitude(%w: index, %at: index) -> tensor<1x1x2x4xf32> {
  %v = arith.constant dense<1.0> : tensor<1x1x2x4xf32>
  %o = attn.attention %v, %v, %v pattern(#attn.window<left = ?, right = 0>)[%w] q_offset(%at : index)
    : (tensor<1x1x2x4xf32>, tensor<1x1x2x4xf32>, tensor<1x1x2x4xf32>) -> tensor<1x1x2x4xf32>
  return %o : tensor<1x1x2x4xf32>
}

// SIZES: error: 'attn.attention' op expected operands to agree on the number of keys, got 4 and 5
// COMPILED: attn-run: error: {{.*}}attention-parts.mlir:[[#@LINE+2]]:8: expected operands of attn.attention to agree on the number of keys
func.func @sizes(%q: tensor<1x1x?x4xf32>, %k: tensor<1x1x?x4xf32>, %v: tensor<1x1x?x4xf32>) -> tensor<1x1x?x4xf32> {
  %o = attn.attention %q, %k, %v : (tensor<1x1x?x4xf32>, tensor<1x1x?x4xf32>, tensor<1x1x?x4xf32>) -> tensor<1x1x?x4xf32>
  return %o : tensor<1x1x?x4xf32>
}

// LENGTHS: error: 'attn.attention' op expected lengths with one value a batch entry (1), got 2
func.func @lengths(%q: tensor<?x1x?x4xf32>, %k: tensor<?x1x?x4xf32>, %v: tensor<?x1x?x4xf32>, %l: tensor<?xi64>) -> tensor<?x1x?x4xf32> {
  %o = attn.attention %q, %k, %v lengths(%l : tensor<?xi64>) : (tensor<?x1x?x4xf32>, tensor<?x1x?x4xf32>, tensor<?x1x?x4xf32>) -> tensor<?x1x?x4xf32>
  return %o : tensor<?x1x?x4xf32>
}

// CAPTURE: :[[@LINE+4]]:12: error: 'tensor.extract' op expected index 0 to be within [0, 2), got 2
func.func @capture(%v: tensor<1x1x?x4xf32>, %c: tensor<2xf32>) -> tensor<1x1x3x4xf32> {
  %o = attn.attention %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %t = tensor.extract %c[%j] : tensor<2xf32>
      attn.yield %t : f32
    } : (tensor<1x1x?x4xf32>) -> tensor<1x1x3x4xf32>
  return %o : tensor<1x1x3x4xf32>
}
