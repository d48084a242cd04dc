// RUN: attn-opt %s --attn-add-destinations --split-input-file --verify-diagnostics

// expected-error @+1 {{expected argument 0 to be a ranked tensor or scalar of f16, bf16, f32, f64, index or an integer of 1, 8, 16, 32 or 64 bits, got 'tensor<*xf32>'}}
func.func @unranked(%a: tensor<*xf32>) {
  return
}

// -----

// expected-error @+1 {{expected result 0 to be a ranked tensor or scalar of f16, bf16, f32, f64, index or an integer of 1, 8, 16, 32 or 64 bits, got 'tensor<2xi4>'}}
func.func @nibbles(%a: f32) -> tensor<2xi4> {
  %c = arith.constant dense<1> : tensor<2xi4>
  return %c : tensor<2xi4>
}

// -----

// expected-error @+1 {{expected one block in a public function, got 2}}
func.func @blocks(%a: f32) -> f32 {
  cf.br ^end
^end:
  return %a : f32
}
