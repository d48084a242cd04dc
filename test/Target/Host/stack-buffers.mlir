// RUN: attn-opt %s --allow-unregistered-dialect --attn-stack-buffers | FileCheck %s
// RUN: attn-opt %s --allow-unregistered-dialect --attn-stack-buffers=max-bytes=100 | FileCheck %s --check-prefix=SMALL

// CHECK-LABEL: func.func @tasks
// CHECK:         memref.alloc() : memref<8xf32>
// CHECK:         scf.forall
// CHECK:           memref.alloca() {alignment = 64 : i64} : memref<4x8xf32>
// CHECK:           memref.alloc() : memref<64x1024xf32>
// CHECK:           memref.alloc(%{{.*}}) : memref<?xf32>
// CHECK:           scf.for
// CHECK:             memref.alloc() : memref<16xf32>
// SMALL-LABEL: func.func @tasks
// SMALL-NOT:     memref.alloca
// SMALL:         return
func.func @tasks(%n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %outside = memref.alloc() : memref<8xf32>
  scf.forall (%i) in (%n) {
    %state = memref.alloc() : memref<4x8xf32>
    %large = memref.alloc() : memref<64x1024xf32>
    %dynamic = memref.alloc(%n) : memref<?xf32>
    "use"(%state, %large, %dynamic, %outside) : (memref<4x8xf32>, memref<64x1024xf32>, memref<?xf32>, memref<8xf32>) -> ()
    scf.for %j = %c0 to %n step %c1 {
      %again = memref.alloc() : memref<16xf32>
      "use"(%again) : (memref<16xf32>) -> ()
    }
  }
  return
}
