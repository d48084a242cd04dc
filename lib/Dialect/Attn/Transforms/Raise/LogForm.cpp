//===- LogForm.cpp - the logarithm of a weight -----------------------------===//

#include "LogForm.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

// Whether no value of `expr` is below 0, for its form; NaN is none.
static bool isNonNegative(ScalarExpr expr) {
  if (std::optional<double> number = getFloatConstant(expr))
    return *number >= 0;
  if (expr->kind != ScalarNode::Kind::Op)
    return false;
  auto all = [&](unsigned first) {
    return llvm::all_of(llvm::drop_begin(expr->operands, first), isNonNegative);
  };
  if (expr->isOp<math::ExpOp>() || expr->isOp<math::Exp2Op>() ||
      expr->isOp<math::AbsFOp>() || expr->isOp<math::SqrtOp>() ||
      expr->isOp<arith::UIToFPOp>())
    return true;
  if (expr->isOp<arith::MulFOp>() && expr->operands[0] == expr->operands[1])
    return true;
  if (expr->isOp<arith::MulFOp>() || expr->isOp<arith::DivFOp>() ||
      expr->isOp<arith::AddFOp>() || expr->isOp<math::Log1pOp>() ||
      expr->isOp<arith::ExtFOp>() || expr->isOp<arith::TruncFOp>())
    return all(0);
  if (expr->isOp<arith::MaximumFOp>() || expr->isOp<arith::MaxNumFOp>())
    return llvm::any_of(expr->operands, isNonNegative);
  if (!expr->isOp<arith::SelectOp>())
    return false;
  // x > 0 ? x : 0, as ReLU is imported.
  ScalarExpr condition = expr->operands[0], value = expr->operands[1];
  if (condition->isOp<arith::CmpFOp>() && condition->operands[0] == value &&
      isNonNegative(condition->operands[1]) &&
      isNonNegative(expr->operands[2])) {
    auto predicate = cast<arith::CmpFOp>(condition->op).getPredicate();
    return predicate == arith::CmpFPredicate::UGT ||
           predicate == arith::CmpFPredicate::UGE ||
           predicate == arith::CmpFPredicate::OGT ||
           predicate == arith::CmpFPredicate::OGE;
  }
  return all(1);
}

namespace {
class Logarithm {
public:
  Logarithm(ScalarContext &scalars, AffineExpr query, AffineExpr key)
      : scalars(scalars), query(query), key(key) {}

  ScalarExpr get(ScalarExpr expr);

private:
  template <typename OpTy>
  ScalarExpr combine(ScalarExpr expr) {
    ScalarExpr x = get(expr->operands[0]), y = get(expr->operands[1]);
    if (!x || !y)
      return nullptr;
    return scalars.getOp<OpTy>({x, y});
  }
  ScalarExpr getSelect(ScalarExpr expr);

  ScalarContext &scalars;
  AffineExpr query, key;
};
} // namespace

ScalarExpr Logarithm::getSelect(ScalarExpr expr) {
  ScalarExpr x = get(expr->operands[1]), y = get(expr->operands[2]);
  if (!x || !y)
    return nullptr;
  return scalars.getOp(expr->op, {expr->operands[0], x, y});
}

ScalarExpr Logarithm::get(ScalarExpr expr) {
  if (std::optional<double> number = getFloatConstant(expr))
    return *number < 0 ? nullptr
                       : scalars.getFloat(std::log(*number), expr->type);
  if (expr->kind != ScalarNode::Kind::Op)
    return nullptr;
  if (expr->isOp<arith::ExtFOp>() || expr->isOp<arith::TruncFOp>())
    return get(expr->operands[0]);
  if (expr->isOp<math::ExpOp>())
    return expr->operands[0];
  bool ofPair = dependsOn(expr, query) && dependsOn(expr, key);
  // A condition as 0 or 1.
  if (expr->isOp<arith::UIToFPOp>() && expr->operands[0]->type.isInteger(1))
    return scalars.getOp<arith::SelectOp>(
        {expr->operands[0], scalars.getFloat(0.0, expr->type),
         scalars.getFloat(-INFINITY, expr->type)});
  if (!ofPair)
    return isNonNegative(expr) ? scalars.getOp<math::LogOp>({expr}) : nullptr;
  if (expr->isOp<arith::MulFOp>())
    return combine<arith::AddFOp>(expr);
  if (expr->isOp<arith::DivFOp>())
    return combine<arith::SubFOp>(expr);
  return expr->isOp<arith::SelectOp>() ? getSelect(expr) : nullptr;
}

ScalarExpr mlir::attn::getLogarithm(ScalarContext &scalars, ScalarExpr expr,
                                    AffineExpr query, AffineExpr key) {
  return Logarithm(scalars, query, key).get(expr);
}
