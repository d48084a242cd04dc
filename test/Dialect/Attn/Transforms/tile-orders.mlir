// Tasks read the tensors that attn-reorder found, and write the one that its
// results are put back into.
// RUN: attn-opt %s --attn-reorder=force --attn-choose-schedule=tiles=1,1,64,64 --attn-tile --canonicalize --cse | FileCheck -enable-var-scope %s

// Rows of a class of remainders are one slice; of 15 places, the last class has
// 3 where the others have 4.
// CHECK-LABEL: @remainders(
// CHECK-SAME: %[[Q:.*]]: tensor<1x1x15x8xf32>, %[[K:.*]]: tensor<1x1x15x8xf32>, %[[V:.*]]: tensor<1x1x15x8xf32>
// CHECK-NOT: tensor.pad
// CHECK-NOT: linalg.transpose
// CHECK: scf.forall (%{{.*}}) in (4) shared_outs(%[[OUT:.*]] = %{{.*}}) -> (tensor<1x1x1x15x8xf32>)
// CHECK: %[[ROWS:.*]] = affine.max
// CHECK: tensor.extract_slice %[[OUT]][0, 0, 0, %[[PLACE:.*]], 0] [1, 1, 1, %[[ROWS]], 8] [1, 1, 1, 4, 1]
// CHECK: attn.online_attention {{.*}} sizes(%c4, %[[ROWS]], %c0) ranges(partial [%c0, %[[ROWS]]))
// CHECK: tensor.parallel_insert_slice {{.*}} into %[[OUT]][0, 0, 0, %[[PLACE]], 0] [1, 1, 1, %[[ROWS]], 8] [1, 1, 1, 4, 1]
!r = tensor<1x1x15x8xf32>
func.func @remainders(%q: !r, %k: !r, %v: !r) -> !r {
  %o = attn.attention %q, %k, %v pattern(#attn.dilated<rate = 4, width = 2>) : (!r, !r, !r) -> !r
  return %o : !r
}

// A window is a box, copied into a tile whose padding is zero; the box of the
// output is written.
// CHECK-LABEL: @windows(
// CHECK-NOT: tensor.pad
// CHECK-NOT: linalg.transpose
// CHECK: scf.forall (%{{.*}}) in (4) shared_outs(%[[OUT:.*]] = %{{.*}}) -> (tensor<1x1x1x6x6x8xf32>)
// CHECK: %[[BOX:.*]] = tensor.extract_slice %{{.*}} [1, 1, 1, %[[Y:.*]], %[[X:.*]], 8] [1, 1, 1, 1, 1, 1] : tensor<1x1x1x6x6x8xf32> to tensor<?x?x8xf32>
// CHECK: tensor.insert_slice %[[BOX]] into %{{.*}} [1, %[[Y]], %[[X]], 8] [1, 1, 1, 1] : tensor<?x?x8xf32> into tensor<1x4x4x8xf32>
// CHECK: attn.online_attention
// CHECK: tensor.parallel_insert_slice {{.*}} into %[[OUT]]{{.*}} [1, 1, 1, %[[Y]], %[[X]], 8]
!g = tensor<1x1x36x8xf32>
func.func @windows(%q: !g, %k: !g, %v: !g) -> !g {
  %o = attn.attention %q, %k, %v pattern(#attn.swin<grid = [6, 6], window = [4, 4], shift = [2, 2]>) : (!g, !g, !g) -> !g
  return %o : !g
}

// Keys that many tasks read are put in strips first, in one go.
// CHECK-LABEL: @strips(
// CHECK-NOT: linalg.transpose
// CHECK: scf.forall (%{{.*}}) = (0) to (288) step (96) shared_outs(%[[STRIPS:.*]] = %{{.*}}) -> (tensor<1x1x288x8xf32>)
// CHECK: tensor.extract_slice %{{.*}} [1, 1, 1, 16, %{{.*}}, 8]
// CHECK: scf.forall {{.*}} -> (tensor<1x1x1x16x17x8xf32>)
// CHECK: attn.online_attention
!s = tensor<1x1x272x8xf32>
func.func @strips(%q: !s, %k: !s, %v: !s) -> !s {
  %o = attn.attention %q, %k, %v pattern(#attn.neighborhood<grid = [16, 17], kernel = [3, 3]>) : (!s, !s, !s) -> !s
  return %o : !s
}

// Tasks of the band go on from the state of the classes and finalise it; no
// other state is in memory as a whole.
// CHECK-LABEL: @continued(
// CHECK: %[[STATE:.*]]:3 = scf.forall
// CHECK-NOT: attn.merge
// CHECK: scf.forall {{.*}} shared_outs(%[[OUT:.*]] = %{{.*}}) -> (tensor<1x1x72x8xf32>)
// CHECK: %[[ACC:.*]] = linalg.copy ins(%{{.*}} : tensor<1x?x8xf32>)
// CHECK: %[[FOLDED:.*]]:3 = attn.online_attention {{.*}} outs(%[[ACC]], %{{.*}}, %{{.*}})
// CHECK: attn.finalize ins(%[[FOLDED]]#0, %[[FOLDED]]#1, %[[FOLDED]]#2)
// CHECK-NOT: attn.finalize
!c = tensor<1x1x72x8xf32>
func.func @continued(%q: !c, %k: !c, %v: !c) -> !c {
  %o = attn.attention %q, %k, %v pattern(#attn.strided<stride = 8, local = 8>) : (!c, !c, !c) -> !c
  return %o : !c
}
