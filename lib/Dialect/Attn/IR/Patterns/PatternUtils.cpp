//===- PatternUtils.cpp - what the patterns' files share ------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

std::optional<int64_t> mlir::attn::probeReach(const PatternFitQuery &query,
                                              int64_t step) {
  auto sees = [&](int64_t distance) {
    return query.contains(0, kProbeQuery, kProbeQuery + step * distance);
  };
  if (!sees(0))
    return std::nullopt;
  // Visible up to `low`, not from `high` on, if the keys are an interval; when
  // they are not, the caller's equality check refuses the guess.
  int64_t low = 0, high = kProbeQuery / 2;
  if (sees(high))
    return high;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    (sees(middle) ? low : high) = middle;
  }
  return low;
}
