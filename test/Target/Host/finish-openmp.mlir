// RUN: attn-opt %s --attn-finish-openmp | FileCheck %s

// CHECK-LABEL: func.func @loop(
// CHECK:         omp.wsloop schedule(dynamic)
// CHECK-NOT:     alloca_scope
// CHECK:         %[[S:.*]] = llvm.intr.stacksave
// CHECK:         memref.alloca
// CHECK:         memref.store
// CHECK:         llvm.intr.stackrestore %[[S]]
func.func @loop(%n: index, %v: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  omp.parallel {
    omp.wsloop {
      omp.loop_nest (%i) : index = (%c0) to (%n) step (%c1) {
        memref.alloca_scope {
          %a = memref.alloca() : memref<f32>
          memref.store %v, %a[] : memref<f32>
        }
        omp.yield
      }
    }
    omp.terminator
  }
  return
}

// A scope without allocations leaves nothing behind.
// CHECK-LABEL: func.func @empty_scope(
// CHECK-NOT:     stacksave
// CHECK:         memref.store
func.func @empty_scope(%a: memref<f32>, %v: f32) {
  memref.alloca_scope {
    memref.store %v, %a[] : memref<f32>
  }
  return
}
