//===- Relation.h - questions to a pattern ----------------------*- C++ -*-===//
//
// Idea. Every question about patterns that a compiler asks ("is this tile
// empty", "is it full", "are these the same", "is this one inside that one")
// is "has this formula a point", because negation is an operation on formulas:
// A is inside B if A and not B has none.
//
// Example, 4 x 4, causal, tiles of 2 x 2:  q\k 0 1 2 3
//   tile (0, 1): q <= 1, k >= 2, q >= k     0  x . | . .
//     has no point: empty                   1  x x | . .
//   tile (1, 0): q >= 2, k <= 1, q < k         ----+----
//     has no point: full                    2  x x | x .
//   tile (0, 0): both have one: partial     3  x x | x x
//
// Points are found by branching on disjunctions. At every node the atoms taken
// so far are one conjunction, of which MLIR's Presburger library is asked for
// an integer sample. No sample: the node is done. A sample that satisfies the
// disjunctions still open: the formula has a point. Else a disjunction that the
// sample violates is split.
//
// Why not PresburgerSet::complement, subtract, isEqual, isSubsetOf: see
// Formula.h. Conjunctions and samples are the part of that library that is
// sound, whatever the order of the divisions; divisions still come first here.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_ANALYSIS_PRESBURGER_RELATION_H
#define ATTN_ANALYSIS_PRESBURGER_RELATION_H

#include "attn/Analysis/Presburger/Formula.h"

namespace mlir::attn {

/// The sizes of the domain: 0 <= h < H, offset <= q < offset + Nq,
/// 0 <= k < Nk. What is not known stays symbolic, H unbounded. The offset, and
/// with it q, may be negative.
struct RelationDomain {
  std::optional<int64_t> numHeads, numQueries, numKeys, queryOffset;
  SmallVector<std::optional<int64_t>, 2> operands;

  /// `relation` inside the domain, known sizes substituted.
  Formula restrict(const Formula &relation) const;

  /// `relation` with known sizes substituted, not restricted.
  Formula substitute(const Formula &relation) const;
};

/// A point (h, q, k) and the values of the symbols for which it is one.
struct RelationPoint {
  SmallVector<int64_t> dims, symbols;
};

/// How much work a question may cost: the number of conjunctions whose
/// emptiness is decided, and the number of variables that one may have.
struct QueryBudget {
  unsigned maxSets = 256;
  unsigned maxVariables = 48;
};

/// True if no values of dimensions and symbols satisfy `formula`, std::nullopt
/// if the budget did not suffice. A point is written to `example` if there is
/// one.
std::optional<bool> isEmpty(const Formula &formula,
                            const QueryBudget &budget = {},
                            RelationPoint *example = nullptr);

/// A half-open box of heads, queries (absolute) and keys.
struct RelationTile {
  int64_t headBegin, headEnd, queryBegin, queryEnd, keyBegin, keyEnd;

  Formula getFormula(MLIRContext *context) const;
};

enum class TileVerdict { Empty, Full, Partial };

/// A pattern in a domain.
class Relation {
public:
  explicit Relation(Formula formula, RelationDomain domain = {},
                    QueryBudget budget = {})
      : formula(std::move(formula)), domain(std::move(domain)), budget(budget) {
  }

  const Formula &getFormula() const { return formula; }
  const RelationDomain &getDomain() const { return domain; }

  /// The pairs of the domain that this relation does not have.
  Relation getComplement() const { return Relation(!formula, domain, budget); }

  /// Questions about all pairs in the domain, for all values of what is
  /// symbolic. std::nullopt: the budget did not suffice.
  std::optional<bool> isEmpty(RelationPoint *example = nullptr) const;
  std::optional<bool> isFull(RelationPoint *missing = nullptr) const;
  std::optional<bool> isSubsetOf(const Formula &other,
                                 RelationPoint *example = nullptr) const;
  std::optional<bool> isEqualTo(const Formula &other,
                                RelationPoint *difference = nullptr) const;

  /// The verdict on a tile; pairs outside the domain do not count. Partial
  /// where the budget did not suffice. Empty for a tile without pairs.
  TileVerdict classify(const RelationTile &tile) const;

  /// The same for a box given by a formula, which may use symbols: Empty and
  /// Full hold for all their values.
  TileVerdict classify(const Formula &box) const;

private:
  Formula formula;
  RelationDomain domain;
  QueryBudget budget;
};

} // namespace mlir::attn

#endif // ATTN_ANALYSIS_PRESBURGER_RELATION_H
