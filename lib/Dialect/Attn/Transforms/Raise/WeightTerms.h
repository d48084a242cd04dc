//===- WeightTerms.h - weights as a sum of normalised scores ----*- C++ -*-===//
//
// The second product of an attention is linear in its weights: where these are
// c1 P1 + c2 P2 with normalised P and c that have one value for a row, the output
// is c1 O1 + c2 O2, and no weight need be kept.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_WEIGHTTERMS_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_WEIGHTTERMS_H

#include "WeightView.h"

namespace mlir::attn {

/// A factor of a weight that does not depend on the key.
struct RowFactor {
  ScalarExpr expr;
  bool divides;
};

/// +-(product of the factors) * normaliser(score).
struct WeightTerm {
  bool isNegative = false;
  SmallVector<RowFactor> factors;
  UnfusedMatch normalizer;
  ScalarExpr score = nullptr;
};

/// `root` as such a sum, std::nullopt if a summand is no normalised score.
std::optional<SmallVector<WeightTerm>> splitWeight(ElementTrace &trace,
                                                   ScalarExpr root,
                                                   AffineExpr query,
                                                   AffineExpr key);

/// Whether the weight of a pair depends on that pair's score alone, and is 0 for
/// a score of -inf.
bool isPairwise(const UnfusedMatch &match);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_WEIGHTTERMS_H
