//===- Statistics.cpp - attn.statistics as sweeps over tiles --------------===//
//
// Scores are computed again, a tile of queries and keys at a time, and become
// final weights at once, for the log-sum-exp of each row is known. Entropy and
// weights belong to rows: a task owns a tile of queries and goes over the keys.
// The mass of columns is a sum over queries: a task owns a tile of keys and goes
// over the queries in order, so that no thread adds to what another one has.
// Tiles that the pattern leaves empty are skipped; memory grows with the tile.
//
//===----------------------------------------------------------------------===//

#include "Statistics.h"
#include "../RowFold.h"
#include "Patterns.h"

#include "attn/Analysis/Presburger/BoxVerdict.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

StatisticsLowering::StatisticsLowering(OpBuilder &builder, StatisticsOp op,
                                       const AttentionShape &shape)
    : builder(builder), loc(op.getLoc()), op(op), shape(shape),
      type(op.getAccType()),
      relation(op.getPattern().getRelation(kFirstOperandSymbol)) {
  batch = sizeOf(Dim::B, shape.batch);
  heads = builder.getIndexAttr(shape.heads);
  numQueries = sizeOf(Dim::Q, shape.numQueries);
  numKeys = sizeOf(Dim::K, shape.numKeys);
  zero = arith::ConstantIndexOp::create(builder, loc, 0);
}

OpFoldResult StatisticsLowering::sizeOf(Dim dim, int64_t known) {
  if (!ShapedType::isDynamic(known))
    return builder.getIndexAttr(known);
  std::pair<Value, AffineMap> operands[] = {{op.getQuery(), shape.queryMap},
                                            {op.getKey(), shape.keyMap}};
  for (auto [operand, map] : operands)
    if (dim != Dim::Q || operand == op.getQuery())
      if (std::optional<unsigned> at = positionOf(map, dim))
        return tensor::getMixedSize(builder, loc, operand, *at);
  return builder.getIndexAttr(1);
}

SmallVector<Value> StatisticsLowering::run() {
  auto isAsked = [&](Statistic kind) {
    for (auto [i, result] : llvm::enumerate(op.getStatistics()))
      if (op.getKind(i) == kind)
        return !result.use_empty();
    return false;
  };
  bool hasPairs = !isZeroInteger(numQueries) && !isZeroInteger(numKeys);
  entropy = zeros({batch, heads, numQueries});
  columnMass = zeros({batch, heads, numKeys});
  bool wantsEntropy = isAsked(Statistic::Entropy) && hasPairs;
  bool wantsWeights = isAsked(Statistic::Weights);
  if (wantsWeights)
    weights = zeros({batch, heads, numQueries, numKeys});
  wantsWeights &= hasPairs;
  if (hasPairs && op.getNormalizer().getRowContext().visibleKeys)
    countKeys();
  if (wantsEntropy || wantsWeights)
    sweepRows(wantsEntropy, wantsWeights);
  if (isAsked(Statistic::ColumnMass) && hasPairs)
    sweepColumns();
  SmallVector<Value> results;
  for (auto [i, result] : llvm::enumerate(op.getStatistics())) {
    Value value = op.getKind(i) == Statistic::Entropy      ? entropy
                  : op.getKind(i) == Statistic::ColumnMass ? columnMass
                                                           : weights;
    if (!value) // Nobody looks.
      value = tensor::EmptyOp::create(
          builder, loc, {batch, heads, numQueries, numKeys}, type);
    results.push_back(castTo(builder, loc, value, result.getType()));
  }
  return results;
}

Value StatisticsLowering::fill(Value tensor) {
  Value nothing = arith::ConstantOp::create(builder, loc,
                                            builder.getFloatAttr(type, 0.0));
  return linalg::FillOp::create(builder, loc, nothing, tensor).getResult(0);
}

Value StatisticsLowering::zeros(ArrayRef<OpFoldResult> sizes) {
  return fill(tensor::EmptyOp::create(builder, loc, sizes, type));
}

