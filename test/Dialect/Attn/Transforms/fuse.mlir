// RUN: attn-opt %s --attn-fuse | FileCheck %s

// The parts of an attention with a mask and a bias as plain linalg between them.
// CHECK-LABEL: func.func @scores
// CHECK-NEXT: %[[O:.*]] = attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) score(%[[S:.*]]: f32, %{{.*}}: index, %[[H:.*]]: index, %{{.*}}: index, %{{.*}}: index)
// CHECK-NEXT: %[[B:.*]] = tensor.extract %arg3[%[[H]]] : tensor<3xf32>
// CHECK-NEXT: %[[R:.*]] = arith.addf %[[S]], %[[B]] : f32
// CHECK-NEXT: attn.yield %[[R]]
// CHECK: return %[[O]]
func.func @scores(%q: tensor<2x3x8x16xf32>, %k: tensor<2x3x8x16xf32>, %v: tensor<2x3x8x16xf32>, %bias: tensor<3xf32>) -> tensor<2x3x8x16xf32> {
  %s = attn.scores %q, %k : (tensor<2x3x8x16xf32>, tensor<2x3x8x16xf32>) -> tensor<2x3x8x8xf32>
  %e = tensor.empty() : tensor<2x3x8x8xf32>
  %t = linalg.generic {indexing_maps = [affine_map<(b, h, i, j) -> (b, h, i, j)>, affine_map<(b, h, i, j) -> (h)>, affine_map<(b, h, i, j) -> (b, h, i, j)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%s, %bias : tensor<2x3x8x8xf32>, tensor<3xf32>) outs(%e : tensor<2x3x8x8xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %i = linalg.index 2 : index
    %j = linalg.index 3 : index
    %ninf = arith.constant 0xFF800000 : f32
    %c = arith.cmpi sge, %i, %j : index
    %r = arith.addf %a, %b : f32
    %m = arith.select %c, %r, %ninf : f32
    linalg.yield %m : f32
  } -> tensor<2x3x8x8xf32>
  %p = attn.normalize %t : tensor<2x3x8x8xf32> -> tensor<2x3x8x8xf32>
  %o = attn.aggregate %p, %v : (tensor<2x3x8x8xf32>, tensor<2x3x8x16xf32>) -> tensor<2x3x8x16xf32>
  return %o : tensor<2x3x8x16xf32>
}

// A transpose before, a factor on the keys and a transpose after are clauses.
// CHECK-LABEL: func.func @around
// CHECK-NEXT: %[[O:.*]] = attn.attention %arg0, %arg1, %arg2 scale(5.000000e-01) maps({{.*}}) : (tensor<2x8x3x16xf32>, tensor<2x3x8x16xf32>, tensor<2x3x8x16xf32>) -> tensor<2x8x3x16xf32>
// CHECK-NEXT: return %[[O]]
func.func @around(%q: tensor<2x8x3x16xf32>, %k: tensor<2x3x8x16xf32>, %v: tensor<2x3x8x16xf32>) -> tensor<2x8x3x16xf32> {
  %e = tensor.empty() : tensor<2x3x8x16xf32>
  %e2 = tensor.empty() : tensor<2x8x3x16xf32>
  %c = arith.constant 2.0 : f32
  %qt = linalg.transpose ins(%q : tensor<2x8x3x16xf32>) outs(%e : tensor<2x3x8x16xf32>) permutation = [0, 2, 1, 3]
  %kk = linalg.generic {indexing_maps = [affine_map<(b, h, i, j) -> (b, h, i, j)>, affine_map<(b, h, i, j) -> (b, h, i, j)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%k : tensor<2x3x8x16xf32>) outs(%e : tensor<2x3x8x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %r = arith.mulf %a, %c : f32
    linalg.yield %r : f32
  } -> tensor<2x3x8x16xf32>
  %o = attn.attention %qt, %kk, %v : (tensor<2x3x8x16xf32>, tensor<2x3x8x16xf32>, tensor<2x3x8x16xf32>) -> tensor<2x3x8x16xf32>
  %ot = linalg.transpose ins(%o : tensor<2x3x8x16xf32>) outs(%e2 : tensor<2x8x3x16xf32>) permutation = [0, 2, 1, 3]
  return %ot : tensor<2x8x3x16xf32>
}

// What mixes heads between the parts is no elementwise edit: they stay parts.
// CHECK-LABEL: func.func @mixed_heads
// CHECK: attn.scores
// CHECK: attn.normalize
// CHECK: attn.aggregate
func.func @mixed_heads(%q: tensor<2x3x8x16xf32>, %k: tensor<2x3x8x16xf32>, %v: tensor<2x3x8x16xf32>, %mix: tensor<3x3xf32>) -> tensor<2x3x8x16xf32> {
  %zero = arith.constant 0.0 : f32
  %s = attn.scores %q, %k : (tensor<2x3x8x16xf32>, tensor<2x3x8x16xf32>) -> tensor<2x3x8x8xf32>
  %e = tensor.empty() : tensor<2x3x8x8xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x3x8x8xf32>) -> tensor<2x3x8x8xf32>
  %t = linalg.generic {indexing_maps = [affine_map<(b, h, i, j, g) -> (b, g, i, j)>, affine_map<(b, h, i, j, g) -> (h, g)>, affine_map<(b, h, i, j, g) -> (b, h, i, j)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%s, %mix : tensor<2x3x8x8xf32>, tensor<3x3xf32>) outs(%f : tensor<2x3x8x8xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %m = arith.mulf %a, %b : f32
    %r = arith.addf %m, %o : f32
    linalg.yield %r : f32
  } -> tensor<2x3x8x8xf32>
  %p = attn.normalize %t : tensor<2x3x8x8xf32> -> tensor<2x3x8x8xf32>
  %o = attn.aggregate %p, %v : (tensor<2x3x8x8xf32>, tensor<2x3x8x16xf32>) -> tensor<2x3x8x16xf32>
  return %o : tensor<2x3x8x16xf32>
}
