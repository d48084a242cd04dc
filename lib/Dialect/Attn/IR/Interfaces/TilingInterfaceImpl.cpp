//===- TilingInterfaceImpl.cpp - tiling of the tile operations ------------===//
//
// Loops of online_attention and online_aggregate: query head of the tile, query
// row, key. Tiling the key loop keeps the meaning because the state is an
// operand: a later key tile folds on. Value columns are no loop: every tile of
// them would fold the same scores into m and l once more.
// Loops of finalize: the dimensions of a, value columns included where no
// log-sum-exp is asked for, which has none.
//
//===----------------------------------------------------------------------===//

#include "attn/Dialect/Attn/IR/Attn.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

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

static Range fullRange(OpBuilder &b, Location loc, Value value, int64_t dim) {
  return Range{b.getIndexAttr(0), dimOf(b, loc, value, dim), b.getIndexAttr(1)};
}

//===----------------------------------------------------------------------===//
// Heads
//===----------------------------------------------------------------------===//

// Whether `value` is known to be a multiple of `factor`: a constant, the
// variable of a loop whose bound and step are multiples, or an affine function
// of such.
static bool isMultipleOf(OpFoldResult value, int64_t factor) {
  if (factor == 1)
    return true;
  if (std::optional<int64_t> constant = getConstantIntValue(value))
    return *constant % factor == 0;
  Value dynamic = cast<Value>(value);
  if (auto argument = dyn_cast<BlockArgument>(dynamic)) {
    auto loop = dyn_cast_if_present<LoopLikeOpInterface>(
        argument.getOwner()->getParentOp());
    auto variables = loop ? loop.getLoopInductionVars() : std::nullopt;
    auto lowers = loop ? loop.getLoopLowerBounds() : std::nullopt;
    auto steps = loop ? loop.getLoopSteps() : std::nullopt;
    if (!variables || !lowers || !steps)
      return false;
    for (auto [variable, lower, step] : llvm::zip(*variables, *lowers, *steps))
      if (variable == argument) {
        auto isConstantMultiple = [&](OpFoldResult bound) {
          std::optional<int64_t> constant = getConstantIntValue(bound);
          return constant && *constant % factor == 0;
        };
        return isConstantMultiple(lower) && isConstantMultiple(step);
      }
    return false;
  }
  auto apply = dynamic.getDefiningOp<affine::AffineApplyOp>();
  return apply && apply.getAffineMap().getResult(0).isMultipleOf(factor);
}

namespace {
struct HeadTile {
  OpFoldResult offset, size;
};
} // namespace

