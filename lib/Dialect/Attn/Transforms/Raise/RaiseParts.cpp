//===- RaiseParts.cpp - attention in three parts --------------------------===//

#include "RaiseParts.h"

#include "EmitAttention.h"
#include "Mask.h"
#include "PairPath.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/ADT/DenseSet.h"

#include <deque>

using namespace mlir;
using namespace mlir::attn;

// Edits are a few ops; beyond this many the parts have little to do with each
// other.
static constexpr unsigned kMaxVisited = 64;

/// Visits the tensors that `start` is computed from, near ones first, until
/// `visit` says that it has what it wants; beyond such a tensor nothing is visited.
static void visitSources(Value start, function_ref<bool(Value)> visit) {
  std::deque<Value> queue = {start};
  llvm::DenseSet<Value> seen = {start};
  for (unsigned i = 0; i < kMaxVisited && !queue.empty(); ++i) {
    Value value = queue.front();
    queue.pop_front();
    Operation *op = value.getDefiningOp();
    if (visit(value) || !op ||
        !isa<linalg::LinalgDialect, tensor::TensorDialect>(op->getDialect()))
      continue;
    for (Value operand : op->getOperands())
      if (isa<RankedTensorType>(operand.getType()) &&
          seen.insert(operand).second)
        queue.push_back(operand);
  }
}

// A match on the elements of a computed tensor of pairs: batch, perhaps head, query
// and key.
static std::unique_ptr<AttentionMatch> describePairs(Value pairs) {
  auto type = dyn_cast<RankedTensorType>(pairs.getType());
  if (!pairs.getDefiningOp<linalg::LinalgOp>() || !type || type.getRank() < 3 || type.getRank() > 4 ||
      !(type.getElementType().isF32() || type.getElementType().isF64()))
    return nullptr;
  auto match = std::make_unique<AttentionMatch>(type.getContext());
  SmallVector<AffineExpr> dims;
  for (int64_t size : type.getShape())
    dims.push_back(match->space.addVariable(size));
  unsigned numBatch = type.getRank() - 2;
  match->variables.assign(dims.begin(), dims.begin() + numBatch);
  llvm::append_range(match->extents, type.getShape().take_front(numBatch));
  match->batchEnd = 1;
  match->keyHeadEnd = numBatch;
  match->query = dims[numBatch];
  match->key = dims[numBatch + 1];
  match->inner = match->space.addVariable(ShapedType::kDynamic);
  match->score = match->trace.trace(pairs, dims);
  return match;
}

static SmallVector<AffineExpr> getPairDims(const AttentionMatch &match) {
  SmallVector<AffineExpr> dims(match.variables);
  dims.append({match.query, match.key});
  return dims;
}

// Rank 3 to rank 4 by a dimension of heads, and back.
static const ReassociationIndices kHeads[] = {{0, 1}, {2}, {3}};

static Value addHeads(OpBuilder &builder, Location loc, Value pairs) {
  auto type = cast<RankedTensorType>(pairs.getType());
  if (type.getRank() == 4)
    return pairs;
  SmallVector<int64_t> shape(type.getShape());
  shape.insert(shape.begin() + 1, 1);
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, pairs);
  sizes.insert(sizes.begin() + 1, builder.getIndexAttr(1));
  return tensor::ExpandShapeOp::create(builder, loc, type.clone(shape), pairs,
                                       kHeads, sizes);
}

static Value dropHeads(OpBuilder &builder, Location loc, Value pairs,
                       Type type) {
  if (pairs.getType() == type)
    return pairs;
  return tensor::CollapseShapeOp::create(builder, loc, type, pairs, kHeads);
}

//===----------------------------------------------------------------------===//
// attn.normalize
//===----------------------------------------------------------------------===//

// The tensor behind `weights` that holds `match.score`, or null.
static Value getScoreTensor(AttentionMatch &match, Value weights) {
  SmallVector<AffineExpr> dims = getPairDims(match);
  Value found;
  visitSources(weights, [&](Value value) {
    if (!found && value.getType() == weights.getType() &&
        match.trace.trace(value, dims) == match.score)
      found = value;
    return found != Value();
  });
  return found;
}

// Whether the softmax that ends in `weights` can be an attn.normalize; its match.
static std::unique_ptr<AttentionMatch> matchNormalize(Value weights) {
  std::unique_ptr<AttentionMatch> match = describePairs(weights);
  if (!match || match->score->kind != ScalarNode::Kind::Op)
    return nullptr;
  auto terms =
      splitWeight(match->trace, match->score, match->query, match->key);
  if (!terms || terms->size() != 1)
    return nullptr;
  match->term = terms->front();
  if (match->term.isNegative || !match->term.factors.empty() ||
      isPairwise(match->term.normalizer) ||
      !match->term.normalizer.parameters.empty())
    return nullptr;
  match->score = match->term.score;
  return match;
}

