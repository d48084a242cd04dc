//===- Causal.cpp - k <= q ------------------------------------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

Formula CausalPatternAttr::getRelation(unsigned) const {
  return Formula::ge(queryExpr(getContext()) - keyExpr(getContext()));
}

Attribute CausalPatternAttr::fit(const PatternFitQuery &query) {
  return CausalPatternAttr::get(query.getContext());
}
