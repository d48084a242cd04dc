//===- Bound.cpp - piecewise expressions over a tile's corners ------------===//

#include "attn/Analysis/Presburger/KeyRanges.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;

struct Bound::Node {
  Node(Kind kind, AffineExpr expr, SmallVector<Bound, 2> operands)
      : kind(kind), expr(expr), operands(std::move(operands)) {
    hash = llvm::hash_combine(unsigned(kind), expr);
    for (const Bound &operand : this->operands)
      hash = llvm::hash_combine(hash, operand.node->hash);
  }

  Kind kind;
  AffineExpr expr;
  SmallVector<Bound, 2> operands;
  /// Of the structure: tells most different bounds apart without a walk.
  llvm::hash_code hash{0};
};

Bound::Bound(AffineExpr expr)
    : node(std::make_shared<Node>(Kind::Affine, simplifyQuasiAffine(expr),
                                  SmallVector<Bound, 2>())) {}

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

/// Tiles of different shapes and places, one of them empty of keys: most
/// comparisons that do not hold fail on one of them.
static bool isRefuted(AffineExpr difference) {
  struct Sample {
    int64_t tile[kNumTileDims];
    int64_t numQueries, numKeys, offset, operand;
  };
  static constexpr Sample samples[] = {{{0, 1, 0, 1}, 1, 0, 0, 0},
                                       {{0, 1, 1000, 1064}, 2000, 5, 0, 7},
                                       {{3, 9, 5, 6}, 50, 100000, -3, -90},
                                       {{0, 2, -50, -20}, 60, 40, -60, 100},
                                       {{1, 4, 17, 300}, 283, 129, 17, 9999}};
  unsigned numSymbols = kFirstOperandSymbol;
  difference.walk([&](AffineExpr part) {
    if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
      numSymbols = std::max(numSymbols, symbol.getPosition() + 1);
  });
  return llvm::any_of(samples, [&](const Sample &sample) {
    SmallVector<int64_t> symbols = {sample.numQueries, sample.numKeys,
                                    sample.offset};
    for (unsigned i = kFirstOperandSymbol; i < numSymbols; ++i)
      symbols.push_back(sample.operand + 13 * i);
    return evaluateExpr(difference, sample.tile, symbols) < 0;
  });
}

/// True if `form` is a sum of what is not negative: h0, h1 - h0 - 1, q0 - off,
/// q1 - q0 - 1, nq and nk.
static bool isObviouslyNonNegative(LinearForm form) {
  if (llvm::any_of(form.terms, [](auto &entry) {
        return isa<AffineBinaryOpExpr>(entry.first);
      }))
    return false;
  AffineExpr h0, h1, q0, q1, nq, nk, off;
  bindDims(form.context, h0, h1, q0, q1);
  bindSymbols(form.context, nq, nk, off);
  auto eliminate = [&](AffineExpr term, AffineExpr smaller, int64_t gap) {
    int64_t factor = form.getCoefficient(term);
    if (factor <= 0)
      return;
    form.addTerm(term, -factor);
    form.addTerm(smaller, factor);
    form.constant += gap * factor;
  };
  eliminate(h1, h0, 1);
  eliminate(q1, q0, 1);
  eliminate(q0, off, 0);
  return form.constant >= 0 && llvm::all_of(form.terms, [&](auto &entry) {
           return entry.second > 0 &&
                  (entry.first == h0 || entry.first == nq || entry.first == nk);
         });
}

static bool isAlwaysLe(AffineExpr lhs, AffineExpr rhs) {
  LinearForm difference = LinearForm::get(rhs - lhs);
  if (std::optional<int64_t> low = difference.getRange().first)
    return *low >= 0;
  if (isRefuted(difference.getExpr()))
    return false;
  if (isObviouslyNonNegative(difference))
    return true;
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
  return Bound(std::make_shared<Node>(kind, AffineExpr(), std::move(kept)));
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
      Kind::Select, AffineExpr(),
      SmallVector<Bound, 2>{lhs, rhs, thenBound, elseBound}));
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
  return node->hash == other.node->hash && node->kind == other.node->kind &&
         node->expr == other.node->expr &&
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
