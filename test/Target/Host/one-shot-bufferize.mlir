// RUN: attn-opt %s --attn-one-shot-bufferize | FileCheck %s

// Outer strides and offset are free, the inner stride is 1; an argument that
// may not be written is copied before a write.
// CHECK-LABEL: func.func @insert(
// CHECK-SAME:    %[[A:.*]]: memref<?x4xf32, strided<[?, 1], offset: ?>>,
// CHECK-SAME:    %[[V:.*]]: memref<f32, strided<[], offset: ?>>)
// CHECK:         memref.copy %[[A]]
func.func @insert(%a: tensor<?x4xf32> {bufferization.writable = false}, %v: tensor<f32>) -> tensor<?x4xf32> {
  %c0 = arith.constant 0 : index
  %s = tensor.extract %v[] : tensor<f32>
  %r = tensor.insert %s into %a[%c0, %c0] : tensor<?x4xf32>
  return %r : tensor<?x4xf32>
}
