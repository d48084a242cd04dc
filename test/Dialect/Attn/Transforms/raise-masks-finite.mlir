// Masks by finite numbers: rows in which all is masked keep their meaning.
// RUN: attn-opt %s --attn-raise | FileCheck %s

#id = affine_map<(b, i, j) -> (b, i, j)>

// A finite sentinel: the first row was uniform and stays so.
// CHECK-LABEL: func.func @uniform_row
// CHECK: attn.attention {{.*}} pattern(#attn.set<"(d0, d1) : (d0 - d1 - 1 >= 0)">) empty_rows({{ ?}}uniform)
func.func @uniform_row(%q: tensor<2x16x8xf32>, %k: tensor<2x8x16xf32>, %v: tensor<2x16x8xf32>) -> tensor<2x16x8xf32> {
  %zero = arith.constant 0.0 : f32
  %ninf = arith.constant 0xFF800000 : f32
  %lowest = arith.constant 0xFF7FFFFF : f32
  %billion = arith.constant -1.0e9 : f32
  %e = tensor.empty() : tensor<2x16x16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x16x8xf32>, tensor<2x8x16xf32>) outs(%f : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %c = arith.cmpi sgt, %i, %j : index
    %r = arith.select %c, %a, %billion : f32
    linalg.yield %r : f32
  } -> tensor<2x16x16xf32>
  %p = linalg.softmax dimension(2) ins(%x : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %e2 = tensor.empty() : tensor<2x16x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<2x16x16xf32>, tensor<2x16x8xf32>) outs(%f2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  return %y : tensor<2x16x8xf32>
}

// -1e9 added keeps some of the scores that it is added to: the first row is not
// uniform, so that the mask stays a sum.
// CHECK-LABEL: func.func @added_in_doubt
// CHECK: attn.attention %arg0, %arg1, %arg2 scale(1.000000e+00) maps({{.*}}) score(
// CHECK: arith.addf
func.func @added_in_doubt(%q: tensor<2x16x8xf32>, %k: tensor<2x8x16xf32>, %v: tensor<2x16x8xf32>) -> tensor<2x16x8xf32> {
  %zero = arith.constant 0.0 : f32
  %ninf = arith.constant 0xFF800000 : f32
  %lowest = arith.constant 0xFF7FFFFF : f32
  %billion = arith.constant -1.0e9 : f32
  %e = tensor.empty() : tensor<2x16x16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x16x8xf32>, tensor<2x8x16xf32>) outs(%f : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %c = arith.cmpi sgt, %i, %j : index
    %z = arith.select %c, %zero, %billion : f32
    %r = arith.addf %a, %z : f32
    linalg.yield %r : f32
  } -> tensor<2x16x16xf32>
  %p = linalg.softmax dimension(2) ins(%x : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %e2 = tensor.empty() : tensor<2x16x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<2x16x16xf32>, tensor<2x16x8xf32>) outs(%f2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  return %y : tensor<2x16x8xf32>
}

// The lowest number absorbs what it is added to.
// CHECK-LABEL: func.func @added_lowest
// CHECK: attn.attention {{.*}} pattern(#attn.set<"(d0, d1) : (d0 - d1 - 1 >= 0)">) empty_rows({{ ?}}uniform)
func.func @added_lowest(%q: tensor<2x16x8xf32>, %k: tensor<2x8x16xf32>, %v: tensor<2x16x8xf32>) -> tensor<2x16x8xf32> {
  %zero = arith.constant 0.0 : f32
  %ninf = arith.constant 0xFF800000 : f32
  %lowest = arith.constant 0xFF7FFFFF : f32
  %billion = arith.constant -1.0e9 : f32
  %e = tensor.empty() : tensor<2x16x16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x16x8xf32>, tensor<2x8x16xf32>) outs(%f : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %c = arith.cmpi sgt, %i, %j : index
    %z = arith.select %c, %zero, %lowest : f32
    %r = arith.addf %a, %z : f32
    linalg.yield %r : f32
  } -> tensor<2x16x16xf32>
  %p = linalg.softmax dimension(2) ins(%x : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %e2 = tensor.empty() : tensor<2x16x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<2x16x16xf32>, tensor<2x16x8xf32>) outs(%f2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  return %y : tensor<2x16x8xf32>
}

