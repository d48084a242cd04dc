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

/// A position has a q_offset added, operands are within 2^40 (docs/Spec.md);
/// expressions must stay below 2^59, so that a few of them add up in 64 bits.
static constexpr uint64_t kMaxDim = 2 * kMaxPosition;
static constexpr uint64_t kMaxOperand = kMaxPatternOperand;
static constexpr uint64_t kMaxValue = uint64_t(1) << 59;

/// The largest magnitude on the way to the value of `expr`.
static uint64_t getLargest(AffineExpr expr) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    // In unsigned numbers, where the negative of the least one exists.
    uint64_t bits = constant.getValue();
    return constant.getValue() < 0 ? -bits : bits;
  }
  if (isa<AffineDimExpr>(expr))
    return kMaxDim;
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return kMaxOperand;
  uint64_t lhs = getLargest(binary.getLHS()), rhs = getLargest(binary.getRHS());
  if (expr.getKind() == AffineExprKind::Add)
    return llvm::SaturatingAdd(lhs, rhs);
  if (expr.getKind() == AffineExprKind::Mul)
    return llvm::SaturatingMultiply(lhs, rhs);
  return std::max(lhs, rhs);
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
  for (AffineExpr expr : value.getConstraints())
    if (getLargest(expr) > kMaxValue) { // set_c3
      llvm::raw_string_ostream(message) << expr;
      return emitError() << "expected expressions below 2^59 for positions to "
                            "2^30 and operands to 2^40, got "
                         << message;
    }
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
