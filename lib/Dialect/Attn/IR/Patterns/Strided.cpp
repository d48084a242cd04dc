//===- Strided.cpp - a local band and every stride-th key before it -------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
StridedPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                           int64_t stride, int64_t local) {
  return failure(failed(verifyConstant(emitError, "stride", stride, 1)) ||
                 failed(verifyParameter(emitError, "local", local, 0)));
}

unsigned StridedPatternAttr::getNumPatternOperands() const {
  return countDynamic({getLocal()});
}

Attribute StridedPatternAttr::bindOperand(unsigned, int64_t value) const {
  return getIfLegal<StridedPatternAttr>(getContext(), getStride(), value);
}

Formula StridedPatternAttr::getRelation(unsigned firstOperand) const {
  MLIRContext *context = getContext();
  AffineExpr d = queryExpr(context) - keyExpr(context);
  AffineExpr local = parameterExpr(context, getLocal(), firstOperand);
  return Formula::ge(d) &
         (Formula::ge(local - d) | Formula::eq(d % getStride()));
}

SmallVector<PatternOrder>
StridedPatternAttr::getOrders(int64_t numQueries, int64_t numKeys) const {
  if (getNumPatternOperands() != 0 || getStride() == 1)
    return {};
  // Beyond the local band, no pair joins two remainders modulo the stride.
  MLIRContext *context = getContext();
  return {{getResidueOrder(context, numQueries, getStride(), /*classes=*/1),
           getResidueOrder(context, numKeys, getStride(), /*classes=*/1),
           WindowPatternAttr::get(context, getLocal(), 0)}};
}
