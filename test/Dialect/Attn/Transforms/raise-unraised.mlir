// RUN: attn-opt %s --split-input-file --attn-raise=report-missed --verify-diagnostics | FileCheck %s

// A product without a softmax is none of raise's business.
// CHECK-LABEL: func.func @product
// CHECK: linalg.matmul
func.func @product(%a: tensor<4x8xf32>, %b: tensor<8x4xf32>) -> tensor<4x4xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x4xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
  %c = linalg.matmul ins(%a, %b : tensor<4x8xf32>, tensor<8x4xf32>) outs(%f : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %c : tensor<4x4xf32>
}

// -----

// linalg.softmax is read as the ops that it stands for.
// CHECK-LABEL: func.func @softmax_op
// CHECK: attn.attention %{{.*}}, %{{.*}}, %{{.*}} scale(1.000000e+00)
// CHECK-NOT: linalg
func.func @softmax_op(%q: tensor<2x4x8xf32>, %k: tensor<2x8x6xf32>, %v: tensor<2x6x8xf32>) -> tensor<2x4x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4x6xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x4x8xf32>, tensor<2x8x6xf32>) outs(%f : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %p = linalg.softmax dimension(2) ins(%s : tensor<2x4x6xf32>) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %e2 = tensor.empty() : tensor<2x4x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  %o = linalg.batch_matmul ins(%p, %v : tensor<2x4x6xf32>, tensor<2x6x8xf32>) outs(%f2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %o : tensor<2x4x8xf32>
}

// -----

// A softmax over scores that something else computes: what is left is raised.
// CHECK-LABEL: func.func @no_product
// CHECK-NOT: attn.attention
// CHECK: attn.normalize
// CHECK: attn.aggregate
func.func @no_product(%s: tensor<2x4x6x3xf32>, %v: tensor<2x6x8xf32>) -> tensor<2x4x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4x6xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  // expected-note @below {{stopped at this linalg.generic}}
  %r = linalg.generic {indexing_maps = [affine_map<(b, i, j, d) -> (b, i, j, d)>, affine_map<(b, i, j, d) -> (b, i, j)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%s : tensor<2x4x6x3xf32>) outs(%f : tensor<2x4x6xf32>) {
  ^bb0(%a: f32, %o: f32):
    %x = arith.addf %a, %o : f32
    linalg.yield %x : f32
  } -> tensor<2x4x6xf32>
  %p = linalg.softmax dimension(2) ins(%r : tensor<2x4x6xf32>) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %e2 = tensor.empty() : tensor<2x4x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  // expected-remark @below {{raised to attention in parts: expected a sum of what elements of queries and keys give}}
  %o = linalg.batch_matmul ins(%p, %v : tensor<2x4x6xf32>, tensor<2x6x8xf32>) outs(%f2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %o : tensor<2x4x8xf32>
}

// -----

// A softmax over queries normalises the wrong way round: it stays.
// CHECK-LABEL: func.func @over_queries
// CHECK-NOT: attn.attention
func.func @over_queries(%q: tensor<2x4x8xf32>, %k: tensor<2x8x6xf32>, %v: tensor<2x6x8xf32>) -> tensor<2x4x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4x6xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x4x8xf32>, tensor<2x8x6xf32>) outs(%f : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  // expected-note @below {{stopped at this linalg.generic}}
  %p = linalg.softmax dimension(1) ins(%s : tensor<2x4x6xf32>) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %e2 = tensor.empty() : tensor<2x4x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  // expected-remark @below {{not raised to attention: no known normaliser in the weights: their divisor is not a sum over the keys}}
  %o = linalg.batch_matmul ins(%p, %v : tensor<2x4x6xf32>, tensor<2x6x8xf32>) outs(%f2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %o : tensor<2x4x8xf32>
}

// -----

// One key: its weight is 1, and the values are the result.
// CHECK-LABEL: func.func @one_key
// CHECK-NOT: attn.attention
func.func @one_key(%q: tensor<2x4x8xf32>, %k: tensor<2x8x1xf32>, %v: tensor<2x1x8xf32>) -> tensor<2x4x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4x1xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x4x8xf32>, tensor<2x8x1xf32>) outs(%f : tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %p = linalg.softmax dimension(2) ins(%s : tensor<2x4x1xf32>) outs(%e : tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %e2 = tensor.empty() : tensor<2x4x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  // expected-remark @below {{not raised to attention: expected more than one key}}
  %o = linalg.batch_matmul ins(%p, %v : tensor<2x4x1xf32>, tensor<2x1x8xf32>) outs(%f2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %o : tensor<2x4x8xf32>
}

// -----

// Weights that change their places.
// CHECK-LABEL: func.func @rolled
// CHECK-NOT: attn.attention
func.func @rolled(%q: tensor<2x4x8xf32>, %k: tensor<2x8x6xf32>, %v: tensor<2x6x8xf32>) -> tensor<2x4x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4x6xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x4x8xf32>, tensor<2x8x6xf32>) outs(%f : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %p = linalg.softmax dimension(2) ins(%s : tensor<2x4x6xf32>) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %last = tensor.extract_slice %p[0, 0, 5] [2, 4, 1] [1, 1, 1] : tensor<2x4x6xf32> to tensor<2x4x1xf32>
  %rest = tensor.extract_slice %p[0, 0, 0] [2, 4, 5] [1, 1, 1] : tensor<2x4x6xf32> to tensor<2x4x5xf32>
  // expected-note @below {{stopped at this tensor.concat}}
  %r = tensor.concat dim(2) %last, %rest : (tensor<2x4x1xf32>, tensor<2x4x5xf32>) -> tensor<2x4x6xf32>
  %e2 = tensor.empty() : tensor<2x4x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  // expected-remark @below {{not raised to attention: no known normaliser in the weights behind an op that cannot be followed}}
  %o = linalg.batch_matmul ins(%r, %v : tensor<2x4x6xf32>, tensor<2x6x8xf32>) outs(%f2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %o : tensor<2x4x8xf32>
}

// -----

// Heads of size 1 are heads.
// CHECK-LABEL: func.func @size_one
// CHECK: attn.attention
// CHECK-NOT: linalg
func.func @size_one(%q: tensor<2x4x1xf32>, %k: tensor<2x1x6xf32>, %v: tensor<2x6x8xf32>) -> tensor<2x4x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4x6xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x4x1xf32>, tensor<2x1x6xf32>) outs(%f : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %p = linalg.softmax dimension(2) ins(%s : tensor<2x4x6xf32>) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %e2 = tensor.empty() : tensor<2x4x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  %o = linalg.batch_matmul ins(%p, %v : tensor<2x4x6xf32>, tensor<2x6x8xf32>) outs(%f2 : tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %o : tensor<2x4x8xf32>
}

// -----

// One row of the weights: the queries are sliced.
// CHECK-LABEL: func.func @one_row
// CHECK: tensor.extract_slice %{{.*}}[0, 3, 0] [2, 1, 8]
// CHECK: attn.attention
// CHECK-NOT: linalg
func.func @one_row(%q: tensor<2x4x8xf32>, %k: tensor<2x8x6xf32>, %v: tensor<2x6x8xf32>) -> tensor<2x1x8xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4x6xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x4x8xf32>, tensor<2x8x6xf32>) outs(%f : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %p = linalg.softmax dimension(2) ins(%s : tensor<2x4x6xf32>) outs(%e : tensor<2x4x6xf32>) -> tensor<2x4x6xf32>
  %last = tensor.extract_slice %p[0, 3, 0] [2, 1, 6] [1, 1, 1] : tensor<2x4x6xf32> to tensor<2x1x6xf32>
  %e2 = tensor.empty() : tensor<2x1x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x1x8xf32>) -> tensor<2x1x8xf32>
  %o = linalg.batch_matmul ins(%last, %v : tensor<2x1x6xf32>, tensor<2x6x8xf32>) outs(%f2 : tensor<2x1x8xf32>) -> tensor<2x1x8xf32>
  return %o : tensor<2x1x8xf32>
}
