//===- AttentionMatch.cpp - an attention found in linalg ------------------===//

#include "AttentionMatch.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/SmallBitVector.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

// How often variables may be split before the matcher gives up.
static constexpr unsigned kMaxSplits = 8;

namespace {
// One attempt, with the anchor's input `side` as the weights.
class Matcher {
public:
  Matcher(const Contraction &anchor, unsigned side,
          ArrayRef<SmallVector<int64_t>> splits, MatchFailure &failure)
      : anchor(anchor), side(side), splits(splits), failure(failure),
        match(std::make_unique<AttentionMatch>(
            anchor.op->getContext())) {
    match->anchor = anchor.op;
  }

  bool run();
  std::unique_ptr<AttentionMatch> take() { return std::move(match); }
  const AttentionMatch &get() const { return *match; }
  /// Where the variables of each batch loop begin.
  ArrayRef<unsigned> getLoopStarts() const { return loopStarts; }
  static SmallVector<unsigned> getBatchLoops(const Contraction &anchor,
                                             unsigned side, int &query,
                                             int &value);

private:
  bool fail(Operation *op, const Twine &reason) {
    failure.op = op;
    failure.reason = reason.str();
    return false;
  }
  bool setUpVariables();
  bool findNormalizer();
  bool findProduct();
  void absorbScale();
  bool findOperands(const Contraction &product);
  bool planOperands(ArrayRef<OperandCandidate> q, ArrayRef<OperandCandidate> k,
                    ArrayRef<OperandCandidate> v);
  SmallVector<AffineExpr> indicesOf(const Contraction &contraction,
                                    unsigned input,
                                    ArrayRef<AffineExpr> iteration);

  Contraction anchor;
  unsigned side;
  ArrayRef<SmallVector<int64_t>> splits;
  MatchFailure &failure;
  std::unique_ptr<AttentionMatch> match;
  SmallVector<AffineExpr> iteration;
  SmallVector<unsigned> loopStarts;
};
} // namespace

// The loops of the anchor that are batch or head; which one is the query and
// which the value dimension (-1 if there is none).
SmallVector<unsigned> Matcher::getBatchLoops(const Contraction &anchor,
                                             unsigned side, int &query,
                                             int &value) {
  llvm::SmallBitVector weights = anchor.loopsOf(side);
  llvm::SmallBitVector values = anchor.loopsOf(1 - side);
  linalg::LinalgOp op = anchor.op;
  AffineMap map = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  SmallVector<unsigned> batch;
  query = value = -1;
  auto take = [&](int &slot, unsigned loop) {
    // The last loop that is longer than 1, else the last.
    if (slot >= 0 && anchor.loopSizes[loop] == 1)
      return;
    if (slot >= 0 && anchor.loopSizes[slot] != 1)
      batch.push_back(slot);
    slot = loop;
  };
  for (AffineExpr expr : map.getResults()) {
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim)
      continue;
    unsigned loop = dim.getPosition();
    if (weights[loop] && values[loop]) {
      if (anchor.loopSizes[loop] != 1)
        batch.push_back(loop);
    } else {
      take(weights[loop] ? query : value, loop);
    }
  }
  return batch;
}

