//===- PartsFold.h - normalisation and aggregation of tiles -----*- C++ -*-===//
//
// The fold over the keys on tiles (1, heads, keys, queries), as linalg: lanes
// are queries, so that maxima and sums over the keys are vertical. A pair that
// the pattern excludes, or whose score is -inf, takes no part.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSFOLD_H
#define ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSFOLD_H

#include "../RowFold.h"
#include "PartsTiles.h"

namespace mlir::attn {

/// What one task works on.
struct PartsTask {
  Value batch, head; // head of row 0 of a tile
  OpFoldResult firstRow, rows;
  int64_t heads = 1, mostRows = 1;
  Value numQueries, numKeys;
};

/// The symbols of a normalisation in one task.
struct PartsSymbols {
  Value numKeys, offset;
  SmallVector<Value> all;
};
PartsSymbols getSymbols(OpBuilder &b, NormalizeOp op, const PartsTask &task);

/// A tensor and the loops of its dimensions.
struct FoldOperand {
  Value tensor;
  SmallVector<AffineExpr> exprs;
};
using FoldBody =
    function_ref<SmallVector<Value>(OpBuilder &, Location, ValueRange)>;
/// A linalg.generic; loops that no output has are reductions.
SmallVector<Value> buildFold(OpBuilder &b, Location loc, unsigned numLoops,
                             ArrayRef<FoldOperand> inputs,
                             ArrayRef<FoldOperand> outputs, FoldBody body);

class PartsFold {
public:
  /// Without `tiles` only what belongs to rows can be asked for.
  PartsFold(OpBuilder &b, NormalizeOp op, const PartsTask &task,
            const PartsSymbols &symbols, TileEmitter *tiles)
      : b(b), loc(op.getLoc()), op(op), task(task), symbols(symbols),
        tiles(tiles) {
    type = cast<FloatType>(getElementTypeOrSelf(op.getScores().getType()));
  }

  /// Scores with -inf for the pairs that the pattern excludes; a tile of at
  /// most `mostKeys` keys.
  Value exclude(Value scores, OpFoldResult firstKey, int64_t mostKeys);
  /// Weights under a stabiliser, into `empty`; not divided by anything.
  Value getWeights(Value scores, Value stabilizer, Value empty);
  /// Final weights: times `factor`, a number a row.
  Value getFinalWeights(Value scores, Value stabilizer, Value factor,
                        OpFoldResult firstKey, Value empty);
  Value makeLike(Value tile, int64_t mostKeys);

  /// The state after a tile of scores, and what it made of the tile: weights,
  /// the factor on earlier sums of each row.
  struct Step {
    RowState state;
    Value weights, rescale;
  };
  Step fold(Value scores, const RowState &state);

  /// The factor of finalize of each row.
  Value getFactor(const RowState &state);

private:
  FoldOperand pairs(Value tensor) const;
  FoldOperand rows(Value tensor) const;
  FoldOperand alone(Value tensor) const;
  RowFold makeFold(OpBuilder &inner, Location at, unsigned headLoop,
                   unsigned queryLoop);
  Value absoluteHead(OpBuilder &inner, Location at, unsigned loop);
  Value absoluteQuery(OpBuilder &inner, Location at, unsigned loop);
  Value emptyRowWeight(OpBuilder &inner, Location at, OpFoldResult firstKey);
  Value makeRows();

  OpBuilder &b;
  Location loc;
  NormalizeOp op;
  const PartsTask &task;
  const PartsSymbols &symbols;
  TileEmitter *tiles;
  FloatType type;
};

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSFOLD_H
