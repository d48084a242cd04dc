// Keys that the score region of every row excludes with -inf are not visited: the
// tile's bounds are those of its rows, found before the loop over the keys.
// RUN: attn-opt %s --attn-choose-schedule --attn-tile --attn-sparse --canonicalize --cse | FileCheck -enable-var-scope %s

!v = tensor<1x1x?x8xf32>

// CHECK-LABEL: @first_key
// CHECK: scf.forall
// CHECK: %[[ROWS:.*]]:2 = scf.for {{.*}} iter_args(
// CHECK: tensor.extract %{{.*}} : tensor<?xi32>
// CHECK: attn.online_attention {{.*}} ranges(full [
func.func @first_key(%v: !v, %n: index, %first: tensor<?xi32>) -> !v {
  %o = attn.attention %v queries(%n) score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    %f = tensor.extract %first[%i] : tensor<?xi32>
    %k = arith.index_cast %j : index to i32
    %in = arith.cmpi sge, %k, %f : i32
    %lowest = arith.constant 0xFF800000 : f32
    %r = arith.select %in, %s, %lowest : f32
    attn.yield %r : f32
  } : (!v) -> !v
  return %o : !v
}

// A squared distance bounds the key on both sides; the other condition says
// nothing of it.
// CHECK-LABEL: @squared
// CHECK: scf.for {{.*}} iter_args(
// CHECK: math.sqrt
// CHECK: attn.online_attention
func.func @squared(%v: !v, %n: index, %reach: tensor<?xf32>, %mask: tensor<?xi1>) -> !v {
  %o = attn.attention %v queries(%n) score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    %d = arith.subi %j, %i : index
    %c = arith.index_cast %d : index to i64
    %x = arith.sitofp %c : i64 to f32
    %sq = arith.mulf %x, %x : f32
    %f = tensor.extract %reach[%i] : tensor<?xf32>
    %m = tensor.extract %mask[%j] : tensor<?xi1>
    %near = arith.cmpf ole, %sq, %f : f32
    %in = arith.andi %near, %m : i1
    %lowest = arith.constant 0xFF800000 : f32
    %r = arith.select %in, %s, %lowest : f32
    attn.yield %r : f32
  } : (!v) -> !v
  return %o : !v
}

// One that must not hold, in a disjunction.
// CHECK-LABEL: @negated
// CHECK: scf.for {{.*}} iter_args(
func.func @negated(%v: !v, %n: index, %reach: tensor<?xi64>, %mask: tensor<?xi1>) -> !v {
  %o = attn.attention %v queries(%n) score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    %d = arith.subi %i, %j : index
    %f = tensor.extract %reach[%i] : tensor<?xi64>
    %c = arith.index_cast %d : index to i64
    %m = tensor.extract %mask[%j] : tensor<?xi1>
    %far = arith.cmpi sgt, %c, %f : i64
    %out = arith.ori %far, %m : i1
    %lowest = arith.constant 0xFF800000 : f32
    %r = arith.select %out, %lowest, %s : f32
    attn.yield %r : f32
  } : (!v) -> !v
  return %o : !v
}

// What depends on the key beyond its place, and a score of -inf under a
// normaliser to which that is a weight, leave the keys as they are.
// CHECK-LABEL: @by_key
// CHECK-NOT: scf.for %
// CHECK: attn.online_attention
func.func @by_key(%v: !v, %n: index, %mask: tensor<?xi32>) -> !v {
  %o = attn.attention %v queries(%n) score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    %m = tensor.extract %mask[%j] : tensor<?xi32>
    %q = arith.index_cast %i : index to i32
    %in = arith.cmpi sle, %m, %q : i32
    %lowest = arith.constant 0xFF800000 : f32
    %r = arith.select %in, %s, %lowest : f32
    attn.yield %r : f32
  } : (!v) -> !v
  return %o : !v
}

// CHECK-LABEL: @identity
// CHECK-NOT: scf.for %
// CHECK: attn.online_attention
func.func @identity(%v: !v, %n: index) -> !v {
  %o = attn.attention %v queries(%n) normalizer(#attn.identity) score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
    %in = arith.cmpi sle, %j, %i : index
    %lowest = arith.constant 0xFF800000 : f32
    %r = arith.select %in, %s, %lowest : f32
    attn.yield %r : f32
  } : (!v) -> !v
  return %o : !v
}
