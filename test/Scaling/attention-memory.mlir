// Memory grows with N, as inputs and output do, and no tensor is N x N: that
// would be 1 GiB here. 16 MiB are left to the allocator and the stacks.
// RUN: attn-run %s --entry=causal --target=cpu --random-args=1 --dims=64 --bench=1 > %t.small
// RUN: attn-run %s --entry=causal --target=cpu --random-args=1 --dims=16384 --bench=1 > %t.large
// RUN: %python %S/Inputs/check_memory.py %t.small %t.large 16

func.func @causal(%q: tensor<1x1x?x64xf32>, %k: tensor<1x1x?x64xf32>, %v: tensor<1x1x?x64xf32>) -> tensor<1x1x?x64xf32> {
  %o = attn.attention %q, %k, %v pattern(#attn.causal)
    : (tensor<1x1x?x64xf32>, tensor<1x1x?x64xf32>, tensor<1x1x?x64xf32>) -> tensor<1x1x?x64xf32>
  return %o : tensor<1x1x?x64xf32>
}

// Normalisers of several passes: a few numbers a row, and no scores kept.
// RUN: attn-run %s --entry=sweeps --target=cpu --random-args=1 --dims=64 --bench=1 > %t.small
// RUN: attn-run %s --entry=sweeps --target=cpu --random-args=1 --dims=16384 --bench=1 > %t.large
// RUN: %python %S/Inputs/check_memory.py %t.small %t.large 16

func.func @sweeps(%q: tensor<1x1x?x64xf32>, %k: tensor<1x1x?x64xf32>, %v: tensor<1x1x?x64xf32>) -> tensor<1x1x?x64xf32> {
  %a = attn.attention %q, %k, %v pattern(#attn.window<left = 500, right = 500>) normalizer(#attn.sinkhorn<3>)
    : (tensor<1x1x?x64xf32>, tensor<1x1x?x64xf32>, tensor<1x1x?x64xf32>) -> tensor<1x1x?x64xf32>
  %o = attn.attention %q, %k, %a pattern(#attn.window<left = 500, right = 500>) normalizer(#attn.sparsemax)
    : (tensor<1x1x?x64xf32>, tensor<1x1x?x64xf32>, tensor<1x1x?x64xf32>) -> tensor<1x1x?x64xf32>
  return %o : tensor<1x1x?x64xf32>
}
