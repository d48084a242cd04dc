//===- FuseScores.cpp - scores, normalize, aggregate become one op --------===//

#include "Fuse.h"

#include "Raise/Mask.h"
#include "Raise/ScalarEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mlir::attn;

namespace {
struct Parts {
  ScoresOp scores;
  NormalizeOp normalize;
  AggregateOp aggregate;
};
} // namespace

// The expression of the normalised scores at (b, h, q, k), as a match whose
// product is the element of attn.scores. Null if they are no elementwise
// function of it.
static std::unique_ptr<AttentionMatch> traceScores(Parts &parts) {
  auto type = cast<RankedTensorType>(parts.normalize.getScores().getType());
  auto match = std::make_unique<AttentionMatch>(type.getContext());
  SmallVector<AffineExpr> dims;
  for (int64_t size : type.getShape())
    dims.push_back(match->space.addVariable(size));
  match->variables = {dims[0], dims[1]};
  match->extents = {type.getDimSize(0), type.getDimSize(1)};
  match->batchEnd = 1;
  match->keyHeadEnd = 2;
  match->query = dims[2];
  match->key = dims[3];
  match->term.normalizer.normalizer = parts.normalize.getNormalizer();
  match->score = match->trace.trace(parts.normalize.getScores(), dims);
  unsigned numProducts = 0;
  walkScalars(match->score, [&](ScalarExpr expr) {
    if (expr->kind == ScalarNode::Kind::Element &&
        expr->value.getDefiningOp<ScoresOp>()) {
      match->product = expr;
      ++numProducts;
    }
  });
  if (numProducts != 1)
    return nullptr;
  parts.scores = match->product->value.getDefiningOp<ScoresOp>();
  // Elements at (b, h, q, k) of a dimension of size 1 read index 0.
  ScalarExpr element = match->product;
  for (auto [dim, index, size] :
       llvm::zip(dims, element->operands, type.getShape()))
    if (size != 1 && index->affine != dim)
      return nullptr;
  return match;
}

// The clauses that both ops have must agree, and code that was written for
// indices into tensors must not meet an offset.
static bool hasFusableOffset(Parts &parts, const AttentionMatch &match) {
  if (parts.scores.getQOffset() != parts.normalize.getQOffset())
    return false;
  return !parts.scores.getQOffset() || match.score == match.product;
}

// The pattern of attn.normalize and that of the masks, with the operands of what
// the two become.
static PatternAttrInterface intersect(NormalizeOp normalize,
                                      const AttentionMatch &match,
                                      SmallVectorImpl<Value> &operands) {
  PatternAttrInterface own = normalize.getPattern();
  unsigned numOwn = own.getNumPatternOperands();
  SmallVector<Value> all(normalize.getPatternOperands());
  llvm::append_range(all, match.patternOperands);
  Formula masks = match.pattern.getRelation(kFirstOperandSymbol + numOwn);
  PatternWithOperands both =
      getPatternFor(own.getRelation(kFirstOperandSymbol) & masks);
  if (masks.isTrue()) {
    operands = all;
    return own;
  }
  for (unsigned symbol : both.symbols)
    operands.push_back(all[symbol - kFirstOperandSymbol]);
  return both.pattern;
}

// The region of attn.scores, then what was elementwise on its result.
static void buildScore(OpBuilder &builder, Location loc, Region &region,
                       Parts &parts, AttentionMatch &match, Type accType) {
  OpBuilder::InsertionGuard guard(builder);
  Type index = builder.getIndexType();
  Block *block = builder.createBlock(
      &region, {}, {accType, index, index, index, index},
      SmallVector<Location>(5, loc));
  Value score = block->getArgument(0);
  if (!parts.scores.getScore().empty()) {
    Block &inner = parts.scores.getScore().front();
    IRMapping mapping;
    mapping.map(inner.getArguments(), block->getArguments());
    for (Operation &op : inner.without_terminator())
      builder.clone(op, mapping);
    score = mapping.lookupOrDefault(
        cast<YieldOp>(inner.getTerminator()).getResult());
  }
  SmallVector<Value> dims(block->getArguments().drop_front());
  ScalarEmitter emitter(builder, loc, match.space, dims, match.query,
                        match.key);
  emitter.map(match.product, score);
  YieldOp::create(builder, loc,
                  emitter.cast(emitter.emit(match.score), accType));
}

