//===- RandomFormula.h - seeded random patterns -----------------*- C++ -*-===//

#ifndef ATTN_TEST_UNIT_RANDOMFORMULA_H
#define ATTN_TEST_UNIT_RANDOMFORMULA_H

#include "attn/Analysis/Presburger/Relation.h"

#include <random>

namespace mlir::attn::test {

/// How many random formulas a property is tested on: the flag --formulas.
extern unsigned numFormulas;

/// Draws expressions and formulas over (h, q, k), nq, nk, off and one operand.
/// Equal seeds give equal sequences on every platform: no std distribution.
class RandomFormula {
public:
  RandomFormula(MLIRContext *context, uint64_t seed)
      : context(context), engine(seed) {}

  int64_t pick(int64_t low, int64_t high) {
    return low + int64_t(engine() % uint64_t(high - low + 1));
  }

  bool chance(unsigned percent) { return pick(0, 99) < int64_t(percent); }

  AffineExpr drawLeaf() {
    switch (pick(0, 9)) {
    case 0:
      return getAffineDimExpr(kHeadDim, context);
    case 1:
    case 2:
    case 3:
      return getAffineDimExpr(kQueryDim, context);
    case 4:
    case 5:
    case 6:
    case 7:
      return getAffineDimExpr(kKeyDim, context);
    case 8:
      return getAffineSymbolExpr(pick(0, 2), context);
    default:
      return getAffineSymbolExpr(kFirstOperandSymbol, context);
    }
  }

  /// A sum of up to three terms, some of them divided again.
  AffineExpr drawExpr(unsigned depth) {
    AffineExpr expr = getAffineConstantExpr(pick(-6, 6), context);
    for (int64_t i = 0, n = pick(1, 3); i < n; ++i) {
      int64_t factor = chance(60) ? (chance(50) ? 1 : -1) : pick(-3, 3);
      AffineExpr term = drawLeaf();
      if (depth > 0 && chance(35)) {
        term = drawExpr(depth - 1);
        int64_t divisor = pick(2, 6);
        switch (pick(0, 2)) {
        case 0:
          term = term % divisor;
          break;
        case 1:
          term = term.floorDiv(divisor);
          break;
        default:
          term = term.ceilDiv(divisor);
        }
      }
      expr = expr + term * factor;
    }
    return expr;
  }

  /// An atom as patterns in use have them.
  Formula drawFamiliarAtom() {
    AffineExpr h, q, k, p0;
    bindDims(context, h, q, k);
    p0 = getAffineSymbolExpr(kFirstOperandSymbol, context);
    int64_t m = pick(2, 5);
    switch (pick(0, 7)) {
    case 0:
      return Formula::ge(q - k + pick(-2, 2));
    case 1:
      return Formula::ge(k - q + (chance(50) ? p0 : p0 * 0) + pick(0, 5));
    case 2:
      return Formula::ge(pick(0, 4) - k);
    case 3:
      return Formula::eq((q - k) % m - pick(0, m - 1));
    case 4:
      return Formula::eq(q.floorDiv(m) - k.floorDiv(m));
    case 5:
      return Formula::ge(q.floorDiv(m) - k.floorDiv(m) + pick(-1, 1));
    case 6:
      return Formula::eq(h % 2 - pick(0, 1));
    default:
      return Formula::eq(k % m - pick(0, m - 1));
    }
  }

  Formula drawAtom() {
    if (chance(50))
      return drawFamiliarAtom();
    AffineExpr expr = drawExpr(2);
    switch (pick(0, 3)) {
    case 0:
      return Formula::eq(expr);
    case 1:
      return Formula::ne(expr);
    default:
      return Formula::ge(expr);
    }
  }

  Formula draw(unsigned depth) {
    if (depth == 0 || chance(25))
      return drawAtom();
    SmallVector<Formula> operands;
    for (int64_t i = 0, n = pick(2, 3); i < n; ++i)
      operands.push_back(draw(depth - 1));
    Formula formula =
        chance(55) ? Formula::conj(operands) : Formula::disj(operands);
    return chance(25) ? !formula : formula;
  }

private:
  MLIRContext *context;
  std::mt19937_64 engine;
};

/// Small concrete sizes, and their symbols.
struct SmallDomain {
  int64_t numHeads, numQueries, numKeys, queryOffset, operand;

  static SmallDomain draw(RandomFormula &random) {
    return {random.pick(1, 2), random.pick(1, 9), random.pick(1, 12),
            random.chance(40) ? 0 : random.pick(-7, 5), random.pick(-2, 6)};
  }

  SmallVector<int64_t> getSymbols() const {
    return {numQueries, numKeys, queryOffset, operand};
  }

  RelationDomain getDomain() const {
    return {numHeads, numQueries, numKeys, queryOffset, {operand}};
  }

  /// Calls `visit` with (h, q, k) for all pairs.
  void forEach(function_ref<void(int64_t, int64_t, int64_t)> visit) const {
    for (int64_t h = 0; h < numHeads; ++h)
      for (int64_t q = queryOffset; q < queryOffset + numQueries; ++q)
        for (int64_t k = 0; k < numKeys; ++k)
          visit(h, q, k);
  }
};

} // namespace mlir::attn::test

#endif // ATTN_TEST_UNIT_RANDOMFORMULA_H
