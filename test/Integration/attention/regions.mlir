// RUN: %run-all-targets %s
// REQUIRES: attn-run

// dims: 33,70,70
func.func @alibi(%q: tensor<1x4x?x16xf32>, %k: tensor<1x2x?x16xf32>,
    %v: tensor<1x2x?x16xf32>, %slope: tensor<4xf32>) -> tensor<1x4x?x16xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.causal)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %m = tensor.extract %slope[%h] : tensor<4xf32>
      %d = arith.subi %j, %i : index
      %e = arith.index_cast %d : index to i32
      %f = arith.sitofp %e : i32 to f32
      %t = arith.mulf %m, %f : f32
      %r = arith.addf %s, %t : f32
      attn.yield %r : f32
    } : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> tensor<1x4x?x16xf32>
  return %o : tensor<1x4x?x16xf32>
}

// A bias for every pair, one for every batch entry and key.
func.func @biases(%q: tensor<2x2x9x16xf32>, %k: tensor<2x2x21x16xf32>,
    %v: tensor<2x2x21x16xf32>, %pair: tensor<2x9x21xf32>,
    %key: tensor<2x21xf32>) -> tensor<2x2x9x16xf32> {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %x = tensor.extract %pair[%h, %i, %j] : tensor<2x9x21xf32>
      %y = tensor.extract %key[%b, %j] : tensor<2x21xf32>
      %t = arith.addf %s, %x : f32
      %r = arith.addf %t, %y : f32
      attn.yield %r : f32
    } : (tensor<2x2x9x16xf32>, tensor<2x2x21x16xf32>, tensor<2x2x21x16xf32>)
    -> tensor<2x2x9x16xf32>
  return %o : tensor<2x2x9x16xf32>
}

// A score of -inf takes the pair out; every key of a batch entry may go.
func.func @minus_infinity(%q: tensor<6x2x9x16xf32>, %k: tensor<6x2x7x16xf32>,
    %v: tensor<6x2x7x16xf32>, %n: tensor<6xi64>)
    -> (tensor<6x2x9x16xf32>, tensor<6x2x9xf32>) {
  %minf = arith.constant 0xFF800000 : f32
  %o, %lse = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %x = tensor.extract %n[%b] : tensor<6xi64>
      %y = arith.index_cast %x : i64 to index
      %in = arith.cmpi slt, %j, %y : index
      %r = arith.select %in, %s, %minf : f32
      attn.yield %r : f32
    } : (tensor<6x2x9x16xf32>, tensor<6x2x7x16xf32>, tensor<6x2x7x16xf32>)
    -> (tensor<6x2x9x16xf32>, tensor<6x2x9xf32>)
  return %o, %lse : tensor<6x2x9x16xf32>, tensor<6x2x9xf32>
}

// dims: 33,33,33
func.func @soft_cap(%q: tensor<1x2x?x16xf16>, %k: tensor<1x2x?x16xf16>,
    %v: tensor<1x2x?x16xf16>) -> tensor<1x2x?x16xf16> {
  %cap = arith.constant 3.0 : f32
  %o = attn.attention %q, %k, %v pattern(#attn.causal)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %x = arith.divf %s, %cap : f32
      %t = math.tanh %x : f32
      %r = arith.mulf %t, %cap : f32
      attn.yield %r : f32
    } : (tensor<1x2x?x16xf16>, tensor<1x2x?x16xf16>, tensor<1x2x?x16xf16>)
    -> tensor<1x2x?x16xf16>
  return %o : tensor<1x2x?x16xf16>
}

// Minus the L1 distance; additive attention with a learned vector.
// dims: 9,21,21
func.func @combine(%q: tensor<1x2x?x8xf32>, %k: tensor<1x1x?x8xf32>,
    %v: tensor<1x1x?x4xf32>, %w: tensor<8xf32>)
    -> (tensor<1x2x?x4xf32>, tensor<1x2x?x4xf32>) {
  %l1 = attn.attention %q, %k, %v pattern(#attn.causal)
    combine(%x: f32, %y: f32, %b: index, %h: index, %i: index, %j: index,
            %d: index) {
      %z = arith.subf %x, %y : f32
      %a = math.absf %z : f32
      %n = arith.negf %a : f32
      attn.yield %n : f32
    } : (tensor<1x2x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x4xf32>)
    -> tensor<1x2x?x4xf32>
  %additive = attn.attention %q, %k, %v
    combine(%x: f32, %y: f32, %b: index, %h: index, %i: index, %j: index,
            %d: index) {
      %z = arith.addf %x, %y : f32
      %t = math.tanh %z : f32
      %wd = tensor.extract %w[%d] : tensor<8xf32>
      %r = arith.mulf %wd, %t : f32
      attn.yield %r : f32
    } : (tensor<1x2x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x4xf32>)
    -> tensor<1x2x?x4xf32>
  return %l1, %additive : tensor<1x2x?x4xf32>, tensor<1x2x?x4xf32>
}

// Position alone: no query, no key.
// dims: 20
func.func @positions(%v: tensor<2x?x8xf32>) -> tensor<2x11x8xf32> {
  %half = arith.constant -0.5 : f32
  %o = attn.attention %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %d = arith.subi %i, %j : index
      %e = arith.index_cast %d : index to i32
      %f = arith.sitofp %e : i32 to f32
      %g = arith.mulf %f, %f : f32
      %t = arith.mulf %g, %half : f32
      %r = arith.addf %s, %t : f32
      attn.yield %r : f32
    } : (tensor<2x?x8xf32>) -> tensor<2x11x8xf32>
  return %o : tensor<2x11x8xf32>
}

// Control flow in a region.
// dims: 9,9,9
func.func @branches(%q: tensor<1x2x?x8xf32>, %k: tensor<1x2x?x8xf32>,
    %v: tensor<1x2x?x8xf32>, %table: tensor<2x5xf32>) -> tensor<1x2x?x8xf32> {
  %c5 = arith.constant 5 : index
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %d = arith.subi %i, %j : index
      %near = arith.cmpi ult, %d, %c5 : index
      %t = scf.if %near -> (f32) {
        %x = tensor.extract %table[%h, %d] : tensor<2x5xf32>
        %y = arith.addf %s, %x : f32
        scf.yield %y : f32
      } else {
        scf.yield %s : f32
      }
      attn.yield %t : f32
    } : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>)
    -> tensor<1x2x?x8xf32>
  return %o : tensor<1x2x?x8xf32>
}
