//===- AtomBounds.cpp - what one atom says about keys ---------------------===//

#include "AtomBounds.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// One row
//===----------------------------------------------------------------------===//

namespace {
/// An atom solved for k in one row: k >= expr, k < expr, or expr >= 0 where k
/// is gone. Unknown where coefficients grow too large.
struct RowBound {
  enum Kind { Lower, Upper, Condition, Unknown } kind;
  AffineExpr expr;
};
} // namespace

static bool hasKey(AffineExpr term) { return term.isFunctionOfDim(kKeyDim); }

static int64_t getDivisor(AffineExpr division) {
  return cast<AffineConstantExpr>(cast<AffineBinaryOpExpr>(division).getRHS())
      .getValue();
}

static LinearForm getDividend(AffineExpr division) {
  return LinearForm::get(cast<AffineBinaryOpExpr>(division).getLHS());
}

/// Replaces a * r, 0 <= r < m, by the end of its range that `reading` needs.
static int64_t relax(int64_t factor, int64_t divisor, Reading reading) {
  bool wantsMax = reading == Reading::Touched;
  return (factor > 0) == wantsMax ? factor * (divisor - 1) : 0;
}

static void relaxRemainders(LinearForm &form, Reading reading) {
  LinearForm result(form.context);
  result.constant = form.constant;
  for (auto [term, factor] : form.terms) {
    if (term.getKind() == AffineExprKind::Mod && hasKey(term))
      result.constant += relax(factor, getDivisor(term), reading);
    else
      result.addTerm(term, factor);
  }
  form = std::move(result);
}

/// Multiplies by m to replace a * (x floordiv m) by a * (x - r), 0 <= r < m.
static void relaxDivision(LinearForm &form, AffineExpr division,
                          Reading reading) {
  int64_t divisor = getDivisor(division);
  int64_t factor = form.getCoefficient(division);
  LinearForm result(form.context);
  result.add(form, divisor);
  result.addTerm(division, -factor * divisor);
  result.add(getDividend(division), factor);
  result.constant += relax(-factor, divisor, reading);
  form = std::move(result);
}

/// The least t with factor * t + rest >= 0 if factor > 0, else the greatest.
static AffineExpr solveForTerm(const LinearForm &rest, int64_t factor) {
  AffineExpr expr = rest.getExpr();
  return factor > 0 ? (-expr).ceilDiv(factor) : expr.floorDiv(-factor);
}

/// form >= 0 where x floordiv m is the only term with k: the bound on the
/// quotient is an exact bound on x.
static void invertDivision(LinearForm &form, AffineExpr division,
                           const LinearForm &rest) {
  int64_t divisor = getDivisor(division);
  int64_t factor = form.getCoefficient(division);
  LinearForm quotient = LinearForm::get(solveForTerm(rest, factor));
  LinearForm result(form.context);
  int64_t sign = factor > 0 ? 1 : -1;
  result.add(getDividend(division), sign);
  result.add(quotient, -sign * divisor);
  if (factor < 0)
    result.constant += divisor - 1;
  form = std::move(result);
}

static RowBound solveForKey(LinearForm form, Reading reading) {
  // Beyond this, products of coefficients could leave 64 bits.
  constexpr int64_t maxCoefficient = int64_t(1) << 40;
  AffineExpr key = getAffineDimExpr(kKeyDim, form.context);
  while (true) {
    relaxRemainders(form, reading);
    LinearForm rest(form.context);
    rest.constant = form.constant;
    SmallVector<AffineExpr> keyTerms;
    for (auto [term, factor] : form.terms) {
      if (factor > maxCoefficient || factor < -maxCoefficient)
        return {RowBound::Unknown, {}};
      if (hasKey(term))
        keyTerms.push_back(term);
      else
        rest.addTerm(term, factor);
    }
    if (keyTerms.empty())
      return {RowBound::Condition, rest.getExpr()};
    // Divisions come after dimensions in a form.
    AffineExpr last = keyTerms.back();
    if (keyTerms.size() > 1) {
      relaxDivision(form, last, reading);
    } else if (last != key) {
      invertDivision(form, last, rest);
    } else {
      int64_t factor = form.getCoefficient(key);
      AffineExpr solution = solveForTerm(rest, factor);
      if (factor > 0)
        return {RowBound::Lower, solution};
      return {RowBound::Upper, solution + 1};
    }
  }
}

