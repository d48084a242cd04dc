//===- Tail.cpp - what follows the last product of an attention -----------===//

#include "Tail.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

// The indices of a reshape's result for those of its source.
static std::optional<SmallVector<AffineExpr>>
forwardIndices(IndexSpace &space, Operation *op, ArrayRef<AffineExpr> indices) {
  SmallVector<AffineExpr> result;
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op)) {
    ArrayRef<int64_t> shape = expand.getResultType().getShape();
    for (auto [index, group] :
         llvm::zip(indices, expand.getReassociationIndices())) {
      auto part =
          space.delinearize(index, shape.slice(result.size(), group.size()));
      if (!part)
        return std::nullopt;
      llvm::append_range(result, *part);
    }
    return result;
  }
  auto collapse = cast<tensor::CollapseShapeOp>(op);
  ArrayRef<int64_t> shape = collapse.getSrcType().getShape();
  size_t first = 0;
  for (const ReassociationIndices &group : collapse.getReassociationIndices()) {
    auto index = space.linearize(indices.slice(first, group.size()),
                                 shape.slice(first, group.size()));
    if (!index)
      return std::nullopt;
    result.push_back(*index);
    first += group.size();
  }
  return result;
}

// The element that `op` computes from the one of `input` at `indices`, if both
// are in the same place.
static ScalarExpr forwardElement(ElementTrace &trace, linalg::LinalgOp op,
                                 Value input, ArrayRef<AffineExpr> indices) {
  if (op.getNumLoops() != op.getNumParallelLoops() || op->getNumResults() != 1 ||
      !op.hasPureTensorSemantics())
    return nullptr;
  AffineMap out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  for (OpOperand *operand : op.getDpsInputOperands())
    if (operand->get() == input &&
        op.getMatchingIndexingMap(operand) != out)
      return nullptr;
  std::optional<SmallVector<int64_t>> dims = loopsToResultDims(op, 0);
  if (!dims || llvm::is_contained(*dims, -1) || !out.isPermutation())
    return nullptr;
  SmallVector<ScalarExpr> iteration;
  for (int64_t dim : *dims)
    iteration.push_back(trace.getScalars().getIndex(indices[dim]));
  return trace.traceScalar(op.getBlock()->getTerminator()->getOperand(0), op,
                           iteration);
}

static std::optional<TailStep> classify(ScalarExpr result, ScalarExpr element,
                                        Operation *op, Type input,
                                        AffineExpr value) {
  Type type = getElementTypeOrSelf(op->getResult(0).getType());
  if (result == element && type != input)
    return TailStep{TailStep::Kind::Rounding, op};
  if (type == input && result->isOp<arith::DivFOp>() &&
      result->operands[0] == element && !dependsOn(result->operands[1], value))
    return TailStep{TailStep::Kind::Division, op, result, element};
  return std::nullopt;
}

SmallVector<TailStep>
mlir::attn::collectTail(linalg::LinalgOp product, ElementTrace &trace,
                        ArrayRef<AffineExpr> start, AffineExpr valueVariable) {
  SmallVector<TailStep> tail;
  SmallVector<AffineExpr> indices(start);
  Value value = product->getResult(0);
  ScalarExpr element = trace.trace(value, indices);
  while (value.hasOneUse()) {
    Operation *user = *value.user_begin();
    if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(user)) {
      auto next = forwardIndices(trace.getSpace(), user, indices);
      if (!next)
        break;
      indices = *next;
      tail.push_back({TailStep::Kind::Reshape, user});
      value = user->getResult(0);
      continue;
    }
    auto op = dyn_cast<linalg::LinalgOp>(user);
    ScalarExpr result =
        op ? forwardElement(trace, op, value, indices) : nullptr;
    auto step = result ? classify(result, element, user,
                                  getElementTypeOrSelf(value.getType()),
                                  valueVariable)
                       : std::nullopt;
    if (!step)
      break;
    tail.push_back(*step);
    value = user->getResult(0);
    element = result;
  }
  return tail;
}
