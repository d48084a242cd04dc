//===- PartsSweep.cpp - sweeps over the keys of a query tile --------------===//

#include "PartsSweep.h"

#include "../RegionInliner.h"
#include "ZeroFlow.h"
#include "attn/Analysis/Presburger/BoxVerdict.h"
#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <limits>

using namespace mlir;
using namespace mlir::attn;

NormalizeOp mlir::attn::getDirect(const PartsChain &chain) {
  AggregateOp aggregate = chain.getAggregate();
  auto op = aggregate.getWeights().getDefiningOp<NormalizeOp>();
  if (!op || op.getEmptyRows() == EmptyRows::Uniform)
    return {};
  // It takes the last sweep; others of its level would need it too.
  for (NormalizeOp other : chain.getNormalizes())
    if (other != op && chain.getLevel(other) >= chain.getLevel(op))
      return {};
  return op.getWeights().hasOneUse() ? op : NormalizeOp();
}

std::string PartsSweeps::getObstacle(const PartsChain &chain) {
  NormalizeOp direct = getDirect(chain);
  for (NormalizeOp op : chain.getNormalizes()) {
    if (!op.getNormalizer().isRowFold() || op.getNormalizer().selectsKey() ||
        op.getNormalizer().getRowContext().visibleKeys)
      return "a normaliser between the parts is no fold over given scores";
    if (op != direct && op.getLse() && !op.getLse().use_empty())
      return "the log-sum-exp of weights that are changed is used";
  }
  SmallVector<Value> roots = {chain.getAggregate().getWeights()};
  for (NormalizeOp op : chain.getNormalizes())
    roots.push_back(op.getScores());
  PartsChain::Reaches all = chain.getReaches(roots);
  for (NormalizeOp op : chain.getNormalizes()) {
    Reach query = all.find(op.getWeights())->second[2];
    if (query.before != 0 || query.after != 0)
      return "weights are mixed across queries";
  }
  return {};
}

PartsSweeps::PartsSweeps(OpBuilder &builder, const PartsChain &chain,
                         const PartsTileSizes &sizes)
    : b(builder), chain(chain), sizes(sizes), op(chain.getAggregate()),
      loc(op.getLoc()) {
  auto weightsType = cast<RankedTensorType>(op.getWeights().getType());
  auto valueType = cast<RankedTensorType>(op.getValue().getType());
  if (ArrayAttr maps = op.getIndexingMapsAttr()) {
    valueMap = cast<AffineMapAttr>(maps[0]).getValue();
    outputMap = cast<AffineMapAttr>(maps[1]).getValue();
  } else {
    auto outputType = cast<RankedTensorType>(op.getOutput().getType());
    valueMap = defaultMap(b.getContext(), valueType.getRank(), Dim::K, Dim::E);
    outputMap =
        defaultMap(b.getContext(), outputType.getRank(), Dim::Q, Dim::E);
  }
  type = cast<FloatType>(weightsType.getElementType());
  heads = weightsType.getDimSize(1);
  keyHeads = sizeOf(valueType, valueMap, Dim::H, 1);
  valueDim = sizeOf(valueType, valueMap, Dim::E, 1);
  numKeys = tensor::getMixedSize(b, loc, op.getValue(),
                                 *positionOf(valueMap, Dim::K));
  batch = tensor::getMixedSize(b, loc, op.getWeights(), 0);
  numQueries = tensor::getMixedSize(b, loc, op.getWeights(), 2);
}

//===----------------------------------------------------------------------===//
// Tasks
//===----------------------------------------------------------------------===//

void PartsSweeps::enterTask(ValueRange ivs) {
  IndexMath ix{b, loc};
  task.batch = ivs[0];
  task.head = ivs[1];
  task.heads = chain.splitsHeads() ? 1 : heads;
  task.firstRow = ivs[2];
  task.mostRows = sizes.queries;
  std::optional<int64_t> known = getConstantIntValue(numQueries);
  task.rows = known && *known % sizes.queries == 0
                  ? ix.constant(sizes.queries)
                  : ix.min(ix.sub(numQueries, task.firstRow),
                           ix.constant(sizes.queries));
  task.numQueries = ix.value(numQueries);
  task.numKeys = ix.value(numKeys);
  for (NormalizeOp normalize : chain.getNormalizes())
    symbols[normalize] = getSymbols(b, normalize, task);
}

