// A stage printed, (edited,) and taken up again gives the same program.
// RUN: attn-compile %s --target=linalg --print-after-stage=bufferized -o %t.mlir
// RUN: FileCheck %s --input-file=%t.mlir --check-prefix=BUFFERS
// RUN: attn-compile %t.mlir --target=linalg --start-from-stage=bufferized --emit=obj -o %t1.o
// RUN: attn-compile %s --target=linalg --emit=obj -o %t2.o
// RUN: cmp %t1.o %t2.o
// RUN: attn-compile %t.mlir --target=linalg --start-from-stage=bufferized --print-after-stage=lowered \
// RUN:   | FileCheck %s --check-prefix=LOOPS
// RUN: attn-compile %t.mlir --target=linalg --start-from-stage=bufferized --emit=header | FileCheck %s --check-prefix=HEADER

// BUFFERS: linalg.add
// LOOPS: scf.for
// HEADER: int twice(const float *arg0,
// HEADER-NOT: __attn_shapes
func.func @twice(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %r = linalg.add ins(%a, %a : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
