// Score and combine regions as vector code, against the interpreter. Sizes are
// not multiples of a vector, so that every case has a tail.
// REQUIRES: attn-run
// RUN: attn-run %s --entry=bool_mask --target=cpu --random-args=1 --dims=53,75,75,53,75 --compare=interpret
// RUN: attn-run %s --entry=narrow_bias --target=cpu --random-args=2 --dims=53,75,75,53,75 --compare=interpret
// RUN: attn-run %s --entry=across --target=cpu --random-args=3 --dims=53,75,75,53 --compare=interpret
// RUN: attn-run %s --entry=distance_table --target=cpu --random-args=4 --dims=99 --compare=interpret
// RUN: attn-run %s --entry=excluded_reads --target=cpu --random-args=5 --dims=99 --compare=interpret
// RUN: attn-run %s --entry=loops --target=cpu --random-args=6 --dims=37,41,41 --compare=interpret
// RUN: attn-run %s --entry=perceptron --target=cpu --random-args=7 --dims=37,41,41 --compare=interpret
// RUN: attn-run %s --entry=soft_cap --target=cpu --random-args=8 --dims=37,41,41 --compare=interpret
// RUN: attn-run %s --entry=additive --target=cpu --random-args=9 --dims=37,41,41 --compare=interpret
// RUN: attn-run %s --entry=steep --target=cpu --random-args=10 --dims=700,700,700 --compare=interpret
// RUN: attn-run %s --entry=steep_causal --target=cpu --random-args=11 --dims=700,700,700 --compare=interpret

!q = tensor<1x2x?x24xf32>
!k = tensor<1x2x?x24xf32>

