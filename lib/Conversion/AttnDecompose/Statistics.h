//===- Statistics.h - attn.statistics being lowered -------------*- C++ -*-===//

#ifndef ATTN_LIB_CONVERSION_ATTNDECOMPOSE_STATISTICS_H
#define ATTN_LIB_CONVERSION_ATTNDECOMPOSE_STATISTICS_H

#include "DenseLoops.h"

#include "attn/Analysis/Presburger/Formula.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"

namespace mlir::attn {

/// [start, start + count) of queries or keys.
struct Span {
  Value start, count;
};

/// One op; Statistics.cpp has the loops, StatisticsTiles.cpp a tile of weights.
class StatisticsLowering {
public:
  StatisticsLowering(OpBuilder &builder, StatisticsOp op,
                     const AttentionShape &shape);
  SmallVector<Value> run();

private:
  /// Queries and keys of a tile: its scores stay in a first-level cache.
  static constexpr int64_t kRowTile = 48, kKeyTile = 64;

  /// What a task does with the slices of its outputs, dimensions b and h gone.
  using TaskBody = function_ref<SmallVector<Value>(Span, ValueRange)>;
  SmallVector<Value> runTasks(OpFoldResult extent, int64_t tile,
                              ArrayRef<Value> outputs, TaskBody body);
  using TileBody = function_ref<SmallVector<Value>(Span, ValueRange)>;
  SmallVector<Value> sweepTiles(Value extent, int64_t tile, ValueRange carried,
                                function_ref<Value(Span)> isTouched,
                                TileBody body);
  void countKeys();
  void sweepRows(bool wantsEntropy, bool wantsWeights);
  Value addToRows(Span rows, Span keys, Value weights, Value entropy);
  Value putWeights(Span rows, Span keys, Value weights, Value target);
  void sweepColumns();
  Value weighTile(Span rows, Span keys, ArrayRef<Loop> layout);
  Value makeTile(Span rows, Span keys, ArrayRef<Loop> layout);
  Value multiply(Span rows, Span keys, ArrayRef<Loop> layout);
  Value weigh(OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
              Span rows, Span keys, Value dot, Value lse, Value count);
  Value isVisible(OpBuilder &b, Location bodyLoc, Value query, Value row,
                  Value key);
  Value isTouched(Span rows, Span keys);

  void enterTask(Value batch, Value head);
  Value clampLength(Value lengths, Value extent);
  LoopOperand sliceOperand(Value operand, AffineMap map, Dim row, Span span,
                           Value head);
  LoopOperand sliceRows(Value tensor, Span rows);
  Value zeros(ArrayRef<OpFoldResult> sizes);
  Value fill(Value tensor);
  Value index(OpFoldResult x) {
    return getValueOrCreateConstantIndexOp(builder, loc, x);
  }
  Value add(Value x, Value y) {
    return arith::AddIOp::create(builder, loc, x, y);
  }
  OpFoldResult sizeOf(Dim dim, int64_t known);

  OpBuilder &builder;
  Location loc;
  StatisticsOp op;
  const AttentionShape &shape;
  FloatType type;
  Formula relation;
  OpFoldResult batch, heads, numQueries, numKeys;
  Value zero;
  // The statistics by kind, and the counts of visible keys where the normaliser
  // asks for them; null where there are none.
  Value entropy, columnMass, weights, counts;
  // Of the task.
  Value taskBatch, taskHead, keyHead, queriesHere, keysHere, offset;
  SmallVector<Value> symbols;
};

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNDECOMPOSE_STATISTICS_H
