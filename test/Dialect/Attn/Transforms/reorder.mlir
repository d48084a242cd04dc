// Queries and keys in the order in which a pattern is dense.
// RUN: attn-opt %s --attn-reorder | FileCheck %s
// RUN: attn-opt %s --attn-reorder=force | FileCheck %s --check-prefix=FORCE

!t = tensor<1x2x4096x64xf32>

// Remainders become heads: 2 heads of 4 classes.
// CHECK-LABEL: @dilated
// CHECK: linalg.transpose
// CHECK: attn.attention {{.*}} pattern(#attn.reordered<#attn.dilated<rate = 4, width = 64>,
// CHECK-SAME: classes = 1>, group = 1>)
// CHECK-SAME: (tensor<1x8x1024x64xf32>, tensor<1x8x1024x64xf32>, tensor<1x8x1024x64xf32>) -> tensor<1x8x1024x64xf32>
// CHECK: return %{{.*}} : tensor<1x2x4096x64xf32>
func.func @dilated(%q: !t, %k: !t, %v: !t) -> !t {
  %o = attn.attention %q, %k, %v pattern(#attn.dilated<rate = 4, width = 64>) : (!t, !t, !t) -> !t
  return %o : !t
}

// The band and the remainders are visited apart. All of the band is visible.
// CHECK-LABEL: @strided
// CHECK: attn.partial {{.*}} pattern(#attn.window<left = 64, right = 0>)
// CHECK: attn.partial {{.*}} pattern(#attn.reordered<#attn.intersect<[#attn.strided<{{.*}}>, #attn.complement<#attn.window<left = 64, right = 0>>]>
// CHECK: attn.merge
// CHECK: attn.finalize
func.func @strided(%q: !t, %k: !t, %v: !t) -> !t {
  %o = attn.attention %q, %k, %v pattern(#attn.strided<stride = 64, local = 64>) : (!t, !t, !t) -> !t
  return %o : !t
}

// A part of a row would not know how many keys the row sees.
// CHECK-LABEL: @strided_by_count
// CHECK-NOT: attn.partial
// CHECK: return
// FORCE-LABEL: @strided_by_count
// FORCE-NOT: attn.partial
// FORCE: return
func.func @strided_by_count(%q: !t, %k: !t, %v: !t, %gain: tensor<2xf32>) -> !t {
  %o = attn.attention %q, %k, %v pattern(#attn.strided<stride = 64, local = 64>)
    normalizer(#attn.scalable_softmax) gain(%gain : tensor<2xf32>) : (!t, !t, !t) -> !t
  return %o : !t
}

// Patches of queries are heads, which share the keys in strips; the region sees
// the indices it saw.
// CHECK-LABEL: @neighborhood
// CHECK: attn.attention {{.*}} pattern(#attn.reordered<#attn.neighborhood<
// CHECK-SAME: score(
// CHECK: arith.minsi
// CHECK: (tensor<1x128x64x64xf32>, tensor<1x2x4096x64xf32>, tensor<1x2x4096x64xf32>) -> tensor<1x128x64x64xf32>
func.func @neighborhood(%q: !t, %k: !t, %v: !t, %bias: tensor<4096x4096xf32>) -> !t {
  %o = attn.attention %q, %k, %v pattern(#attn.neighborhood<grid = [16, 256], kernel = [5, 13]>)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %x = tensor.extract %bias[%i, %j] : tensor<4096x4096xf32>
      %r = arith.addf %s, %x : f32
      attn.yield %r : f32
    } : (!t, !t, !t) -> !t
  return %o : !t
}

// A sink of a head is that of all its classes.
// CHECK-LABEL: @sink
// CHECK: linalg.broadcast
// CHECK: attn.attention {{.*}} sink(%{{.*}} : tensor<128xf32>)
func.func @sink(%q: !t, %k: !t, %v: !t, %sink: tensor<2xf32>) -> !t {
  %o = attn.attention %q, %k, %v pattern(#attn.swin<grid = [64, 64], window = [8, 8]>)
    normalizer(#attn.softmax_sink) sink(%sink : tensor<2xf32>) : (!t, !t, !t) -> !t
  return %o : !t
}

// What would not pay stays, unless it is forced.
// CHECK-LABEL: @small
// CHECK: attn.attention %{{.*}} pattern(#attn.dilated<
// FORCE-LABEL: @small
// FORCE: pattern(#attn.reordered<#attn.dilated<
func.func @small(%q: tensor<1x1x16x64xf32>) -> tensor<1x1x16x64xf32> {
  %o = attn.attention %q, %q, %q pattern(#attn.dilated<rate = 4, width = 64>)
    : (tensor<1x1x16x64xf32>, tensor<1x1x16x64xf32>, tensor<1x1x16x64xf32>) -> tensor<1x1x16x64xf32>
  return %o : tensor<1x1x16x64xf32>
}

// Lengths and offsets say where a sequence ends: it stays as it is.
// CHECK-LABEL: @lengths
// CHECK-NOT: reordered
// CHECK: return
// FORCE-LABEL: @lengths
// FORCE-NOT: reordered
// FORCE: return
func.func @lengths(%q: !t, %n: tensor<1xi64>) -> !t {
  %o = attn.attention %q, %q, %q pattern(#attn.dilated<rate = 4, width = 64>) lengths(%n : tensor<1xi64>) : (!t, !t, !t) -> !t
  return %o : !t
}

// In another order another of several equal keys would be the first.
// CHECK-LABEL: @selects
// CHECK-NOT: reordered
// CHECK: return
// FORCE-LABEL: @selects
// FORCE-NOT: reordered
// FORCE: return
func.func @selects(%q: !t) -> !t {
  %o = attn.attention %q, %q, %q pattern(#attn.dilated<rate = 4, width = 64>) normalizer(#attn.hard) : (!t, !t, !t) -> !t
  return %o : !t
}
