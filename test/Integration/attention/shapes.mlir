// RUN: %run-all-targets %s
// REQUIRES: attn-run

// Queries of 48 heads' worth of groups, key heads of one; Dk != Dv; odd sizes.
// dims: 17,29,29
func.func @grouped(%q: tensor<2x12x?x20xf32>, %k: tensor<2x4x?x20xf32>,
    %v: tensor<2x4x?x7xf32>) -> tensor<2x12x?x7xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.causal)
    : (tensor<2x12x?x20xf32>, tensor<2x4x?x20xf32>, tensor<2x4x?x7xf32>)
    -> tensor<2x12x?x7xf32>
  return %o : tensor<2x12x?x7xf32>
}

// No query, no key, neither, no batch entry.
// dims: 2,0,2,5,2,5  2,5,2,0,2,0  1,0,1,0,1,0  0,4,0,4,0,4
func.func @nothing(%q: tensor<?x2x?x8xf32>, %k: tensor<?x2x?x8xf32>,
    %v: tensor<?x2x?x8xf32>) -> (tensor<?x2x?x8xf32>, tensor<?x2x?xf32>) {
  %o, %lse = attn.attention %q, %k, %v
    : (tensor<?x2x?x8xf32>, tensor<?x2x?x8xf32>, tensor<?x2x?x8xf32>)
    -> (tensor<?x2x?x8xf32>, tensor<?x2x?xf32>)
  return %o, %lse : tensor<?x2x?x8xf32>, tensor<?x2x?xf32>
}

// Head sizes of 1 and beyond 128.
func.func @head_sizes(%a: tensor<1x1x9x1xf32>, %b: tensor<1x1x9x160xf32>)
    -> (tensor<1x1x9x160xf32>, tensor<1x1x9x1xf32>) {
  %o = attn.attention %a, %a, %b
    : (tensor<1x1x9x1xf32>, tensor<1x1x9x1xf32>, tensor<1x1x9x160xf32>)
    -> tensor<1x1x9x160xf32>
  %p = attn.attention %b, %b, %a
    : (tensor<1x1x9x160xf32>, tensor<1x1x9x160xf32>, tensor<1x1x9x1xf32>)
    -> tensor<1x1x9x1xf32>
  return %o, %p : tensor<1x1x9x160xf32>, tensor<1x1x9x1xf32>
}

func.func @rank_2(%q: tensor<9x8xf32>, %k: tensor<13x8xf32>,
    %v: tensor<13x5xf32>) -> (tensor<9x5xf32>, tensor<9xf32>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    : (tensor<9x8xf32>, tensor<13x8xf32>, tensor<13x5xf32>)
    -> (tensor<9x5xf32>, tensor<9xf32>)
  return %o, %lse : tensor<9x5xf32>, tensor<9xf32>
}

// dims: 3,9,3,13,3,13
func.func @rank_3(%q: tensor<?x?x8xf32>, %k: tensor<?x?x8xf32>,
    %v: tensor<?x?x8xf32>) -> tensor<?x?x8xf32> {
  %o = attn.attention %q, %k, %v
    : (tensor<?x?x8xf32>, tensor<?x?x8xf32>, tensor<?x?x8xf32>)
    -> tensor<?x?x8xf32>
  return %o : tensor<?x?x8xf32>
}

// Heads inside; the log-sum-exp follows the output.
// dims: 2,33,2,33,2,33  1,1,1,1,1,1
func.func @bshd(%q: tensor<?x?x4x8xf32>, %k: tensor<?x?x2x8xf32>,
    %v: tensor<?x?x2x8xf32>) -> (tensor<?x?x4x8xf32>, tensor<?x?x4xf32>) {
  %o, %lse = attn.attention %q, %k, %v pattern(#attn.causal)
    maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, k, h, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, k, h, e)>,
          affine_map<(b, h, q, k, d, e) -> (b, q, h, e)>])
    : (tensor<?x?x4x8xf32>, tensor<?x?x2x8xf32>, tensor<?x?x2x8xf32>)
    -> (tensor<?x?x4x8xf32>, tensor<?x?x4xf32>)
  return %o, %lse : tensor<?x?x4x8xf32>, tensor<?x?x4xf32>
}

// Keys and values shared by batch entries and heads.
func.func @shared(%q: tensor<2x3x9x8xf32>, %k: tensor<13x8xf32>,
    %v: tensor<2x13x8xf32>) -> tensor<2x3x9x8xf32> {
  %o = attn.attention %q, %k, %v
    : (tensor<2x3x9x8xf32>, tensor<13x8xf32>, tensor<2x13x8xf32>)
    -> tensor<2x3x9x8xf32>
  return %o : tensor<2x3x9x8xf32>
}

