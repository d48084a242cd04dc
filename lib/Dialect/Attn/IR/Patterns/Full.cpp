//===- Full.cpp - every pair ----------------------------------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

Formula FullPatternAttr::getRelation(unsigned) const {
  return Formula::getTrue(getContext());
}

Attribute FullPatternAttr::fit(const PatternFitQuery &query) {
  return FullPatternAttr::get(query.getContext());
}
