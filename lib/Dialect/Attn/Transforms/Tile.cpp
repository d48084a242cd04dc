//===- Tile.cpp - attention to tile operations ----------------------------===//
//
// One task of the parallel loop owns one batch entry, one head tile and one
// query tile: it starts an empty state, folds the whole key range into it with
// one online_attention, and finalises. The key range stays on the tile op:
// attn-sparse narrows it and the target's lowering makes the loop over keys.
//
//===----------------------------------------------------------------------===//

#include "EmptyRows.h"
#include "Tiler.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <limits>

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNTILE
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

OpFoldResult Tiler::extent(Dim dim, int64_t known) {
  if (!ShapedType::isDynamic(known))
    return b.getIndexAttr(known);
  for (const PlannedOperand *operand : {&query, &key, &value})
    if (*operand)
      if (std::optional<unsigned> at = positionOf(operand->getMap(), dim))
        return tensor::getMixedSize(b, loc, operand->getValue(), *at);
  return b.getIndexAttr(1);
}

LogicalResult Tiler::prepare() {
  const AttentionShape &shape = clauses.shape;
  if (clauses.query) {
    query =
        PlannedOperand(b, loc, clauses.query, shape.queryMap, Dim::Q, Dim::D);
    key = PlannedOperand(b, loc, clauses.key, shape.keyMap, Dim::K, Dim::D);
  }
  value =
      PlannedOperand(b, loc, clauses.value, shape.valueMap, Dim::K, Dim::E);
  batch = extent(Dim::B, shape.batch);
  numKeys = extent(Dim::K, shape.numKeys);
  numQueries = clauses.numQueries && ShapedType::isDynamic(shape.numQueries)
                   ? OpFoldResult(clauses.numQueries)
                   : extent(Dim::Q, shape.numQueries);
  ArrayRef<int64_t> tiles = clauses.schedule.getTiles();
  headTile = tiles[1];
  rowTile = tiles[2];
  keyTile = tiles[3];
  keySplit = clauses.schedule.getKeySplit();
  int64_t group = shape.groupSize();
  if (shape.heads % headTile || (headTile % group && group % headTile))
    return clauses.op->emitError()
           << "expected a head tile that divides " << shape.heads
           << " heads and fits groups of " << group << ", got " << headTile;
  bool sliceable =
      value.allowsHeadTiles() &&
      (!query || (query.allowsHeadTiles() && key.allowsHeadTiles()));
  if (headTile > 1 && !sliceable)
    headTile = 1;
  return success();
}

scf::ForallOp Tiler::createLoop(ValueRange outputs, OpFoldResult batches) {
  OpFoldResult zero = b.getIndexAttr(0);
  return scf::ForallOp::create(
      b, loc, ArrayRef<OpFoldResult>{zero, zero, zero},
      ArrayRef<OpFoldResult>{batches, b.getIndexAttr(clauses.shape.heads),
                             numQueries},
      ArrayRef<OpFoldResult>{b.getIndexAttr(1), b.getIndexAttr(headTile),
                             b.getIndexAttr(rowTile)},
      outputs, /*mapping=*/std::nullopt);
}

// The value of a per-batch clause at this task: an index, a tensor element, or
// `otherwise` where the clause is absent.
Value Tiler::perBatch(Value operand, Value otherwise) {
  if (!operand)
    return otherwise;
  if (operand.getType().isIndex())
    return operand;
  Value element = tensor::ExtractOp::create(b, loc, operand, ivBatch);
  if (element.getType().isIndex())
    return element;
  return arith::IndexCastOp::create(b, loc, b.getIndexType(), element);
}

// Clamps a length that the user gave to [0, limit].
static Value clampLength(OpBuilder &b, Location loc, Value length,
                         Value limit) {
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  return arith::MinSIOp::create(
      b, loc, arith::MaxSIOp::create(b, loc, length, zero), limit);
}

