//===- KeyRanges.h - which keys a tile of queries visits --------*- C++ -*-===//
//
// Idea. A tile holds the rows h in [h0, h1), q in [q0, q1). The keys that some
// row of it sees lie in a few disjoint ranges, `touched`; inside each there is
// a range `full` of keys that all rows see. Both are closed forms in the tile's
// corners and the relation's symbols, so that one generated loop nest visits
// exactly the tiles it must and needs no predicate in most of them.
//
// Example, 4 x 4, union(sink<1>, window<1, 0>), rows q in [2, 4):
//
//   q\k 0 1 2 3     two pieces:
//    2  x x x .       touched [0, 1), full [0, 1)
//    3  x . x x       touched [max(q0 - 1, 1), min(q1, nk)) = [1, 4),
//                     full [q1 - 2, q0 + 1) = [2, 3)
//
// Bounds are read off the atoms: an atom of the form c * k + e >= 0, where k
// may be inside floordivs, bounds the keys of one row; over the rows of a tile
// e is largest and smallest at the tile's corners as long as it is monotone,
// and interval arithmetic bounds it if not. Remainders that hold k are replaced
// by the end of [0, m) that keeps the answer safe, so a dilated pattern gives
// its band and no full keys.
//
// Why not symbolic lexmin and lexmax of k: they give the hull of a union, not
// its pieces, nothing about full keys, answers in as many cases as there are
// residues, and on a flattened grid they do not end.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_ANALYSIS_PRESBURGER_KEYRANGES_H
#define ATTN_ANALYSIS_PRESBURGER_KEYRANGES_H

#include "attn/Analysis/Presburger/Relation.h"

namespace mlir::attn {

/// Positions of a tile's corners, the dimensions of a bound. The symbols are
/// those of the relation.
enum TileDim : unsigned {
  kHeadBeginDim = 0,
  kHeadEndDim = 1,
  kQueryBeginDim = 2,
  kQueryEndDim = 3
};
constexpr unsigned kNumTileDims = 4;

/// An immutable piecewise quasi-affine expression over a tile's corners.
class Bound {
public:
  enum class Kind { Affine, Max, Min, Select };

  /*implicit*/ Bound(AffineExpr expr);
  /// The least and greatest of at least one bound. Nested ones are flattened,
  /// those that others dominate in every tile are dropped.
  static Bound max(ArrayRef<Bound> operands);
  static Bound min(ArrayRef<Bound> operands);

  /// `lhs` <= `rhs` ? `thenBound` : `elseBound`.
  static Bound select(const Bound &lhs, const Bound &rhs,
                      const Bound &thenBound, const Bound &elseBound);

  Kind getKind() const;
  AffineExpr getExpr() const;
  /// The operands of Max and Min; lhs, rhs, then, else of Select.
  ArrayRef<Bound> getOperands() const;
  /// Equal for copies of one bound: a key for caches.
  const void *getId() const { return node.get(); }

  bool operator==(const Bound &other) const;
  bool operator!=(const Bound &other) const { return !(*this == other); }

  int64_t evaluate(ArrayRef<int64_t> tile, ArrayRef<int64_t> symbols) const;
  /// Prints with the names h0, h1, q0, q1, nq, nk, off, p0..
  void print(raw_ostream &os) const;

private:
  struct Node;
  explicit Bound(std::shared_ptr<const Node> node) : node(std::move(node)) {}
  static Bound getNary(Kind kind, ArrayRef<Bound> operands);

  std::shared_ptr<const Node> node;
};

/// True if `lhs` <= `rhs` can be shown for every tile with at least one row.
bool isAlwaysLe(const Bound &lhs, const Bound &rhs);

/// One range of keys. In every tile with at least one row
/// 0 <= lo <= fullLo <= fullHi <= hi <= nk, half-open.
struct KeyPiece {
  Bound lo, hi;
  Bound fullLo, fullHi;
  /// False if fullLo == fullHi in every tile.
  bool hasFull;
};

/// The pieces of a tile: disjoint, ascending in every tile; together they hold
/// every key that a row of the tile sees.
struct KeyRanges {
  /// The values of one piece.
  struct Range {
    int64_t lo, hi, fullLo, fullHi;
  };

  SmallVector<KeyPiece, 2> pieces;

  /// `tile` is (h0, h1, q0, q1) and has at least one row.
  SmallVector<Range> evaluate(ArrayRef<int64_t> tile,
                              ArrayRef<int64_t> symbols) const;
  void print(raw_ostream &os) const;
  std::string str() const;
};

struct KeyRangeOptions {
  /// A relation with more pieces is described by one hull.
  unsigned maxPieces = 4;
  /// Of each question that prunes pieces; they are many.
  QueryBudget budget = {/*maxSets=*/32, /*maxVariables=*/12};
};

/// The key ranges of `relation` for any tile of its domain.
KeyRanges getKeyRanges(const Formula &relation,
                       const KeyRangeOptions &options = {});

} // namespace mlir::attn

#endif // ATTN_ANALYSIS_PRESBURGER_KEYRANGES_H
