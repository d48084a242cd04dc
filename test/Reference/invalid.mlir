// What goes wrong at run time is one error at the op that it happens in.
// RUN: not attn-run %s --entry=division --target=interpret --arg=0 2>&1 | FileCheck %s --check-prefix=DIVISION
// RUN: not attn-run %s --entry=index --target=interpret --arg=3 2>&1 | FileCheck %s --check-prefix=INDEX
// RUN: not attn-run %s --entry=slice --target=interpret --arg=2 2>&1 | FileCheck %s --check-prefix=SLICE
// RUN: not attn-run %s --entry=sizes --target=interpret --random-args=1 --dims=3,4 2>&1 | FileCheck %s --check-prefix=SIZES
// RUN: not attn-run %s --entry=cast --target=interpret --random-args=1 --dims=3 2>&1 | FileCheck %s --check-prefix=CAST
// RUN: not attn-run %s --entry=asserts --target=interpret --arg=1 2>&1 | FileCheck %s --check-prefix=ASSERT
// RUN: not attn-run %s --entry=unknown --target=interpret 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not attn-run %s --entry=forever --target=interpret 2>&1 | FileCheck %s --check-prefix=FOREVER
// RUN: not attn-run %s --entry=negative --target=interpret --arg=-1 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// RUN: not attn-run %s --entry=reshape --target=interpret --random-args=1 --dims=5 2>&1 | FileCheck %s --check-prefix=RESHAPE

// DIVISION: :[[@LINE+2]]:8: error: 'arith.divsi' op division by zero
func.func @division(%n: i64) -> i64 {
  %r = arith.divsi %n, %n : i64
  return %r : i64
}

// INDEX: :[[@LINE+3]]:8: error: 'tensor.extract' op expected index 0 to be within [0, 3), got 3
func.func @index(%n: index) -> f32 {
  %x = arith.constant dense<0.0> : tensor<3xf32>
  %r = tensor.extract %x[%n] : tensor<3xf32>
  return %r : f32
}

// SLICE: :[[@LINE+3]]:8: error: 'tensor.extract_slice' op expected a slice within [0, 3) in dimension 0, got offset 2, size 2, stride 1
func.func @slice(%n: index) -> tensor<2xf32> {
  %x = arith.constant dense<0.0> : tensor<3xf32>
  %r = tensor.extract_slice %x[%n] [2] [1] : tensor<3xf32> to tensor<2xf32>
  return %r : tensor<2xf32>
}

// SIZES: :[[@LINE+3]]:8: error: 'linalg.map' op expected dimension 0 of operand 1 to have size 3, got 4
func.func @sizes(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
  // The verifier cannot know.
  %r = linalg.map { arith.addf } ins(%x, %y : tensor<?xf32>, tensor<?xf32>) outs(%x : tensor<?xf32>)
  return %r : tensor<?xf32>
}

// CAST: :[[@LINE+2]]:8: error: 'tensor.cast' op expected result 0 of type 'tensor<4xf32>', got shape [3]
func.func @cast(%x: tensor<?xf32>) -> tensor<4xf32> {
  %r = tensor.cast %x : tensor<?xf32> to tensor<4xf32>
  return %r : tensor<4xf32>
}

// ASSERT: :[[@LINE+6]]:3: error: 'cf.assert' op does not hold: expected an even number
func.func @asserts(%n: i64) -> i64 {
  %bit = arith.trunci %n : i64 to i1
  %even = arith.cmpi eq, %bit, %bit : i1
  cf.assert %bit, "expected an even number"
  %no = arith.constant false
  cf.assert %no, "expected an even number"
  return %n : i64
}

// UNKNOWN: :[[@LINE+2]]:8: error: expected an op that the interpreter knows, got 'memref.alloc'
func.func @unknown() -> index {
  %m = memref.alloc() : memref<3xf32>
  %r = arith.constant 0 : index
  return %r : index
}

// FOREVER: error: 'func.func' op expected at most 200 nested calls
func.func @forever() -> index {
  %r = call @forever() : () -> index
  return %r : index
}

// NEGATIVE: :[[@LINE+2]]:8: error: 'tensor.empty' op expected a size of at least 0, got -1
func.func @negative(%n: index) -> tensor<?xf32> {
  %r = tensor.empty(%n) : tensor<?xf32>
  return %r : tensor<?xf32>
}

// RESHAPE: :[[@LINE+3]]:8: error: 'tensor.expand_shape' op expected sizes of product 5 for source dimension 0, got 6
func.func @reshape(%x: tensor<?xf32>) -> tensor<2x?xf32> {
  %n = arith.constant 3 : index
  %r = tensor.expand_shape %x [[0, 1]] output_shape [2, %n] : tensor<?xf32> into tensor<2x?xf32>
  return %r : tensor<2x?xf32>
}
