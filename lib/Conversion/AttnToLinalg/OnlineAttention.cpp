//===- OnlineAttention.cpp - online_attention as loops --------------------===//

#include "../RegionInliner.h"
#include "Patterns.h"
#include "TileLoops.h"

#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::attn;

namespace {
/// The pair (head, row of the tile; absolute key) that is looked at.
struct Pair {
  Value tileHead, tileRow, keyHead;
  /// Absolute query head, query and key, and the key's row in the tile.
  Value head, query, key, keyRow;
};

class OnlineAttentionLowering {
public:
  OnlineAttentionLowering(OpBuilder &builder, OnlineAttentionOp op)
      : builder(builder), loc(op.getLoc()),
        op(op), state{op.getAcc(), op.getStabilizer(),
                      SmallVector<Value>(op.getAccumulators())} {}

  void run();

private:
  void lowerRow(Value tileHead, Value tileRow);
  RowState lowerRange(unsigned range, RowFold &fold, const RowState &initial,
                      Value tileHead, Value tileRow);
  RowState lowerPair(RowFold &fold, const RowState &initial, const Pair &pair);
  Value emitScore(const Pair &pair);
  Value emitDot(const Pair &pair);
  Value emitPredicate(const Pair &pair);
  Value countVisibleKeys(Value head, Value query);

  OpBuilder &builder;
  Location loc;
  OnlineAttentionOp op;
  StateBuffers state;
};
} // namespace

void OnlineAttentionLowering::run() {
  buildLoop(builder, loc, dimOf(builder, loc, op.getAcc(), 0), [&](Value h) {
    buildLoop(builder, loc, dimOf(builder, loc, op.getAcc(), 1),
              [&](Value i) { lowerRow(h, i); });
  });
}

void OnlineAttentionLowering::lowerRow(Value tileHead, Value tileRow) {
  Value head = addIndex(builder, loc, op.getHead(), tileHead);
  RowFold fold(builder, loc, op.getNormalizer(), op.getAccType(),
               loadParameters(builder, loc, op.getNormalizerParams(), head));
  Value query = addIndex(builder, loc, op.getQueryStart(), tileRow);
  fold.bindRow(op.getBatch(), head, query,
               op.getNormalizer().getRowContext().visibleKeys
                   ? countVisibleKeys(head, query)
                   : Value());
  RowState row = state.loadRow(builder, loc, {tileHead, tileRow});
  for (unsigned i = 0; i < op.getNumRanges(); ++i)
    row = lowerRange(i, fold, row, tileHead, tileRow);
  state.storeRow(builder, loc, row, {tileHead, tileRow});
}

RowState OnlineAttentionLowering::lowerRange(unsigned range, RowFold &fold,
                                             const RowState &initial,
                                             Value tileHead, Value tileRow) {
  Pair pair;
  pair.tileHead = tileHead;
  pair.tileRow = tileRow;
  pair.keyHead = keyHeadOf(builder, loc, op.getAcc(), op.getValue(), tileHead);
  pair.head = addIndex(builder, loc, op.getHead(), tileHead);
  pair.query = addIndex(builder, loc, op.getQueryStart(), tileRow);
  auto body = [&](Value key, ValueRange carried) -> SmallVector<Value> {
    pair.key = key;
    pair.keyRow = subIndex(builder, loc, key, op.getKeyStart());
    RowState before = RowState::unflatten(carried);
    if (op.getRangeKind(range) == RangeKind::Full)
      return lowerPair(fold, before, pair).flatten();
    // An excluded pair is not even scored: whatever its key holds has no
    // effect.
    auto branch = scf::IfOp::create(builder, loc, carried.getTypes(),
                                    emitPredicate(pair), true);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(branch.thenBlock());
    scf::YieldOp::create(builder, loc, lowerPair(fold, before, pair).flatten());
    builder.setInsertionPointToStart(branch.elseBlock());
    scf::YieldOp::create(builder, loc, carried);
    return SmallVector<Value>(branch.getResults());
  };
  return RowState::unflatten(buildFold(builder, loc, op.getRangeLower(range),
                                       op.getRangeUpper(range),
                                       initial.flatten(), body));
}

