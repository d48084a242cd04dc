//===- Relation.cpp - questions to a pattern ------------------------------===//

#include "attn/Analysis/Presburger/Relation.h"

#include "SetBuilder.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Emptiness
//===----------------------------------------------------------------------===//

namespace {
/// The search for a point described at the top of Relation.h.
class PointSearch {
public:
  enum class Result { Empty, Found, GaveUp };

  PointSearch(const QueryBudget &budget, unsigned numSymbols)
      : maxVariables(budget.maxVariables), setsLeft(budget.maxSets),
        numSymbols(numSymbols) {}

  Result run(const Formula &formula) {
    SmallVector<Formula> choices;
    if (formula.isFalse() || !add(formula, choices))
      return Result::Empty;
    return search(choices);
  }

  RelationPoint point;

private:
  /// Takes `formula` as true: its atoms join `atoms`, the disjunctions in it
  /// `choices`. False if that contradicts an atom.
  bool add(const Formula &formula, SmallVectorImpl<Formula> &choices);
  Result search(ArrayRef<Formula> choices);
  Result branch(ArrayRef<Formula> choices, unsigned chosen);

  unsigned maxVariables, setsLeft, numSymbols;
  SmallVector<Formula> atoms;
};
} // namespace

bool PointSearch::add(const Formula &formula,
                      SmallVectorImpl<Formula> &choices) {
  switch (formula.getKind()) {
  case Formula::Kind::True:
    return true;
  case Formula::Kind::False:
    return false;
  case Formula::Kind::Ge:
  case Formula::Kind::Eq:
    if (llvm::is_contained(atoms, !formula))
      return false;
    if (!llvm::is_contained(atoms, formula))
      atoms.push_back(formula);
    return true;
  case Formula::Kind::Ne: {
    AffineExpr expr = formula.getExpr();
    Formula split = Formula::ge(expr - 1) | Formula::ge(-expr - 1);
    if (split.getKind() != Formula::Kind::Or)
      return add(split, choices);
    choices.push_back(split);
    return true;
  }
  case Formula::Kind::Or:
    choices.push_back(formula);
    return true;
  case Formula::Kind::And:
    return llvm::all_of(formula.getOperands(), [&](const Formula &operand) {
      return add(operand, choices);
    });
  }
  llvm_unreachable("unknown kind of formula");
}

PointSearch::Result PointSearch::search(ArrayRef<Formula> choices) {
  if (setsLeft == 0)
    return Result::GaveUp;
  --setsLeft;
  RelationPoint sample;
  switch (findSample(atoms, maxVariables, sample)) {
  case SampleResult::None:
    return Result::Empty;
  case SampleResult::TooLarge:
    return Result::GaveUp;
  case SampleResult::Found:
    break;
  }
  if (sample.symbols.size() < numSymbols)
    sample.symbols.resize(numSymbols, 0);

  // Of the choices that the sample violates, one with the fewest ways out.
  std::optional<unsigned> chosen;
  for (auto [i, choice] : llvm::enumerate(choices))
    if (!choice.evaluate(sample.dims, sample.symbols) &&
        (!chosen ||
         choice.getOperands().size() < choices[*chosen].getOperands().size()))
      chosen = i;
  if (chosen)
    return branch(choices, *chosen);
  point = std::move(sample);
  return Result::Found;
}

PointSearch::Result PointSearch::branch(ArrayRef<Formula> choices,
                                        unsigned chosen) {
  Result result = Result::Empty;
  for (const Formula &operand : choices[chosen].getOperands()) {
    SmallVector<Formula> rest(choices);
    rest.erase(rest.begin() + chosen);
    size_t numAtoms = atoms.size();
    Result found = add(operand, rest) ? search(rest) : Result::Empty;
    atoms.truncate(numAtoms);
    if (found == Result::Found)
      return found;
    if (found == Result::GaveUp)
      result = found;
  }
  return result;
}