// (1 - mask) * lowest, the mask a number.
// CHECK-LABEL: func.func @one_minus_mask
// CHECK: attn.attention {{.*}} pattern(#attn.causal) maps
func.func @one_minus_mask(%q: tensor<2x16x8xf32>, %k: tensor<2x8x16xf32>, %v: tensor<2x16x8xf32>) -> tensor<2x16x8xf32> {
  %zero = arith.constant 0.0 : f32
  %ninf = arith.constant 0xFF800000 : f32
  %lowest = arith.constant 0xFF7FFFFF : f32
  %billion = arith.constant -1.0e9 : f32
  %e = tensor.empty() : tensor<2x16x16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x16x8xf32>, tensor<2x8x16xf32>) outs(%f : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %one = arith.constant 1.0 : f32
    %c = arith.cmpi sge, %i, %j : index
    %u = arith.uitofp %c : i1 to f32
    %w = arith.subf %one, %u : f32
    %z = arith.mulf %w, %lowest : f32
    %r = arith.addf %a, %z : f32
    linalg.yield %r : f32
  } -> tensor<2x16x16xf32>
  %p = linalg.softmax dimension(2) ins(%x : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %e2 = tensor.empty() : tensor<2x16x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<2x16x16xf32>, tensor<2x16x8xf32>) outs(%f2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  return %y : tensor<2x16x8xf32>
}

// The same with a finite sentinel: what depends on data excludes by -inf, and a row
// whose visible keys are all padding stays uniform over all keys.
// CHECK-LABEL: func.func @mixed_finite
// CHECK: %[[NINF:.*]] = arith.constant 0xFF800000 : f32
// CHECK: attn.attention {{.*}} pattern(#attn.causal) empty_rows({{ ?}}uniform) maps({{.*}}) score(%[[S:.*]]: f32, %[[B:.*]]: index, %{{.*}}: index, %{{.*}}: index, %[[J:.*]]: index)
// CHECK-NEXT: %[[PAD:.*]] = tensor.extract %arg3[%[[B]], %[[J]]] : tensor<2x16xi1>
// CHECK-NEXT: arith.select %[[PAD]], %[[S]], %[[NINF]]
func.func @mixed_finite(%q: tensor<2x16x8xf32>, %k: tensor<2x8x16xf32>, %v: tensor<2x16x8xf32>, %pad: tensor<2x16xi1>) -> tensor<2x16x8xf32> {
  %zero = arith.constant 0.0 : f32
  %ninf = arith.constant 0xFF800000 : f32
  %lowest = arith.constant 0xFF7FFFFF : f32
  %billion = arith.constant -1.0e9 : f32
  %e = tensor.empty() : tensor<2x16x16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x16x8xf32>, tensor<2x8x16xf32>) outs(%f : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %x = linalg.generic {indexing_maps = [#id, affine_map<(b, i, j) -> (b, j)>, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s, %pad : tensor<2x16x16xf32>, tensor<2x16xi1>) outs(%e : tensor<2x16x16xf32>) {
  ^bb0(%a: f32, %mask: i1, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %ca = arith.cmpi sge, %i, %j : index
    %c = arith.andi %ca, %mask : i1
    %r = arith.select %c, %a, %lowest : f32
    linalg.yield %r : f32
  } -> tensor<2x16x16xf32>
  %p = linalg.softmax dimension(2) ins(%x : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %e2 = tensor.empty() : tensor<2x16x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<2x16x16xf32>, tensor<2x16x8xf32>) outs(%f2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  return %y : tensor<2x16x8xf32>
}
