//===- TilingInterfaceImpl.cpp - tiling of online_attention ---------------===//
//
// Loops: query head of the tile, query row, key. Tiling the key loop keeps the
// meaning because the state is an operand: a later key tile folds on.
//
//===----------------------------------------------------------------------===//

#include "attn/Dialect/Attn/IR/Attn.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

static OpFoldResult dimOf(OpBuilder &b, Location loc, Value value,
                          int64_t dim) {
  if (isa<TensorType>(value.getType()))
    return tensor::getMixedSize(b, loc, value, dim);
  auto type = cast<MemRefType>(value.getType());
  if (!type.isDynamicDim(dim))
    return b.getIndexAttr(type.getDimSize(dim));
  return memref::DimOp::create(b, loc, value, dim).getResult();
}

static Value slice(OpBuilder &b, Location loc, Value value,
                   ArrayRef<OpFoldResult> offsets,
                   ArrayRef<OpFoldResult> sizes) {
  SmallVector<OpFoldResult> strides(offsets.size(), b.getIndexAttr(1));
  if (isa<TensorType>(value.getType()))
    return tensor::ExtractSliceOp::create(b, loc, value, offsets, sizes,
                                          strides);
  return memref::SubViewOp::create(b, loc, value, offsets, sizes, strides);
}

SmallVector<utils::IteratorType> OnlineAttentionOp::getLoopIteratorTypes() {
  return {utils::IteratorType::parallel, utils::IteratorType::parallel,
          utils::IteratorType::reduction};
}

SmallVector<Range> OnlineAttentionOp::getIterationDomain(OpBuilder &b) {
  Location loc = getLoc();
  auto range = [&](Value value, int64_t dim) {
    return Range{b.getIndexAttr(0), dimOf(b, loc, value, dim),
                 b.getIndexAttr(1)};
  };
  return {range(getAcc(), 0), range(getAcc(), 1), range(getValue(), 1)};
}

// Key heads read by the query heads [offset, offset + size): a tile lies within
// one group or covers whole groups.
static std::pair<OpFoldResult, OpFoldResult> keyHeadsOf(OpBuilder &b,
                                                        OnlineAttentionOp op,
                                                        OpFoldResult offset,
                                                        OpFoldResult size) {
  int64_t heads = cast<ShapedType>(op.getAcc().getType()).getDimSize(0);
  int64_t keyHeads = cast<ShapedType>(op.getValue().getType()).getDimSize(0);
  int64_t group = keyHeads > 0 ? heads / keyHeads : 1;
  AffineExpr s0 = b.getAffineSymbolExpr(0);
  auto apply = [&](AffineExpr expr, OpFoldResult value) {
    return affine::makeComposedFoldedAffineApply(b, op.getLoc(), expr, {value});
  };
  return {apply(s0.floorDiv(group), offset), apply(s0.ceilDiv(group), size)};
}

static Value addOffset(OpBuilder &b, Location loc, Value base,
                       OpFoldResult offset) {
  return arith::AddIOp::create(b, loc, base,
                               getValueOrCreateConstantIndexOp(b, loc, offset));
}

// The ranges clipped to the key tile [lower, upper) of absolute indices.
static SmallVector<Value> clipRanges(OpBuilder &b, Location loc,
                                     ValueRange bounds, Value lower,
                                     Value upper) {
  return llvm::map_to_vector(bounds, [&](Value bound) -> Value {
    Value above = arith::MaxSIOp::create(b, loc, bound, lower);
    return arith::MinSIOp::create(b, loc, above, upper);
  });
}

FailureOr<TilingResult>
OnlineAttentionOp::getTiledImplementation(OpBuilder &b,
                                          ArrayRef<OpFoldResult> offsets,
                                          ArrayRef<OpFoldResult> sizes) {
  Location loc = getLoc();
  OpFoldResult zero = b.getIndexAttr(0);
  // Not a structured binding: lambdas below capture these.
  OpFoldResult keyHead, numKeyHeads;
  std::tie(keyHead, numKeyHeads) = keyHeadsOf(b, *this, offsets[0], sizes[0]);
  auto inner = [&](Value value) { return dimOf(b, loc, value, 2); };

  IRMapping mapping;
  auto mapSlice = [&](Value value, ArrayRef<OpFoldResult> sliceOffsets,
                      ArrayRef<OpFoldResult> sliceSizes) {
    Value tile = slice(b, loc, value, sliceOffsets, sliceSizes);
    mapping.map(value, tile);
    return tile;
  };
  SmallVector<Value> operands;
  auto keySlice = [&](Value value) {
    operands.push_back(slice(b, loc, value, {keyHead, offsets[2], zero},
                             {numKeyHeads, sizes[2], inner(value)}));
  };
  if (hasQueryKey()) {
    operands.push_back(slice(b, loc, getQuery(), {offsets[0], offsets[1], zero},
                             {sizes[0], sizes[1], inner(getQuery())}));
    keySlice(getKey());
  }
  keySlice(getValue());
  operands.push_back(mapSlice(getAcc(), {offsets[0], offsets[1], zero},
                              {sizes[0], sizes[1], inner(getAcc())}));
  operands.push_back(
      mapSlice(getStabilizer(), offsets.take_front(2), sizes.take_front(2)));
  for (Value accumulator : getAccumulators())
    operands.push_back(
        mapSlice(accumulator, offsets.take_front(2), sizes.take_front(2)));

  Value keyStart = addOffset(b, loc, getKeyStart(), offsets[2]);
  Value keyEnd = addOffset(b, loc, keyStart, sizes[2]);
  operands.append({getBatch(), addOffset(b, loc, getHead(), offsets[0]),
                   addOffset(b, loc, getQueryStart(), offsets[1]), keyStart});
  llvm::append_range(operands, getSizes());
  llvm::append_range(operands,
                     clipRanges(b, loc, getRangeBounds(), keyStart, keyEnd));
  llvm::append_range(operands, getPatternOperands());
  llvm::append_range(operands, getNormalizerParams());

  Operation *tiled = cloneWithOperands(b, operands);
  SmallVector<Operation *> slices;
  return TilingResult{{tiled}, SmallVector<Value>(tiled->getResults()), slices};
}

LogicalResult OnlineAttentionOp::getResultTilePosition(
    OpBuilder &b, unsigned resultNumber, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes, SmallVector<OpFoldResult> &resultOffsets,
    SmallVector<OpFoldResult> &resultSizes) {
  resultOffsets.assign(offsets.begin(), offsets.begin() + 2);
  resultSizes.assign(sizes.begin(), sizes.begin() + 2);
  if (resultNumber == 0) {
    resultOffsets.push_back(b.getIndexAttr(0));
    resultSizes.push_back(dimOf(b, getLoc(), getAcc(), 2));
  }
  return success();
}
