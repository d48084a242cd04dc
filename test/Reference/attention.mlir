// Attention on small integers with normalisers whose weights are exact, so
// that every stage must print the same numbers: the graph, its tiles, and its
// tiles with narrowed key ranges, in both precisions.
// RUN: attn-run %s --entry=causal --target=interpret --print | FileCheck %s --check-prefix=CAUSAL
// RUN: attn-run %s --entry=causal --target=interpret --rounded --print | FileCheck %s --check-prefix=CAUSAL
// RUN: attn-compile %s --target=linalg --emit=mlir --print-after-stage=tiled -o %t.tiled.mlir
// RUN: attn-compile %s --target=linalg --emit=mlir --print-after-stage=sparse -o %t.sparse.mlir
// RUN: FileCheck %s --input-file=%t.tiled.mlir --check-prefix=TILED
// RUN: FileCheck %s --input-file=%t.sparse.mlir --check-prefix=TILED
// RUN: attn-run %t.tiled.mlir --entry=causal --target=interpret --print | FileCheck %s --check-prefix=CAUSAL
// RUN: attn-run %t.sparse.mlir --entry=causal --target=interpret --print | FileCheck %s --check-prefix=CAUSAL
// RUN: attn-run %s --entry=softmax --target=interpret --print | FileCheck %s --check-prefix=SOFTMAX
// RUN: attn-run %t.tiled.mlir --entry=softmax --target=interpret --print | FileCheck %s --check-prefix=SOFTMAX
// RUN: attn-run %t.sparse.mlir --entry=softmax --target=interpret --print | FileCheck %s --check-prefix=SOFTMAX
// RUN: attn-run %s --entry=regions --target=interpret --print | FileCheck %s --check-prefix=REGIONS
// RUN: attn-run %t.sparse.mlir --entry=regions --target=interpret --print | FileCheck %s --check-prefix=REGIONS
// RUN: attn-run %s --entry=no_query --target=interpret --arg=2 --print | FileCheck %s --check-prefix=NOQUERY

// TILED: attn.online_attention

// q = [1, 2, 3], k = [1, 10, 100], v = [[1, 1], [2, 0], [3, -1]]; weights are
// the scores themselves, of the keys up to the query's.
// CAUSAL: result 0: 1x1x3x2xf32 {{\[\[\[\[}}1, 1], [42, 2], [963, -297]]]]
func.func @causal() -> tensor<1x1x3x2xf32> {
  %q = arith.constant dense<[[[[1.0], [2.0], [3.0]]]]> : tensor<1x1x3x1xf32>
  %k = arith.constant dense<[[[[1.0], [10.0], [100.0]]]]> : tensor<1x1x3x1xf32>
  %v = arith.constant dense<[[[[1.0, 1.0], [2.0, 0.0], [3.0, -1.0]]]]> : tensor<1x1x3x2xf32>
  %o = attn.attention %q, %k, %v scale(1.0) pattern(#attn.causal) normalizer(#attn.identity)
    : (tensor<1x1x3x1xf32>, tensor<1x1x3x1xf32>, tensor<1x1x3x2xf32>) -> tensor<1x1x3x2xf32>
  return %o : tensor<1x1x3x2xf32>
}

// Equal scores: the mean of the visible values. Two query heads share a key
// head; row 0 of the second entry sees keys 1 and 2 through its offset; its
// third key is beyond the length. The window leaves row 2 of it empty.
// SOFTMAX: result 0: 2x2x3x1xf32 {{\[\[\[\[}}1.5], [2], [2.5]], {{\[\[}}1.5], [2], [2.5]]], {{\[\[\[}}20], [0], [0]], {{\[\[}}20], [0], [0]]]]
// SOFTMAX: result 1: 2x2x3xf32 {{\[\[\[}}0.6931472, 1.098612, 0.6931472], [0.6931472, 1.098612, 0.6931472]], {{\[\[}}0, -inf, -inf], [0, -inf, -inf]]]
func.func @softmax() -> (tensor<2x2x3x1xf32>, tensor<2x2x3xf32>) {
  %q = arith.constant dense<0.0> : tensor<2x2x3x4xf32>
  %k = arith.constant dense<7.0> : tensor<2x1x3x4xf32>
  %v = arith.constant dense<[[[[1.0], [2.0], [3.0]]], [[[10.0], [20.0], [0x7FC00000]]]]> : tensor<2x1x3x1xf32>
  %len = arith.constant dense<[9, 2]> : tensor<2xi64>
  %off = arith.constant dense<[0, 2]> : tensor<2xi64>
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.window<left = 1, right = 1>)
    lengths(%len : tensor<2xi64>) q_offset(%off : tensor<2xi64>)
    : (tensor<2x2x3x4xf32>, tensor<2x1x3x4xf32>, tensor<2x1x3x1xf32>) -> (tensor<2x2x3x1xf32>, tensor<2x2x3xf32>)
  return %o, %lse : tensor<2x2x3x1xf32>, tensor<2x2x3xf32>
}

