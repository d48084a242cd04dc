//===- ScoreProduct.cpp - the sum over d in a score -----------------------===//

#include "ScoreProduct.h"

#include "Contraction.h"
#include "WeightView.h"
#include "mlir/Analysis/SliceAnalysis.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::attn;

namespace {
// A linalg op that sums `summand` over one loop.
struct Sum {
  linalg::LinalgOp op;
  unsigned loop;
  int64_t size;
  Value summand;
};
} // namespace

static std::optional<Sum> getSum(ScalarExpr element, ElementTrace &trace) {
  auto op = element->value.getDefiningOp<linalg::LinalgOp>();
  if (!op || !op.hasPureTensorSemantics() || op->getNumResults() != 1)
    return std::nullopt;
  SmallVector<unsigned> loops, reductions;
  op.getReductionDims(loops);
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  for (unsigned loop : loops)
    if (sizes[loop] != 1)
      reductions.push_back(loop);
  // Heads of size 1 are summed over all the same.
  if (reductions.empty() && !loops.empty())
    reductions.push_back(loops.front());
  if (reductions.size() != 1)
    return std::nullopt;
  OpOperand *init = op.getDpsInitOperand(0);
  BlockArgument carried = op.getMatchingBlockArgument(init);
  auto add = op.getBlock()
                 ->getTerminator()
                 ->getOperand(0)
                 .getDefiningOp<arith::AddFOp>();
  if (!add || (add.getLhs() == carried) == (add.getRhs() == carried))
    return std::nullopt;
  auto isZero = [](TypedAttr value) {
    auto number = dyn_cast<FloatAttr>(value);
    return number && number.getValue().isZero();
  };
  if (!isFilledWith(init->get(), trace, isZero))
    return std::nullopt;
  return Sum{op, reductions[0], sizes[reductions[0]],
             add.getLhs() == carried ? add.getRhs() : add.getLhs()};
}

// The iteration of `sum` for `element`; null nodes where it cannot be told.
static std::optional<SmallVector<ScalarExpr>>
getIteration(const Sum &sum, ScalarExpr element, ElementTrace &trace,
             AffineExpr inner) {
  std::optional<SmallVector<int64_t>> dims = loopsToResultDims(sum.op, 0);
  if (!dims)
    return std::nullopt;
  SmallVector<ScalarExpr> iteration;
  for (auto [loop, dim] : llvm::enumerate(*dims)) {
    if (loop == sum.loop)
      iteration.push_back(trace.getScalars().getIndex(inner));
    else if (dim < 0)
      iteration.push_back(
          trace.getScalars().getIndex(trace.getSpace().constant(0)));
    else if (element->operands[dim]->affine)
      iteration.push_back(element->operands[dim]);
    else
      return std::nullopt;
  }
  return iteration;
}

//===----------------------------------------------------------------------===//
// Parts of the summand
//===----------------------------------------------------------------------===//

static std::optional<SmallVector<AffineExpr>>
asAffine(ArrayRef<ScalarExpr> indices) {
  SmallVector<AffineExpr> result;
  for (ScalarExpr index : indices) {
    if (!index->affine)
      return std::nullopt;
    result.push_back(index->affine);
  }
  return result;
}

// The largest part of `expr` that a tensor holds, varies with `row` and `inner`
// and not with `other`.
static ScalarExpr findPart(ScalarExpr expr, AffineExpr row, AffineExpr inner,
                           AffineExpr other) {
  if (!dependsOn(expr, row) || !dependsOn(expr, inner))
    return nullptr;
  if (!dependsOn(expr, other)) {
    bool isElement = expr->kind == ScalarNode::Kind::Element;
    if (isElement && asAffine(expr->operands))
      return expr;
    if (expr->home && asAffine(expr->homeIndices))
      return expr;
    if (isElement)
      return nullptr;
  }
  for (ScalarExpr operand : expr->operands)
    if (ScalarExpr part = findPart(operand, row, inner, other))
      return part;
  return nullptr;
}

// Whether `summand` without its parts reads no element that varies with both
// rows: such a tensor is as large as what the attention is to avoid.
static bool isSmall(ScalarExpr summand, const ScoreVariables &variables) {
  bool small = true;
  walkScalars(summand, [&](ScalarExpr expr) {
    if (expr->kind == ScalarNode::Kind::Element)
      small &= !dependsOn(expr, variables.query) ||
               !dependsOn(expr, variables.key);
  });
  return small;
}

static SmallVector<OperandCandidate> candidatesOf(ElementTrace &trace,
                                                  ScalarExpr part) {
  if (part->kind == ScalarNode::Kind::Element)
    return collectCandidates(trace, part->value, *asAffine(part->operands));
  return collectCandidates(trace, part->home, *asAffine(part->homeIndices));
}

