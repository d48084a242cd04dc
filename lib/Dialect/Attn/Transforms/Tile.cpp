//===- Tile.cpp - attention to tile operations ----------------------------===//
//
// One task of the parallel loop owns one batch entry, one head tile and one
// query tile: it starts an empty state, folds the whole key range into it with
// one online_attention, and finalises. The key range stays on the tile op:
// attn-sparse narrows it and the target's lowering makes the loop over keys.
//
//===----------------------------------------------------------------------===//

#include "EmptyRows.h"
#include "FusedClauses.h"
#include "TileOperands.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <limits>

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNTILE
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

namespace {

// The state of one task, each tensor heads x rows (x inner).
struct State {
  Value acc, stabilizer;
  SmallVector<Value> accumulators;
};

// Builds the tiled form of one attention or partial.
class Tiler {
public:
  Tiler(RewriterBase &rewriter, const FusedClauses &clauses)
      : b(rewriter), clauses(clauses), loc(clauses.op->getLoc()),
        accType(getAccumulationType(
            getElementTypeOrSelf(clauses.value.getType()))) {}

  LogicalResult prepare();
  /// Tiles an attn.attention and replaces it.
  void tileAttention(AttentionOp op);
  /// Tiles an attn.partial and replaces it.
  void tilePartial(PartialOp op);

private:
  // Sets the per-task values from the loop's induction variables.
  void enterTask(ValueRange ivs);
  scf::ForallOp createLoop(ValueRange outputs);
  TileBox queryBox(OpFoldResult rows) const;
  State emptyState(OpFoldResult rows);
  Value valueTile();
  TileBox keyBox() const;
  State fold(const State &state, OpFoldResult numRows);
  Value finalize(const State &state, Value output, Value *lse);
  SmallVector<Value> computeTile(AttentionOp op, Value outputTile,
                                 Value lseTile);
  Value perBatch(Value operand, Value otherwise);
  Value index(OpFoldResult value) {
    return getValueOrCreateConstantIndexOp(b, loc, value);
  }
  OpFoldResult extent(Dim dim, int64_t known);

  RewriterBase &b;
  const FusedClauses &clauses;
  Location loc;
  FloatType accType;
  TileOperand query, key, value;
  OpFoldResult batch, numQueries, numKeys;
  int64_t headTile = 1, rowTile = 1;

  // Of the current task.
  Value ivBatch, ivHead, ivRow;
  OpFoldResult rows, activeRows;
  Value numQueriesHere, numKeysHere, offsetHere;
};

} // namespace

OpFoldResult Tiler::extent(Dim dim, int64_t known) {
  if (!ShapedType::isDynamic(known))
    return b.getIndexAttr(known);
  for (const TileOperand *operand : {&query, &key, &value})
    if (*operand)
      if (std::optional<unsigned> at = positionOf(operand->getMap(), dim))
        return tensor::getMixedSize(b, loc, operand->getValue(), *at);
  return b.getIndexAttr(1);
}

