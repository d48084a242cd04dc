// Where key ranges hold many keys that no row sees, blocks of them are judged at
// run time, and runs of those that some row may see are folded.
// RUN: attn-opt %s --attn-choose-schedule --attn-tile --attn-sparse | FileCheck %s

!t = tensor<1x1x4096x64xf32>

// CHECK-LABEL: @strips
// CHECK: scf.forall
// CHECK: scf.for {{.*}} iter_args(
// CHECK: scf.if
// CHECK: attn.online_attention {{.*}} ranges(partial [{{.*}}), full [{{.*}}), partial [{{.*}}))
// CHECK: attn.finalize
func.func @strips(%q: !t) -> !t {
  %o = attn.attention %q, %q, %q
    pattern(#attn.set<"(q, k) : (q mod 1024 - k mod 1024 >= 0, 63 - q mod 1024 + k mod 1024 >= 0)">) : (!t, !t, !t) -> !t
  return %o : !t
}

// A band needs none.
// CHECK-LABEL: @band
// CHECK-NOT: scf.if
// CHECK: return
func.func @band(%q: !t) -> !t {
  %o = attn.attention %q, %q, %q pattern(#attn.window<left = 63, right = 0>) : (!t, !t, !t) -> !t
  return %o : !t
}
