// RUN: attn-opt %s --attn-add-destinations --split-input-file | FileCheck %s

// Every result becomes an argument with free outer strides; the shape function
// beside it stores 0 or the number of a failed assertion, and the dynamic sizes.
// CHECK-LABEL: func.func @two(
// CHECK-SAME:    %[[A:.*]]: tensor<?x4xf32> {bufferization.writable = false},
// CHECK-SAME:    %[[S:.*]]: f32, %[[O0:[a-z0-9]*]]: memref<?x4xf32, strided<[?, 1], offset: ?>>,
// CHECK-SAME:    %[[O1:[a-z0-9]*]]: memref<f32>)
// CHECK-SAME:    attn.signature = {{\[\[}}tensor<?x4xf32>, f32], [tensor<?x4xf32>, f32]]
// CHECK:         bufferization.materialize_in_destination %[[A]] in restrict writable %[[O0]]
// CHECK:         memref.store %[[S]], %[[O1]][]
// CHECK:         return{{$}}
// CHECK-LABEL: func.func @__attn_shapes_two(
// CHECK-SAME:    %[[OUT:[a-z0-9]*]]: memref<2xindex>)
// CHECK:         tensor.dim
// CHECK-COUNT-2: memref.store {{.*}}, %[[OUT]]
func.func @two(%a: tensor<?x4xf32>, %s: f32) -> (tensor<?x4xf32>, f32) {
  return %a, %s : tensor<?x4xf32>, f32
}

// -----

// An assertion on sizes is checked by the shape function, which reports it; the
// function itself would end the process.
// CHECK-LABEL: func.func @asserted(
// CHECK-SAME:    attn.assertions = ["{{.*}}add-destinations.mlir:{{[0-9]+}}:3: sizes"]
// CHECK-NOT:     cf.assert
// CHECK-LABEL: func.func @__attn_shapes_asserted(
// CHECK:         %[[C:.*]] = arith.cmpi eq
// CHECK-NOT:     cf.assert
// CHECK-DAG:     %[[HOLD:.*]] = arith.constant 0 : index
// CHECK-DAG:     %[[FIRST:.*]] = arith.constant 1 : index
// CHECK:         %[[NUMBER:.*]] = arith.select %[[C]], %[[HOLD]], %[[FIRST]]
// CHECK:         memref.store %[[NUMBER]]
func.func @asserted(%a: tensor<?xf32>, %b: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %m = tensor.dim %a, %c0 : tensor<?xf32>
  %n = tensor.dim %b, %c0 : tensor<?xf32>
  %same = arith.cmpi eq, %m, %n : index
  cf.assert %same, "sizes"
  return %a : tensor<?xf32>
}

// -----

// Private functions and declarations stay as they are.
// CHECK-LABEL: func.func private @declared(tensor<4xf32>) -> tensor<4xf32>
// CHECK:       func.func private @helper(%{{.*}}: tensor<4xf32>) -> tensor<4xf32>
func.func private @declared(tensor<4xf32>) -> tensor<4xf32>
func.func private @helper(%a: tensor<4xf32>) -> tensor<4xf32> {
  return %a : tensor<4xf32>
}
