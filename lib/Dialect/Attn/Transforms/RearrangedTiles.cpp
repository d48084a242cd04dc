//===- RearrangedTiles.cpp - tiles as boxes of the original ---------------===//

#include "Rearrangement.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include <utility>

using namespace mlir;
using namespace mlir::attn;

// What a slice of `size` has in its type: a value is dynamic even if constant.
static int64_t staticOrDynamic(OpFoldResult size) {
  return isa<Attribute>(size) ? *getConstantIntValue(size)
                              : ShapedType::kDynamic;
}

// Replaces the last entry of `part`: the places of `axis` that are there.
void BoxPlan::clip(OpBuilder &b, Location loc, const Axis &axis,
                   OpFoldResult extent, Part &part) const {
  auto number = [&](int64_t value) {
    return getAffineConstantExpr(value, context);
  };
  auto least = [&](ArrayRef<AffineExpr> exprs, ArrayRef<OpFoldResult> values) {
    return affine::makeComposedFoldedAffineMin(
        b, loc, AffineMap::get(0, values.size(), exprs, context), values);
  };
  auto greatest = [&](ArrayRef<AffineExpr> exprs, ArrayRef<OpFoldResult> values) {
    return affine::makeComposedFoldedAffineMax(
        b, loc, AffineMap::get(0, values.size(), exprs, context), values);
  };
  AffineExpr x = getAffineSymbolExpr(0, context);
  AffineExpr y = getAffineSymbolExpr(1, context);
  OpFoldResult start = part.offsets.back();
  if (axis.clipsLow) {
    OpFoldResult skipped =
        greatest({number(0), (-x).ceilDiv(axis.step)}, {start});
    part.skipped.back() = least({x, y}, {skipped, extent});
    part.offsets.back() = affine::makeComposedFoldedAffineApply(
        b, loc, x + y * axis.step, {start, part.skipped.back()});
    extent = affine::makeComposedFoldedAffineApply(
        b, loc, x - y, {extent, part.skipped.back()});
  }
  if (axis.clipsHigh) {
    OpFoldResult left =
        least({x, (number(axis.size) - y).ceilDiv(axis.step)},
              {extent, part.offsets.back()});
    extent = greatest({number(0), x}, {left});
  }
  part.sizes.back() = extent;
}

// With `isCounted` the box has the number of rows that there are.
BoxPlan::Part BoxPlan::getPart(OpBuilder &b, Location loc, const TileBox &box,
                               bool isCounted) const {
  Part part;
  SmallVector<OpFoldResult> tile = {box.batch, box.head, box.row};
  for (const Axis &axis : axes) {
    part.offsets.push_back(affine::makeComposedFoldedAffineApply(
        b, loc, AffineMap::get(3, 0, axis.start), tile));
    part.strides.push_back(b.getIndexAttr(axis.step));
    part.skipped.push_back(b.getIndexAttr(0));
    bool ofBox = axis.role == Role::Row && (isCounted || anyRows);
    part.sizes.push_back(ofBox ? box.numRows
                               : OpFoldResult(b.getIndexAttr(axis.extent)));
    if (!isCounted && (axis.clipsLow || axis.clipsHigh))
      clip(b, loc, axis, part.sizes.back(), part);
  }
  return part;
}

BoxPlan::Part BoxPlan::getPart(OpBuilder &b, Location loc,
                               const TileBox &box) const {
  return getPart(b, loc, box, /*isCounted=*/false);
}

BoxPlan::Part BoxPlan::getRows(OpBuilder &b, Location loc,
                               const TileBox &box) const {
  return getPart(b, loc, box, /*isCounted=*/true);
}

OpFoldResult BoxPlan::countRows(OpBuilder &b, const Part &part) const {
  for (auto [axis, size] : llvm::zip(axes, part.sizes))
    if (axis.role == Role::Row)
      return size;
  return b.getIndexAttr(rows);
}

SmallVector<int64_t> BoxPlan::keptShape(const Part &part) const {
  SmallVector<int64_t> shape;
  for (auto [axis, size] : llvm::zip(axes, part.sizes))
    if (axis.isKept())
      shape.push_back(staticOrDynamic(size));
  return shape;
}

