//===- WeightView.cpp - a traced weight as normalisers see it -------------===//

#include "WeightView.h"

#include "Contraction.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

using Kind = UnfusedWeight::Kind;
using Expr = UnfusedWeight::Expr;

ScalarExpr WeightView::strip(ScalarExpr expr) {
  while (expr->isOp<arith::ExtFOp>() || expr->isOp<arith::TruncFOp>())
    expr = expr->operands[0];
  return expr;
}

// The exponent of a power, if it is a constant.
static std::optional<double> getExponent(ScalarExpr power) {
  ScalarExpr exponent = power->operands[1];
  if (auto integer = dyn_cast_or_null<AffineConstantExpr>(exponent->affine))
    return static_cast<double>(integer.getValue());
  return getFloatConstant(exponent);
}

// x == -inf, whichever side the constant is on: the other side's position.
static std::optional<unsigned> matchIsNegInf(ScalarExpr expr) {
  auto compare = dyn_cast<arith::CmpFOp>(expr->op);
  if (!compare || (compare.getPredicate() != arith::CmpFPredicate::OEQ &&
                   compare.getPredicate() != arith::CmpFPredicate::UEQ))
    return std::nullopt;
  for (unsigned side = 0; side < 2; ++side)
    if (getFloatConstant(expr->operands[side]) == -INFINITY)
      return 1 - side;
  return std::nullopt;
}

// select(x > y, x, y) that lets a NaN in x through, as ReLU is imported.
static bool matchIsMaximum(ScalarExpr expr) {
  ScalarExpr condition = expr->operands[0];
  if (!condition->isOp<arith::CmpFOp>() ||
      condition->operands[0] != expr->operands[1] ||
      condition->operands[1] != expr->operands[2])
    return false;
  auto predicate = cast<arith::CmpFOp>(condition->op).getPredicate();
  return predicate == arith::CmpFPredicate::UGT ||
         predicate == arith::CmpFPredicate::UGE;
}

Kind WeightView::getKind(Expr opaque) const {
  ScalarExpr expr = asScalar(opaque);
  if (exponents.count(expr))
    return Kind::Exp;
  if (getFloatConstant(expr) ||
      isa_and_nonnull<AffineConstantExpr>(expr->affine))
    return Kind::Constant;
  if (expr->kind == ScalarNode::Kind::Element)
    return getReduction(expr).kind;
  if (expr->kind != ScalarNode::Kind::Op)
    return Kind::Other;
  return llvm::TypeSwitch<Operation *, Kind>(expr->op)
      .Case<arith::AddFOp>([](auto) { return Kind::Add; })
      .Case<arith::SubFOp>([](auto) { return Kind::Sub; })
      .Case<arith::MulFOp>([](auto) { return Kind::Mul; })
      .Case<arith::DivFOp>([](auto) { return Kind::Div; })
      .Case<arith::NegFOp>([](auto) { return Kind::Neg; })
      .Case<arith::MaximumFOp, arith::MaxNumFOp>([](auto) { return Kind::Max; })
      .Case<math::ExpOp>([](auto) { return Kind::Exp; })
      .Case<math::LogOp>([](auto) { return Kind::Log; })
      .Case<math::ErfOp>([](auto) { return Kind::Erf; })
      .Case<math::PowFOp, math::FPowIOp>([&](auto) {
        return getExponent(expr) ? Kind::Pow : Kind::Other;
      })
      .Case<arith::SelectOp>([&](auto) {
        return matchIsMaximum(expr) ? Kind::Max : Kind::Select;
      })
      .Default([&](Operation *) {
        return matchIsNegInf(expr) ? Kind::IsNegInf : Kind::Other;
      });
}

Expr WeightView::getOperand(Expr opaque, unsigned index) const {
  ScalarExpr expr = asScalar(opaque);
  if (ScalarExpr exponent = exponents.lookup(expr))
    return exponent;
  if (expr->kind == ScalarNode::Kind::Element) {
    Reduction reduction = getReduction(expr);
    return strip(index == 0 ? reduction.body : reduction.rest);
  }
  if (isa<arith::CmpFOp>(expr->op))
    index = *matchIsNegInf(expr);
  if (isa<arith::SelectOp>(expr->op) && matchIsMaximum(expr))
    ++index;
  return strip(expr->operands[index]);
}

double WeightView::getConstant(Expr expr) const {
  ScalarExpr scalar = asScalar(expr);
  if (scalar->affine)
    return static_cast<double>(
        cast<AffineConstantExpr>(scalar->affine).getValue());
  return *getFloatConstant(scalar);
}

bool WeightView::isRowConstant(Expr expr) const {
  return !dependsOn(asScalar(expr), key);
}

bool WeightView::isHeadConstant(Expr expr) const {
  return isRowConstant(expr) && !dependsOn(asScalar(expr), query);
}

bool WeightView::isKeyRange(int64_t size) const {
  return size ==
         trace.getSpace().getExtent(cast<AffineDimExpr>(key).getPosition());
}

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