// The key heads read by the query heads [offset, offset + size) of `op`, whose
// accumulator and values have the types given. A tile must lie within a group
// or cover whole groups: else no slice of key heads fits its query heads.
static FailureOr<HeadTile> getKeyHeads(OpBuilder &b, Operation *op,
                                       Value acc, Value value,
                                       OpFoldResult offset, OpFoldResult size) {
  int64_t heads = cast<ShapedType>(acc.getType()).getDimSize(0);
  int64_t keyHeads = cast<ShapedType>(value.getType()).getDimSize(0);
  if (keyHeads == 1)
    return HeadTile{b.getIndexAttr(0), b.getIndexAttr(1)};
  auto dim = llvm::dyn_cast_if_present<ShapedDimOpInterface>(
      dyn_cast<Value>(size) ? cast<Value>(size).getDefiningOp() : nullptr);
  bool isWhole = dim && dim.getShapedValue() == acc &&
                 getConstantIntValue(dim.getDimension()) == 0;
  if (isConstantIntValue(offset, 0) && isWhole)
    return HeadTile{offset, dimOf(b, op->getLoc(), value, 0)};
  if (ShapedType::isDynamic(heads) || ShapedType::isDynamic(keyHeads)) {
    op->emitOpError("expected static head counts where heads are tiled");
    return failure();
  }
  int64_t group = keyHeads > 0 ? heads / keyHeads : 1;
  if (group == 1)
    return HeadTile{offset, size};
  std::optional<int64_t> tile = getConstantIntValue(size);
  bool within = tile && *tile > 0 && group % *tile == 0;
  bool covers = tile && *tile % group == 0;
  if (!within && !covers) {
    InFlightDiagnostic error = op->emitOpError()
                               << "expected a head tile that divides the group "
                                  "of "
                               << group << " or is a multiple of it, got ";
    if (tile)
      error << *tile;
    else
      error << "a size that is not constant";
    return failure();
  }
  if (!isMultipleOf(offset, within ? *tile : group)) {
    op->emitOpError() << "expected a head tile that starts at a multiple of "
                      << (within ? *tile : group);
    return failure();
  }
  AffineExpr s0 = b.getAffineSymbolExpr(0);
  OpFoldResult keyOffset = affine::makeComposedFoldedAffineApply(
      b, op->getLoc(), s0.floorDiv(group), {offset});
  return HeadTile{keyOffset, b.getIndexAttr(within ? 1 : *tile / group)};
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

// Slices of the state of a fold for heads and rows; a keeps all columns.
static SmallVector<Value> sliceState(OpBuilder &b, Location loc,
                                     OperandRange state,
                                     ArrayRef<OpFoldResult> offsets,
                                     ArrayRef<OpFoldResult> sizes) {
  SmallVector<OpFoldResult> from(offsets.take_front(2));
  SmallVector<OpFoldResult> count(sizes.take_front(2));
  SmallVector<Value> tiles;
  for (Value rows : state.drop_front())
    tiles.push_back(slice(b, loc, rows, from, count));
  from.push_back(b.getIndexAttr(0));
  count.push_back(dimOf(b, loc, state.front(), 2));
  tiles.insert(tiles.begin(), slice(b, loc, state.front(), from, count));
  return tiles;
}

// Where a tile of the state lies in result `resultNumber`.
static LogicalResult getStatePosition(OpBuilder &b, Location loc, Value acc,
                                      unsigned resultNumber,
                                      ArrayRef<OpFoldResult> offsets,
                                      ArrayRef<OpFoldResult> sizes,
                                      SmallVector<OpFoldResult> &resultOffsets,
                                      SmallVector<OpFoldResult> &resultSizes) {
  resultOffsets.assign(offsets.begin(), offsets.begin() + 2);
  resultSizes.assign(sizes.begin(), sizes.begin() + 2);
  if (resultNumber == 0) {
    resultOffsets.push_back(b.getIndexAttr(0));
    resultSizes.push_back(dimOf(b, loc, acc, 2));
  }
  return success();
}

static TilingResult makeTilingResult(Operation *tiled) {
  return TilingResult{{tiled}, SmallVector<Value>(tiled->getResults()), {}};
}

static SmallVector<utils::IteratorType> getFoldIterators() {
  return {utils::IteratorType::parallel, utils::IteratorType::parallel,
          utils::IteratorType::reduction};
}

//===----------------------------------------------------------------------===//
// OnlineAttentionOp
//===----------------------------------------------------------------------===//

SmallVector<utils::IteratorType> OnlineAttentionOp::getLoopIteratorTypes() {
  return getFoldIterators();
}

SmallVector<Range> OnlineAttentionOp::getIterationDomain(OpBuilder &b) {
  Location loc = getLoc();
  return {fullRange(b, loc, getAcc(), 0), fullRange(b, loc, getAcc(), 1),
          fullRange(b, loc, getValue(), 1)};
}

FailureOr<TilingResult>
OnlineAttentionOp::getTiledImplementation(OpBuilder &b,
                                          ArrayRef<OpFoldResult> offsets,
                                          ArrayRef<OpFoldResult> sizes) {
  Location loc = getLoc();
  OpFoldResult zero = b.getIndexAttr(0);
  FailureOr<HeadTile> keyHeads =
      getKeyHeads(b, *this, getAcc(), getValue(), offsets[0], sizes[0]);
  if (failed(keyHeads))
    return failure();
  auto inner = [&](Value value) { return dimOf(b, loc, value, 2); };

  SmallVector<Value> operands;
  auto keySlice = [&](Value value) {
    operands.push_back(slice(b, loc, value,
                             {keyHeads->offset, offsets[2], zero},
                             {keyHeads->size, sizes[2], inner(value)}));
  };
  if (hasQueryKey()) {
    operands.push_back(slice(b, loc, getQuery(), {offsets[0], offsets[1], zero},
                             {sizes[0], sizes[1], inner(getQuery())}));
    keySlice(getKey());
  }
  keySlice(getValue());
  llvm::append_range(
      operands, sliceState(b, loc, getDpsInits(), offsets, sizes));

  Value keyStart = addOffset(b, loc, getKeyStart(), offsets[2]);
  Value keyEnd = addOffset(b, loc, keyStart, sizes[2]);
  operands.append({getBatch(), addOffset(b, loc, getHead(), offsets[0]),
                   addOffset(b, loc, getQueryStart(), offsets[1]), keyStart});
  llvm::append_range(operands, getSizes());
  llvm::append_range(operands,
                     clipRanges(b, loc, getRangeBounds(), keyStart, keyEnd));
  llvm::append_range(operands, getPatternOperands());
  llvm::append_range(operands, getNormalizerParams());

  return makeTilingResult(cloneWithOperands(b, operands));
}

LogicalResult OnlineAttentionOp::getResultTilePosition(
    OpBuilder &b, unsigned resultNumber, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes, SmallVector<OpFoldResult> &resultOffsets,
    SmallVector<OpFoldResult> &resultSizes) {
  return getStatePosition(b, getLoc(), getAcc(), resultNumber, offsets, sizes,
                          resultOffsets, resultSizes);
}

//===----------------------------------------------------------------------===//
// OnlineAggregateOp
//===----------------------------------------------------------------------===//

SmallVector<utils::IteratorType> OnlineAggregateOp::getLoopIteratorTypes() {
  return getFoldIterators();
}

SmallVector<Range> OnlineAggregateOp::getIterationDomain(OpBuilder &b) {
  Location loc = getLoc();
  return {fullRange(b, loc, getAcc(), 0), fullRange(b, loc, getAcc(), 1),
          fullRange(b, loc, getValue(), 1)};
}

FailureOr<TilingResult>
OnlineAggregateOp::getTiledImplementation(OpBuilder &b,
                                          ArrayRef<OpFoldResult> offsets,
                                          ArrayRef<OpFoldResult> sizes) {
  Location loc = getLoc();
  FailureOr<HeadTile> keyHeads =
      getKeyHeads(b, *this, getAcc(), getValue(), offsets[0], sizes[0]);
  if (failed(keyHeads))
    return failure();
  Value scores = slice(b, loc, getScores(), offsets, sizes);
  Value value = slice(
      b, loc, getValue(), {keyHeads->offset, offsets[2], b.getIndexAttr(0)},
      {keyHeads->size, sizes[2], dimOf(b, loc, getValue(), 2)});
  SmallVector<Value> state = sliceState(b, loc, getDpsInits(), offsets, sizes);
  SmallVector<Value> coordinates = {getCoordinates()[0]};
  for (unsigned i = 0; i < 3; ++i)
    coordinates.push_back(
        addOffset(b, loc, getCoordinates()[i + 1], offsets[i]));
  auto tiled =
      OnlineAggregateOp::create(b, loc, scores, value, state, coordinates,
                                getNormalizer(), getNormalizerParams());
  tiled->setDiscardableAttrs((*this)->getDiscardableAttrDictionary());
  return makeTilingResult(tiled);
}

LogicalResult OnlineAggregateOp::getResultTilePosition(
    OpBuilder &b, unsigned resultNumber, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes, SmallVector<OpFoldResult> &resultOffsets,
    SmallVector<OpFoldResult> &resultSizes) {
  return getStatePosition(b, getLoc(), getAcc(), resultNumber, offsets, sizes,
                          resultOffsets, resultSizes);
}

//===----------------------------------------------------------------------===//
// FinalizeOp
//===----------------------------------------------------------------------===//

// ([b,] h, q, e)
SmallVector<utils::IteratorType> FinalizeOp::getLoopIteratorTypes() {
  return SmallVector<utils::IteratorType>(
      cast<ShapedType>(getAcc().getType()).getRank() - (getLse() ? 1 : 0),
      utils::IteratorType::parallel);
}

SmallVector<Range> FinalizeOp::getIterationDomain(OpBuilder &b) {
  SmallVector<Range> domain;
  for (unsigned i = 0, e = getLoopIteratorTypes().size(); i < e; ++i)
    domain.push_back(fullRange(b, getLoc(), getAcc(), i));
  return domain;
}

FailureOr<TilingResult>
FinalizeOp::getTiledImplementation(OpBuilder &b, ArrayRef<OpFoldResult> offsets,
                                   ArrayRef<OpFoldResult> sizes) {
  Location loc = getLoc();
  unsigned rank = cast<ShapedType>(getAcc().getType()).getRank();
  SmallVector<OpFoldResult> from(offsets), count(sizes);
  if (from.size() < rank) {
    from.push_back(b.getIndexAttr(0));
    count.push_back(dimOf(b, loc, getAcc(), rank - 1));
  }
  auto rows = ArrayRef(from).drop_back(), numRows = ArrayRef(count).drop_back();
  SmallVector<Value> state = {slice(b, loc, getAcc(), from, count),
                              slice(b, loc, getStabilizer(), rows, numRows)};
  for (Value accumulator : getAccumulators())
    state.push_back(slice(b, loc, accumulator, rows, numRows));
  Value output = slice(b, loc, getOutput(), from, count);
  Value lse = getLse() ? slice(b, loc, getLse(), rows, numRows) : Value();
  OpFoldResult firstHead = from[rank - 3];
  Value head = getHead() ? addOffset(b, loc, getHead(), firstHead)
                         : getValueOrCreateConstantIndexOp(b, loc, firstHead);
  auto tiled = FinalizeOp::create(b, loc, state, output, lse, getNormalizer(),
                                  getNormalizerParams(), head);
  tiled->setDiscardableAttrs((*this)->getDiscardableAttrDictionary());
  return makeTilingResult(tiled);
}

LogicalResult FinalizeOp::getResultTilePosition(
    OpBuilder &b, unsigned resultNumber, ArrayRef<OpFoldResult> offsets,
    ArrayRef<OpFoldResult> sizes, SmallVector<OpFoldResult> &resultOffsets,
    SmallVector<OpFoldResult> &resultSizes) {
  resultOffsets.assign(offsets.begin(), offsets.end());
  resultSizes.assign(sizes.begin(), sizes.end());
  if (resultNumber == 0 && getLse()) {
    unsigned inner = cast<ShapedType>(getAcc().getType()).getRank() - 1;
    resultOffsets.push_back(b.getIndexAttr(0));
    resultSizes.push_back(dimOf(b, getLoc(), getAcc(), inner));
  }
  return success();
}
