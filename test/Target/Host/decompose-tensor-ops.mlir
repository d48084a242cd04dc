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

// Two dynamic sizes of one: upstream has no lowering of such an expand_shape.
// CHECK-LABEL: func.func @expand(
// CHECK-SAME:      %[[A:.*]]: tensor<?x384xf32>, %[[B:.*]]: index, %[[L:.*]]: index
// CHECK:         %[[SHAPE:.*]] = tensor.from_elements %[[B]], %[[L]], %{{.*}}, %{{.*}} : tensor<4xindex>
// CHECK:         tensor.reshape %[[A]](%[[SHAPE]])
func.func @expand(%a: tensor<?x384xf32>, %b: index, %l: index) -> tensor<?x?x12x32xf32> {
  %r = tensor.expand_shape %a [[0, 1], [2, 3]] output_shape [%b, %l, 12, 32] : tensor<?x384xf32> into tensor<?x?x12x32xf32>
  return %r : tensor<?x?x12x32xf32>
}

// CHECK-LABEL: func.func @expand_one(
// CHECK-NEXT:    tensor.expand_shape
func.func @expand_one(%a: tensor<?x384xf32>, %b: index) -> tensor<?x12x32xf32> {
  %r = tensor.expand_shape %a [[0], [1, 2]] output_shape [%b, 12, 32] : tensor<?x384xf32> into tensor<?x12x32xf32>
  return %r : tensor<?x12x32xf32>
}

// CHECK-LABEL: func.func @noop(
// CHECK-NEXT:    tensor.extract_slice
func.func @noop(%a: tensor<5xf32>) -> tensor<2xf32> {
  %r = tensor.extract_slice %a[1] [2] [1] : tensor<5xf32> to tensor<2xf32>
  return %r : tensor<2xf32>
}
