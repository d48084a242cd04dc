// More of what torch-mlir makes of attention, one clause of the op each.

// Sums over d that are no product of matrices are a combine region.
// RUN: attn-opt %S/../../../Integration/torch/additive.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=ADDITIVE
// ADDITIVE: attn.attention %arg0, %arg1, %arg2 combine(%[[X:.*]]: f32, %[[Y:.*]]: f32, %{{.*}}: index, %{{.*}}: index, %{{.*}}: index, %{{.*}}: index, %[[D:.*]]: index)
// ADDITIVE-NEXT: %[[SUM:.*]] = arith.addf %[[X]], %[[Y]] : f32
// ADDITIVE-NEXT: %[[T:.*]] = math.tanh %[[SUM]] : f32
// ADDITIVE-NEXT: %[[W:.*]] = tensor.extract %arg3[%[[D]]] : tensor<24xf32>
// ADDITIVE-NEXT: %[[P:.*]] = arith.mulf %[[T]], %[[W]] : f32
// ADDITIVE-NEXT: attn.yield %[[P]] : f32

// Scores without a product of queries and keys.
// RUN: attn-opt %S/../../../Integration/torch/learned_positions.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=POSITIONS
// POSITIONS: attn.attention %arg0 pattern(#attn.causal) score(%{{.*}}: f32, %{{.*}}: index, %[[H:.*]]: index, %[[I:.*]]: index, %[[J:.*]]: index)
// POSITIONS-NEXT: tensor.extract %arg1[%[[H]], %[[I]], %[[J]]] : tensor<3x37x37xf32>

// The division behind the product with the values.
// RUN: attn-opt %S/../../../Integration/torch/late_division.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=LATE
// LATE: %[[O:.*]] = attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) :
// LATE-NEXT: return %[[O]]

// Half precision throughout, although products are imported in f32.
// RUN: attn-opt %S/../../../Integration/torch/half_precision.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=HALF
// HALF: %[[O:.*]] = attn.attention %arg0, %arg1, %arg2 scale(0.1767578125) pattern(#attn.causal) : (tensor<2x3x37x32xf16>
// HALF-NEXT: return %[[O]]
// RUN: attn-opt %S/../../../Integration/torch/half_sdpa.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=WIDENED
// WIDENED: %[[O:.*]] = attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) : (tensor<2x3x37x32xf16>
// WIDENED-NEXT: return %[[O]]

// A column of scores beside those of the keys.
// RUN: attn-opt %S/../../../Integration/torch/softmax_sink.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=SINK
// SINK: attn.attention %arg0, %arg1, %arg2 pattern(#attn.window<left = 15, right = 0>) normalizer(#attn.softmax_sink) sink(%{{.*}} : tensor<3xf32>)
// RUN: attn-opt %S/../../../Integration/torch/softmax_plus_one_column.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=ONE
// ONE: attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) normalizer(#attn.softmax_plus_one) :

// Weights that no sum divides. A learned temperature is an element of a tensor
// that the score region reads, divided by here and multiplied with there.
// RUN: attn-opt %S/../../../Integration/torch/mega_laplace.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=LAPLACE
// LAPLACE: attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) normalizer(#attn.laplace) :
// RUN: attn-opt %S/../../../Integration/torch/exp_weights.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=EXP
// EXP: attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) normalizer(#attn.exp) score(%[[S:.*]]: f32, %{{.*}}: index, %[[H:.*]]: index, %{{.*}}: index, %{{.*}}: index)
// EXP-NEXT: %[[TAU:.*]] = tensor.extract %{{.*}}[%[[H]]] : tensor<3xf32>
// EXP-NEXT: arith.divf %[[S]], %[[TAU]] : f32
// RUN: attn-opt %S/../../../Integration/torch/cosine_scale.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=COSINE
// COSINE: attn.attention %{{.*}}, %{{.*}}, %arg2 scale(1.000000e+00) score(%[[S:.*]]: f32, %{{.*}}: index, %[[H:.*]]: index, %{{.*}}: index, %{{.*}}: index)
// COSINE-NEXT: %[[SCALE:.*]] = tensor.extract %{{.*}}[%[[H]]] : tensor<3xf32>
// COSINE-NEXT: arith.mulf %[[S]], %[[SCALE]] : f32

// A difference of weights is a difference of outputs: every other head.
// RUN: attn-opt %S/../../../Integration/torch/differential.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=DIFF
// DIFF: %[[Q0:.*]] = tensor.extract_slice %arg0[0, 0, 0, 0] [2, 3, 37, 16] [1, 2, 1, 1]
// DIFF: attn.attention %[[Q0]], %{{.*}}, %arg2 pattern(#attn.causal)
// DIFF: %[[Q1:.*]] = tensor.extract_slice %arg0[0, 1, 0, 0] [2, 3, 37, 16] [1, 2, 1, 1]
// DIFF: attn.attention %[[Q1]], %{{.*}}, %arg2 pattern(#attn.causal)
// DIFF: arith.mulf
// DIFF: arith.subf

// Weights that are 0 where a mask says so; a factor for each row stays outside.
// RUN: attn-opt %S/../../../Integration/torch/relu_causal.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=RELU
// RELU: attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) normalizer(#attn.relu_pow<1>) :
// RELU: arith.divf

// Integer division and remainder as PyTorch has them.
// RUN: attn-opt %S/../../../Integration/torch/block_local.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=BLOCK
// BLOCK: attn.attention %arg0, %arg1, %arg2 pattern(#attn.block_local<8>) :
// RUN: attn-opt %S/../../../Integration/torch/dilated.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=DILATED
// DILATED: attn.attention %arg0, %arg1, %arg2 pattern({{.*}}mod 3{{.*}}) :

// Queries of a group in the rows of one product come apart again.
// RUN: attn-opt %S/../../../Integration/torch/grouped_einsum.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=GROUPED
// GROUPED: attn.attention {{.*}} pattern(#attn.causal) maps({{.*}}) : (tensor<4x3x37x16xf32>, tensor<4x16x37xf32>, tensor<4x37x16xf32>)

// A row may come out fully masked: padding excludes, and such a row is uniform.
// RUN: attn-opt %S/../../../Integration/torch/causal_padding.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=UNIFORM
// UNIFORM: attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) empty_rows({{ ?}}uniform) score(

// What looks at other pairs stands between the parts.
// RUN: attn-opt %S/../../../Integration/torch/dape_v2.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=PARTS
// PARTS: %[[S:.*]] = attn.scores %arg0, %arg1 : (tensor<2x3x37x16xf32>
// PARTS: linalg.conv_2d_nchw_fchw
// PARTS: linalg.conv_2d_nchw_fchw
// PARTS: %[[P:.*]] = attn.normalize %{{.*}} pattern(#attn.causal) :
// PARTS-NEXT: %[[O:.*]] = attn.aggregate %[[P]], %arg2
// PARTS-NEXT: return %[[O]]
