// arith and math on single numbers, where the corner cases are.
// RUN: attn-run %s --entry=integers --target=interpret --print | FileCheck %s --check-prefix=INT
// RUN: attn-run %s --entry=bits --target=interpret --print | FileCheck %s --check-prefix=BITS
// RUN: attn-run %s --entry=floats --target=interpret --print | FileCheck %s --check-prefix=FLOAT
// RUN: attn-run %s --entry=rounding --target=interpret --print | FileCheck %s --check-prefix=EXACT
// RUN: attn-run %s --entry=rounding --target=interpret --rounded --print | FileCheck %s --check-prefix=ROUNDED
// RUN: attn-run %s --entry=resource --target=interpret --print | FileCheck %s --check-prefix=RESOURCE

// Sums wrap; divisions round towards zero, down, up; i1 is -1 as signed.
// INT: result 0: 8xi8 [-128, 100, -3, -4, -3, -1, -3, 1]
func.func @integers() -> tensor<8xi8> {
  %m7 = arith.constant -7 : i8
  %two = arith.constant 2 : i8
  %max = arith.constant 127 : i8
  %one = arith.constant 1 : i8
  %true = arith.constant true
  %f100 = arith.constant 100.7 : f32
  %a = arith.addi %max, %one : i8
  %b = arith.fptosi %f100 : f32 to i8
  %c = arith.divsi %m7, %two : i8
  %d = arith.floordivsi %m7, %two : i8
  %e = arith.ceildivsi %m7, %two : i8
  %f = arith.extsi %true : i1 to i8
  %u = arith.remui %m7, %max : i8
  %g0 = arith.constant -3 : i8
  %g = arith.maxui %m7, %g0 : i8
  %h = arith.extui %true : i1 to i8
  %r = tensor.from_elements %a, %b, %c, %d, %e, %f, %g, %h : tensor<8xi8>
  return %r : tensor<8xi8>
}

// BITS: result 0: 7xi64 [1073741824, 249, 3, 60, 2, 27, -8]
func.func @bits() -> tensor<7xi64> {
  %f = arith.constant 2.0 : f32
  %a = arith.bitcast %f : f32 to i32
  %a64 = arith.extsi %a : i32 to i64
  %m7 = arith.constant -7 : i8
  %b = arith.extui %m7 : i8 to i64
  %n = arith.constant 11 : i64
  %c = math.ctpop %n : i64
  %d = math.ctlz %n : i64
  %two = arith.constant 2 : i64
  %three = arith.constant 3 : i64
  %e = arith.shrui %n, %two : i64
  %g = math.ipowi %three, %three : i64
  %m = arith.constant -64 : i64
  %h = arith.shrsi %m, %three : i64
  %r = tensor.from_elements %a64, %b, %c, %d, %e, %g, %h : tensor<7xi64>
  return %r : tensor<7xi64>
}

// A NaN wins in maximumf and loses in maxnumf; halves round to even.
// FLOAT: result 0: 9xf32 [{{-?}}nan, 1, 0, 2, 8, 0.8427008, -3, 2.5, 3]
// FLOAT: result 1: 4xi1 [0, 1, 1, 0]
func.func @floats() -> (tensor<9xf32>, tensor<4xi1>) {
  %nan = arith.constant 0x7FC00000 : f32
  %one = arith.constant 1.0 : f32
  %zero = arith.constant 0.0 : f32
  %minus = arith.constant -0.0 : f32
  %half = arith.constant 2.5 : f32
  %two = arith.constant 2.0 : f32
  %three = arith.constant 3 : i32
  %a = arith.maximumf %nan, %one : f32
  %b = arith.maxnumf %nan, %one : f32
  %c = arith.maximumf %minus, %zero : f32
  %d = math.roundeven %half : f32
  %e = math.fpowi %two, %three : f32, i32
  %f = math.erf %one : f32
  %g0 = math.floor %half : f32
  %g1 = math.ceil %half : f32
  %g = arith.negf %g1 : f32
  %h = math.fma %one, %half, %zero : f32
  %i = math.clampf %g to [%half, %g1] : f32
  %j = arith.maximumf %i, %g1 : f32
  %r = tensor.from_elements %a, %b, %c, %d, %e, %f, %g, %h, %j : tensor<9xf32>
  %p = arith.cmpf oeq, %nan, %nan : f32
  %q = arith.cmpf une, %nan, %nan : f32
  %s = arith.cmpf ult, %nan, %one : f32
  %t = math.isnan %one : f32
  %u = tensor.from_elements %p, %q, %s, %t : tensor<4xi1>
  return %r, %u : tensor<9xf32>, tensor<4xi1>
}

// 1 + 2^-12 in f16, 2^24 + 1 in f32, 70000 in f16: `rounded` keeps what the
// type keeps. Results are rounded to their own type in the end either way.
// EXACT: result 0: 3xf64 [1.000244, 1, 70000]
// ROUNDED: result 0: 3xf64 [1, 0, inf]
func.func @rounding() -> tensor<3xf64> {
  %one = arith.constant 1.0 : f16
  %small = arith.constant 2.44140625e-4 : f16
  %a = arith.addf %one, %small : f16
  %a64 = arith.extf %a : f16 to f64
  %big = arith.constant 16777216.0 : f32
  %one32 = arith.constant 1.0 : f32
  %b = arith.addf %big, %one32 : f32
  %d = arith.subf %b, %big : f32
  %b64 = arith.extf %d : f32 to f64
  %c = arith.constant 7.0e4 : f32
  %c16 = arith.truncf %c : f32 to f16
  %c64 = arith.extf %c16 : f16 to f64
  %r = tensor.from_elements %a64, %b64, %c64 : tensor<3xf64>
  return %r : tensor<3xf64>
}

// RESOURCE: result 0: 3xi1 [1, 0, 1]
// RESOURCE: result 1: 2xf32 [1, -2]
func.func @resource() -> (tensor<3xi1>, tensor<2xf32>) {
  %mask = arith.constant dense_resource<mask> : tensor<3xi1>
  %x = arith.constant dense_resource<x> : tensor<2xf32>
  return %mask, %x : tensor<3xi1>, tensor<2xf32>
}

{-#
  dialect_resources: {
    builtin: {
      mask: "0x01000000010001",
      x: "0x040000000000803F000000C0"
    }
  }
#-}
