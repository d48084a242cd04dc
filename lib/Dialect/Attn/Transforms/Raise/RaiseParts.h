//===- RaiseParts.h - attention in three parts ------------------*- C++ -*-===//
//
// Scores or weights that are edited by ops which look at other pairs (mixed
// heads, a convolution over keys, weights that are masked without being
// normalised again) fit in no region. Then the product of queries and keys, the
// softmax and the product with the values become attn.scores, attn.normalize and
// attn.aggregate, and what stands between them stays.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_RAISEPARTS_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_RAISEPARTS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {

/// Whether the weights of the product `anchor` come from a normaliser, so that
/// its parts can be raised.
bool canRaiseParts(linalg::LinalgOp anchor);

/// Raises the parts of the attention whose last product is `anchor`. Fails,
/// changing nothing, if its weights do not come from a normaliser.
LogicalResult raiseParts(RewriterBase &rewriter, linalg::LinalgOp anchor);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_RAISEPARTS_H
