// RUN: attn-opt %s --convert-attn-to-linalg | FileCheck %s

// CHECK-LABEL: func @other(
// CHECK-NEXT: linalg.fill
// CHECK-NEXT: return
func.func @other(%x: memref<?xf32>, %y: f32) {
  linalg.fill ins(%y : f32) outs(%x : memref<?xf32>)
  return
}