// Replaces the softmax behind `weights` and returns its scores, which a tensor
// holds.
static Value emitNormalize(RewriterBase &rewriter, Value weights,
                           AttentionMatch &match) {
  auto type = cast<RankedTensorType>(weights.getType());
  Operation *op = weights.getDefiningOp();
  Location loc = op->getLoc();
  rewriter.setInsertionPoint(op);
  ScalarExpr whole = match.score;
  extractMask(match, /*allowFinite=*/false);
  Value scores = getScoreTensor(match, weights);
  if (!scores) {
    // The mask stays with the scores.
    match.score = whole;
    match.pattern = getPatternFor(Formula::getTrue(rewriter.getContext())).pattern;
    match.patternOperands.clear();
    match.emptyRows = EmptyRows::Zero;
    scores = getScoreTensor(match, weights);
  }
  Value rank4 = addHeads(rewriter, loc, scores);
  auto normalize = NormalizeOp::create(
      rewriter, loc, rank4.getType(), /*lse=*/Type(), rank4,
      getPatternClause(rewriter, loc, match), /*normalizer_params=*/ValueRange(),
      /*lengths=*/Value(), /*q_offset=*/Value(), match.pattern,
      cast<NormalizerAttrInterface>(match.term.normalizer.normalizer),
      match.emptyRows);
  rewriter.replaceOp(
      op, dropHeads(rewriter, loc, normalize.getWeights(), type));
  return scores;
}

//===----------------------------------------------------------------------===//
// attn.scores
//===----------------------------------------------------------------------===//

// Whether `pairs` is a constant times sums over d of queries and keys.
static std::optional<ScoreProduct> matchScores(AttentionMatch &match) {
  std::optional<ScoreProduct> product;
  ScoreVariables variables{match.query, match.key, match.inner};
  walkScalars(match.score, [&](ScalarExpr expr) {
    ProductFailure failure;
    if (!product && expr->kind == ScalarNode::Kind::Element &&
        isOfPair(match.space, expr, match.query, match.key))
      product = matchScoreProduct(match.trace, expr, variables, failure);
  });
  if (!product || product->combine)
    return std::nullopt;
  match.product = product->element;
  absorbScale(match);
  if (match.product != match.score)
    return std::nullopt;
  return product;
}

// Replaces `pairs` by attn.scores if that is what it holds.
static bool raiseScores(RewriterBase &rewriter, Value pairs) {
  std::unique_ptr<AttentionMatch> match = describePairs(pairs);
  std::optional<ScoreProduct> product;
  if (match)
    product = matchScores(*match);
  if (!product)
    return false;
  Type element = getElementTypeOrSelf(product->queries.front().tensor);
  HeadSplit split = match->getHeadSplit();
  auto query = planOperand(match->space, product->queries, split, false, Dim::Q,
                           match->query, Dim::D, match->inner, element);
  auto key = planOperand(match->space, product->keys, split, true, Dim::K,
                         match->key, Dim::D, match->inner, element);
  if (!query || !key ||
      getAccumulationType(element) != getElementTypeOrSelf(pairs))
    return false;
  match->scale *= query->candidate.factor * key->candidate.factor;
  Operation *op = pairs.getDefiningOp();
  Location loc = op->getLoc();
  rewriter.setInsertionPoint(op);
  auto [q, qMap] = buildOperand(rewriter, loc, *query, split, false);
  auto [k, kMap] = buildOperand(rewriter, loc, *key, split, true);
  auto type = cast<RankedTensorType>(pairs.getType());
  SmallVector<int64_t> shape(type.getShape());
  if (shape.size() == 3)
    shape.insert(shape.begin() + 1, 1);
  auto scores = ScoresOp::create(
      rewriter, loc, type.clone(shape), q, k, /*q_offset=*/Value(),
      getScaleClause(rewriter, *match),
      getMapsClause(rewriter, {{q.getType(), qMap, Dim::Q, Dim::D},
                               {k.getType(), kMap, Dim::K, Dim::D}}));
  rewriter.replaceOp(op, dropHeads(rewriter, loc, scores.getScores(), type));
  return true;
}

//===----------------------------------------------------------------------===//
// attn.aggregate
//===----------------------------------------------------------------------===//