static unsigned getNumSymbols(const Formula &formula) {
  unsigned numSymbols = kFirstOperandSymbol;
  formula.mapExprs([&](AffineExpr expr) {
    expr.walk([&](AffineExpr part) {
      if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
        numSymbols = std::max(numSymbols, symbol.getPosition() + 1);
    });
    return expr;
  });
  return numSymbols;
}

std::optional<bool> attn::isEmpty(const Formula &formula,
                                  const QueryBudget &budget,
                                  RelationPoint *example) {
  PointSearch search(budget, getNumSymbols(formula));
  PointSearch::Result result = search.run(formula);
  if (result == PointSearch::Result::GaveUp)
    return std::nullopt;
  if (result == PointSearch::Result::Empty)
    return true;
  if (example)
    *example = std::move(search.point);
  return false;
}

//===----------------------------------------------------------------------===//
// Domains and tiles
//===----------------------------------------------------------------------===//

static Formula getHalfOpen(AffineExpr value, AffineExpr begin, AffineExpr end) {
  return Formula::ge(value - begin) & Formula::ge(end - value - 1);
}

Formula RelationDomain::substitute(const Formula &relation) const {
  MLIRContext *context = relation.getContext();
  SmallVector<std::optional<int64_t>> known = {numQueries, numKeys,
                                               queryOffset};
  known.append(operands.begin(), operands.end());
  SmallVector<AffineExpr> symbols;
  for (auto [i, value] : llvm::enumerate(known))
    symbols.push_back(value ? getAffineConstantExpr(*value, context)
                            : getAffineSymbolExpr(i, context));
  return relation.replace({}, symbols);
}

Formula RelationDomain::restrict(const Formula &relation) const {
  MLIRContext *context = relation.getContext();
  AffineExpr h, q, k, nq, nk, off;
  bindDims(context, h, q, k);
  bindSymbols(context, nq, nk, off);
  SmallVector<Formula> parts = {
      Formula::ge(h), getHalfOpen(q, off, off + nq),
      getHalfOpen(k, getAffineConstantExpr(0, context), nk), relation};
  if (numHeads)
    parts.push_back(Formula::ge(*numHeads - 1 - h));
  return substitute(Formula::conj(parts));
}

Formula RelationTile::getFormula(MLIRContext *context) const {
  AffineExpr h, q, k;
  bindDims(context, h, q, k);
  return Formula::conj(
      {Formula::ge(h - headBegin), Formula::ge(headEnd - 1 - h),
       Formula::ge(q - queryBegin), Formula::ge(queryEnd - 1 - q),
       Formula::ge(k - keyBegin), Formula::ge(keyEnd - 1 - k)});
}

//===----------------------------------------------------------------------===//
// Questions
//===----------------------------------------------------------------------===//

std::optional<bool> Relation::isEmpty(RelationPoint *example) const {
  return attn::isEmpty(domain.restrict(formula), budget, example);
}

std::optional<bool> Relation::isFull(RelationPoint *missing) const {
  return attn::isEmpty(domain.restrict(!formula), budget, missing);
}

std::optional<bool> Relation::isSubsetOf(const Formula &other,
                                         RelationPoint *example) const {
  return attn::isEmpty(domain.restrict(formula & !other), budget, example);
}

std::optional<bool> Relation::isEqualTo(const Formula &other,
                                        RelationPoint *difference) const {
  if (formula == other)
    return true;
  std::optional<bool> subset = isSubsetOf(other, difference);
  if (subset && !*subset)
    return false;
  std::optional<bool> superset =
      attn::isEmpty(domain.restrict(other & !formula), budget, difference);
  if (superset && !*superset)
    return false;
  return subset && superset ? std::optional<bool>(true) : std::nullopt;
}

TileVerdict Relation::classify(const Formula &box) const {
  if (attn::isEmpty(domain.restrict(box & formula), budget).value_or(false))
    return TileVerdict::Empty;
  if (attn::isEmpty(domain.restrict(box & !formula), budget).value_or(false))
    return TileVerdict::Full;
  return TileVerdict::Partial;
}

TileVerdict Relation::classify(const RelationTile &tile) const {
  return classify(tile.getFormula(formula.getContext()));
}
