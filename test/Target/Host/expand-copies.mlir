// RUN: attn-opt %s --attn-expand-copies | FileCheck %s

// A copy into strided memory would be a call into a run-time library.
// CHECK-LABEL: func.func @strided(
// CHECK-NOT:     memref.copy
// CHECK:         linalg.generic
func.func @strided(%a: memref<4x4xf32>, %b: memref<4x4xf32, strided<[?, 1], offset: ?>>) {
  memref.copy %a, %b : memref<4x4xf32> to memref<4x4xf32, strided<[?, 1], offset: ?>>
  return
}

// CHECK-LABEL: func.func @noop(
// CHECK-NEXT:    linalg.copy
func.func @noop(%a: memref<4xf32>, %b: memref<4xf32>) {
  linalg.copy ins(%a : memref<4xf32>) outs(%b : memref<4xf32>)
  return
}