// How the axes of the original fold to the kept ones; empty where a slice may
// drop the others. Which of several unit dimensions a slice drops is written
// nowhere, so that it must not drop any where it keeps one; a reshape says.
SmallVector<ReassociationIndices> BoxPlan::keptGroups(const Part &part) const {
  bool keepsUnit = false, drops = false;
  for (auto [axis, size] : llvm::zip(axes, part.sizes)) {
    keepsUnit |= axis.isKept() && staticOrDynamic(size) == 1;
    drops |= !axis.isKept();
  }
  SmallVector<ReassociationIndices> groups;
  if (!keepsUnit || !drops)
    return groups;
  ReassociationIndices open;
  for (auto [dim, axis] : llvm::enumerate(axes)) {
    open.push_back(dim);
    if (axis.isKept())
      groups.push_back(std::exchange(open, {}));
  }
  groups.back().append(open);
  return groups;
}

Value BoxPlan::extract(OpBuilder &b, Location loc, Value original,
                       const Part &part) const {
  SmallVector<ReassociationIndices> groups = keptGroups(part);
  SmallVector<int64_t> shape = keptShape(part);
  if (!groups.empty())
    shape = llvm::map_to_vector(part.sizes, staticOrDynamic);
  auto type =
      RankedTensorType::get(shape, getElementTypeOrSelf(original.getType()));
  Value slice =
      tensor::ExtractSliceOp::create(b, loc, type, original, part.offsets,
                                     part.sizes, part.strides);
  if (groups.empty())
    return slice;
  return tensor::CollapseShapeOp::create(b, loc, slice, groups);
}

void BoxPlan::insert(OpBuilder &b, Location loc, Value values, Value original,
                     const Part &part) const {
  SmallVector<ReassociationIndices> groups = keptGroups(part);
  if (!groups.empty()) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPoint(b.getInsertionBlock()->getParentOp());
    SmallVector<int64_t> shape =
        llvm::map_to_vector(part.sizes, staticOrDynamic);
    values = tensor::ExpandShapeOp::create(
        b, loc,
        RankedTensorType::get(shape, getElementTypeOrSelf(values.getType())),
        values, groups, part.sizes);
  }
  tensor::ParallelInsertSliceOp::create(b, loc, values, original, part.offsets,
                                        part.sizes, part.strides);
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

// How heads x rows (x inner) fold to the dimensions of a slice.
SmallVector<ReassociationIndices> BoxPlan::sliceGroups() const {
  SmallVector<Role> wanted = {Role::Head, Role::Row};
  if (hasInner)
    wanted.push_back(Role::Inner);
  SmallVector<ReassociationIndices> groups;
  ReassociationIndices group;
  for (size_t dim = 0; dim < wanted.size(); ++dim) {
    group.push_back(dim);
    if (llvm::none_of(axes, [&](const Axis &axis) {
          return axis.role == wanted[dim];
        }))
      continue;
    groups.push_back(group);
    group.clear();
  }
  if (!groups.empty())
    groups.back().append(group);
  return groups;
}

Value BoxPlan::slice(OpBuilder &b, Location loc, Value original,
                     const Part &part) const {
  Value slice = extract(b, loc, original, part);
  auto type = cast<RankedTensorType>(slice.getType());
  SmallVector<OpFoldResult> sizes = {b.getIndexAttr(heads),
                                     countRows(b, part)};
  if (hasInner)
    sizes.push_back(part.sizes.back());
  if (type.getRank() == int64_t(sizes.size()))
    return slice;
  SmallVector<int64_t> shape = llvm::map_to_vector(sizes, staticOrDynamic);
  return tensor::ExpandShapeOp::create(
      b, loc, RankedTensorType::get(shape, type.getElementType()), slice,
      sliceGroups(), sizes);
}

Value BoxPlan::takeSlice(OpBuilder &b, Location loc, Value tile) const {
  SmallVector<ReassociationIndices> groups = sliceGroups();
  if (cast<RankedTensorType>(tile.getType()).getRank() ==
      int64_t(groups.size()))
    return tile;
  return tensor::CollapseShapeOp::create(b, loc, tile, groups);
}

//===----------------------------------------------------------------------===//
// Boxes
//===----------------------------------------------------------------------===//

