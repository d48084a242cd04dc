//===- GenericBody.cpp - the body of a linalg.generic on vectors ----------===//

#include "GenericLowering.h"

#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::attn;

/// Indices of an operand in the current iteration; along the lanes `start`.
SmallVector<Value> GenericEmitter::getIndices(OpBuilder &b, OpOperand &operand,
                                              Value start) {
  IndexBuilder ix{b, loc};
  SmallVector<Value> indices;
  for (AffineExpr expr : op.getMatchingIndexingMap(&operand).getResults()) {
    if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
      indices.push_back(ix.constant(constant.getValue()));
      continue;
    }
    unsigned dim = cast<AffineDimExpr>(expr).getPosition();
    indices.push_back(dim == plan.lanes ? start : current[dim]);
  }
  return indices;
}

static Value zeroVector(OpBuilder &b, Location loc, VectorType type) {
  return arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
}

Value GenericEmitter::load(OpBuilder &b, Value memref, ValueRange indices,
                           Chunk chunk) {
  VectorType type = vectorOf(getElementTypeOrSelf(memref.getType()));
  if (!chunk.mask)
    return vector::LoadOp::create(b, loc, type, memref, indices);
  return vector::MaskedLoadOp::create(b, loc, type, memref, indices, chunk.mask,
                                      zeroVector(b, loc, type));
}

Value GenericEmitter::loadVector(OpBuilder &b, OpOperand &operand,
                                 Chunk chunk) {
  Value memref = operand.get();
  SmallVector<Value> indices = getIndices(b, operand, chunk.start);
  if (plan.access[operand.getOperandNumber()] == Access::Contiguous)
    return load(b, memref, indices, chunk);
  return gather(b, operand, indices, chunk);
}

Value GenericEmitter::gather(OpBuilder &b, OpOperand &operand,
                             ValueRange indices, Chunk chunk) {
  Value memref = operand.get();
  // Lanes are a stride apart: the sum of the strides of every dimension that
  // moves with them.
  auto metadata = memref::ExtractStridedMetadataOp::create(b, loc, memref);
  IndexBuilder ix{b, loc};
  Value stride = ix.constant(0), offset = metadata.getOffset();
  AffineMap map = op.getMatchingIndexingMap(&operand);
  for (auto [d, expr] : llvm::enumerate(map.getResults())) {
    Value step = metadata.getStrides()[d];
    offset = ix.add(offset, ix.mul(indices[d], step));
    if (expr.isFunctionOfDim(plan.lanes))
      stride = ix.add(stride, step);
  }
  VectorType indexType = vectorOf(b.getIndexType());
  Value offsets = arith::MulIOp::create(
      b, loc, vector::StepOp::create(b, loc, indexType),
      vector::BroadcastOp::create(b, loc, indexType, stride));
  VectorType type = vectorOf(getElementTypeOrSelf(memref.getType()));
  Value mask = chunk.mask;
  if (!mask)
    mask = arith::ConstantOp::create(
        b, loc, DenseElementsAttr::get(vectorOf(b.getI1Type()), true));
  // A gather takes its base from a memref whose inner stride is known to be 1.
  auto layout =
      StridedLayoutAttr::get(b.getContext(), ShapedType::kDynamic, {1});
  auto flatType =
      MemRefType::get({ShapedType::kDynamic}, type.getElementType(), layout);
  OpFoldResult one = b.getIndexAttr(1);
  OpFoldResult size = ix.constant(1);
  Value flat = memref::ReinterpretCastOp::create(
      b, loc, flatType, metadata.getBaseBuffer(), OpFoldResult(offset), size,
      one);
  return vector::GatherOp::create(b, loc, type, flat,
                                  ValueRange{ix.constant(0)}, offsets, mask,
                                  zeroVector(b, loc, type));
}

