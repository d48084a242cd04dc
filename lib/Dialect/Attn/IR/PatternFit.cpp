//===- PatternFit.cpp - from relations back to patterns -------------------===//

#include "attn/Dialect/Attn/IR/PatternFit.h"

#include "attn/Analysis/Presburger/RowKeys.h"
#include "mlir/IR/IntegerSet.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Recognition
//===----------------------------------------------------------------------===//

namespace {
/// A relation seen at sizes that no parameter in use reaches, or at those that
/// the domain knows.
class FormulaQuery : public PatternFitQuery {
public:
  FormulaQuery(const Formula &relation, const RelationDomain &domain)
      : relation(domain.substitute(relation)),
        numQueries(domain.numQueries.value_or(kProbeSize)),
        numKeys(domain.numKeys.value_or(kProbeSize)) {}

  MLIRContext *getContext() const override { return relation.getContext(); }
  int64_t getNumQueries() const override { return numQueries; }
  int64_t getNumKeys() const override { return numKeys; }
  bool contains(int64_t h, int64_t q, int64_t k) const override {
    return relation.evaluate({h, q, k}, {numQueries, numKeys, 0});
  }

private:
  static constexpr int64_t kProbeSize = 1 << 20;
  Formula relation;
  int64_t numQueries, numKeys;
};

/// A mask, the same for all heads.
class MaskQuery : public PatternFitQuery {
public:
  MaskQuery(MLIRContext *context, int64_t numQueries, int64_t numKeys,
            function_ref<bool(int64_t, int64_t)> isVisible)
      : context(context), numQueries(numQueries), numKeys(numKeys),
        isVisible(isVisible) {}

  MLIRContext *getContext() const override { return context; }
  int64_t getNumQueries() const override { return numQueries; }
  int64_t getNumKeys() const override { return numKeys; }
  bool contains(int64_t, int64_t q, int64_t k) const override {
    return isVisible(q, k);
  }

  bool hasPairsOf(const Formula &relation) const;

private:
  MLIRContext *context;
  int64_t numQueries, numKeys;
  function_ref<bool(int64_t, int64_t)> isVisible;
};
} // namespace

bool MaskQuery::hasPairsOf(const Formula &relation) const {
  ConcreteSizes sizes;
  sizes.numQueries = numQueries;
  sizes.numKeys = numKeys;
  RowKeys rows(relation, sizes);
  for (int64_t q = 0; q < numQueries; ++q) {
    int64_t k = 0;
    for (auto [begin, end] : rows.getIntervals(/*h=*/0, q)) {
      for (; k < begin; ++k)
        if (isVisible(q, k))
          return false;
      for (; k < end; ++k)
        if (!isVisible(q, k))
          return false;
    }
    for (; k < numKeys; ++k)
      if (isVisible(q, k))
        return false;
  }
  return true;
}

static PatternAttrInterface
fitFirst(const PatternFitQuery &query,
         function_ref<bool(const Formula &)> isRelation) {
  for (PatternFitFn fit : getPatternFits()) {
    auto pattern = dyn_cast_or_null<PatternAttrInterface>(fit(query));
    if (pattern && pattern.getNumPatternOperands() == 0 &&
        isRelation(pattern.getRelation(kFirstOperandSymbol)))
      return pattern;
  }
  return {};
}

/// The greatest number of symbols that expressions of `formula` use, 0 if none.
static unsigned getNumSymbols(const Formula &formula) {
  unsigned numSymbols = 0;
  formula.mapExprs([&](AffineExpr expr) {
    expr.walk([&](AffineExpr part) {
      if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
        numSymbols = std::max(numSymbols, symbol.getPosition() + 1);
    });
    return expr;
  });
  return numSymbols;
}

PatternAttrInterface attn::fitPattern(const Formula &relation,
                                      const RelationDomain &domain) {
  // A pattern without operands cannot depend on the values of some.
  if (getNumSymbols(domain.substitute(relation)) > kFirstOperandSymbol)
    return {};
  Relation questions(relation, domain);
  return fitFirst(FormulaQuery(relation, domain),
                  [&](const Formula &candidate) {
                    return questions.isEqualTo(candidate).value_or(false);
                  });
}

PatternAttrInterface
attn::fitMask(MLIRContext *context, int64_t numQueries, int64_t numKeys,
              function_ref<bool(int64_t, int64_t)> isVisible) {
  if (numQueries <= 0 || numKeys <= 0)
    return {};
  MaskQuery query(context, numQueries, numKeys, isVisible);
  return fitFirst(query, [&](const Formula &candidate) {
    return query.hasPairsOf(candidate);
  });
}

//===----------------------------------------------------------------------===//
// Any relation as a pattern
//===----------------------------------------------------------------------===//

