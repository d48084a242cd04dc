// What torch-mlir makes of attention: each form becomes one attn.attention, its
// mask a pattern where it is a set of pairs.

// Plain scaled dot product: the roots of the scale on both operands vanish, the
// guard for empty rows too.
// RUN: attn-opt %S/../../../Integration/torch/sdpa_plain.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=PLAIN
// PLAIN: func.func @sdpa_plain(%[[Q:.*]]: tensor<2x3x37x64xf32>, %[[K:.*]]: tensor<2x3x53x64xf32>, %[[V:.*]]: tensor<2x3x53x40xf32>)
// PLAIN-NEXT: %[[O:.*]] = attn.attention %[[Q]], %[[K]], %[[V]] :
// PLAIN-NEXT: return %[[O]]

// Key heads that are expanded stay as they are.
// RUN: attn-opt %S/../../../Integration/torch/sdpa_gqa.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=GQA
// GQA: func.func @sdpa_gqa(%[[Q:.*]]: tensor<2x6x37x16xf32>, %[[K:.*]]: tensor<2x2x37x16xf32>, %[[V:.*]]: tensor<2x2x37x16xf32>)
// GQA-NEXT: attn.attention %[[Q]], %[[K]], %[[V]] :

// RUN: attn-opt %S/../../../Integration/torch/grouped_reshape.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=GROUPED
// GROUPED: func.func @grouped_reshape(%[[Q:.*]]: tensor<2x6x37x40xf32>, %[[K:.*]]: tensor<2x2x37x40xf32>, %[[V:.*]]: tensor<2x2x37x40xf32>)
// GROUPED-NEXT: attn.attention %[[Q]], %[[K]], %[[V]] :

// RUN: attn-opt %S/../../../Integration/torch/sdpa_causal.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=CAUSAL
// CAUSAL: attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) :

// RUN: attn-opt %S/../../../Integration/torch/causal_dynamic.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=DYNAMIC
// DYNAMIC: attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) : (tensor<?x3x?x64xf32>

// RUN: attn-opt %S/../../../Integration/torch/sliding_window.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=WINDOW
// WINDOW: attn.attention %arg0, %arg1, %arg2 pattern(#attn.window<left = 8, right = 0>) :

// A mask of zeros and -inf that is a constant of the model; heads split by
// reshapes and transposes are indexing maps.
// RUN: attn-opt %S/../../../Integration/torch/einsum_mha.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=EINSUM
// EINSUM: attn.attention {{.*}} pattern(#attn.causal) maps({{.*}}) : (tensor<2x37x3x16xf32>

// The same as bytes that are compared with 0 and sliced.
// RUN: attn-opt %S/../../../Integration/torch/gpt2_block.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=BUFFER
// BUFFER-NOT: x37x37x
// BUFFER: attn.attention {{.*}} pattern(#attn.causal) maps({{.*}}) : (tensor<2x37x4x16xf32>
// BUFFER-NOT: x37x37x

// The finite sentinel of a causal mask excludes too: every row sees itself.
// RUN: attn-opt %S/../../../Integration/torch/packed_rank3.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=PACKED
// PACKED: %[[Q:.*]] = tensor.extract_slice %arg0[0, 0, 0]
// PACKED: %[[K:.*]] = tensor.extract_slice %arg0[0, 0, 40]
// PACKED: %[[V:.*]] = tensor.extract_slice %arg0[0, 0, 80]
// PACKED: attn.attention %[[Q]], %[[K]], %[[V]] pattern(#attn.causal) :

// The slope is read from its vector; the mask is a pattern.
// RUN: attn-opt %S/../../../Integration/torch/alibi.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=ALIBI
// ALIBI: attn.attention %arg0, %arg1, %arg2 pattern(#attn.causal) score(%[[S:.*]]: f32, %{{.*}}: index, %[[H:.*]]: index, %[[I:.*]]: index, %[[J:.*]]: index)
// ALIBI-NEXT: %[[SLOPE:.*]] = tensor.extract %arg3[%[[H]]] : tensor<4xf32>
// ALIBI-NEXT: %[[D:.*]] = arith.subi %[[J]], %[[I]] : index
// ALIBI-NEXT: %[[N:.*]] = arith.index_cast %[[D]] : index to i32
// ALIBI-NEXT: %[[F:.*]] = arith.sitofp %[[N]] : i32 to f32
// ALIBI-NEXT: %[[B:.*]] = arith.mulf %[[SLOPE]], %[[F]] : f32
// ALIBI-NEXT: %[[R:.*]] = arith.addf %[[S]], %[[B]] : f32
// ALIBI-NEXT: attn.yield %[[R]]

// The division by the cap goes into the scale: 1 / 8 / 3.
// RUN: attn-opt %S/../../../Integration/torch/softcap_causal.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=SOFTCAP
// SOFTCAP: attn.attention %arg0, %arg1, %arg2 scale(0.0416666{{.*}}) pattern(#attn.causal) score(%[[S:.*]]: f32,
// SOFTCAP-NEXT: %[[T:.*]] = math.tanh %[[S]] : f32
// SOFTCAP-NEXT: %[[C:.*]] = arith.mulf %[[T]], %{{.*}} : f32
// SOFTCAP-NEXT: attn.yield %[[C]]

// Padding depends on data: the small mask is read, never the product's size.
// RUN: attn-opt %S/../../../Integration/torch/bert_padding.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=PADDING
// PADDING-NOT: x37x37x
// PADDING: attn.attention %arg0, %arg1, %arg2 score(%[[S:.*]]: f32, %[[B:.*]]: index, %{{.*}}: index, %{{.*}}: index, %[[J:.*]]: index)
// PADDING-NEXT: %[[M:.*]] = tensor.extract %{{.*}}[%[[B]], %c0, %c0, %[[J]]] : tensor<2x1x1x37xf32>
// PADDING-NEXT: arith.addf %[[S]], %[[M]]
// PADDING-NOT: x37x37x

// A table gathered at clamped distances, without a tensor of distances.
// RUN: attn-opt %S/../../../Integration/torch/t5_bias.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=TABLE
// TABLE-NOT: 37x37x
// TABLE: attn.attention %arg0, %arg1, %arg2 scale(1.000000e+00) score(
// TABLE: tensor.extract %arg3[%{{.*}}, %{{.*}}] : tensor<17x3xf32>
// TABLE-NOT: 37x37x

// RUN: attn-opt %S/../../../Integration/torch/sdpa_bool_mask.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=BOOL
// BOOL: attn.attention %arg0, %arg1, %arg2 score(
// BOOL-NEXT: %[[M:.*]] = tensor.extract %arg3{{.*}} : tensor<2x1x37x41xi1>
// BOOL-NEXT: arith.select %[[M]], %{{.*}}, %{{.*}} : f32

// Six encoder layers of any batch and length.
// RUN: attn-opt %attn-src-root/examples/minilm/minilm.mlir --attn-raise \
// RUN:   | FileCheck %s --check-prefix=MINILM
// MINILM-COUNT-6: attn.attention {{.*}} score(
// MINILM-NOT: attn.attention