// combine: |x - y| times w[d]; score: minus bias[q, k], with a branch on h.
// Head 0 has sums [12, 1] and [11, 2]; head 1 is doubled after the bias.
// REGIONS: result 0: 1x2x2x1xf32 {{\[\[\[\[}}12], [13]], {{\[\[}}24], [26]]]]
func.func @regions() -> tensor<1x2x2x1xf32> {
  %q = arith.constant dense<[[[[0.0, 1.0], [1.0, 1.0]], [[0.0, 1.0], [1.0, 1.0]]]]> : tensor<1x2x2x2xf32>
  %k = arith.constant dense<[[[[2.0, 0.0], [0.0, 0.0]]]]> : tensor<1x1x2x2xf32>
  %v = arith.constant dense<1.0> : tensor<1x1x2x1xf32>
  %w = arith.constant dense<[1.0, 10.0]> : tensor<2xf32>
  %bias = arith.constant dense<[[10.0, 0.0], [10.0, -1.0]]> : tensor<2x2xf32>
  %o = attn.attention %q, %k, %v normalizer(#attn.identity)
    combine(%x: f32, %y: f32, %b: index, %h: index, %i: index, %j: index, %d: index) {
      %s = arith.subf %x, %y : f32
      %a = math.absf %s : f32
      %wd = tensor.extract %w[%d] : tensor<2xf32>
      %p = arith.mulf %a, %wd : f32
      attn.yield %p : f32
    }
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %c = tensor.extract %bias[%i, %j] : tensor<2x2xf32>
      %t = arith.subf %s, %c : f32
      %c0 = arith.constant 0 : index
      %first = arith.cmpi eq, %h, %c0 : index
      %r = scf.if %first -> f32 {
        scf.yield %t : f32
      } else {
        %u = arith.addf %t, %t : f32
        scf.yield %u : f32
      }
      attn.yield %r : f32
    } : (tensor<1x2x2x2xf32>, tensor<1x1x2x2xf32>, tensor<1x1x2x1xf32>) -> tensor<1x2x2x1xf32>
  return %o : tensor<1x2x2x1xf32>
}

// No query and key: the scores are the key indices, which are the weights.
// NOQUERY: result 0: 1x1x2x1xf32 {{\[\[\[\[}}80], [80]]]]
func.func @no_query(%n: index) -> tensor<1x1x?x1xf32> {
  %v = arith.constant dense<[[[[10.0], [20.0], [30.0]]]]> : tensor<1x1x3x1xf32>
  %o = attn.attention %v queries(%n) normalizer(#attn.identity)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %c = arith.index_cast %j : index to i32
      %f = arith.sitofp %c : i32 to f32
      attn.yield %f : f32
    } : (tensor<1x1x3x1xf32>) -> tensor<1x1x?x1xf32>
  return %o : tensor<1x1x?x1xf32>
}
