//===- PartsTiles.cpp - one op between the parts on tiles -----------------===//

#include "PartsTiles.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Index arithmetic
//===----------------------------------------------------------------------===//

Value IndexMath::value(OpFoldResult x) const {
  return getValueOrCreateConstantIndexOp(b, loc, x);
}

template <typename OpTy, typename Fold>
static OpFoldResult combine(const IndexMath &ix, OpFoldResult x, OpFoldResult y,
                            Fold fold) {
  std::optional<int64_t> a = getConstantIntValue(x), c = getConstantIntValue(y);
  if (a && c)
    return ix.b.getIndexAttr(fold(*a, *c));
  if (std::is_same_v<OpTy, arith::AddIOp> && a == 0)
    return y;
  if (std::is_same_v<OpTy, arith::AddIOp> && c == 0)
    return x;
  return getAsOpFoldResult(
      ix.b.createOrFold<OpTy>(ix.loc, ix.value(x), ix.value(y)));
}

OpFoldResult IndexMath::add(OpFoldResult x, OpFoldResult y) const {
  return combine<arith::AddIOp>(*this, x, y, std::plus<int64_t>());
}
OpFoldResult IndexMath::sub(OpFoldResult x, OpFoldResult y) const {
  if (x == y)
    return constant(0);
  return combine<arith::SubIOp>(*this, x, y, std::minus<int64_t>());
}
OpFoldResult IndexMath::min(OpFoldResult x, OpFoldResult y) const {
  return combine<arith::MinSIOp>(
      *this, x, y, [](int64_t a, int64_t c) { return std::min(a, c); });
}
OpFoldResult IndexMath::max(OpFoldResult x, OpFoldResult y) const {
  return combine<arith::MaxSIOp>(
      *this, x, y, [](int64_t a, int64_t c) { return std::max(a, c); });
}
OpFoldResult IndexMath::mul(OpFoldResult x, int64_t factor) const {
  return combine<arith::MulIOp>(*this, x, constant(factor),
                                std::multiplies<int64_t>());
}

//===----------------------------------------------------------------------===//
// Boxes
//===----------------------------------------------------------------------===//

TileEmitter::TileEmitter(OpBuilder &builder, const PartsChain &chain,
                         Operation *loop)
    : b(builder), chain(chain), loop(loop) {}

OpBuilder::InsertPoint TileEmitter::taskPoint() const {
  return {loop->getBlock(), Block::iterator(loop)};
}

// What depends on no key is computed once for all of them.
TileEmitter::Range TileEmitter::getRange(ChainDim dim, Reach reach,
                                         int64_t size) {
  if (dim.axis == Axis::Whole)
    return {b.getIndexAttr(0), b.getIndexAttr(size), size};
  OpBuilder::InsertionGuard guard(b);
  if (dim.axis != Axis::Key)
    b.restoreInsertionPoint(taskPoint());
  IndexMath ix{b, loop->getLoc()};
  const TileAxis &tile = axis(dim.axis);
  if (dim.axis == Axis::Batch || dim.axis == Axis::Head)
    return {tile.start, tile.count, tile.most};
  int64_t most = tile.most + reach.before + reach.after;
  if (reach.before == 0 && reach.after == 0 && dim.excess == 0)
    return {tile.start, tile.count, most};
  auto [it, isNew] = ranges.try_emplace(
      {static_cast<int64_t>(dim.axis), dim.excess, reach.before, reach.after});
  if (!isNew)
    return it->second;
  OpFoldResult extent = ix.add(tile.extent, ix.constant(dim.excess));
  OpFoldResult zero = ix.constant(0);
  auto clip = [&](OpFoldResult x) { return ix.min(ix.max(x, zero), extent); };
  OpFoldResult first = ix.sub(tile.start, ix.constant(reach.before));
  OpFoldResult end =
      ix.add(ix.add(tile.start, tile.count), ix.constant(reach.after));
  OpFoldResult offset = clip(first);
  it->second = {offset, ix.sub(clip(end), offset), most};
  return it->second;
}

SmallVector<TileEmitter::Range> TileEmitter::getBox(Value value,
                                                    ArrayRef<Reach> reach) {
  SmallVector<Range> box;
  auto type = cast<RankedTensorType>(value.getType());
  for (auto [dim, halo, size] :
       llvm::zip_equal(chain.getDims(value), reach, type.getShape()))
    box.push_back(getRange(dim, halo, size));
  return box;
}