bool Matcher::setUpVariables() {
  int queryLoop, valueLoop;
  SmallVector<unsigned> batch =
      getBatchLoops(anchor, side, queryLoop, valueLoop);
  if (queryLoop < 0 || valueLoop < 0)
    return fail(anchor.op, "expected a query and a value dimension");
  if (anchor.loopSizes[anchor.reduction] == 1)
    return fail(anchor.op, "expected more than one key");
  IndexSpace &space = match->space;
  iteration.assign(anchor.loopSizes.size(), space.constant(0));
  for (auto [i, loop] : llvm::enumerate(batch)) {
    loopStarts.push_back(match->variables.size());
    AffineExpr index = space.constant(0);
    SmallVector<int64_t> extents = {anchor.loopSizes[loop]};
    if (i < splits.size() && !splits[i].empty())
      extents = splits[i];
    for (int64_t extent : extents) {
      AffineExpr variable = space.addVariable(extent, /*splittable=*/true);
      match->variables.push_back(variable);
      match->extents.push_back(extent);
      index = index == space.constant(0) ? variable : index * extent + variable;
    }
    iteration[loop] = index;
  }
  auto add = [&](unsigned loop) {
    return iteration[loop] = space.addVariable(anchor.loopSizes[loop]);
  };
  match->query = add(queryLoop);
  match->key = add(anchor.reduction);
  match->value = add(valueLoop);
  match->inner = space.addVariable(ShapedType::kDynamic);

  linalg::LinalgOp op = anchor.op;
  AffineMap map = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  for (AffineExpr expr : map.getResults()) {
    ResultDim dim;
    int loop = cast<AffineDimExpr>(expr).getPosition();
    dim.isQuery = loop == queryLoop;
    dim.isValue = loop == valueLoop;
    auto *it = llvm::find(batch, unsigned(loop));
    if (it != batch.end()) {
      unsigned i = it - batch.begin();
      unsigned end = i + 1 < batch.size() ? loopStarts[i + 1]
                                          : match->variables.size();
      for (unsigned v = loopStarts[i]; v < end; ++v)
        dim.variables.push_back(v);
    }
    match->resultDims.push_back(dim);
  }
  return true;
}

SmallVector<AffineExpr> Matcher::indicesOf(const Contraction &contraction,
                                           unsigned input,
                                           ArrayRef<AffineExpr> iteration) {
  linalg::LinalgOp op = contraction.op;
  AffineMap map = op.getMatchingIndexingMap(op.getDpsInputOperand(input));
  SmallVector<AffineExpr> indices;
  for (AffineExpr expr : map.getResults())
    indices.push_back(expr.replaceDims(iteration));
  return indices;
}

//===----------------------------------------------------------------------===//
// Normaliser and first product
//===----------------------------------------------------------------------===//

// Whether `weight` has an exponential that varies with the key, and something
// that was summed over a dimension.
static bool looksNormalized(ScalarExpr weight, AffineExpr key) {
  bool hasExp = false, hasSum = false;
  walkScalars(weight, [&](ScalarExpr expr) {
    hasExp |= (expr->isOp<math::ExpOp>() || expr->isOp<math::Exp2Op>()) &&
              dependsOn(expr, key);
    auto op = expr->kind == ScalarNode::Kind::Element
                  ? expr->value.getDefiningOp<linalg::LinalgOp>()
                  : linalg::LinalgOp();
    hasSum |= op && op.getNumReductionLoops() > 0 &&
              !linalg::isaContractionOpInterface(op);
  });
  return hasExp && hasSum;
}

bool Matcher::findNormalizer() {
  Value weights = anchor.op.getDpsInputOperand(side)->get();
  ScalarExpr root =
      match->trace.trace(weights, indicesOf(anchor, side, iteration));
  WeightView view(match->trace, root, match->query, match->key);
  for (UnfusedMatchFn matcher : getUnfusedMatchers()) {
    std::optional<UnfusedMatch> found = matcher(view);
    if (!found)
      continue;
    failure.isAttentionLike = true;
    match->normalizer = *found;
    match->score = WeightView::asScalar(found->score);
    return true;
  }
  failure.isAttentionLike |= looksNormalized(root, match->key);
  return fail(weights.getDefiningOp(), "no known normaliser in the weights");
}

// The only node that uses `expr` within `root`, or null.
static ScalarExpr getOnlyUser(ScalarExpr root, ScalarExpr expr) {
  ScalarExpr user = nullptr;
  unsigned count = 0;
  walkScalars(root, [&](ScalarExpr node) {
    for (ScalarExpr operand : node->operands)
      if (operand == expr) {
        user = node;
        ++count;
      }
  });
  return count == 1 ? user : nullptr;
}

