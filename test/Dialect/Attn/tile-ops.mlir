// Tile operations on tensors and on memrefs: pretty form, generic form, bytecode.
// RUN: attn-opt %s --verify-roundtrip | FileCheck %s
// RUN: attn-opt %s --mlir-print-op-generic | attn-opt --verify-roundtrip | FileCheck %s
// RUN: attn-opt %s --emit-bytecode | attn-opt | FileCheck %s

// CHECK-LABEL: @on_tensors
func.func @on_tensors(%q: tensor<4x?x64xf16>, %k: tensor<1x128x64xf16>, %v: tensor<1x128x32xf16>,
    %acc: tensor<4x?x32xf32>, %m: tensor<4x?xf32>, %l: tensor<4x?xf32>, %o: tensor<4x?x32xf16>, %i: index, %w: index) -> tensor<4x?x32xf16> {
  // CHECK: attn.online_attention ins(%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}) outs(%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}) at(%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}) sizes(%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}})
  // CHECK-SAME: ranges(full [%{{[^ ,)]+}}, %{{[^ ,)]+}}), partial [%{{[^ ,)]+}}, %{{[^ ,)]+}})) scale(1.250000e-01) pattern(#attn.window<left = ?, right = 0>) [%{{[^]]+}}]
  %s:3 = attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i)
      ranges(full [%i, %w), partial [%w, %i)) scale(0.125) pattern(#attn.window<left = ?, right = 0>)[%w]
      : (tensor<4x?x64xf16>, tensor<1x128x64xf16>, tensor<1x128x32xf16>) -> (tensor<4x?x32xf32>, tensor<4x?xf32>, tensor<4x?xf32>)
  // CHECK: attn.finalize ins(%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}) outs(%{{[^ ,)]+}}) at(%{{[^ ,)]+}}) : (tensor<4x?x32xf32>, tensor<4x?xf32>, tensor<4x?xf32>) -> (tensor<4x?x32xf16>)
  %r = attn.finalize ins(%s#0, %s#1, %s#2) outs(%o) at(%i) : (tensor<4x?x32xf32>, tensor<4x?xf32>, tensor<4x?xf32>) -> (tensor<4x?x32xf16>)
  return %r : tensor<4x?x32xf16>
}

// No range: the state is returned as it came.
// CHECK-LABEL: @no_range
func.func @no_range(%v: tensor<1x8x4xf64>, %acc: tensor<1x2x4xf64>, %m: tensor<1x2xf64>, %i: index) -> tensor<1x2x4xf64> {
  // CHECK: ranges(none) scale(1.000000e+00) normalizer(#attn.sigmoid)
  %s:2 = attn.online_attention ins(%v) outs(%acc, %m) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(none) scale(1.0) normalizer(#attn.sigmoid)
      : (tensor<1x8x4xf64>) -> (tensor<1x2x4xf64>, tensor<1x2xf64>)
  return %s#0 : tensor<1x2x4xf64>
}

// CHECK-LABEL: @on_memrefs
func.func @on_memrefs(%q: memref<1x48x64xf32, strided<[?, ?, 1], offset: ?>>, %k: memref<1x?x64xf32>, %v: memref<1x?x64xf32>,
    %acc: memref<1x48x64xf32>, %m: memref<1x48xf32>, %l: memref<1x48xf32>, %o: memref<1x48x64xf32>, %i: index, %bias: memref<?xf32>, %sink: memref<8xf32>) {
  // CHECK: attn.online_attention
  // CHECK-SAME: normalizer(#attn.softmax_sink) sink(%{{[^ ,)]+}} : memref<8xf32>)
  // CHECK-SAME: schedule(<structure = "lane_query", tiles = [1, 1, 48, 64]>)
  // CHECK-SAME: score(
  attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) sizes(%i, %i, %i) ranges(full [%i, %i)) scale(1.0)
      normalizer(#attn.softmax_sink) sink(%sink : memref<8xf32>) schedule(<structure = "lane_query", tiles = [1, 1, 48, 64]>)
      score(%s: f32, %b: index, %h: index, %x: index, %y: index) {
        %c = memref.load %bias[%y] : memref<?xf32>
        %t = arith.addf %s, %c : f32
        attn.yield %t : f32
      } : (memref<1x48x64xf32, strided<[?, ?, 1], offset: ?>>, memref<1x?x64xf32>, memref<1x?x64xf32>) -> (memref<1x48x64xf32>, memref<1x48xf32>, memref<1x48xf32>)
  attn.finalize ins(%acc, %m, %l) outs(%o) at(%i) normalizer(#attn.softmax_sink) sink(%sink : memref<8xf32>)
      : (memref<1x48x64xf32>, memref<1x48xf32>, memref<1x48xf32>) -> (memref<1x48x64xf32>)
  return
}

// CHECK-LABEL: @aggregate
func.func @aggregate(%s: tensor<2x16x32xf32>, %v: tensor<1x32x8xbf16>, %acc: tensor<2x16x8xf32>, %m: tensor<2x16xf32>, %l: tensor<2x16xf32>, %i: index) -> tensor<2x16x8xf32> {
  // CHECK: attn.online_aggregate ins(%{{[^ ,)]+}}, %{{[^ ,)]+}}) outs(%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}) at(%{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}, %{{[^ ,)]+}}) : (tensor<2x16x32xf32>, tensor<1x32x8xbf16>) -> (tensor<2x16x8xf32>, tensor<2x16xf32>, tensor<2x16xf32>)
  %r:3 = attn.online_aggregate ins(%s, %v) outs(%acc, %m, %l) at(%i, %i, %i, %i) : (tensor<2x16x32xf32>, tensor<1x32x8xbf16>) -> (tensor<2x16x8xf32>, tensor<2x16xf32>, tensor<2x16xf32>)
  return %r#0 : tensor<2x16x8xf32>
}
