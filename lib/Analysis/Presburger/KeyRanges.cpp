//===- KeyRanges.cpp - which keys a tile of queries visits ----------------===//

#include "attn/Analysis/Presburger/KeyRanges.h"

#include "AtomBounds.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// One piece
//===----------------------------------------------------------------------===//

namespace {
/// A clipped range: 0 <= lo <= hi <= nk in every tile. `never`: lo == hi.
struct ClippedRange {
  Bound lo, hi;
  bool never;
};
} // namespace

static Bound getZero(MLIRContext *context) {
  return getAffineConstantExpr(0, context);
}

static Bound getNumKeys(MLIRContext *context) {
  return getAffineSymbolExpr(kNumKeysSymbol, context);
}

static ClippedRange clip(const KeyInterval &interval, MLIRContext *context) {
  Bound zero = getZero(context), numKeys = getNumKeys(context);
  if (interval.never)
    return {zero, zero, true};
  SmallVector<Bound> lowers = {zero}, uppers = {numKeys};
  llvm::append_range(lowers, interval.lowers);
  llvm::append_range(uppers, interval.uppers);
  Bound lo = Bound::min({numKeys, Bound::max(lowers)});
  Bound hi = Bound::max({lo, Bound::min(uppers)});
  for (const Bound &condition : interval.conditions)
    hi = Bound::select(zero, condition, hi, lo);
  return {lo, hi, hi == lo};
}

static void addFormula(KeyInterval &interval, const Formula &formula,
                       Reading reading);

/// The hull of what some disjunct allows: all of their touched keys.
static ClippedRange getHull(ArrayRef<ClippedRange> ranges,
                            MLIRContext *context) {
  Bound zero = getZero(context), numKeys = getNumKeys(context);
  SmallVector<Bound> lows, highs;
  const Bound &firstLo = ranges.front().lo;
  bool sameLo = llvm::all_of(
      ranges, [&](const ClippedRange &range) { return range.lo == firstLo; });
  for (const ClippedRange &range : ranges) {
    if (range.never)
      continue;
    // An empty range must not widen the hull.
    lows.push_back(sameLo
                       ? range.lo
                       : Bound::select(range.hi, range.lo, numKeys, range.lo));
    highs.push_back(sameLo ? range.hi
                           : Bound::select(range.hi, range.lo, zero, range.hi));
  }
  if (lows.empty())
    return {zero, zero, true};
  return {Bound::min(lows), Bound::max(highs), false};
}

/// Keys that all rows see by one and the same disjunct.
static ClippedRange getCommon(ArrayRef<ClippedRange> ranges,
                              MLIRContext *context) {
  std::optional<ClippedRange> common;
  for (const ClippedRange &range : llvm::reverse(ranges)) {
    if (range.never)
      continue;
    if (!common) {
      common = range;
    } else if (common->lo == range.lo) {
      common->hi = Bound::max({range.hi, common->hi});
    } else {
      Bound hi = Bound::select(range.hi, range.lo, common->hi, range.hi);
      common->lo = Bound::select(range.hi, range.lo, common->lo, range.lo);
      common->hi = hi;
    }
  }
  Bound zero = getZero(context);
  return common ? *common : ClippedRange{zero, zero, true};
}

static void addDisjunction(KeyInterval &interval, ArrayRef<Formula> operands,
                           Reading reading) {
  MLIRContext *context = operands.front().getContext();
  SmallVector<ClippedRange> ranges =
      llvm::map_to_vector(operands, [&](const Formula &operand) {
        KeyInterval part;
        addFormula(part, operand, reading);
        return clip(part, context);
      });
  ClippedRange range = reading == Reading::Touched ? getHull(ranges, context)
                                                   : getCommon(ranges, context);
  interval.never |= range.never;
  interval.lowers.push_back(range.lo);
  interval.uppers.push_back(range.hi);
}

static void addFormula(KeyInterval &interval, const Formula &formula,
                       Reading reading) {
  if (!formula.isFunctionOfDim(kKeyDim)) {
    if (formula.isFalse())
      interval.never = true;
    else if (!formula.isTrue())
      interval.conditions.push_back(getCondition(formula, reading));
    return;
  }
  switch (formula.getKind()) {
  case Formula::Kind::And:
    for (const Formula &operand : formula.getOperands())
      addFormula(interval, operand, reading);
    return;
  case Formula::Kind::Or:
    return addDisjunction(interval, formula.getOperands(), reading);
  case Formula::Kind::Ne: {
    AffineExpr expr = formula.getExpr();
    return addDisjunction(
        interval, {Formula::ge(expr - 1), Formula::ge(-expr - 1)}, reading);
  }
  default:
    return addAtom(interval, formula, reading);
  }
}

static KeyPiece getPiece(const Formula &formula) {
  MLIRContext *context = formula.getContext();
  KeyInterval touched, full;
  addFormula(touched, formula, Reading::Touched);
  addFormula(full, formula, Reading::Full);
  ClippedRange outer = clip(touched, context), inner = clip(full, context);
  if (inner.never)
    return {outer.lo, outer.hi, outer.lo, outer.lo, false};
  return {outer.lo, outer.hi, inner.lo, inner.hi, true};
}

