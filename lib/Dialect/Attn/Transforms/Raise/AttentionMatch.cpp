//===- AttentionMatch.cpp - an attention found in linalg ------------------===//

#include "AttentionMatch.h"

#include "Missed.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/SmallBitVector.h"

using namespace mlir;
using namespace mlir::attn;

// How often variables may be split before the matcher gives up.
static constexpr unsigned kMaxSplits = 8;

namespace {
// One attempt, with the anchor's input `side` as the weights.
class Matcher {
public:
  Matcher(const Contraction &anchor, unsigned side, unsigned termNumber,
          ArrayRef<SmallVector<int64_t>> splits, bool maySplitQuery,
          MatchFailure &failure)
      : anchor(anchor), side(side), termNumber(termNumber), splits(splits),
        maySplitQuery(maySplitQuery), failure(failure),
        match(std::make_unique<AttentionMatch>(
            anchor.op->getContext())) {
    match->anchor = anchor.op;
  }

  bool run();
  std::unique_ptr<AttentionMatch> take() { return std::move(match); }
  const AttentionMatch &get() const { return *match; }
  unsigned getNumTerms() const { return numTerms; }
  ArrayRef<TailStep> getTail() const { return tail; }
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
  AffineExpr addVariables(unsigned loop, bool isQuery);
  bool findNormalizer();
  std::optional<size_t> getTailEnd(Type type);
  SmallVector<Type> getOperandTypes();
  Type getValueType();
  bool findProduct(ScoreProduct &product);
  bool isWithoutProduct();
  bool planOperands(const ScoreProduct &product);
  bool isWorthwhile();
  SmallVector<AffineExpr> getResultIndices();
  SmallVector<AffineExpr> indicesOf(const Contraction &contraction,
                                    unsigned input,
                                    ArrayRef<AffineExpr> iteration);

