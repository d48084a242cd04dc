//===- PartsSweep.h - the loops of fused parts ------------------*- C++ -*-===//
//
// Idea. A task owns one batch entry and one tile of queries (and one head,
// where nothing mixes heads). It sweeps over tiles of keys once for each level
// of normalisations, to get the state of their rows, and once more to add up
// weights times values. Where the weights go to the values as they are, the
// last two are one sweep with a running state; where something stands between
// them, the scores are computed again and become final weights at once. Memory
// grows with the tile, never with Nq x Nk.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSSWEEP_H
#define ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSSWEEP_H

#include "PartsFold.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::attn {

struct PartsTileSizes {
  int64_t queries = 64, keys = 64;
};

class PartsSweeps {
public:
  PartsSweeps(OpBuilder &builder, const PartsChain &chain,
              const PartsTileSizes &sizes);

  /// Why the chain has no sweeps; empty if it has.
  static std::string getObstacle(const PartsChain &chain);

  /// The results of the parts: the output, then the log-sum-exp that the
  /// aggregated normalisation has, if it is used.
  SmallVector<Value> emit();

private:
  struct KeyRange {
    Value lo, hi;
  };
  /// A slice of an output.
  struct Place {
    SmallVector<OpFoldResult> offsets, sizes, ones;
    SmallVector<int64_t> kept;
  };
  using Body = function_ref<SmallVector<Value>(TileEmitter &, ValueRange)>;

  void enterTask(ValueRange ivs);
  RowState makeState(NormalizeOp op);
  Value fill(ArrayRef<int64_t> most, ArrayRef<OpFoldResult> sizes,
             double number);
  Value makeAccumulator();
  KeyRange getKeyRange(ArrayRef<NormalizeOp> ops, Reach widened);
  Value isTouched(NormalizeOp op, Value lo, Value hi);
  SmallVector<Value> sweep(KeyRange range, ArrayRef<Value> roots,
                           ValueRange carried, NormalizeOp judged, Body body);
  void sweepLevel(unsigned level);
  SmallVector<Value> sweepDirect(NormalizeOp op);
  Value sweepWeights();
  Value aggregate(TileEmitter &tiles, Value weights, Value acc, Value rescale);
  Value multiply(Value weights, Value values, ArrayRef<AffineExpr> valueExprs,
                 Value acc, bool exact);
  Value hasSpecial(Value values);
  Value sliceValues(TileEmitter &tiles, SmallVectorImpl<AffineExpr> &exprs);
  OpFoldResult extentOf(Dim dim);
  Place placeTile(AffineMap map);
  SmallVector<AffineMap> getOutputs(SmallVectorImpl<Type> &elements);
  Value storeTile(Value tile, Value output);
  SmallVector<Value> runTask(ArrayRef<Value> outputs);
  PartsFold makeFold(NormalizeOp op, TileEmitter &tiles) {
    return PartsFold(b, op, task, symbols.find(op)->second, &tiles);
  }

  OpBuilder &b;
  const PartsChain &chain;
  PartsTileSizes sizes;
  AggregateOp op;
  Location loc;
  AffineMap valueMap, outputMap;
  int64_t heads, keyHeads, valueDim;
  OpFoldResult batch, numQueries, numKeys;
  FloatType type;
  PartsTask task;
  DenseMap<Operation *, PartsSymbols> symbols;
  DenseMap<Operation *, RowState> states;
  DenseMap<Operation *, Value> factors;
};

/// What a task writes: the output, and the log-sum-exp where it is used.
NormalizeOp getDirect(const PartsChain &chain);

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSSWEEP_H