// Parts of the keys are further entries of the batch.
void Tiler::enterTask(ValueRange ivs, int64_t numParts) {
  ivOutput = ivBatch = ivs[0];
  ivPart = {};
  if (numParts > 1) {
    AffineExpr slot = b.getAffineDimExpr(0);
    ivBatch = affine::makeComposedAffineApply(b, loc, slot.floorDiv(numParts),
                                              {OpFoldResult(ivOutput)});
    ivPart = affine::makeComposedAffineApply(b, loc, slot % numParts,
                                             {OpFoldResult(ivOutput)});
  }
  ivHead = ivs[1];
  ivRow = ivs[2];
  AffineExpr size = b.getAffineSymbolExpr(0), row = b.getAffineSymbolExpr(1);
  AffineExpr tile = b.getAffineConstantExpr(rowTile);
  std::optional<int64_t> known = getConstantIntValue(numQueries);
  if (known && (*known % rowTile == 0 || *known <= rowTile))
    rows = b.getIndexAttr(std::min(rowTile, *known));
  else
    rows = affine::makeComposedFoldedAffineMin(
        b, loc, AffineMap::get(0, 2, {tile, size - row}, b.getContext()),
        {numQueries, OpFoldResult(ivRow)});
  if (shortRows)
    rows = shortRows->countRows(b, shortRows->getPart(b, loc, queryBox(rows)));
  numKeysHere = index(numKeys);
  if (shortKeys)
    numKeysHere =
        index(shortKeys->countRows(b, shortKeys->getPart(b, loc, keyBox())));
  if (clauses.lengths)
    numKeysHere =
        clampLength(b, loc, perBatch(clauses.lengths, {}), numKeysHere);
  numQueriesHere = index(numQueries);
  activeRows = rows;
  if (clauses.queryLengths) {
    numQueriesHere =
        clampLength(b, loc, perBatch(clauses.queryLengths, {}), numQueriesHere);
    Value left = arith::SubIOp::create(b, loc, numQueriesHere, ivRow);
    activeRows = OpFoldResult(clampLength(b, loc, left, index(rows)));
  }
  offsetHere =
      perBatch(clauses.qOffset, arith::ConstantIndexOp::create(b, loc, 0));
}

TileBox Tiler::queryBox(OpFoldResult numRows) const {
  return {OpFoldResult(ivBatch), OpFoldResult(ivHead), b.getIndexAttr(headTile),
          OpFoldResult(ivRow), numRows};
}