Value PartsSweeps::fill(ArrayRef<int64_t> most, ArrayRef<OpFoldResult> extents,
                        double number) {
  Value whole = tensor::EmptyOp::create(b, loc, most, type);
  SmallVector<OpFoldResult> zeros(most.size(), b.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(most.size(), b.getIndexAttr(1));
  Value part =
      tensor::ExtractSliceOp::create(b, loc, whole, zeros, extents, ones);
  Value scalar =
      arith::ConstantOp::create(b, loc, b.getFloatAttr(type, number));
  return linalg::FillOp::create(b, loc, scalar, part).getResult(0);
}

RowState PartsSweeps::makeState(NormalizeOp normalize) {
  SmallVector<int64_t> most = {task.heads, task.mostRows};
  SmallVector<OpFoldResult> extents = {b.getIndexAttr(task.heads), task.rows};
  RowState state;
  state.stabilizer =
      fill(most, extents, -std::numeric_limits<double>::infinity());
  for (unsigned i = 0; i < normalize.getNormalizer().getNumAccumulators(); ++i)
    state.accumulators.push_back(fill(most, extents, 0.0));
  return state;
}

Value PartsSweeps::makeAccumulator() {
  return fill({task.heads, task.mostRows, valueDim},
              {b.getIndexAttr(task.heads), task.rows, b.getIndexAttr(valueDim)},
              0.0);
}

//===----------------------------------------------------------------------===//
// Keys
//===----------------------------------------------------------------------===//

static SmallVector<Value> getCorners(OpBuilder &b, Location loc,
                                     const PartsTask &task, Value offset) {
  IndexMath ix{b, loc};
  OpFoldResult first = ix.add(task.firstRow, offset);
  return {task.head, ix.value(ix.add(task.head, ix.constant(task.heads))),
          ix.value(first), ix.value(ix.add(first, task.rows))};
}

// The keys that a row of the task sees in one of `ops`, or that neighbours of
// such keys are: the hull.
PartsSweeps::KeyRange PartsSweeps::getKeyRange(ArrayRef<NormalizeOp> ops,
                                               Reach widened) {
  IndexMath ix{b, loc};
  OpFoldResult zero = ix.constant(0), lo = numKeys, hi = zero;
  for (NormalizeOp normalize : ops) {
    const PartsSymbols &known = symbols.find(normalize)->second;
    if (normalize.getEmptyRows() == EmptyRows::Uniform)
      return {ix.value(zero), task.numKeys};
    KeyRanges ranges =
        getKeyRanges(normalize.getPattern().getRelation(kFirstOperandSymbol));
    SmallVector<Value> corners = getCorners(b, loc, task, known.offset);
    for (const EmittedKeyPiece &piece :
         emitKeyRanges(b, loc, ranges, corners, known.all)) {
      // An empty piece widens nothing.
      Value empty = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sge,
                                          piece.lo, piece.hi);
      Value first =
          arith::SelectOp::create(b, loc, empty, ix.value(lo), piece.lo);
      Value end =
          arith::SelectOp::create(b, loc, empty, ix.value(hi), piece.hi);
      lo = ix.min(lo, first);
      hi = ix.max(hi, end);
    }
  }
  lo = ix.max(ix.sub(lo, ix.constant(widened.before)), zero);
  hi = ix.min(ix.add(hi, ix.constant(widened.after)), numKeys);
  return {ix.value(lo), ix.value(ix.max(hi, lo))};
}

// Whether a row of the task sees one of the keys [lo, hi).
Value PartsSweeps::isTouched(NormalizeOp normalize, Value lo, Value hi) {
  const PartsSymbols &known = symbols.find(normalize)->second;
  SmallVector<Value> corners = getCorners(b, loc, task, known.offset);
  corners.append({lo, hi});
  return emitBoxVerdict(b, loc,
                        normalize.getPattern().getRelation(kFirstOperandSymbol),
                        corners, known.all)
      .touched;
}