RowState OnlineAttentionLowering::lowerPair(RowFold &fold,
                                            const RowState &initial,
                                            const Pair &pair) {
  Value score = emitScore(pair);
  Value included;
  if (excludesMinusInfinity(op.getNormalizer()))
    included = fold.isIncluded(score);
  RowTarget target{state, pair.tileHead, pair.tileRow, op.getValue(),
                   pair.keyHead, op.getKeyStart()};
  return foldPairIf(builder, loc, fold, target, initial, included, score,
                    pair.keyRow);
}

Value OnlineAttentionLowering::emitScore(const Pair &pair) {
  Value score;
  FloatType type = op.getAccType();
  auto constant = [&](double value) {
    return arith::ConstantOp::create(builder, loc,
                                     builder.getFloatAttr(type, value));
  };
  if (op.hasQueryKey())
    score = arith::MulFOp::create(builder, loc, emitDot(pair),
                                  constant(op.getScale().convertToDouble()));
  else
    score = constant(0.0);
  if (!op.hasScore())
    return score;
  return inlineRegion(builder, op.getScore(),
                      {score, op.getBatch(), pair.head, pair.query, pair.key});
}

Value OnlineAttentionLowering::emitDot(const Pair &pair) {
  FloatType type = op.getAccType();
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getFloatAttr(type, 0.0));
  auto body = [&](Value d, ValueRange carried) -> SmallVector<Value> {
    auto element = [&](Value operand, Value head, Value row) {
      return widen(builder, loc, load(builder, loc, operand, {head, row, d}),
                   type);
    };
    Value q = element(op.getQuery(), pair.tileHead, pair.tileRow);
    Value k = element(op.getKey(), pair.keyHead, pair.keyRow);
    Value term = op.hasCombine()
                     ? inlineRegion(builder, op.getCombine(),
                                    {q, k, op.getBatch(), pair.head, pair.query,
                                     pair.key, d})
                     : arith::MulFOp::create(builder, loc, q, k).getResult();
    return {arith::AddFOp::create(builder, loc, carried[0], term)};
  };
  return buildFold(builder, loc, indexConstant(builder, loc, 0),
                   dimOf(builder, loc, op.getQuery(), 2), zero, body)[0];
}

Value OnlineAttentionLowering::emitPredicate(const Pair &pair) {
  SmallVector<Value> symbols(op.getSizes());
  llvm::append_range(symbols, op.getPatternOperands());
  return emitFormula(builder, loc,
                     op.getPattern().getRelation(kFirstOperandSymbol),
                     {pair.head, pair.query, pair.key}, symbols);
}

// Over all keys of the batch entry, not those of this tile or of the ranges.
Value OnlineAttentionLowering::countVisibleKeys(Value head, Value query) {
  Value numKeys = op.getSizes()[1];
  if (op.getPattern().getRelation(kFirstOperandSymbol).isTrue())
    return numKeys;
  Value zero = indexConstant(builder, loc, 0);
  auto body = [&](Value key, ValueRange carried) -> SmallVector<Value> {
    Pair pair;
    pair.head = head;
    pair.query = query;
    pair.key = key;
    Value more =
        addIndex(builder, loc, carried[0], indexConstant(builder, loc, 1));
    return {arith::SelectOp::create(builder, loc, emitPredicate(pair), more,
                                    carried[0])};
  };
  return buildFold(builder, loc, zero, numKeys, zero, body)[0];
}

LogicalResult
LowerOnlineAttention::matchAndRewrite(OnlineAttentionOp op,
                                      PatternRewriter &rewriter) const {
  if (op.getNumResults() != 0)
    return rewriter.notifyMatchFailure(op, "works on tensors");
  OnlineAttentionLowering(rewriter, op).run();
  rewriter.eraseOp(op);
  return success();
}