// The dimensions of a value in the order of its tile.
SmallVector<unsigned> TileEmitter::getOrder(Value value) const {
  SmallVector<unsigned> order;
  ArrayRef<ChainDim> dims = chain.getDims(value);
  auto take = [&](auto wanted) {
    for (auto [i, dim] : llvm::enumerate(dims))
      if (wanted(dim.axis))
        order.push_back(i);
  };
  take([](Axis a) { return a != Axis::Key && a != Axis::Query; });
  take([](Axis a) { return a == Axis::Key; });
  take([](Axis a) { return a == Axis::Query; });
  return order;
}

Value TileEmitter::makeEmpty(ArrayRef<OpFoldResult> sizes,
                             ArrayRef<int64_t> most, Type element) {
  Value whole;
  {
    OpBuilder::InsertionGuard guard(b);
    b.restoreInsertionPoint(taskPoint());
    whole = tensor::EmptyOp::create(b, loop->getLoc(), most, element);
  }
  bool same = true;
  for (auto [size, bound] : llvm::zip_equal(sizes, most))
    same &= getConstantIntValue(size) == bound;
  if (same)
    return whole;
  SmallVector<OpFoldResult> zeros(sizes.size(), b.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(sizes.size(), b.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(b, loop->getLoc(), whole, zeros, sizes,
                                        ones);
}

Value TileEmitter::makeEmptyTile(Value value) {
  const SmallVector<Range> &box = boxes.find(value)->second;
  SmallVector<OpFoldResult> sizes;
  SmallVector<int64_t> most;
  for (unsigned i : getOrder(value)) {
    sizes.push_back(box[i].size);
    most.push_back(box[i].most);
  }
  return makeEmpty(sizes, most, getElementTypeOrSelf(value.getType()));
}

// The part `box` of a tile.
Value TileEmitter::slice(Value value, ArrayRef<Range> box) {
  Value tile = tiles.lookup(value);
  const SmallVector<Range> &whole = boxes.find(value)->second;
  IndexMath ix{b, value.getLoc()};
  SmallVector<OpFoldResult> offsets, sizes;
  bool same = true;
  for (unsigned i : getOrder(value)) {
    same &= box[i].offset == whole[i].offset && box[i].size == whole[i].size;
    offsets.push_back(ix.sub(box[i].offset, whole[i].offset));
    sizes.push_back(box[i].size);
  }
  if (same)
    return tile;
  SmallVector<OpFoldResult> ones(sizes.size(), b.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(b, value.getLoc(), tile, offsets, sizes,
                                        ones);
}

Value TileEmitter::getTile(Value root) {
  SmallVector<Reach> none(chain.getDims(root).size());
  return slice(root, getBox(root, none));
}

void TileEmitter::emit(const PartsChain::Reaches &needed,
                       const WeightsBuilder &weights) {
  reaches = &needed;
  AggregateOp aggregate = chain.getAggregate();
  for (Operation &op : *aggregate->getBlock()) {
    if (op.getNumResults() == 0)
      continue;
    Value value = op.getResult(0);
    auto it = needed.find(value);
    if (it == needed.end())
      continue;
    boxes[value] = getBox(value, it->second);
    tiles[value] = emitValue(value, weights);
  }
}

Value TileEmitter::emitValue(Value value, const WeightsBuilder &weights) {
  Operation *op = value.getDefiningOp();
  if (auto generic = dyn_cast<linalg::GenericOp>(op))
    return emitGeneric(generic);
  if (auto fill = dyn_cast<linalg::FillOp>(op))
    return linalg::FillOp::create(b, op->getLoc(), fill.getInputs(),
                                  makeEmptyTile(value))
        .getResult(0);
  if (auto pad = dyn_cast<tensor::PadOp>(op))
    return emitPad(pad);
  if (auto concat = dyn_cast<tensor::ConcatOp>(op))
    return emitConcat(concat);
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    return emitReshape(op, expand.getSrc(), expand.getReassociationIndices(),
                       true);
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
    return emitReshape(op, collapse.getSrc(),
                       collapse.getReassociationIndices(), false);
  if (auto normalize = dyn_cast<NormalizeOp>(op))
    return emitWeights(normalize, weights);
  return makeEmptyTile(value); // tensor.empty
}

Value TileEmitter::emitWeights(NormalizeOp op, const WeightsBuilder &weights) {
  const SmallVector<Range> &box = boxes.find(op.getWeights())->second;
  return weights(op, slice(op.getScores(), box), box[3].offset, box[3].most,
                 makeEmptyTile(op.getWeights()));
}

//===----------------------------------------------------------------------===//
// Padding and joining
//===----------------------------------------------------------------------===//

// A part of `value`, which has the dimensions of `result`, in the order of the
// tile of `result`.
Value TileEmitter::takePart(Value value, Value result, ArrayRef<Range> box) {
  if (chain.contains(value))
    return slice(value, box);
  Location loc = value.getLoc();
  SmallVector<unsigned> order = getOrder(result);
  SmallVector<OpFoldResult> offsets, sizes, turned;
  SmallVector<OpFoldResult> ones(order.size(), b.getIndexAttr(1));
  SmallVector<int64_t> most;
  for (const Range &range : box) {
    offsets.push_back(range.offset);
    sizes.push_back(range.size);
  }
  for (unsigned i : order) {
    turned.push_back(box[i].size);
    most.push_back(box[i].most);
  }
  Value leaf =
      tensor::ExtractSliceOp::create(b, loc, value, offsets, sizes, ones);
  AffineMap map = AffineMap::getPermutationMap(order, b.getContext());
  return copyInto(
      leaf, inversePermutation(map),
      makeEmpty(turned, most, getElementTypeOrSelf(value.getType())));
}

// Puts `part` at `offsets` of `tile`, dimensions in the order of `result`.
Value TileEmitter::putPart(Value part, Value tile, Value result,
                           ArrayRef<OpFoldResult> offsets,
                           ArrayRef<Range> box) {
  SmallVector<OpFoldResult> at, sizes;
  for (unsigned i : getOrder(result)) {
    at.push_back(offsets[i]);
    sizes.push_back(box[i].size);
  }
  SmallVector<OpFoldResult> ones(at.size(), b.getIndexAttr(1));
  return tensor::InsertSliceOp::create(b, part.getLoc(), part, tile, at, sizes,
                                       ones);
}

Value TileEmitter::emitPad(tensor::PadOp op) {
  Location loc = op.getLoc();
  IndexMath ix{b, loc};
  const SmallVector<Range> &outer = boxes.find(op.getResult())->second;
  SmallVector<Range> source(outer);
  SmallVector<OpFoldResult> offsets(outer.size(), ix.constant(0));
  for (auto [i, range] : llvm::enumerate(outer)) {
    int64_t padding = op.getStaticLow()[i] + op.getStaticHigh()[i];
    if (padding == 0)
      continue;
    ChainDim dim = chain.getDims(op.getResult())[i];
    OpFoldResult low = ix.constant(op.getStaticLow()[i]);
    OpFoldResult extent =
        dim.axis == Axis::Whole
            ? ix.constant(range.most - padding)
            : ix.add(axis(dim.axis).extent, ix.constant(dim.excess - padding));
    auto clip = [&](OpFoldResult x) {
      return ix.min(ix.max(ix.sub(x, low), ix.constant(0)), extent);
    };
    OpFoldResult first = clip(range.offset);
    OpFoldResult end = clip(ix.add(range.offset, range.size));
    source[i] = {first, ix.sub(end, first), range.most};
    offsets[i] = ix.sub(ix.add(first, low), range.offset);
  }
  // Only tiles at the border have padding.
  Value covers;
  for (auto [inner, range] : llvm::zip_equal(source, outer)) {
    if (inner.size == range.size)
      continue;
    Value same =
        arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq,
                              ix.value(inner.size), ix.value(range.size));
    covers = covers ? arith::AndIOp::create(b, loc, covers, same) : same;
  }
  Value filled = makeEmptyTile(op.getResult());
  if (covers)
    filled = scf::IfOp::create(
                 b, loc, covers,
                 [&](OpBuilder &inner, Location) {
                   scf::YieldOp::create(inner, loc, filled);
                 },
                 [&](OpBuilder &inner, Location) {
                   Value all =
                       linalg::FillOp::create(
                           inner, loc, op.getConstantPaddingValue(), filled)
                           .getResult(0);
                   scf::YieldOp::create(inner, loc, all);
                 })
                 .getResult(0);
  return putPart(takePart(op.getSource(), op.getResult(), source), filled,
                 op.getResult(), offsets, source);
}

Value TileEmitter::emitConcat(tensor::ConcatOp op) {
  SmallVector<Range> box = boxes.find(op.getResult())->second;
  SmallVector<OpFoldResult> offsets(box.size(), b.getIndexAttr(0));
  Value result = makeEmptyTile(op.getResult());
  int64_t first = 0;
  for (Value input : op.getInputs()) {
    auto type = cast<RankedTensorType>(input.getType());
    int64_t size = type.getDimSize(op.getDim());
    box[op.getDim()] = {b.getIndexAttr(0), b.getIndexAttr(size), size};
    offsets[op.getDim()] = b.getIndexAttr(first);
    result = putPart(takePart(input, op.getResult(), box), result,
                     op.getResult(), offsets, box);
    first += size;
  }
  return result;
}

// target[d] = source[map(d)].
Value TileEmitter::copyInto(Value source, AffineMap sourceMap, Value target) {
  unsigned rank = cast<RankedTensorType>(target.getType()).getRank();
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  AffineMap identity = b.getMultiDimIdentityMap(rank);
  return linalg::GenericOp::create(
             b, source.getLoc(), target.getType(), source, target,
             ArrayRef<AffineMap>{sourceMap, identity}, iterators,
             [](OpBuilder &inner, Location loc, ValueRange args) {
               linalg::YieldOp::create(inner, loc, args[0]);
             })
      .getResult(0);
}

//===----------------------------------------------------------------------===//
// Reshapes
//===----------------------------------------------------------------------===//

// A tile whose dimensions are those of `source` but for unit ones: `same` pairs
// the dimensions (of source, of result) that are large.
Value TileEmitter::emitRelabel(Value source, Value result,
                               ArrayRef<std::pair<int64_t, int64_t>> same) {
  SmallVector<unsigned> from = getOrder(source), to = getOrder(result);
  SmallVector<AffineExpr> exprs(from.size(), b.getAffineConstantExpr(0));
  for (auto [s, r] : same) {
    unsigned position = llvm::find(from, s) - from.begin();
    exprs[position] = b.getAffineDimExpr(llvm::find(to, r) - to.begin());
  }
  // The source's box may be larger than this use of it.
  SmallVector<Range> box = boxes.find(source)->second;
  const SmallVector<Range> &wanted = boxes.find(result)->second;
  for (auto [s, r] : same)
    box[s] = wanted[r];
  AffineMap map = AffineMap::get(to.size(), 0, exprs, b.getContext());
  return copyInto(slice(source, box), map, makeEmptyTile(result));
}

Value TileEmitter::emitReshape(Operation *op, Value source,
                               ArrayRef<ReassociationIndices> groups,
                               bool expands) {
  Value result = op->getResult(0);
  Value many = expands ? result : source, few = expands ? source : result;
  auto manyType = cast<RankedTensorType>(many.getType());
  SmallVector<std::pair<int64_t, int64_t>> same;
  bool relabels = true;
  for (auto [g, group] : llvm::enumerate(groups)) {
    SmallVector<int64_t> large;
    for (int64_t i : group)
      if (manyType.getDimSize(i) != 1)
        large.push_back(i);
    relabels &= large.size() <= 1;
    int64_t one = large.empty() ? group.front() : large.front();
    int64_t single = g;
    same.push_back(expands ? std::pair(single, one) : std::pair(one, single));
  }
  if (relabels)
    return emitRelabel(source, result, same);
  // Groups of whole dimensions, others one to one: the order of the tile keeps
  // groups together.
  SmallVector<ReassociationIndices> turned;
  SmallVector<unsigned> manyOrder = getOrder(many);
  for (unsigned g : getOrder(few)) {
    ReassociationIndices group;
    for (int64_t i : groups[g])
      group.push_back(llvm::find(manyOrder, i) - manyOrder.begin());
    turned.push_back(group);
  }
  SmallVector<Range> box = boxes.find(source)->second;
  const SmallVector<Range> &wanted = boxes.find(result)->second;
  for (auto [s, r] : same)
    if (chain.getDims(source)[s].axis != Axis::Whole)
      box[s] = wanted[r];
  Value tile = slice(source, box);
  auto empty = cast<RankedTensorType>(makeEmptyTile(result).getType());
  if (!expands)
    return tensor::CollapseShapeOp::create(b, op->getLoc(), empty, tile,
                                           turned);
  SmallVector<OpFoldResult> sizes;
  for (unsigned i : manyOrder)
    sizes.push_back(wanted[i].size);
  return tensor::ExpandShapeOp::create(b, op->getLoc(), empty, tile, turned,
                                       sizes);
}
