//===- Sink.cpp - the first keys ------------------------------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
SinkPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                        int64_t n) {
  return verifyParameter(emitError, "n", n, 0);
}

unsigned SinkPatternAttr::getNumPatternOperands() const {
  return countDynamic({getN()});
}

Attribute SinkPatternAttr::bindOperand(unsigned, int64_t value) const {
  return getIfLegal<SinkPatternAttr>(getContext(), value);
}

Formula SinkPatternAttr::getRelation(unsigned firstOperand) const {
  MLIRContext *context = getContext();
  AffineExpr n = parameterExpr(context, getN(), firstOperand);
  AffineExpr k = keyExpr(context);
  return Formula::ge(n - k - 1) & Formula::ge(queryExpr(context) - k);
}
