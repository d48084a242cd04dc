//===- NormalizerChecks.h - what lowerings ask before they fold -*- C++ -*-===//

#ifndef ATTN_DIALECT_ATTN_IR_NORMALIZERCHECKS_H
#define ATTN_DIALECT_ATTN_IR_NORMALIZERCHECKS_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// Whether a score of -inf has weight 0 and therefore counts as excluded.
bool excludesMinusInfinity(NormalizerAttrInterface normalizer);

/// Whether scoreFactor() gives a factor.
bool scalesScores(NormalizerAttrInterface normalizer);

/// For a lowering that streams over the keys of a row: an error where the
/// normaliser of an attn op has other passes than that, or where it asks for
/// what the op cannot know: online_aggregate has no pattern and no lengths, so
/// no count of visible keys. Ops without a normaliser pass.
LogicalResult checkRowFold(Operation *op);

/// checkRowFold() of all attn ops under `root`.
LogicalResult checkRowFolds(Operation *root);

} // namespace mlir::attn

#endif // ATTN_DIALECT_ATTN_IR_NORMALIZERCHECKS_H
