//===- AttnCanonicalize.cpp - clauses that say nothing go away ------------===//
//
// No pattern and no normaliser is named here.
//
//===----------------------------------------------------------------------===//

#include "AttnVerify.h"
#include "attn/Dialect/Attn/IR/PatternFit.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

// Whether `value`, an integer or a tensor of them, is a constant of which
// `holds` is true throughout.
static bool isConstant(Value value, function_ref<bool(int64_t)> holds) {
  Attribute attr;
  if (!matchPattern(value, m_Constant(&attr)))
    return false;
  if (auto scalar = dyn_cast<IntegerAttr>(attr))
    return holds(scalar.getValue().getSExtValue());
  auto elements = dyn_cast<DenseIntElementsAttr>(attr);
  return elements && llvm::all_of(elements, [&](const APInt &element) {
           return holds(element.getSExtValue());
         });
}

// Whether `value` is -inf throughout: the stabiliser of the empty state.
static bool isMinusInfinity(Value value) {
  if (auto splat = value.getDefiningOp<tensor::SplatOp>())
    value = splat.getInput();
  return matchPattern(value, m_NegInfFloat());
}

//===----------------------------------------------------------------------===//
// Clauses
//===----------------------------------------------------------------------===//

// Lengths of at least the static size count as the size.
static bool isFullLength(Value lengths, int64_t size) {
  return !ShapedType::isDynamic(size) &&
         isConstant(lengths, [&](int64_t v) { return v >= size; });
}

namespace {
// A constant for a `?` of the pattern becomes part of the pattern.
template <typename Op>
struct BindPatternOperand : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;

  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    for (auto [i, operand] : llvm::enumerate(op.getPatternOperands())) {
      APInt value;
      if (!matchPattern(operand, m_ConstantInt(&value)) ||
          ShapedType::isDynamic(value.getSExtValue())) // spells `?`
        continue;
      auto bound = dyn_cast_if_present<PatternAttrInterface>(
          op.getPattern().bindOperand(i, value.getSExtValue()));
      if (!bound)
        continue;
      rewriter.modifyOpInPlace(op, [&, index = i] {
        op.setPatternAttr(bound);
        op.getPatternOperandsMutable().erase(index);
      });
      return success();
    }
    return rewriter.notifyMatchFailure(op, "no constant operand to take");
  }
};

// A query offset of 0 is the default.
template <typename Op>
struct DropZeroOffset : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;

  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    Value offset = op.getQOffset();
    if (!offset || !isConstant(offset, [](int64_t v) { return v == 0; }))
      return rewriter.notifyMatchFailure(op, "no q_offset of 0");
    rewriter.modifyOpInPlace(op, [&] { op.getQOffsetMutable().clear(); });
    return success();
  }
};

template <typename Op>
struct DropFullLengths : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;

  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    FailureOr<AttentionShape> shape = op.getShape();
    if (failed(shape))
      return rewriter.notifyMatchFailure(op, "no shape");
    bool changed = drop(rewriter, op, op.getLengthsMutable(), shape->numKeys);
    changed |=
        drop(rewriter, op, op.getQueryLengthsMutable(), shape->numQueries);
    if (!changed)
      return rewriter.notifyMatchFailure(op, "no lengths of the full size");
    return success();
  }

private:
  static bool drop(PatternRewriter &rewriter, Op op,
                   MutableOperandRange lengths, int64_t size) {
    if (lengths.empty() || !isFullLength(lengths[0].get(), size))
      return false;
    rewriter.modifyOpInPlace(op, [&] { lengths.clear(); });
    return true;
  }
};

// The same for scores that are already there.
struct DropFullScoreLengths : OpRewritePattern<NormalizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(NormalizeOp op,
                                PatternRewriter &rewriter) const override {
    int64_t size = cast<ShapedType>(op.getScores().getType()).getDimSize(3);
    if (!op.getLengths() || !isFullLength(op.getLengths(), size))
      return rewriter.notifyMatchFailure(op, "no lengths of the full size");
    rewriter.modifyOpInPlace(op, [&] { op.getLengthsMutable().clear(); });
    return success();
  }
};

