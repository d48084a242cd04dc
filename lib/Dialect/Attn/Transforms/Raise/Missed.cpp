//===- Missed.cpp - why weights are not normalised scores -----------------===//

#include "Missed.h"

#include "WeightView.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::attn;

// A softmax and its mask are a few dozen ops.
static constexpr unsigned kMaxVisited = 256;

// The op that sums or otherwise reduces what `expr` is an element of, or null.
static linalg::LinalgOp getReduction(ScalarExpr expr) {
  auto op = expr->kind == ScalarNode::Kind::Element
                ? expr->value.getDefiningOp<linalg::LinalgOp>()
                : linalg::LinalgOp();
  bool reduces = op && op.getNumReductionLoops() > 0 &&
                 !linalg::isaContractionOpInterface(op);
  return reduces ? op : linalg::LinalgOp();
}

static bool hasExponential(ScalarExpr expr) {
  bool found = false;
  walkScalars(expr, [&](ScalarExpr node) {
    found |= node->isOp<math::ExpOp>() || node->isOp<math::Exp2Op>();
  });
  return found;
}

bool mlir::attn::looksNormalized(ScalarExpr weight, AffineExpr key) {
  bool hasExp = false, hasSum = false;
  walkScalars(weight, [&](ScalarExpr expr) {
    hasExp |= (expr->isOp<math::ExpOp>() || expr->isOp<math::Exp2Op>()) &&
              dependsOn(expr, key);
    hasSum |= static_cast<bool>(getReduction(expr));
  });
  return hasExp && hasSum;
}

//===----------------------------------------------------------------------===//
// In the graph
//===----------------------------------------------------------------------===//

// Adds to `values` what `value` is, or is a factor or a choice of.
static void addParts(Value value, SetVector<Value> &values) {
  if (auto arg = dyn_cast<BlockArgument>(value)) {
    auto op = dyn_cast<linalg::LinalgOp>(arg.getOwner()->getParentOp());
    if (op && arg.getArgNumber() < op.getNumDpsInputs())
      values.insert(op.getMatchingOpOperand(arg)->get());
    return;
  }
  Operation *op = value.getDefiningOp();
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op)) {
    if (linalgOp.getNumReductionLoops() == 0)
      values.insert(linalgOp.getBlock()->getTerminator()->getOperand(
          cast<OpResult>(value).getResultNumber()));
    return;
  }
  if (isa<tensor::TensorDialect>(op->getDialect()) ||
      isa<arith::MulFOp, arith::SelectOp, arith::ExtFOp, arith::TruncFOp>(op))
    values.insert(op->operand_begin(), op->operand_end());
}

// Whether `op` adds up exponentials, perhaps with factors and masks on them.
static bool sumsExponentials(linalg::LinalgOp op) {
  if (op.getNumReductionLoops() == 0)
    return false;
  SetVector<Value> values;
  for (Value yielded : op.getBlock()->getTerminator()->getOperands())
    if (auto add = yielded.getDefiningOp<arith::AddFOp>())
      values.insert(add->operand_begin(), add->operand_end());
  for (unsigned i = 0; i < values.size() && i < kMaxVisited; ++i) {
    Operation *def = values[i].getDefiningOp();
    if (isa_and_nonnull<math::ExpOp, math::Exp2Op>(def))
      return true;
    addParts(values[i], values);
  }
  return false;
}

bool mlir::attn::readsSoftmax(Value weights) {
  SetVector<Value> values;
  values.insert(weights);
  for (unsigned i = 0; i < values.size() && i < kMaxVisited; ++i) {
    Operation *op = values[i].getDefiningOp();
    auto linalgOp = dyn_cast_or_null<linalg::LinalgOp>(op);
    if (linalgOp && linalg::isaContractionOpInterface(linalgOp))
      continue;
    if (linalgOp && sumsExponentials(linalgOp))
      return true;
    if (linalgOp || (op && isa<tensor::TensorDialect>(op->getDialect())))
      for (Value operand : op->getOperands())
        if (isa<RankedTensorType>(operand.getType()))
          values.insert(operand);
  }
  return false;
}

//===----------------------------------------------------------------------===//
// Reasons
//===----------------------------------------------------------------------===//

// Of the exponentials' divisor.
static std::pair<Operation *, StringRef> explainDivisor(ScalarExpr division,
                                                        AffineExpr key) {
  ScalarExpr divisor = WeightView::strip(division->operands[1]);
  if (divisor->kind == ScalarNode::Kind::Op)
    return {divisor->op, ": their divisor is more than a sum"};
  Operation *sum = getReduction(divisor);
  if (sum && dependsOn(divisor, key))
    return {sum, ": their divisor is not a sum over the keys"};
  return {sum, ": their divisor is not the sum of what it divides"};
}

std::pair<Operation *, StringRef>
mlir::attn::explainWeight(ScalarExpr weight, AffineExpr key) {
  ScalarExpr division = nullptr;
  Operation *unread = nullptr;
  walkScalars(weight, [&](ScalarExpr expr) {
    if (expr->isOp<arith::DivFOp>() && hasExponential(expr->operands[0]))
      division = expr;
    if (expr->kind == ScalarNode::Kind::Element && dependsOn(expr, key) &&
        !getReduction(expr) && readsSoftmax(expr->value))
      unread = expr->value.getDefiningOp();
  });
  if (unread)
    return {unread, " behind an op that cannot be followed"};
  if (division)
    return explainDivisor(division, key);
  weight = WeightView::strip(weight);
  if (weight->kind == ScalarNode::Kind::Op)
    return {weight->op, ""};
  return {weight->kind == ScalarNode::Kind::Element
              ? weight->value.getDefiningOp()
              : nullptr,
          ""};
}
