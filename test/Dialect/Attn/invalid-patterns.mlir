// One case a label of docs/Spec.md, of the patterns with several parameters.
// RUN: attn-opt %s --split-input-file --verify-diagnostics

// expected-error@+1 {{expected stride of at least 1, got 0}}
module @pattern_c2_strided_stride attributes {a.a = #attn.strided<stride = 0, local = 4>} {}

// -----

// expected-error@+1 {{expected local of at least 0, got -1}}
module @pattern_c2_strided_local attributes {a.a = #attn.strided<stride = 2, local = -1>} {}

// -----

// expected-error@+1 {{expected block of at least 1, got -9223372036854775808}}
module @pattern_c2_fixed_block attributes {a.a = #attn.fixed<block = -9223372036854775808, summary = 0>} {}

// -----

// expected-error@+1 {{expected summary of at least 0, got -4}}
module @pattern_c2_fixed_summary attributes {a.a = #attn.fixed<block = 8, summary = -4>} {}

// -----

// expected-error@+1 {{expected position of at least 0, got -2}}
module @pattern_c2_global_position attributes {a.a = #attn.global<[4, -2]>} {}

// -----

// expected-error@+1 {{expected kernel of at least 1, got -3}}
module @pattern_c2_neighborhood_kernel attributes {a.a = #attn.neighborhood<grid = [8, 8], kernel = [3, -3]>} {}

// -----

// expected-error@+1 {{expected dilation of at least 1, got 0}}
module @pattern_c2_neighborhood_dilation attributes {a.a = #attn.neighborhood<grid = [8], kernel = [3], dilation = [0]>} {}

// -----

// expected-error@+1 {{expected window of at least 1, got 0}}
module @pattern_c2_swin_window attributes {a.a = #attn.swin<grid = [8], window = [0]>} {}

// -----

// expected-error@+1 {{expected shift of at least 0, got -1}}
module @pattern_c2_swin_shift attributes {a.a = #attn.swin<grid = [8], window = [4], shift = [-1]>} {}

// -----

// expected-error@+1 {{expected summary of at most the block 8, got 9}}
module @fixed_c1_summary attributes {a.a = #attn.fixed<block = 8, summary = 9>} {}

// -----

// expected-error@+1 {{expected at least 1 position, got 0}}
module @global_c1_no_position attributes {a.a = #attn.global<[]>} {}

// -----

// expected-error@+1 {{expected a grid of 1 to 3 axes, got 4}}
module @grid_c1_axes attributes {a.a = #attn.swin<grid = [2, 2, 2, 2], window = [2, 2, 2, 2]>} {}

// -----

// expected-error@+1 {{expected grid sizes of at least 1 with at most 2147483648 places, got 0}}
module @grid_c2_empty attributes {a.a = #attn.neighborhood<grid = [0], kernel = [1]>} {}

// -----

// expected-error@+1 {{expected grid sizes of at least 1 with at most 2147483648 places, got 65536}}
module @grid_c2_many attributes {a.a = #attn.swin<grid = [65536, 65536], window = [8, 8]>} {}

// -----

// expected-error@+1 {{expected kernel with 2 values, got 1}}
module @grid_c3_kernel attributes {a.a = #attn.neighborhood<grid = [8, 8], kernel = [3]>} {}

// -----

// expected-error@+1 {{expected dilation with 2 values, got 1}}
module @grid_c3_dilation attributes {a.a = #attn.neighborhood<grid = [8, 8], kernel = [3, 3], dilation = [2]>} {}

// -----

// expected-error@+1 {{expected window with 2 values, got 3}}
module @grid_c3_window attributes {a.a = #attn.swin<grid = [8, 8], window = [2, 2, 2]>} {}

// -----

// expected-error@+1 {{expected shift with 1 values, got 2}}
module @grid_c3_shift attributes {a.a = #attn.swin<grid = [8], window = [2], shift = [1, 1]>} {}

// -----

// expected-error@+1 {{expected an odd kernel, got 4}}
module @neighborhood_c1_even attributes {a.a = #attn.neighborhood<grid = [8], kernel = [4]>} {}

// -----

// expected-error@+1 {{expected kernel times dilation of at most the grid's size 8, got 3 times 3}}
module @neighborhood_c2_wide attributes {a.a = #attn.neighborhood<grid = [8], kernel = [3], dilation = [3]>} {}

// -----

// expected-error@+1 {{expected a shift below the window 4, got 4}}
module @swin_c1_shift attributes {a.a = #attn.swin<grid = [8], window = [4], shift = [4]>} {}

// -----

// expected-error@+1 {{expected at least 1 pattern, got 0}}
module @combination_c1_per_head attributes {a.a = #attn.per_head<[]>} {}

// -----

// expected-error@+1 {{expected left of at most 2147483647, got 2147483648}}
module @pattern_c3_window attributes {a.a = #attn.window<left = 2147483648, right = 0>} {}

// -----

// expected-error@+1 {{expected rate of at most 2147483647, got 9223372036854775807}}
module @pattern_c3_rate attributes {a.a = #attn.dilated<rate = 9223372036854775807, width = 2>} {}

// -----

// expected-error@+1 {{expected at least one axis, one value of before and equally many digits for each, got 1 axes, 2 values, 2 digits}}
module @order_c1_before attributes {a.a = #attn.order<grid = [8], before = [0, 0], digits = [2, 4], permutation = [1, 0], classes = 1>} {}

// -----

// expected-error@+1 {{expected at least one axis, one value of before and equally many digits for each, got 2 axes, 2 values, 3 digits}}
module @order_c1_digits attributes {a.a = #attn.order<grid = [4, 4], before = [0, 0], digits = [4, 2, 2], permutation = [1, 0], classes = 1>} {}

// -----

// expected-error@+1 {{expected sizes of at least 1, before of at least 0 and at most 2147483648 places, got others}}
module @order_c2_size attributes {a.a = #attn.order<grid = [0], before = [0], digits = [2, 4], permutation = [1, 0], classes = 1>} {}

// -----

// expected-error@+1 {{expected sizes of at least 1, before of at least 0 and at most 2147483648 places, got others}}
module @order_c2_many attributes {a.a = #attn.order<grid = [8], before = [0], digits = [65536, 65536], permutation = [1, 0], classes = 1>} {}

// -----

// expected-error@+1 {{expected digits for 9 places, got 8}}
module @order_c3_digits attributes {a.a = #attn.order<grid = [8], before = [1], digits = [2, 4], permutation = [1, 0], classes = 1>} {}

// -----

// expected-error@+1 {{expected a permutation of 2 digits, got another list}}
module @order_c4_twice attributes {a.a = #attn.order<grid = [8], before = [0], digits = [2, 4], permutation = [0, 0], classes = 1>} {}

// -----

// expected-error@+1 {{expected between 0 and 2 digits of the class, got 3}}
module @order_c5_classes attributes {a.a = #attn.order<grid = [8], before = [0], digits = [2, 4], permutation = [1, 0], classes = 3>} {}

// -----

// expected-error@+1 {{expected keys with the classes of the queries' first digits, got 4 classes of keys and 1 of queries}}
module @reordered_c1_classes attributes {a.a = #attn.reordered<#attn.causal, queries = <grid = [8], before = [0], digits = [2, 4], permutation = [1, 0], classes = 0>, keys = <grid = [8], before = [0], digits = [2, 4], permutation = [1, 0], classes = 1>, group = 1>} {}

// -----

// expected-error@+1 {{expected a group of at least 1 head, got 0}}
module @reordered_c2_group attributes {a.a = #attn.reordered<#attn.causal, queries = <grid = [8], before = [0], digits = [2, 4], permutation = [1, 0], classes = 1>, keys = <grid = [8], before = [0], digits = [2, 4], permutation = [1, 0], classes = 1>, group = 0>} {}
