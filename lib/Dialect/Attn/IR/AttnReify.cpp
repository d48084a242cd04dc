//===- AttnReify.cpp - sizes of results from operands ---------------------===//

#include "AttnVerify.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// attention and partial
//===----------------------------------------------------------------------===//

// Runtime extent of `dim`: from the first operand that has it.
static OpFoldResult extentOf(OpBuilder &builder, Location loc, Dim dim,
                             ArrayRef<std::pair<Value, AffineMap>> operands,
                             int64_t known) {
  if (!ShapedType::isDynamic(known))
    return builder.getIndexAttr(known);
  for (auto [operand, map] : operands)
    if (operand)
      if (std::optional<unsigned> position = positionOf(map, dim))
        return tensor::getMixedSize(builder, loc, operand, *position);
  return builder.getIndexAttr(1);
}

namespace {
// Runtime extents of a fused op's batch and queries; heads are static.
struct Extents {
  OpFoldResult batch, numQueries;
};
} // namespace

template <typename T>
static Extents runtimeExtents(OpBuilder &builder, T op,
                              const AttentionShape &shape) {
  Location loc = op.getLoc();
  Extents extents;
  extents.batch = extentOf(builder, loc, Dim::B,
                           {{op.getQuery(), shape.queryMap},
                            {op.getKey(), shape.keyMap},
                            {op.getValue(), shape.valueMap}},
                           shape.batch);
  if (op.getNumQueries() && ShapedType::isDynamic(shape.numQueries))
    extents.numQueries = OpFoldResult(op.getNumQueries());
  else
    extents.numQueries =
        extentOf(builder, loc, Dim::Q, {{op.getQuery(), shape.queryMap}},
                 shape.numQueries);
  return extents;
}

LogicalResult
AttentionOp::reifyResultShapes(OpBuilder &builder,
                               ReifiedRankedShapedTypeDims &reified) {
  FailureOr<AttentionShape> shape = getShape();
  if (failed(shape))
    return failure();
  Extents extents = runtimeExtents(builder, *this, *shape);
  SmallVector<OpFoldResult> output, lse;
  for (AffineExpr expr : shape->outputMap.getResults()) {
    auto dim = static_cast<Dim>(cast<AffineDimExpr>(expr).getPosition());
    OpFoldResult size =
        dim == Dim::B   ? extents.batch
        : dim == Dim::Q ? extents.numQueries
        : dim == Dim::H ? OpFoldResult(builder.getIndexAttr(shape->heads))
                        : OpFoldResult(builder.getIndexAttr(shape->valueDim));
    output.push_back(size);
    if (dim != Dim::E)
      lse.push_back(size);
  }
  reified = {output};
  if (getLse())
    reified.push_back(lse);
  return success();
}

LogicalResult
PartialOp::reifyResultShapes(OpBuilder &builder,
                             ReifiedRankedShapedTypeDims &reified) {
  FailureOr<AttentionShape> shape = getShape();
  if (failed(shape))
    return failure();
  Extents extents = runtimeExtents(builder, *this, *shape);
  SmallVector<OpFoldResult> rows = {
      extents.batch, builder.getIndexAttr(shape->heads), extents.numQueries};
  SmallVector<OpFoldResult> acc = rows;
  acc.push_back(builder.getIndexAttr(shape->valueDim));
  reified.push_back(acc);
  reified.append(1 + getAccumulators().size(), rows);
  return success();
}

//===----------------------------------------------------------------------===//
// The other graph operations
//===----------------------------------------------------------------------===//

// Static sizes of `result` are its own: operands may hide them.
static SmallVector<OpFoldResult> preferStatic(OpBuilder &builder, Value result,
                                              ArrayRef<OpFoldResult> sizes) {
  SmallVector<OpFoldResult> mixed;
  auto type = cast<ShapedType>(result.getType());
  for (auto [i, size] : llvm::enumerate(sizes))
    mixed.push_back(type.isDynamicDim(i)
                        ? size
                        : OpFoldResult(
                              builder.getIndexAttr(type.getDimSize(i))));
  return mixed;
}

