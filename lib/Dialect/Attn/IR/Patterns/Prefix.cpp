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

Attribute PrefixPatternAttr::bindOperand(unsigned, int64_t value) const {
  return getIfLegal<PrefixPatternAttr>(getContext(), value);
}

Formula PrefixPatternAttr::getRelation(unsigned firstOperand) const {
  AffineExpr n = parameterExpr(getContext(), getN(), firstOperand);
  return Formula::ge(n - keyExpr(getContext()) - 1);
}

Attribute PrefixPatternAttr::fit(const PatternFitQuery &query) {
  int64_t n = probeLength(query.getNumKeys(),
                          [&](int64_t k) { return query.contains(0, 0, k); });
  if (n == 0)
    return {};
  return PrefixPatternAttr::get(query.getContext(), n);
}
