// Each stage ends where its name says, for both targets; one stage's print is
// the next one's input.
// RUN: attn-opt %s --attn-cpu-pipeline="to=graph" | FileCheck %s --check-prefix=TENSORS
// RUN: attn-opt %s --attn-cpu-pipeline="to=bufferized" | FileCheck %s --check-prefix=BUFFERS
// RUN: attn-opt %s --attn-bufferize-pipeline | FileCheck %s --check-prefix=BUFFERS
// RUN: attn-opt %s --attn-linalg-pipeline="to=lowered" | FileCheck %s --check-prefix=LOOPS
// RUN: attn-opt %s --attn-cpu-pipeline="to=lowered" | FileCheck %s --check-prefix=VECTORS
// RUN: attn-opt %s --attn-cpu-pipeline="to=bufferized" | attn-opt --attn-cpu-pipeline="from=bufferized to=lowered" \
// RUN:   | FileCheck %s --check-prefix=VECTORS
// RUN: attn-opt %s --attn-cpu-pipeline | FileCheck %s --check-prefix=LLVM
// RUN: attn-opt %s --attn-linalg-pipeline | FileCheck %s --check-prefix=LLVM

// TENSORS-LABEL: func.func @scale(%{{.*}}: tensor<?x64xf32>
// TENSORS:       linalg.generic
// TENSORS-SAME:  iterator_types

// The result is computed in the caller's memory: no copy, no allocation.
// BUFFERS-LABEL: func.func @scale(
// BUFFERS-SAME:    %arg0: memref<?x64xf32, strided<[?, 1], offset: ?>>, %arg1: f32,
// BUFFERS-SAME:    %[[OUT:[a-z0-9]*]]: memref<?x64xf32, strided<[?, 1], offset: ?>>
// BUFFERS-NOT:   memref.alloc
// BUFFERS-NOT:   memref.copy
// BUFFERS:       linalg.generic {{.*}} outs(%[[OUT]]
// BUFFERS-NOT:   tensor<?x64xf32> ->

// LOOPS-LABEL:   func.func @scale(
// LOOPS-NOT:     linalg.
// LOOPS-COUNT-2: scf.for
// LOOPS-NOT:     vector<

// VECTORS-LABEL: func.func @scale(
// VECTORS:       scf.parallel
// VECTORS:       vector.load
// VECTORS:       arith.mulf {{.*}} : vector<16xf32>

// LLVM-DAG:      llvm.func @scale({{.*}}) -> i32
// LLVM-DAG:      llvm.func @scale_dlpack(
// LLVM-DAG:      llvm.func @scale_shapes(
// LLVM-NOT:      unrealized_conversion_cast
func.func @scale(%a: tensor<?x64xf32>, %s: f32) -> tensor<?x64xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %a, %c0 : tensor<?x64xf32>
  %e = tensor.empty(%n) : tensor<?x64xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<?x64xf32>) outs(%e : tensor<?x64xf32>) {
  ^bb0(%x: f32, %o: f32):
    %p = arith.mulf %x, %s : f32
    linalg.yield %p : f32
  } -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
}
