//===- Transposed.cpp - a pattern with queries and keys exchanged ---------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

unsigned TransposedPatternAttr::getNumPatternOperands() const {
  return getPattern().getNumPatternOperands();
}
Attribute TransposedPatternAttr::bindOperand(unsigned index,
                                             int64_t value) const {
  auto pattern = dyn_cast_if_present<PatternAttrInterface>(
      getPattern().bindOperand(index, value));
  return pattern ? Attribute(get(getContext(), pattern)) : Attribute();
}

// Here the query is the other's key minus the other's offset, which is minus
// this one's.
Formula TransposedPatternAttr::getRelation(unsigned firstOperand) const {
  MLIRContext *context = getContext();
  AffineExpr offset = getAffineSymbolExpr(kQueryOffsetSymbol, context);
  AffineExpr dims[] = {headExpr(context), keyExpr(context) - offset,
                       queryExpr(context) - offset};
  AffineExpr symbols[] = {getAffineSymbolExpr(kNumKeysSymbol, context),
                          getAffineSymbolExpr(kNumQueriesSymbol, context),
                          -offset};
  return getPattern().getRelation(firstOperand).replace(dims, symbols);
}
