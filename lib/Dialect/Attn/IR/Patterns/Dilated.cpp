//===- Dilated.cpp - every rate-th key of a band --------------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
DilatedPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                           int64_t rate, int64_t width) {
  return failure(failed(verifyConstant(emitError, "rate", rate, 1)) ||
                 failed(verifyParameter(emitError, "width", width, 1)));
}

unsigned DilatedPatternAttr::getNumPatternOperands() const {
  return countDynamic({getWidth()});
}

Attribute DilatedPatternAttr::bindOperand(unsigned, int64_t value) const {
  return getIfLegal<DilatedPatternAttr>(getContext(), getRate(), value);
}

Formula DilatedPatternAttr::getRelation(unsigned firstOperand) const {
  MLIRContext *context = getContext();
  AffineExpr d = queryExpr(context) - keyExpr(context);
  AffineExpr width = parameterExpr(context, getWidth(), firstOperand);
  AffineExpr reach = width * getRate() - 1;
  return Formula::conj({Formula::ge(d + reach), Formula::ge(reach - d),
                        Formula::eq(d % getRate())});
}

SmallVector<PatternOrder>
DilatedPatternAttr::getOrders(int64_t numQueries, int64_t numKeys) const {
  // Classes are the remainders modulo the rate; inside one it is a window.
  if (getRate() == 1)
    return {};
  return {{getResidueOrder(getContext(), numQueries, getRate(), /*classes=*/1),
           getResidueOrder(getContext(), numKeys, getRate(), /*classes=*/1),
           {}}};
}
