//===- Mask.cpp - the visible pairs in a score expression -----------------===//

#include "Mask.h"

#include "Condition.h"
#include "HostScalar.h"
#include "attn/Analysis/Presburger/RowKeys.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

// A number from here on stands for "excluded" where scores are of common size.
static constexpr double kLargestSentinel = -1e9;
// Added to a number of common size, a number from here on stays what it is.
static constexpr double kAbsorbing = -1e30;
// Masks of more points are not read point by point.
static constexpr int64_t kMaxPoints = int64_t(1) << 24;

namespace {
/// What was found so far.
struct Found {
  explicit Found(MLIRContext *context)
      : visible(Formula::getTrue(context)) {}
  Formula visible;
  unsigned numFinite = 0, numInfinite = 0;
  bool allAbsorb = true;
};

class MaskExtractor {
public:
  MaskExtractor(AttentionMatch &match, const RelationDomain &domain,
                ArrayRef<AffineExpr> variables, bool takeFinite)
      : match(match), domain(domain), reader(match.scalars, variables),
        takeFinite(takeFinite), found(match.scalars.getContext()) {}

  /// The score without its masks; `isTerm` if more is added to it.
  ScalarExpr peel(ScalarExpr score, bool isTerm = false);
  const Found &getFound() const { return found; }

private:
  bool isSentinel(double value) const;
  void add(const Formula &visible, double sentinel, bool isAdded);
  ScalarExpr peelSelect(ScalarExpr score, bool isTerm);
  ScalarExpr peelAdd(ScalarExpr score);
  /// Takes the mask out of a term of a sum; null if nothing but 0 is left.
  ScalarExpr peelTerm(ScalarExpr term);
  bool takePieces(ScalarExpr term);
  bool takePoints(ScalarExpr term);
  std::optional<Formula> readCondition(ScalarExpr condition);
  std::optional<Formula> fitCondition(function_ref<bool(ArrayRef<int64_t>)>);
  bool hasPoints() const;

  AttentionMatch &match;
  const RelationDomain &domain;
  ConditionReader reader;
  HostScalar host;
  bool takeFinite;
  Found found;
};
} // namespace

bool MaskExtractor::isSentinel(double value) const {
  return takeFinite ? value <= kLargestSentinel : value == -INFINITY;
}

void MaskExtractor::add(const Formula &visible, double sentinel, bool isAdded) {
  found.visible = found.visible & visible;
  if (std::isinf(sentinel)) {
    ++found.numInfinite;
    return;
  }
  ++found.numFinite;
  found.allAbsorb &= !isAdded || sentinel <= kAbsorbing;
}

//===----------------------------------------------------------------------===//
// Conditions
//===----------------------------------------------------------------------===//

bool MaskExtractor::hasPoints() const {
  return domain.numQueries && domain.numKeys &&
         *domain.numQueries * *domain.numKeys <= kMaxPoints;
}

// The pattern that has the pairs where `holds`, which is asked with the values
// of all index variables.
std::optional<Formula>
MaskExtractor::fitCondition(function_ref<bool(ArrayRef<int64_t>)> holds) {
  SmallVector<int64_t> dims(match.space.getNumVariables(), 0);
  unsigned query = cast<AffineDimExpr>(match.query).getPosition();
  unsigned key = cast<AffineDimExpr>(match.key).getPosition();
  PatternAttrInterface pattern =
      fitMask(match.scalars.getContext(), *domain.numQueries, *domain.numKeys,
              [&](int64_t q, int64_t k) {
                dims[query] = q;
                dims[key] = k;
                return holds(dims);
              });
  if (!pattern)
    return std::nullopt;
  return pattern.getRelation(kFirstOperandSymbol);
}

// Whether `expr` depends on pairs alone, not on the batch or the head.
static bool isOfPairs(ScalarExpr expr, const AttentionMatch &match) {
  return llvm::none_of(match.variables, [&](AffineExpr variable) {
    return dependsOn(expr, variable);
  });
}

std::optional<Formula> MaskExtractor::readCondition(ScalarExpr condition) {
  if (std::optional<Formula> formula = reader.read(condition))
    return formula;
  if (!hasPoints() || !isOfPairs(condition, match) ||
      !host.canEvaluate(condition))
    return std::nullopt;
  return fitCondition([&](ArrayRef<int64_t> dims) {
    return host.evaluate(condition, dims) != 0;
  });
}

