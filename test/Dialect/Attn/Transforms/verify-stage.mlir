// RUN: split-file %s %t
// RUN: attn-opt %t/graph.mlir --attn-verify-stage="stage=graph" -o /dev/null
// RUN: not attn-opt %t/graph.mlir --attn-verify-stage="stage=scheduled" 2>&1 | FileCheck %s --check-prefix=SCHEDULED
// RUN: not attn-opt %t/graph.mlir --attn-verify-stage="stage=tiled" 2>&1 | FileCheck %s --check-prefix=TILED
// RUN: not attn-opt %t/graph.mlir --attn-verify-stage="stage=bufferized" 2>&1 | FileCheck %s --check-prefix=BUFFERIZED
// RUN: not attn-opt %t/tile.mlir --attn-verify-stage="stage=lowered" 2>&1 | FileCheck %s --check-prefix=LOWERED
// RUN: not attn-opt %t/tile.mlir --attn-verify-stage="stage=llvm" 2>&1 | FileCheck %s --check-prefix=LLVM
// RUN: not attn-opt %t/pool.mlir --attn-verify-stage="stage=fused" 2>&1 | FileCheck %s --check-prefix=FUSED
// RUN: not attn-opt %t/graph.mlir --attn-verify-stage="stage=none" 2>&1 | FileCheck %s --check-prefix=NAME

// SCHEDULED: graph.mlir:2:{{.*}} error: expected none of its kind after stage 'scheduled', got an attention without a schedule ('attn.attention')
// TILED: error: expected none of its kind after stage 'tiled', got a graph-level operation ('attn.attention')
// BUFFERIZED: error: expected none of its kind after stage 'bufferized', got a tensor ('attn.attention')
// LOWERED: error: expected none of its kind after stage 'lowered', got an attn operation ('attn.finalize')
// LLVM: error: expected none of its kind after stage 'llvm', got an operation outside the LLVM dialect
// FUSED: error: expected none of its kind after stage 'fused', got a context pool that is not an attention yet
// NAME: error: expected a stage, got 'none'

//--- graph.mlir
func.func @graph(%q: tensor<9x8xf32>) -> tensor<9x8xf32> {
  %o = attn.attention %q, %q, %q : (tensor<9x8xf32>, tensor<9x8xf32>, tensor<9x8xf32>) -> tensor<9x8xf32>
  return %o : tensor<9x8xf32>
}

//--- tile.mlir
func.func @tile(%a: memref<1x4x8xf32>, %m: memref<1x4xf32>) {
  attn.finalize ins(%a, %m, %m) outs(%a) : (memref<1x4x8xf32>, memref<1x4xf32>, memref<1x4xf32>) -> (memref<1x4x8xf32>)
  return
}

//--- pool.mlir
func.func @pool(%x: tensor<1x9x8xf32>, %w: tensor<1x9xf32>) -> tensor<1x9x8xf32> {
  %y = attn.context_pool %x, %w, %w : tensor<1x9x8xf32>, tensor<1x9xf32>, tensor<1x9xf32>
  return %y : tensor<1x9x8xf32>
}