static ArrayAttr getMaps(OpBuilder &builder, Parts &parts) {
  if (!parts.scores.getIndexingMaps() && !parts.aggregate.getIndexingMaps())
    return {};
  FailureOr<AttentionShape> shape = parts.scores.getShape();
  SmallVector<AffineMap> maps = {shape->queryMap, shape->keyMap};
  if (std::optional<ArrayAttr> own = parts.aggregate.getIndexingMaps()) {
    llvm::append_range(maps, own->getAsValueRange<AffineMapAttr>());
  } else {
    auto rankOf = [](Value value) {
      return cast<RankedTensorType>(value.getType()).getRank();
    };
    MLIRContext *context = builder.getContext();
    maps.push_back(defaultMap(context, rankOf(parts.aggregate.getValue()),
                              Dim::K, Dim::E));
    maps.push_back(defaultMap(context, rankOf(parts.aggregate.getOutput()),
                              Dim::Q, Dim::E));
  }
  return builder.getAffineMapArrayAttr(maps);
}

namespace {
struct FuseScores : OpRewritePattern<AggregateOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(AggregateOp op,
                                PatternRewriter &rewriter) const override {
    Parts parts{ScoresOp(), op.getWeights().getDefiningOp<NormalizeOp>(), op};
    if (!parts.normalize)
      return rewriter.notifyMatchFailure(op, "weights are not attn.normalize's");
    std::unique_ptr<AttentionMatch> match = traceScores(parts);
    if (!match)
      return rewriter.notifyMatchFailure(
          op, "the normalised scores are no elementwise function of attn.scores");
    if (findScoreEditor(match->space, match->score, match->product,
                        match->query, match->key))
      return rewriter.notifyMatchFailure(
          op, "scores are computed from other scores");
    if (!hasFusableOffset(parts, *match))
      return rewriter.notifyMatchFailure(op, "q_offset differs or is in use");
    if (parts.scores.getQuery().getType().getElementType() !=
        op.getValue().getType().getElementType())
      return rewriter.notifyMatchFailure(op, "element types differ");
    NormalizeOp normalize = parts.normalize;
    if (normalize.getLse() && !normalize.getLse().use_empty())
      return rewriter.notifyMatchFailure(op, "the log-sum-exp is used");
    // Elsewhere a score of -inf has a weight other than 0. A row of finite
    // sentinels means something else once other pairs are excluded too.
    bool isWhole = normalize.getPattern()
                       .getRelation(kFirstOperandSymbol)
                       .isTrue() &&
                   !normalize.getLengths();
    // Nor where the pairs that the pattern lets a row see are counted.
    if (normalize.getNormalizer().isExponential() &&
        !normalize.getNormalizer().getRowContext().visibleKeys &&
        normalize.getEmptyRows() == EmptyRows::Zero)
      extractMask(*match, /*allowFinite=*/isWhole);
    fuse(rewriter, parts, *match);
    return success();
  }

private:
  static void fuse(PatternRewriter &rewriter, Parts &parts,
                   AttentionMatch &match) {
    NormalizeOp normalize = parts.normalize;
    Location loc = parts.aggregate.getLoc();
    SmallVector<Value> patternOperands;
    PatternAttrInterface pattern = intersect(normalize, match, patternOperands);
    EmptyRows emptyRows = match.emptyRows == EmptyRows::Zero
                              ? normalize.getEmptyRows()
                              : match.emptyRows;
    auto attention = AttentionOp::create(
        rewriter, loc, parts.aggregate.getOutput().getType(),
        /*lse=*/Type(), parts.scores.getQuery(),
        parts.scores.getKey(), parts.aggregate.getValue(), patternOperands,
        normalize.getNormalizerParams(), normalize.getLengths(),
        /*query_lengths=*/Value(), normalize.getQOffset(),
        /*num_queries=*/Value(), parts.scores.getScaleAttr(),
        pattern, normalize.getNormalizer(), emptyRows, getMaps(rewriter, parts),
        ScheduleAttr());
    if (!parts.scores.getCombine().empty())
      rewriter.cloneRegionBefore(parts.scores.getCombine(),
                                 attention.getCombine(),
                                 attention.getCombine().end());
    if (match.score != match.product || !parts.scores.getScore().empty())
      buildScore(rewriter, loc, attention.getScore(), parts, match,
                 normalize.getScores().getType().getElementType());
    rewriter.replaceOp(parts.aggregate, attention.getOutput());
  }
};
} // namespace

void mlir::attn::populateFuseScoresPatterns(RewritePatternSet &patterns) {
  patterns.add<FuseScores>(patterns.getContext());
}
