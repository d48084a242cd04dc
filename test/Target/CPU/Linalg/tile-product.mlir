// RUN: attn-opt --convert-linalg-to-cpu="vector-bits=512 vector-registers=32" %s | FileCheck %s

#in = affine_map<(c, k, q, e, t) -> (e, k + t, q)>
#w = affine_map<(c, k, q, e, t) -> (c, e, t)>
#out = affine_map<(c, k, q, e, t) -> (c, k, q)>

// A window inside a task: six channels by four vectors of queries stay in
// registers through both sums; the inner one is written out. The fill is gone.

// CHECK-LABEL: func @window
// CHECK: scf.parallel
// CHECK-NOT: vector.store
// CHECK: scf.for %[[K:.*]] =
// CHECK: scf.for %[[Q:.*]] = %{{.*}} to %{{.*}} step %c64
// CHECK: scf.for %[[C:.*]] = %{{.*}} to %{{.*}} step %c6
// CHECK: %{{.*}}:24 = scf.for %[[E:.*]] =
// CHECK-COUNT-72: vector.fma
// CHECK-NOT: vector.fma
// CHECK: vector.store
func.func @window(%in: memref<24x66x64xf32>, %w: memref<12x24x3xf32>, %out: memref<4x12x64x64xf32>) {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.parallel (%i) = (%c0) to (%c4) step (%c1) {
    %tile = memref.subview %out[%i, 0, 0, 0] [1, 12, 64, 64] [1, 1, 1, 1]
      : memref<4x12x64x64xf32> to memref<12x64x64xf32, strided<[4096, 64, 1], offset: ?>>
    linalg.fill ins(%zero : f32) outs(%tile : memref<12x64x64xf32, strided<[4096, 64, 1], offset: ?>>)
    linalg.generic {indexing_maps = [#in, #w, #out],
      iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%in, %w : memref<24x66x64xf32>, memref<12x24x3xf32>)
      outs(%tile : memref<12x64x64xf32, strided<[4096, 64, 1], offset: ?>>) {
    ^bb0(%x: f32, %y: f32, %z: f32):
      %p = arith.mulf %x, %y : f32
      %s = arith.addf %z, %p : f32
      linalg.yield %s : f32
    }
  }
  return
}

#a = affine_map<(k, q, d) -> (k, d)>
#b = affine_map<(k, q, d) -> (d, q)>
#c = affine_map<(k, q, d) -> (k, q)>

// Rows of a large matrix side by side: the next ones are fetched. Rows and
// columns that are not there are repeated and masked.

// CHECK-LABEL: func @rows
// CHECK: vector.create_mask
// CHECK: memref.prefetch %{{.*}}, read, locality<3>, data : memref<?x64xf32>
// CHECK: vector.maskedload
// CHECK: vector.fma
// CHECK: scf.if
// CHECK: vector.maskedstore
func.func @rows(%a: memref<?x64xf32>, %b: memref<64x?xf32>, %c: memref<?x?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i) = (%c0) to (%c1) step (%c1) {
    linalg.generic {indexing_maps = [#a, #b, #c], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : memref<?x64xf32>, memref<64x?xf32>) outs(%c : memref<?x?xf32>) {
    ^bb0(%x: f32, %y: f32, %z: f32):
      %p = arith.mulf %x, %y : f32
      %s = arith.addf %z, %p : f32
      linalg.yield %s : f32
    }
  }
  return
}
