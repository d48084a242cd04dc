// RUN: attn-opt %s --attn-decompose-tensor-ops | FileCheck %s

// CHECK-LABEL: func.func @concat(
// CHECK-NOT:     tensor.concat
// CHECK-COUNT-2: tensor.insert_slice
func.func @concat(%a: tensor<2xf32>, %b: tensor<3xf32>) -> tensor<5xf32> {
  %r = tensor.concat dim(0) %a, %b : (tensor<2xf32>, tensor<3xf32>) -> tensor<5xf32>
  return %r : tensor<5xf32>
}

// CHECK-LABEL: func.func @pad(
// CHECK-NOT:     tensor.pad
// CHECK:         linalg.fill
// CHECK:         tensor.insert_slice
func.func @pad(%a: tensor<2xf32>) -> tensor<5xf32> {
  %z = arith.constant 0.0 : f32
  %r = tensor.pad %a low[1] high[2] {
  ^bb0(%i: index):
    tensor.yield %z : f32
  } : tensor<2xf32> to tensor<5xf32>
  return %r : tensor<5xf32>
}

// CHECK-LABEL: func.func @noop(
// CHECK-NEXT:    tensor.extract_slice
func.func @noop(%a: tensor<5xf32>) -> tensor<2xf32> {
  %r = tensor.extract_slice %a[1] [2] [1] : tensor<5xf32> to tensor<2xf32>
  return %r : tensor<2xf32>
}
