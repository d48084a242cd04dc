//===- Fixed.cpp - the own block and summaries of earlier ones ------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
FixedPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                         int64_t block, int64_t summary) {
  if (failed(verifyConstant(emitError, "block", block, 1)) ||
      failed(verifyParameter(emitError, "summary", summary, 0)))
    return failure();
  if (!ShapedType::isDynamic(summary) && summary > block) // fixed_c1
    return emitError() << "expected summary of at most the block " << block
                       << ", got " << summary;
  return success();
}

unsigned FixedPatternAttr::getNumPatternOperands() const {
  return countDynamic({getSummary()});
}

Attribute FixedPatternAttr::bindOperand(unsigned, int64_t value) const {
  return getIfLegal<FixedPatternAttr>(getContext(), getBlock(), value);
}

Formula FixedPatternAttr::getRelation(unsigned firstOperand) const {
  MLIRContext *context = getContext();
  AffineExpr q = queryExpr(context), k = keyExpr(context);
  AffineExpr summary = parameterExpr(context, getSummary(), firstOperand);
  int64_t block = getBlock();
  return Formula::ge(q - k) &
         (Formula::eq(q.floorDiv(block) - k.floorDiv(block)) |
          Formula::ge(k % block - block + summary));
}

SmallVector<PatternOrder>
FixedPatternAttr::getOrders(int64_t numQueries, int64_t numKeys) const {
  if (getNumPatternOperands() != 0)
    return {};
  // Beyond the own block, the summaries stand together once the keys are in
  // the order of their places in the block.
  MLIRContext *context = getContext();
  return {{getNaturalOrder(context, numQueries),
           getResidueOrder(context, numKeys, getBlock(), /*classes=*/0),
           BlockLocalPatternAttr::get(context, getBlock())}};
}
