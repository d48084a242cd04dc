//===- NormalizerUtils.cpp - what normalisers' matchers share -------------===//

#include "NormalizerUtils.h"

using namespace mlir;
using namespace mlir::attn;

using Expr = UnfusedWeight::Expr;
using Kind = UnfusedWeight::Kind;

// a / b as (a, b); a * (c / b) with c = 1 as well.
static std::optional<std::pair<Expr, Expr>>
splitQuotient(const UnfusedWeight &weight, Expr expr) {
  if (weight.getKind(expr) == Kind::Div)
    return std::pair(weight.getOperand(expr, 0), weight.getOperand(expr, 1));
  if (weight.getKind(expr) != Kind::Mul)
    return std::nullopt;
  for (unsigned side = 0; side < 2; ++side) {
    Expr inverse = weight.getOperand(expr, side);
    if (weight.getKind(inverse) == Kind::Div &&
        weight.isConstant(weight.getOperand(inverse, 0), 1.0))
      return std::pair(weight.getOperand(expr, 1 - side),
                       weight.getOperand(inverse, 1));
  }
  return std::nullopt;
}

static bool isSumOf(const UnfusedWeight &weight, Expr expr, Expr summand) {
  return weight.getKind(expr) == Kind::RowSum &&
         weight.getOperand(expr, 0) == summand;
}

std::optional<UnfusedQuotient>
mlir::attn::matchQuotient(const UnfusedWeight &weight, Expr expr) {
  auto parts = splitQuotient(weight, expr);
  if (!parts || weight.getKind(parts->first) != Kind::Exp)
    return std::nullopt;
  auto [numerator, denominator] = *parts;
  UnfusedQuotient quotient{weight.getOperand(numerator, 0)};
  if (weight.getKind(quotient.score) == Kind::Sub &&
      weight.isRowConstant(weight.getOperand(quotient.score, 1))) {
    quotient.shift = weight.getOperand(quotient.score, 1);
    quotient.score = weight.getOperand(quotient.score, 0);
  }
  if (isSumOf(weight, denominator, numerator))
    return quotient;
  if (weight.getKind(denominator) != Kind::Add)
    return std::nullopt;
  for (unsigned side = 0; side < 2; ++side)
    if (isSumOf(weight, weight.getOperand(denominator, side), numerator)) {
      quotient.rest = weight.getOperand(denominator, 1 - side);
      return quotient;
    }
  return std::nullopt;
}

// What an Add adds to the row sum is looked at by the callers, but the guard
// must read the scores that the row is made of.
static bool containsScore(const UnfusedWeight &weight, Expr expr, Expr score) {
  std::optional<UnfusedQuotient> quotient = matchQuotient(weight, expr);
  return quotient && quotient->score == score;
}

Expr mlir::attn::skipSafeGuard(const UnfusedWeight &weight) {
  Expr root = weight.getRoot();
  if (weight.getKind(root) != Kind::Select ||
      !weight.isConstant(weight.getOperand(root, 1), 0.0))
    return root;
  Expr guard = weight.getOperand(root, 0), inner = weight.getOperand(root, 2);
  if (weight.getKind(guard) != Kind::RowAll)
    return root;
  Expr test = weight.getOperand(guard, 0);
  bool guards = weight.getKind(test) == Kind::IsNegInf &&
                containsScore(weight, inner, weight.getOperand(test, 0));
  return guards ? inner : root;
}

Expr mlir::attn::matchShiftedExp(const UnfusedWeight &weight, Expr expr,
                                 Expr shift) {
  if (weight.getKind(expr) != Kind::Exp)
    return nullptr;
  Expr exponent = weight.getOperand(expr, 0);
  if (!shift)
    return exponent;
  if (weight.getKind(exponent) == Kind::Sub &&
      weight.getOperand(exponent, 1) == shift)
    return weight.getOperand(exponent, 0);
  return nullptr;
}
