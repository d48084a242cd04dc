//===- PatternUtils.h - what the patterns' files share ----------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_IR_PATTERNS_PATTERNUTILS_H
#define ATTN_LIB_DIALECT_ATTN_IR_PATTERNS_PATTERNUTILS_H

#include "attn/Dialect/Attn/IR/Attn.h"
#include "llvm/Support/MathExtras.h"
#include <limits>

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

/// The greatest parameter: sums and small multiples of a few stay far from the
/// end of 64 bits. It stands for "no limit" in much code, and works as such.
constexpr int64_t kMaxParameter = std::numeric_limits<int32_t>::max();

/// A parameter that cannot be `?`, such as a divisor, is at least `lowest`.
inline LogicalResult
verifyConstant(function_ref<InFlightDiagnostic()> emitError, StringRef name,
               int64_t value, int64_t lowest) {
  if (value < lowest) // pattern_c2
    return emitError() << "expected " << name << " of at least " << lowest
                       << ", got " << value;
  if (value > kMaxParameter) // pattern_c3
    return emitError() << "expected " << name << " of at most "
                       << kMaxParameter << ", got " << value;
  return success();
}

/// The same for one that may be `?`.
inline LogicalResult
verifyParameter(function_ref<InFlightDiagnostic()> emitError, StringRef name,
                int64_t value, int64_t lowest) {
  if (ShapedType::isDynamic(value))
    return success();
  return verifyConstant(emitError, name, value, lowest);
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

/// The order of `size` places by their remainders modulo `modulus`.
OrderAttr getResidueOrder(MLIRContext *context, int64_t size, int64_t modulus,
                          int64_t classes);

/// The order of `size` places as they are.
OrderAttr getNaturalOrder(MLIRContext *context, int64_t size);

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