// A loop over tiles of keys with the tiles of `roots` in its body. With
// `judged`, tiles that its pattern leaves empty are skipped.
SmallVector<Value> PartsSweeps::sweep(KeyRange range, ArrayRef<Value> roots,
                                      ValueRange carried, NormalizeOp judged,
                                      Body body) {
  IndexMath ix{b, loc};
  Value step = ix.value(ix.constant(sizes.keys));
  auto loop = scf::ForOp::create(b, loc, range.lo, range.hi, step, carried);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value first = loop.getInductionVar();
  OpFoldResult count = ix.min(ix.sub(range.hi, first), step);
  auto visit = [&](ValueRange state) {
    TileEmitter tiles(b, chain, loop);
    tiles.axis(Axis::Batch) = {task.batch, ix.constant(1), batch, 1};
    tiles.axis(Axis::Head) = {task.head, ix.constant(task.heads),
                              ix.constant(heads), task.heads};
    tiles.axis(Axis::Query) = {task.firstRow, task.rows, numQueries,
                               task.mostRows};
    tiles.axis(Axis::Key) = {OpFoldResult(first), count, numKeys, sizes.keys};
    PartsChain::Reaches reaches = chain.getReaches(roots);
    tiles.emit(reaches, [&](NormalizeOp normalize, Value scores,
                            OpFoldResult firstKey, int64_t mostKeys,
                            Value empty) {
      PartsFold fold = makeFold(normalize, tiles);
      return fold.getFinalWeights(fold.exclude(scores, firstKey, mostKeys),
                                  states.find(normalize)->second.stabilizer,
                                  factors.lookup(normalize), firstKey, empty);
    });
    return body(tiles, state);
  };
  SmallVector<Value> results;
  if (judged) {
    Value end = ix.value(ix.add(first, count));
    auto branch = scf::IfOp::create(
        b, loc, carried.getTypes(), isTouched(judged, first, end),
        /*addThenBlock=*/true, /*addElseBlock=*/true);
    b.setInsertionPointToStart(branch.thenBlock());
    scf::YieldOp::create(b, loc, visit(loop.getRegionIterArgs()));
    b.setInsertionPointToStart(branch.elseBlock());
    scf::YieldOp::create(b, loc, loop.getRegionIterArgs());
    b.setInsertionPointAfter(branch);
    results.assign(branch.result_begin(), branch.result_end());
  } else {
    results = visit(loop.getRegionIterArgs());
  }
  scf::YieldOp::create(b, loc, results);
  return SmallVector<Value>(loop.getResults());
}

// The one of `ops` whose pattern has gaps in its hull.
static NormalizeOp getJudged(ArrayRef<NormalizeOp> ops) {
  if (ops.size() != 1)
    return {};
  NormalizeOp only = ops[0];
  Formula relation = only.getPattern().getRelation(kFirstOperandSymbol);
  bool hasGaps = getKeyRanges(relation).pieces.size() > 1;
  return hasGaps ? only : NormalizeOp();
}

//===----------------------------------------------------------------------===//
// Sweeps
//===----------------------------------------------------------------------===//

// The states of the normalisations of one level.
void PartsSweeps::sweepLevel(unsigned level) {
  NormalizeOp direct = getDirect(chain);
  SmallVector<NormalizeOp> ops;
  SmallVector<Value> roots, carried;
  for (NormalizeOp normalize : chain.getNormalizes())
    if (chain.getLevel(normalize) == level && normalize != direct) {
      ops.push_back(normalize);
      roots.push_back(normalize.getScores());
      llvm::append_range(carried, makeState(normalize).flatten());
    }
  if (ops.empty())
    return;
  auto body = [&](TileEmitter &tiles, ValueRange state) {
    SmallVector<Value> next;
    for (NormalizeOp normalize : ops) {
      PartsFold fold = makeFold(normalize, tiles);
      unsigned count = normalize.getNormalizer().getNumAccumulators() + 1;
      Value scores = fold.exclude(tiles.getTile(normalize.getScores()),
                                  tiles.axis(Axis::Key).start, sizes.keys);
      PartsFold::Step step = fold.fold(
          scores, RowState::unflatten(state.slice(next.size(), count)));
      llvm::append_range(next, step.state.flatten());
    }
    return next;
  };
  SmallVector<Value> results =
      sweep(getKeyRange(ops, {}), roots, carried, getJudged(ops), body);
  // Sums and factors that the last sweep reads.
  ArrayRef<Value> left = results;
  for (NormalizeOp normalize : ops) {
    unsigned count = normalize.getNormalizer().getNumAccumulators() + 1;
    states[normalize] = RowState::unflatten(left.take_front(count));
    left = left.drop_front(count);
    factors[normalize] =
        PartsFold(b, normalize, task, symbols.find(normalize)->second, nullptr)
            .getFactor(states[normalize]);
  }
}

