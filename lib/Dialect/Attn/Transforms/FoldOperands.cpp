//===- FoldOperands.cpp - data movement around attention goes into maps ---===//

#include "Fuse.h"

#include "Raise/Operand.h"
#include "attn/Dialect/Attn/IR/Attn.h"

using namespace mlir;
using namespace mlir::attn;

namespace {
// The index variables of an attention: b, key head, group, q, k, d, e.
struct Variables {
  Variables(IndexSpace &space, const AttentionShape &shape)
      : extents({shape.batch, shape.keyHeads, shape.groupSize()}) {
    for (int64_t extent : extents)
      heads.push_back(space.addVariable(extent));
    query = space.addVariable(shape.numQueries);
    key = space.addVariable(shape.numKeys);
    keyInner = space.addVariable(shape.keyDim);
    valueInner = space.addVariable(shape.valueDim);
  }

  HeadSplit getSplit() const { return {heads, extents, 1, 2}; }

  // What an operand with `map` is read at.
  SmallVector<AffineExpr> getIndices(AffineMap map, bool isKey) const {
    HeadSplit split = getSplit();
    MLIRContext *context = map.getContext();
    AffineExpr byDim[kNumDims] = {
        split.getIndex(0, 1, context), split.getIndex(1, isKey ? 2 : 3, context),
        query,    key,
        keyInner, valueInner};
    SmallVector<AffineExpr> indices;
    for (AffineExpr expr : map.getResults())
      indices.push_back(byDim[cast<AffineDimExpr>(expr).getPosition()]);
    return indices;
  }

  SmallVector<AffineExpr> heads;
  SmallVector<int64_t> extents;
  AffineExpr query, key, keyInner, valueInner;
};

struct FoldOperands : OpRewritePattern<AttentionOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(AttentionOp op,
                                PatternRewriter &rewriter) const override {
    FailureOr<AttentionShape> shape = op.getShape();
    if (failed(shape) || !op.hasQueryKey())
      return rewriter.notifyMatchFailure(op, "no query and key");
    IndexSpace space(getContext());
    ScalarContext scalars(space);
    ElementTrace trace(scalars);
    Variables vars(space, *shape);
    bool mayScale = !op.hasCombine();
    auto plan = [&](Value operand, AffineMap map, Dim row, AffineExpr rowIndex,
                    Dim inner, AffineExpr innerIndex, bool scales) {
      bool isKey = row == Dim::K;
      auto candidates =
          collectCandidates(trace, operand, vars.getIndices(map, isKey));
      while (!scales && candidates.back().factor != 1.0)
        candidates.pop_back();
      return planOperand(space, candidates, vars.getSplit(), isKey, row, rowIndex,
                         inner, innerIndex, getElementTypeOrSelf(operand));
    };
    auto q = plan(op.getQuery(), shape->queryMap, Dim::Q, vars.query, Dim::D,
                  vars.keyInner, mayScale);
    auto k = plan(op.getKey(), shape->keyMap, Dim::K, vars.key, Dim::D,
                  vars.keyInner, mayScale);
    auto v = plan(op.getValue(), shape->valueMap, Dim::K, vars.key, Dim::E,
                  vars.valueInner, false);
    if (!q || !k || !v)
      return rewriter.notifyMatchFailure(op, "operands cannot be read");
    if (q->candidate.tensor == op.getQuery() &&
        k->candidate.tensor == op.getKey() &&
        v->candidate.tensor == op.getValue())
      return rewriter.notifyMatchFailure(op, "nothing to fold");
    rewrite(rewriter, op, *shape, *q, *k, *v, vars.getSplit());
    return success();
  }

private:
  static void rewrite(PatternRewriter &rewriter, AttentionOp op,
                      const AttentionShape &shape, const OperandPlan &q,
                      const OperandPlan &k, const OperandPlan &v,
                      const HeadSplit &split) {
    Location loc = op.getLoc();
    auto [query, queryMap] = buildOperand(rewriter, loc, q, split, false);
    auto [key, keyMap] = buildOperand(rewriter, loc, k, split, true);
    auto [value, valueMap] = buildOperand(rewriter, loc, v, split, true);
    double factor = q.candidate.factor * k.candidate.factor;
    FloatAttr scale = op.getScaleAttr();
    if (factor != 1.0)
      scale = rewriter.getF64FloatAttr(op.getScaleValue() * factor);
    ArrayAttr maps = rewriter.getAffineMapArrayAttr(
        {queryMap, keyMap, valueMap, shape.outputMap});
    rewriter.modifyOpInPlace(op, [&, query = query, key = key, value = value] {
      op.getQueryMutable().assign(query);
      op.getKeyMutable().assign(key);
      op.getValueMutable().assign(value);
      op.setIndexingMapsAttr(maps);
      op.setScaleAttr(scale);
    });
  }
};

// A transpose that only reorders the output is the output's indexing map.
struct FoldOutputTranspose : OpRewritePattern<linalg::TransposeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::TransposeOp op,
                                PatternRewriter &rewriter) const override {
    auto attention = op.getInput().getDefiningOp<AttentionOp>();
    if (!attention || !attention.getOutput().hasOneUse() ||
        attention.getLse() || op->getNumResults() != 1)
      return rewriter.notifyMatchFailure(op,
                                         "not the only reader of an output");
    FailureOr<AttentionShape> shape = attention.getShape();
    if (failed(shape))
      return rewriter.notifyMatchFailure(op, "no shape");
    SmallVector<AffineMap> maps;
    for (AffineMap map : {shape->queryMap, shape->keyMap, shape->valueMap})
      if (map)
        maps.push_back(map);
    SmallVector<AffineExpr> results;
    for (int64_t dim : op.getPermutation())
      results.push_back(shape->outputMap.getResult(dim));
    maps.push_back(AffineMap::get(kNumDims, 0, results, getContext()));
    rewriter.modifyOpInPlace(attention, [&] {
      attention.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
      attention.getOutput().setType(
          cast<RankedTensorType>(op->getResult(0).getType()));
    });
    rewriter.replaceOp(op, attention.getOutput());
    return success();
  }
};
} // namespace

void mlir::attn::populateFoldOutputPatterns(RewritePatternSet &patterns) {
  patterns.add<FoldOutputTranspose>(patterns.getContext());
}

void mlir::attn::populateFoldOperandPatterns(RewritePatternSet &patterns) {
  patterns.add<FoldOperands>(patterns.getContext());
  populateFoldOutputPatterns(patterns);
}