// Constant factors around the product go into the scale.
void Matcher::absorbScale() {
  while (match->product != match->score) {
    ScalarExpr user = getOnlyUser(match->score, match->product);
    if (!user || user->kind != ScalarNode::Kind::Op)
      return;
    unsigned other = user->operands[0] == match->product ? 1 : 0;
    if (user->isOp<arith::ExtFOp>() || user->isOp<arith::TruncFOp>()) {
      match->product = user;
      continue;
    }
    bool isProduct = user->isOp<arith::MulFOp>();
    if (!isProduct && !(user->isOp<arith::DivFOp>() && other == 1))
      return;
    std::optional<double> constant = getFloatConstant(user->operands[other]);
    if (!constant || !std::isfinite(*constant) || *constant == 0.0)
      return;
    match->scale = isProduct ? match->scale * *constant
                             : match->scale / *constant;
    match->product = user;
  }
}

bool Matcher::findProduct() {
  std::optional<Contraction> found;
  walkScalars(match->score, [&](ScalarExpr expr) {
    if (found || expr->kind != ScalarNode::Kind::Element ||
        !dependsOn(expr, match->key))
      return;
    if (!dependsOn(expr, match->query) &&
        match->space.getExtent(
            cast<AffineDimExpr>(match->query).getPosition()) != 1)
      return;
    found = getContraction(expr->value.getDefiningOp(), match->trace);
    if (found)
      match->product = expr;
  });
  if (!found)
    return fail(anchor.op, "no product of queries and keys in the scores");
  return findOperands(*found);
}

//===----------------------------------------------------------------------===//
// Queries, keys, values
//===----------------------------------------------------------------------===//

bool Matcher::findOperands(const Contraction &product) {
  linalg::LinalgOp op = product.op;
  std::optional<SmallVector<int64_t>> dims = loopsToResultDims(op, 0);
  if (!dims)
    return fail(op, "expected a projection as the product's result map");
  SmallVector<AffineExpr> loops;
  for (auto [loop, dim] : llvm::enumerate(*dims)) {
    if (loop == product.reduction)
      loops.push_back(match->inner);
    else if (dim < 0)
      loops.push_back(match->space.constant(0));
    else if (AffineExpr index = match->product->operands[dim]->affine)
      loops.push_back(index);
    else
      return fail(op, "expected the scores at affine indices");
  }
  match->space.setExtent(match->inner, product.loopSizes[product.reduction]);
  if (ShapedType::isDynamic(product.loopSizes[product.reduction]))
    return fail(op, "expected a static head size");
  SmallVector<AffineExpr> indices[2] = {indicesOf(product, 0, loops),
                                        indicesOf(product, 1, loops)};
  auto usesKey = [&](ArrayRef<AffineExpr> list) {
    unsigned position = cast<AffineDimExpr>(match->key).getPosition();
    return llvm::any_of(
        list, [&](AffineExpr e) { return e.isFunctionOfDim(position); });
  };
  unsigned keySide = usesKey(indices[1]) ? 1 : 0;
  if (!usesKey(indices[keySide]) || usesKey(indices[1 - keySide]))
    return fail(op, "expected keys in one operand of the product of scores");
  auto collect = [&](linalg::LinalgOp from, unsigned input,
                     ArrayRef<AffineExpr> at) {
    return collectCandidates(match->trace,
                             from.getDpsInputOperand(input)->get(), at);
  };
  auto queries = collect(op, 1 - keySide, indices[1 - keySide]);
  auto keys = collect(op, keySide, indices[keySide]);
  auto values =
      collect(anchor.op, 1 - side, indicesOf(anchor, 1 - side, iteration));
  // The output has no clause for a factor on the values.
  while (values.size() > 1 && values.back().factor != 1.0)
    values.pop_back();
  absorbScale();
  return planOperands(queries, keys, values);
}

