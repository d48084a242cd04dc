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
    Nq x Nk. Fused operations stay as they are.

    Example:
    ```mlir
    %s = attn.scores %q, %k
      : (tensor<1x2x8x16xf32>, tensor<1x2x8x16xf32>) -> tensor<1x2x8x8xf32>
    // becomes
    %dots = linalg.generic ... outs(%zero : tensor<1x2x8x8xf32>)
    %s = linalg.generic ... ins(%dots : tensor<1x2x8x8xf32>)
    ```
  }];
  let dependentDialects = ["arith::ArithDialect", "linalg::LinalgDialect",
                           "math::MathDialect", "tensor::TensorDialect"];
}

#endif // ATTN_CONVERSION_PASSES_TD