// A byte in memory, a bit in a vector.
func.func @bool_mask(%q: !q, %k: !k, %v: !k, %mask: tensor<?x?xi1>) -> !q {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %n = arith.constant 0xFF800000 : f32
      %m = tensor.extract %mask[%i, %j] : tensor<?x?xi1>
      %r = arith.select %m, %s, %n : f32
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

func.func @narrow_bias(%q: !q, %k: !k, %v: !k, %bias: tensor<?x?xbf16>) -> !q {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %x = tensor.extract %bias[%i, %j] : tensor<?x?xbf16>
      %y = arith.extf %x : bf16 to f32
      %r = arith.addf %s, %y : f32
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

// Contiguous in the query.
func.func @across(%q: !q, %k: !k, %v: !k, %bias: tensor<2x75x?xf32>) -> !q {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %x = tensor.extract %bias[%h, %j, %i] : tensor<2x75x?xf32>
      %r = arith.addf %s, %x : f32
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

// Relative positions: the table is read where the condition holds only.
func.func @distance_table(%q: !q, %k: !k, %v: !k, %t: tensor<8xf32>) -> !q {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %d = arith.subi %i, %j : index
      %zero = arith.constant 0 : index
      %eight = arith.constant 8 : index
      %low = arith.cmpi sge, %d, %zero : index
      %high = arith.cmpi slt, %d, %eight : index
      %near = arith.andi %low, %high : i1
      %x = scf.if %near -> f32 {
        %y = tensor.extract %t[%d] : tensor<8xf32>
        scf.yield %y : f32
      } else {
        %y = arith.constant -1.5 : f32
        scf.yield %y : f32
      }
      %r = arith.addf %s, %x : f32
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

// A pair that is excluded must not read: its index is out of bounds.
func.func @excluded_reads(%q: !q, %k: !k, %v: !k, %t: tensor<12xf32>) -> !q {
  %o = attn.attention %q, %k, %v pattern(#attn.window<left = 11, right = 0>)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %d = arith.subi %i, %j : index
      %x = tensor.extract %t[%d] : tensor<12xf32>
      %one = arith.constant 1 : index
      %e = arith.addi %d, %one : index
      %ratio = arith.divsi %i, %e : index
      %ri = arith.index_cast %ratio : index to i32
      %rf = arith.sitofp %ri : i32 to f32
      %c = arith.constant 0.01 : f32
      %rs = arith.mulf %rf, %c : f32
      %y = arith.addf %x, %rs : f32
      %r = arith.addf %s, %y : f32
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

// Trip counts that differ from query to query.
func.func @loops(%q: !q, %k: !k, %v: !k, %t: tensor<5xf32>) -> !q {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %zero = arith.constant 0 : index
      %two = arith.constant 2 : index
      %five = arith.constant 5 : index
      %n = arith.remui %i, %five : index
      %r = scf.for %x = %zero to %n step %two iter_args(%a = %s) -> f32 {
        %y = tensor.extract %t[%x] : tensor<5xf32>
        %z = arith.addf %a, %y : f32
        scf.yield %z : f32
      }
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

// A hidden layer over the score: a loop with uniform bounds.
func.func @perceptron(%q: !q, %k: !k, %v: !k, %w: tensor<6xf32>, %u: tensor<6xf32>) -> !q {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %zero = arith.constant 0 : index
      %one = arith.constant 1 : index
      %six = arith.constant 6 : index
      %f0 = arith.constant 0.0 : f32
      %r = scf.for %x = %zero to %six step %one iter_args(%a = %f0) -> f32 {
        %y = tensor.extract %w[%x] : tensor<6xf32>
        %z = tensor.extract %u[%x] : tensor<6xf32>
        %p = arith.mulf %s, %y : f32
        %g = arith.maximumf %p, %f0 : f32
        %t = arith.mulf %g, %z : f32
        %c = arith.addf %a, %t : f32
        scf.yield %c : f32
      }
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

func.func @soft_cap(%q: !q, %k: !k, %v: !k) -> !q {
  %o = attn.attention %q, %k, %v pattern(#attn.causal)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %c = arith.constant 5.0 : f32
      %x = arith.divf %s, %c : f32
      %y = math.tanh %x : f32
      %r = arith.mulf %y, %c : f32
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

// A product that is none: additive scores.
func.func @additive(%q: !q, %k: !k, %v: !k, %w: tensor<24xf32>) -> !q {
  %o = attn.attention %q, %k, %v scale(1.0)
    combine(%x: f32, %y: f32, %b: index, %h: index, %i: index, %j: index, %d: index) {
      %c = tensor.extract %w[%d] : tensor<24xf32>
      %z = arith.addf %x, %y : f32
      %t = math.tanh %z : f32
      %r = arith.mulf %t, %c : f32
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

// A bias that takes the scores far out of the range of f32 exponentials, up or
// down along the keys by the sign of the head's slope.
func.func @steep(%q: !q, %k: !k, %v: !k, %slope: tensor<2xf32>) -> !q {
  %o = attn.attention %q, %k, %v
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %m = tensor.extract %slope[%h] : tensor<2xf32>
      %d = arith.subi %j, %i : index
      %e = arith.index_cast %d : index to i32
      %f = arith.sitofp %e : i32 to f32
      %t = arith.mulf %m, %f : f32
      %r = arith.addf %s, %t : f32
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}

// Growing towards the diagonal, with a jump that no look at the ends of a block
// foretells.
func.func @steep_causal(%q: !q, %k: !k, %v: !k) -> !q {
  %o = attn.attention %q, %k, %v pattern(#attn.causal)
    score(%s: f32, %b: index, %h: index, %i: index, %j: index) {
      %c100 = arith.constant 100 : index
      %jump = arith.constant 300.0 : f32
      %none = arith.constant 0.0 : f32
      %slope = arith.constant 0.7 : f32
      %d = arith.subi %j, %i : index
      %e = arith.index_cast %d : index to i32
      %f = arith.sitofp %e : i32 to f32
      %t = arith.mulf %slope, %f : f32
      %x = arith.remsi %j, %c100 : index
      %c50 = arith.constant 50 : index
      %y = arith.cmpi eq, %x, %c50 : index
      %u = arith.select %y, %jump, %none : f32
      %w = arith.addf %t, %u : f32
      %r = arith.addf %s, %w : f32
      attn.yield %r : f32
    } : (!q, !k, !k) -> !q
  return %o : !q
}