// One projection for query, key and value, taken apart.
func.func @packed(%x: tensor<2x9x3x4x8xf32>) -> tensor<2x9x4x8xf32> {
  %q = tensor.extract_slice %x[0, 0, 0, 0, 0] [2, 9, 1, 4, 8] [1, 1, 1, 1, 1]
    : tensor<2x9x3x4x8xf32> to tensor<2x9x4x8xf32>
  %k = tensor.extract_slice %x[0, 0, 1, 0, 0] [2, 9, 1, 4, 8] [1, 1, 1, 1, 1]
    : tensor<2x9x3x4x8xf32> to tensor<2x9x4x8xf32>
  %v = tensor.extract_slice %x[0, 0, 2, 0, 0] [2, 9, 1, 4, 8] [1, 1, 1, 1, 1]
    : tensor<2x9x3x4x8xf32> to tensor<2x9x4x8xf32>
  %o = attn.attention %q, %k, %v
    maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, k, h, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, k, h, e)>,
          affine_map<(b, h, q, k, d, e) -> (b, q, h, e)>])
    : (tensor<2x9x4x8xf32>, tensor<2x9x4x8xf32>, tensor<2x9x4x8xf32>)
    -> tensor<2x9x4x8xf32>
  return %o : tensor<2x9x4x8xf32>
}

// The user's tiles, none of which divides anything.
// dims: 33,50,50
func.func @own_tiles(%q: tensor<1x4x?x16xf32>, %k: tensor<1x2x?x16xf32>,
    %v: tensor<1x2x?x16xf32>) -> tensor<1x4x?x16xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.window<left = 11, right = 2>)
    schedule(#attn.schedule<structure = "lane_query", tiles = [1, 1, 10, 7]>)
    : (tensor<1x4x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> tensor<1x4x?x16xf32>
  return %o : tensor<1x4x?x16xf32>
}

// Unit heads beside unit head sizes: which of the two a slice loses matters to
// vector code alone.
// dims: 2,9,2,9,2,9
func.func @bshd_head_size_1(%q: tensor<?x?x2x1xf32>, %k: tensor<?x?x1x1xf32>,
    %v: tensor<?x?x1x1xf32>) -> tensor<?x?x2x1xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.causal)
    maps([affine_map<(b, h, q, k, d, e) -> (b, q, h, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, k, h, d)>,
          affine_map<(b, h, q, k, d, e) -> (b, k, h, e)>,
          affine_map<(b, h, q, k, d, e) -> (b, q, h, e)>])
    : (tensor<?x?x2x1xf32>, tensor<?x?x1x1xf32>, tensor<?x?x1x1xf32>)
    -> tensor<?x?x2x1xf32>
  return %o : tensor<?x?x2x1xf32>
}

// Sizes of 0 that the types say.
func.func @no_keys(%q: tensor<1x2x3x8xf32>, %k: tensor<1x2x0x8xf32>, %v: tensor<1x2x0x5xf32>)
    -> (tensor<1x2x3x5xf32>, tensor<1x2x3xf32>, tensor<1x2x3x5xf32>) {
  %o, %lse = attn.attention %q, %k, %v
    : (tensor<1x2x3x8xf32>, tensor<1x2x0x8xf32>, tensor<1x2x0x5xf32>)
    -> (tensor<1x2x3x5xf32>, tensor<1x2x3xf32>)
  %u = attn.attention %q, %k, %v empty_rows(uniform)
    : (tensor<1x2x3x8xf32>, tensor<1x2x0x8xf32>, tensor<1x2x0x5xf32>) -> tensor<1x2x3x5xf32>
  return %o, %lse, %u : tensor<1x2x3x5xf32>, tensor<1x2x3xf32>, tensor<1x2x3x5xf32>
}

func.func @static_nothing(%q: tensor<1x2x0x8xf32>, %k: tensor<1x2x0x8xf32>, %v: tensor<1x2x0x8xf32>)
    -> (tensor<1x2x0x8xf32>, tensor<1x2x0xf32>) {
  %o, %lse = attn.attention %q, %k, %v
    : (tensor<1x2x0x8xf32>, tensor<1x2x0x8xf32>, tensor<1x2x0x8xf32>)
    -> (tensor<1x2x0x8xf32>, tensor<1x2x0xf32>)
  return %o, %lse : tensor<1x2x0x8xf32>, tensor<1x2x0xf32>
}
