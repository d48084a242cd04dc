// RUN: attn-opt %s --convert-attn-to-linalg --verify-diagnostics

// Tensors come before bufferisation.
func.func @tensors(%acc: tensor<1x3x2xf32>, %m: tensor<1x3xf32>,
    %o: tensor<1x3x2xf32>) -> tensor<1x3x2xf32> {
  // expected-error @+1 {{expected tile operations on memrefs only}}
  %r = attn.finalize ins(%acc, %m) outs(%o) normalizer(#attn.identity)
    : (tensor<1x3x2xf32>, tensor<1x3xf32>) -> (tensor<1x3x2xf32>)
  return %r : tensor<1x3x2xf32>
}
