// RUN: attn-opt %s --attn-tile --canonicalize --cse | FileCheck -enable-var-scope %s

// One loop folds the four parts of each batch entry's keys, in whole tiles of
// 16; the other joins and finalises.
// CHECK-LABEL: func.func @split
// CHECK:         scf.forall (%[[SLOT:.*]], %{{.*}}) in (8, 2)
// CHECK:           affine.apply {{.*}}(%[[SLOT]])
// CHECK:           %[[PART:.*]] = affine.apply {{.*}}(%[[SLOT]])
// CHECK:           arith.muli %[[PART]], %c32
// CHECK:           attn.online_attention
// CHECK:         scf.forall (%{{.*}}, %{{.*}}) in (2, 2)
// CHECK-NOT:       attn.online_attention
// CHECK-COUNT-3:   attn.merge
// CHECK-NOT:       attn.merge
// CHECK:           attn.finalize
func.func @split(%q: tensor<2x2x8x16xf32>, %k: tensor<2x2x100x16xf32>, %v: tensor<2x2x100x16xf32>)
    -> tensor<2x2x8x16xf32> {
  %o = attn.attention %q, %k, %v
    schedule(<structure = "loops", tiles = [1, 1, 8, 16], key_split = 4>)
    : (tensor<2x2x8x16xf32>, tensor<2x2x100x16xf32>, tensor<2x2x100x16xf32>) -> tensor<2x2x8x16xf32>
  return %o : tensor<2x2x8x16xf32>
}
