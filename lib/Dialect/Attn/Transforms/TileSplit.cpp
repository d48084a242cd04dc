//===- TileSplit.cpp - the keys of a query tile in several parts ----------===//
//
// With few queries and many keys the query tiles do not keep all threads busy:
// each part of the keys is folded by a task of its own into a partial state,
// and the tasks of the query tiles join them.
//
//===----------------------------------------------------------------------===//

#include "Tiler.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::attn;

// The keys of the current task: [first, end). Parts are whole key tiles.
std::pair<Value, Value> Tiler::keysOfPart() {
  if (!ivPart)
    return {arith::ConstantIndexOp::create(b, loc, 0), numKeysHere};
  auto constant = [&](int64_t number) {
    return arith::ConstantIndexOp::create(b, loc, number);
  };
  Value tiles = arith::CeilDivSIOp::create(b, loc, numKeysHere,
                                           constant(keySplit * keyTile));
  Value size = arith::MulIOp::create(b, loc, tiles, constant(keyTile));
  Value first = arith::MinSIOp::create(
      b, loc, arith::MulIOp::create(b, loc, ivPart, size), numKeysHere);
  Value end = arith::MinSIOp::create(
      b, loc, arith::AddIOp::create(b, loc, first, size), numKeysHere);
  return {first, end};
}

// States of all parts; entry b * keySplit + p of their batch is part p of b.
SmallVector<Value> Tiler::foldParts() {
  return runTasks(
      stateOutputs(), [&](ArrayRef<Value> tiles) { return foldInto(tiles); },
      keySplit);
}

// The joined state of the current task, for its first `numRows` rows.
TileState Tiler::mergeParts(ArrayRef<Value> parts, OpFoldResult numRows) {
  SmallVector<Value> merged;
  for (int64_t part = 0; part < keySplit; ++part) {
    TileBox box = queryBox(numRows);
    box.batch = affine::makeComposedFoldedAffineApply(
        b, loc, b.getAffineDimExpr(0) * keySplit + part,
        {OpFoldResult(ivBatch)});
    SmallVector<Value> state;
    for (auto [tensor, output] : llvm::zip(parts, stateOutputs()))
      state.push_back(
          extractTile(b, loc, tensor, output.map, Dim::Q, box, output.inner));
    if (part == 0) {
      merged = state;
      continue;
    }
    auto join = MergeOp::create(b, loc, ValueRange(state).getTypes(), merged,
                                state, clauses.normalizer);
    merged.assign(join->result_begin(), join->result_end());
  }
  return {merged[0], merged[1],
          SmallVector<Value>(ArrayRef(merged).drop_front(2))};
}