//===----------------------------------------------------------------------===//
// Selects
//===----------------------------------------------------------------------===//

// select(c, x, sentinel) or select(c, sentinel, x); of a conjunction the parts
// that are sets.
ScalarExpr MaskExtractor::peelSelect(ScalarExpr score, bool isTerm) {
  for (unsigned side = 1; side <= 2; ++side) {
    std::optional<double> sentinel = getFloatConstant(score->operands[side]);
    if (!sentinel || !isSentinel(*sentinel))
      continue;
    ScalarExpr kept = score->operands[3 - side];
    ScalarExpr condition = score->operands[0];
    if (std::optional<Formula> when = readCondition(condition)) {
      add(side == 2 ? *when : !*when, *sentinel, isTerm);
      return peel(kept, isTerm);
    }
    // c = a and b with x if true, or c = a or b with x if false.
    bool splits = side == 2 ? condition->isOp<arith::AndIOp>()
                            : condition->isOp<arith::OrIOp>();
    if (!splits)
      continue;
    for (unsigned i = 0; i < 2; ++i) {
      std::optional<Formula> when = readCondition(condition->operands[i]);
      if (!when)
        continue;
      add(side == 2 ? *when : !*when, *sentinel, isTerm);
      SmallVector<ScalarExpr, 2> operands = score->operands;
      operands[0] = condition->operands[1 - i];
      return peel(match.scalars.getOp(score->op, operands), isTerm);
    }
  }
  return score;
}

//===----------------------------------------------------------------------===//
// Sums
//===----------------------------------------------------------------------===//

// A term that is 0 or the sentinel, by sets.
bool MaskExtractor::takePieces(ScalarExpr term) {
  ConditionReader::Pieces<double> pieces = reader.readFloat(term);
  if (!pieces)
    return false;
  Formula visible = Formula::getFalse(match.scalars.getContext());
  std::optional<double> sentinel;
  for (const auto &[when, value] : *pieces) {
    if (value == 0.0) {
      visible = visible | when;
      continue;
    }
    if (!isSentinel(value) || (sentinel && *sentinel != value))
      return false;
    sentinel = value;
  }
  if (sentinel)
    add(visible, *sentinel, /*isAdded=*/true);
  return true;
}

// The same for a term made of constant tensors.
bool MaskExtractor::takePoints(ScalarExpr term) {
  if (!hasPoints() || !isOfPairs(term, match) || !host.canEvaluate(term))
    return false;
  std::optional<double> sentinel;
  bool isMask = true;
  auto holds = [&](ArrayRef<int64_t> dims) {
    double value = host.evaluate(term, dims);
    if (value == 0.0)
      return true;
    isMask &= isSentinel(value) && (!sentinel || *sentinel == value);
    sentinel = value;
    return false;
  };
  std::optional<Formula> visible = fitCondition(holds);
  if (!visible || !isMask || !sentinel)
    return false;
  add(*visible, *sentinel, /*isAdded=*/true);
  return true;
}

ScalarExpr MaskExtractor::peelTerm(ScalarExpr term) {
  if (takePieces(term) || takePoints(term))
    return nullptr;
  ScalarExpr rest = peel(term, /*isTerm=*/true);
  return rest && getFloatConstant(rest) == 0.0 ? nullptr : rest;
}

ScalarExpr MaskExtractor::peelAdd(ScalarExpr score) {
  ScalarExpr a = peelTerm(score->operands[0]);
  ScalarExpr b = peelTerm(score->operands[1]);
  if (!a || !b)
    return a ? a : b ? b : match.scalars.getFloat(0.0, score->type);
  if (a == score->operands[0] && b == score->operands[1])
    return score;
  return match.scalars.getOp(score->op, {a, b});
}

ScalarExpr MaskExtractor::peel(ScalarExpr score, bool isTerm) {
  if (score->isOp<arith::SelectOp>())
    return peelSelect(score, isTerm);
  if (score->isOp<arith::AddFOp>())
    return peelAdd(score);
  return score;
}

