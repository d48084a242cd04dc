//===- BlockLocal.cpp - blocks that look at themselves --------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
BlockLocalPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                              int64_t size) {
  return verifyConstant(emitError, "size", size, 1);
}

Formula BlockLocalPatternAttr::getRelation(unsigned) const {
  AffineExpr q = queryExpr(getContext()), k = keyExpr(getContext());
  return Formula::eq(q.floorDiv(getSize()) - k.floorDiv(getSize()));
}

Attribute BlockLocalPatternAttr::fit(const PatternFitQuery &query) {
  // Query 0 sees exactly the keys of the first block.
  int64_t size = probeLength(
      query.getNumKeys(), [&](int64_t k) { return query.contains(0, 0, k); });
  if (size == 0)
    return {};
  return BlockLocalPatternAttr::get(query.getContext(), size);
}
