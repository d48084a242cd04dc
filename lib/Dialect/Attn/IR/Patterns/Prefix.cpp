//===- Prefix.cpp - keys that every query sees ----------------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
PrefixPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                          int64_t n) {
  return verifyParameter(emitError, "n", n, 0);
}

unsigned PrefixPatternAttr::getNumPatternOperands() const {
  return countDynamic({getN()});
}

Formula PrefixPatternAttr::getRelation(unsigned firstOperand) const {
  AffineExpr n = parameterExpr(getContext(), getN(), firstOperand);
  return Formula::ge(n - keyExpr(getContext()) - 1);
}

Attribute PrefixPatternAttr::fit(const PatternFitQuery &query) {
  auto sees = [&](int64_t k) { return query.contains(0, kProbeQuery, k); };
  if (!sees(0) || sees(kProbeQuery / 2))
    return {};
  int64_t low = 0, high = kProbeQuery / 2;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    (sees(middle) ? low : high) = middle;
  }
  return PrefixPatternAttr::get(query.getContext(), high);
}