// Normalisation and aggregation in one sweep; returns accumulator and state.
SmallVector<Value> PartsSweeps::sweepDirect(NormalizeOp normalize) {
  SmallVector<Value> carried = {makeAccumulator()};
  llvm::append_range(carried, makeState(normalize).flatten());
  auto body = [&](TileEmitter &tiles, ValueRange state) {
    PartsFold fold = makeFold(normalize, tiles);
    Value scores = fold.exclude(tiles.getTile(normalize.getScores()),
                                tiles.axis(Axis::Key).start, sizes.keys);
    PartsFold::Step step =
        fold.fold(scores, RowState::unflatten(state.drop_front()));
    SmallVector<Value> next = {
        aggregate(tiles, step.weights, state[0], step.rescale)};
    llvm::append_range(next, step.state.flatten());
    return next;
  };
  return sweep(getKeyRange(normalize, {}), {normalize.getScores()}, carried,
               getJudged(normalize), body);
}

// The aggregation of weights that are changed after they are final.
Value PartsSweeps::sweepWeights() {
  IndexMath ix{b, loc};
  KeyRange range{ix.value(ix.constant(0)), task.numKeys};
  NormalizeOp judged;
  if (vanishesWithWeights(chain)) {
    Reach widest;
    PartsChain::Reaches reaches = chain.getReaches({op.getWeights()});
    for (NormalizeOp normalize : chain.getNormalizes()) {
      auto it = reaches.find(normalize.getWeights());
      if (it == reaches.end())
        continue;
      widest.before = std::max(widest.before, it->second[3].before);
      widest.after = std::max(widest.after, it->second[3].after);
    }
    // A key that a tile reaches back to is one whose reach goes forward.
    range = getKeyRange(chain.getNormalizes(), {widest.after, widest.before});
    if (widest.before == 0 && widest.after == 0)
      judged = getJudged(chain.getNormalizes());
  }
  return sweep(range, {op.getWeights()}, {makeAccumulator()}, judged,
               [&](TileEmitter &tiles, ValueRange state) {
                 return SmallVector<Value>{aggregate(
                     tiles, tiles.getTile(op.getWeights()), state[0], Value())};
               })[0];
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

static SmallVector<Dim> getDims(AffineMap map) {
  return llvm::map_to_vector(map.getResults(), [](AffineExpr expr) {
    return static_cast<Dim>(cast<AffineDimExpr>(expr).getPosition());
  });
}

// The maps of the results, and their element types.
SmallVector<AffineMap>
PartsSweeps::getOutputs(SmallVectorImpl<Type> &elements) {
  SmallVector<AffineMap> maps = {outputMap};
  elements.push_back(getElementTypeOrSelf(op.getOutput().getType()));
  NormalizeOp direct = getDirect(chain);
  if (direct && direct.getLse() && !direct.getLse().use_empty()) {
    SmallVector<AffineExpr> exprs;
    for (Dim dim : {Dim::B, Dim::H, Dim::Q})
      exprs.push_back(b.getAffineDimExpr(static_cast<unsigned>(dim)));
    maps.push_back(AffineMap::get(kNumDims, 0, exprs, b.getContext()));
    elements.push_back(type);
  }
  return maps;
}

OpFoldResult PartsSweeps::extentOf(Dim dim) {
  switch (dim) {
  case Dim::B:
    return batch;
  case Dim::H:
    return b.getIndexAttr(heads);
  case Dim::Q:
    return numQueries;
  default:
    return b.getIndexAttr(valueDim);
  }
}

PartsSweeps::Place PartsSweeps::placeTile(AffineMap map) {
  Place place;
  for (Dim dim : getDims(map)) {
    OpFoldResult offset = b.getIndexAttr(0), size = extentOf(dim);
    if (dim == Dim::B) {
      offset = task.batch;
      size = b.getIndexAttr(1);
    } else if (dim == Dim::H) {
      offset = task.head;
      size = b.getIndexAttr(task.heads);
    } else if (dim == Dim::Q) {
      offset = task.firstRow;
      size = task.rows;
    }
    if (dim != Dim::B)
      place.kept.push_back(
          getConstantIntValue(size).value_or(ShapedType::kDynamic));
    place.offsets.push_back(offset);
    place.sizes.push_back(size);
    place.ones.push_back(b.getIndexAttr(1));
  }
  return place;
}

SmallVector<Value> PartsSweeps::emit() {
  SmallVector<Type> elements;
  SmallVector<AffineMap> maps = getOutputs(elements);
  SmallVector<Value> inits;
  for (auto [map, element] : llvm::zip_equal(maps, elements)) {
    SmallVector<OpFoldResult> extents;
    for (Dim dim : getDims(map))
      extents.push_back(extentOf(dim));
    inits.push_back(tensor::EmptyOp::create(b, loc, extents, element));
  }
  OpFoldResult zero = b.getIndexAttr(0);
  OpFoldResult headStep = b.getIndexAttr(chain.splitsHeads() ? 1 : heads);
  auto loop = scf::ForallOp::create(
      b, loc, ArrayRef<OpFoldResult>{zero, zero, zero},
      ArrayRef<OpFoldResult>{batch, b.getIndexAttr(heads), numQueries},
      ArrayRef<OpFoldResult>{b.getIndexAttr(1), headStep,
                             b.getIndexAttr(sizes.queries)},
      inits, /*mapping=*/std::nullopt);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  enterTask(loop.getInductionVars());
  SmallVector<Place> places;
  SmallVector<Value> slices;
  for (auto [map, arg] : llvm::zip_equal(maps, loop.getRegionIterArgs())) {
    Place place = placeTile(map);
    Type element = getElementTypeOrSelf(arg.getType());
    slices.push_back(tensor::ExtractSliceOp::create(
        b, loc, RankedTensorType::get(place.kept, element), arg, place.offsets,
        place.sizes, place.ones));
    places.push_back(place);
  }
  SmallVector<Value> results = runTask(slices);
  b.setInsertionPointToStart(loop.getTerminator().getBody());
  for (auto [result, arg, place] :
       llvm::zip_equal(results, loop.getRegionIterArgs(), places))
    tensor::ParallelInsertSliceOp::create(b, loc, result, arg, place.offsets,
                                          place.sizes, place.ones);
  return SmallVector<Value>(loop.getResults());
}

// Puts a tile (heads, rows, inner) into a slice of the output.
Value PartsSweeps::storeTile(Value tile, Value output) {
  SmallVector<Dim> order = getDims(outputMap);
  bool hasHead = llvm::is_contained(order, Dim::H);
  // One head that the output does not have is no loop.
  unsigned first = hasHead ? 1 : 0;
  auto loopOf = [&](Dim dim) {
    return b.getAffineDimExpr(dim == Dim::H   ? 0
                              : dim == Dim::Q ? first
                                              : first + 1);
  };
  SmallVector<AffineExpr> exprs;
  for (Dim dim : order)
    if (dim != Dim::B)
      exprs.push_back(loopOf(dim));
  AffineExpr head = hasHead ? loopOf(Dim::H) : b.getAffineConstantExpr(0);
  Type element = getElementTypeOrSelf(output.getType());
  return buildFold(b, loc, first + 2,
                   {{tile, {head, loopOf(Dim::Q), loopOf(Dim::E)}}},
                   {{output, exprs}},
                   [&](OpBuilder &inner, Location at,
                       ValueRange args) -> SmallVector<Value> {
                     return {narrow(inner, at, args[0], element)};
                   })[0];
}

SmallVector<Value> PartsSweeps::runTask(ArrayRef<Value> outputs) {
  NormalizeOp direct = getDirect(chain);
  unsigned last = 0;
  for (NormalizeOp normalize : chain.getNormalizes())
    last = std::max(last, chain.getLevel(normalize));
  for (unsigned level = 0; level <= last; ++level)
    sweepLevel(level);
  if (!direct)
    return {storeTile(sweepWeights(), outputs[0])};
  SmallVector<Value> state = sweepDirect(direct);
  bool inPlace =
      getDims(outputMap) == SmallVector<Dim>{Dim::B, Dim::H, Dim::Q, Dim::E};
  Value target = outputs[0];
  if (!inPlace)
    target =
        tensor::EmptyOp::create(b, loc, tensor::getMixedSizes(b, loc, state[0]),
                                getElementTypeOrSelf(target.getType()));
  Value lse = outputs.size() > 1 ? outputs[1] : Value();
  auto end =
      FinalizeOp::create(b, loc, state, target, lse, direct.getNormalizer(),
                         direct.getNormalizerParams(), task.head);
  SmallVector<Value> results(end->getResults());
  if (!inPlace)
    results[0] = storeTile(results[0], outputs[0]);
  return results;
}