//===----------------------------------------------------------------------===//
// Tasks and tiles
//===----------------------------------------------------------------------===//

Value StatisticsLowering::clampLength(Value lengths, Value extent) {
  Value length = perBatchValue(builder, loc, lengths, taskBatch, Value());
  if (!length)
    return extent;
  Value positive = arith::MaxSIOp::create(builder, loc, length, zero);
  return arith::MinSIOp::create(builder, loc, positive, extent);
}

void StatisticsLowering::enterTask(Value batchIndex, Value head) {
  taskBatch = batchIndex;
  taskHead = head;
  Value group =
      arith::ConstantIndexOp::create(builder, loc, shape.groupSize());
  keyHead = arith::DivUIOp::create(builder, loc, head, group);
  queriesHere = clampLength(op.getQueryLengths(), index(numQueries));
  keysHere = clampLength(op.getLengths(), index(numKeys));
  offset = perBatchValue(builder, loc, op.getQOffset(), taskBatch, zero);
  symbols = {queriesHere, keysHere, offset};
  llvm::append_range(symbols, op.getPatternOperands());
}

// Tasks over (batch, head, tile of `extent`). The tiled dimension of an output
// is its third.
SmallVector<Value> StatisticsLowering::runTasks(OpFoldResult extent,
                                                int64_t tile,
                                                ArrayRef<Value> outputs,
                                                TaskBody body) {
  OpFoldResult none = builder.getIndexAttr(0), one = builder.getIndexAttr(1);
  auto loop = scf::ForallOp::create(
      builder, loc, ArrayRef<OpFoldResult>{none, none, none},
      ArrayRef<OpFoldResult>{batch, heads, extent},
      ArrayRef<OpFoldResult>{one, one, builder.getIndexAttr(tile)}, outputs,
      /*mapping=*/std::nullopt);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  SmallVector<Value> ivs(loop.getInductionVars());
  enterTask(ivs[0], ivs[1]);
  Value left = arith::SubIOp::create(builder, loc, index(extent), ivs[2]);
  Span span{ivs[2], arith::MinSIOp::create(
                        builder, loc, left,
                        arith::ConstantIndexOp::create(builder, loc, tile))};
  SmallVector<SmallVector<OpFoldResult>> offsets, sizes, strides;
  SmallVector<Value> slices;
  for (Value output : loop.getRegionIterArgs()) {
    auto outputType = cast<RankedTensorType>(output.getType());
    SmallVector<OpFoldResult> from = {ivs[0], ivs[1], span.start};
    SmallVector<OpFoldResult> size = {one, one, span.count};
    if (outputType.getRank() == 4) {
      from.push_back(none);
      size.push_back(tensor::getMixedSize(builder, loc, output, 3));
    }
    SmallVector<int64_t> kept;
    for (OpFoldResult extent : ArrayRef(size).drop_front(2))
      kept.push_back(
          getConstantIntValue(extent).value_or(ShapedType::kDynamic));
    SmallVector<OpFoldResult> ones(size.size(), one);
    slices.push_back(tensor::ExtractSliceOp::create(
        builder, loc, RankedTensorType::get(kept, type), output, from, size,
        ones));
    offsets.push_back(from);
    sizes.push_back(size);
    strides.push_back(ones);
  }
  SmallVector<Value> results = body(span, slices);
  builder.setInsertionPointToStart(loop.getTerminator().getBody());
  for (auto [i, result] : llvm::enumerate(results))
    tensor::ParallelInsertSliceOp::create(
        builder, loc, result, loop.getRegionIterArgs()[i], offsets[i], sizes[i],
        strides[i]);
  return SmallVector<Value>(loop.getResults());
}

