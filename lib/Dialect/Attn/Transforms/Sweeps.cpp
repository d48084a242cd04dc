//===- Sweeps.cpp - folds over rows and columns of an attention -----------===//

#include "Sweeps.h"

#include "TileOperands.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mlir::attn;

SmallVector<Value> Potentials::flatten() const {
  SmallVector<Value> values(row);
  llvm::append_range(values, column);
  return values;
}

Potentials Potentials::unflatten(ValueRange values, size_t numRow) {
  return {SmallVector<Value>(values.take_front(numRow)),
          SmallVector<Value>(values.drop_front(numRow))};
}

SweepBuilder::SweepBuilder(OpBuilder &builder, const PairScores &pairs)
    : b(builder), pairs(pairs), clauses(pairs.clauses),
      loc(pairs.clauses.op->getLoc()),
      type(getAccumulationType(getElementTypeOrSelf(
          (pairs.dense ? pairs.dense : pairs.clauses.value).getType()))) {}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

int64_t SweepBuilder::getStaticSize(Dim dim) const {
  const AttentionShape &shape = clauses.shape;
  switch (dim) {
  case Dim::B:
    return shape.batch;
  case Dim::H:
    return shape.heads;
  case Dim::Q:
    return shape.numQueries;
  case Dim::K:
    return shape.numKeys;
  case Dim::D:
    return shape.keyDim;
  case Dim::E:
    return shape.valueDim;
  }
  llvm_unreachable("another dimension");
}

OpFoldResult SweepBuilder::getSize(Dim dim) {
  int64_t size = getStaticSize(dim);
  if (!ShapedType::isDynamic(size))
    return b.getIndexAttr(size);
  if (pairs.dense)
    return tensor::getMixedSize(b, loc, pairs.dense, static_cast<int64_t>(dim));
  const AttentionShape &shape = clauses.shape;
  for (auto [value, map] : {std::pair(clauses.query, shape.queryMap),
                            std::pair(clauses.key, shape.keyMap),
                            std::pair(clauses.value, shape.valueMap)})
    if (value)
      if (std::optional<unsigned> position = positionOf(map, dim))
        return tensor::getMixedSize(b, loc, value, *position);
  assert(dim == Dim::Q && clauses.numQueries && "a size that nobody knows");
  return clauses.numQueries;
}

Value SweepBuilder::createEmpty(Axis axis, Type element) {
  SmallVector<OpFoldResult> sizes = {
      getSize(Dim::B), getSize(Dim::H),
      getSize(axis == Axis::Row ? Dim::Q : Dim::K)};
  return tensor::EmptyOp::create(b, loc, sizes, element ? element : type);
}

//===----------------------------------------------------------------------===//
// Operands
//===----------------------------------------------------------------------===//

/// `map` with queries for keys and the other way round.
static AffineMap exchange(AffineMap map) {
  if (!map)
    return map;
  MLIRContext *context = map.getContext();
  SmallVector<AffineExpr> dims;
  for (unsigned i = 0; i < kNumDims; ++i)
    dims.push_back(getAffineDimExpr(i, context));
  std::swap(dims[unsigned(Dim::Q)], dims[unsigned(Dim::K)]);
  return map.replaceDimsAndSymbols(dims, {}, kNumDims, 0);
}

Value SweepBuilder::negateOffset() {
  Value offset = clauses.qOffset;
  if (!offset)
    return {};
  auto negate = [](OpBuilder &nested, Location at, Value value) -> Value {
    Value zero = arith::ConstantOp::create(
        nested, at, nested.getZeroAttr(value.getType()));
    return arith::SubIOp::create(nested, at, zero, value);
  };
  auto tensorType = dyn_cast<RankedTensorType>(offset.getType());
  if (!tensorType)
    return negate(b, loc, offset);
  Value empty = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, offset),
      tensorType.getElementType());
  AffineMap identity = b.getMultiDimIdentityMap(1);
  return linalg::GenericOp::create(
             b, loc, empty.getType(), offset, empty,
             ArrayRef<AffineMap>{identity, identity},
             ArrayRef<utils::IteratorType>{utils::IteratorType::parallel},
             [&](OpBuilder &nested, Location at, ValueRange args) {
               linalg::YieldOp::create(nested, at,
                                       negate(nested, at, args[0]));
             })
      .getResult(0);
}

