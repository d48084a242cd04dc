// RUN: attn-opt %s --convert-attn-to-linalg --canonicalize --cse | FileCheck %s

// A full range does not ask the pattern, a partial one does before it scores; a
// score of -inf is left out; grouped query heads read one key head.
// CHECK-LABEL: func @ranges(
// CHECK-SAME: %[[Q:.*]]: memref<2x3x4xf32>, %[[K:.*]]: memref<1x5x4xf32>,
// CHECK-NOT: attn.
// CHECK: scf.for %[[H:.*]] = %c0 to %c2
// CHECK: scf.for %[[I:.*]] = %c0 to %c3
// CHECK: %[[GROUP:.*]] = arith.divui %[[H]], %c2
// CHECK: scf.for
// CHECK-NOT: arith.cmpi
// CHECK: memref.load %[[K]][%[[GROUP]],
// CHECK: %[[SCALED:.*]] = arith.mulf %{{.*}}, %cst{{.*}} : f32
// CHECK: %[[BIAS:.*]] = memref.load %{{.*}}[%[[H]]] : memref<2xf32>
// CHECK: %[[SCORE:.*]] = arith.addf %[[SCALED]], %[[BIAS]]
// CHECK: %[[COUNTS:.*]] = arith.cmpf une, %[[SCORE]], %{{.*}} : f32
// CHECK: scf.if %[[COUNTS]]
// CHECK: arith.maximumf
// CHECK: scf.for
// CHECK: %[[VISIBLE:.*]] = arith.cmpi
// CHECK: scf.if %[[VISIBLE]]
// CHECK: memref.load %[[K]]
// CHECK-NOT: attn.
func.func @ranges(%q: memref<2x3x4xf32>, %k: memref<1x5x4xf32>,
    %v: memref<1x5x2xf32>, %acc: memref<2x3x2xf32>, %m: memref<2x3xf32>,
    %l: memref<2x3xf32>, %i: index, %n: index, %bias: memref<2xf32>) {
  %c0 = arith.constant 0 : index
  attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l)
    at(%c0, %c0, %i, %c0) sizes(%n, %n, %c0)
    ranges(full [%c0, %i), partial [%i, %n)) scale(0.5) pattern(#attn.causal)
    score(%s: f32, %b: index, %h: index, %y: index, %x: index) {
      %t = memref.load %bias[%h] : memref<2xf32>
      %r = arith.addf %s, %t : f32
      attn.yield %r : f32
    } : (memref<2x3x4xf32>, memref<1x5x4xf32>, memref<1x5x2xf32>)
    -> (memref<2x3x2xf32>, memref<2x3xf32>, memref<2x3xf32>)
  return
}

// Without a stabiliser nothing is rescaled and there is no running maximum.
// CHECK-LABEL: func @no_stabilizer(
// CHECK-NOT: maximumf
// CHECK: math.exp
// CHECK-NOT: math.exp
// CHECK: return
func.func @no_stabilizer(%q: memref<1x3x4xf16>, %k: memref<1x5x4xf16>,
    %v: memref<1x5x2xf16>, %acc: memref<1x3x2xf32>, %m: memref<1x3xf32>) {
  %c0 = arith.constant 0 : index
  %c5 = arith.constant 5 : index
  attn.online_attention ins(%q, %k, %v) outs(%acc, %m)
    at(%c0, %c0, %c0, %c0) sizes(%c5, %c5, %c0) ranges(full [%c0, %c5))
    scale(1.0) normalizer(#attn.sigmoid)
    : (memref<1x3x4xf16>, memref<1x5x4xf16>, memref<1x5x2xf16>)
    -> (memref<1x3x2xf32>, memref<1x3xf32>)
  return
}

// Neither query nor key: the score starts at 0.
// CHECK-LABEL: func @no_query(
// CHECK: scf.if
func.func @no_query(%v: memref<1x5x2xf32>, %acc: memref<1x3x2xf32>,
    %m: memref<1x3xf32>) {
  %c0 = arith.constant 0 : index
  %c5 = arith.constant 5 : index
  attn.online_attention ins(%v) outs(%acc, %m)
    at(%c0, %c0, %c0, %c0) sizes(%c5, %c5, %c0) ranges(partial [%c0, %c5))
    scale(1.0) pattern(#attn.causal) normalizer(#attn.identity)
    score(%s: f32, %b: index, %h: index, %y: index, %x: index) {
      attn.yield %s : f32
    } : (memref<1x5x2xf32>) -> (memref<1x3x2xf32>, memref<1x3xf32>)
  return
}

// Scores of a fused producer: no pattern, -inf is left out under every
// normaliser.
// CHECK-LABEL: func @aggregate(
// CHECK-SAME: %[[S:.*]]: memref<2x3x5xf32>,
// CHECK: %[[SCORE:.*]] = memref.load %[[S]]
// CHECK: %[[COUNTS:.*]] = arith.cmpf une, %[[SCORE]]
// CHECK: scf.if %[[COUNTS]]
func.func @aggregate(%s: memref<2x3x5xf32>, %v: memref<1x5x2xbf16>,
    %acc: memref<2x3x2xf32>, %m: memref<2x3xf32>, %i: index) {
  attn.online_aggregate ins(%s, %v) outs(%acc, %m) at(%i, %i, %i, %i)
    normalizer(#attn.identity)
    : (memref<2x3x5xf32>, memref<1x5x2xbf16>)
    -> (memref<2x3x2xf32>, memref<2x3xf32>)
  return
}

// The parameter of a head is read at the absolute head; an empty row gives 0
// and -inf; the output is rounded.
// CHECK-LABEL: func @finalize(
// CHECK-SAME: %[[SINK:[^ ]*]]: memref<8xf32>, %[[H0:.*]]: index)
// CHECK: scf.for %[[H:.*]] = %c0 to %c2
// CHECK: %[[HEAD:.*]] = arith.addi %[[H0]], %[[H]]
// CHECK: memref.load %[[SINK]][%[[HEAD]]]
// CHECK: %[[SEEN:.*]] = arith.cmpf une
// CHECK: arith.select %[[SEEN]]
// CHECK: arith.select %[[SEEN]]
// CHECK: arith.truncf %{{.*}} : f32 to f16
func.func @finalize(%acc: memref<2x3x2xf32>, %m: memref<2x3xf32>,
    %l: memref<2x3xf32>, %o: memref<2x3x2xf16>, %lse: memref<2x3xf32>,
    %sink: memref<8xf32>, %h: index) {
  attn.finalize ins(%acc, %m, %l) outs(%o, lse %lse) at(%h)
    normalizer(#attn.softmax_sink) sink(%sink : memref<8xf32>)
    : (memref<2x3x2xf32>, memref<2x3xf32>, memref<2x3xf32>)
    -> (memref<2x3x2xf16>, memref<2x3xf32>)
  return
}
