//===- ZeroFlow.cpp - zeros through the ops after normalisation -----------===//

#include "ZeroFlow.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::attn;

using Zeros = DenseSet<Value>;

static bool isZero(const Zeros &zeros, Value value) {
  return zeros.contains(value) || matchPattern(value, m_AnyZeroFloat()) ||
         matchPattern(value, m_Zero());
}

// Whether a scalar op of floats gives 0 from the zeros among its operands.
static bool givesZero(Operation *op, const Zeros &zeros) {
  auto known = [&](Value v) { return isZero(zeros, v); };
  if (isa<arith::MulFOp>(op))
    return llvm::any_of(op->getOperands(), known);
  if (isa<arith::DivFOp>(op))
    return known(op->getOperand(0));
  if (auto select = dyn_cast<arith::SelectOp>(op))
    return known(select.getTrueValue()) && known(select.getFalseValue());
  if (isa<arith::AddFOp, arith::SubFOp, arith::NegFOp, arith::ExtFOp,
          arith::TruncFOp, arith::MaximumFOp, arith::MinimumFOp,
          arith::MaxNumFOp, arith::MinNumFOp, math::AbsFOp, math::SqrtOp,
          math::TanhOp>(op))
    return llvm::all_of(op->getOperands(), known);
  return false;
}

static bool givesZero(linalg::GenericOp op, const Zeros &tensors) {
  Zeros scalars;
  for (OpOperand &operand : op->getOpOperands())
    if (isZero(tensors, operand.get()))
      scalars.insert(op.getMatchingBlockArgument(&operand));
  for (Operation &inner : op.getBody()->without_terminator())
    if (inner.getNumResults() == 1 && givesZero(&inner, scalars))
      scalars.insert(inner.getResult(0));
  Operation *yield = op.getBody()->getTerminator();
  return isZero(scalars, yield->getOperand(0));
}

bool mlir::attn::vanishesWithWeights(const PartsChain &chain) {
  AggregateOp aggregate = chain.getAggregate();
  Zeros zeros;
  for (Operation &op : *aggregate->getBlock()) {
    if (op.getNumResults() == 0)
      continue;
    Value result = op.getResult(0);
    bool zero = false;
    if (isa<NormalizeOp>(op))
      zero = chain.contains(result);
    else if (auto fill = dyn_cast<linalg::FillOp>(op))
      zero = isZero(zeros, fill.getInputs()[0]);
    else if (auto generic = dyn_cast<linalg::GenericOp>(op))
      zero = givesZero(generic, zeros);
    else if (auto pad = dyn_cast<tensor::PadOp>(op))
      zero = zeros.contains(pad.getSource()) && pad.getConstantPaddingValue() &&
             isZero(zeros, pad.getConstantPaddingValue());
    else if (isa<tensor::ConcatOp, tensor::ExpandShapeOp,
                 tensor::CollapseShapeOp>(op))
      zero = llvm::all_of(op.getOperands(), [&](Value operand) {
        return !isa<TensorType>(operand.getType()) || zeros.contains(operand);
      });
    if (zero)
      zeros.insert(result);
  }
  return zeros.contains(aggregate.getWeights());
}