/// The keys with one head for each query head: b (if keys have it), h, k, d.
Value SweepBuilder::expandKeys() {
  const AttentionShape &shape = clauses.shape;
  bool hasBatch = positionOf(shape.keyMap, Dim::B).has_value();
  int64_t group = shape.groupSize();
  auto keyType = cast<RankedTensorType>(clauses.key.getType());
  // Loops: b, key head, member of the group, k, d.
  auto loopOf = [&](Dim dim) -> unsigned {
    return dim == Dim::B ? 0 : dim == Dim::H ? 1 : dim == Dim::K ? 3 : 4;
  };
  SmallVector<AffineExpr> from, to;
  for (AffineExpr expr : shape.keyMap.getResults())
    from.push_back(b.getAffineDimExpr(
        loopOf(Dim(cast<AffineDimExpr>(expr).getPosition()))));
  SmallVector<OpFoldResult> sizes;
  for (unsigned loop = hasBatch ? 0 : 1; loop < 5; ++loop)
    to.push_back(b.getAffineDimExpr(loop));
  if (hasBatch)
    sizes.push_back(getSize(Dim::B));
  sizes.append({b.getIndexAttr(shape.keyHeads), b.getIndexAttr(group),
                getSize(Dim::K), b.getIndexAttr(shape.keyDim)});
  Value empty =
      tensor::EmptyOp::create(b, loc, sizes, keyType.getElementType());
  // Without a batch entry the loop over it has one step.
  unsigned numLoops = 5;
  if (!hasBatch) {
    auto shift = [&](AffineExpr expr) {
      return b.getAffineDimExpr(cast<AffineDimExpr>(expr).getPosition() - 1);
    };
    llvm::transform(from, from.begin(), shift);
    llvm::transform(to, to.begin(), shift);
    numLoops = 4;
  }
  Value all =
      linalg::GenericOp::create(
          b, loc, empty.getType(), clauses.key, empty,
          ArrayRef<AffineMap>{AffineMap::get(numLoops, 0, from, b.getContext()),
                              AffineMap::get(numLoops, 0, to, b.getContext())},
          SmallVector<utils::IteratorType>(numLoops,
                                           utils::IteratorType::parallel),
          [](OpBuilder &nested, Location at, ValueRange args) {
            linalg::YieldOp::create(nested, at, args[0]);
          })
          .getResult(0);
  SmallVector<ReassociationIndices> joined;
  if (hasBatch)
    joined.push_back({0});
  int64_t first = hasBatch ? 1 : 0;
  joined.append({{first, first + 1}, {first + 2}, {first + 3}});
  return tensor::CollapseShapeOp::create(b, loc, all, joined);
}

SweepBuilder::Operands SweepBuilder::getOperands() {
  return {clauses.query,   clauses.key,          {},
          clauses.lengths, clauses.queryLengths, clauses.qOffset,
          clauses.pattern};
}

SweepBuilder::Operands SweepBuilder::getExchangedOperands() {
  const AttentionShape &shape = clauses.shape;
  Operands operands{{},
                    {},
                    {},
                    clauses.queryLengths,
                    clauses.lengths,
                    negateOffset(),
                    TransposedPatternAttr::get(b.getContext(),
                                               clauses.pattern)};
  if (!clauses.query)
    return operands;
  operands.query = clauses.key;
  AffineMap keyMap = shape.keyMap;
  if (shape.keyHeads != shape.heads) {
    operands.query = expandKeys();
    bool hasBatch = positionOf(keyMap, Dim::B).has_value();
    keyMap = defaultMap(b.getContext(), 4, Dim::K, Dim::D);
    if (!hasBatch)
      keyMap = dropDim(keyMap, Dim::B);
  }
  operands.key = clauses.query;
  operands.maps = {exchange(keyMap), exchange(shape.queryMap)};
  return operands;
}

//===----------------------------------------------------------------------===//
// Regions
//===----------------------------------------------------------------------===//

Value SweepBuilder::getOffset(Value batch) {
  Value offset = clauses.qOffset;
  if (!offset || !isa<ShapedType>(offset.getType()))
    return offset;
  Value own = tensor::ExtractOp::create(b, loc, offset, batch);
  if (own.getType().isIndex())
    return own;
  return arith::IndexCastOp::create(b, loc, b.getIndexType(), own);
}

Value SweepBuilder::add(Value index, Value offset, bool subtract) {
  if (!offset)
    return index;
  if (subtract)
    return arith::SubIOp::create(b, loc, index, offset);
  return arith::AddIOp::create(b, loc, index, offset);
}

/// The body of `region` on these arguments; its result.
static Value cloneBody(OpBuilder &b, Region &region, ValueRange arguments) {
  IRMapping mapping;
  Block &block = region.front();
  mapping.map(block.getArguments(), arguments);
  for (Operation &op : block.without_terminator())
    b.clone(op, mapping);
  return mapping.lookupOrDefault(
      cast<YieldOp>(block.getTerminator()).getResult());
}

Value SweepBuilder::editScore(const Edit &edit, Value score,
                              const Potentials &potentials, ValueRange rowAt,
                              ValueRange columnAt) {
  IRScalarBuilder scalars(b, loc, score.getType());
  SmallVector<Operation *> reads;
  auto read = [&](ArrayRef<Value> tensors, ValueRange at) {
    return llvm::map_to_vector(tensors, [&](Value tensor) {
      auto extract = tensor::ExtractOp::create(b, loc, tensor, at);
      reads.push_back(extract);
      return scalars.get(extract);
    });
  };
  SmallVector<Scalar> row = read(potentials.row, rowAt);
  SmallVector<Scalar> column = read(potentials.column, columnAt);
  Value edited = edit(scalars, scalars.get(score), row, column).getValue();
  for (Operation *op : reads)
    if (op->use_empty())
      op->erase();
  return edited;
}