static std::optional<ScoreProduct>
matchSum(const Sum &sum, ElementTrace &trace, ScalarExpr element,
         const ScoreVariables &variables, ProductFailure &failure) {
  auto fail = [&](StringRef reason) {
    failure = {sum.op, reason.str()};
    return std::nullopt;
  };
  auto iteration = getIteration(sum, element, trace, variables.inner);
  if (!iteration)
    return fail("expected the scores at affine indices");
  ScalarExpr summand = trace.traceScalar(sum.summand, sum.op, *iteration);
  if (!summand || !isSmall(summand, variables))
    return fail("expected a sum of what elements of queries and keys give");
  ScalarExpr query =
      findPart(summand, variables.query, variables.inner, variables.key);
  ScalarExpr key =
      findPart(summand, variables.key, variables.inner, variables.query);
  if (!query || !key)
    return fail("expected elements of queries and of keys in the sum");
  ScoreProduct product{element, candidatesOf(trace, query),
                       candidatesOf(trace, key)};
  ScalarExpr bare = WeightView::strip(summand);
  bool multiplies =
      bare->isOp<arith::MulFOp>() &&
      ((WeightView::strip(bare->operands[0]) == query &&
        WeightView::strip(bare->operands[1]) == key) ||
       (WeightView::strip(bare->operands[0]) == key &&
        WeightView::strip(bare->operands[1]) == query));
  if (multiplies)
    return product;
  // The region sees the elements themselves, not those behind a factor.
  for (auto *candidates : {&product.queries, &product.keys})
    while (candidates->size() > 1 && candidates->back().factor != 1.0)
      candidates->pop_back();
  product.combine = summand;
  product.queryPart = query;
  product.keyPart = key;
  return product;
}

//===----------------------------------------------------------------------===//
// Products of matrices
//===----------------------------------------------------------------------===//

// Of a product whose one operand is the queries' and the other the keys'.
static std::optional<ScoreProduct>
matchMatrices(const Contraction &product, ElementTrace &trace,
              ScalarExpr element, const ScoreVariables &variables) {
  Sum sum{product.op, product.reduction, 0, Value()};
  auto iteration = getIteration(sum, element, trace, variables.inner);
  if (!iteration)
    return std::nullopt;
  linalg::LinalgOp op = product.op;
  SmallVector<AffineExpr> loops = *asAffine(*iteration);
  SmallVector<AffineExpr> indices[2];
  for (unsigned input = 0; input < 2; ++input)
    for (AffineExpr expr :
         op.getMatchingIndexingMap(op.getDpsInputOperand(input)).getResults())
      indices[input].push_back(expr.replaceDims(loops));
  auto uses = [](ArrayRef<AffineExpr> list, AffineExpr variable) {
    unsigned position = cast<AffineDimExpr>(variable).getPosition();
    return llvm::any_of(
        list, [&](AffineExpr e) { return e.isFunctionOfDim(position); });
  };
  unsigned side = uses(indices[1], variables.key) ? 1 : 0;
  if (!uses(indices[side], variables.key) ||
      uses(indices[1 - side], variables.key) ||
      uses(indices[side], variables.query))
    return std::nullopt;
  auto collect = [&](unsigned input) {
    return collectCandidates(trace, op.getDpsInputOperand(input)->get(),
                             indices[input]);
  };
  return ScoreProduct{element, collect(1 - side), collect(side)};
}

std::optional<ScoreProduct>
mlir::attn::matchScoreProduct(ElementTrace &trace, ScalarExpr element,
                              const ScoreVariables &variables,
                              ProductFailure &failure) {
  std::optional<Sum> sum = getSum(element, trace);
  if (!sum) {
    failure.reason = "no product of queries and keys in the scores";
    return std::nullopt;
  }
  if (ShapedType::isDynamic(sum->size)) {
    failure = {sum->op, "expected a static head size"};
    return std::nullopt;
  }
  trace.getSpace().setExtent(variables.inner, sum->size);
  if (auto contraction = getContraction(sum->op, trace))
    if (auto product = matchMatrices(*contraction, trace, element, variables))
      return product;
  return matchSum(*sum, trace, element, variables, failure);
}

//===----------------------------------------------------------------------===//
// Scores of scores
//===----------------------------------------------------------------------===//

bool mlir::attn::isOfPair(const IndexSpace &space, ScalarExpr element,
                          AffineExpr query, AffineExpr key) {
  unsigned position = cast<AffineDimExpr>(query).getPosition();
  return dependsOn(element, key) &&
         (dependsOn(element, query) || space.getExtent(position) == 1);
}

Operation *mlir::attn::findScoreEditor(const IndexSpace &space,
                                       ScalarExpr score, ScalarExpr product,
                                       AffineExpr query, AffineExpr key) {
  ScalarExpr sum = product;
  while (sum->kind != ScalarNode::Kind::Element)
    sum = sum->operands[0];
  Operation *source = sum->value.getDefiningOp(), *editor = nullptr;
  walkScalars(score, [&](ScalarExpr expr) {
    if (expr->kind != ScalarNode::Kind::Element || expr == sum ||
        !isOfPair(space, expr, query, key))
      return;
    SetVector<Operation *> slice;
    BackwardSliceOptions options;
    options.inclusive = true;
    if (succeeded(getBackwardSlice(expr->value, &slice, options)) &&
        slice.contains(source))
      editor = expr->value.getDefiningOp();
  });
  return editor;
}
