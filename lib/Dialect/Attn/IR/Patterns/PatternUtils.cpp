//===- PatternUtils.cpp - what the patterns' files share ------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

int64_t mlir::attn::probeLength(int64_t limit,
                                function_ref<bool(int64_t)> holds) {
  if (limit <= 0 || !holds(0))
    return 0;
  if (holds(limit - 1))
    return limit;
  int64_t low = 0, high = limit - 1;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    (holds(middle) ? low : high) = middle;
  }
  return high;
}

std::optional<int64_t> mlir::attn::probeReach(const PatternFitQuery &query,
                                              int64_t step) {
  int64_t numKeys = query.getNumKeys();
  int64_t q = step < 0 ? std::min(query.getNumQueries(), numKeys) - 1 : 0;
  int64_t length =
      probeLength(step < 0 ? q + 1 : numKeys, [&](int64_t distance) {
        return query.contains(0, q, q + step * distance);
      });
  if (length == 0)
    return std::nullopt;
  return length - 1;
}

OrderAttr mlir::attn::getResidueOrder(MLIRContext *context, int64_t size,
                                      int64_t modulus, int64_t classes) {
  return OrderAttr::get(context, {size}, {0},
                        {llvm::divideCeilSigned(size, modulus), modulus},
                        {1, 0}, classes);
}

OrderAttr mlir::attn::getNaturalOrder(MLIRContext *context, int64_t size) {
  return OrderAttr::get(context, {size}, {0}, {size}, {0}, /*classes=*/0);
}
