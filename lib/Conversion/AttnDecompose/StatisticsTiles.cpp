//===- StatisticsTiles.cpp - a tile of final weights ----------------------===//

#include "../RegionInliner.h"
#include "../RowFold.h"
#include "RowParameters.h"
#include "Statistics.h"

#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Operands
//===----------------------------------------------------------------------===//

// Rows of one head of query or key, dimensions b and h gone.
LoopOperand StatisticsLowering::sliceOperand(Value operand, AffineMap map,
                                             Dim row, Span span, Value head) {
  SmallVector<OpFoldResult> offsets, sizes;
  SmallVector<int64_t> kept;
  LoopOperand slice;
  for (auto [i, expr] : llvm::enumerate(map.getResults())) {
    auto dim = static_cast<Dim>(cast<AffineDimExpr>(expr).getPosition());
    bool isRow = dim == row;
    if (dim == Dim::B || dim == Dim::H) {
      offsets.push_back(dim == Dim::B ? taskBatch : head);
      sizes.push_back(builder.getIndexAttr(1));
      continue;
    }
    offsets.push_back(isRow ? OpFoldResult(span.start)
                            : builder.getIndexAttr(0));
    sizes.push_back(isRow ? OpFoldResult(span.count)
                          : tensor::getMixedSize(builder, loc, operand, i));
    kept.push_back(
        getConstantIntValue(sizes.back()).value_or(ShapedType::kDynamic));
    slice.loops.push_back(!isRow           ? Loop::Inner
                          : row == Dim::Q ? Loop::Query
                                          : Loop::Key);
  }
  SmallVector<OpFoldResult> ones(sizes.size(), builder.getIndexAttr(1));
  Type element = getElementTypeOrSelf(operand.getType());
  slice.tensor = tensor::ExtractSliceOp::create(
      builder, loc, RankedTensorType::get(kept, element), operand, offsets,
      sizes, ones);
  return slice;
}

// The rows of a tensor (b, h, q).
LoopOperand StatisticsLowering::sliceRows(Value tensor, Span rows) {
  OpFoldResult one = builder.getIndexAttr(1);
  SmallVector<OpFoldResult> offsets = {taskBatch, taskHead, rows.start};
  SmallVector<OpFoldResult> sizes = {one, one, rows.count};
  Value slice = tensor::ExtractSliceOp::create(
      builder, loc, RankedTensorType::get({ShapedType::kDynamic}, type), tensor,
      offsets, sizes, SmallVector<OpFoldResult>(3, one));
  return {slice, {Loop::Query}};
}

//===----------------------------------------------------------------------===//
// A tile of weights
//===----------------------------------------------------------------------===//

// Of one size for all tiles, so that it may live on the stack, cut to this one.
Value StatisticsLowering::makeTile(Span rows, Span keys,
                                   ArrayRef<Loop> layout) {
  bool rowsFirst = layout[0] == Loop::Query;
  SmallVector<int64_t> most = {rowsFirst ? kRowTile : kKeyTile,
                               rowsFirst ? kKeyTile : kRowTile};
  SmallVector<OpFoldResult> sizes = {rowsFirst ? rows.count : keys.count,
                                     rowsFirst ? keys.count : rows.count};
  SmallVector<OpFoldResult> none(2, builder.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(2, builder.getIndexAttr(1));
  Value whole = tensor::EmptyOp::create(builder, loc, most, type);
  return tensor::ExtractSliceOp::create(builder, loc, whole, none, sizes, ones);
}

// sum_d combine(Q[q, d], K[k, d])
Value StatisticsLowering::multiply(Span rows, Span keys,
                                   ArrayRef<Loop> layout) {
  LoopOperand query =
      sliceOperand(op.getQuery(), shape.queryMap, Dim::Q, rows, taskHead);
  LoopOperand key =
      sliceOperand(op.getKey(), shape.keyMap, Dim::K, keys, keyHead);
  LoopOperand dots{fill(makeTile(rows, keys, layout)),
                   SmallVector<Loop>(layout)};
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange args) -> SmallVector<Value> {
    Value q = widen(b, bodyLoc, args[0], type);
    Value k = widen(b, bodyLoc, args[1], type);
    Value term;
    if (op.hasCombine()) {
      Value row = arith::AddIOp::create(b, bodyLoc, rows.start,
                                        indices.get(Loop::Query));
      term = inlineRegion(
          b, op.getCombine(),
          {q, k, taskBatch, taskHead,
           arith::AddIOp::create(b, bodyLoc, row, offset),
           arith::AddIOp::create(b, bodyLoc, keys.start,
                                 indices.get(Loop::Key)),
           indices.get(Loop::Inner)});
    } else {
      term = arith::MulFOp::create(b, bodyLoc, q, k);
    }
    return {arith::AddFOp::create(b, bodyLoc, args[2], term)};
  };
  return buildDense(builder, loc, {query, key}, dots, body)[0];
}