// A score region that yields its score.
template <typename Op>
struct DropIdentityScore : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;

  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    if (!op.hasScore())
      return rewriter.notifyMatchFailure(op, "no score region");
    Block &block = op.getScore().front();
    if (cast<YieldOp>(block.getTerminator()).getResult() !=
        block.getArgument(0))
      return rewriter.notifyMatchFailure(op, "the score changes");
    rewriter.modifyOpInPlace(op, [&] { rewriter.eraseBlock(&block); });
    return success();
  }
};

// A scale that is written but the default.
template <typename Op>
struct DropDefaultScale : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;

  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    FailureOr<AttentionShape> shape = op.getShape();
    if (!op.getScaleAttr() || failed(shape))
      return rewriter.notifyMatchFailure(op, "no scale");
    bool multiplies = !op.hasCombine() && op.getQuery();
    if (op.getScaleValue() != getDefaultScale(multiplies, shape->keyDim))
      return rewriter.notifyMatchFailure(op, "another scale than the default");
    rewriter.modifyOpInPlace(op, [&] { op.removeScaleAttr(); });
    return success();
  }
};

// A log-sum-exp that nobody reads is not computed.
template <typename Op>
struct DropUnusedLse : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;

  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    if (!op.getLse())
      return rewriter.notifyMatchFailure(op, "no log-sum-exp result");
    if (!op.getLse().use_empty())
      return rewriter.notifyMatchFailure(op, "the log-sum-exp is used");
    OperationState state(op.getLoc(), Op::getOperationName());
    state.addOperands(op->getOperands());
    state.addTypes(op->getResult(0).getType());
    state.addAttributes(llvm::to_vector(op->getDiscardableAttrs()));
    state.propertiesAttr = op->getPropertiesAsAttribute();
    for (Region &region : op->getRegions())
      state.addRegion()->takeBody(region);
    Operation *slim = rewriter.create(state);
    rewriter.replaceAllUsesWith(op->getResult(0), slim->getResult(0));
    rewriter.eraseOp(op);
    return success();
  }
};

//===----------------------------------------------------------------------===//
// merge
//===----------------------------------------------------------------------===//

// The empty state is the identity.
struct MergeWithEmpty : OpRewritePattern<MergeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(MergeOp op,
                                PatternRewriter &rewriter) const override {
    if (isMinusInfinity(op.getRhs()[1]))
      rewriter.replaceOp(op, op.getLhs());
    else if (isMinusInfinity(op.getLhs()[1]))
      rewriter.replaceOp(op, op.getRhs());
    else
      return rewriter.notifyMatchFailure(op, "no state is known to be empty");
    return success();
  }
};
} // namespace

template <typename Op>
static void populateFused(RewritePatternSet &results) {
  results.add<BindPatternOperand<Op>, DropZeroOffset<Op>, DropFullLengths<Op>,
              DropIdentityScore<Op>, DropDefaultScale<Op>>(
      results.getContext());
}

void AttentionOp::getCanonicalizationPatterns(RewritePatternSet &results,
                                              MLIRContext *context) {
  results.add<DropUnusedLse<AttentionOp>>(context);
  populateFused<AttentionOp>(results);
  populatePatternSimplification(results);
}

void PartialOp::getCanonicalizationPatterns(RewritePatternSet &results,
                                            MLIRContext *) {
  populateFused<PartialOp>(results);
}

void ScoresOp::getCanonicalizationPatterns(RewritePatternSet &results,
                                           MLIRContext *context) {
  results.add<DropZeroOffset<ScoresOp>, DropIdentityScore<ScoresOp>,
              DropDefaultScale<ScoresOp>>(context);
}

void NormalizeOp::getCanonicalizationPatterns(RewritePatternSet &results,
                                              MLIRContext *context) {
  results.add<BindPatternOperand<NormalizeOp>, DropZeroOffset<NormalizeOp>,
              DropFullScoreLengths, DropUnusedLse<NormalizeOp>>(context);
}

void MergeOp::getCanonicalizationPatterns(RewritePatternSet &results,
                                          MLIRContext *context) {
  results.add<MergeWithEmpty>(context);
}