// Whether the maps are those of out[p, q, e] = sum_k w[p, q, k] v[p, k, e].
static bool isBatchProduct(linalg::LinalgOp op) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  if (op.getNumLoops() != 4)
    return false;
  AffineMap w = maps[0], v = maps[1], o = maps[2];
  for (AffineMap map : maps)
    if (map.getNumResults() != 3 || !map.isProjectedPermutation())
      return false;
  return w.getResult(0) == v.getResult(0) && w.getResult(0) == o.getResult(0) &&
         w.getResult(1) == o.getResult(1) && w.getResult(2) == v.getResult(1) &&
         v.getResult(2) == o.getResult(2);
}

// Batch and heads of a batch product's first dimension: apart where a reshape
// joined them, else one head.
static SmallVector<OpFoldResult> getBatchAndHeads(OpBuilder &builder,
                                                  Location loc, Value weights) {
  auto collapse = weights.getDefiningOp<tensor::CollapseShapeOp>();
  SmallVector<OpFoldResult> sizes;
  if (collapse && collapse.getReassociationIndices().front().size() == 2 &&
      !collapse.getSrcType().isDynamicDim(1)) {
    sizes = tensor::getMixedSizes(builder, loc, collapse.getSrc());
    sizes.truncate(2);
    return sizes;
  }
  return {tensor::getMixedSize(builder, loc, weights, 0),
          builder.getIndexAttr(1)};
}

// The last product.
static void raiseAggregate(RewriterBase &rewriter, linalg::LinalgOp anchor) {
  Value weights = anchor.getDpsInputOperand(0)->get();
  Value values = anchor.getDpsInputOperand(1)->get();
  auto result = cast<RankedTensorType>(anchor->getResult(0).getType());
  Type element = getElementTypeOrSelf(values.getType());
  if (result.getElementType() != element ||
      getAccumulationType(element) != getElementTypeOrSelf(weights))
    return;
  Location loc = anchor.getLoc();
  rewriter.setInsertionPoint(anchor);
  SmallVector<OpFoldResult> heads = getBatchAndHeads(rewriter, loc, weights);
  auto split = [&](Value value) -> Value {
    SmallVector<OpFoldResult> sizes(heads);
    llvm::append_range(sizes, llvm::drop_begin(tensor::getMixedSizes(
                                  rewriter, loc, value)));
    SmallVector<int64_t> shape;
    SmallVector<Value> dynamic;
    dispatchIndexOpFoldResults(sizes, dynamic, shape);
    auto type = RankedTensorType::get(shape, getElementTypeOrSelf(value));
    return tensor::ExpandShapeOp::create(rewriter, loc, type, value, kHeads,
                                         sizes);
  };
  Value weights4 = split(weights), values4 = split(values);
  auto type = cast<RankedTensorType>(values4.getType());
  SmallVector<int64_t> shape(type.getShape());
  shape[2] = result.getDimSize(1);
  auto aggregate = AggregateOp::create(rewriter, loc, type.clone(shape),
                                       weights4, values4, ArrayAttr());
  rewriter.replaceOp(
      anchor, dropHeads(rewriter, loc, aggregate.getOutput(), result));
}

// The softmax that the weights of `anchor` are made from, and its match.
static std::pair<Value, std::unique_ptr<AttentionMatch>>
findSoftmax(linalg::LinalgOp anchor) {
  std::unique_ptr<AttentionMatch> match;
  Value softmax;
  AttentionMatch scratch(anchor.getContext());
  if (!getContraction(anchor, scratch.trace) || !isBatchProduct(anchor))
    return {};
  Value weights = anchor.getDpsInputOperand(0)->get();
  visitSources(weights, [&](Value value) {
    if (!match && (match = matchNormalize(value)))
      softmax = value;
    return match != nullptr;
  });
  if (!match || !getScoreTensor(*match, softmax) ||
      !keepsPairs(weights, softmax))
    return {};
  return {softmax, std::move(match)};
}

bool mlir::attn::canRaiseParts(linalg::LinalgOp anchor) {
  return findSoftmax(anchor).second != nullptr;
}

LogicalResult mlir::attn::raiseParts(RewriterBase &rewriter,
                                     linalg::LinalgOp anchor) {
  OpBuilder::InsertionGuard guard(rewriter);
  auto [softmax, match] = findSoftmax(anchor);
  if (!match)
    return failure();
  Value scores = emitNormalize(rewriter, softmax, *match);
  SmallVector<Value> products;
  visitSources(scores, [&](Value value) {
    std::unique_ptr<AttentionMatch> pairs = describePairs(value);
    bool isScores =
        pairs && matchScores(*pairs) && keepsPairs(scores, value);
    if (isScores)
      products.push_back(value);
    return isScores;
  });
  for (Value product : products)
    raiseScores(rewriter, product);
  raiseAggregate(rewriter, anchor);
  return success();
}