LogicalResult
ScoresOp::reifyResultShapes(OpBuilder &builder,
                            ReifiedRankedShapedTypeDims &reified) {
  FailureOr<AttentionShape> shape = getShape();
  if (failed(shape))
    return failure();
  Location loc = getLoc();
  std::pair<Value, AffineMap> query(getQuery(), shape->queryMap);
  std::pair<Value, AffineMap> key(getKey(), shape->keyMap);
  reified.push_back(preferStatic(
      builder, getScores(),
      {extentOf(builder, loc, Dim::B, {query, key}, shape->batch),
       builder.getIndexAttr(shape->heads),
       extentOf(builder, loc, Dim::Q, {query}, shape->numQueries),
       extentOf(builder, loc, Dim::K, {key}, shape->numKeys)}));
  return success();
}

LogicalResult
NormalizeOp::reifyResultShapes(OpBuilder &builder,
                               ReifiedRankedShapedTypeDims &reified) {
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(builder, getLoc(), getScores());
  reified.push_back(sizes);
  if (getLse())
    reified.push_back(
        preferStatic(builder, getLse(), ArrayRef(sizes).drop_back()));
  return success();
}

LogicalResult
AggregateOp::reifyResultShapes(OpBuilder &builder,
                               ReifiedRankedShapedTypeDims &reified) {
  auto value = cast<ShapedType>(getValue().getType());
  auto output = cast<ShapedType>(getOutput().getType());
  AffineMap valueMap =
      defaultMap(getContext(), value.getRank(), Dim::K, Dim::E);
  AffineMap map = defaultMap(getContext(), output.getRank(), Dim::Q, Dim::E);
  if (ArrayAttr maps = getIndexingMapsAttr()) {
    valueMap = cast<AffineMapAttr>(maps[0]).getValue();
    map = cast<AffineMapAttr>(maps[1]).getValue();
  }
  // Weights are (b, h, q, k).
  SmallVector<OpFoldResult> sizes;
  for (AffineExpr expr : map.getResults()) {
    unsigned dim = cast<AffineDimExpr>(expr).getPosition();
    sizes.push_back(
        dim <= static_cast<unsigned>(Dim::Q)
            ? tensor::getMixedSize(builder, getLoc(), getWeights(), dim)
            : tensor::getMixedSize(builder, getLoc(), getValue(),
                                   *positionOf(valueMap, Dim::E)));
  }
  reified.push_back(preferStatic(builder, getOutput(), sizes));
  return success();
}

LogicalResult
MergeOp::reifyResultShapes(OpBuilder &builder,
                           ReifiedRankedShapedTypeDims &reified) {
  for (Value value : getLhs())
    reified.push_back(tensor::getMixedSizes(builder, getLoc(), value));
  return success();
}

LogicalResult
ContextPoolOp::reifyResultShapes(OpBuilder &builder,
                                 ReifiedRankedShapedTypeDims &reified) {
  reified.push_back(tensor::getMixedSizes(builder, getLoc(), getInput()));
  return success();
}

//===----------------------------------------------------------------------===//
// Tile operations
//===----------------------------------------------------------------------===//

// Results have the sizes of the destinations; on memrefs there are none.
template <typename T>
static LogicalResult reifyDestinations(OpBuilder &builder, T op,
                                       ReifiedRankedShapedTypeDims &reified) {
  for (unsigned i = 0; i < op->getNumResults(); ++i)
    reified.push_back(tensor::getMixedSizes(
        builder, op.getLoc(), op.getDpsInitsMutable()[i].get()));
  return success();
}

LogicalResult
OnlineAttentionOp::reifyResultShapes(OpBuilder &builder,
                                     ReifiedRankedShapedTypeDims &reified) {
  return reifyDestinations(builder, *this, reified);
}

LogicalResult
OnlineAggregateOp::reifyResultShapes(OpBuilder &builder,
                                     ReifiedRankedShapedTypeDims &reified) {
  return reifyDestinations(builder, *this, reified);
}

LogicalResult
FinalizeOp::reifyResultShapes(OpBuilder &builder,
                              ReifiedRankedShapedTypeDims &reified) {
  return reifyDestinations(builder, *this, reified);
}