// A loop over tiles of [0, extent), those left out that are not touched.
SmallVector<Value>
StatisticsLowering::sweepTiles(Value extent, int64_t tile, ValueRange carried,
                               function_ref<Value(Span)> isTouched,
                               TileBody body) {
  Value step = arith::ConstantIndexOp::create(builder, loc, tile);
  auto loop = scf::ForOp::create(builder, loc, zero, extent, step, carried);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  Value start = loop.getInductionVar();
  Value left = arith::SubIOp::create(builder, loc, extent, start);
  Span span{start, arith::MinSIOp::create(builder, loc, left, step)};
  SmallVector<Value> state(loop.getRegionIterArgs());
  Value touched = isTouched(span);
  if (!touched) {
    SmallVector<Value> next = body(span, state);
    scf::YieldOp::create(builder, loc, next);
    return SmallVector<Value>(loop.getResults());
  }
  auto branch = scf::IfOp::create(builder, loc, carried.getTypes(), touched,
                                  /*addThenBlock=*/true, /*addElseBlock=*/true);
  builder.setInsertionPointToStart(branch.thenBlock());
  SmallVector<Value> next = body(span, state);
  scf::YieldOp::create(builder, loc, next);
  builder.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(builder, loc, state);
  builder.setInsertionPointAfter(branch);
  scf::YieldOp::create(builder, loc, branch.getResults());
  return SmallVector<Value>(loop.getResults());
}

Value StatisticsLowering::isTouched(Span rows, Span keys) {
  if (relation.isTrue())
    return {};
  Value one = arith::ConstantIndexOp::create(builder, loc, 1);
  Value first = add(rows.start, offset);
  SmallVector<Value> corners = {
      taskHead,   add(taskHead, one), first, add(first, rows.count),
      keys.start, add(keys.start, keys.count)};
  return emitBoxVerdict(builder, loc, relation, corners, symbols).touched;
}

//===----------------------------------------------------------------------===//
// Sweeps
//===----------------------------------------------------------------------===//

// How many keys each row sees.
void StatisticsLowering::countKeys() {
  auto task = [&](Span rows, ValueRange outputs) {
    auto tile = [&](Span keys, ValueRange carried) -> SmallVector<Value> {
      // Nothing but the extents of the loops.
      SmallVector<OpFoldResult> none(1, builder.getIndexAttr(0));
      SmallVector<OpFoldResult> ones(1, builder.getIndexAttr(1));
      Value whole = tensor::EmptyOp::create(
          builder, loc, ArrayRef<int64_t>{kKeyTile}, type);
      LoopOperand extent{
          tensor::ExtractSliceOp::create(builder, loc, whole, none,
                                         ArrayRef<OpFoldResult>{keys.count},
                                         ones),
          {Loop::Key}};
      LoopOperand count{carried[0], {Loop::Query}};
      auto body = [&](OpBuilder &b, Location bodyLoc,
                      const LoopIndices &indices,
                      ValueRange args) -> SmallVector<Value> {
        Value row = arith::AddIOp::create(b, bodyLoc, rows.start,
                                          indices.get(Loop::Query));
        Value query = arith::AddIOp::create(b, bodyLoc, row, offset);
        Value key = arith::AddIOp::create(b, bodyLoc, keys.start,
                                          indices.get(Loop::Key));
        RowFold fold(b, bodyLoc, op.getNormalizer(), type, {});
        Value more = fold.add(args[1], fold.constant(1.0));
        return {fold.select(isVisible(b, bodyLoc, query, row, key), more,
                            args[1])};
      };
      return buildDense(builder, loc, extent, count, body);
    };
    return sweepTiles(keysHere, kKeyTile, outputs,
                      [&](Span keys) { return isTouched(rows, keys); }, tile);
  };
  counts = runTasks(numQueries, kRowTile,
                    {zeros({batch, heads, numQueries})}, task)[0];
}

