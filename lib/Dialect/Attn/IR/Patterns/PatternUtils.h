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

/// How many of the parameters are `?`.
inline unsigned countDynamic(ArrayRef<int64_t> values) {
  return llvm::count_if(values,
                        [](int64_t v) { return ShapedType::isDynamic(v); });
}

/// A query far enough from both ends that no length clips what it sees, for
/// the probes of `fit`.
constexpr int64_t kProbeQuery = 1 << 20;

/// How far keys stay visible from `kProbeQuery` in direction `step` (-1 or 1),
/// up to `kProbeQuery` / 2; nullopt if not even the first.
std::optional<int64_t> probeReach(const PatternFitQuery &query, int64_t step);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_IR_PATTERNS_PATTERNUTILS_H
