//===- Passes.td - conversions out of the attn dialect -------*- tablegen -*-===//

#ifndef ATTN_CONVERSION_PASSES_TD
#define ATTN_CONVERSION_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertAttnToLinalg : Pass<"convert-attn-to-linalg"> {
  let summary = "Lower tile operations on memrefs to plain loops over scalars";
  let description = [{
    Requires: no attn operation but `attn.online_attention`,
    `attn.online_aggregate` and `attn.finalize` on memrefs.

    Ensures: no attn operation. Each becomes a nest of `scf.for` over heads,
    rows, keys and the inner dimension that follows docs/Spec.md word by word:
    a pair that the pattern excludes is neither scored nor aggregated. Nothing
    is vectorised or parallel; this is the portable fallback and a numerical
    path that shares no code with the vector one.

    Example:
    ```mlir
    attn.finalize ins(%acc, %m, %l) outs(%o)
      : (memref<1x4x8xf32>, memref<1x4xf32>, memref<1x4xf32>)
      -> (memref<1x4x8xf32>)
    // becomes, for every head %h and row %i,
    %mi = memref.load %m[%h, %i] : memref<1x4xf32>
    %li = memref.load %l[%h, %i] : memref<1x4xf32>
    %r = arith.divf %one, %li : f32
    scf.for %e = %c0 to %c8 step %c1 {
      %a = memref.load %acc[%h, %i, %e] : memref<1x4x8xf32>
      %x = arith.mulf %a, %r : f32
      memref.store %x, %o[%h, %i, %e] : memref<1x4x8xf32>
    }
    ```
  }];
  let dependentDialects = ["arith::ArithDialect", "math::MathDialect",
                           "memref::MemRefDialect", "scf::SCFDialect"];
}

def AttnDecompose : Pass<"attn-decompose"> {
  let summary = "Rewrite the parts of an attention that were not fused";
  let description = [{
    Requires: tensors.

    Ensures: no `attn.scores`, `attn.normalize`, `attn.aggregate` and
    `attn.merge`, and no `attn.finalize` on tensors of rank 4 (the ones that
    stand outside tiles): they become `linalg.generic` on dense tensors of
    Nq x Nk. Fused operations stay as they are. With `keep-states` so do merge
    and finalize, for attn-tile to continue states.

    Example:
    ```mlir
    %s = attn.scores %q, %k
      : (tensor<1x2x8x16xf32>, tensor<1x2x8x16xf32>) -> tensor<1x2x8x8xf32>
    // becomes
    %dots = linalg.generic ... outs(%zero : tensor<1x2x8x8xf32>)
    %s = linalg.generic ... ins(%dots : tensor<1x2x8x8xf32>)
    ```
  }];
  let options = [
    Option<"keepStates", "keep-states", "bool", "false",
           "Leave attn.merge and attn.finalize">,
  ];
  let dependentDialects = ["arith::ArithDialect", "linalg::LinalgDialect",
                           "math::MathDialect", "tensor::TensorDialect"];
}

def AttnTileParts : Pass<"attn-tile-parts"> {
  let summary = "Tile the parts of an attention and what stands between them";
  let description = [{
    Requires: tensors.

    Ensures: where `attn.aggregate` reads, through linalg, padding, joining and
    reshapes, what `attn.normalize` made, and that what `attn.scores` made in the
    same way, all of it is one `scf.forall` over (batch entry, head, query tile)
    with sweeps over tiles of keys, and nothing of extent Nq x Nk is made. Heads
    are together in a tile where something mixes them. A tile of what a
    convolution over the keys reads is larger than the tile of its result by the
    convolution's reach. Tiles of keys that the patterns leave empty are skipped.

    One sweep keeps a running state where weights go to the values as they are.
    Where something changes the final weights, a sweep finds the states of the
    rows and another one makes the scores again. With `report-missed` a remark says
    why parts stay as they are.

    ```mlir
    %s = attn.scores %q, %k : ...
    %x = linalg.conv_2d_nchw_fchw ins(%padded, %w : ...) ...
    %p = attn.normalize %x pattern(#attn.causal) : ...
    %o = attn.aggregate %p, %v : ...
    // becomes
    scf.forall (%b, %h, %q0) = (0, 0, 0) to (1, 12, 2048) step (1, 12, 64) {
      %r:3 = scf.for %k0 = %lo to %hi step %c64 iter_args(..) {
        // scores of the keys [%k0 - 2, %k0 + 66), the convolution, the fold
    ```
  }];
  let options = [
    Option<"queryTile", "query-tile", "int64_t", "64", "Queries of a tile">,
    Option<"keyTile", "key-tile", "int64_t", "64", "Keys of a tile">,
    Option<"reportMissed", "report-missed", "bool", "false",
           "Emit a remark where parts stay apart">,
  ];
  let statistics = [
    Statistic<"numTiled", "num-tiled", "attentions tiled from their parts">,
  ];
  let dependentDialects = ["attn::AttnDialect", "arith::ArithDialect",
                           "func::FuncDialect", "linalg::LinalgDialect",
                           "math::MathDialect", "scf::SCFDialect",
                           "tensor::TensorDialect"];
}

#endif // ATTN_CONVERSION_PASSES_TD