/// The conjunction of Ge and Eq atoms as an affine set whose symbols are
/// operands.
static PatternWithOperands getSet(ArrayRef<Formula> atoms) {
  MLIRContext *context = atoms.front().getContext();
  PatternWithOperands result;
  SmallVector<AffineExpr> newSymbols;
  unsigned numSymbols = 0;
  bool perHead = false;
  for (const Formula &atom : atoms) {
    numSymbols = std::max(numSymbols, getNumSymbols(atom));
    perHead |= atom.isFunctionOfDim(kHeadDim);
  }
  for (unsigned i = 0; i < numSymbols; ++i) {
    newSymbols.push_back(getAffineSymbolExpr(result.symbols.size(), context));
    if (llvm::any_of(atoms, [&](const Formula &atom) {
          return atom.isFunctionOfSymbol(i);
        }))
      result.symbols.push_back(i);
  }
  SmallVector<AffineExpr> newDims;
  for (unsigned i = 0; i < kNumRelationDims; ++i)
    newDims.push_back(getAffineDimExpr(perHead || i == 0 ? i : i - 1, context));

  SmallVector<AffineExpr> constraints;
  SmallVector<bool> equalities;
  for (const Formula &atom : atoms) {
    constraints.push_back(
        atom.getExpr().replaceDimsAndSymbols(newDims, newSymbols));
    equalities.push_back(atom.getKind() == Formula::Kind::Eq);
  }
  IntegerSet set = IntegerSet::get(perHead ? 3 : 2, result.symbols.size(),
                                   constraints, equalities);
  result.pattern = SetPatternAttr::get(context, IntegerSetAttr::get(set));
  return result;
}

static PatternWithOperands getCombination(const Formula &relation) {
  MLIRContext *context = relation.getContext();
  bool isAnd = relation.getKind() == Formula::Kind::And;
  SmallVector<PatternWithOperands> parts;
  SmallVector<Formula> atoms;
  for (const Formula &operand : relation.getOperands()) {
    bool joins =
        isAnd && operand.isAtom() && operand.getKind() != Formula::Kind::Ne;
    if (joins)
      atoms.push_back(operand);
    else
      parts.push_back(getPatternFor(operand));
  }
  if (!atoms.empty())
    parts.insert(parts.begin(), atoms.size() == relation.getOperands().size()
                                    ? getSet(atoms)
                                    : getPatternFor(Formula::conj(atoms)));
  if (parts.size() == 1)
    return parts.front();
  PatternWithOperands result;
  SmallVector<PatternAttrInterface> patterns;
  for (const PatternWithOperands &part : parts) {
    patterns.push_back(part.pattern);
    llvm::append_range(result.symbols, part.symbols);
  }
  if (isAnd)
    result.pattern = IntersectPatternAttr::get(context, patterns);
  else
    result.pattern = UnionPatternAttr::get(context, patterns);
  return result;
}

PatternWithOperands attn::getPatternFor(const Formula &relation) {
  if (PatternAttrInterface pattern = fitPattern(relation))
    return {pattern, {}};
  MLIRContext *context = relation.getContext();
  switch (relation.getKind()) {
  case Formula::Kind::Ge:
  case Formula::Kind::Eq:
    return getSet(relation);
  case Formula::Kind::And:
  case Formula::Kind::Or:
    return getCombination(relation);
  case Formula::Kind::True:
    return {FullPatternAttr::get(context), {}};
  case Formula::Kind::False:
  case Formula::Kind::Ne:
    break;
  }
  PatternWithOperands inner = getPatternFor(!relation);
  return {ComplementPatternAttr::get(context, inner.pattern), inner.symbols};
}

//===----------------------------------------------------------------------===//
// Canonicalisation
//===----------------------------------------------------------------------===//

namespace {
template <typename Op>
struct SimplifyPattern : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;

  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    PatternAttrInterface pattern = op.getPattern();
    if (!isa<UnionPatternAttr, IntersectPatternAttr, ComplementPatternAttr,
             SetPatternAttr>(pattern))
      return rewriter.notifyMatchFailure(op, "the pattern has a name");
    if (pattern.getNumPatternOperands() != 0)
      return rewriter.notifyMatchFailure(op, "the pattern has operands");
    PatternAttrInterface simple =
        fitPattern(pattern.getRelation(kFirstOperandSymbol));
    if (!simple || simple == pattern)
      return rewriter.notifyMatchFailure(op, "no pattern recognises itself");
    rewriter.modifyOpInPlace(op, [&] { op.setPatternAttr(simple); });
    return success();
  }
};
} // namespace

void attn::populatePatternSimplification(RewritePatternSet &patterns) {
  patterns.add<SimplifyPattern<AttentionOp>, SimplifyPattern<PartialOp>>(
      patterns.getContext());
}
