//===- DenseLoops.cpp - linalg.generic over attention loops ---------------===//

#include "DenseLoops.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

Value LoopIndices::get(Loop loop) const {
  auto position = llvm::find(order, loop) - order.begin();
  assert(position < static_cast<int64_t>(order.size()) && "no such loop");
  return linalg::IndexOp::create(builder, loc, position);
}

// The loops of all operands in the order of the enum.
static SmallVector<Loop> loopsOf(ArrayRef<LoopOperand> inputs,
                                 ArrayRef<LoopOperand> outputs) {
  SmallVector<Loop> order;
  for (ArrayRef<LoopOperand> operands : {inputs, outputs})
    for (const LoopOperand &operand : operands)
      for (Loop loop : operand.loops)
        if (!llvm::is_contained(order, loop))
          order.push_back(loop);
  llvm::sort(order);
  return order;
}

SmallVector<Value> mlir::attn::buildDense(OpBuilder &builder, Location loc,
                                          ArrayRef<LoopOperand> inputs,
                                          ArrayRef<LoopOperand> outputs,
                                          DenseBody body) {
  SmallVector<Loop> order = loopsOf(inputs, outputs);
  SmallVector<utils::IteratorType> iterators(order.size(),
                                             utils::IteratorType::reduction);
  SmallVector<AffineMap> maps;
  SmallVector<Value> inputTensors, outputTensors;
  auto addOperand = [&](const LoopOperand &operand, bool isOutput) {
    SmallVector<AffineExpr> exprs;
    for (Loop loop : operand.loops) {
      unsigned position = llvm::find(order, loop) - order.begin();
      exprs.push_back(builder.getAffineDimExpr(position));
      if (isOutput)
        iterators[position] = utils::IteratorType::parallel;
    }
    maps.push_back(
        AffineMap::get(order.size(), 0, exprs, builder.getContext()));
    (isOutput ? outputTensors : inputTensors).push_back(operand.tensor);
  };
  for (const LoopOperand &operand : inputs)
    addOperand(operand, false);
  for (const LoopOperand &operand : outputs)
    addOperand(operand, true);
  auto generic = linalg::GenericOp::create(
      builder, loc, ValueRange(outputTensors).getTypes(), inputTensors,
      outputTensors, maps, iterators,
      [&](OpBuilder &b, Location bodyLoc, ValueRange arguments) {
        LoopIndices indices(b, bodyLoc, order);
        linalg::YieldOp::create(b, bodyLoc,
                                body(b, bodyLoc, indices, arguments));
      });
  return SmallVector<Value>(generic.getResults());
}

OpFoldResult mlir::attn::sizeOfLoop(OpBuilder &builder, Location loc, Loop loop,
                                    ArrayRef<LoopOperand> operands) {
  OpFoldResult dynamicSize;
  for (const LoopOperand &operand : operands) {
    auto *position = llvm::find(operand.loops, loop);
    if (position == operand.loops.end())
      continue;
    OpFoldResult size = tensor::getMixedSize(builder, loc, operand.tensor,
                                             position - operand.loops.begin());
    if (isa<Attribute>(size))
      return size;
    if (!dynamicSize)
      dynamicSize = size;
  }
  return dynamicSize ? dynamicSize : builder.getIndexAttr(1);
}

LoopOperand mlir::attn::makeTensor(OpBuilder &builder, Location loc,
                                   Type elementType, ArrayRef<Loop> loops,
                                   ArrayRef<LoopOperand> operands,
                                   std::optional<double> fill) {
  SmallVector<OpFoldResult> sizes;
  for (Loop loop : loops)
    sizes.push_back(sizeOfLoop(builder, loc, loop, operands));
  Value tensor = tensor::EmptyOp::create(builder, loc, sizes, elementType);
  if (fill) {
    Value value = arith::ConstantOp::create(
        builder, loc, builder.getFloatAttr(elementType, *fill));
    tensor = linalg::FillOp::create(builder, loc, ValueRange(value),
                                    ValueRange(tensor))
                 .getResult(0);
  }
  return {tensor, SmallVector<Loop>(loops)};
}

//===----------------------------------------------------------------------===//
// Heads
//===----------------------------------------------------------------------===//

static Loop loopOf(Dim dim) {
  switch (dim) {
  case Dim::B:
    return Loop::Batch;
  case Dim::H:
    return Loop::KeyHead;
  case Dim::Q:
    return Loop::Query;
  case Dim::K:
    return Loop::Key;
  case Dim::D:
  case Dim::E:
    return Loop::Inner;
  }
  llvm_unreachable("another dimension");
}

LoopOperand mlir::attn::splitHeads(OpBuilder &builder, Location loc,
                                   Value tensor, AffineMap map, int64_t group) {
  LoopOperand result{tensor, {}};
  SmallVector<ReassociationIndices> reassociation;
  SmallVector<int64_t> shape;
  auto type = cast<RankedTensorType>(tensor.getType());
  for (auto [i, expr] : llvm::enumerate(map.getResults())) {
    auto dim = static_cast<Dim>(cast<AffineDimExpr>(expr).getPosition());
    int64_t next = shape.size();
    result.loops.push_back(loopOf(dim));
    if (dim != Dim::H || group == 0) {
      reassociation.push_back({next});
      shape.push_back(type.getDimSize(i));
      continue;
    }
    result.loops.push_back(Loop::Member);
    reassociation.push_back({next, next + 1});
    shape.append({type.getDimSize(i) / group, group});
  }
  if (shape.size() != type.getShape().size())
    result.tensor = tensor::ExpandShapeOp::create(
        builder, loc, type.clone(shape), tensor, reassociation);
  return result;
}

Value mlir::attn::joinHeads(OpBuilder &builder, Location loc,
                            const LoopOperand &operand) {
  SmallVector<ReassociationIndices> reassociation;
  for (auto [i, loop] : llvm::enumerate(operand.loops)) {
    if (loop == Loop::Member)
      reassociation.back().push_back(i);
    else
      reassociation.push_back({static_cast<int64_t>(i)});
  }
  if (reassociation.size() == operand.loops.size())
    return operand.tensor;
  return tensor::CollapseShapeOp::create(builder, loc, operand.tensor,
                                         reassociation);
}

//===----------------------------------------------------------------------===//
// Small things
//===----------------------------------------------------------------------===//

Value mlir::attn::castTo(OpBuilder &builder, Location loc, Value value,
                         Type type) {
  if (value.getType() == type)
    return value;
  return tensor::CastOp::create(builder, loc, type, value);
}

Value mlir::attn::perBatchValue(OpBuilder &builder, Location loc, Value clause,
                                Value batch, Value absent) {
  if (!clause)
    return absent;
  if (!isa<ShapedType>(clause.getType()))
    return clause;
  Value value = tensor::ExtractOp::create(builder, loc, clause, batch);
  if (value.getType().isIndex())
    return value;
  return arith::IndexCastOp::create(builder, loc, builder.getIndexType(),
                                    value);
}
