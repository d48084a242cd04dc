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

// exp(x - log(y)) as (exp(x), y).
static std::optional<std::pair<Expr, Expr>>
splitLogQuotient(const UnfusedWeight &weight, Expr expr) {
  if (weight.getKind(expr) != Kind::Exp)
    return std::nullopt;
  Expr exponent = weight.getOperand(expr, 0);
  if (weight.getKind(exponent) != Kind::Sub)
    return std::nullopt;
  Expr log = weight.getOperand(exponent, 1);
  if (weight.getKind(log) != Kind::Log)
    return std::nullopt;
  return std::pair(weight.getOperand(exponent, 0), weight.getOperand(log, 0));
}

// `sum` is the row sum of exp(exponent), perhaps with something added to it.
static bool matchDenominator(const UnfusedWeight &weight, Expr sum,
                             Expr exponent, Expr &rest) {
  auto isSum = [&](Expr expr) {
    if (weight.getKind(expr) != Kind::RowSum)
      return false;
    Expr body = weight.getOperand(expr, 0);
    return weight.getKind(body) == Kind::Exp &&
           weight.getOperand(body, 0) == exponent;
  };
  if (isSum(sum))
    return true;
  if (weight.getKind(sum) != Kind::Add)
    return false;
  for (unsigned side = 0; side < 2; ++side)
    if (isSum(weight.getOperand(sum, side))) {
      rest = weight.getOperand(sum, 1 - side);
      return true;
    }
  return false;
}

std::optional<UnfusedQuotient>
mlir::attn::matchQuotient(const UnfusedWeight &weight, Expr expr) {
  Expr exponent = nullptr, denominator = nullptr;
  if (auto parts = splitQuotient(weight, expr)) {
    if (weight.getKind(parts->first) != Kind::Exp)
      return std::nullopt;
    exponent = weight.getOperand(parts->first, 0);
    denominator = parts->second;
  } else if (auto parts = splitLogQuotient(weight, expr)) {
    std::tie(exponent, denominator) = *parts;
  } else {
    return std::nullopt;
  }
  UnfusedQuotient quotient;
  quotient.score = exponent;
  if (!matchDenominator(weight, denominator, exponent, quotient.rest))
    return std::nullopt;
  while (weight.getKind(quotient.score) == Kind::Sub &&
         weight.isRowConstant(weight.getOperand(quotient.score, 1))) {
    quotient.shifts.push_back(weight.getOperand(quotient.score, 1));
    quotient.score = weight.getOperand(quotient.score, 0);
  }
  return quotient;
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
                                 ArrayRef<Expr> shifts) {
  if (weight.getKind(expr) != Kind::Exp)
    return nullptr;
  Expr exponent = weight.getOperand(expr, 0);
  for (Expr shift : shifts) {
    if (weight.getKind(exponent) != Kind::Sub ||
        weight.getOperand(exponent, 1) != shift)
      return nullptr;
    exponent = weight.getOperand(exponent, 0);
  }
  return exponent;
}