Value StatisticsLowering::isVisible(OpBuilder &b, Location bodyLoc,
                                    Value query, Value row, Value key) {
  Value visible = emitFormula(b, bodyLoc, relation, {taskHead, query, key},
                              symbols);
  auto require = [&](Value x, Value limit) {
    Value inside = arith::CmpIOp::create(
        b, bodyLoc, arith::CmpIPredicate::slt, x, limit);
    visible = arith::AndIOp::create(b, bodyLoc, visible, inside);
  };
  if (op.getLengths())
    require(key, keysHere);
  if (op.getQueryLengths())
    require(row, queriesHere);
  return visible;
}

// The final weight of a pair from its product.
Value StatisticsLowering::weigh(OpBuilder &b, Location bodyLoc,
                                const LoopIndices &indices, Span rows,
                                Span keys, Value dot, Value lse, Value count) {
  Value row =
      arith::AddIOp::create(b, bodyLoc, rows.start, indices.get(Loop::Query));
  Value query = arith::AddIOp::create(b, bodyLoc, row, offset);
  Value key =
      arith::AddIOp::create(b, bodyLoc, keys.start, indices.get(Loop::Key));
  Value scale = arith::ConstantOp::create(
      b, bodyLoc, b.getFloatAttr(type, op.getScaleValue()));
  Value score = arith::MulFOp::create(b, bodyLoc, dot, scale);
  if (op.hasScore())
    score = inlineRegion(b, op.getScore(),
                         {score, taskBatch, taskHead, query, key});
  RowFold fold(b, bodyLoc, op.getNormalizer(), type,
               extractParameters(b, bodyLoc, op.getNormalizerParams(),
                                 taskHead));
  if (op.getNormalizer().getRowContext().any())
    fold.bindRow(taskBatch, taskHead, query, count);
  Value visible = isVisible(b, bodyLoc, query, row, key);
  if (excludesMinusInfinity(op.getNormalizer()))
    visible = arith::AndIOp::create(b, bodyLoc, visible,
                                    fold.isIncluded(score));
  if (lse) // An empty row has none.
    visible = arith::AndIOp::create(b, bodyLoc, visible, fold.hasSeen(lse));
  Value weight = fold.weight(score, lse ? lse : fold.constant(0.0));
  return fold.select(visible, weight, fold.constant(0.0));
}

Value StatisticsLowering::weighTile(Span rows, Span keys,
                                    ArrayRef<Loop> layout) {
  // Into a tile of its own: one that it reads would have to stay when sums over
  // the weights take this in.
  LoopOperand result{makeTile(rows, keys, layout), SmallVector<Loop>(layout)};
  SmallVector<LoopOperand> inputs = {
      {multiply(rows, keys, layout), SmallVector<Loop>(layout)}};
  if (op.getLse())
    inputs.push_back(sliceRows(op.getLse(), rows));
  if (counts)
    inputs.push_back(sliceRows(counts, rows));
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange args) -> SmallVector<Value> {
    Value lse = op.getLse() ? args[1] : Value();
    Value count = counts ? args[inputs.size() - 1] : Value();
    return {weigh(b, bodyLoc, indices, rows, keys, args[0], lse, count)};
  };
  return buildDense(builder, loc, inputs, result, body)[0];
}
