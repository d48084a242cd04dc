//===- AttnToLinalg.h - tile operations to plain loops ----------*- C++ -*-===//

#ifndef ATTN_CONVERSION_ATTNTOLINALG_H
#define ATTN_CONVERSION_ATTNTOLINALG_H

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace mlir::attn {

/// Patterns that rewrite tile operations on memrefs as `scf.for` nests.
void populateAttnToLinalgPatterns(RewritePatternSet &patterns);

} // namespace mlir::attn

#endif // ATTN_CONVERSION_ATTNTOLINALG_H