// -sum w ln w, 0 where w is.
Value StatisticsLowering::addToRows(Span rows, Span keys, Value tile,
                                    Value sums) {
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &,
                  ValueRange args) -> SmallVector<Value> {
    IRScalarBuilder scalar(b, bodyLoc, type);
    Scalar w = scalar.get(args[0]), none = scalar.constant(0.0);
    Scalar term = w * scalar.log(w);
    Value isZero =
        arith::CmpFOp::create(b, bodyLoc, arith::CmpFPredicate::OEQ, args[0],
                              none.getValue());
    Value less = arith::SelectOp::create(b, bodyLoc, isZero, none.getValue(),
                                         term.getValue());
    return {arith::SubFOp::create(b, bodyLoc, args[1], less)};
  };
  return buildDense(builder, loc,
                    LoopOperand{tile, {Loop::Key, Loop::Query}},
                    LoopOperand{sums, {Loop::Query}}, body)[0];
}

Value StatisticsLowering::putWeights(Span rows, Span keys, Value tile,
                                     Value target) {
  SmallVector<OpFoldResult> offsets = {builder.getIndexAttr(0), keys.start};
  SmallVector<OpFoldResult> sizes = {rows.count, keys.count};
  SmallVector<OpFoldResult> ones(2, builder.getIndexAttr(1));
  Value part = tensor::ExtractSliceOp::create(builder, loc, target, offsets,
                                              sizes, ones);
  auto body = [](OpBuilder &, Location, const LoopIndices &,
                 ValueRange args) -> SmallVector<Value> { return {args[0]}; };
  part = buildDense(builder, loc, LoopOperand{tile, {Loop::Key, Loop::Query}},
                    LoopOperand{part, {Loop::Query, Loop::Key}}, body)[0];
  return tensor::InsertSliceOp::create(builder, loc, part, target, offsets,
                                       sizes, ones);
}

void StatisticsLowering::sweepRows(bool wantsEntropy, bool wantsWeights) {
  SmallVector<Value> outputs;
  if (wantsEntropy)
    outputs.push_back(entropy);
  if (wantsWeights)
    outputs.push_back(weights);
  auto task = [&](Span rows, ValueRange slices) {
    auto tile = [&](Span keys, ValueRange carried) {
      Value made = weighTile(rows, keys, {Loop::Key, Loop::Query});
      SmallVector<Value> next;
      if (wantsEntropy)
        next.push_back(addToRows(rows, keys, made, carried[0]));
      if (wantsWeights)
        next.push_back(putWeights(rows, keys, made, carried.back()));
      return next;
    };
    return sweepTiles(keysHere, kKeyTile, slices,
                      [&](Span keys) { return isTouched(rows, keys); }, tile);
  };
  SmallVector<Value> results = runTasks(numQueries, kRowTile, outputs, task);
  if (wantsEntropy)
    entropy = results.front();
  if (wantsWeights)
    weights = results.back();
}

void StatisticsLowering::sweepColumns() {
  auto task = [&](Span keys, ValueRange slices) {
    auto tile = [&](Span rows, ValueRange carried) -> SmallVector<Value> {
      SmallVector<Loop> layout = {Loop::Query, Loop::Key};
      LoopOperand made{weighTile(rows, keys, layout), layout};
      LoopOperand sums{carried[0], {Loop::Key}};
      auto body = [](OpBuilder &b, Location bodyLoc, const LoopIndices &,
                     ValueRange args) -> SmallVector<Value> {
        return {arith::AddFOp::create(b, bodyLoc, args[1], args[0])};
      };
      return buildDense(builder, loc, made, sums, body);
    };
    return sweepTiles(queriesHere, kRowTile, slices,
                      [&](Span rows) { return isTouched(rows, keys); }, tile);
  };
  columnMass = runTasks(numKeys, kKeyTile, {columnMass}, task)[0];
}

template <>
LogicalResult
Decompose<StatisticsOp>::matchAndRewrite(StatisticsOp op,
                                         PatternRewriter &rewriter) const {
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return rewriter.notifyMatchFailure(op, "shapes do not fit");
  rewriter.replaceOp(op, StatisticsLowering(rewriter, op, *shape).run());
  return success();
}