void GenericEmitter::store(OpBuilder &b, OpOperand &operand, Value value,
                           Chunk chunk) {
  SmallVector<Value> indices = getIndices(b, operand, chunk.start);
  if (chunk.mask)
    vector::MaskedStoreOp::create(b, loc, operand.get(), indices, chunk.mask,
                                  value);
  else
    vector::StoreOp::create(b, loc, value, operand.get(), indices);
}

/// Computes what does not move with the lanes, into `scalars`.
void GenericEmitter::emitScalars(OpBuilder &b) {
  scalars.clear();
  for (OpOperand *operand : op.getDpsInputOperands()) {
    BlockArgument arg = op.getMatchingBlockArgument(operand);
    if (plan.access[operand->getOperandNumber()] != Access::Invariant ||
        arg.use_empty())
      continue;
    Value value = operand->get();
    if (isa<MemRefType>(value.getType()))
      value = memref::LoadOp::create(b, loc, value,
                                     getIndices(b, *operand, Value()));
    scalars.map(arg, value);
  }
  auto isScalar = [&](Value v) {
    return v.getParentBlock() != op.getBody() || scalars.contains(v);
  };
  for (Operation &inner : op.getBody()->without_terminator()) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      if (index.getDim() != plan.lanes)
        scalars.map(index.getResult(), current[index.getDim()]);
    } else if (llvm::all_of(inner.getOperands(), isScalar)) {
      b.clone(inner, scalars);
    }
  }
}

Value GenericEmitter::getVector(OpBuilder &b, Value value, IRMapping &vectors) {
  if (Value found = vectors.lookupOrNull(value))
    return found;
  Value scalar = scalars.lookupOrDefault(value);
  Value vector =
      vector::BroadcastOp::create(b, loc, vectorOf(scalar.getType()), scalar);
  vectors.map(value, vector);
  return vector;
}

Value GenericEmitter::emitVectorOp(OpBuilder &b, Operation *inner, Chunk chunk,
                                   IRMapping &vectors) {
  if (isa<linalg::IndexOp>(inner)) {
    VectorType type = vectorOf(b.getIndexType());
    return arith::AddIOp::create(
        b, loc, vector::StepOp::create(b, loc, type),
        vector::BroadcastOp::create(b, loc, type, chunk.start));
  }
  if (auto captured = dyn_cast<memref::LoadOp>(inner)) {
    SmallVector<Value> indices;
    for (Value index : captured.getIndices().drop_back())
      indices.push_back(scalars.lookupOrDefault(index));
    indices.push_back(chunk.start);
    return load(b, captured.getMemRef(), indices, chunk);
  }
  SmallVector<Value> operands;
  for (Value operand : inner->getOperands())
    operands.push_back(getVector(b, operand, vectors));
  OperationState state(loc, inner->getName(), operands,
                       vectorOf(inner->getResult(0).getType()),
                       inner->getAttrs());
  return b.create(state)->getResult(0);
}

/// The body on one vector of lanes: what it yields for every output.
SmallVector<Value> GenericEmitter::emitVectors(OpBuilder &b, Chunk chunk,
                                               ValueRange accumulators) {
  IRMapping vectors;
  for (auto [arg, value] :
       llvm::zip_equal(op.getRegionOutputArgs(), accumulators))
    if (value)
      vectors.map(arg, value);
  for (OpOperand *operand : op.getDpsInputOperands()) {
    BlockArgument arg = op.getMatchingBlockArgument(operand);
    if (plan.access[operand->getOperandNumber()] != Access::Invariant &&
        !arg.use_empty())
      vectors.map(arg, loadVector(b, *operand, chunk));
  }
  for (Operation &inner : op.getBody()->without_terminator())
    if (inner.getNumResults() == 1 && !scalars.contains(inner.getResult(0)))
      vectors.map(inner.getResult(0), emitVectorOp(b, &inner, chunk, vectors));
  SmallVector<Value> results;
  for (Value yielded : op.getBody()->getTerminator()->getOperands())
    results.push_back(getVector(b, yielded, vectors));
  return results;
}
