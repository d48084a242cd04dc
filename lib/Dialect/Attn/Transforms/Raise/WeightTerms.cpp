//===- WeightTerms.cpp - weights as a sum of normalised scores ------------===//

#include "WeightTerms.h"

#include "LogForm.h"

#include "attn/Support/ScalarBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

// Each term is an attention of its own.
static constexpr unsigned kMaxTerms = 4;

bool mlir::attn::isPairwise(const UnfusedMatch &match) {
  auto normalizer = dyn_cast<NormalizerAttrInterface>(match.normalizer);
  if (!normalizer || normalizer.hasStabilizer() ||
      normalizer.getNumAccumulators() != 0 || !match.parameters.empty())
    return false;
  HostScalarBuilder host;
  Scalar weight = normalizer.weight(host, host.get(-INFINITY), host.get(0.0),
                                    NormalizerContext());
  return weight.getNumber() == 0.0;
}

namespace {
class Splitter {
public:
  Splitter(ElementTrace &trace, AffineExpr query, AffineExpr key)
      : trace(trace), query(query), key(key) {}

  bool split(ScalarExpr expr, const WeightTerm &outer);
  SmallVector<WeightTerm> terms;

private:
  std::optional<UnfusedMatch> match(ScalarExpr expr) const;
  std::optional<UnfusedMatch> match(const WeightView &view) const;
  bool presentSums(WeightView &view, ScalarExpr expr) const;
  bool splitProduct(ScalarExpr expr, const WeightTerm &outer);
  bool splitSelect(ScalarExpr expr, const WeightTerm &outer);
  bool isRowValue(ScalarExpr expr) const;

  ElementTrace &trace;
  AffineExpr query, key;
};
} // namespace

std::optional<UnfusedMatch> Splitter::match(ScalarExpr expr) const {
  WeightView view(trace, expr, query, key);
  if (std::optional<UnfusedMatch> found = match(view))
    return found;
  if (presentSums(view, expr))
    return match(view);
  return std::nullopt;
}

// What is summed over the keys is shown as an exponential, where it has a
// logarithm. True if anything was.
bool Splitter::presentSums(WeightView &view, ScalarExpr expr) const {
  bool any = false;
  walkScalars(expr, [&](ScalarExpr node) {
    ScalarExpr summand = view.getSummand(node);
    if (!summand || summand->isOp<math::ExpOp>())
      return;
    if (ScalarExpr exponent =
            getLogarithm(trace.getScalars(), summand, query, key)) {
      view.presentAsExp(summand, exponent);
      any = true;
    }
  });
  return any;
}

std::optional<UnfusedMatch> Splitter::match(const WeightView &view) const {
  for (UnfusedMatchFn matcher : getUnfusedMatchers())
    if (std::optional<UnfusedMatch> found = matcher(view))
      return found;
  return std::nullopt;
}

// One value for a row that is computed without the weights: a reduction over as
// many elements as there are keys would keep them alive.
bool Splitter::isRowValue(ScalarExpr expr) const {
  if (dependsOn(expr, key))
    return false;
  int64_t keys =
      trace.getSpace().getExtent(cast<AffineDimExpr>(key).getPosition());
  bool reduces = false;
  walkScalars(expr, [&](ScalarExpr node) {
    auto op = node->kind == ScalarNode::Kind::Element
                  ? node->value.getDefiningOp<linalg::LinalgOp>()
                  : linalg::LinalgOp();
    if (!op || linalg::isaContractionOpInterface(op))
      return;
    SmallVector<unsigned> loops;
    op.getReductionDims(loops);
    for (unsigned loop : loops)
      reduces |= op.getStaticLoopRanges()[loop] == keys;
  });
  return !reduces;
}

bool Splitter::splitProduct(ScalarExpr expr, const WeightTerm &outer) {
  bool divides = expr->isOp<arith::DivFOp>();
  for (unsigned side = divides ? 1 : 0; side < 2; ++side) {
    if (!isRowValue(expr->operands[side]))
      continue;
    WeightTerm inner = outer;
    inner.factors.push_back({expr->operands[side], divides});
    return split(expr->operands[1 - side], inner);
  }
  return false;
}

// A weight that is 0 where a condition fails: where the weight of a pair is its
// own affair, that is a score of -inf.
bool Splitter::splitSelect(ScalarExpr expr, const WeightTerm &outer) {
  for (unsigned side = 1; side <= 2; ++side) {
    if (getFloatConstant(expr->operands[3 - side]) != 0.0)
      continue;
    std::optional<UnfusedMatch> found =
        match(WeightView::strip(expr->operands[side]));
    if (!found || !isPairwise(*found))
      return false;
    ScalarExpr score = WeightView::asScalar(found->score);
    SmallVector<ScalarExpr> operands = {expr->operands[0], nullptr, nullptr};
    operands[side] = score;
    operands[3 - side] =
        trace.getScalars().getFloat(-INFINITY, score->type);
    WeightTerm term = outer;
    term.normalizer = *found;
    term.score = trace.getScalars().getOp(expr->op, operands);
    terms.push_back(term);
    return true;
  }
  return false;
}

bool Splitter::split(ScalarExpr expr, const WeightTerm &outer) {
  expr = WeightView::strip(expr);
  if (std::optional<UnfusedMatch> found = match(expr)) {
    WeightTerm term = outer;
    term.normalizer = *found;
    term.score = WeightView::asScalar(found->score);
    terms.push_back(term);
    return terms.size() <= kMaxTerms;
  }
  bool isSum = expr->isOp<arith::AddFOp>() || expr->isOp<arith::SubFOp>();
  if (isSum || expr->isOp<arith::NegFOp>()) {
    for (auto [i, operand] : llvm::enumerate(expr->operands)) {
      WeightTerm inner = outer;
      inner.isNegative ^= expr->isOp<arith::NegFOp>() ||
                          (i == 1 && expr->isOp<arith::SubFOp>());
      if (!split(operand, inner))
        return false;
    }
    return true;
  }
  if (expr->isOp<arith::MulFOp>() || expr->isOp<arith::DivFOp>())
    return splitProduct(expr, outer);
  return expr->isOp<arith::SelectOp>() && splitSelect(expr, outer);
}

std::optional<SmallVector<WeightTerm>>
mlir::attn::splitWeight(ElementTrace &trace, ScalarExpr root, AffineExpr query,
                        AffineExpr key) {
  Splitter splitter(trace, query, key);
  if (!splitter.split(root, WeightTerm()))
    return std::nullopt;
  return splitter.terms;
}
