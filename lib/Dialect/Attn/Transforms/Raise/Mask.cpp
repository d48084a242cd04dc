//===- Mask.cpp - the visible pairs in a score expression -----------------===//

#include "Mask.h"

#include "Condition.h"
#include "HostScalar.h"
#include "attn/Analysis/Presburger/RowKeys.h"
#include "attn/Support/ScalarBuilder.h"
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
  /// Of finite sentinels: whether each makes a number of what it is added to,
  /// whether all are one number that takes the score's place.
  bool allAbsorb = true, allReplace = true;
  std::optional<double> sentinel;
  /// Selects by data of a finite sentinel, now of -inf, and what they keep.
  SmallVector<std::pair<ScalarExpr, ScalarExpr>> selects;
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
  bool isSentinel(ScalarExpr expr) const;
  bool isSentinel(double value) const;
  ScalarExpr replaceSentinel(ScalarExpr score, unsigned side);
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

// The lowest half float is what graphs in half precision mask with.
bool MaskExtractor::isSentinel(ScalarExpr expr) const {
  std::optional<double> value = getFloatConstant(expr);
  if (!value)
    return false;
  return isSentinel(*value) ||
         (takeFinite && expr->type.isF16() && *value == -65504.0);
}

void MaskExtractor::add(const Formula &visible, double sentinel, bool isAdded) {
  found.visible = found.visible & visible;
  if (std::isinf(sentinel)) {
    ++found.numInfinite;
    return;
  }
  ++found.numFinite;
  found.allAbsorb &= !isAdded || sentinel <= kAbsorbing;
  found.allReplace &= !isAdded && found.sentinel.value_or(sentinel) == sentinel;
  found.sentinel = sentinel;
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

// select(c, x, sentinel) with a condition on data and a finite sentinel: -inf says
// the same, and that rows of sentinels alone are to be uniform.
ScalarExpr MaskExtractor::replaceSentinel(ScalarExpr score, unsigned side) {
  double sentinel = *getFloatConstant(score->operands[side]);
  if (std::isinf(sentinel))
    return score;
  add(Formula::getTrue(match.scalars.getContext()), sentinel,
      /*isAdded=*/false);
  SmallVector<ScalarExpr, 2> operands = score->operands;
  operands[side] = match.scalars.getFloat(-INFINITY, score->type);
  operands[3 - side] = peel(operands[3 - side]);
  ScalarExpr select = match.scalars.getOp(score->op, operands);
  found.selects.push_back({select, operands[3 - side]});
  return select;
}

// select(c, x, sentinel) or select(c, sentinel, x); of a conjunction the parts
// that are sets.
ScalarExpr MaskExtractor::peelSelect(ScalarExpr score, bool isTerm) {
  for (unsigned side = 1; side <= 2; ++side) {
    if (!isSentinel(score->operands[side]))
      continue;
    double sentinel = *getFloatConstant(score->operands[side]);
    ScalarExpr kept = score->operands[3 - side];
    ScalarExpr condition = score->operands[0];
    if (std::optional<Formula> when = readCondition(condition)) {
      add(side == 2 ? *when : !*when, sentinel, isTerm);
      return peel(kept, isTerm);
    }
    bool keepsWhereTrue = side == 2;
    while (condition->isOp<arith::XOrIOp>() &&
           getBoolConstant(condition->operands[1]) == true) {
      condition = condition->operands[0];
      keepsWhereTrue = !keepsWhereTrue;
    }
    // c = a and b with x if true, or c = a or b with x if false.
    bool splits = keepsWhereTrue ? condition->isOp<arith::AndIOp>()
                                 : condition->isOp<arith::OrIOp>();
    for (unsigned i = 0; splits && i < 2; ++i) {
      std::optional<Formula> when = readCondition(condition->operands[i]);
      if (!when)
        continue;
      add(keepsWhereTrue ? *when : !*when, sentinel, isTerm);
      SmallVector<ScalarExpr, 2> operands = score->operands;
      operands[0] = condition->operands[1 - i];
      if (keepsWhereTrue != (side == 2))
        std::swap(operands[1], operands[2]);
      return peel(match.scalars.getOp(score->op, operands), isTerm);
    }
    if (!isTerm)
      return replaceSentinel(score, side);
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

// What a row gives whose scores are all one sentinel: the mean where the
// normaliser divides by its mass, 0 where something else has a share in that or
// each weight stands alone; std::nullopt if neither.
static std::optional<EmptyRows> meaningOfSentinels(const AttentionMatch &match) {
  auto normalizer =
      cast<NormalizerAttrInterface>(match.term.normalizer.normalizer);
  HostScalarBuilder host;
  NormalizerContext context;
  context.parameters.assign(normalizer.getParameters().size(), host.get(0.0));
  Scalar s = host.get(kLargestSentinel), m = host.get(0.0);
  if (normalizer.hasStabilizer())
    m = normalizer.stabilizer(host, s, context);
  Scalar weight = normalizer.weight(host, s, m, context);
  SmallVector<Scalar> sums = normalizer.contributions(host, s, weight, context);
  Scalar factor = normalizer.finalizeFactor(host, sums, m, context);
  double share = (weight * factor).getNumber();
  if (share == 1.0)
    return EmptyRows::Uniform;
  return share == 0.0 ? std::optional(EmptyRows::Zero) : std::nullopt;
}

static bool isAllowed(AttentionMatch &match, const Found &found,
                      ScalarExpr score, const RelationDomain &domain,
                      EmptyRows &emptyRows) {
  emptyRows = EmptyRows::Zero;
  if (found.numFinite == 0)
    return true;
  // Neither the product itself nor what was replaced is a source of sentinels.
  ScalarExpr zero = match.scalars.getFloat(0.0, score->type);
  ScalarExpr others = score;
  for (const auto &[select, kept] : llvm::reverse(found.selects))
    others = match.scalars.replace(others, select, kept);
  if (match.product)
    others = match.scalars.replace(others, match.product, zero);
  if (mayHoldSentinels(match, others))
    return false;
  if (found.selects.empty() &&
      seesSomethingInEveryRow(found.visible, domain))
    return true;
  std::optional<EmptyRows> meaning = meaningOfSentinels(match);
  emptyRows = meaning.value_or(EmptyRows::Zero);
  if (meaning != EmptyRows::Uniform)
    return meaning.has_value();
  if (!found.selects.empty())
    return found.allReplace && found.numInfinite == 0;
  return found.numInfinite == 0 &&
         (found.allReplace || (found.numFinite == 1 && found.allAbsorb));
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
