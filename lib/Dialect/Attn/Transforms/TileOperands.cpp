//===- TileOperands.cpp - tiles of an attention's operands ----------------===//

#include "TileOperands.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

static Dim dimOfResult(AffineMap map, unsigned i) {
  return static_cast<Dim>(cast<AffineDimExpr>(map.getResult(i)).getPosition());
}

AffineMap mlir::attn::dropDim(AffineMap map, Dim dim) {
  std::optional<unsigned> position = positionOf(map, dim);
  return position ? map.dropResult(*position) : map;
}

bool mlir::attn::dropsToTile(AffineMap map, Dim row, std::optional<Dim> inner) {
  unsigned numResults = map.getNumResults();
  if (inner && dimOfResult(map, numResults - 1) != *inner)
    return false;
  std::optional<unsigned> rowAt = positionOf(map, row);
  std::optional<unsigned> head = positionOf(map, Dim::H);
  if (head)
    return *head < *rowAt ||
           (positionOf(map, Dim::B) && *positionOf(map, Dim::B) < *rowAt);
  // The unit batch dimension stands for the one head.
  return positionOf(map, Dim::B) && *positionOf(map, Dim::B) < *rowAt;
}

void mlir::attn::getSlice(OpBuilder &builder, AffineMap map, const TileBox &box,
                          OpFoldResult innerSize,
                          SmallVectorImpl<OpFoldResult> &offsets,
                          SmallVectorImpl<OpFoldResult> &sizes,
                          SmallVectorImpl<OpFoldResult> &strides) {
  OpFoldResult zero = builder.getIndexAttr(0), one = builder.getIndexAttr(1);
  for (unsigned i = 0; i < map.getNumResults(); ++i) {
    OpFoldResult offset = zero, size = innerSize;
    switch (dimOfResult(map, i)) {
    case Dim::B:
      offset = box.batch;
      size = one;
      break;
    case Dim::H:
      offset = box.head;
      size = box.numHeads;
      break;
    case Dim::Q:
    case Dim::K:
      offset = box.row;
      size = box.numRows;
      break;
    case Dim::D:
    case Dim::E:
      break;
    }
    offsets.push_back(offset);
    sizes.push_back(size);
    strides.push_back(one);
  }
}

// A tensor without batch and head dimensions gets a unit head in front.
static Value addUnitHead(OpBuilder &builder, Location loc, Value value,
                         AffineMap &map) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape = {1};
  llvm::append_range(shape, type.getShape());
  SmallVector<ReassociationIndices> groups = {{0, 1}};
  for (int64_t i = 1; i < type.getRank(); ++i)
    groups.push_back({i + 1});
  SmallVector<OpFoldResult> sizes = {builder.getIndexAttr(1)};
  llvm::append_range(sizes, tensor::getMixedSizes(builder, loc, value));
  SmallVector<AffineExpr> exprs = {builder.getAffineDimExpr(unsigned(Dim::H))};
  llvm::append_range(exprs, map.getResults());
  map = AffineMap::get(kNumDims, 0, exprs, builder.getContext());
  return tensor::ExpandShapeOp::create(
      builder, loc, RankedTensorType::get(shape, type.getElementType()), value,
      groups, sizes);
}

// A copy of `value` with its inner dimension last.
static Value transposeInnerLast(OpBuilder &builder, Location loc, Value value,
                                AffineMap &map, Dim inner) {
  unsigned at = *positionOf(map, inner);
  SmallVector<int64_t> permutation;
  SmallVector<AffineExpr> exprs;
  for (unsigned i = 0; i < map.getNumResults(); ++i)
    if (i != at)
      permutation.push_back(i);
  permutation.push_back(at);
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, value);
  SmallVector<OpFoldResult> permuted;
  for (int64_t i : permutation) {
    permuted.push_back(sizes[i]);
    exprs.push_back(map.getResult(i));
  }
  map = AffineMap::get(kNumDims, 0, exprs, builder.getContext());
  Value empty = tensor::EmptyOp::create(builder, loc, permuted,
                                        getElementTypeOrSelf(value.getType()));
  return linalg::TransposeOp::create(builder, loc, value, empty, permutation)
      ->getResult(0);
}

TileOperand::TileOperand(OpBuilder &builder, Location loc, Value operand,
                         AffineMap operandMap, Dim row, Dim inner)
    : value(operand), map(operandMap), row(row), inner(inner) {
  if (dimOfResult(map, map.getNumResults() - 1) != inner)
    value = transposeInnerLast(builder, loc, value, map, inner);
  if (!positionOf(map, Dim::B) && !positionOf(map, Dim::H))
    value = addUnitHead(builder, loc, value, map);
}

bool TileOperand::allowsHeadTiles() const {
  std::optional<unsigned> head = positionOf(map, Dim::H);
  return head && *head < *positionOf(map, row);
}

Value TileOperand::extract(OpBuilder &builder, Location loc,
                           const TileBox &box) const {
  auto type = cast<RankedTensorType>(value.getType());
  OpFoldResult innerSize =
      tensor::getMixedSize(builder, loc, value, type.getRank() - 1);
  SmallVector<OpFoldResult> offsets, sizes, strides;
  getSlice(builder, map, box, innerSize, offsets, sizes, strides);
  auto staticSize = [](OpFoldResult size) {
    return getConstantIntValue(size).value_or(ShapedType::kDynamic);
  };
  SmallVector<int64_t> shape = {staticSize(box.numHeads),
                                staticSize(box.numRows), staticSize(innerSize)};
  auto tileType = RankedTensorType::get(shape, type.getElementType());
  if (dropsToTile(map, row, inner))
    return tensor::ExtractSliceOp::create(builder, loc, tileType, value,
                                          offsets, sizes, strides);
  auto rowsType =
      RankedTensorType::get({shape[1], shape[2]}, type.getElementType());
  Value rows = tensor::ExtractSliceOp::create(builder, loc, rowsType, value,
                                              offsets, sizes, strides);
  SmallVector<ReassociationIndices> groups = {{0, 1}, {2}};
  SmallVector<OpFoldResult> tileSizes = {builder.getIndexAttr(1), box.numRows,
                                         innerSize};
  return tensor::ExpandShapeOp::create(builder, loc, tileType, rows, groups,
                                       tileSizes);
}
