// RUN: attn-opt %s --attn-expand-exponentials | FileCheck %s --check-prefixes=CHECK,ZMM
// RUN: attn-opt %s --attn-expand-exponentials="vector-bits=256" | FileCheck %s --check-prefixes=CHECK,YMM

// CHECK-LABEL: func.func @exp2
// ZMM:           "llvm.x86.avx512.mask.reduce.ps.512"
// ZMM-COUNT-5:   vector.fma
// ZMM:           "llvm.x86.avx512.mask.scalef.ps.512"
// YMM-NOT:       llvm.
// YMM-COUNT-6:   vector.fma
// YMM:           arith.shli %{{.*}} : vector<16xi32>
// CHECK-NOT:     math.exp2
func.func @exp2(%x: vector<16xf32>) -> vector<16xf32> {
  %y = math.exp2 %x : vector<16xf32>
  return %y : vector<16xf32>
}

// CHECK-LABEL: func.func @exp
// CHECK-COUNT-13: vector.fma
// CHECK-NOT:   math.exp
func.func @exp(%x: vector<4xf64>) -> vector<4xf64> {
  %y = math.exp %x : vector<4xf64>
  return %y : vector<4xf64>
}

// Whoever reads it takes 0 before it becomes denormal.
// CHECK-LABEL: func.func @flushed
// ZMM:           "llvm.x86.avx512.mask.scalef.ps.512"
// YMM:           arith.shli
// CHECK:         arith.select
// CHECK-NOT:     arith.select
// CHECK:         return
func.func @flushed(%x: vector<16xf32>) -> vector<16xf32> {
  %low = arith.constant dense<-100.0> : vector<16xf32>
  %zero = arith.constant dense<0.0> : vector<16xf32>
  %c = arith.cmpf uge, %x, %low : vector<16xf32>
  %y = math.exp2 %x : vector<16xf32>
  %r = arith.select %c, %y, %zero : vector<16xi1>, vector<16xf32>
  return %r : vector<16xf32>
}

// CHECK-LABEL: func.func @tanh
// CHECK:         vector.fma
// CHECK:         arith.divf
// CHECK:         math.copysign
// CHECK-NOT:     math.tanh
func.func @tanh(%x: vector<16xf32>) -> vector<16xf32> {
  %y = math.tanh %x : vector<16xf32>
  return %y : vector<16xf32>
}

// Scalars go to the C library, matrices to whoever unrolls them.
// CHECK-LABEL: func.func @noop
// CHECK:         math.exp %{{.*}} : f32
// CHECK:         math.exp %{{.*}} : vector<2x4xf32>
func.func @noop(%x: f32, %y: vector<2x4xf32>) -> (f32, vector<2x4xf32>) {
  %0 = math.exp %x : f32
  %1 = math.exp %y : vector<2x4xf32>
  return %0, %1 : f32, vector<2x4xf32>
}
