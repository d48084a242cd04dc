// RUN: %run-all-targets %s
// REQUIRES: attn-run

// Keys in two halves, some rows empty in one or both; no more than rounding
// apart from the whole.
// dims: 9,13,13  1,1,1
func.func @split(%q: tensor<1x4x?x16xf32>, %k: tensor<1x2x?x16xf32>,
    %v: tensor<1x2x?x16xf32>, %n: index)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>) {
  %a0, %m0, %l0 = attn.partial %q, %k, %v
    pattern(#attn.intersect<[#attn.window<left = 2, right = 1>,
                             #attn.prefix<?>]>)[%n]
    : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>)
  %a1, %m1, %l1 = attn.partial %q, %k, %v
    pattern(#attn.intersect<[#attn.window<left = 2, right = 1>,
                             #attn.complement<#attn.prefix<?>>]>)[%n]
    : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>)
  %s:3 = attn.merge (%a0, %m0, %l0), (%a1, %m1, %l1)
    : tensor<1x4x?x16xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>
  %c2 = arith.constant 2 : index
  %rows = tensor.dim %q, %c2 : tensor<1x4x?x16xf32>
  %o = tensor.empty(%rows) : tensor<1x4x?x16xf32>
  %e = tensor.empty(%rows) : tensor<1x4x?xf32>
  %r:2 = attn.finalize ins(%s#0, %s#1, %s#2) outs(%o, lse %e)
    : (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>)
  return %r#0, %r#1 : tensor<1x4x?x16xf32>, tensor<1x4x?xf32>
}

// The state of a normaliser without accumulators, with lengths.
func.func @sigmoid(%q: tensor<2x2x9x8xf16>, %k: tensor<2x2x8x8xf16>,
    %v: tensor<2x2x8x8xf16>, %n: tensor<2xi32>)
    -> (tensor<2x2x9x8xf32>, tensor<2x2x9xf32>) {
  %a, %m = attn.partial %q, %k, %v normalizer(#attn.sigmoid)
    lengths(%n : tensor<2xi32>)
    : (tensor<2x2x9x8xf16>, tensor<2x2x8x8xf16>, tensor<2x2x8x8xf16>)
    -> (tensor<2x2x9x8xf32>, tensor<2x2x9xf32>)
  return %a, %m : tensor<2x2x9x8xf32>, tensor<2x2x9xf32>
}

// A state means the same at any stabiliser: targets may choose their own. Scores
// of many magnitudes, some rows empty.
// dims: 9,70,70
func.func @stabilisers(%q: tensor<1x4x?x16xf32>, %k: tensor<1x2x?x16xf32>,
    %v: tensor<1x2x?x16xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>) {
  %a0, %m0, %l0 = attn.partial %q, %k, %v scale(9.0)
    pattern(#attn.intersect<[#attn.window<left = 9, right = 40>, #attn.complement<#attn.prefix<3>>, #attn.complement<#attn.block_local<4>>]>)
    : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> (tensor<1x4x?x16xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>)
  return %a0, %m0, %l0 : tensor<1x4x?x16xf32>, tensor<1x4x?xf32>, tensor<1x4x?xf32>
}

func.func @merged(%q: tensor<1x4x9x16xf32>, %k: tensor<1x2x70x16xf32>,
    %v: tensor<1x2x70x16xf32>)
    -> (tensor<1x4x9x16xf32>, tensor<1x4x9xf32>, tensor<1x4x9xf32>) {
  %a0, %m0, %l0 = attn.partial %q, %k, %v pattern(#attn.causal)
    : (tensor<1x4x9x16xf32>, tensor<1x2x70x16xf32>, tensor<1x2x70x16xf32>)
    -> (tensor<1x4x9x16xf32>, tensor<1x4x9xf32>, tensor<1x4x9xf32>)
  %a1, %m1, %l1 = attn.partial %q, %k, %v pattern(#attn.complement<#attn.causal>)
    : (tensor<1x4x9x16xf32>, tensor<1x2x70x16xf32>, tensor<1x2x70x16xf32>)
    -> (tensor<1x4x9x16xf32>, tensor<1x4x9xf32>, tensor<1x4x9xf32>)
  %s:3 = attn.merge (%a0, %m0, %l0), (%a1, %m1, %l1)
    : tensor<1x4x9x16xf32>, tensor<1x4x9xf32>, tensor<1x4x9xf32>
  return %s#0, %s#1, %s#2 : tensor<1x4x9x16xf32>, tensor<1x4x9xf32>, tensor<1x4x9xf32>
}

// Something between the steps keeps them apart: talking heads.
// dims: 9,13,13
func.func @talking_heads(%q: tensor<1x2x?x8xf32>, %k: tensor<1x2x?x8xf32>,
    %v: tensor<1x2x?x8xf32>, %mix: tensor<2x2xf32>) -> tensor<1x2x?x8xf32> {
  %s = attn.scores %q, %k
    : (tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x?xf32>
  %p = attn.normalize %s pattern(#attn.causal)
    : tensor<1x2x?x?xf32> -> tensor<1x2x?x?xf32>
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %nq = tensor.dim %p, %c2 : tensor<1x2x?x?xf32>
  %nk = tensor.dim %p, %c3 : tensor<1x2x?x?xf32>
  %empty = tensor.empty(%nq, %nk) : tensor<1x2x?x?xf32>
  %zero = arith.constant 0.0 : f32
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<1x2x?x?xf32>)
    -> tensor<1x2x?x?xf32>
  %t = linalg.generic {
      indexing_maps = [affine_map<(b, g, q, k, h) -> (g, h)>,
                       affine_map<(b, g, q, k, h) -> (b, h, q, k)>,
                       affine_map<(b, g, q, k, h) -> (b, g, q, k)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel",
                        "reduction"]}
      ins(%mix, %p : tensor<2x2xf32>, tensor<1x2x?x?xf32>)
      outs(%init : tensor<1x2x?x?xf32>) {
    ^bb0(%w: f32, %x: f32, %y: f32):
      %z = arith.mulf %w, %x : f32
      %u = arith.addf %z, %y : f32
      linalg.yield %u : f32
    } -> tensor<1x2x?x?xf32>
  %o = attn.aggregate %t, %v
    : (tensor<1x2x?x?xf32>, tensor<1x2x?x8xf32>) -> tensor<1x2x?x8xf32>
  return %o : tensor<1x2x?x8xf32>
}