static Kind kindOfCombiner(Operation *op) {
  return llvm::TypeSwitch<Operation *, Kind>(op)
      .Case<arith::AddFOp>([](auto) { return Kind::RowSum; })
      .Case<arith::MaximumFOp, arith::MaxNumFOp>(
          [](auto) { return Kind::RowMax; })
      .Case<arith::AndIOp>([](auto) { return Kind::RowAll; })
      .Default([](Operation *) { return Kind::Other; });
}

static bool isNeutral(Kind kind, TypedAttr value) {
  if (auto integer = dyn_cast<IntegerAttr>(value))
    return kind == Kind::RowAll && !integer.getValue().isZero();
  auto number = dyn_cast<FloatAttr>(value);
  if (!number)
    return false;
  if (kind == Kind::RowSum)
    return number.getValue().isZero();
  return kind == Kind::RowMax && number.getValue().isNegative() &&
         (number.getValue().isInfinity() || number.getValue().isLargest());
}

ScalarExpr WeightView::getSummand(ScalarExpr expr) const {
  if (expr->kind != ScalarNode::Kind::Element)
    return nullptr;
  Reduction reduction = getReduction(expr);
  return reduction.kind == Kind::RowSum ? strip(reduction.body) : nullptr;
}

WeightView::Reduction WeightView::getReduction(ScalarExpr expr) const {
  auto it = reductions.find(expr);
  if (it != reductions.end())
    return it->second;
  Reduction reduction = computeReduction(expr);
  reductions[expr] = reduction;
  return reduction;
}

// The iteration of `op` for the element of its result at `indices`, the one
// reduction loop running over `key`; `size` is that loop's.
static std::optional<SmallVector<ScalarExpr>>
getIteration(ElementTrace &trace, linalg::LinalgOp op, unsigned result,
             ArrayRef<ScalarExpr> indices, ScalarExpr key, unsigned &loop) {
  std::optional<SmallVector<int64_t>> dims = loopsToResultDims(op, result);
  SmallVector<unsigned> loops;
  op.getReductionDims(loops);
  if (!dims || loops.size() != 1 || (*dims)[loops[0]] >= 0)
    return std::nullopt;
  loop = loops[0];
  SmallVector<ScalarExpr> iteration;
  for (auto [i, dim] : llvm::enumerate(*dims)) {
    if (i == loop)
      iteration.push_back(key);
    else if (dim < 0 || dependsOn(indices[dim], key->affine))
      return std::nullopt;
    else
      iteration.push_back(indices[dim]);
  }
  return iteration;
}

WeightView::Reduction WeightView::computeReduction(ScalarExpr expr) const {
  auto op = expr->value.getDefiningOp<linalg::LinalgOp>();
  if (!op || !op.hasPureTensorSemantics())
    return {};
  unsigned number = cast<OpResult>(expr->value).getResultNumber(), loop = 0;
  ScalarContext &scalars = trace.getScalars();
  auto iteration = getIteration(trace, op, number, expr->operands,
                                scalars.getIndex(key), loop);
  if (!iteration)
    return {};
  OpOperand *init = op.getDpsInitOperand(number);
  BlockArgument carried = op.getMatchingBlockArgument(init);
  Operation *combiner =
      op.getBlock()->getTerminator()->getOperand(number).getDefiningOp();
  if (!combiner || combiner->getNumOperands() != 2)
    return {};
  Kind kind = kindOfCombiner(combiner);
  unsigned side = combiner->getOperand(0) == carried ? 1 : 0;
  if (kind == Kind::Other || combiner->getOperand(1 - side) != carried ||
      !isFilledWith(init->get(), trace,
                    [&](TypedAttr v) { return isNeutral(kind, v); }))
    return {};
  Value value = combiner->getOperand(side);
  ScalarExpr body = trace.traceScalar(value, op, *iteration);
  int64_t size = op.getStaticLoopRanges()[loop];
  if (!body || isKeyRange(size))
    return body ? Reduction{kind, body} : Reduction{};
  return splitReduction(expr, kind, body, size, [&](int64_t k) {
    (*iteration)[loop] = scalars.getIndex(trace.getSpace().constant(k));
    return trace.traceScalar(value, op, *iteration);
  });
}

// A row that has one column more than there are keys, as a sink does: the
// reduction over the keys, and what the last column adds.
WeightView::Reduction
WeightView::splitReduction(ScalarExpr expr, Kind kind, ScalarExpr body,
                           int64_t size,
                           function_ref<ScalarExpr(int64_t)> at) const {
  int64_t keys =
      trace.getSpace().getExtent(cast<AffineDimExpr>(key).getPosition());
  Kind whole = kind == Kind::RowSum   ? Kind::Add
               : kind == Kind::RowMax ? Kind::Max
                                      : Kind::Other;
  if (ShapedType::isDynamic(keys) || size != keys + 1 || whole == Kind::Other)
    return {};
  ScalarExpr rest = at(keys);
  if (!rest)
    return {};
  // A node of its own for the part over the keys: the element with one index
  // more stands for it.
  ScalarContext &scalars = trace.getScalars();
  SmallVector<ScalarExpr> indices(expr->operands.begin(),
                                  expr->operands.end());
  indices.push_back(scalars.getIndex(trace.getSpace().constant(keys)));
  ScalarExpr part = scalars.getElement(expr->value, indices);
  reductions[part] = Reduction{kind, body};
  return Reduction{whole, part, rest};
}
