//===- NormalizerChecks.h - what lowerings ask before they fold -*- C++ -*-===//

#ifndef ATTN_DIALECT_ATTN_IR_NORMALIZERCHECKS_H
#define ATTN_DIALECT_ATTN_IR_NORMALIZERCHECKS_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// A discardable attribute of the sweeps that were made of a plan, and of the op
/// with its last fold: the normaliser whose plan it was.
constexpr StringLiteral kPlanAttrName = "attn.plan";

/// Whether a score of -inf has weight 0 and therefore counts as excluded.
bool excludesMinusInfinity(NormalizerAttrInterface normalizer);

/// Whether scoreFactor() gives a factor.
bool scalesScores(NormalizerAttrInterface normalizer);

/// An error where a normaliser under `root` asks for what its op cannot know:
/// online_aggregate has no pattern and no lengths, so no count of visible keys.
LogicalResult checkVisibleKeys(Operation *root);

/// For a lowering that streams over the keys of a row: also where the normaliser
/// of an attn op under `root` has other passes than that.
LogicalResult checkRowFolds(Operation *root);

} // namespace mlir::attn

#endif // ATTN_DIALECT_ATTN_IR_NORMALIZERCHECKS_H
