//===- Condition.cpp - conditions on indices as formulas ------------------===//

#include "Condition.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

template <typename T>
using Pieces = ConditionReader::Pieces<T>;

// Every combination of pieces multiplies; masks have two or three.
static constexpr size_t kMaxPieces = 16;

// `combine` on each pair of pieces; a null answer gives up.
template <typename T, typename R>
static Pieces<R> product(const Pieces<T> &a, const Pieces<T> &b,
                         function_ref<std::optional<R>(T, T)> combine) {
  if (!a || !b || a->size() * b->size() > kMaxPieces)
    return std::nullopt;
  SmallVector<std::pair<Formula, R>> result;
  for (const auto &[whenA, valueA] : *a)
    for (const auto &[whenB, valueB] : *b) {
      Formula when = whenA & whenB;
      if (when.isFalse())
        continue;
      std::optional<R> value = combine(valueA, valueB);
      if (!value)
        return std::nullopt;
      result.push_back({when, *value});
    }
  return result;
}

// The pieces of `a` where `when` holds and those of `b` elsewhere.
template <typename T>
static Pieces<T> choose(const std::optional<Formula> &when, const Pieces<T> &a,
                        const Pieces<T> &b) {
  if (!when || !a || !b || a->size() + b->size() > kMaxPieces)
    return std::nullopt;
  SmallVector<std::pair<Formula, T>> result;
  for (const auto &[piece, value] : *a)
    result.push_back({*when & piece, value});
  for (const auto &[piece, value] : *b)
    result.push_back({(!*when) & piece, value});
  return result;
}

template <typename T>
static Pieces<T> always(MLIRContext *context, T value) {
  return SmallVector<std::pair<Formula, T>>{{Formula::getTrue(context), value}};
}

