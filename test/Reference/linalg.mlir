// Structured ops by their interface: named, generic, with several results.
// RUN: attn-run %s --entry=difference --target=interpret --random-args=3 --print | FileCheck %s --check-prefix=SAME
// RUN: attn-run %s --entry=difference --target=interpret --random-args=3 --rounded --print | FileCheck %s --check-prefix=SAME
// RUN: attn-run %s --entry=arg_max --target=interpret --arg=4 --print | FileCheck %s --check-prefix=ARGMAX
// RUN: attn-run %s --entry=convolution --target=interpret --print | FileCheck %s --check-prefix=CONV
// RUN: attn-run %s --entry=named --target=interpret --print | FileCheck %s --check-prefix=NAMED
// RUN: attn-run %s --entry=not_linear --target=interpret --print | FileCheck %s --check-prefix=QUASI
// RUN: attn-run %s --entry=empty --target=interpret --arg=0 --print | FileCheck %s --check-prefix=EMPTY

// A product of transposed operands, once with named ops and once as one
// generic op; then their difference.
// SAME: result 0: 3x2xf32 {{\[\[}}0, 0], [0, 0], [0, 0]]
func.func @difference(%a: tensor<5x3xf32>, %b: tensor<2x5xf32>) -> tensor<3x2xf32> {
  %zero = arith.constant 0.0 : f32
  %e0 = tensor.empty() : tensor<3x5xf32>
  %at = linalg.transpose ins(%a : tensor<5x3xf32>) outs(%e0 : tensor<3x5xf32>) permutation = [1, 0]
  %e1 = tensor.empty() : tensor<5x2xf32>
  %bt = linalg.transpose ins(%b : tensor<2x5xf32>) outs(%e1 : tensor<5x2xf32>) permutation = [1, 0]
  %e2 = tensor.empty() : tensor<3x2xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e2 : tensor<3x2xf32>) -> tensor<3x2xf32>
  %x = linalg.matmul ins(%at, %bt : tensor<3x5xf32>, tensor<5x2xf32>) outs(%z : tensor<3x2xf32>) -> tensor<3x2xf32>
  %y = linalg.generic {
      indexing_maps = [affine_map<(i, j, k) -> (k, i)>, affine_map<(i, j, k) -> (j, k)>, affine_map<(i, j, k) -> (i, j)>],
      iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<5x3xf32>, tensor<2x5xf32>) outs(%z : tensor<3x2xf32>) {
    ^bb0(%p: f32, %q: f32, %r: f32):
      %m = arith.mulf %p, %q : f32
      %s = arith.addf %r, %m : f32
      linalg.yield %s : f32
  } -> tensor<3x2xf32>
  %d = arith.subf %x, %y : tensor<3x2xf32>
  return %d : tensor<3x2xf32>
}

// Two results and linalg.index: the maximum of n - (i - 2)^2 and where it is.
// ARGMAX: result 0: f64 4
// ARGMAX: result 1: i64 2
func.func @arg_max(%n: f64) -> (tensor<f64>, tensor<i64>) {
  %low = arith.constant dense<-1.0e9> : tensor<f64>
  %none = arith.constant dense<-1> : tensor<i64>
  %shape = tensor.empty() : tensor<6xf32>
  %max, %at = linalg.generic {
      indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>, affine_map<(i) -> ()>],
      iterator_types = ["reduction"]}
      ins(%shape : tensor<6xf32>) outs(%low, %none : tensor<f64>, tensor<i64>) {
    ^bb0(%x: f32, %best: f64, %where: i64):
      %i = linalg.index 0 : index
      %j = arith.index_cast %i : index to i64
      %two = arith.constant 2 : i64
      %d = arith.subi %j, %two : i64
      %dd = arith.muli %d, %d : i64
      %f = arith.sitofp %dd : i64 to f64
      %g = arith.subf %n, %f : f64
      %more = arith.cmpf ogt, %g, %best : f64
      %b = arith.select %more, %g, %best : f64
      %w = arith.select %more, %j, %where : i64
      linalg.yield %b, %w : f64, i64
  } -> (tensor<f64>, tensor<i64>)
  return %max, %at : tensor<f64>, tensor<i64>
}

// An index that is a sum of two loops.
// CONV: result 0: 3xf32 [12, 123, 234]
func.func @convolution() -> tensor<3xf32> {
  %x = arith.constant dense<[0.0, 1.0, 2.0, 3.0, 4.0]> : tensor<5xf32>
  %w = arith.constant dense<[100.0, 10.0, 1.0]> : tensor<3xf32>
  %z = arith.constant dense<0.0> : tensor<3xf32>
  %y = linalg.conv_1d ins(%x, %w : tensor<5xf32>, tensor<3xf32>) outs(%z : tensor<3xf32>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// NAMED: result 0: 2xi32 [6, 15]
// NAMED: result 1: 2x2xi32 {{\[\[}}6, 6], [15, 15]]
// NAMED: result 2: 2x2xi32 {{\[\[}}12, 12], [30, 30]]
func.func @named() -> (tensor<2xi32>, tensor<2x2xi32>, tensor<2x2xi32>) {
  %x = arith.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32>
  %z = arith.constant dense<0> : tensor<2xi32>
  %sum = linalg.reduce ins(%x : tensor<2x3xi32>) outs(%z : tensor<2xi32>) dimensions = [1]
    (%in: i32, %acc: i32) {
      %s = arith.addi %in, %acc : i32
      linalg.yield %s : i32
    }
  %e = tensor.empty() : tensor<2x2xi32>
  %wide = linalg.broadcast ins(%sum : tensor<2xi32>) outs(%e : tensor<2x2xi32>) dimensions = [1]
  %twice = linalg.map { arith.addi } ins(%wide, %wide : tensor<2x2xi32>, tensor<2x2xi32>) outs(%e : tensor<2x2xi32>)
  return %sum, %wide, %twice : tensor<2xi32>, tensor<2x2xi32>, tensor<2x2xi32>
}

// A map with floordiv and mod.
// QUASI: result 0: 6xi32 [1, 3, 2, 4, 1, 3]
func.func @not_linear() -> tensor<6xi32> {
  %x = arith.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi32>
  %e = tensor.empty() : tensor<6xi32>
  %y = linalg.generic {
      indexing_maps = [affine_map<(i) -> (i mod 2, (i floordiv 2) mod 2)>, affine_map<(i) -> (i)>],
      iterator_types = ["parallel"]}
      ins(%x : tensor<2x2xi32>) outs(%e : tensor<6xi32>) {
    ^bb0(%p: i32, %q: i32):
      linalg.yield %p : i32
  } -> tensor<6xi32>
  return %y : tensor<6xi32>
}

// Nothing to do: the sum over no element is the initial value.
// EMPTY: result 0: 2xf32 [7, 7]
func.func @empty(%n: index) -> tensor<2xf32> {
  %seven = arith.constant 7.0 : f32
  %x = tensor.empty(%n) : tensor<2x?xf32>
  %e = tensor.empty() : tensor<2xf32>
  %z = linalg.fill ins(%seven : f32) outs(%e : tensor<2xf32>) -> tensor<2xf32>
  %y = linalg.reduce { arith.addf } ins(%x : tensor<2x?xf32>) outs(%z : tensor<2xf32>) dimensions = [1]
  return %y : tensor<2xf32>
}
