// Every kind of artifact; the processor decides the registers.
// RUN: attn-compile %s --emit=asm --cpu=x86-64-v4 | FileCheck %s --check-prefix=V4
// RUN: attn-compile %s --emit=asm --cpu=x86-64-v3 | FileCheck %s --check-prefix=V3
// RUN: attn-compile %s --emit=llvm --cpu=x86-64-v4 | FileCheck %s --check-prefix=LLVM
// RUN: attn-compile %s --emit=mlir --target=linalg | FileCheck %s --check-prefix=MLIR
// RUN: attn-compile %s --emit=header | FileCheck %s --check-prefix=HEADER
// RUN: attn-compile %s --emit=obj --target=linalg -o %t.o && llvm-readobj --file-headers %t.o | FileCheck %s --check-prefix=OBJ
// RUN: attn-compile %s --emit=shared -o %t.so && llvm-readobj --needed-libs %t.so | FileCheck %s --check-prefix=SO

// V4: vfmadd231ps {{.*}}%zmm
// V3-NOT: zmm
// V3: vfmadd231ps {{.*}}%ymm
// V3-NOT: zmm
// LLVM: define {{.*}}i32 @product(ptr
// LLVM: "prefer-vector-width"="512"
// MLIR: llvm.func @product(
// OBJ: Type: Relocatable
// SO: libomp

// HEADER: #ifndef ATTN_COMPILED_H
// HEADER: product(tensor<?x64xf32>, tensor<64x64xf32>) -> (tensor<?x64xf32>)
// HEADER:      int product(const float *arg0, int64_t arg0_size0, int64_t arg0_stride0,
// HEADER-NEXT:     const float *arg1, int64_t arg1_stride0,
// HEADER-NEXT:     float *res0, int64_t res0_size0, int64_t res0_stride0);
// HEADER-NEXT: int product_dlpack(DLTensor *const *args, int num_args, DLTensor *const *results,
// HEADER-NOT:  hidden
func.func @product(%a: tensor<?x64xf32>, %b: tensor<64x64xf32>) -> tensor<?x64xf32> {
  %c0 = arith.constant 0 : index
  %z = arith.constant 0.0 : f32
  %n = tensor.dim %a, %c0 : tensor<?x64xf32>
  %e = tensor.empty(%n) : tensor<?x64xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<?x64xf32>) -> tensor<?x64xf32>
  %r = linalg.matmul ins(%a, %b : tensor<?x64xf32>, tensor<64x64xf32>) outs(%f : tensor<?x64xf32>) -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
}
func.func private @hidden(%a: tensor<4xf32>) -> tensor<4xf32> {
  return %a : tensor<4xf32>
}