  Contraction anchor;
  unsigned side, termNumber, numTerms = 0;
  SmallVector<TailStep> tail;
  bool needsDivision = false;
  ArrayRef<SmallVector<int64_t>> splits;
  bool maySplitQuery;
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

// The index of a loop as its variables, as many as it has been split into. Of
// the query's loop the longest one is the query, the others are heads that share
// their keys.
AffineExpr Matcher::addVariables(unsigned loop, bool isQuery) {
  unsigned number = loopStarts.size();
  loopStarts.push_back(match->variables.size());
  SmallVector<int64_t> extents = {anchor.loopSizes[loop]};
  if (number < splits.size() && !splits[number].empty())
    extents = splits[number];
  AffineExpr index = match->space.constant(0);
  auto isShorter = [](int64_t a, int64_t b) {
    return !ShapedType::isDynamic(a) && (ShapedType::isDynamic(b) || a < b);
  };
  auto *longest = std::max_element(extents.begin(), extents.end(), isShorter);
  for (auto [i, extent] : llvm::enumerate(extents)) {
    AffineExpr variable = match->space.addVariable(
        extent, /*splittable=*/!isQuery || maySplitQuery);
    if (isQuery && i == size_t(longest - extents.begin())) {
      match->query = variable;
    } else {
      match->variables.push_back(variable);
      match->extents.push_back(extent);
    }
    index = i == 0 ? variable : index * extent + variable;
  }
  return index;
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
  for (unsigned loop : batch)
    iteration[loop] = addVariables(loop, /*isQuery=*/false);
  iteration[queryLoop] = addVariables(queryLoop, /*isQuery=*/true);
  auto add = [&](unsigned loop) {
    return iteration[loop] = space.addVariable(anchor.loopSizes[loop]);
  };
  match->key = add(anchor.reduction);
  match->value = add(valueLoop);
  match->inner = space.addVariable(ShapedType::kDynamic);
  batch.push_back(queryLoop);

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
    if (dim.isQuery)
      dim.queryAt =
          cast<AffineDimExpr>(match->query).getPosition() - loopStarts.back();
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

SmallVector<AffineExpr> Matcher::getResultIndices() {
  linalg::LinalgOp op = anchor.op;
  AffineMap map = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  SmallVector<AffineExpr> indices;
  for (AffineExpr expr : map.getResults())
    indices.push_back(expr.replaceDims(iteration));
  return indices;
}

//===----------------------------------------------------------------------===//
// Normaliser and first product
//===----------------------------------------------------------------------===//

bool Matcher::findNormalizer() {
  Value weights = anchor.op.getDpsInputOperand(side)->get();
  ScalarExpr root =
      match->trace.trace(weights, indicesOf(anchor, side, iteration));
  auto terms = splitWeight(match->trace, root, match->query, match->key);
  // Divided behind the product, the weights are divided all the same.
  tail = collectTail(anchor.op, match->trace, getResultIndices(), match->value);
  auto division = llvm::find_if(tail, [](const TailStep &step) {
    return step.kind == TailStep::Kind::Division;
  });
  needsDivision = !terms && division != tail.end();
  if (needsDivision)
    terms = splitWeight(match->trace,
                        match->scalars.replace(division->quotient,
                                               division->element, root),
                        match->query, match->key);
  if (!terms) {
    failure.isAttentionLike |=
        looksNormalized(root, match->key) || readsSoftmax(weights);
    auto [op, why] = explainWeight(root, match->key);
    return fail(op ? op : weights.getDefiningOp(),
                "no known normaliser in the weights" + why);
  }
  numTerms = terms->size();
  match->term = (*terms)[termNumber];
  match->score = match->term.score;
  // The weights of a layer with an activation look like pairwise ones.
  failure.isAttentionLike |= !isPairwise(match->term.normalizer);
  return true;
}

// How many steps of the tail it takes to an output of type `type`, std::nullopt if
// it does not get there.
std::optional<size_t> Matcher::getTailEnd(Type type) {
  bool division = needsDivision;
  bool rounding =
      type != getElementTypeOrSelf(anchor.op->getResult(0).getType());
  size_t end = 0;
  for (auto [i, step] : llvm::enumerate(tail)) {
    if (step.kind == TailStep::Kind::Reshape)
      continue;
    bool &isNeeded =
        step.kind == TailStep::Kind::Division ? division : rounding;
    bool fits = step.kind == TailStep::Kind::Division ||
                getElementTypeOrSelf(step.op->getResult(0).getType()) == type;
    if (!isNeeded || !fits)
      break;
    isNeeded = false;
    end = i + 1;
  }
  return division || rounding ? std::nullopt : std::optional(end);
}

// The types that the operands may be read in: that of the values, or, where the
// output is rounded, that if they were widened from it.
SmallVector<Type> Matcher::getOperandTypes() {
  SmallVector<Type> types;
  for (const TailStep &step : tail)
    if (step.kind == TailStep::Kind::Rounding)
      types.push_back(getElementTypeOrSelf(step.op->getResult(0).getType()));
  types.push_back(getValueType());
  return types;
}

Type Matcher::getValueType() {
  return getElementTypeOrSelf(
      anchor.op.getDpsInputOperand(1 - side)->get().getType());
}

bool Matcher::findProduct(ScoreProduct &product) {
  ScoreVariables variables{match->query, match->key, match->inner};
  ProductFailure reason;
  bool found = false;
  walkScalars(match->score, [&](ScalarExpr expr) {
    if (found || expr->kind != ScalarNode::Kind::Element ||
        !isOfPair(match->space, expr, match->query, match->key))
      return;
    if (auto result =
            matchScoreProduct(match->trace, expr, variables, reason)) {
      product = *result;
      found = true;
    }
  });
  if (!found) {
    if (isWithoutProduct())
      return true;
    if (reason.reason.empty())
      reason.reason = "no product of queries and keys in the scores";
    return fail(reason.op ? reason.op : anchor.op.getOperation(),
                reason.reason);
  }
  failure.isAttentionLike = true;
  match->product = product.element;
  match->combine = product.combine;
  match->queryPart = product.queryPart;
  match->keyPart = product.keyPart;
  // A tensor of scores that the score also reads would be computed twice.
  Operation *editor = findScoreEditor(match->space, match->score,
                                      match->product, match->query, match->key);
  return !editor || fail(editor, "scores that are computed from other scores");
}

// Whether positions, and what is there for each pair already, decide the score.
bool Matcher::isWithoutProduct() {
  if (isPairwise(match->term.normalizer) ||
      !dependsOn(match->score, match->key))
    return false;
  bool isGiven = true;
  walkScalars(match->score, [&](ScalarExpr expr) {
    if (expr->kind != ScalarNode::Kind::Element || !isOfPair(match->space, expr, match->query, match->key))
      return;
    Operation *op = expr->value.getDefiningOp();
    isGiven &= !op || op->hasTrait<OpTrait::ConstantLike>();
  });
  return isGiven;
}

//===----------------------------------------------------------------------===//
// Queries, keys, values
//===----------------------------------------------------------------------===//

bool Matcher::planOperands(const ScoreProduct &product) {
  auto values = collectCandidates(match->trace,
                                  anchor.op.getDpsInputOperand(1 - side)->get(),
                                  indicesOf(anchor, 1 - side, iteration));
  // The output has no clause for a factor on the values.
  while (values.size() > 1 && values.back().factor != 1.0)
    values.pop_back();
  bool mayEnd = false;
  for (Type type : getOperandTypes()) {
    std::optional<size_t> end = getTailEnd(type);
    mayEnd |= end.has_value();
    if (end && attn::planOperands(*match, product, values, type)) {
      tail.truncate(*end);
      return true;
    }
  }
  return fail(anchor.op,
              mayEnd ? "queries, keys and values have no common batch and heads"
                     : "expected the output in the type of the values");
}

bool Matcher::run() {
  ScoreProduct product;
  if (!setUpVariables()) {
    failure.isAttentionLike |=
        readsSoftmax(anchor.op.getDpsInputOperand(side)->get());
    return false;
  }
  if (!findNormalizer() || !findProduct(product))
    return false;
  absorbScale(*match);
  return planOperands(product) && isWorthwhile();
}

// A layer between two matrices of weights is one over pairs too, with weights
// for keys. What has a batch or heads on its keys is attention.
bool Matcher::isWorthwhile() {
  if (!isPairwise(match->term.normalizer))
    return true;
  for (const OperandDim &dim : match->keyPlan.dims)
    if (dim.role == OperandDim::Role::BatchAndHead ||
        (dim.role == OperandDim::Role::Index &&
         (dim.dim == Dim::B || dim.dim == Dim::H)))
      return true;
  failure.isAttentionLike = false;
  return fail(anchor.op, "keys that are the same for every batch and head");
}

//===----------------------------------------------------------------------===//
// Splitting until it fits
//===----------------------------------------------------------------------===//

// Applies `request` to the extents of the loop that its variable belongs to. The
// query's loop is the last one and ends with the query.
static void applySplit(SplitRequest request, const AttentionMatch &match,
                       ArrayRef<unsigned> loopStarts,
                       SmallVector<SmallVector<int64_t>> &splits) {
  unsigned loop =
      llvm::upper_bound(loopStarts, request.position) - loopStarts.begin() - 1;
  splits.resize(loopStarts.size());
  unsigned end = loop + 1 < loopStarts.size() ? loopStarts[loop + 1]
                                              : match.variables.size() + 1;
  SmallVector<int64_t> extents;
  for (unsigned v = loopStarts[loop]; v < end; ++v) {
    int64_t extent = match.space.getExtent(v);
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

// One term of the sum, with the variables split until its reshapes fold.
static std::unique_ptr<AttentionMatch>
matchTerm(const Contraction &anchor, unsigned side, unsigned termNumber,
          bool maySplitQuery, unsigned &numTerms, SmallVector<TailStep> &tail,
          MatchFailure &failure) {
  SmallVector<SmallVector<int64_t>> splits;
  for (unsigned i = 0; i < kMaxSplits; ++i) {
    Matcher matcher(anchor, side, termNumber, splits, maySplitQuery, failure);
    bool matched = matcher.run();
    std::optional<SplitRequest> request =
        matcher.get().space.getSplitRequest();
    if (!request) {
      numTerms = matcher.getNumTerms();
      tail.assign(matcher.getTail().begin(), matcher.getTail().end());
      return matched ? matcher.take() : nullptr;
    }
    applySplit(*request, matcher.get(), matcher.getLoopStarts(), splits);
  }
  failure.reason = "batch dimensions are reshaped too often";
  return nullptr;
}

static std::optional<AttentionSum>
matchSide(const Contraction &anchor, unsigned side, MatchFailure &failure) {
  AttentionSum sum;
  unsigned numTerms = 1;
  for (unsigned i = 0; i < numTerms; ++i) {
    // Rows that hold queries of several heads come apart; a mask that reshapes
    // the queries may ask for the same in vain.
    std::unique_ptr<AttentionMatch> match;
    for (bool maySplitQuery : {false, true})
      if (!match)
        match = matchTerm(anchor, side, i, maySplitQuery, numTerms, sum.tail,
                          failure);
    if (!match)
      return std::nullopt;
    // Terms that were read in different types would end at different ops.
    sum.terms.push_back(std::move(match));
    auto typeOf = [](const AttentionMatch &term) {
      return getElementTypeOrSelf(term.valuePlan.candidate.tensor.getType());
    };
    if (typeOf(*sum.terms.front()) != typeOf(*sum.terms.back())) {
      failure.reason = "the terms of the weights have different types";
      return std::nullopt;
    }
  }
  return sum;
}

std::optional<AttentionSum>
mlir::attn::matchAttention(linalg::LinalgOp op, MatchFailure &failure) {
  AttentionMatch scratch(op->getContext());
  std::optional<Contraction> anchor = getContraction(op, scratch.trace);
  if (!anchor) {
    failure.reason = "expected a sum over one dimension that starts at zero";
    failure.isAttentionLike = llvm::any_of(op.getDpsInputs(), readsSoftmax);
    return std::nullopt;
  }
  for (unsigned side = 0; side < 2; ++side) {
    MatchFailure attempt;
    if (auto sum = matchSide(*anchor, side, attempt))
      return sum;
    if (!failure.isAttentionLike)
      failure = attempt;
  }
  return std::nullopt;
}
