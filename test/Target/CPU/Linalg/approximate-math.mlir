// RUN: attn-opt %s --attn-approximate-math | FileCheck %s

// CHECK-LABEL: func.func @vectors(
// CHECK-NOT:     math.{{exp|tanh|erf}}
// CHECK:         math.fma
func.func @vectors(%a: vector<16xf32>) -> (vector<16xf32>, vector<16xf32>, vector<16xf32>) {
  %0 = math.exp %a : vector<16xf32>
  %1 = math.tanh %a : vector<16xf32>
  %2 = math.erf %a : vector<16xf32>
  return %0, %1, %2 : vector<16xf32>, vector<16xf32>, vector<16xf32>
}

// Scalars and doubles go to the C library; a square root is an instruction.
// CHECK-LABEL: func.func @noop(
// CHECK-NEXT:    math.exp
// CHECK-NEXT:    math.exp
// CHECK-NEXT:    math.rsqrt
// CHECK-NEXT:    return
func.func @noop(%a: f32, %b: vector<8xf64>, %c: vector<16xf32>) -> (f32, vector<8xf64>, vector<16xf32>) {
  %0 = math.exp %a : f32
  %1 = math.exp %b : vector<8xf64>
  %2 = math.rsqrt %c : vector<16xf32>
  return %0, %1, %2 : f32, vector<8xf64>, vector<16xf32>
}
