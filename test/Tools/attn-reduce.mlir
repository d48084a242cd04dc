// attn-reduce cuts a module down to what the test looks at: here the error that
// a schedule of an unknown structure gives, and below a mask that is recognised.

// REQUIRES: attn-reduce
// RUN: split-file %s %t
// RUN: attn-reduce %t/schedule.mlir --attn-reduction='test=/bin/sh test-arg=%S/Inputs/interesting.sh,nowhere,attn-opt,--attn-choose-schedule' 2>&1 -o %t/out.mlir
// RUN: FileCheck %s --check-prefix=SCHEDULE < %t/out.mlir
// RUN: attn-reduce %t/softmax.mlir --attn-reduction='test=/bin/sh test-arg=%S/Inputs/interesting.sh,attn.attention,attn-opt,--attn-raise' 2>&1 -o %t/out.mlir
// RUN: FileCheck %s --check-prefix=RAISED < %t/out.mlir
// RUN: not attn-reduce %t/softmax.mlir --attn-reduction='test=/bin/sh test-arg=%S/Inputs/interesting.sh,attn.swin,attn-opt,--attn-raise' 2>&1 | FileCheck %s --check-prefix=BORING
// RUN: not attn-reduce %t/softmax.mlir --attn-reduction 2>&1 | FileCheck %s --check-prefix=NO-TEST

// BORING: softmax.mlir{{.*}}error: expected an input that the test finds interesting
// NO-TEST: softmax.mlir{{.*}}error: expected a program as option 'test', got none

// Of two functions, four clauses, a region, an epilogue and 128 places this is
// left.
// SCHEDULE: module {
// SCHEDULE-NEXT: func.func @model(%[[Q:.*]]: tensor<1x1x1x1xf32>{{.*}}) -> tensor<1x1x1x1xf32> {
// SCHEDULE-NEXT: attn.attention
// SCHEDULE-SAME: schedule(<structure = "nowhere"
// SCHEDULE-NEXT: return
// SCHEDULE-NEXT: }
// SCHEDULE-NEXT: }

// A softmax over given scores and a product with the values are recognised: the
// first product and what stands around go.
// RAISED: func.func @block
// RAISED-NEXT: arith.constant 0.0
// RAISED-NEXT: %[[P:.*]] = linalg.softmax dimension(2) ins(%{{.*}} : tensor<2x1x2xf32>)
// RAISED-NEXT: %[[F:.*]] = linalg.fill
// RAISED-NEXT: %[[O:.*]] = linalg.batch_matmul ins(%[[P]], %{{.*}}) outs(%[[F]]
// RAISED-NEXT: return %[[O]]
// RAISED-NEXT: }
// RAISED-NEXT: }

//--- schedule.mlir
module attributes {a.note = 1 : i32} {
  func.func private @other(%x: tensor<4xf32>) -> tensor<4xf32> {
    return %x : tensor<4xf32>
  }
  func.func @model(%q: tensor<1x8x128x64xf32>, %k: tensor<1x8x128x64xf32>, %v: tensor<1x8x128x64xf32>, %l: tensor<1xi32>, %sink: tensor<8xf32>, %bias: tensor<8xf32>)
      -> (tensor<1x8x128x64xf32>, tensor<1x8x128xf32>) {
    %two = arith.constant dense<2.0> : tensor<1x8x128x64xf32>
    %s = arith.mulf %q, %two : tensor<1x8x128x64xf32>
    %a = attn.attention %s, %k, %v pattern(#attn.causal)
      : (tensor<1x8x128x64xf32>, tensor<1x8x128x64xf32>, tensor<1x8x128x64xf32>) -> tensor<1x8x128x64xf32>
    %b, %lse = attn.attention %a, %k, %v scale(0.5) pattern(#attn.union<[#attn.causal, #attn.global<[3]>]>)
      normalizer(#attn.softmax_sink) sink(%sink : tensor<8xf32>) lengths(%l : tensor<1xi32>) empty_rows(uniform)
      schedule(<structure = "nowhere", tiles = [1, 1, 16, 16]>)
      score(%x: f32, %i: index, %h: index, %r: index, %c: index) {
        %e = tensor.extract %bias[%h] : tensor<8xf32>
        %y = arith.addf %x, %e : f32
        attn.yield %y : f32
      } : (tensor<1x8x128x64xf32>, tensor<1x8x128x64xf32>, tensor<1x8x128x64xf32>) -> (tensor<1x8x128x64xf32>, tensor<1x8x128xf32>)
    %o = arith.addf %b, %a : tensor<1x8x128x64xf32>
    %t = math.tanh %o : tensor<1x8x128x64xf32>
    return %t, %lse : tensor<1x8x128x64xf32>, tensor<1x8x128xf32>
  }
}
//--- softmax.mlir
func.func @block(%x: tensor<2x8x4xf32>, %k: tensor<2x4x6xf32>, %v: tensor<2x6x4xf32>) -> tensor<2x8x4xf32> {
  %zero = arith.constant 0.0 : f32
  %three = arith.constant dense<3.0> : tensor<2x8x4xf32>
  %q = math.tanh %x : tensor<2x8x4xf32>
  %q3 = arith.mulf %q, %three : tensor<2x8x4xf32>
  %e = tensor.empty() : tensor<2x8x6xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x8x6xf32>) -> tensor<2x8x6xf32>
  %s = linalg.batch_matmul ins(%q3, %k : tensor<2x8x4xf32>, tensor<2x4x6xf32>) outs(%f : tensor<2x8x6xf32>) -> tensor<2x8x6xf32>
  %p = linalg.softmax dimension(2) ins(%s : tensor<2x8x6xf32>) outs(%e : tensor<2x8x6xf32>) -> tensor<2x8x6xf32>
  %e2 = tensor.empty() : tensor<2x8x4xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x8x4xf32>) -> tensor<2x8x4xf32>
  %o = linalg.batch_matmul ins(%p, %v : tensor<2x8x6xf32>, tensor<2x6x4xf32>) outs(%f2 : tensor<2x8x4xf32>) -> tensor<2x8x4xf32>
  %y = arith.addf %o, %q : tensor<2x8x4xf32>
  %z = math.tanh %y : tensor<2x8x4xf32>
  return %z : tensor<2x8x4xf32>
}
