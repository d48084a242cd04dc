// RUN: attn-opt %s --convert-linalg-to-cpu --canonicalize --cse | FileCheck %s
// RUN: attn-opt %s --convert-linalg-to-cpu="vector-bits=256 vector-registers=16" --canonicalize --cse \
// RUN:   | FileCheck %s --check-prefix=AVX2

// Products of one kind share a function; the fill before them is part of it.
// CHECK-LABEL: func.func @product(
// CHECK-NOT:     linalg.fill
// CHECK-COUNT-2: call @__attn_product(
// CHECK-LABEL: func.func @transposed(
// CHECK-NEXT:    call @__attn_product_0(
// CHECK-LABEL: func.func @widened(
// CHECK-NEXT:    call @__attn_product_1(

// Integers are no business of these registers.
// CHECK-LABEL: func.func @noop(
// CHECK-NOT:     __attn_product

// In a parallel loop the product is in place, and sequential.
// CHECK-LABEL: func.func @nested(
// CHECK:         scf.parallel
// CHECK-NOT:     scf.parallel
// CHECK:         vector.fma
// CHECK-NOT:     call

// With few rows B is read in place, with more it is packed; the tile is 6 rows
// by 4 vectors of 16 (6 by 2 of 8), started from zero because of the fill.
// CHECK-LABEL: func.func private @__attn_product(
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
// AVX2-LABEL:  func.func private @__attn_product(
// AVX2-COUNT-12: vector.fma {{.*}} : vector<8xf32>
// AVX2-NOT:    vector.fma
// AVX2-LABEL:  func.func private @__attn_product_0(
func.func @product(%a: memref<?x64xf32>, %b: memref<64x128xf32>, %c: memref<?x128xf32>) {
  %z = arith.constant 0.0 : f32
  linalg.fill ins(%z : f32) outs(%c : memref<?x128xf32>)
  linalg.matmul ins(%a, %b : memref<?x64xf32>, memref<64x128xf32>) outs(%c : memref<?x128xf32>)
  linalg.fill ins(%z : f32) outs(%c : memref<?x128xf32>)
  linalg.matmul ins(%a, %b : memref<?x64xf32>, memref<64x128xf32>) outs(%c : memref<?x128xf32>)
  return
}

// B is contiguous along k: squares are transposed while packing. Without a fill
// the tile starts from C.
// CHECK-LABEL: func.func private @__attn_product_0(
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
// CHECK-LABEL: func.func private @__attn_product_1(
// CHECK:         arith.extf {{.*}} : vector<16xbf16> to vector<16xf32>
// CHECK:         vector.fma {{.*}} : vector<16xf32>
func.func @widened(%a: memref<8x64xbf16>, %b: memref<64x64xbf16>, %c: memref<8x64xf32>) {
  linalg.matmul ins(%a, %b : memref<8x64xbf16>, memref<64x64xbf16>) outs(%c : memref<8x64xf32>)
  return
}

func.func @noop(%a: memref<8x64xi32>, %b: memref<64x64xi32>, %c: memref<8x64xi32>) {
  linalg.matmul ins(%a, %b : memref<8x64xi32>, memref<64x64xi32>) outs(%c : memref<8x64xi32>)
  return
}

func.func @nested(%n: index, %a: memref<8x64xf32>, %b: memref<64x64xf32>, %c: memref<8x64xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    linalg.matmul ins(%a, %b : memref<8x64xf32>, memref<64x64xf32>) outs(%c : memref<8x64xf32>)
  }
  return
}
