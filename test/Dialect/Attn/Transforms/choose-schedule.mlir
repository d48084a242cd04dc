// RUN: attn-opt %s --attn-choose-schedule="target=linalg" | FileCheck -enable-var-scope %s
// RUN: attn-opt %s --attn-choose-schedule="target=cpu vector-bits=512 num-vector-registers=32" \
// RUN:   | FileCheck -enable-var-scope %s --check-prefix=CPU
// RUN: attn-opt %s --attn-choose-schedule="target=linalg tiles=1,1,7,5" \
// RUN:   | FileCheck -enable-var-scope %s --check-prefix=FORCED

// The target's own choice.
// CHECK-LABEL: @chosen
// CHECK: attn.attention {{.*}} schedule(<structure = "loops", tiles = [1, 1, 64, 64]>)
// CPU-LABEL: @chosen
// CPU: attn.attention {{.*}} schedule(<structure = "lane_query", tiles = [1, 1, {{[0-9]+}}, {{[0-9]+}}], packing = ["q"]>)
// FORCED-LABEL: @chosen
// FORCED: attn.attention {{.*}} schedule(<structure = "loops", tiles = [1, 1, 7, 5]>)
func.func @chosen(%q: tensor<2x4x?x64xf32>, %k: tensor<2x4x?x64xf32>, %v: tensor<2x4x?x64xf32>) -> tensor<2x4x?x64xf32> {
  %o = attn.attention %q, %k, %v : (tensor<2x4x?x64xf32>, tensor<2x4x?x64xf32>, tensor<2x4x?x64xf32>) -> tensor<2x4x?x64xf32>
  return %o : tensor<2x4x?x64xf32>
}

// A schedule that the user wrote stays, forced tiles or not.
// CHECK-LABEL: @written
// CHECK: schedule(<structure = "lane_query", tiles = [1, 2, 3, 4]>)
// FORCED-LABEL: @written
// FORCED: schedule(<structure = "lane_query", tiles = [1, 2, 3, 4]>)
func.func @written(%v: tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32> {
  %o = attn.attention %v schedule(<structure = "lane_query", tiles = [1, 2, 3, 4]>) : (tensor<2x4x9x8xf32>) -> tensor<2x4x9x8xf32>
  return %o : tensor<2x4x9x8xf32>
}