//===----------------------------------------------------------------------===//
// The rows of a tile
//===----------------------------------------------------------------------===//

/// The least or greatest value of `expr`, which does not depend on k, over the
/// rows of a tile. Exact if all its parts grow in the same direction.
static AffineExpr getExtreme(AffineExpr expr, bool wantsMax) {
  MLIRContext *context = expr.getContext();
  LinearForm form = LinearForm::get(expr);
  AffineExpr result = getAffineConstantExpr(form.constant, context);
  for (auto [term, factor] : form.terms) {
    bool termMax = (factor > 0) == wantsMax;
    AffineExpr extreme = term;
    if (auto dim = dyn_cast<AffineDimExpr>(term)) {
      assert(dim.getPosition() != kKeyDim && "expected rows only");
      unsigned begin =
          dim.getPosition() == kHeadDim ? kHeadBeginDim : kQueryBeginDim;
      extreme = termMax ? getAffineDimExpr(begin + 1, context) - 1
                        : getAffineDimExpr(begin, context);
    } else if (term.getKind() == AffineExprKind::FloorDiv) {
      extreme = getExtreme(cast<AffineBinaryOpExpr>(term).getLHS(), termMax)
                    .floorDiv(getDivisor(term));
    } else if (term.getKind() == AffineExprKind::Mod &&
               (term.isFunctionOfDim(kHeadDim) ||
                term.isFunctionOfDim(kQueryDim))) {
      extreme =
          getAffineConstantExpr(termMax ? getDivisor(term) - 1 : 0, context);
    }
    result = result + extreme * factor;
  }
  return simplifyQuasiAffine(result);
}

static AffineExpr getGreatest(AffineExpr expr, Reading reading) {
  return getExtreme(expr, /*wantsMax=*/reading == Reading::Touched);
}

static AffineExpr getLeast(AffineExpr expr, Reading reading) {
  return getExtreme(expr, /*wantsMax=*/reading == Reading::Full);
}

static void addInequality(KeyInterval &interval, AffineExpr expr,
                          Reading reading) {
  RowBound bound = solveForKey(LinearForm::get(expr), reading);
  switch (bound.kind) {
  case RowBound::Lower:
    interval.lowers.push_back(getLeast(bound.expr, reading));
    break;
  case RowBound::Upper:
    interval.uppers.push_back(getGreatest(bound.expr, reading));
    break;
  case RowBound::Condition: {
    AffineExpr condition = getGreatest(bound.expr, reading);
    auto constant = dyn_cast<AffineConstantExpr>(condition);
    if (!constant)
      interval.conditions.push_back(condition);
    else if (constant.getValue() < 0)
      interval.never = true;
    break;
  }
  case RowBound::Unknown:
    interval.never |= reading == Reading::Full;
    break;
  }
}

void attn::addAtom(KeyInterval &interval, const Formula &atom,
                   Reading reading) {
  addInequality(interval, atom.getExpr(), reading);
  if (atom.getKind() == Formula::Kind::Eq)
    addInequality(interval, -atom.getExpr(), reading);
}

Bound attn::getCondition(const Formula &formula, Reading reading) {
  MLIRContext *context = formula.getContext();
  switch (formula.getKind()) {
  case Formula::Kind::True:
    return getAffineConstantExpr(0, context);
  case Formula::Kind::False:
    return getAffineConstantExpr(-1, context);
  case Formula::Kind::Ge:
    return getGreatest(formula.getExpr(), reading);
  case Formula::Kind::Eq:
    return Bound::min({getGreatest(formula.getExpr(), reading),
                       getGreatest(-formula.getExpr(), reading)});
  case Formula::Kind::Ne:
    return Bound::max({getGreatest(formula.getExpr() - 1, reading),
                       getGreatest(-formula.getExpr() - 1, reading)});
  case Formula::Kind::And:
  case Formula::Kind::Or:
    break;
  }
  SmallVector<Bound> operands =
      llvm::map_to_vector(formula.getOperands(), [&](const Formula &operand) {
        return getCondition(operand, reading);
      });
  return formula.getKind() == Formula::Kind::And ? Bound::min(operands)
                                                 : Bound::max(operands);
}
