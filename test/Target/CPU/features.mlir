// 512-bit vectors do not imply the instructions of AVX512DQ.
// RUN: attn-compile %s --cpu=knl --emit=asm -o %t.knl
// RUN: FileCheck %s --check-prefix=KNL < %t.knl
// RUN: attn-compile %s --cpu=skylake-avx512 --emit=asm -o %t.skx
// RUN: FileCheck %s --check-prefix=SKX < %t.skx
// REQUIRES: attn-run

// KNL-NOT: vreduceps
// KNL:     zmm
// KNL-NOT: vreduceps
// SKX:     vreduceps
func.func @f(%q: tensor<1x1x64x16xf32>, %k: tensor<1x1x64x16xf32>, %v: tensor<1x1x64x16xf32>)
    -> tensor<1x1x64x16xf32> {
  %o = attn.attention %q, %k, %v
    : (tensor<1x1x64x16xf32>, tensor<1x1x64x16xf32>, tensor<1x1x64x16xf32>) -> tensor<1x1x64x16xf32>
  return %o : tensor<1x1x64x16xf32>
}
