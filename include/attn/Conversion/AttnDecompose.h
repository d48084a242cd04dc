//===- AttnDecompose.h - unfused parts to linalg ----------------*- C++ -*-===//

#ifndef ATTN_CONVERSION_ATTNDECOMPOSE_H
#define ATTN_CONVERSION_ATTNDECOMPOSE_H

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace mlir::attn {

/// Patterns that rewrite the parts of an attention on tensors as
/// `linalg.generic`; states too unless `keepStates`.
void populateAttnDecomposePatterns(RewritePatternSet &patterns,
                                   bool keepStates = false);

} // namespace mlir::attn

#endif // ATTN_CONVERSION_ATTNDECOMPOSE_H