void SweepBuilder::buildScore(Region &region, bool exchanged, const Edit &edit,
                              const Potentials &potentials) {
  OpBuilder::InsertionGuard guard(b);
  SmallVector<Type> types(5, b.getIndexType());
  types[0] = type;
  Block *block =
      b.createBlock(&region, {}, types, SmallVector<Location>(5, loc));
  Value batch = block->getArgument(1), head = block->getArgument(2);
  Value first = block->getArgument(3), second = block->getArgument(4);
  Value offset = getOffset(batch);
  Value query = exchanged ? add(second, offset) : first;
  Value row = exchanged ? second : add(first, offset, /*subtract=*/true);
  Value key = exchanged ? add(first, offset) : second;
  Value score = block->getArgument(0);
  if (pairs.dense)
    score = tensor::ExtractOp::create(b, loc, pairs.dense,
                                      ValueRange{batch, head, row, key});
  else if (clauses.score && !clauses.score->empty())
    score = cloneBody(b, *clauses.score, {score, batch, head, query, key});
  score = editScore(edit, score, potentials, {batch, head, row},
                    {batch, head, key});
  YieldOp::create(b, loc, score);
}

void SweepBuilder::buildScore(Region &region, const Edit &edit,
                              const Potentials &potentials) {
  buildScore(region, /*exchanged=*/false, edit, potentials);
}

void SweepBuilder::buildCombine(Region &region, bool exchanged) {
  if (!clauses.combine || clauses.combine->empty())
    return;
  OpBuilder::InsertionGuard guard(b);
  SmallVector<Type> types(7, b.getIndexType());
  types[0] = types[1] = type;
  Block *block =
      b.createBlock(&region, {}, types, SmallVector<Location>(7, loc));
  SmallVector<Value> arguments(block->getArguments());
  if (exchanged) {
    Value offset = getOffset(arguments[2]);
    std::swap(arguments[0], arguments[1]);
    Value key = add(arguments[4], offset), query = add(arguments[5], offset);
    arguments[4] = query;
    arguments[5] = key;
  }
  YieldOp::create(b, loc, cloneBody(b, *clauses.combine, arguments));
}

//===----------------------------------------------------------------------===//
// The sweep
//===----------------------------------------------------------------------===//

SmallVector<Value> SweepBuilder::emitFold(Axis axis, const Edit &edit,
                                          NormalizerAttrInterface fold,
                                          const Potentials &potentials) {
  bool exchanged = axis == Axis::Column;
  Operands operands = exchanged ? getExchangedOperands() : getOperands();
  if (!exchanged && operands.query)
    operands.maps = {clauses.shape.queryMap, clauses.shape.keyMap};
  Dim own = exchanged ? Dim::K : Dim::Q, other = exchanged ? Dim::Q : Dim::K;
  // Two columns of values that nobody looks at: upstream cannot tell which unit
  // dimension a slice dropped where the last one has size 1 as well.
  constexpr int64_t valueDim = 2;
  int64_t valueHeads = exchanged ? clauses.shape.heads : clauses.shape.keyHeads;
  SmallVector<OpFoldResult> sizes = {
      getSize(Dim::B), b.getIndexAttr(valueHeads), getSize(other),
      b.getIndexAttr(valueDim)};
  Type element = pairs.dense ? Type(type)
                             : getElementTypeOrSelf(clauses.value.getType());
  Value values = tensor::EmptyOp::create(b, loc, sizes, element);
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(element));
  values = linalg::FillOp::create(b, loc, zero, values).getResult(0);
  operands.maps.push_back(defaultMap(b.getContext(), 4, Dim::K, Dim::E));

  SmallVector<int64_t> rows = {getStaticSize(Dim::B), getStaticSize(Dim::H),
                               getStaticSize(own)};
  Type scalars = RankedTensorType::get(rows, type);
  rows.push_back(valueDim);
  SmallVector<Type> types = {RankedTensorType::get(rows, type)};
  types.append(1 + fold.getNumAccumulators(), scalars);
  Value numQueries;
  if (!operands.query)
    numQueries = getValueOrCreateConstantIndexOp(b, loc, getSize(own));
  auto partial = PartialOp::create(
      b, loc, types, operands.query, operands.key, values,
      clauses.patternOperands, /*normalizer_params=*/ValueRange(),
      operands.lengths, operands.queryLengths, operands.qOffset, numQueries,
      b.getF64FloatAttr(clauses.scale), operands.pattern, fold,
      EmptyRows::Zero, b.getAffineMapArrayAttr(operands.maps), ScheduleAttr());
  partial->setDiscardableAttr(kPlanAttrName, clauses.normalizer);
  buildCombine(partial.getCombine(), exchanged);
  buildScore(partial.getScore(), exchanged, edit, potentials);
  return SmallVector<Value>(llvm::drop_begin(partial->getResults()));
}
