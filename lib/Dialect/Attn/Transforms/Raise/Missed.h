//===- Missed.h - why weights are not normalised scores ---------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_MISSED_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_MISSED_H

#include "ScalarExpr.h"

namespace mlir::attn {

/// Whether `weight` has an exponential that varies with the key, and something
/// that was summed over a dimension.
bool looksNormalized(ScalarExpr weight, AffineExpr key);

/// Whether `weights` are computed from a sum of exponentials, with whatever ops
/// between that are no products.
bool readsSoftmax(Value weights);

/// What in `weight` is not as a normaliser has it, as the end of a sentence, and
/// the op that it is; null if that is nothing in particular.
std::pair<Operation *, StringRef> explainWeight(ScalarExpr weight,
                                                AffineExpr key);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_MISSED_H
