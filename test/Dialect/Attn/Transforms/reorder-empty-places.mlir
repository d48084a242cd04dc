// An order whose places would be nearly all empty is taken by nobody.
// RUN: attn-opt %s --attn-reorder | FileCheck %s
// RUN: attn-opt %s --attn-reorder=force | FileCheck %s

// CHECK-LABEL: @empty_places
// CHECK-NOT: reordered
// CHECK: return
!t = tensor<1x2x4096x64xf32>
func.func @empty_places(%q: !t) -> !t {
  %o = attn.attention %q, %q, %q pattern(#attn.dilated<rate = 2147483647, width = 64>) : (!t, !t, !t) -> !t
  return %o : !t
}
