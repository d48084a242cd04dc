//===- NormalizerUtils.h - what normalisers' matchers share -----*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_IR_NORMALIZERS_NORMALIZERUTILS_H
#define ATTN_LIB_DIALECT_ATTN_IR_NORMALIZERS_NORMALIZERUTILS_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// numerator / (row sum of the numerator + rest), numerator = exp(score - shifts).
struct UnfusedQuotient {
  UnfusedWeight::Expr score;
  /// What is subtracted, the last one first: values of the row.
  SmallVector<UnfusedWeight::Expr> shifts;
  /// Null where the row sum is all of the denominator.
  UnfusedWeight::Expr rest = nullptr;
};

/// Reads `expr` as such a quotient, also where it is written as a product with
/// the reciprocal or as exp(score - shifts - log(sum)).
std::optional<UnfusedQuotient> matchQuotient(const UnfusedWeight &weight,
                                             UnfusedWeight::Expr expr);

/// The weight behind `where(row has only scores of -inf, 0, weight)`: a row that
/// sees nothing gives 0 here anyhow. Other weights come back as they are.
UnfusedWeight::Expr skipSafeGuard(const UnfusedWeight &weight);

/// exp(x - shifts): returns x, null for anything else.
UnfusedWeight::Expr matchShiftedExp(const UnfusedWeight &weight,
                                    UnfusedWeight::Expr expr,
                                    ArrayRef<UnfusedWeight::Expr> shifts);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_IR_NORMALIZERS_NORMALIZERUTILS_H
