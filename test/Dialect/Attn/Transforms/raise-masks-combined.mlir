// Masks by -inf that are made of several conditions.
// RUN: attn-opt %s --attn-raise | FileCheck %s

#id = affine_map<(b, i, j) -> (b, i, j)>

// Two masks in a row intersect.
// CHECK-LABEL: func.func @two_masks
// CHECK: attn.attention {{.*}} pattern(#attn.window<left = 4, right = 0>)
func.func @two_masks(%q: tensor<2x16x8xf32>, %k: tensor<2x8x16xf32>, %v: tensor<2x16x8xf32>) -> tensor<2x16x8xf32> {
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
    %c4 = arith.constant 4 : index
    %ca = arith.cmpi sge, %i, %j : index
    %x1 = arith.select %ca, %a, %ninf : f32
    %d = arith.subi %i, %j : index
    %cb = arith.cmpi sgt, %d, %c4 : index
    %r = arith.select %cb, %ninf, %x1 : f32
    linalg.yield %r : f32
  } -> tensor<2x16x16xf32>
  %p = linalg.softmax dimension(2) ins(%x : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %e2 = tensor.empty() : tensor<2x16x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<2x16x16xf32>, tensor<2x16x8xf32>) outs(%f2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  return %y : tensor<2x16x8xf32>
}

// Of a conjunction the part that is data stays code.
// CHECK-LABEL: func.func @mixed
// CHECK: attn.attention {{.*}} pattern(#attn.causal) maps({{.*}}) score(
// CHECK-NEXT: %[[M:.*]] = tensor.extract %arg3
// CHECK: arith.select %[[M]]
func.func @mixed(%q: tensor<2x16x8xf32>, %k: tensor<2x8x16xf32>, %v: tensor<2x16x8xf32>, %pad: tensor<2x16xi1>) -> tensor<2x16x8xf32> {
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
    %r = arith.select %c, %a, %ninf : f32
    linalg.yield %r : f32
  } -> tensor<2x16x16xf32>
  %p = linalg.softmax dimension(2) ins(%x : tensor<2x16x16xf32>) outs(%e : tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %e2 = tensor.empty() : tensor<2x16x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<2x16x16xf32>, tensor<2x16x8xf32>) outs(%f2 : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  return %y : tensor<2x16x8xf32>
}

// The offset of a cache is an operand of the set.
// CHECK-LABEL: func.func @shifted
// CHECK: %[[OFF:.*]] = arith.subi
// CHECK: attn.attention {{.*}} pattern(#attn.set<"(d0, d1)[s0] : (d0 - d1 + s0 >= 0)">){{ ?}}[%[[OFF]]]
func.func @shifted(%q: tensor<2x?x8xf32>, %k: tensor<2x8x?xf32>, %v: tensor<2x?x8xf32>) -> tensor<2x?x8xf32> {
  %zero = arith.constant 0.0 : f32
  %ninf = arith.constant 0xFF800000 : f32
  %lowest = arith.constant 0xFF7FFFFF : f32
  %billion = arith.constant -1.0e9 : f32
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %n = tensor.dim %q, %c1 : tensor<2x?x8xf32>
  %m = tensor.dim %k, %c2 : tensor<2x8x?xf32>
  %off = arith.subi %m, %n : index
  %e = tensor.empty(%n, %m) : tensor<2x?x?xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x?x?xf32>) -> tensor<2x?x?xf32>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x?x8xf32>, tensor<2x8x?xf32>) outs(%f : tensor<2x?x?xf32>) -> tensor<2x?x?xf32>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<2x?x?xf32>) outs(%e : tensor<2x?x?xf32>) {
  ^bb0(%a: f32, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %ip = arith.addi %i, %off : index
    %c = arith.cmpi sge, %ip, %j : index
    %r = arith.select %c, %a, %ninf : f32
    linalg.yield %r : f32
  } -> tensor<2x?x?xf32>
  %p = linalg.softmax dimension(2) ins(%x : tensor<2x?x?xf32>) outs(%e : tensor<2x?x?xf32>) -> tensor<2x?x?xf32>
  %e2 = tensor.empty(%n) : tensor<2x?x8xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x?x8xf32>) -> tensor<2x?x8xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<2x?x?xf32>, tensor<2x?x8xf32>) outs(%f2 : tensor<2x?x8xf32>) -> tensor<2x?x8xf32>
  return %y : tensor<2x?x8xf32>
}
