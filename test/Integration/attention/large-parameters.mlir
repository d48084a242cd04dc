// RUN: %run-all-targets %s
// REQUIRES: attn-run

// "No limit" is written as the largest integer; predicates on lanes of 32 bits
// must not overflow.
// dims: 4,4,4  300,300,300
func.func @window(%q: tensor<1x2x?x8xf32>, %k: tensor<1x2x?x8xf32>, %v: tensor<1x2x?x8xf32>)
    -> tensor<1x2x?x8xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.window<left = 2147483647, right = 1>)
    : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  return %o : tensor<1x2x?x8xf32>
}

// dims: 5,5,5  300,300,300
func.func @operand(%q: tensor<1x2x?x8xf32>, %k: tensor<1x2x?x8xf32>, %v: tensor<1x2x?x8xf32>)
    -> (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) {
  %far = arith.constant 1099511627776 : index
  %back = arith.constant -536870912 : index
  %o = attn.attention %q, %k, %v pattern(#attn.window<left = ?, right = 1>)[%far]
    : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  %p = attn.attention %q, %k, %v pattern(#attn.window<left = ?, right = 536870913>)[%far] q_offset(%back : index)
    : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  return %o, %p : tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>
}

// dims: 100,100,100
func.func @coefficients(%q: tensor<1x2x?x8xf32>, %k: tensor<1x2x?x8xf32>, %v: tensor<1x2x?x8xf32>)
    -> (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) {
  %n = arith.constant 6000000000 : index
  %o = attn.attention %q, %k, %v pattern(#attn.set<"(h, q, k) : (q * 100000000 - k * 99999999 >= 0)">)
    : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  %p = attn.attention %q, %k, %v pattern(#attn.set<"(h, q, k)[n] : ((q + n - k) mod 7 - 2 >= 0)">)[%n]
    : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  return %o, %p : tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>
}

// A row of the lowest finite scores is no empty row; it has the mean of V.
// dims: 7,7,7  100,100,100
func.func @lowest(%q: tensor<1x2x?x8xf32>, %k: tensor<1x2x?x8xf32>, %v: tensor<1x2x?x8xf32>)
    -> (tensor<1x2x?x8xf32>, tensor<1x2x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %lowest = arith.constant -3.40282347E+38 : f32
      %c3 = arith.constant 3 : index
      %padded = arith.cmpi sgt, %i, %c3 : index
      %later = arith.cmpi sgt, %j, %i : index
      %masked = arith.ori %padded, %later : i1
      %r = arith.select %masked, %lowest, %s : f32
      attn.yield %r : f32
    } : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> (tensor<1x2x?x8xf32>, tensor<1x2x?xf32>)
  return %o, %lse : tensor<1x2x?x8xf32>, tensor<1x2x?xf32>
}

// Equal scores weigh the same in whole tiles and in what is left of them, however
// large they are.
// dims: 37,37,37  100,100,100
func.func @sentinel(%q: tensor<1x2x?x8xf32>, %k: tensor<1x2x?x8xf32>, %v: tensor<1x2x?x8xf32>)
    -> tensor<1x2x?x8xf32> {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %sentinel = arith.constant -1.0e+09 : f32
      %seen = arith.cmpi slt, %j, %i : index
      %r = arith.select %seen, %s, %sentinel : f32
      attn.yield %r : f32
    } : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  return %o : tensor<1x2x?x8xf32>
}
