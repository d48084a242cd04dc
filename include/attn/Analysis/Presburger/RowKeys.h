//===- RowKeys.h - the keys of one row, exactly -----------------*- C++ -*-===//
//
// Idea. For known sizes the keys that row (h, q) sees are a union of intervals,
// once k is split into residue classes of the remainders that hold it. Counting
// pairs then costs a few divisions a row, whatever the number of keys.
//
// Example, 4 x 4, q - k >= 0 and (q - k) mod 2 == 0, with k = 2 t + r:
//
//   q\k 0 1 2 3     r = 0: q mod 2 == 0 and t <= q / 2
//    0  x . . .     r = 1: (q - 1) mod 2 == 0 and t <= (q - 1) / 2
//    1  . x . .     row 2: r = 0 gives t in [0, 2), r = 1 nothing: 2 keys
//    2  x . x .     all rows: 1 + 1 + 2 + 2 = 6 pairs of 16
//    3  . x . x
//
// Why not computeVolume of the Presburger library: it over-approximates, and
// takes no symbols.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_ANALYSIS_PRESBURGER_ROWKEYS_H
#define ATTN_ANALYSIS_PRESBURGER_ROWKEYS_H

#include "attn/Analysis/Presburger/Relation.h"

namespace mlir::attn {

/// Sizes with which rows can be counted.
struct ConcreteSizes {
  int64_t numHeads = 1, numQueries = 0, numKeys = 0, queryOffset = 0;
  SmallVector<int64_t, 2> operands;
};

/// The keys of each row of a relation. Making one costs as much as a few rows.
class RowKeys {
public:
  RowKeys(const Formula &relation, ConcreteSizes sizes);
  RowKeys(RowKeys &&);
  ~RowKeys();

  /// The number of keys that row (h, q) sees, q absolute.
  int64_t count(int64_t h, int64_t q) const;

  /// Half-open intervals of keys, ascending, not touching each other.
  SmallVector<std::pair<int64_t, int64_t>> getIntervals(int64_t h,
                                                        int64_t q) const;

  /// How many keys had to be tried one by one so far, because an atom could not
  /// be solved for them.
  uint64_t getNumTrials() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl;
};

/// The number of visible pairs over all heads; std::nullopt if that would try
/// more than `maxTrials` keys one by one.
std::optional<uint64_t> countPairs(const Formula &relation,
                                   const ConcreteSizes &sizes,
                                   uint64_t maxTrials = uint64_t(1) << 24);

/// Visible pairs by all pairs, 0 without any.
std::optional<double> getDensity(const Formula &relation,
                                 const ConcreteSizes &sizes,
                                 uint64_t maxTrials = uint64_t(1) << 24);

/// The rows of a relation that see nothing.
struct BlindRows {
  uint64_t count = 0;
  /// The first of them, if there is one: (h, q).
  std::optional<std::pair<int64_t, int64_t>> first;
};
std::optional<BlindRows> findBlindRows(const Formula &relation,
                                       const ConcreteSizes &sizes,
                                       uint64_t maxTrials = uint64_t(1) << 24);

/// How many tiles of `tileQueries` x `tileKeys` pairs (smaller at the ends)
/// hold no visible pair, only such, or both; over all heads.
struct TileCounts {
  uint64_t empty = 0, full = 0, partial = 0;
};
std::optional<TileCounts> countTiles(const Formula &relation,
                                     const ConcreteSizes &sizes,
                                     int64_t tileQueries, int64_t tileKeys,
                                     uint64_t maxTrials = uint64_t(1) << 24);

/// True if every row of the domain is sure to see a key as long as there is
/// one, for all sizes that `domain` leaves open. False is no proof of the
/// opposite.
bool seesSomethingInEveryRow(const Formula &relation,
                             const RelationDomain &domain = {},
                             const QueryBudget &budget = {});

} // namespace mlir::attn

#endif // ATTN_ANALYSIS_PRESBURGER_ROWKEYS_H
