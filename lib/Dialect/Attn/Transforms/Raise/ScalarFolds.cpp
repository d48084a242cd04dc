//===- ScalarFolds.cpp - what folds when an expression is made ------------===//

#include "ScalarExpr.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

// Integers of 32 bits and more hold every index and every small multiple of
// one; narrower arithmetic may wrap.
static bool isWide(Type type) {
  return type.isIndex() || (type.isInteger() && type.getIntOrFloatBitWidth() >= 32);
}

static std::optional<int64_t> constantOf(AffineExpr expr) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  return std::nullopt;
}

// Quotient and remainder by a positive constant. Rounding towards zero is
// rounding down for a dividend that is not negative.
static AffineExpr foldDivision(IndexSpace &space, Operation *op, AffineExpr a,
                               AffineExpr b) {
  std::optional<int64_t> divisor = constantOf(b);
  if (!divisor || *divisor <= 0)
    return {};
  if (isa<arith::FloorDivSIOp>(op))
    return space.floorDiv(a, *divisor);
  if (isa<arith::CeilDivSIOp>(op))
    return space.floorDiv(a + (*divisor - 1), *divisor);
  if (!space.isNonNegative(a))
    return {};
  if (isa<arith::DivSIOp, arith::DivUIOp>(op))
    return space.floorDiv(a, *divisor);
  if (isa<arith::RemSIOp, arith::RemUIOp>(op))
    return space.mod(a, *divisor);
  return {};
}

//===----------------------------------------------------------------------===//
// Integers written otherwise
//===----------------------------------------------------------------------===//

// The integer that a float expression holds exactly: of a conversion, negated,
// or the floor of a quotient as integer division is imported. A double tells
// quotients of integers below 2^52 apart, which no index exceeds; a narrower
// float would have to be known to be small.
static AffineExpr asInteger(IndexSpace &space, ScalarExpr expr) {
  if (expr->isOp<arith::SIToFPOp>() || expr->isOp<arith::UIToFPOp>())
    return expr->operands[0]->affine;
  if (expr->isOp<arith::NegFOp>()) {
    AffineExpr inner = asInteger(space, expr->operands[0]);
    return inner ? -inner : AffineExpr();
  }
  if (!expr->isOp<math::FloorOp>())
    return {};
  ScalarExpr quotient = expr->operands[0];
  if (!quotient->isOp<arith::DivFOp>() || !quotient->type.isF64())
    return {};
  AffineExpr dividend = asInteger(space, quotient->operands[0]);
  std::optional<double> divisor = getFloatConstant(quotient->operands[1]);
  if (AffineExpr integer = asInteger(space, quotient->operands[1]))
    if (std::optional<int64_t> value = constantOf(integer))
      divisor = static_cast<double>(*value);
  if (!dividend || !divisor || !(*divisor >= 1.0 && *divisor <= 1e9) ||
      *divisor != std::floor(*divisor))
    return {};
  return space.floorDiv(dividend, static_cast<int64_t>(*divisor));
}

// select(r < 0, r + c, r), r the remainder of a by c, is the remainder that is
// not negative; `r != 0` and the divisor's sign may be asked as well.
static AffineExpr foldRemainder(IndexSpace &space,
                                ArrayRef<ScalarExpr> operands) {
  ScalarExpr condition = operands[0], sum = operands[1], rest = operands[2];
  if (!rest->isOp<arith::RemSIOp>() || !sum->isOp<arith::AddIOp>() ||
      !rest->operands[0]->affine || !rest->operands[1]->affine)
    return {};
  std::optional<int64_t> divisor = constantOf(rest->operands[1]->affine);
  auto isConstant = [](ScalarExpr expr, int64_t value) {
    return expr->affine && constantOf(expr->affine) == value;
  };
  if (!divisor || *divisor <= 0 || sum->operands[0] != rest ||
      !isConstant(sum->operands[1], *divisor))
    return {};
  auto compares = [&](ScalarExpr expr, arith::CmpIPredicate predicate) {
    auto compare = expr->kind == ScalarNode::Kind::Op
                       ? dyn_cast<arith::CmpIOp>(expr->op)
                       : arith::CmpIOp();
    return compare && compare.getPredicate() == predicate &&
           expr->operands[0] == rest && isConstant(expr->operands[1], 0);
  };
  auto isNegative = [&](ScalarExpr expr) {
    return compares(expr, arith::CmpIPredicate::slt);
  };
  bool holds = isNegative(condition);
  if (condition->isOp<arith::AndIOp>())
    for (unsigned side = 0; side < 2; ++side)
      holds |= isNegative(condition->operands[side]) &&
               compares(condition->operands[1 - side],
                        arith::CmpIPredicate::ne);
  return holds ? space.mod(rest->operands[0]->affine, *divisor) : AffineExpr();
}

