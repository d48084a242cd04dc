// RUN: attn-opt %s --attn-lower-vectors | FileCheck %s

// CHECK-LABEL: func.func @mask(
// CHECK-NOT:     vector.create_mask
// CHECK:         arith.cmpi {{.*}} : vector<16xi32>
func.func @mask(%n: index) -> vector<16xi1> {
  %m = vector.create_mask %n : vector<16xi1>
  return %m : vector<16xi1>
}

// CHECK-LABEL: func.func @transpose(
// CHECK-NOT:     vector.transpose
// CHECK:         vector.shuffle
func.func @transpose(%a: vector<16x16xf32>) -> vector<16x16xf32> {
  %t = vector.transpose %a, [1, 0] : vector<16x16xf32> to vector<16x16xf32>
  return %t : vector<16x16xf32>
}

// CHECK-LABEL: func.func @noop(
// CHECK-NEXT:    vector.fma
// CHECK-NEXT:    return
func.func @noop(%a: vector<16xf32>) -> vector<16xf32> {
  %r = vector.fma %a, %a, %a : vector<16xf32>
  return %r : vector<16xf32>
}
