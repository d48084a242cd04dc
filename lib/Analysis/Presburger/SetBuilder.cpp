//===- SetBuilder.cpp - conjunctions as Presburger sets -------------------===//

#include "SetBuilder.h"

#include "mlir/Analysis/Presburger/IntegerRelation.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::presburger;

namespace {
/// Gives every dimension and symbol in use a column, then every division a
/// local, and only then adds constraints.
class SetBuilder {
public:
  explicit SetBuilder(ArrayRef<Formula> atoms);

  unsigned getNumVariables() const { return leaves.size() + divisions.size(); }
  SampleResult findSample(RelationPoint &point);

private:
  /// A division x floordiv m; x mod m is x - m * (x floordiv m).
  struct Division {
    LinearForm dividend;
    int64_t divisor;
  };

  void collect(const LinearForm &form);
  unsigned getColumn(AffineExpr leaf) const;
  unsigned getDivision(AffineExpr dividend, int64_t divisor) const;
  void addTo(SmallVectorImpl<int64_t> &row, const LinearForm &form,
             int64_t factor) const;
  IntegerRelation build() const;

  SmallVector<AffineExpr> leaves;
  SmallVector<Division> divisions;
  SmallVector<std::pair<AffineExpr, int64_t>> divisionKeys;
  SmallVector<std::pair<Formula::Kind, LinearForm>> constraints;
};
} // namespace

static std::pair<AffineExpr, int64_t> getDivisionKey(AffineExpr term) {
  auto binary = cast<AffineBinaryOpExpr>(term);
  return {binary.getLHS(),
          cast<AffineConstantExpr>(binary.getRHS()).getValue()};
}

SetBuilder::SetBuilder(ArrayRef<Formula> atoms) {
  for (const Formula &atom : atoms) {
    constraints.emplace_back(atom.getKind(), LinearForm::get(atom.getExpr()));
    collect(constraints.back().second);
  }
}

void SetBuilder::collect(const LinearForm &form) {
  for (auto [term, coefficient] : form.terms) {
    if (!isa<AffineBinaryOpExpr>(term)) {
      if (!llvm::is_contained(leaves, term))
        leaves.push_back(term);
      continue;
    }
    std::pair<AffineExpr, int64_t> key = getDivisionKey(term);
    if (llvm::is_contained(divisionKeys, key))
      continue;
    LinearForm dividend = LinearForm::get(key.first);
    // Inner divisions first: the outer one refers to their columns.
    collect(dividend);
    divisionKeys.push_back(key);
    divisions.push_back({dividend, key.second});
  }
}

unsigned SetBuilder::getColumn(AffineExpr leaf) const {
  return llvm::find(leaves, leaf) - leaves.begin();
}

unsigned SetBuilder::getDivision(AffineExpr dividend, int64_t divisor) const {
  return leaves.size() +
         (llvm::find(divisionKeys, std::pair(dividend, divisor)) -
          divisionKeys.begin());
}

void SetBuilder::addTo(SmallVectorImpl<int64_t> &row, const LinearForm &form,
                       int64_t factor) const {
  for (auto [term, coefficient] : form.terms) {
    if (!isa<AffineBinaryOpExpr>(term)) {
      row[getColumn(term)] += factor * coefficient;
      continue;
    }
    auto [dividend, divisor] = getDivisionKey(term);
    unsigned column = getDivision(dividend, divisor);
    if (term.getKind() == AffineExprKind::FloorDiv) {
      row[column] += factor * coefficient;
    } else {
      addTo(row, LinearForm::get(dividend), factor * coefficient);
      row[column] -= factor * coefficient * divisor;
    }
  }
  row.back() += factor * form.constant;
}

IntegerRelation SetBuilder::build() const {
  IntegerRelation set(PresburgerSpace::getSetSpace(leaves.size()));
  for (const Division &division : divisions) {
    SmallVector<int64_t> row(set.getNumCols(), 0);
    addTo(row, division.dividend, 1);
    set.addLocalFloorDiv(row, division.divisor);
  }
  for (const auto &[kind, form] : constraints) {
    SmallVector<int64_t> row(set.getNumCols(), 0);
    addTo(row, form, 1);
    if (kind == Formula::Kind::Eq)
      set.addEquality(row);
    else
      set.addInequality(row);
  }
  return set;
}

SampleResult SetBuilder::findSample(RelationPoint &point) {
  auto sample = build().findIntegerSample();
  if (!sample)
    return SampleResult::None;
  point.dims.assign(kNumRelationDims, 0);
  point.symbols.assign(kFirstOperandSymbol, 0);
  for (auto [i, leaf] : llvm::enumerate(leaves)) {
    auto dim = dyn_cast<AffineDimExpr>(leaf);
    SmallVector<int64_t> &values = dim ? point.dims : point.symbols;
    unsigned position =
        dim ? dim.getPosition() : cast<AffineSymbolExpr>(leaf).getPosition();
    if (position >= values.size())
      values.resize(position + 1, 0);
    values[position] = int64_t((*sample)[i]);
  }
  return SampleResult::Found;
}

SampleResult attn::findSample(ArrayRef<Formula> atoms, unsigned maxVariables,
                              RelationPoint &point) {
  SetBuilder builder(atoms);
  if (builder.getNumVariables() > maxVariables)
    return SampleResult::TooLarge;
  return builder.findSample(point);
}
