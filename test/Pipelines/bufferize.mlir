// RUN: attn-opt %s --attn-linalg-pipeline="to=lowered" | FileCheck %s

// A temporary is freed right after its last use, before the next is allocated.
// CHECK-LABEL: func.func @chain(
// CHECK:         %[[T0:.*]] = memref.alloc
// CHECK:         %[[T1:.*]] = memref.alloc
// CHECK:         memref.dealloc %[[T0]]
// CHECK:         memref.dealloc %[[T1]]
// CHECK-NOT:     memref.alloc
func.func @chain(%a: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x8xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<8x8xf32>) -> tensor<8x8xf32>
  %x = linalg.matmul ins(%a, %a : tensor<8x8xf32>, tensor<8x8xf32>) outs(%f : tensor<8x8xf32>) -> tensor<8x8xf32>
  %y = linalg.matmul ins(%x, %a : tensor<8x8xf32>, tensor<8x8xf32>) outs(%f : tensor<8x8xf32>) -> tensor<8x8xf32>
  %w = linalg.matmul ins(%y, %a : tensor<8x8xf32>, tensor<8x8xf32>) outs(%f : tensor<8x8xf32>) -> tensor<8x8xf32>
  return %w : tensor<8x8xf32>
}

// A private function is inlined: its result needs no memory of its own.
// CHECK-LABEL: func.func @caller(
// CHECK-NOT:     func.call
// CHECK-NOT:     memref.alloc
// CHECK:         return
func.func private @twice(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %r = linalg.add ins(%a, %a : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
func.func @caller(%a: tensor<8xf32>) -> tensor<8xf32> {
  %r = func.call @twice(%a) : (tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// An argument returned as it is, and returned twice, is copied into each place.
// CHECK-LABEL: func.func @identity(
// CHECK-COUNT-2: memref.store
func.func @identity(%a: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  return %a, %a : tensor<8xf32>, tensor<8xf32>
}
