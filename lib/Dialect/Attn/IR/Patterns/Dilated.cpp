//===- Dilated.cpp - every rate-th key of a band --------------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
DilatedPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                           int64_t rate, int64_t width) {
  return failure(failed(verifyParameter(emitError, "rate", rate, 1)) ||
                 failed(verifyParameter(emitError, "width", width, 1)));
}

Formula DilatedPatternAttr::getRelation(unsigned) const {
  AffineExpr d = queryExpr(getContext()) - keyExpr(getContext());
  int64_t reach = getRate() * getWidth() - 1;
  return Formula::conj({Formula::ge(d + reach), Formula::ge(reach - d),
                        Formula::eq(d % getRate())});
}
