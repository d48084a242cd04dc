// RUN: attn-opt %s --split-input-file --convert-attn-to-cpu | FileCheck %s -enable-var-scope
// RUN: attn-opt %s --split-input-file --convert-attn-to-cpu="vector-bits=256 vector-registers=16" | FileCheck %s --check-prefix=YMM

!q = memref<1x192x64xf32, strided<[?, ?, 1], offset: ?>>
!kv = memref<1x?x64xf32, strided<[?, ?, 1], offset: ?>>
!acc = memref<1x192x64xf32>
!row = memref<1x192xf32>

// A call takes the place of the op. The score tile is 8 keys by 3 vectors in
// registers, the value tile 6 rows by 4; with 16 registers both have 12.
// CHECK-LABEL: func.func @dense
// CHECK-NOT:     attn.
// CHECK:         call @attn_kernel_0
// CHECK-LABEL: func.func private @attn_kernel_0
// CHECK-SAME:    passthrough = ["noinline"]
// CHECK:         memref.alloca() {alignment = 64 : i64} : memref<4x64x48xf32>
// CHECK:         memref.alloca() {alignment = 64 : i64} : memref<96x48xf32>
// CHECK:         scf.for {{.*}} -> ({{vector<16xf32>(, vector<16xf32>){23} *}})
// CHECK-COUNT-96:  vector.fma
// CHECK:         math.exp2 {{.*}} : vector<16xf32>

// YMM-LABEL: func.func private @attn_kernel_0
// YMM:         scf.for {{.*}} -> ({{vector<8xf32>(, vector<8xf32>){11} *}})
// YMM-COUNT-48:  vector.fma
func.func @dense(%q: !q, %k: !kv, %v: !kv, %acc: !acc, %m: !row, %l: !row,
                 %b: index, %h: index, %q0: index, %k0: index, %nq: index,
                 %nk: index, %off: index) {
  attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l)
    at(%b, %h, %q0, %k0) sizes(%nq, %nk, %off)
    ranges(full [%k0, %nk)) scale(0.125)
    : (!q, !kv, !kv) -> (!acc, !row, !row)
  return
}

// -----

!q = memref<1x192x64xf32, strided<[?, ?, 1], offset: ?>>
!kv = memref<1x?x64xf32, strided<[?, ?, 1], offset: ?>>
!acc = memref<1x192x64xf32>
!row = memref<1x192xf32>

// Equal ops share one kernel; another scale needs another one. Constants that a
// region reads from outside are not passed.
// CHECK-LABEL: func.func @shared
// CHECK:         call @attn_kernel_0({{.*}}, %[[SLOPES:.*]]) : ({{.*}}, memref<8xf32>) -> ()
// CHECK:         call @attn_kernel_0
// CHECK:         call @attn_kernel_1
// CHECK:       func.func private @attn_kernel_0
// The predicate: one comparison of a vector of queries with a key.
// CHECK:         arith.cmpi sge, %{{.*}}, %{{.*}} : vector<16xi32>
// CHECK:       func.func private @attn_kernel_1
// CHECK-NOT:   func.func private
func.func @shared(%q: !q, %k: !kv, %v: !kv, %acc: !acc, %m: !row, %l: !row,
                  %b: index, %h: index, %q0: index, %k0: index, %nq: index,
                  %nk: index, %off: index, %slopes: memref<8xf32>) {
  %two = arith.constant 2.0 : f32
  attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l)
    at(%b, %h, %q0, %k0) sizes(%nq, %nk, %off)
    ranges(full [%k0, %q0), partial [%q0, %nk)) scale(0.125)
    pattern(#attn.causal)
    score(%s: f32, %b0: index, %h0: index, %i: index, %j: index) {
      %x = memref.load %slopes[%h0] : memref<8xf32>
      %y = arith.mulf %x, %two : f32
      %r = arith.addf %s, %y : f32
      attn.yield %r : f32
    } : (!q, !kv, !kv) -> (!acc, !row, !row)
  attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l)
    at(%b, %h, %q0, %k0) sizes(%nq, %nk, %off)
    ranges(full [%k0, %q0), partial [%q0, %nk)) scale(0.125)
    pattern(#attn.causal)
    score(%s: f32, %b0: index, %h0: index, %i: index, %j: index) {
      %x = memref.load %slopes[%h0] : memref<8xf32>
      %y = arith.mulf %x, %two : f32
      %r = arith.addf %s, %y : f32
      attn.yield %r : f32
    } : (!q, !kv, !kv) -> (!acc, !row, !row)
  attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l)
    at(%b, %h, %q0, %k0) sizes(%nq, %nk, %off)
    ranges(full [%k0, %nk)) scale(0.25)
    : (!q, !kv, !kv) -> (!acc, !row, !row)
  return
}

// -----

// Rows of the output a vector at a time; the tail of a half float by lanes.
// CHECK-LABEL: func.func @finalize
// CHECK-NOT:     attn.
// CHECK:         %[[EMPTY:.*]] = arith.cmpf oeq
// CHECK:         arith.divf %{{.*}}, %{{.*}} : f32
// CHECK-NOT:     arith.truncf
// CHECK:         arith.shrui %{{.*}} : vector<16xi32>
// CHECK:         vector.store %{{.*}} vector<16xbf16>
// CHECK-COUNT-8: memref.store %{{.*}} : memref<2x5x40xbf16>
func.func @finalize(%acc: memref<2x5x40xf32>, %m: memref<2x5xf32>,
                    %l: memref<2x5xf32>, %o: memref<2x5x40xbf16>) {
  attn.finalize ins(%acc, %m, %l) outs(%o)
    : (memref<2x5x40xf32>, memref<2x5xf32>, memref<2x5xf32>)
    -> (memref<2x5x40xbf16>)
  return
}

// -----

!q = memref<1x192x64xf32, strided<[?, ?, 1], offset: ?>>
!kv = memref<1x?x64xf32, strided<[?, ?, 1], offset: ?>>
!acc = memref<1x192x64xf32>
!row = memref<1x192xf32>

// A factor for each row of scores: the keys that it sees are counted once for
// a block of queries, then the kernel is that of a softmax.
// CHECK-LABEL: func.func @counted
// CHECK-NOT:     attn.
// CHECK:       func.func private @attn_kernel_0
// CHECK:         scf.for {{.*}} -> (vector<16xi32>)
// CHECK:           arith.cmpi sge, %{{.*}}, %{{.*}} : vector<16xi32>
// CHECK:         %[[N:.*]] = arith.sitofp %{{.*}} : vector<16xi32> to vector<16xf32>
// CHECK:         math.log %[[N]] : vector<16xf32>
// CHECK-COUNT-96:  vector.fma
// CHECK:         math.exp2 {{.*}} : vector<16xf32>
func.func @counted(%q: !q, %k: !kv, %v: !kv, %acc: !acc, %m: !row, %l: !row,
                   %b: index, %h: index, %q0: index, %k0: index, %nq: index,
                   %nk: index, %off: index, %gain: memref<8xf32>) {
  attn.online_attention ins(%q, %k, %v) outs(%acc, %m, %l)
    at(%b, %h, %q0, %k0) sizes(%nq, %nk, %off)
    ranges(full [%k0, %q0), partial [%q0, %nk)) scale(0.125)
    pattern(#attn.causal) normalizer(#attn.scalable_softmax)
    gain(%gain : memref<8xf32>) : (!q, !kv, !kv) -> (!acc, !row, !row)
  return
}
