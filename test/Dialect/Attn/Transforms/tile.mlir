// RUN: attn-opt %s --attn-choose-schedule --attn-tile --canonicalize --cse | FileCheck -enable-var-scope %s

// One task a batch entry, head and query tile; the group's key head; the whole
// key range as one partial range; nothing of extent Nq x Nk.
// CHECK-LABEL: @gqa
// CHECK-SAME: %[[Q:.*]]: tensor<2x8x?x40xf32>, %[[K:.*]]: tensor<2x2x?x40xf32>, %[[V:.*]]: tensor<2x2x?x24xf32>
// CHECK: scf.forall (%[[B:.*]], %[[H:.*]], %[[R:.*]]) = (0, 0, 0) to (2, 8, %{{.*}}) step (1, 1, 64) shared_outs(%[[OUT:.*]] = %{{.*}})
// CHECK: tensor.extract_slice %[[OUT]][%[[B]], %[[H]], %[[R]], 0] [1, 1, %[[N:.*]], 24] {{.*}} to tensor<1x?x24xf32>
// CHECK: %[[QT:.*]] = tensor.extract_slice %[[Q]][%[[B]], %[[H]], %[[R]], 0] [1, 1, %[[N]], 40]
// CHECK: %[[KH:.*]] = affine.apply {{.*}}[%[[H]]]
// CHECK: %[[KT:.*]] = tensor.extract_slice %[[K]][%[[B]], %[[KH]], 0, 0]
// CHECK: %[[VT:.*]] = tensor.extract_slice %[[V]][%[[B]], %[[KH]], 0, 0]
// CHECK: %[[S:.*]]:3 = attn.online_attention ins(%[[QT]], %[[KT]], %[[VT]])
// CHECK-SAME: ranges(partial [%{{.*}}, %{{.*}}))
// CHECK: attn.finalize ins(%[[S]]#0, %[[S]]#1, %[[S]]#2)
// CHECK-NOT: tensor<{{.*}}?x?xf32>
func.func @gqa(%q: tensor<2x8x?x40xf32>, %k: tensor<2x2x?x40xf32>, %v: tensor<2x2x?x24xf32>) -> tensor<2x8x?x24xf32> {
  %o = attn.attention %q, %k, %v : (tensor<2x8x?x40xf32>, tensor<2x2x?x40xf32>, tensor<2x2x?x24xf32>) -> tensor<2x8x?x24xf32>
  return %o : tensor<2x8x?x24xf32>
}

// BSHD: a slice is rows x inner of one head, no transpose.
// CHECK-LABEL: @bshd
// CHECK-NOT: linalg.transpose
// CHECK: tensor.extract_slice {{.*}} [1, 64, 1, 16] {{.*}} tensor<2x128x4x16xf32> to tensor<64x16xf32>
// CHECK-NOT: linalg.transpose
// CHECK: return
#row = affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>
#key = affine_map<(b, h, q, k, d, e) -> (b, k, h, d)>
#val = affine_map<(b, h, q, k, d, e) -> (b, k, h, e)>
#out = affine_map<(b, h, q, k, d, e) -> (b, q, h, e)>
func.func @bshd(%q: tensor<2x128x4x16xf32>) -> tensor<2x128x4x16xf32> {
  %o = attn.attention %q, %q, %q maps([#row, #key, #val, #out]) : (tensor<2x128x4x16xf32>, tensor<2x128x4x16xf32>, tensor<2x128x4x16xf32>) -> tensor<2x128x4x16xf32>
  return %o : tensor<2x128x4x16xf32>
}

// Rank 2: one head, one batch entry, by a reshape.
// CHECK-LABEL: @rank2
// CHECK: scf.forall (%{{.*}}) = (0) to (100) step (64)
func.func @rank2(%q: tensor<100x16xf32>) -> tensor<100x16xf32> {
  %o = attn.attention %q, %q, %q : (tensor<100x16xf32>, tensor<100x16xf32>, tensor<100x16xf32>) -> tensor<100x16xf32>
  return %o : tensor<100x16xf32>
}

// A partial keeps its state in the results themselves.
// CHECK-LABEL: @partial
// CHECK: scf.forall {{.*}} -> (tensor<1x2x9x8xf32>, tensor<1x2x9xf32>, tensor<1x2x9xf32>)
// CHECK: attn.online_attention
// CHECK-NOT: attn.finalize
func.func @partial(%q: tensor<1x2x9x8xf32>) -> (tensor<1x2x9x8xf32>, tensor<1x2x9xf32>, tensor<1x2x9xf32>) {
  %s:3 = attn.partial %q, %q, %q : (tensor<1x2x9x8xf32>, tensor<1x2x9x8xf32>, tensor<1x2x9x8xf32>) -> (tensor<1x2x9x8xf32>, tensor<1x2x9xf32>, tensor<1x2x9xf32>)
  return %s#0, %s#1, %s#2 : tensor<1x2x9x8xf32>, tensor<1x2x9xf32>, tensor<1x2x9xf32>
}

// No attention, nothing to do.
// CHECK-LABEL: @noop
// CHECK-NEXT: return
func.func @noop(%q: tensor<9x8xf32>) -> tensor<9x8xf32> {
  return %q : tensor<9x8xf32>
}
