// Calls, loops, branches, threads, affine bounds.
// RUN: attn-run %s --entry=loops --target=interpret --arg=5 --print | FileCheck %s --check-prefix=LOOPS
// RUN: attn-run %s --entry=threads --target=interpret --print | FileCheck %s --check-prefix=THREADS
// RUN: attn-run %s --entry=affine --target=interpret --arg=-7 --print | FileCheck %s --check-prefix=AFFINE
// RUN: attn-run %s --entry=body --target=interpret --print | FileCheck %s --check-prefix=BODY

// 5! by recursion, the Fibonacci numbers swapped round a loop, 2^k > 5.
// LOOPS: result 0: i64 120
// LOOPS: result 1: i64 5
// LOOPS: result 2: i64 8
func.func @loops(%n: i64) -> (i64, i64, i64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %f = call @factorial(%n) : (i64) -> i64
  %m = arith.index_cast %n : i64 to index
  %fib:2 = scf.for %i = %c0 to %m step %c1 iter_args(%a = %zero, %b = %one) -> (i64, i64) {
    %s = arith.addi %a, %b : i64
    scf.yield %b, %s : i64, i64
  }
  %p = scf.while (%x = %one) : (i64) -> i64 {
    %less = arith.cmpi sle, %x, %n : i64
    scf.condition(%less) %x : i64
  } do {
  ^bb0(%x: i64):
    %d = arith.addi %x, %x : i64
    scf.yield %d : i64
  }
  return %f, %fib#0, %p : i64, i64, i64
}
func.func private @factorial(%n: i64) -> i64 {
  %one = arith.constant 1 : i64
  %last = arith.cmpi sle, %n, %one : i64
  %r = scf.if %last -> i64 {
    scf.yield %one : i64
  } else {
    %m = arith.subi %n, %one : i64
    %s = func.call @factorial(%m) : (i64) -> i64
    %t = arith.muli %n, %s : i64
    scf.yield %t : i64
  }
  return %r : i64
}

// THREADS: result 0: 2x4xindex {{\[\[}}0, 1, 100, 101], [10, 11, 110, 111]]
// THREADS: result 1: 2x4xindex {{\[\[}}7, 7, 7, 7], [7, 7, 7, 7]]
func.func @threads() -> (tensor<2x4xindex>, tensor<2x4xindex>) {
  %seven = arith.constant 7 : index
  %init = tensor.splat %seven : tensor<2x4xindex>
  %r = scf.forall (%i, %j) = (0, 0) to (2, 4) step (1, 2) shared_outs(%o = %init) -> tensor<2x4xindex> {
    %c10 = arith.constant 10 : index
    %c50 = arith.constant 50 : index
    %t = arith.muli %i, %c10 : index
    %u = arith.muli %j, %c50 : index
    %a = arith.addi %t, %u : index
    %c1 = arith.constant 1 : index
    %b = arith.addi %a, %c1 : index
    %pair = tensor.from_elements %a, %b : tensor<1x2xindex>
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %pair into %o[%i, %j] [1, 2] [1, 1] : tensor<1x2xindex> into tensor<2x4xindex>
    }
  }
  return %r, %init : tensor<2x4xindex>, tensor<2x4xindex>
}

// AFFINE: result 0: 5xindex [-2, 1, -1, -7, 3]
func.func @affine(%n: index) -> tensor<5xindex> {
  %a = affine.apply affine_map<(i) -> (i floordiv 4)>(%n)
  %b = affine.apply affine_map<(i) -> (i mod 4)>(%n)
  %c = affine.apply affine_map<(i) -> (i ceildiv 4)>(%n)
  %d = affine.min affine_map<(i)[s] -> (i, s)>(%n)[%a]
  %e = affine.max affine_map<(i)[s] -> (i, s + 5)>(%n)[%a]
  %r = tensor.from_elements %a, %b, %c, %d, %e : tensor<5xindex>
  return %r : tensor<5xindex>
}

// A body with branches and a loop runs one point at a time.
// BODY: result 0: 5xi64 [0, 1, 8, 27, -1]
func.func @body() -> tensor<5xi64> {
  %e = tensor.empty() : tensor<5xi64>
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]} outs(%e : tensor<5xi64>) {
    ^bb0(%o: i64):
      %i = linalg.index 0 : index
      %n = arith.index_cast %i : index to i64
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c3 = arith.constant 3 : index
      %one = arith.constant 1 : i64
      %minus = arith.constant -1 : i64
      %few = arith.cmpi ule, %i, %c3 : index
      %x = scf.if %few -> i64 {
        %p = scf.for %j = %c0 to %c3 step %c1 iter_args(%a = %one) -> i64 {
          %b = arith.muli %a, %n : i64
          scf.yield %b : i64
        }
        scf.yield %p : i64
      } else {
        scf.yield %minus : i64
      }
      linalg.yield %x : i64
  } -> tensor<5xi64>
  return %r : tensor<5xi64>
}
