//===- Fuse.h - the parts of attn-fuse --------------------------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_FUSE_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_FUSE_H

#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {

/// attn.context_pool becomes attn.attention without queries and keys.
void populateContextPoolPatterns(RewritePatternSet &patterns);

/// attn.scores, elementwise ops on scores, attn.normalize and attn.aggregate
/// become one attn.attention.
void populateFuseScoresPatterns(RewritePatternSet &patterns);

/// Transposes of the output alone.
void populateFoldOutputPatterns(RewritePatternSet &patterns);

/// Constant factors, transposes and reshapes of the operands and transposes of
/// the output go into the scale and the indexing maps.
void populateFoldOperandPatterns(RewritePatternSet &patterns);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_FUSE_H
