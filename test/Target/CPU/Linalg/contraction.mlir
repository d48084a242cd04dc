// RUN: attn-opt %s --convert-linalg-to-cpu --canonicalize --cse | FileCheck %s
// RUN: attn-opt %s --convert-linalg-to-cpu="vector-bits=256 vector-registers=16" --canonicalize --cse \
// RUN:   | FileCheck %s --check-prefix=AVX2

// With few rows B is read in place, with more it is packed; the tile is 6 rows
// by 4 vectors of 16 (6 by 2 of 8), started from zero because of the fill.
// CHECK-LABEL: func.func @product(
// CHECK-NOT:     linalg.fill
// CHECK:         %[[PACK:.*]] = arith.cmpi ugt
// CHECK:         scf.if %[[PACK]]
// CHECK:           scf.parallel
// CHECK:         } else {
// CHECK:           memref.reinterpret_cast
// CHECK:         scf.parallel
// CHECK:           scf.for
// CHECK:             scf.for
// CHECK:               scf.for
// CHECK-COUNT-24:        vector.fma {{.*}} : vector<16xf32>
// CHECK:         memref.dealloc
// AVX2-LABEL:  func.func @product(
// AVX2-COUNT-12: vector.fma {{.*}} : vector<8xf32>
// AVX2-NOT:    vector.fma
// AVX2-LABEL:  func.func @transposed(
func.func @product(%a: memref<?x64xf32>, %b: memref<64x128xf32>, %c: memref<?x128xf32>) {
  %z = arith.constant 0.0 : f32
  linalg.fill ins(%z : f32) outs(%c : memref<?x128xf32>)
  linalg.matmul ins(%a, %b : memref<?x64xf32>, memref<64x128xf32>) outs(%c : memref<?x128xf32>)
  return
}

// B is contiguous along k: squares are transposed while packing. Without a fill
// the tile starts from C.
// CHECK-LABEL: func.func @transposed(
// CHECK:         scf.parallel
// CHECK:           vector.shuffle
// CHECK:         scf.parallel
// CHECK:           vector.maskedload %arg2
// CHECK:           vector.fma
func.func @transposed(%a: memref<?x?xf32>, %b: memref<?x?xf32>, %c: memref<?x?xf32>) {
  linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%a, %b : memref<?x?xf32>, memref<?x?xf32>) outs(%c : memref<?x?xf32>)
  return
}

// Narrow elements are widened, B while packing.
// CHECK-LABEL: func.func @widened(
// CHECK:         arith.extf {{.*}} : vector<16xbf16> to vector<16xf32>
// CHECK:         vector.fma {{.*}} : vector<16xf32>
func.func @widened(%a: memref<8x64xbf16>, %b: memref<64x64xbf16>, %c: memref<8x64xf32>) {
  linalg.matmul ins(%a, %b : memref<8x64xbf16>, memref<64x64xbf16>) outs(%c : memref<8x64xf32>)
  return
}

// Integers are no business of these registers, and two sums are no product.
// CHECK-LABEL: func.func @noop(
// CHECK-NOT:     vector.fma
func.func @noop(%a: memref<8x64xi32>, %b: memref<64x64xi32>, %c: memref<8x64xi32>) {
  linalg.matmul ins(%a, %b : memref<8x64xi32>, memref<64x64xi32>) outs(%c : memref<8x64xi32>)
  return
}
