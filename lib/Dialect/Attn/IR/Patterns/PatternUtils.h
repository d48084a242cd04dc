//===- PatternUtils.h - what the patterns' files share ----------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_IR_PATTERNS_PATTERNUTILS_H
#define ATTN_LIB_DIALECT_ATTN_IR_PATTERNS_PATTERNUTILS_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

inline AffineExpr headExpr(MLIRContext *context) {
  return getAffineDimExpr(kHeadDim, context);
}
inline AffineExpr queryExpr(MLIRContext *context) {
  return getAffineDimExpr(kQueryDim, context);
}
inline AffineExpr keyExpr(MLIRContext *context) {
  return getAffineDimExpr(kKeyDim, context);
}

/// A parameter as an expression: its value, or for `?` the next operand's
/// symbol, which `nextOperand` then moves past.
inline AffineExpr parameterExpr(MLIRContext *context, int64_t value,
                                unsigned &nextOperand) {
  if (ShapedType::isDynamic(value))
    return getAffineSymbolExpr(nextOperand++, context);
  return getAffineConstantExpr(value, context);
}

/// pattern_c2: a parameter is `?` or at least `lowest`.
inline LogicalResult
verifyParameter(function_ref<InFlightDiagnostic()> emitError, StringRef name,
                int64_t value, int64_t lowest) {
  if (ShapedType::isDynamic(value) || value >= lowest)
    return success();
  return emitError() << "expected " << name << " of at least " << lowest
                     << ", got " << value;
}

/// The same for a parameter that cannot be `?`, such as a divisor.
inline LogicalResult
verifyConstant(function_ref<InFlightDiagnostic()> emitError, StringRef name,
               int64_t value, int64_t lowest) {
  if (value >= lowest) // pattern_c2
    return success();
  return emitError() << "expected " << name << " of at least " << lowest
                     << ", got " << value;
}

/// How many of the parameters are `?`.
inline unsigned countDynamic(ArrayRef<int64_t> values) {
  return llvm::count_if(values,
                        [](int64_t v) { return ShapedType::isDynamic(v); });
}

/// Gives the `index`-th `?` of the parameters a value.
inline void bindDynamic(MutableArrayRef<int64_t> values, unsigned index,
                        int64_t value) {
  for (int64_t &parameter : values)
    if (ShapedType::isDynamic(parameter) && index-- == 0) {
      parameter = value;
      return;
    }
}

/// The attribute with these parameters; null where its verifier refuses them.
template <typename Attr, typename... Params>
Attribute getIfLegal(MLIRContext *context, Params... params) {
  ScopedDiagnosticHandler silence(context,
                                  [](Diagnostic &) { return success(); });
  return Attr::getChecked([&] { return emitError(UnknownLoc::get(context)); },
                          context, params...);
}

/// The number of `i` < `limit` up to the first for which `holds` fails, found
/// by bisection. Where `holds` is not monotone the answer is a guess, which the
/// caller of `fit` refuses.
int64_t probeLength(int64_t limit, function_ref<bool(int64_t)> holds);

/// How far keys stay visible to the left of the last query that has a key of
/// its own (`step` -1), or to the right of the first query (`step` 1); nullopt
/// if not even its own.
std::optional<int64_t> probeReach(const PatternFitQuery &query, int64_t step);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_IR_PATTERNS_PATTERNUTILS_H
