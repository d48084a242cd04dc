//===- Window.cpp - a band of keys around the query -----------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
WindowPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                          int64_t left, int64_t right) {
  return failure(failed(verifyParameter(emitError, "left", left, 0)) ||
                 failed(verifyParameter(emitError, "right", right, 0)));
}

unsigned WindowPatternAttr::getNumPatternOperands() const {
  return countDynamic({getLeft(), getRight()});
}

Attribute WindowPatternAttr::bindOperand(unsigned index, int64_t value) const {
  int64_t parameters[] = {getLeft(), getRight()};
  bindDynamic(parameters, index, value);
  return getIfLegal<WindowPatternAttr>(getContext(), parameters[0],
                                       parameters[1]);
}

Formula WindowPatternAttr::getRelation(unsigned firstOperand) const {
  MLIRContext *context = getContext();
  AffineExpr q = queryExpr(context), k = keyExpr(context);
  AffineExpr left = parameterExpr(context, getLeft(), firstOperand);
  AffineExpr right = parameterExpr(context, getRight(), firstOperand);
  return Formula::ge(k - q + left) & Formula::ge(q + right - k);
}

Attribute WindowPatternAttr::fit(const PatternFitQuery &query) {
  std::optional<int64_t> left = probeReach(query, -1);
  std::optional<int64_t> right = probeReach(query, 1);
  if (!left || !right)
    return {};
  return WindowPatternAttr::get(query.getContext(), *left, *right);
}
