//===- Global.cpp - tokens that see all and that all see ------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
GlobalPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                          ArrayRef<int64_t> positions) {
  if (positions.empty()) // global_c1
    return emitError() << "expected at least 1 position, got 0";
  for (int64_t position : positions)
    if (failed(verifyParameter(emitError, "position", position, 0)))
      return failure();
  return success();
}

unsigned GlobalPatternAttr::getNumPatternOperands() const {
  return countDynamic(getPositions());
}

Attribute GlobalPatternAttr::bindOperand(unsigned index, int64_t value) const {
  SmallVector<int64_t> positions(getPositions());
  bindDynamic(positions, index, value);
  return getIfLegal<GlobalPatternAttr>(getContext(), ArrayRef(positions));
}

Formula GlobalPatternAttr::getRelation(unsigned firstOperand) const {
  MLIRContext *context = getContext();
  AffineExpr q = queryExpr(context), k = keyExpr(context);
  // Neighbouring positions are one range: fewer pieces, cheaper predicates.
  SmallVector<int64_t> known;
  SmallVector<Formula> parts;
  auto add = [&](AffineExpr first, AffineExpr last) {
    for (AffineExpr at : {k, q})
      parts.push_back(Formula::ge(at - first) & Formula::ge(last - at));
  };
  for (int64_t position : getPositions()) {
    if (!ShapedType::isDynamic(position)) {
      known.push_back(position);
      continue;
    }
    AffineExpr here = parameterExpr(context, position, firstOperand);
    add(here, here);
  }
  llvm::sort(known);
  for (size_t i = 0, end; i < known.size(); i = end) {
    end = i + 1;
    while (end < known.size() && known[end] <= known[end - 1] + 1)
      ++end;
    add(getAffineConstantExpr(known[i], context),
        getAffineConstantExpr(known[end - 1], context));
  }
  return Formula::disj(parts);
}