LogicalResult Tiler::prepare() {
  const AttentionShape &shape = clauses.shape;
  if (clauses.query) {
    query = TileOperand(b, loc, clauses.query, shape.queryMap, Dim::Q, Dim::D);
    key = TileOperand(b, loc, clauses.key, shape.keyMap, Dim::K, Dim::D);
  }
  value = TileOperand(b, loc, clauses.value, shape.valueMap, Dim::K, Dim::E);
  batch = extent(Dim::B, shape.batch);
  numKeys = extent(Dim::K, shape.numKeys);
  numQueries = clauses.numQueries && ShapedType::isDynamic(shape.numQueries)
                   ? OpFoldResult(clauses.numQueries)
                   : extent(Dim::Q, shape.numQueries);
  ArrayRef<int64_t> tiles = clauses.schedule.getTiles();
  headTile = tiles[1];
  rowTile = tiles[2];
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

scf::ForallOp Tiler::createLoop(ValueRange outputs) {
  OpFoldResult zero = b.getIndexAttr(0);
  return scf::ForallOp::create(
      b, loc, ArrayRef<OpFoldResult>{zero, zero, zero},
      ArrayRef<OpFoldResult>{batch, b.getIndexAttr(clauses.shape.heads),
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

void Tiler::enterTask(ValueRange ivs) {
  ivBatch = ivs[0];
  ivHead = ivs[1];
  ivRow = ivs[2];
  AffineExpr size = b.getAffineSymbolExpr(0), row = b.getAffineSymbolExpr(1);
  AffineExpr tile = b.getAffineConstantExpr(rowTile);
  std::optional<int64_t> known = getConstantIntValue(numQueries);
  if (known && *known % rowTile == 0)
    rows = b.getIndexAttr(rowTile);
  else
    rows = affine::makeComposedFoldedAffineMin(
        b, loc, AffineMap::get(0, 2, {tile, size - row}, b.getContext()),
        {numQueries, OpFoldResult(ivRow)});
  numKeysHere = index(numKeys);
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

// An empty state: a = 0, m = -inf, l = 0. The tensors have a static size, so
// that their buffers may live on the stack; the state is their first rows.
State Tiler::emptyState(OpFoldResult numRows) {
  SmallVector<OpFoldResult> sizes = {b.getIndexAttr(headTile), numRows};
  auto make = [&](double fill, std::optional<int64_t> inner) -> Value {
    SmallVector<OpFoldResult> full = {b.getIndexAttr(headTile),
                                      b.getIndexAttr(rowTile)};
    SmallVector<OpFoldResult> part = sizes;
    if (inner) {
      full.push_back(b.getIndexAttr(*inner));
      part.push_back(b.getIndexAttr(*inner));
    }
    SmallVector<OpFoldResult> zeros(full.size(), b.getIndexAttr(0));
    SmallVector<OpFoldResult> ones(full.size(), b.getIndexAttr(1));
    Value empty = tensor::EmptyOp::create(b, loc, full, accType);
    Value slice =
        tensor::ExtractSliceOp::create(b, loc, empty, zeros, part, ones);
    Value scalar =
        arith::ConstantOp::create(b, loc, b.getFloatAttr(accType, fill));
    return linalg::FillOp::create(b, loc, scalar, slice).getResult(0);
  };
  State state;
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
          b.getIndexAttr(0), numKeys};
}

// Folds the keys of the batch entry into `state`, for the first `numRows` rows.
State Tiler::fold(const State &state, OpFoldResult numRows) {
  Value queryTile, keyTile;
  if (query) {
    queryTile = query.extract(b, loc, queryBox(numRows));
    keyTile = key.extract(b, loc, keyBox());
  }
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  Value rowStart = arith::AddIOp::create(b, loc, ivRow, offsetHere);
  SmallVector<Type> types = {state.acc.getType(), state.stabilizer.getType()};
  for (Value accumulator : state.accumulators)
    types.push_back(accumulator.getType());
  auto op = OnlineAttentionOp::create(
      b, loc, types, queryTile, keyTile, value.extract(b, loc, keyBox()),
      state.acc, state.stabilizer, state.accumulators,
      ValueRange{ivBatch, ivHead, rowStart, zero},
      ValueRange{numQueriesHere, numKeysHere, offsetHere},
      ValueRange{zero, numKeysHere}, clauses.patternOperands,
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

Value Tiler::finalize(const State &state, Value output, Value *lse) {
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

// The first `numRows` rows of a tile.
static Value takeRows(OpBuilder &b, Location loc, Value tile,
                      OpFoldResult numRows) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, tile);
  sizes[1] = numRows;
  SmallVector<OpFoldResult> zeros(sizes.size(), b.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(sizes.size(), b.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(b, loc, tile, zeros, sizes, ones);
}

// Puts `rows` back as the first rows of `tile`.
static Value putRows(OpBuilder &b, Location loc, Value rows, Value tile) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, rows);
  SmallVector<OpFoldResult> zeros(sizes.size(), b.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(sizes.size(), b.getIndexAttr(1));
  return tensor::InsertSliceOp::create(b, loc, rows, tile, zeros, sizes, ones);
}

static Value fillTile(OpBuilder &b, Location loc, Value tile, double number) {
  auto element = cast<FloatType>(getElementTypeOrSelf(tile.getType()));
  Value scalar =
      arith::ConstantOp::create(b, loc, b.getFloatAttr(element, number));
  return linalg::FillOp::create(b, loc, scalar, tile).getResult(0);
}

// Output and log-sum-exp (if `lseTile` is not null) of the current task.
SmallVector<Value> Tiler::computeTile(AttentionOp op, Value outputTile,
                                      Value lseTile) {
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
  State state = fold(emptyState(activeRows), activeRows);
  output = finalize(state, output, lse ? &lse : nullptr);
  if (op.getEmptyRows() == EmptyRows::Uniform)
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

namespace {
// A result of the loop: the tensor it starts from, its map, and the inner
// extent (null for a log-sum-exp).
struct Output {
  Value init;
  AffineMap map;
  OpFoldResult inner;
};
} // namespace

// The map under which a result is computed: the op's own where tiles of it are
// slices, else batch, head, row (and inner); the caller then transposes.
static AffineMap tileableMap(OpBuilder &b, AffineMap map,
                             std::optional<Dim> inner) {
  if (dropsToTile(map, Dim::Q, inner))
    return map;
  SmallVector<AffineExpr> exprs;
  for (Dim dim : {Dim::B, Dim::H, Dim::Q})
    exprs.push_back(b.getAffineDimExpr(unsigned(dim)));
  if (inner)
    exprs.push_back(b.getAffineDimExpr(unsigned(*inner)));
  return AffineMap::get(kNumDims, 0, exprs, b.getContext());
}

// `value`, indexed by (b, h, q[, e]), brought to the order and rank of `map`.
// Dimensions that `map` lacks have extent 1.
static Value toMap(OpBuilder &b, Location loc, Value value, AffineMap from,
                   AffineMap map) {
  // The missing dimensions go in front, where a collapse can take them.
  SmallVector<int64_t> permutation;
  for (auto [i, expr] : llvm::enumerate(from.getResults()))
    if (!llvm::is_contained(map.getResults(), expr))
      permutation.push_back(i);
  int64_t missing = permutation.size();
  for (AffineExpr expr : map.getResults())
    permutation.push_back(llvm::find(from.getResults(), expr) -
                          from.getResults().begin());
  if (!llvm::is_sorted(permutation)) {
    SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, value);
    SmallVector<OpFoldResult> permuted =
        llvm::map_to_vector(permutation, [&](int64_t i) { return sizes[i]; });
    Value empty = tensor::EmptyOp::create(
        b, loc, permuted, getElementTypeOrSelf(value.getType()));
    value = linalg::TransposeOp::create(b, loc, value, empty, permutation)
                ->getResult(0);
  }
  if (!missing)
    return value;
  SmallVector<ReassociationIndices> groups(1);
  for (int64_t i = 0; i <= missing; ++i)
    groups[0].push_back(i);
  for (int64_t i = missing + 1; i < int64_t(from.getNumResults()); ++i)
    groups.push_back({i});
  return tensor::CollapseShapeOp::create(b, loc, value, groups);
}

// An empty tensor for a result indexed by `map`.
static Value emptyResult(OpBuilder &b, Location loc, AffineMap map,
                         OpFoldResult batch, int64_t heads,
                         OpFoldResult numQueries, OpFoldResult inner,
                         Type element) {
  TileBox whole{b.getIndexAttr(0), b.getIndexAttr(0), b.getIndexAttr(heads),
                b.getIndexAttr(0), numQueries};
  SmallVector<OpFoldResult> offsets, sizes, strides;
  getSlice(b, map, whole, inner, offsets, sizes, strides);
  if (std::optional<unsigned> at = positionOf(map, Dim::B))
    sizes[*at] = batch;
  return tensor::EmptyOp::create(b, loc, sizes, element);
}

// The tile of `tensor` that the current task owns, heads x rows (x inner).
static Value extractOutput(OpBuilder &b, Location loc, Value tensor,
                           AffineMap map, const TileBox &box,
                           OpFoldResult inner) {
  SmallVector<OpFoldResult> offsets, sizes, strides;
  getSlice(b, map, box, inner, offsets, sizes, strides);
  auto staticSize = [](OpFoldResult size) {
    return getConstantIntValue(size).value_or(ShapedType::kDynamic);
  };
  SmallVector<int64_t> shape = {staticSize(box.numHeads),
                                staticSize(box.numRows)};
  if (inner)
    shape.push_back(staticSize(inner));
  auto type =
      RankedTensorType::get(shape, getElementTypeOrSelf(tensor.getType()));
  return tensor::ExtractSliceOp::create(b, loc, type, tensor, offsets, sizes,
                                        strides);
}

static void insertOutput(OpBuilder &b, Location loc, Value tile, Value tensor,
                         AffineMap map, const TileBox &box,
                         OpFoldResult inner) {
  SmallVector<OpFoldResult> offsets, sizes, strides;
  getSlice(b, map, box, inner, offsets, sizes, strides);
  tensor::ParallelInsertSliceOp::create(b, loc, tile, tensor, offsets, sizes,
                                        strides);
}

void Tiler::tileAttention(AttentionOp op) {
  AffineMap outputMap = clauses.shape.outputMap;
  AffineMap tileMap = tileableMap(b, outputMap, Dim::E);
  AffineMap lseMap = dropDim(tileMap, Dim::E);
  if (headTile > 1 && positionOf(tileMap, Dim::H) &&
      *positionOf(tileMap, Dim::H) > *positionOf(tileMap, Dim::Q))
    headTile = 1;
  OpFoldResult inner = b.getIndexAttr(clauses.shape.valueDim);
  Type element = getElementTypeOrSelf(op.getOutput().getType());
  SmallVector<Output> outputs = {
      {emptyResult(b, loc, tileMap, batch, clauses.shape.heads, numQueries,
                   inner, element),
       tileMap, inner}};
  if (op.getLse())
    outputs.push_back({emptyResult(b, loc, lseMap, batch, clauses.shape.heads,
                                   numQueries, {}, accType),
                       lseMap,
                       {}});
  SmallVector<Value> inits =
      llvm::map_to_vector(outputs, [](const Output &o) { return o.init; });
  scf::ForallOp loop = createLoop(inits);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    enterTask(loop.getInductionVars());
    TileBox box = queryBox(rows);
    SmallVector<Value> tiles;
    for (auto [output, arg] : llvm::zip(outputs, loop.getRegionIterArgs()))
      tiles.push_back(
          extractOutput(b, loc, arg, output.map, box, output.inner));
    SmallVector<Value> results =
        computeTile(op, tiles[0], op.getLse() ? tiles[1] : Value());
    b.setInsertionPointToStart(loop.getTerminator().getBody());
    for (auto [output, arg, result] :
         llvm::zip(outputs, loop.getRegionIterArgs(), results))
      insertOutput(b, loc, result, arg, output.map, box, output.inner);
  }
  SmallVector<Value> replacements = {
      tileMap == outputMap
          ? Value(loop.getResult(0))
          : toMap(b, loc, loop.getResult(0), tileMap, outputMap)};
  if (op.getLse())
    replacements.push_back(tileMap == outputMap
                               ? Value(loop.getResult(1))
                               : toMap(b, loc, loop.getResult(1), lseMap,
                                       dropDim(outputMap, Dim::E)));
  for (auto [replacement, result] : llvm::zip(replacements, op->getResults()))
    if (replacement.getType() != result.getType())
      replacement =
          tensor::CastOp::create(b, loc, result.getType(), replacement);
  b.replaceOp(op, replacements);
}

//===----------------------------------------------------------------------===//
// partial
//===----------------------------------------------------------------------===//

void Tiler::tilePartial(PartialOp op) {
  AffineMap accMap = AffineMap::get(kNumDims, 0,
                                    {b.getAffineDimExpr(unsigned(Dim::B)),
                                     b.getAffineDimExpr(unsigned(Dim::H)),
                                     b.getAffineDimExpr(unsigned(Dim::Q)),
                                     b.getAffineDimExpr(unsigned(Dim::E))},
                                    b.getContext());
  AffineMap rowMap = dropDim(accMap, Dim::E);
  SmallVector<Output> outputs;
  for (Value result : op->getResults()) {
    bool isAcc = outputs.empty();
    AffineMap map = isAcc ? accMap : rowMap;
    OpFoldResult inner =
        isAcc ? OpFoldResult(b.getIndexAttr(clauses.shape.valueDim))
              : OpFoldResult();
    outputs.push_back(
        {emptyResult(b, loc, map, batch, clauses.shape.heads, numQueries, inner,
                     getElementTypeOrSelf(result.getType())),
         map, inner});
  }
  SmallVector<Value> inits =
      llvm::map_to_vector(outputs, [](const Output &o) { return o.init; });
  scf::ForallOp loop = createLoop(inits);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    enterTask(loop.getInductionVars());
    TileBox box = queryBox(rows);
    // The state lives in the results themselves.
    SmallVector<Value> whole, active;
    for (auto [i, output] : llvm::enumerate(outputs)) {
      Value tile = extractOutput(b, loc, loop.getRegionIterArgs()[i],
                                 output.map, box, output.inner);
      double fill = i == 1 ? -std::numeric_limits<double>::infinity() : 0.0;
      whole.push_back(fillTile(b, loc, tile, fill));
      active.push_back(clauses.queryLengths
                           ? takeRows(b, loc, whole.back(), activeRows)
                           : whole.back());
    }
    State state = fold({active[0], active[1],
                        SmallVector<Value>(ArrayRef(active).drop_front(2))},
                       activeRows);
    SmallVector<Value> results = {state.acc, state.stabilizer};
    llvm::append_range(results, state.accumulators);
    if (clauses.queryLengths)
      for (auto [result, tile] : llvm::zip(results, whole))
        result = putRows(b, loc, result, tile);
    b.setInsertionPointToStart(loop.getTerminator().getBody());
    for (auto [i, output] : llvm::enumerate(outputs))
      insertOutput(b, loc, results[i], loop.getRegionIterArgs()[i], output.map,
                   box, output.inner);
  }
  SmallVector<Value> replacements(loop.getResults());
  for (auto [replacement, result] : llvm::zip(replacements, op->getResults()))
    if (replacement.getType() != result.getType())
      replacement =
          tensor::CastOp::create(b, loc, result.getType(), replacement);
  b.replaceOp(op, replacements);
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