// A tile with its rows split along the axes: heads x places.. (x inner).
SmallVector<int64_t> BoxPlan::splitShape() const {
  SmallVector<int64_t> shape = {heads};
  int64_t inner = 1;
  for (const Axis &axis : axes) {
    if (axis.role == Role::Row)
      shape.push_back(axis.extent);
    if (axis.role == Role::Inner)
      inner = axis.extent;
  }
  if (shape.size() == 1)
    shape.push_back(1);
  if (hasInner)
    shape.push_back(inner);
  return shape;
}

SmallVector<ReassociationIndices> BoxPlan::splitGroups() const {
  int64_t rank = splitShape().size(), end = rank - hasInner;
  SmallVector<ReassociationIndices> groups = {{0}, {}};
  for (int64_t dim = 1; dim < end; ++dim)
    groups[1].push_back(dim);
  if (hasInner)
    groups.push_back({end});
  return groups;
}

Value BoxPlan::makeTile(OpBuilder &b, Location loc, Type element) const {
  SmallVector<int64_t> split = splitShape(), shape = {heads, rows};
  if (hasInner)
    shape.push_back(split.back());
  return tensor::EmptyOp::create(b, loc, shape, element);
}

namespace {
// Where a part lies in a tile with its rows split.
struct InTile {
  SmallVector<OpFoldResult> offsets, sizes, strides;
};
} // namespace

// `kept` holds, for each dimension of `shape`, the entry of the part or -1.
static InTile placeInTile(OpBuilder &b, ArrayRef<int64_t> shape,
                          ArrayRef<int64_t> kept,
                          ArrayRef<OpFoldResult> skipped,
                          ArrayRef<OpFoldResult> sizes) {
  InTile place;
  place.strides.assign(shape.size(), b.getIndexAttr(1));
  for (int64_t axis : kept) {
    place.offsets.push_back(axis < 0 ? OpFoldResult(b.getIndexAttr(0))
                                     : skipped[axis]);
    place.sizes.push_back(axis < 0 ? OpFoldResult(b.getIndexAttr(1))
                                   : sizes[axis]);
  }
  return place;
}

SmallVector<int64_t> BoxPlan::keptAxes() const {
  auto of = [&](Role role) {
    SmallVector<int64_t> found;
    for (auto [i, axis] : llvm::enumerate(axes))
      if (axis.role == role)
        found.push_back(i);
    if (found.empty())
      found.push_back(-1);
    return found;
  };
  SmallVector<int64_t> kept = of(Role::Head);
  // Heads are one dimension of the tile.
  llvm::append_range(kept, of(Role::Row));
  if (hasInner)
    llvm::append_range(kept, of(Role::Inner));
  return kept;
}

Value BoxPlan::splitTile(OpBuilder &b, Location loc, Value tile) const {
  SmallVector<int64_t> shape = splitShape();
  SmallVector<ReassociationIndices> groups = splitGroups();
  if (groups.size() == shape.size())
    return tile;
  Type element = getElementTypeOrSelf(tile.getType());
  return tensor::ExpandShapeOp::create(
      b, loc, RankedTensorType::get(shape, element), tile, groups);
}

Value BoxPlan::gather(OpBuilder &b, Location loc, Value original,
                      const Part &part, Value tile) const {
  Type type = tile.getType();
  tile = splitTile(b, loc, tile);
  if (llvm::any_of(axes, [](const Axis &axis) {
        return axis.clipsLow || axis.clipsHigh;
      })) {
    Value zero = arith::ConstantOp::create(
        b, loc, b.getZeroAttr(getElementTypeOrSelf(type)));
    tile = linalg::FillOp::create(b, loc, zero, tile).getResult(0);
  }
  InTile place =
      placeInTile(b, splitShape(), keptAxes(), part.skipped, part.sizes);
  tile = tensor::InsertSliceOp::create(
      b, loc, extract(b, loc, original, part), tile,
      place.offsets, place.sizes, place.strides);
  if (tile.getType() == type)
    return tile;
  return tensor::CollapseShapeOp::create(b, loc, type, tile, splitGroups());
}

Value BoxPlan::takeBox(OpBuilder &b, Location loc, Value tile,
                       const Part &part) const {
  Type element = getElementTypeOrSelf(tile.getType());
  tile = splitTile(b, loc, tile);
  InTile place = 
      placeInTile(b, splitShape(), keptAxes(), part.skipped, part.sizes);
  return tensor::ExtractSliceOp::create(
      b, loc, RankedTensorType::get(keptShape(part), element),
      tile, place.offsets, place.sizes, place.strides);
}