//===----------------------------------------------------------------------===//
// Disjuncts
//===----------------------------------------------------------------------===//

static bool hasKeyRemainder(AffineExpr expr) {
  bool found = false;
  expr.walk([&](AffineExpr part) {
    found |=
        part.getKind() == AffineExprKind::Mod && part.isFunctionOfDim(kKeyDim);
  });
  return found;
}

/// The disjuncts of `formula`, as long as there are at most `limit`; a part
/// that would exceed it stays whole, as do choices that k has no part in.
static SmallVector<Formula> getDisjuncts(const Formula &formula, size_t limit) {
  if (!formula.isFunctionOfDim(kKeyDim))
    return {formula};
  if (formula.getKind() == Formula::Kind::Ne) {
    AffineExpr expr = formula.getExpr();
    if (limit < 2 || hasKeyRemainder(expr))
      return {formula};
    return {Formula::ge(expr - 1), Formula::ge(-expr - 1)};
  }
  if (formula.getKind() == Formula::Kind::Or) {
    SmallVector<Formula> all;
    for (const Formula &operand : formula.getOperands())
      llvm::append_range(all, getDisjuncts(operand, limit));
    return all.size() <= limit ? all : SmallVector<Formula>{formula};
  }
  if (formula.getKind() != Formula::Kind::And)
    return {formula};
  SmallVector<Formula> product = {Formula::getTrue(formula.getContext())};
  for (const Formula &operand : formula.getOperands()) {
    SmallVector<Formula> factors =
        getDisjuncts(operand, limit / product.size());
    SmallVector<Formula> next;
    for (const Formula &left : product)
      for (const Formula &right : factors)
        next.push_back(left & right);
    product = std::move(next);
  }
  return product;
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

/// Drops disjuncts without points and those inside another one.
static void prune(SmallVectorImpl<Formula> &disjuncts,
                  const QueryBudget &budget) {
  // A point of each tells most of those apart that are not inside another.
  struct Kept {
    Formula formula;
    RelationPoint point;
  };
  RelationDomain domain;
  SmallVector<Kept> kept;
  unsigned numSymbols = getNumSymbols(Formula::disj(disjuncts));
  auto isInside = [&](const Kept &inner, const Formula &outer) {
    // Without a point the budget did not suffice, nor would it here.
    return !inner.point.dims.empty() &&
           outer.evaluate(inner.point.dims, inner.point.symbols) &&
           Relation(inner.formula, domain, budget)
               .isSubsetOf(outer)
               .value_or(false);
  };
  for (const Formula &formula : disjuncts) {
    Kept candidate{formula, {}};
    if (Relation(formula, domain, budget)
            .isEmpty(&candidate.point)
            .value_or(false))
      continue;
    candidate.point.symbols.resize(numSymbols, 0);
    if (llvm::any_of(kept, [&](const Kept &other) {
          return isInside(candidate, other.formula);
        }))
      continue;
    llvm::erase_if(
        kept, [&](const Kept &other) { return isInside(other, formula); });
    kept.push_back(std::move(candidate));
  }
  disjuncts.clear();
  for (const Kept &disjunct : kept)
    disjuncts.push_back(disjunct.formula);
}

/// The atoms of a disjunct about the head alone.
static Formula getHeadCondition(const Formula &disjunct) {
  SmallVector<Formula> parts = {Formula::getTrue(disjunct.getContext())};
  auto consider = [&](const Formula &part) {
    if (!part.isFunctionOfDim(kQueryDim) && !part.isFunctionOfDim(kKeyDim))
      parts.push_back(part);
  };
  if (disjunct.getKind() == Formula::Kind::And)
    llvm::for_each(disjunct.getOperands(), consider);
  else
    consider(disjunct);
  return Formula::conj(parts);
}

/// Joins disjuncts about different heads: a tile has use for one of them, and
/// their hull is as tight as each where a tile has one head.
static void joinExclusive(SmallVectorImpl<Formula> &disjuncts,
                          const QueryBudget &budget) {
  SmallVector<SmallVector<Formula>> groups;
  for (const Formula &disjunct : disjuncts) {
    Formula condition = getHeadCondition(disjunct);
    auto *group = llvm::find_if(groups, [&](ArrayRef<Formula> members) {
      return !condition.isTrue() &&
             llvm::all_of(members, [&](const Formula &member) {
               Formula other = getHeadCondition(member);
               return !other.isTrue() &&
                      Relation(condition & other, {}, budget)
                          .isEmpty()
                          .value_or(false);
             });
    });
    if (group == groups.end())
      groups.push_back({disjunct});
    else
      group->push_back(disjunct);
  }
  disjuncts.clear();
  for (ArrayRef<Formula> group : groups)
    disjuncts.push_back(Formula::disj(group));
}

//===----------------------------------------------------------------------===//
// All pieces
//===----------------------------------------------------------------------===//

/// Joins pieces that begin at the same key: their union is one range.
static bool join(KeyPiece &piece, const KeyPiece &other) {
  bool sameFull =
      piece.hasFull && other.hasFull ? piece.fullLo == other.fullLo : true;
  if (piece.lo != other.lo || !sameFull)
    return false;
  piece.hi = Bound::max({piece.hi, other.hi});
  if (!piece.hasFull) {
    piece.fullLo = other.fullLo;
    piece.fullHi = other.fullHi;
  } else if (other.hasFull) {
    piece.fullHi = Bound::max({piece.fullHi, other.fullHi});
  }
  piece.hasFull |= other.hasFull;
  return true;
}

static void joinSameBegin(SmallVectorImpl<KeyPiece> &pieces) {
  SmallVector<KeyPiece> joined;
  for (const KeyPiece &piece : pieces)
    if (llvm::none_of(joined,
                      [&](KeyPiece &other) { return join(other, piece); }))
      joined.push_back(piece);
  pieces.assign(joined.begin(), joined.end());
}

static KeyPiece selectPiece(const Bound &lhs, const Bound &rhs,
                            const KeyPiece &a, const KeyPiece &b) {
  return {Bound::select(lhs, rhs, a.lo, b.lo),
          Bound::select(lhs, rhs, a.hi, b.hi),
          Bound::select(lhs, rhs, a.fullLo, b.fullLo),
          Bound::select(lhs, rhs, a.fullHi, b.fullHi), a.hasFull || b.hasFull};
}

/// Orders pieces by where they begin: what is known is ordered here, the rest
/// by selections at run time, as in a sorting network.
static void orderPieces(SmallVectorImpl<KeyPiece> &pieces) {
  for (size_t i = 1; i < pieces.size(); ++i) {
    for (size_t j = i; j > 0; --j) {
      KeyPiece &left = pieces[j - 1], &right = pieces[j];
      if (isAlwaysLe(left.lo, right.lo))
        continue;
      if (isAlwaysLe(right.lo, left.lo)) {
        std::swap(left, right);
        continue;
      }
      Bound leftLo = left.lo, rightLo = right.lo;
      KeyPiece first = selectPiece(leftLo, rightLo, left, right);
      right = selectPiece(leftLo, rightLo, right, left);
      left = first;
      left.lo = Bound::min({leftLo, rightLo});
      right.lo = Bound::max({leftLo, rightLo});
    }
  }
}

/// Makes ascending pieces disjoint and puts full ranges inside.
static void separate(SmallVectorImpl<KeyPiece> &pieces) {
  SmallVector<KeyPiece> kept;
  for (KeyPiece piece : pieces) {
    if (!kept.empty()) {
      const Bound &end = kept.back().hi;
      if (isAlwaysLe(piece.hi, end))
        continue;
      piece.lo = Bound::max({piece.lo, end});
      piece.hi = Bound::max({piece.lo, piece.hi});
    }
    if (piece.hasFull) {
      piece.fullLo =
          Bound::min({piece.hi, Bound::max({piece.lo, piece.fullLo})});
      piece.fullHi =
          Bound::min({piece.hi, Bound::max({piece.fullLo, piece.fullHi})});
      piece.hasFull = !isAlwaysLe(piece.fullHi, piece.fullLo);
    }
    if (!piece.hasFull)
      piece.fullLo = piece.fullHi = piece.lo;
    kept.push_back(piece);
  }
  pieces.assign(kept.begin(), kept.end());
}

KeyRanges attn::getKeyRanges(const Formula &relation,
                             const KeyRangeOptions &options) {
  // More disjuncts than pieces, because some of them are pruned and joined.
  constexpr size_t disjunctsPerPiece = 4;
  SmallVector<Formula> disjuncts =
      getDisjuncts(relation, disjunctsPerPiece * options.maxPieces);
  prune(disjuncts, options.budget);
  joinExclusive(disjuncts, options.budget);

  KeyRanges ranges;
  for (const Formula &disjunct : disjuncts)
    ranges.pieces.push_back(getPiece(disjunct));
  joinSameBegin(ranges.pieces);
  if (ranges.pieces.size() > options.maxPieces)
    ranges.pieces = {getPiece(relation)};
  orderPieces(ranges.pieces);
  separate(ranges.pieces);
  return ranges;
}

//===----------------------------------------------------------------------===//
// Access
//===----------------------------------------------------------------------===//

SmallVector<KeyRanges::Range>
KeyRanges::evaluate(ArrayRef<int64_t> tile, ArrayRef<int64_t> symbols) const {
  return llvm::map_to_vector(pieces, [&](const KeyPiece &piece) {
    return Range{piece.lo.evaluate(tile, symbols),
                 piece.hi.evaluate(tile, symbols),
                 piece.fullLo.evaluate(tile, symbols),
                 piece.fullHi.evaluate(tile, symbols)};
  });
}

void KeyRanges::print(raw_ostream &os) const {
  for (const KeyPiece &piece : pieces) {
    os << "touched [";
    piece.lo.print(os);
    os << ", ";
    piece.hi.print(os);
    os << ")";
    if (piece.hasFull) {
      os << " full [";
      piece.fullLo.print(os);
      os << ", ";
      piece.fullHi.print(os);
      os << ")";
    }
    os << "\n";
  }
}

std::string KeyRanges::str() const {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(os);
  return text;
}
