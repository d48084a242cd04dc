//===- OnlineAggregate.cpp - online_aggregate as loops --------------------===//

#include "Patterns.h"
#include "TileLoops.h"

using namespace mlir;
using namespace mlir::attn;

static void lowerRow(OpBuilder &builder, OnlineAggregateOp op,
                     const StateBuffers &state, Value head, Value row) {
  Location loc = op.getLoc();
  Value absoluteHead = addIndex(builder, loc, op.getHead(), head);
  auto type = cast<FloatType>(getElementTypeOrSelf(op.getAcc().getType()));
  RowFold fold(
      builder, loc, op.getNormalizer(), type,
      loadParameters(builder, loc, op.getNormalizerParams(), absoluteHead));
  fold.bindRow(op.getCoordinates()[0], absoluteHead,
               addIndex(builder, loc, op.getCoordinates()[2], row), Value());
  RowTarget target{state, head, row, op.getValue(),
                   keyHeadOf(builder, loc, op.getAcc(), op.getValue(), head),
                   op.getCoordinates()[3]};
  auto body = [&](Value key, ValueRange carried) {
    Value score = load(builder, loc, op.getScores(), {head, row, key});
    return foldPairIf(builder, loc, fold, target, RowState::unflatten(carried),
                      fold.isIncluded(score), score, key)
        .flatten();
  };
  RowState before = state.loadRow(builder, loc, {head, row});
  SmallVector<Value> after =
      buildFold(builder, loc, indexConstant(builder, loc, 0),
                dimOf(builder, loc, op.getScores(), 2), before.flatten(), body);
  state.storeRow(builder, loc, RowState::unflatten(after), {head, row});
}

LogicalResult
LowerOnlineAggregate::matchAndRewrite(OnlineAggregateOp op,
                                      PatternRewriter &rewriter) const {
  if (op.getNumResults() != 0)
    return rewriter.notifyMatchFailure(op, "works on tensors");
  Location loc = op.getLoc();
  StateBuffers state{op.getAcc(), op.getStabilizer(),
                     SmallVector<Value>(op.getAccumulators())};
  buildLoop(rewriter, loc, dimOf(rewriter, loc, op.getAcc(), 0), [&](Value h) {
    buildLoop(rewriter, loc, dimOf(rewriter, loc, op.getAcc(), 1),
              [&](Value i) { lowerRow(rewriter, op, state, h, i); });
  });
  rewriter.eraseOp(op);
  return success();
}
