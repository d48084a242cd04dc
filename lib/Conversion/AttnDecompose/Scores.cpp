//===- Scores.cpp - attn.scores on dense tensors --------------------------===//

#include "../RegionInliner.h"
#include "DenseLoops.h"
#include "Patterns.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::attn;

static Value absoluteQuery(OpBuilder &builder, Location loc, ScoresOp op,
                           Value batch, Value query) {
  Value offset = perBatchValue(builder, loc, op.getQOffset(), batch, Value());
  if (!offset)
    return query;
  return arith::AddIOp::create(builder, loc, query, offset);
}

static Value emitCombine(OpBuilder &builder, Location loc, ScoresOp op,
                         const LoopIndices &indices, int64_t group, Value q,
                         Value k) {
  if (op.getCombine().empty())
    return arith::MulFOp::create(builder, loc, q, k);
  Value batch = indices.get(Loop::Batch);
  Value size = arith::ConstantIndexOp::create(builder, loc, group);
  Value first =
      arith::MulIOp::create(builder, loc, indices.get(Loop::KeyHead), size);
  Value head =
      arith::AddIOp::create(builder, loc, first, indices.get(Loop::Member));
  Value query =
      absoluteQuery(builder, loc, op, batch, indices.get(Loop::Query));
  return inlineRegion(builder, op.getCombine(),
                      {q, k, batch, head, query, indices.get(Loop::Key),
                       indices.get(Loop::Inner)});
}

// sum_d combine(Q[q, d], K[k, d]) for every pair, B x H x Nq x Nk.
static Value buildDots(OpBuilder &builder, ScoresOp op,
                       const AttentionShape &shape, Type accType) {
  Location loc = op.getLoc();
  LoopOperand query = splitHeads(builder, loc, op.getQuery(), shape.queryMap,
                                 shape.groupSize());
  LoopOperand key = splitHeads(builder, loc, op.getKey(), shape.keyMap, 0);
  LoopOperand dots = makeTensor(
      builder, loc, accType,
      {Loop::Batch, Loop::KeyHead, Loop::Member, Loop::Query, Loop::Key},
      {query, key}, 0.0);
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange args) -> SmallVector<Value> {
    Value term = emitCombine(b, bodyLoc, op, indices, shape.groupSize(),
                             widen(b, bodyLoc, args[0], accType),
                             widen(b, bodyLoc, args[1], accType));
    return {arith::AddFOp::create(b, bodyLoc, args[2], term)};
  };
  dots.tensor = buildDense(builder, loc, {query, key}, dots, body)[0];
  return joinHeads(builder, loc, dots);
}

template <>
LogicalResult
Decompose<ScoresOp>::matchAndRewrite(ScoresOp op,
                                     PatternRewriter &rewriter) const {
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return rewriter.notifyMatchFailure(op, "shapes do not fit");
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(op.getScores().getType());
  Type accType = type.getElementType();
  SmallVector<Loop> loops = {Loop::Batch, kHeadLoop, Loop::Query, Loop::Key};
  LoopOperand dots{buildDots(rewriter, op, *shape, accType), loops};
  if (op.getScaleValue() == 1.0 && op.getScore().empty()) {
    rewriter.replaceOp(op, castTo(rewriter, loc, dots.tensor, type));
    return success();
  }
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange args) -> SmallVector<Value> {
    Value scale = arith::ConstantOp::create(
        b, bodyLoc, b.getFloatAttr(accType, op.getScaleValue()));
    Value score = arith::MulFOp::create(b, bodyLoc, args[0], scale);
    if (op.getScore().empty())
      return {score};
    Value batch = indices.get(Loop::Batch);
    Value query =
        absoluteQuery(b, bodyLoc, op, batch, indices.get(Loop::Query));
    return {inlineRegion(
        b, op.getScore(),
        {score, batch, indices.get(kHeadLoop), query, indices.get(Loop::Key)})};
  };
  LoopOperand result =
      makeTensor(rewriter, loc, accType, loops, dots, std::nullopt);
  Value scores = buildDense(rewriter, loc, dots, result, body)[0];
  rewriter.replaceOp(op, castTo(rewriter, loc, scores, type));
  return success();
}