ScalarExpr ScalarContext::foldAffine(Operation *op,
                                     ArrayRef<ScalarExpr> operands) {
  Type type = op->getResult(0).getType();
  if (isa<arith::FPToSIOp>(op) && isWide(type))
    if (AffineExpr integer = asInteger(space, operands[0]))
      return getAffine(integer, type);
  if (isa<arith::SelectOp>(op) && isWide(type))
    if (AffineExpr rest = foldRemainder(space, operands))
      return getAffine(rest, type);
  if (!isWide(type) || !llvm::all_of(operands, [](ScalarExpr operand) {
        return operand->kind == ScalarNode::Kind::Affine;
      }))
    return nullptr;
  AffineExpr a = operands[0]->affine;
  if (isa<arith::IndexCastOp, arith::ExtSIOp, arith::TruncIOp>(op))
    return getAffine(a, type);
  if (isa<arith::IndexCastUIOp, arith::ExtUIOp>(op))
    return space.isNonNegative(a) ? getAffine(a, type) : nullptr;
  if (operands.size() != 2)
    return nullptr;
  AffineExpr b = operands[1]->affine;
  if (isa<arith::AddIOp>(op))
    return getAffine(a + b, type);
  if (isa<arith::SubIOp>(op))
    return getAffine(a - b, type);
  if (isa<arith::MulIOp>(op) && (constantOf(a) || constantOf(b)))
    return getAffine(a * b, type);
  if (AffineExpr quotient = foldDivision(space, op, a, b))
    return getAffine(quotient, type);
  return nullptr;
}

// A comparison that the ranges of the variables decide.
ScalarExpr ScalarContext::foldCompare(Operation *op,
                                      ArrayRef<ScalarExpr> operands) {
  auto compare = dyn_cast<arith::CmpIOp>(op);
  if (!compare || operands[0]->kind != ScalarNode::Kind::Affine ||
      operands[1]->kind != ScalarNode::Kind::Affine)
    return nullptr;
  auto [low, high] =
      space.getRange(operands[0]->affine - operands[1]->affine);
  auto decide = [&](bool isTrue, bool isFalse) -> ScalarExpr {
    return isTrue || isFalse ? getBool(isTrue) : nullptr;
  };
  bool negative = high && *high < 0, notPositive = high && *high <= 0;
  bool positive = low && *low > 0, notNegative = low && *low >= 0;
  bool zero = notPositive && notNegative;
  switch (compare.getPredicate()) {
  case arith::CmpIPredicate::eq:
    return decide(zero, negative || positive);
  case arith::CmpIPredicate::ne:
    return decide(negative || positive, zero);
  case arith::CmpIPredicate::slt:
    return decide(negative, notNegative);
  case arith::CmpIPredicate::sle:
    return decide(notPositive, positive);
  case arith::CmpIPredicate::sgt:
    return decide(positive, notPositive);
  case arith::CmpIPredicate::sge:
    return decide(notNegative, negative);
  default:
    return nullptr;
  }
}

ScalarExpr ScalarContext::foldBool(Operation *op,
                                   ArrayRef<ScalarExpr> operands) {
  if (isa<arith::SelectOp>(op)) {
    if (std::optional<bool> condition = getBoolConstant(operands[0]))
      return operands[*condition ? 1 : 2];
    return operands[1] == operands[2] ? operands[1] : nullptr;
  }
  if (!isa<arith::AndIOp, arith::OrIOp, arith::XOrIOp>(op) ||
      !op->getResult(0).getType().isInteger(1))
    return nullptr;
  for (unsigned i = 0; i < 2; ++i) {
    std::optional<bool> constant = getBoolConstant(operands[i]);
    if (!constant)
      continue;
    if (isa<arith::XOrIOp>(op))
      return *constant ? nullptr : operands[1 - i];
    // true absorbs or, false absorbs and; the other value is neutral.
    bool absorbs = *constant == isa<arith::OrIOp>(op);
    return absorbs ? operands[i] : operands[1 - i];
  }
  return nullptr;
}

ScalarExpr ScalarContext::foldCast(Operation *op,
                                   ArrayRef<ScalarExpr> operands) {
  if (!isa<arith::ExtFOp, arith::TruncFOp>(op))
    return nullptr;
  Type type = op->getResult(0).getType();
  if (auto constant = dyn_cast_or_null<FloatAttr>(operands[0]->constant)) {
    APFloat value = constant.getValue();
    bool losesInfo;
    value.convert(cast<FloatType>(type).getFloatSemantics(),
                  APFloat::rmNearestTiesToEven, &losesInfo);
    return getConstant(FloatAttr::get(type, value));
  }
  if (getComputeType(type) == getComputeType(operands[0]->type))
    return operands[0];
  return nullptr;
}

Operation *ScalarContext::makePrototype(StringRef name,
                                        ArrayRef<ScalarExpr> operands) {
  Location loc = UnknownLoc::get(getContext());
  SmallVector<Value> arguments;
  for (ScalarExpr operand : operands)
    arguments.push_back(prototypes.addArgument(operand->type, loc));
  OperationState state(loc, name, arguments, operands.back()->type);
  Operation *op = Operation::create(state);
  prototypes.push_back(op);
  return op;
}

ScalarExpr ScalarContext::getOp(Operation *op, ArrayRef<ScalarExpr> operands) {
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return getConstant(constant.getValue());
  for (auto fold : {&ScalarContext::foldAffine, &ScalarContext::foldCompare,
                    &ScalarContext::foldBool, &ScalarContext::foldCast})
    if (!operands.empty())
      if (ScalarExpr folded = (this->*fold)(op, operands))
        return folded;
  ScalarNode node(ScalarNode::Kind::Op,
                  getComputeType(op->getResult(0).getType()));
  node.op = op;
  node.operands.assign(operands.begin(), operands.end());
  return unique(std::move(node));
}