// The first `numRows` rows of a tile.
static Value takeRows(OpBuilder &b, Location loc, Value tile,
                      OpFoldResult numRows) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, tile);
  sizes[1] = numRows;
  SmallVector<OpFoldResult> zeros(sizes.size(), b.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(sizes.size(), b.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(b, loc, tile, zeros, sizes, ones);
}

static Value fillTile(OpBuilder &b, Location loc, Value tile, double number) {
  auto element = cast<FloatType>(getElementTypeOrSelf(tile.getType()));
  Value scalar =
      arith::ConstantOp::create(b, loc, b.getFloatAttr(element, number));
  return linalg::FillOp::create(b, loc, scalar, tile).getResult(0);
}

// The first `numRows` rows of a tensor of a static size, so that its buffer may
// live on the stack.
Value Tiler::makeRows(Type element, std::optional<int64_t> inner,
                      OpFoldResult numRows) {
  SmallVector<int64_t> shape = {headTile, rowTile};
  if (inner)
    shape.push_back(*inner);
  Value whole = tensor::EmptyOp::create(b, loc, shape, element);
  return takeRows(b, loc, whole, numRows);
}

// An empty state: a = 0, m = -inf, l = 0.
TileState Tiler::emptyState(OpFoldResult numRows) {
  auto make = [&](double number, std::optional<int64_t> inner) {
    return fillTile(b, loc, makeRows(accType, inner, numRows), number);
  };
  TileState state;
  state.acc = make(0.0, clauses.shape.valueDim);
  state.stabilizer = make(-std::numeric_limits<double>::infinity(), {});
  for (unsigned i = 0; i < clauses.normalizer.getNumAccumulators(); ++i)
    state.accumulators.push_back(make(0.0, {}));
  return state;
}

TileBox Tiler::keyBox() const {
  int64_t group = clauses.shape.groupSize();
  OpFoldResult keyHead = affine::makeComposedFoldedAffineApply(
      b, loc, b.getAffineSymbolExpr(0).floorDiv(group), {OpFoldResult(ivHead)});
  return {OpFoldResult(ivBatch), keyHead,
          b.getIndexAttr(std::max<int64_t>(1, headTile / group)),
          b.getIndexAttr(0), shortKeys && numKeysHere ? OpFoldResult(numKeysHere) : numKeys};
}

// Folds the keys of the batch entry into `state`, for the first `numRows` rows.
TileState Tiler::fold(const TileState &state, OpFoldResult numRows) {
  if (isZeroInteger(numKeys)) // There is no slice of a tensor without keys.
    return state;
  Value queryTile, keyTile;
  if (query) {
    queryTile = query.extract(b, loc, queryBox(numRows));
    keyTile = key.extract(b, loc, keyBox());
  }
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  Value rowStart = arith::AddIOp::create(b, loc, ivRow, offsetHere);
  auto [firstKey, lastKey] = keysOfPart();
  SmallVector<Type> types = {state.acc.getType(), state.stabilizer.getType()};
  for (Value accumulator : state.accumulators)
    types.push_back(accumulator.getType());
  auto op = OnlineAttentionOp::create(
      b, loc, types, queryTile, keyTile, value.extract(b, loc, keyBox()),
      state.acc, state.stabilizer, state.accumulators,
      ValueRange{ivBatch, ivHead, rowStart, zero},
      ValueRange{numQueriesHere, numKeysHere, offsetHere},
      ValueRange{firstKey, lastKey}, clauses.patternOperands,
      clauses.normalizerParams,
      b.getDenseI32ArrayAttr({static_cast<int32_t>(RangeKind::Partial)}),
      b.getF64FloatAttr(clauses.scale), clauses.pattern, clauses.normalizer,
      clauses.schedule);
  IRMapping mapping;
  clauses.combine->cloneInto(&op.getCombine(), mapping);
  clauses.score->cloneInto(&op.getScore(), mapping);
  return {op->getResult(0), op->getResult(1),
          SmallVector<Value>(op->getResults().drop_front(2))};
}

Value Tiler::finalize(const TileState &state, Value output, Value *lse) {
  SmallVector<Type> types = {output.getType()};
  if (lse)
    types.push_back(lse->getType());
  auto op =
      FinalizeOp::create(b, loc, types, state.acc, state.stabilizer,
                         state.accumulators, output, lse ? *lse : Value(),
                         ivHead, clauses.normalizerParams, clauses.normalizer);
  if (lse)
    *lse = op->getResult(1);
  return op->getResult(0);
}

//===----------------------------------------------------------------------===//
// attention
//===----------------------------------------------------------------------===//

// Puts `rows` back as the first rows of `tile`.
static Value putRows(OpBuilder &b, Location loc, Value rows, Value tile) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, rows);
  SmallVector<OpFoldResult> zeros(sizes.size(), b.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(sizes.size(), b.getIndexAttr(1));
  return tensor::InsertSliceOp::create(b, loc, rows, tile, zeros, sizes, ones);
}

