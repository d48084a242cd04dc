//===- Plan.h - the sweeps of a normaliser of several passes ----*- C++ -*-===//

#ifndef ATTN_LIB_REFERENCE_PLAN_H
#define ATTN_LIB_REFERENCE_PLAN_H

#include "AttentionRows.h"

namespace mlir::attn::reference {

/// The visible pairs of one row.
template <typename Real>
struct RowScores {
  std::vector<int64_t> keys;
  std::vector<Real> scores;
  /// The scores as the sweeps before the last fold see them, which compute them
  /// again and round in their own order; empty where they are the same.
  std::vector<Real> sweptScores = {};

  Real getSwept(size_t pair) const {
    return sweptScores.empty() ? scores[pair] : sweptScores[pair];
  }
};

/// What folds the scores in the end: the normaliser itself without a plan.
NormalizerAttrInterface getFold(NormalizerAttrInterface normalizer);

/// Makes the rounds of `plan` over all rows of one batch entry and head, and
/// edits their scores into those that the last fold sees. Returns how many
/// sweeps that took, the last fold included.
template <typename Real>
int64_t runPlan(const NormalizerPlan &plan,
                MutableArrayRef<RowScores<Real>> rows, int64_t numKeys,
                Type accType, const Machine<Real> &machine);

} // namespace mlir::attn::reference

#endif // ATTN_LIB_REFERENCE_PLAN_H
