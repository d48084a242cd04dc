//===- Finalize.cpp - finalize as loops -----------------------------------===//

#include "../RegionInliner.h"
#include "Patterns.h"
#include "TileLoops.h"

using namespace mlir;
using namespace mlir::attn;

// One row, `indices` its [batch,] head and row.
static void lowerRow(OpBuilder &builder, FinalizeOp op,
                     SmallVector<Value> indices) {
  Location loc = op.getLoc();
  auto accType = cast<MemRefType>(op.getAcc().getType());
  Value head = indices.size() < 2 ? indexConstant(builder, loc, 0)
                                  : indices[indices.size() - 2];
  if (op.getHead())
    head = addIndex(builder, loc, op.getHead(), head);
  RowFold fold(builder, loc, op.getNormalizer(),
               cast<FloatType>(accType.getElementType()),
               loadParameters(builder, loc, op.getNormalizerParams(), head));
  StateBuffers buffers{op.getAcc(), op.getStabilizer(),
                       SmallVector<Value>(op.getAccumulators())};
  RowState state = buffers.loadRow(builder, loc, indices);
  if (op.getLse())
    store(builder, loc, fold.lse(state), op.getLse(), indices);
  Value factor = fold.finalizeFactor(state);
  Type outputType = getElementTypeOrSelf(op.getOutput().getType());
  Value extent = dimOf(builder, loc, op.getAcc(), accType.getRank() - 1);
  buildLoop(builder, loc, extent, [&](Value e) {
    SmallVector<Value> position = indices;
    position.push_back(e);
    Value value = fold.mul(load(builder, loc, op.getAcc(), position), factor);
    store(builder, loc, narrow(builder, loc, value, outputType), op.getOutput(),
          position);
  });
}

// Loops over the leading dimensions, outermost first.
static void lowerRows(OpBuilder &builder, FinalizeOp op,
                      SmallVector<Value> indices) {
  auto accType = cast<MemRefType>(op.getAcc().getType());
  unsigned dim = indices.size();
  if (dim + 1 == accType.getRank())
    return lowerRow(builder, op, indices);
  Location loc = op.getLoc();
  buildLoop(builder, loc, dimOf(builder, loc, op.getAcc(), dim), [&](Value i) {
    SmallVector<Value> inner = indices;
    inner.push_back(i);
    lowerRows(builder, op, inner);
  });
}

LogicalResult LowerFinalize::matchAndRewrite(FinalizeOp op,
                                             PatternRewriter &rewriter) const {
  if (op.getNumResults() != 0)
    return rewriter.notifyMatchFailure(op, "works on tensors");
  lowerRows(rewriter, op, {});
  rewriter.eraseOp(op);
  return success();
}