std::optional<AffineExpr> ConditionReader::toRelation(AffineExpr expr) {
  for (auto [i, variable] : llvm::enumerate(variables))
    if (!variable && expr.isFunctionOfDim(i))
      return std::nullopt;
  SmallVector<AffineExpr> dims(variables), symbols;
  AffineExpr zero = scalars.getSpace().constant(0);
  for (AffineExpr &dim : dims)
    dim = dim ? dim : zero;
  for (unsigned i = 0; i < scalars.getSpace().getSymbolValues().size(); ++i)
    symbols.push_back(
        getAffineSymbolExpr(kFirstOperandSymbol + i, scalars.getContext()));
  AffineExpr result =
      simplifyQuasiAffine(expr.replaceDimsAndSymbols(dims, symbols));
  return isQuasiAffine(result) ? std::optional(result) : std::nullopt;
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

Pieces<AffineExpr> ConditionReader::readInteger(ScalarExpr expr) {
  MLIRContext *context = scalars.getContext();
  if (expr->kind == ScalarNode::Kind::Affine) {
    std::optional<AffineExpr> affine = toRelation(expr->affine);
    return affine ? always(context, *affine) : std::nullopt;
  }
  if (std::optional<double> number = getFloatConstant(expr)) {
    if (*number != std::trunc(*number) || std::abs(*number) > 1e9)
      return std::nullopt;
    return always(context, scalars.getSpace().constant(int64_t(*number)));
  }
  return expr->kind == ScalarNode::Kind::Op ? readIntegerOp(expr)
                                            : std::nullopt;
}

Pieces<AffineExpr> ConditionReader::readIntegerOp(ScalarExpr expr) {
  ArrayRef<ScalarExpr> operands = expr->operands;
  if (isa<arith::ExtUIOp, arith::ExtSIOp, arith::UIToFPOp, arith::SIToFPOp,
          arith::IndexCastOp, arith::IndexCastUIOp, arith::ExtFOp,
          arith::TruncFOp, arith::TruncIOp, arith::FPToSIOp>(expr->op)) {
    if (!operands[0]->type.isInteger(1))
      return readInteger(operands[0]);
    if (isa<arith::ExtSIOp, arith::SIToFPOp>(expr->op))
      return std::nullopt; // true is -1
    IndexSpace &space = scalars.getSpace();
    return choose(read(operands[0]), always(scalars.getContext(), space.constant(1)),
                  always(scalars.getContext(), space.constant(0)));
  }
  if (isa<arith::SelectOp>(expr->op))
    return choose(read(operands[0]), readInteger(operands[1]),
                  readInteger(operands[2]));
  if (isa<math::AbsIOp, math::AbsFOp>(expr->op)) {
    Pieces<AffineExpr> inner = readInteger(operands[0]);
    if (!inner || inner->size() * 2 > kMaxPieces)
      return std::nullopt;
    SmallVector<std::pair<Formula, AffineExpr>> result;
    for (const auto &[when, value] : *inner) {
      result.push_back({when & Formula::ge(value), value});
      result.push_back({when & Formula::ge(-value - 1), -value});
    }
    return result;
  }
  if (operands.size() != 2)
    return std::nullopt;
  using Result = std::optional<AffineExpr>;
  auto with = [&](function_ref<Result(AffineExpr, AffineExpr)> combine) {
    return product<AffineExpr, AffineExpr>(readInteger(operands[0]),
                                           readInteger(operands[1]), combine);
  };
  if (isa<arith::AddIOp, arith::AddFOp>(expr->op))
    return with([](AffineExpr a, AffineExpr b) -> Result { return a + b; });
  if (isa<arith::SubIOp, arith::SubFOp>(expr->op))
    return with([](AffineExpr a, AffineExpr b) -> Result { return a - b; });
  if (isa<arith::MaxSIOp, arith::MinSIOp>(expr->op)) {
    Pieces<AffineExpr> a = readInteger(operands[0]);
    Pieces<AffineExpr> b = readInteger(operands[1]);
    std::optional<Formula> aIsLarger =
        compare(int64_t(arith::CmpIPredicate::sge), operands[0], operands[1]);
    return isa<arith::MaxSIOp>(expr->op) ? choose(aIsLarger, a, b)
                                         : choose(aIsLarger, b, a);
  }
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Conditions
//===----------------------------------------------------------------------===//

static std::optional<Formula> atom(arith::CmpIPredicate predicate,
                                   AffineExpr difference) {
  switch (predicate) {
  case arith::CmpIPredicate::eq:
    return Formula::eq(difference);
  case arith::CmpIPredicate::ne:
    return Formula::ne(difference);
  case arith::CmpIPredicate::sge:
    return Formula::ge(difference);
  case arith::CmpIPredicate::sgt:
    return Formula::ge(difference - 1);
  case arith::CmpIPredicate::sle:
    return Formula::ge(-difference);
  case arith::CmpIPredicate::slt:
    return Formula::ge(-difference - 1);
  default:
    return std::nullopt;
  }
}

std::optional<Formula> ConditionReader::compare(int64_t predicate, ScalarExpr a,
                                                ScalarExpr b) {
  auto kind = static_cast<arith::CmpIPredicate>(predicate);
  Pieces<Formula> pieces = product<AffineExpr, Formula>(
      readInteger(a), readInteger(b), [&](AffineExpr x, AffineExpr y) {
        return atom(kind, simplifyQuasiAffine(x - y));
      });
  if (!pieces)
    return std::nullopt;
  Formula result = Formula::getFalse(scalars.getContext());
  for (const auto &[when, holds] : *pieces)
    result = result | (when & holds);
  return result;
}

// The comparison of integers that a comparison of floats holding them is.
static std::optional<arith::CmpIPredicate> asInteger(arith::CmpFPredicate kind) {
  using F = arith::CmpFPredicate;
  using I = arith::CmpIPredicate;
  switch (kind) {
  case F::OEQ:
  case F::UEQ:
    return I::eq;
  case F::ONE:
  case F::UNE:
    return I::ne;
  case F::OGE:
  case F::UGE:
    return I::sge;
  case F::OGT:
  case F::UGT:
    return I::sgt;
  case F::OLE:
  case F::ULE:
    return I::sle;
  case F::OLT:
  case F::ULT:
    return I::slt;
  default:
    return std::nullopt;
  }
}

std::optional<Formula> ConditionReader::readBool(ScalarExpr expr) {
  ArrayRef<ScalarExpr> operands = expr->operands;
  auto both = [&]() -> std::optional<std::pair<Formula, Formula>> {
    std::optional<Formula> a = read(operands[0]), b = read(operands[1]);
    return a && b ? std::optional(std::pair(*a, *b)) : std::nullopt;
  };
  if (isa<arith::AndIOp, arith::MulIOp, arith::MinUIOp>(expr->op)) {
    auto pair = both();
    return pair ? std::optional(pair->first & pair->second) : std::nullopt;
  }
  if (isa<arith::OrIOp, arith::MaxUIOp>(expr->op)) {
    auto pair = both();
    return pair ? std::optional(pair->first | pair->second) : std::nullopt;
  }
  if (isa<arith::XOrIOp>(expr->op)) {
    auto pair = both();
    return pair ? std::optional((pair->first & (!pair->second)) |
                                ((!pair->first) & pair->second))
                : std::nullopt;
  }
  if (isa<arith::SelectOp>(expr->op)) {
    std::optional<Formula> when = read(operands[0]), a = read(operands[1]),
                           b = read(operands[2]);
    return when && a && b ? std::optional((*when & *a) | ((!*when) & *b))
                          : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Formula> ConditionReader::read(ScalarExpr expr) {
  if (std::optional<bool> value = getBoolConstant(expr))
    return *value ? Formula::getTrue(scalars.getContext())
                  : Formula::getFalse(scalars.getContext());
  if (expr->kind != ScalarNode::Kind::Op || !expr->type.isInteger(1))
    return std::nullopt;
  if (auto compareOp = dyn_cast<arith::CmpIOp>(expr->op)) {
    if (expr->operands[0]->type.isInteger(1))
      return std::nullopt;
    return compare(int64_t(compareOp.getPredicate()), expr->operands[0],
                   expr->operands[1]);
  }
  if (auto compareOp = dyn_cast<arith::CmpFOp>(expr->op)) {
    std::optional<arith::CmpIPredicate> kind =
        asInteger(compareOp.getPredicate());
    return kind ? compare(int64_t(*kind), expr->operands[0], expr->operands[1])
                : std::nullopt;
  }
  return readBool(expr);
}

//===----------------------------------------------------------------------===//
// Floats
//===----------------------------------------------------------------------===//

static std::optional<double> apply(Operation *op, double a, double b) {
  if (isa<arith::AddFOp>(op))
    return a + b;
  if (isa<arith::SubFOp>(op))
    return a - b;
  if (isa<arith::MulFOp>(op))
    return a * b;
  if (isa<arith::DivFOp>(op))
    return a / b;
  return std::nullopt;
}

Pieces<double> ConditionReader::readFloat(ScalarExpr expr) {
  if (std::optional<double> value = getFloatConstant(expr))
    return always(scalars.getContext(), *value);
  if (expr->kind != ScalarNode::Kind::Op)
    return std::nullopt;
  ArrayRef<ScalarExpr> operands = expr->operands;
  if (isa<arith::SelectOp>(expr->op))
    return choose(read(operands[0]), readFloat(operands[1]),
                  readFloat(operands[2]));
  if (isa<arith::ExtFOp, arith::TruncFOp>(expr->op))
    return readFloat(operands[0]);
  if (isa<arith::UIToFPOp, arith::SIToFPOp>(expr->op)) {
    Pieces<AffineExpr> integers = readInteger(expr);
    if (!integers)
      return std::nullopt;
    SmallVector<std::pair<Formula, double>> result;
    for (const auto &[when, value] : *integers) {
      auto constant = dyn_cast<AffineConstantExpr>(value);
      if (!constant)
        return std::nullopt;
      result.push_back({when, double(constant.getValue())});
    }
    return result;
  }
  if (operands.size() != 2)
    return std::nullopt;
  return product<double, double>(
      readFloat(operands[0]), readFloat(operands[1]),
      [&](double a, double b) { return apply(expr->op, a, b); });
}
