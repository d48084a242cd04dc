// RUN: %run-all-targets %s
// REQUIRES: attn-run

// Lengths 64 divide a tile and 70, 7, 1 do not; more keys than queries, fewer.
// dims: 64,64,64  7,7,7  1,1,1  70,33,33  5,90,90
func.func @full(%q: tensor<1x2x?x16xf32>, %k: tensor<1x2x?x16xf32>,
    %v: tensor<1x2x?x16xf32>) -> tensor<1x2x?x16xf32> {
  %o = attn.attention %q, %k, %v
    : (tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> tensor<1x2x?x16xf32>
  return %o : tensor<1x2x?x16xf32>
}

// dims: 64,64,64  7,7,7  1,1,1  130,130,130  70,33,33  5,90,90
func.func @causal(%q: tensor<1x2x?x16xf32>, %k: tensor<1x2x?x16xf32>,
    %v: tensor<1x2x?x16xf32>) -> tensor<1x2x?x16xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.causal)
    : (tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>, tensor<1x2x?x16xf32>)
    -> tensor<1x2x?x16xf32>
  return %o : tensor<1x2x?x16xf32>
}

// dims: 200,200,200  9,9,9
func.func @window(%q: tensor<1x1x?x8xf32>, %k: tensor<1x1x?x8xf32>,
    %v: tensor<1x1x?x8xf32>) -> tensor<1x1x?x8xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.window<left = 31, right = 5>)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  return %o : tensor<1x1x?x8xf32>
}

// dims: 100,100,100  3,40,40
func.func @dynamic_window(%q: tensor<1x2x?x8xf32>, %k: tensor<1x1x?x8xf32>,
    %v: tensor<1x1x?x8xf32>, %w: index, %r: index) -> tensor<1x2x?x8xf32> {
  %o = attn.attention %q, %k, %v
    pattern(#attn.window<left = ?, right = ?>)[%w, %r]
    : (tensor<1x2x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x2x?x8xf32>
  return %o : tensor<1x2x?x8xf32>
}

// A prefix language model; a streaming window with sinks.
// dims: 100,100,100  4,4,4
func.func @unions(%q: tensor<1x1x?x8xf32>, %k: tensor<1x1x?x8xf32>,
    %v: tensor<1x1x?x8xf32>, %n: index)
    -> (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>) {
  %a = attn.attention %q, %k, %v
    pattern(#attn.union<[#attn.causal, #attn.prefix<?>]>)[%n]
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  %b = attn.attention %q, %k, %v
    pattern(#attn.union<[#attn.sink<3>, #attn.window<left = 17, right = 0>]>)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  return %a, %b : tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>
}

// dims: 100,100,100  4,4,4
func.func @complement(%q: tensor<1x1x?x8xf32>, %k: tensor<1x1x?x8xf32>,
    %v: tensor<1x1x?x8xf32>) -> (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>) {
  %a = attn.attention %q, %k, %v pattern(#attn.complement<#attn.causal>)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  %b = attn.attention %q, %k, %v
    pattern(#attn.intersect<[#attn.causal,
        #attn.complement<#attn.dilated<rate = 3, width = 5>>]>)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  return %a, %b : tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>
}

// dims: 100,100,100  5,5,5
func.func @blocks(%q: tensor<1x1x?x8xf32>, %k: tensor<1x1x?x8xf32>,
    %v: tensor<1x1x?x8xf32>) -> (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>) {
  %a = attn.attention %q, %k, %v pattern(#attn.block_local<24>)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  %b = attn.attention %q, %k, %v
    pattern(#attn.dilated<rate = 4, width = 6>)
    : (tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>)
    -> tensor<1x1x?x8xf32>
  return %a, %b : tensor<1x1x?x8xf32>, tensor<1x1x?x8xf32>
}

// By head: even heads look back, odd ones ahead; a document boundary.
// dims: 50,50,50
func.func @sets(%q: tensor<1x4x?x8xf32>, %k: tensor<1x2x?x8xf32>,
    %v: tensor<1x2x?x8xf32>, %n: index)
    -> (tensor<1x4x?x8xf32>, tensor<1x4x?x8xf32>) {
  %a = attn.attention %q, %k, %v
    pattern(#attn.union<[
      #attn.set<"(h, q, k) : (h mod 2 == 0, q - k >= 0)">,
      #attn.set<"(h, q, k) : (h mod 2 - 1 == 0, k - q >= 0)">]>)
    : (tensor<1x4x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>)
    -> tensor<1x4x?x8xf32>
  %b = attn.attention %q, %k, %v
    pattern(#attn.union<[
      #attn.set<"(q, k)[n] : (n - 1 - q >= 0, n - 1 - k >= 0, q - k >= 0)">,
      #attn.set<"(q, k)[n] : (q - n >= 0, k - n >= 0, q - k >= 0)">]>)[%n, %n]
    : (tensor<1x4x?x8xf32>, tensor<1x2x?x8xf32>, tensor<1x2x?x8xf32>)
    -> tensor<1x4x?x8xf32>
  return %a, %b : tensor<1x4x?x8xf32>, tensor<1x4x?x8xf32>
}
