//===- ScoreBounds.h - keys that a score region excludes --------*- C++ -*-===//
//
// A region that yields -inf unless |k - q| <= reach[q] excludes keys by what it
// reads at run time. Of each row the bounds of the others are known before the
// loop over the keys:
//
//   k - q <= reach   and   q - k <= reach    =>    q - reach <= k <= q + reach
//
// and the tile needs the lowest and the highest of its rows. A condition that
// says nothing about k in this way leaves the keys as they are: bounds may be
// too wide, never too narrow.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_SCOREBOUNDS_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_SCOREBOUNDS_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// Narrows the one range of `op`, a tile on tensors, to keys that the score
/// region of some row of it does not exclude. True if it did.
bool narrowByScore(OpBuilder &b, OnlineAttentionOp op);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_SCOREBOUNDS_H