//===----------------------------------------------------------------------===//
// Which masks may leave
//===----------------------------------------------------------------------===//

// Whether the score besides q.k may hold sentinels of its own: then a row of
// sentinels has a meaning that a pattern would change.
static bool mayHoldSentinels(const AttentionMatch &match, ScalarExpr score) {
  bool may = false;
  walkScalars(score, [&](ScalarExpr expr) {
    if (expr->kind == ScalarNode::Kind::Element)
      may |= dependsOn(expr, match.key);
    if (std::optional<double> value = getFloatConstant(expr))
      may |= !(std::abs(*value) < -kLargestSentinel);
  });
  return may;
}

static bool isAllowed(AttentionMatch &match, const Found &found,
                      ScalarExpr score, const RelationDomain &domain,
                      EmptyRows &emptyRows) {
  emptyRows = EmptyRows::Zero;
  if (found.numFinite == 0)
    return true;
  // The product itself is no source of sentinels.
  ScalarExpr zero = match.scalars.getFloat(0.0, score->type);
  ScalarExpr others = match.scalars.replace(score, match.product, zero);
  if (mayHoldSentinels(match, others))
    return false;
  if (seesSomethingInEveryRow(found.visible, domain))
    return true;
  emptyRows = EmptyRows::Uniform;
  return found.numFinite == 1 && found.numInfinite == 0 && found.allAbsorb;
}

// The index variables as expressions over (h, q, k); null for batch variables.
static SmallVector<AffineExpr> getVariables(const AttentionMatch &match) {
  MLIRContext *context = match.query.getContext();
  SmallVector<AffineExpr> variables(match.space.getNumVariables());
  auto positionOf = [](AffineExpr expr) {
    return cast<AffineDimExpr>(expr).getPosition();
  };
  HeadSplit split = match.getHeadSplit();
  AffineExpr head = getAffineDimExpr(kHeadDim, context);
  for (unsigned v = match.batchEnd; v < match.variables.size(); ++v) {
    AffineExpr expr =
        head.floorDiv(split.getExtent(v + 1, match.variables.size()));
    if (v != match.batchEnd)
      expr = expr % match.extents[v];
    variables[positionOf(match.variables[v])] = expr;
  }
  variables[positionOf(match.query)] = getAffineDimExpr(kQueryDim, context);
  variables[positionOf(match.key)] = getAffineDimExpr(kKeyDim, context);
  return variables;
}

static RelationDomain getDomain(const AttentionMatch &match) {
  auto known = [](int64_t extent) {
    return ShapedType::isDynamic(extent) ? std::nullopt
                                         : std::optional<int64_t>(extent);
  };
  auto extentOf = [&](AffineExpr variable) {
    return known(
        match.space.getExtent(cast<AffineDimExpr>(variable).getPosition()));
  };
  RelationDomain domain;
  domain.numHeads = known(match.getHeadSplit().getExtent(
      match.batchEnd, match.variables.size()));
  domain.numQueries = extentOf(match.query);
  domain.numKeys = extentOf(match.key);
  domain.queryOffset = 0;
  domain.operands.resize(match.space.getSymbolValues().size());
  return domain;
}

void mlir::attn::extractMask(AttentionMatch &match, bool allowFinite) {
  SmallVector<AffineExpr> variables = getVariables(match);
  RelationDomain domain = getDomain(match);
  for (bool takeFinite : {true, false}) {
    if (takeFinite && !allowFinite)
      continue;
    MaskExtractor extractor(match, domain, variables, takeFinite);
    ScalarExpr score = extractor.peel(match.score);
    const Found &found = extractor.getFound();
    EmptyRows emptyRows;
    if (!isAllowed(match, found, score, domain, emptyRows))
      continue;
    match.score = score;
    match.emptyRows = emptyRows;
    match.pattern = fitPattern(found.visible, domain);
    if (match.pattern)
      return;
    PatternWithOperands pattern = getPatternFor(found.visible);
    match.pattern = pattern.pattern;
    for (unsigned symbol : pattern.symbols)
      match.patternOperands.push_back(
          match.space.getSymbolValues()[symbol - kFirstOperandSymbol]);
    return;
  }
}
