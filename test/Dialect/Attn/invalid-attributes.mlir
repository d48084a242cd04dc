// One case a label of docs/Spec.md.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{expected left of at least 0, got -1}}
module @pattern_c2_window_left attributes {a.a = #attn.window<left = -1, right = 0>} {}

// -----

// expected-error@+1 {{expected right of at least 0, got -2}}
module @pattern_c2_window_right attributes {a.a = #attn.window<left = ?, right = -2>} {}

// -----

// expected-error@+1 {{expected n of at least 0, got -1}}
module @pattern_c2_prefix attributes {a.a = #attn.prefix<-1>} {}

// -----

// expected-error@+1 {{expected n of at least 0, got -1}}
module @pattern_c2_sink attributes {a.a = #attn.sink<-1>} {}

// -----

// expected-error@+1 {{expected size of at least 1, got 0}}
module @pattern_c2_block_local attributes {a.a = #attn.block_local<0>} {}

// -----

// expected-error@+1 {{expected rate of at least 1, got 0}}
module @pattern_c2_dilated_rate attributes {a.a = #attn.dilated<rate = 0, width = 4>} {}

// -----

// expected-error@+1 {{expected width of at least 1, got 0}}
module @pattern_c2_dilated_width attributes {a.a = #attn.dilated<rate = 2, width = 0>} {}

// -----

// expected-error@+1 {{expected at least 1 pattern, got 0}}
module @combination_c1_union attributes {a.a = #attn.union<[]>} {}

// -----

// expected-error@+1 {{expected at least 1 pattern, got 0}}
module @combination_c1_intersect attributes {a.a = #attn.intersect<[]>} {}

// -----

// expected-error@+1 {{expected a set over (q, k) or (h, q, k), got 1 dimensions}}
module @set_c1_dimensions attributes {a.a = #attn.set<"(q) : (q >= 0)">} {}

// -----

// expected-error@+1 {{expected products with constants and divisions by positive constants, got d0 mod s0}}
module @set_c2_not_affine attributes {a.a = #attn.set<"(q, k)[n] : (q mod n == 0)">} {}

// -----

// expected-error@+1 {{expected expressions below 2^59 for positions to 2^30 and operands to 2^40, got d0 * 600000000 - d1}}
module @set_c3_coefficient attributes {a.a = #attn.set<"(q, k) : (q * 600000000 - k >= 0)">} {}

// -----

// expected-error@+1 {{expected expressions below 2^59 for positions to 2^30 and operands to 2^40, got d0 - s0 * 1000000}}
module @set_c3_operand attributes {a.a = #attn.set<"(q, k)[n] : (q - n * 1000000 >= 0)">} {}

// -----

// expected-error@+1 {{expected an affine set such as "(q, k) : (q - k >= 0)", got "(q, k"}}
module @set_syntax attributes {a.a = #attn.set<"(q, k">} {}

// -----

// expected-error@+1 {{expected p from 1 to 8, got 9}}
module @relu_pow_c1_power attributes {a.a = #attn.relu_pow<9>} {}

// -----

// expected-error@+1 {{expected p from 1 to 8, got 0}}
module @relu_moments_c1_power attributes {a.a = #attn.relu_moments<0, 3>} {}

// -----

// expected-error@+1 {{expected 1 to 8 points, got 9}}
module @relu_moments_c2_points attributes {a.a = #attn.relu_moments<1, 9>} {}

// -----

// expected-error@+1 {{expected 1 to 1000 iterations, got 0}}
module @sinkhorn_c1_iterations attributes {a.a = #attn.sinkhorn<0>} {}

// -----

// expected-error@+1 {{expected 4 tile sizes (batch, head, query, key), got 3}}
module @schedule_c1_tiles attributes {a.a = #attn.schedule<structure = "s", tiles = [1, 1, 64]>} {}

// -----

// expected-error@+1 {{expected tile sizes of at least 1, got 0}}
module @schedule_c2_size attributes {a.a = #attn.schedule<structure = "s", tiles = [1, 1, 64, 0]>} {}

// -----

// expected-error@+1 {{expected key_split of at least 1, got 0}}
module @schedule_c3_split attributes {a.a = #attn.schedule<structure = "s", tiles = [1, 1, 64, 64], key_split = 0>} {}

// -----

// expected-error@+1 {{expected stages of at least 1, got 0}}
module @schedule_c4_stages attributes {a.a = #attn.schedule<structure = "s", tiles = [1, 1, 64, 64], stages = 0>} {}

// -----

// expected-error @below {{expected key_split of at most 1024, got 1025}}
module @schedule_c5_split attributes {a.a = #attn.schedule<structure = "s", tiles = [1, 1, 64, 64], key_split = 1025>} {}
