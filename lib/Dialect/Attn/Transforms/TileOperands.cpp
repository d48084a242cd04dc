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

bool mlir::attn::dropsToTile(AffineMap map, Dim row) {
  std::optional<unsigned> rowAt = positionOf(map, row);
  std::optional<unsigned> head = positionOf(map, Dim::H);
  if (head)
    return *head < *rowAt;
  // The unit batch dimension stands for the one head.
  std::optional<unsigned> batch = positionOf(map, Dim::B);
  return batch && *batch < *rowAt;
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

TileOperand::TileOperand(OpBuilder &builder, Location loc, Value operand,
                         AffineMap operandMap, Dim row, Dim inner)
    : row(row) {
  map = moveLast(operandMap, inner);
  value = permute(builder, loc, operand, operandMap, map);
}

bool TileOperand::allowsHeadTiles() const {
  std::optional<unsigned> head = positionOf(map, Dim::H);
  return head && *head < *positionOf(map, row);
}

// The shape heads x rows (x inner) of a tile.
static SmallVector<int64_t> tileShape(const TileBox &box, OpFoldResult inner) {
  auto staticSize = [](OpFoldResult size) {
    return getConstantIntValue(size).value_or(ShapedType::kDynamic);
  };
  SmallVector<int64_t> shape = {staticSize(box.numHeads),
                                staticSize(box.numRows)};
  if (inner)
    shape.push_back(staticSize(inner));
  return shape;
}

// How a tile of one head folds to its rows (x inner).
static SmallVector<ReassociationIndices> headGroups(bool hasInner) {
  SmallVector<ReassociationIndices> groups = {{0, 1}};
  if (hasInner)
    groups.push_back({2});
  return groups;
}

Value mlir::attn::extractTile(OpBuilder &builder, Location loc, Value tensor,
                              AffineMap map, Dim row, const TileBox &box,
                              OpFoldResult inner) {
  SmallVector<OpFoldResult> offsets, sizes, strides;
  getSlice(builder, map, box, inner, offsets, sizes, strides);
  Type element = getElementTypeOrSelf(tensor.getType());
  SmallVector<int64_t> shape = tileShape(box, inner);
  auto tileType = RankedTensorType::get(shape, element);
  if (dropsToTile(map, row))
    return tensor::ExtractSliceOp::create(builder, loc, tileType, tensor,
                                          offsets, sizes, strides);
  // Which of two unit dimensions a slice keeps is not written anywhere; drop
  // both and add the head again.
  auto rowsType = RankedTensorType::get(ArrayRef(shape).drop_front(), element);
  Value rows = tensor::ExtractSliceOp::create(builder, loc, rowsType, tensor,
                                              offsets, sizes, strides);
  SmallVector<OpFoldResult> tileSizes = {builder.getIndexAttr(1), box.numRows};
  if (inner)
    tileSizes.push_back(inner);
  return tensor::ExpandShapeOp::create(builder, loc, tileType, rows,
                                       headGroups(static_cast<bool>(inner)),
                                       tileSizes);
}

Value mlir::attn::toSliceForm(OpBuilder &builder, Location loc, Value tile,
                              AffineMap map, Dim row) {
  if (dropsToTile(map, row))
    return tile;
  bool hasInner = cast<ShapedType>(tile.getType()).getRank() == 3;
  return tensor::CollapseShapeOp::create(builder, loc, tile,
                                         headGroups(hasInner));
}

void mlir::attn::insertTile(OpBuilder &builder, Location loc, Value slice,
                            Value tensor, AffineMap map, const TileBox &box,
                            OpFoldResult inner) {
  SmallVector<OpFoldResult> offsets, sizes, strides;
  getSlice(builder, map, box, inner, offsets, sizes, strides);
  tensor::ParallelInsertSliceOp::create(builder, loc, slice, tensor, offsets,
                                        sizes, strides);
}

Value TileOperand::extract(OpBuilder &builder, Location loc,
                           const TileBox &box) const {
  int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
  return extractTile(builder, loc, value, map, row, box,
                     tensor::getMixedSize(builder, loc, value, rank - 1));
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

Value mlir::attn::emptyResult(OpBuilder &builder, Location loc, AffineMap map,
                              OpFoldResult batch, OpFoldResult heads,
                              OpFoldResult numQueries, OpFoldResult inner,
                              Type element) {
  OpFoldResult zero = builder.getIndexAttr(0);
  TileBox whole{zero, zero, heads, zero, numQueries};
  SmallVector<OpFoldResult> offsets, sizes, strides;
  getSlice(builder, map, whole, inner, offsets, sizes, strides);
  if (std::optional<unsigned> at = positionOf(map, Dim::B))
    sizes[*at] = batch;
  return tensor::EmptyOp::create(builder, loc, sizes, element);
}

AffineMap mlir::attn::moveLast(AffineMap map, Dim dim) {
  SmallVector<AffineExpr> exprs(map.getResults());
  unsigned at = *positionOf(map, dim);
  std::rotate(exprs.begin() + at, exprs.begin() + at + 1, exprs.end());
  return AffineMap::get(kNumDims, 0, exprs, map.getContext());
}

Value mlir::attn::permute(OpBuilder &builder, Location loc, Value value,
                          AffineMap from, AffineMap to) {
  if (from == to)
    return value;
  SmallVector<int64_t> permutation;
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, value);
  SmallVector<OpFoldResult> permuted;
  for (AffineExpr expr : to.getResults()) {
    permutation.push_back(llvm::find(from.getResults(), expr) -
                          from.getResults().begin());
    permuted.push_back(sizes[permutation.back()]);
  }
  Value empty = tensor::EmptyOp::create(builder, loc, permuted,
                                        getElementTypeOrSelf(value.getType()));
  return linalg::TransposeOp::create(builder, loc, value, empty, permutation)
      ->getResult(0);
}