bool Matcher::planOperands(ArrayRef<OperandCandidate> q,
                           ArrayRef<OperandCandidate> k,
                           ArrayRef<OperandCandidate> v) {
  unsigned n = match->variables.size();
  SmallVector<unsigned> ends = {std::min(n, 1u)};
  for (unsigned end = 0; end <= n; ++end)
    if (end != ends.front())
      ends.push_back(end);
  std::optional<unsigned> best;
  Type element =
      getElementTypeOrSelf(anchor.op->getResult(0).getType());
  for (unsigned batchEnd : ends)
    for (unsigned keyEnd = batchEnd; keyEnd <= n; ++keyEnd) {
      HeadSplit split{match->variables, match->extents, batchEnd, keyEnd};
      // Linear indices need every size but the first.
      if (ShapedType::isDynamic(split.getExtent(batchEnd, n)) ||
          (batchEnd && ShapedType::isDynamic(split.getExtent(1, batchEnd))))
        continue;
      auto qPlan = planOperand(q, split, false, Dim::Q, match->query, Dim::D,
                               match->inner, element);
      auto kPlan = planOperand(k, split, true, Dim::K, match->key, Dim::D,
                               match->inner, element);
      auto vPlan = planOperand(v, split, true, Dim::K, match->key, Dim::E,
                               match->value, element);
      if (!qPlan || !kPlan || !vPlan)
        continue;
      unsigned cost = qPlan->cost + kPlan->cost + vPlan->cost;
      if (best && cost >= *best)
        continue;
      best = cost;
      match->batchEnd = batchEnd;
      match->keyHeadEnd = keyEnd;
      match->queryPlan = *qPlan;
      match->keyPlan = *kPlan;
      match->valuePlan = *vPlan;
    }
  if (!best)
    return fail(anchor.op,
                "queries, keys and values have no common batch and heads");
  match->scale *= match->queryPlan.candidate.factor *
                  match->keyPlan.candidate.factor;
  return true;
}

bool Matcher::run() {
  return setUpVariables() && findNormalizer() && findProduct();
}

//===----------------------------------------------------------------------===//
// Splitting until it fits
//===----------------------------------------------------------------------===//

// Applies `request` to the extents of the loop that its variable belongs to.
static void applySplit(SplitRequest request, const AttentionMatch &match,
                       ArrayRef<unsigned> loopStarts,
                       SmallVector<SmallVector<int64_t>> &splits) {
  unsigned loop =
      llvm::upper_bound(loopStarts, request.position) - loopStarts.begin() - 1;
  splits.resize(loopStarts.size());
  unsigned end = loop + 1 < loopStarts.size() ? loopStarts[loop + 1]
                                              : match.variables.size();
  SmallVector<int64_t> extents;
  for (unsigned v = loopStarts[loop]; v < end; ++v) {
    int64_t extent = match.extents[v];
    if (v != request.position) {
      extents.push_back(extent);
      continue;
    }
    extents.push_back(ShapedType::isDynamic(extent) ? extent
                                                    : extent / request.factor);
    extents.push_back(request.factor);
  }
  splits[loop] = extents;
}

static std::unique_ptr<AttentionMatch>
matchSide(const Contraction &anchor, unsigned side, MatchFailure &failure) {
  SmallVector<SmallVector<int64_t>> splits;
  for (unsigned i = 0; i < kMaxSplits; ++i) {
    Matcher matcher(anchor, side, splits, failure);
    bool matched = matcher.run();
    std::optional<SplitRequest> request =
        matcher.get().space.getSplitRequest();
    if (!request)
      return matched ? matcher.take() : nullptr;
    applySplit(*request, matcher.get(), matcher.getLoopStarts(), splits);
  }
  failure.reason = "batch dimensions are reshaped too often";
  return nullptr;
}

std::unique_ptr<AttentionMatch>
mlir::attn::matchAttention(linalg::LinalgOp op, MatchFailure &failure) {
  AttentionMatch scratch(op->getContext());
  std::optional<Contraction> anchor = getContraction(op, scratch.trace);
  if (!anchor)
    return nullptr;
  for (unsigned side = 0; side < 2; ++side) {
    MatchFailure attempt;
    if (auto match = matchSide(*anchor, side, attempt))
      return match;
    if (!failure.isAttentionLike)
      failure = attempt;
  }
  return nullptr;
}