// Output and log-sum-exp (if `lseTile` is not null) of the current task, from
// the states of `parts` if there are any.
SmallVector<Value> Tiler::computeTile(AttentionOp op, Value outputTile,
                                      Value lseTile, ArrayRef<Value> parts) {
  bool shortened = static_cast<bool>(clauses.queryLengths);
  Value output = outputTile, lse = lseTile;
  if (shortened) { // Rows beyond the query length are empty.
    outputTile = fillTile(b, loc, outputTile, 0.0);
    output = takeRows(b, loc, outputTile, activeRows);
    if (lse) {
      lseTile =
          fillTile(b, loc, lseTile, -std::numeric_limits<double>::infinity());
      lse = takeRows(b, loc, lseTile, activeRows);
    }
  }
  TileState state = parts.empty() ? fold(emptyState(activeRows), activeRows)
                                  : mergeParts(parts, activeRows);
  output = finalize(state, output, lse ? &lse : nullptr);
  if (op.getEmptyRows() == EmptyRows::Uniform && !isZeroInteger(numKeys))
    output =
        fillEmptyRows(b, loc, state.stabilizer, value.extract(b, loc, keyBox()),
                      numKeysHere, output);
  if (shortened) {
    output = putRows(b, loc, output, outputTile);
    if (lse)
      lse = putRows(b, loc, lse, lseTile);
  }
  SmallVector<Value> results = {output};
  if (lse)
    results.push_back(lse);
  return results;
}

// The parallel loop over tasks. `body` turns the tiles of the outputs, heads x
// rows (x inner), into their values; the loop's results are returned.
SmallVector<Value>
Tiler::runTasks(ArrayRef<TileOutput> outputs,
                function_ref<SmallVector<Value>(ArrayRef<Value>)> body,
                int64_t numParts) {
  OpFoldResult batches = affine::makeComposedFoldedAffineApply(
      b, loc, b.getAffineSymbolExpr(0) * numParts, {batch});
  SmallVector<Value> inits =
      llvm::map_to_vector(outputs, [&](const TileOutput &o) -> Value {
        if (o.plan)
          return tensor::EmptyOp::create(
              b, loc, cast<RankedTensorType>(o.target.getType()).getShape(),
              o.element);
        return emptyResult(b, loc, o.map, batches,
                           b.getIndexAttr(clauses.shape.heads), numQueries,
                           o.inner, o.element);
      });
  scf::ForallOp loop = createLoop(inits, batches);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  enterTask(loop.getInductionVars(), numParts);
  TileBox box = queryBox(rows);
  box.batch = OpFoldResult(ivOutput);
  auto args = loop.getRegionIterArgs();
  SmallVector<Value> tiles;
  SmallVector<BoxPlan::Part> parts;
  for (auto [output, arg] : llvm::zip(outputs, args)) {
    parts.push_back(getPart(output, box));
    tiles.push_back(takeTile(output, parts.back(), box, arg));
  }
  SmallVector<Value> results = body(tiles);
  for (auto [output, part, result] : llvm::zip(outputs, parts, results))
    result = giveTile(output, part, result);
  b.setInsertionPointToStart(loop.getTerminator().getBody());
  for (auto [output, part, arg, result] :
       llvm::zip(outputs, parts, args, results)) {
    if (output.plan)
      output.plan->insert(b, loc, result, arg, part);
    else
      insertTile(b, loc, result, arg, output.map, box, output.inner);
  }
  return SmallVector<Value>(loop.getResults());
}

void Tiler::tileAttention(AttentionOp op) {
  AffineMap outputMap = clauses.shape.outputMap;
  AffineMap tileMap = moveLast(outputMap, Dim::E);
  if (!dropsToTile(tileMap, Dim::Q))
    headTile = 1;
  SmallVector<TileOutput> outputs = {
      {tileMap, b.getIndexAttr(clauses.shape.valueDim),
       getElementTypeOrSelf(op.getOutput().getType())}};
  if (op.getLse())
    outputs.push_back({dropDim(tileMap, Dim::E), {}, accType});
  if (tileMap == outputMap)
    planOutputs(outputs);
  planOperands(outputs);
  SmallVector<Value> parts;
  if (keySplit > 1)
    parts = foldParts();
  SmallVector<Value> results = runTasks(outputs, [&](ArrayRef<Value> tiles) {
    return computeTile(op, tiles[0], op.getLse() ? tiles[1] : Value(), parts);
  });
  results[0] = outputs[0].plan
                   ? results[0]
                   : permute(b, loc, results[0], tileMap, outputMap);
  replace(results, outputs);
}

