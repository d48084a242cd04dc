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

Kind WeightView::getKind(Expr opaque) const {
  ScalarExpr expr = asScalar(opaque);
  if (getFloatConstant(expr))
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
      .Case<arith::SelectOp>([](auto) { return Kind::Select; })
      .Default([&](Operation *) {
        return matchIsNegInf(expr) ? Kind::IsNegInf : Kind::Other;
      });
}

Expr WeightView::getOperand(Expr opaque, unsigned index) const {
  ScalarExpr expr = asScalar(opaque);
  if (expr->kind == ScalarNode::Kind::Element)
    return strip(getReduction(expr).body);
  if (isa<arith::CmpFOp>(expr->op))
    index = *matchIsNegInf(expr);
  return strip(expr->operands[index]);
}

double WeightView::getConstant(Expr expr) const {
  return *getFloatConstant(asScalar(expr));
}

bool WeightView::isRowConstant(Expr expr) const {
  return !dependsOn(asScalar(expr), key);
}

bool WeightView::isHeadConstant(Expr expr) const {
  return isRowConstant(expr) && !dependsOn(asScalar(expr), query);
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

WeightView::Reduction WeightView::getReduction(ScalarExpr expr) const {
  auto it = reductions.find(expr);
  if (it != reductions.end())
    return it->second;
  Reduction reduction = computeReduction(expr);
  reductions[expr] = reduction;
  return reduction;
}

// The iteration of `op` for the element of its result at `indices`, the one
// reduction loop running over `key`.
static std::optional<SmallVector<ScalarExpr>>
getIteration(ElementTrace &trace, linalg::LinalgOp op, unsigned result,
             ArrayRef<ScalarExpr> indices, AffineExpr key) {
  std::optional<SmallVector<int64_t>> dims = loopsToResultDims(op, result);
  SmallVector<unsigned> loops;
  op.getReductionDims(loops);
  if (!dims || loops.size() != 1)
    return std::nullopt;
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  unsigned keyPosition = cast<AffineDimExpr>(key).getPosition();
  SmallVector<ScalarExpr> iteration;
  for (auto [loop, dim] : llvm::enumerate(*dims)) {
    if (loop == loops[0]) {
      if (dim >= 0 || sizes[loop] != trace.getSpace().getExtent(keyPosition))
        return std::nullopt;
      iteration.push_back(trace.getScalars().getIndex(key));
      continue;
    }
    if (dim < 0 || dependsOn(indices[dim], key))
      return std::nullopt;
    iteration.push_back(indices[dim]);
  }
  return iteration;
}

WeightView::Reduction WeightView::computeReduction(ScalarExpr expr) const {
  auto op = expr->value.getDefiningOp<linalg::LinalgOp>();
  if (!op || !op.hasPureTensorSemantics())
    return {};
  unsigned number = cast<OpResult>(expr->value).getResultNumber();
  auto iteration = getIteration(trace, op, number, expr->operands, key);
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
  ScalarExpr body =
      trace.traceScalar(combiner->getOperand(side), op, *iteration);
  return body ? Reduction{kind, body} : Reduction{};
}
