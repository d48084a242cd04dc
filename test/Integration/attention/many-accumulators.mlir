// A state of eight tensors behind casts: more than the short lists of LLVM hold.
// RUN: attn-opt %s --attn-reorder=force -o %t.mlir
// RUN: attn-run %t.mlir --entry=f --target=linalg --random-args=1 --compare=interpret
// RUN: attn-run %t.mlir --entry=f --target=cpu --random-args=1 --compare=interpret
// REQUIRES: attn-run
func.func @f(%q: tensor<1x2x15x8xf32>, %k: tensor<1x2x15x8xf32>, %v: tensor<1x2x15x4xf32>) -> tensor<1x2x15x4xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.fixed<block = 18, summary = 8>) normalizer(#attn.relu_moments<2, 3>) : (tensor<1x2x15x8xf32>, tensor<1x2x15x8xf32>, tensor<1x2x15x4xf32>) -> tensor<1x2x15x4xf32>
  return %o : tensor<1x2x15x4xf32>
}