//===----------------------------------------------------------------------===//
// partial
//===----------------------------------------------------------------------===//

SmallVector<TileOutput> Tiler::stateOutputs() {
  AffineMap accMap = defaultMap(b.getContext(), 4, Dim::Q, Dim::E);
  SmallVector<TileOutput> outputs = {
      {accMap, b.getIndexAttr(clauses.shape.valueDim), accType}};
  while (outputs.size() < clauses.normalizer.getNumAccumulators() + 2)
    outputs.push_back({dropDim(accMap, Dim::E), {}, accType});
  return outputs;
}

// Folds the keys into a state that lives in the results themselves.
SmallVector<Value> Tiler::foldInto(ArrayRef<Value> tiles) {
  SmallVector<Value> whole, active;
  for (auto [i, tile] : llvm::enumerate(tiles)) {
    double fill = i == 1 ? -std::numeric_limits<double>::infinity() : 0.0;
    whole.push_back(fillTile(b, loc, tile, fill));
    active.push_back(clauses.queryLengths
                         ? takeRows(b, loc, whole.back(), activeRows)
                         : whole.back());
  }
  TileState state = fold({active[0], active[1],
                          SmallVector<Value>(ArrayRef(active).drop_front(2))},
                         activeRows);
  SmallVector<Value> results = {state.acc, state.stabilizer};
  llvm::append_range(results, state.accumulators);
  if (clauses.queryLengths)
    for (auto [result, tile] : llvm::zip(results, whole))
      result = putRows(b, loc, result, tile);
  return results;
}

void Tiler::tilePartial(PartialOp op) {
  auto foldTile = [&](ArrayRef<Value> tiles) { return foldInto(tiles); };
  SmallVector<TileOutput> outputs = stateOutputs();
  planOutputs(outputs);
  planOperands(outputs);
  if (tileContinued(outputs))
    return;
  if (keySplit == 1)
    return replace(runTasks(outputs, foldTile), outputs);
  SmallVector<Value> parts = foldParts();
  auto mergeTile = [&](ArrayRef<Value>) {
    TileState state = mergeParts(parts, rows);
    SmallVector<Value> results = {state.acc, state.stabilizer};
    llvm::append_range(results, state.accumulators);
    return results;
  };
  replace(runTasks(outputs, mergeTile), outputs);
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

template <typename OpTy>
static LogicalResult tileOne(IRRewriter &rewriter, OpTy op,
                             void (Tiler::*tile)(OpTy)) {
  if (!op.getScheduleAttr())
    return op.emitError("expected a schedule; run attn-choose-schedule first");
  rewriter.setInsertionPoint(op);
  FusedClauses clauses = getClauses(op);
  Tiler tiler(rewriter, clauses);
  if (failed(tiler.prepare()))
    return failure();
  (tiler.*tile)(op);
  return success();
}

namespace {
struct AttnTile : attn::impl::AttnTileBase<AttnTile> {
  using AttnTileBase::AttnTileBase;

  void runOnOperation() override {
    if (failed(checkRowFolds(getOperation())))
      return signalPassFailure();
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (isa<AttentionOp, PartialOp>(op))
        ops.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (Operation *op : ops) {
      auto attention = dyn_cast<AttentionOp>(op);
      LogicalResult result =
          attention
              ? tileOne(rewriter, attention, &Tiler::tileAttention)
              : tileOne(rewriter, cast<PartialOp>(op), &Tiler::tilePartial);
      if (failed(result))
        return signalPassFailure();
      ++numTiled;
    }
  }
};
} // namespace
