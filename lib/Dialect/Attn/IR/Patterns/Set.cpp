//===- Set.cpp - an affine set written out --------------------------------===//

#include "PatternUtils.h"

using namespace mlir;
using namespace mlir::attn;

// The formula of `set` with its symbols at `firstOperand` and on.
static std::optional<Formula> toFormula(IntegerSet set, unsigned firstOperand,
                                        std::string &message) {
  SmallVector<AffineExpr> symbols;
  for (unsigned i = 0; i < set.getNumSymbols(); ++i)
    symbols.push_back(getAffineSymbolExpr(firstOperand + i, set.getContext()));
  return getFormula(set, symbols, message);
}

LogicalResult
SetPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                       IntegerSetAttr set) {
  IntegerSet value = set.getValue();
  if (value.getNumDims() != 2 && value.getNumDims() != 3) // set_c1
    return emitError() << "expected a set over (q, k) or (h, q, k), got "
                       << value.getNumDims() << " dimensions";
  std::string message;
  if (!toFormula(value, kFirstOperandSymbol, message)) // set_c2
    return emitError() << message;
  return success();
}

unsigned SetPatternAttr::getNumPatternOperands() const {
  return getSet().getValue().getNumSymbols();
}

Attribute SetPatternAttr::bindOperand(unsigned index, int64_t value) const {
  MLIRContext *context = getContext();
  IntegerSet set = getSet().getValue();
  SmallVector<AffineExpr> dims, symbols;
  for (unsigned i = 0; i < set.getNumDims(); ++i)
    dims.push_back(getAffineDimExpr(i, context));
  for (unsigned i = 0; i < set.getNumSymbols(); ++i)
    symbols.push_back(i == index
                          ? getAffineConstantExpr(value, context)
                          : getAffineSymbolExpr(i - (i > index), context));
  set = set.replaceDimsAndSymbols(dims, symbols, set.getNumDims(),
                                  set.getNumSymbols() - 1);
  return getIfLegal<SetPatternAttr>(context, IntegerSetAttr::get(set));
}

Formula SetPatternAttr::getRelation(unsigned firstOperand) const {
  std::string message;
  std::optional<Formula> formula =
      toFormula(getSet().getValue(), firstOperand, message);
  assert(formula && "checked by the verifier");
  return *formula;
}
