//===- Tiler.h - one attention being tiled ----------------------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_TILER_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_TILER_H

#include "FusedClauses.h"
#include "Rearrangement.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {

/// The state of one task, each tensor heads x rows (x inner).
struct TileState {
  Value acc, stabilizer;
  SmallVector<Value> accumulators;
};

/// A result of the loop: its map, the inner extent (null for a tensor of heads
/// x rows) and the element type. With a plan tiles go into `target`'s place, which
/// the op's result would be put back into.
struct TileOutput {
  AffineMap map;
  OpFoldResult inner;
  Type element;
  std::optional<BoxPlan> plan = {};
  Value target = {};
};

/// An operand that is read through to its original where its tiles are boxes of
/// that.
class PlannedOperand : public TileOperand {
public:
  using TileOperand::TileOperand;

  const std::optional<BoxPlan> &getPlan() const { return plan; }
  bool isShortened() const { return plan && !copies && plan->shortens(); }
  void readThrough(const Rearranged &source, const BoxPlan &boxes,
                   bool asCopies);
  void setValue(Value whole) { value = whole; }
  Value extract(OpBuilder &builder, Location loc, const TileBox &box) const;

private:
  std::optional<BoxPlan> plan;
  Value original;
  bool copies = false;
};

/// Builds the tiled form of one attention or partial.
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
  void enterTask(ValueRange ivs, int64_t numParts);
  scf::ForallOp createLoop(ValueRange outputs, OpFoldResult batches);
  TileBox queryBox(OpFoldResult rows) const;
  TileState emptyState(OpFoldResult rows);
  Value makeRows(Type element, std::optional<int64_t> inner,
                 OpFoldResult numRows);
  TileBox keyBox() const;
  TileState fold(const TileState &state, OpFoldResult numRows);
  Value finalize(const TileState &state, Value output, Value *lse);
  SmallVector<Value> computeTile(AttentionOp op, Value outputTile,
                                 Value lseTile, ArrayRef<Value> parts);
  SmallVector<Value>
  runTasks(ArrayRef<TileOutput> outputs,
           function_ref<SmallVector<Value>(ArrayRef<Value>)> body,
           int64_t numParts = 1);
  SmallVector<TileOutput> stateOutputs();
  SmallVector<Value> foldInto(ArrayRef<Value> tiles);
  // TilePlans.cpp
  void planOutputs(MutableArrayRef<TileOutput> outputs);
  void planQuery(MutableArrayRef<TileOutput> outputs);
  void planKeys();
  void planOperands(MutableArrayRef<TileOutput> outputs);
  void materialize(PlannedOperand &operand, const Rearranged &source, Dim row);
  BoxPlan::Part getPart(const TileOutput &output, const TileBox &box);
  Value takeTile(const TileOutput &output, const BoxPlan::Part &part,
                 const TileBox &box, Value argument);
  Value giveTile(const TileOutput &output, const BoxPlan::Part &part,
                 Value tile);
  void replace(SmallVector<Value> values, ArrayRef<TileOutput> outputs);
  void eraseResults(ArrayRef<TileOutput> outputs);
  // TileContinue.cpp
  bool tileContinued(ArrayRef<TileOutput> outputs);
  Value copyState(const TileOutput &output, Value whole, const TileBox &box);
  // TileSplit.cpp
  std::pair<Value, Value> keysOfPart();
  SmallVector<Value> foldParts();
  TileState mergeParts(ArrayRef<Value> parts, OpFoldResult numRows);
  Value perBatch(Value operand, Value otherwise);
  Value index(OpFoldResult value) {
    return getValueOrCreateConstantIndexOp(b, loc, value);
  }
  OpFoldResult extent(Dim dim, int64_t known);

  RewriterBase &b;
  const FusedClauses &clauses;
  Location loc;
  FloatType accType;
  PlannedOperand query, key, value;
  // Tiles have fewer rows where that of the first output has; the same of keys.
  std::optional<BoxPlan> shortRows, shortKeys;
  OpFoldResult batch, numQueries, numKeys;
  int64_t headTile = 1, rowTile = 1, keyTile = 1, keySplit = 1;

  // Of the current task.
  Value ivBatch, ivHead, ivRow;
  // Which entry of the outputs, and which part of the keys if they are split.
  Value ivOutput, ivPart;
  OpFoldResult rows, activeRows;
  Value numQueriesHere, numKeysHere, offsetHere;
};

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_TILER_H
