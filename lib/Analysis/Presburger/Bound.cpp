//===- Bound.cpp - piecewise expressions over a tile's corners ------------===//

#include "attn/Analysis/Presburger/KeyRanges.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;

struct Bound::Node {
  Kind kind;
  AffineExpr expr;
  SmallVector<Bound, 2> operands;
};

Bound::Bound(AffineExpr expr)
    : node(std::make_shared<Node>(
          Node{Kind::Affine, simplifyQuasiAffine(expr), {}})) {}

//===----------------------------------------------------------------------===//
// Order
//===----------------------------------------------------------------------===//

/// What holds for every tile with at least one row.
static Formula getTileDomain(MLIRContext *context) {
  AffineExpr h0, h1, q0, q1, nq, nk, off;
  bindDims(context, h0, h1, q0, q1);
  bindSymbols(context, nq, nk, off);
  return Formula::conj({Formula::ge(h0), Formula::ge(h1 - h0 - 1),
                        Formula::ge(q0 - off), Formula::ge(q1 - q0 - 1),
                        Formula::ge(nq), Formula::ge(nk)});
}

static bool isAlwaysLe(AffineExpr lhs, AffineExpr rhs) {
  LinearForm difference = LinearForm::get(rhs - lhs);
  if (std::optional<int64_t> low = difference.getRange().first)
    return *low >= 0;
  // A few conjunctions are enough for sums; more would not pay.
  QueryBudget budget;
  budget.maxSets = 8;
  budget.maxVariables = 16;
  return isEmpty(getTileDomain(lhs.getContext()) & Formula::ge(lhs - rhs - 1),
                 budget)
      .value_or(false);
}

/// `steps` bounds the work: nested selections would multiply it.
static bool isAlwaysLe(const Bound &lhs, const Bound &rhs, unsigned &steps) {
  if (lhs == rhs)
    return true;
  if (steps == 0)
    return false;
  --steps;
  auto holdsFor = [&](const Bound &operand) {
    return isAlwaysLe(operand, rhs, steps);
  };
  auto holdsBelow = [&](const Bound &operand) {
    return isAlwaysLe(lhs, operand, steps);
  };
  // What must hold for all operands comes first: that way nothing is lost.
  if (lhs.getKind() == Bound::Kind::Max)
    return llvm::all_of(lhs.getOperands(), holdsFor);
  if (rhs.getKind() == Bound::Kind::Min)
    return llvm::all_of(rhs.getOperands(), holdsBelow);
  if (lhs.getKind() == Bound::Kind::Select)
    return llvm::all_of(lhs.getOperands().drop_front(2), holdsFor);
  if (rhs.getKind() == Bound::Kind::Select)
    return llvm::all_of(rhs.getOperands().drop_front(2), holdsBelow);
  if (lhs.getKind() == Bound::Kind::Min &&
      llvm::any_of(lhs.getOperands(), holdsFor))
    return true;
  if (rhs.getKind() == Bound::Kind::Max)
    return llvm::any_of(rhs.getOperands(), holdsBelow);
  return lhs.getKind() == Bound::Kind::Affine &&
         rhs.getKind() == Bound::Kind::Affine &&
         isAlwaysLe(lhs.getExpr(), rhs.getExpr());
}

bool attn::isAlwaysLe(const Bound &lhs, const Bound &rhs) {
  unsigned steps = 64;
  return ::isAlwaysLe(lhs, rhs, steps);
}

//===----------------------------------------------------------------------===//
// Construction
//===----------------------------------------------------------------------===//

Bound Bound::getNary(Kind kind, ArrayRef<Bound> operands) {
  assert(!operands.empty() && "the greatest of nothing");
  SmallVector<Bound, 2> flat;
  for (const Bound &operand : operands) {
    if (operand.getKind() == kind)
      flat.append(operand.getOperands().begin(), operand.getOperands().end());
    else
      flat.push_back(operand);
  }
  SmallVector<Bound, 2> kept;
  for (const Bound &candidate : flat) {
    auto dominates = [&](const Bound &winner, const Bound &loser) {
      return kind == Kind::Max ? isAlwaysLe(loser, winner)
                               : isAlwaysLe(winner, loser);
    };
    if (llvm::any_of(kept, [&](const Bound &other) {
          return dominates(other, candidate);
        }))
      continue;
    llvm::erase_if(
        kept, [&](const Bound &other) { return dominates(candidate, other); });
    kept.push_back(candidate);
  }
  if (kept.size() == 1)
    return kept.front();
  return Bound(std::make_shared<Node>(Node{kind, {}, std::move(kept)}));
}

Bound Bound::max(ArrayRef<Bound> operands) {
  return getNary(Kind::Max, operands);
}

Bound Bound::min(ArrayRef<Bound> operands) {
  return getNary(Kind::Min, operands);
}

Bound Bound::select(const Bound &lhs, const Bound &rhs, const Bound &thenBound,
                    const Bound &elseBound) {
  if (thenBound == elseBound || isAlwaysLe(lhs, rhs))
    return thenBound;
  return Bound(std::make_shared<Node>(
      Node{Kind::Select, {}, {lhs, rhs, thenBound, elseBound}}));
}

//===----------------------------------------------------------------------===//
// Access
//===----------------------------------------------------------------------===//

Bound::Kind Bound::getKind() const { return node->kind; }

AffineExpr Bound::getExpr() const {
  assert(getKind() == Kind::Affine && "only an affine bound has an expression");
  return node->expr;
}

ArrayRef<Bound> Bound::getOperands() const { return node->operands; }

bool Bound::operator==(const Bound &other) const {
  if (node == other.node)
    return true;
  return node->kind == other.node->kind && node->expr == other.node->expr &&
         llvm::equal(node->operands, other.node->operands);
}

int64_t Bound::evaluate(ArrayRef<int64_t> tile,
                        ArrayRef<int64_t> symbols) const {
  if (getKind() == Kind::Affine)
    return evaluateExpr(getExpr(), tile, symbols);
  SmallVector<int64_t> values =
      llvm::map_to_vector(getOperands(), [&](const Bound &operand) {
        return operand.evaluate(tile, symbols);
      });
  switch (getKind()) {
  case Kind::Max:
    return *llvm::max_element(values);
  case Kind::Min:
    return *llvm::min_element(values);
  default:
    return values[0] <= values[1] ? values[2] : values[3];
  }
}

void Bound::print(raw_ostream &os) const {
  static constexpr StringLiteral names[] = {"h0", "h1", "q0", "q1"};
  switch (getKind()) {
  case Kind::Affine:
    printRelationExpr(os, getExpr(), names);
    return;
  case Kind::Max:
  case Kind::Min:
    os << (getKind() == Kind::Max ? "max(" : "min(");
    llvm::interleaveComma(getOperands(), os,
                          [&](const Bound &operand) { operand.print(os); });
    os << ")";
    return;
  case Kind::Select:
    os << "(";
    getOperands()[0].print(os);
    os << " <= ";
    getOperands()[1].print(os);
    os << " ? ";
    getOperands()[2].print(os);
    os << " : ";
    getOperands()[3].print(os);
    os << ")";
  }
}
