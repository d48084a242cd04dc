//===- TileLoops.h - loops over a tile and its state in memory --*- C++ -*-===//

#ifndef ATTN_LIB_CONVERSION_ATTNTOLINALG_TILELOOPS_H
#define ATTN_LIB_CONVERSION_ATTNTOLINALG_TILELOOPS_H

#include "../RowFold.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {

/// Builds `for i in [0, extent)` and calls `body` inside it.
void buildLoop(OpBuilder &builder, Location loc, Value extent,
               function_ref<void(Value)> body);

/// `for i in [lower, upper)` with loop-carried values; `body` returns the next
/// ones.
SmallVector<Value>
buildFold(OpBuilder &builder, Location loc, Value lower, Value upper,
          ValueRange initial,
          function_ref<SmallVector<Value>(Value, ValueRange)> body);

Value dimOf(OpBuilder &builder, Location loc, Value memref, int64_t dim);
Value load(OpBuilder &builder, Location loc, Value memref, ValueRange indices);
void store(OpBuilder &builder, Location loc, Value value, Value memref,
           ValueRange indices);
Value indexConstant(OpBuilder &builder, Location loc, int64_t value);
Value addIndex(OpBuilder &builder, Location loc, Value a, Value b);
Value subIndex(OpBuilder &builder, Location loc, Value a, Value b);

/// The normaliser's parameters at the absolute query head `head`.
SmallVector<Value> loadParameters(OpBuilder &builder, Location loc,
                                  ValueRange parameters, Value head);

/// The memrefs that hold the state of a tile.
struct StateBuffers {
  Value acc, stabilizer;
  SmallVector<Value> accumulators;

  /// The scalar state at `indices` of the row.
  RowState loadRow(OpBuilder &builder, Location loc, ValueRange indices) const;
  void storeRow(OpBuilder &builder, Location loc, const RowState &state,
                ValueRange indices) const;
};

/// One row of a tile being folded: query head and row of the tile, and the
/// values that it aggregates.
struct RowTarget {
  const StateBuffers &state;
  Value head, row;
  /// Values `HK x TK x Dv`, the key head to read, the absolute key of row 0.
  Value values, keyHead, keyStart;
};

/// The key head (of the tile) that query head `head` (of the tile) reads.
Value keyHeadOf(OpBuilder &builder, Location loc, Value acc, Value values,
                Value head);

/// Folds a visible pair with `score` and value row `key` into the row: the
/// vector accumulator in memory, the scalar state returned.
RowState foldPair(OpBuilder &builder, Location loc, RowFold &fold,
                  const RowTarget &target, const RowState &state, Value score,
                  Value key);

/// foldPair under `condition` (null: always).
RowState foldPairIf(OpBuilder &builder, Location loc, RowFold &fold,
                    const RowTarget &target, const RowState &state,
                    Value condition, Value score, Value key);

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNTOLINALG_TILELOOPS_H
