//===- BoxVerdict.h - a verdict on a box at run time ------------*- C++ -*-===//
//
// Idea. Key ranges describe a few intervals; the keys that a tile of a grid
// sees are many short runs. There a loop over blocks of keys asks about each
// block, by interval arithmetic over the formula: every expression has a least
// and a greatest value in a box, and a remainder is exact as long as the box
// does not wrap around.
//
// Example: rows of 8 keys, the query at row 2, |row - k floordiv 8| <= 1. The
// keys [24, 32) have k floordiv 8 in [3, 3]: full. The keys [28, 36) have it in
// [3, 4]: partial. The keys [32, 40): empty.
//
// One walk over the formula serves numbers and IR, so that what was estimated
// is what runs.
//
// Why not Relation::classify: it is exact, but a search of a millisecond at
// compile time; this is some arithmetic at run time, for any sizes, and errs
// towards partial.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_ANALYSIS_PRESBURGER_BOXVERDICT_H
#define ATTN_ANALYSIS_PRESBURGER_BOXVERDICT_H

#include "attn/Analysis/Presburger/KeyRanges.h"
#include "attn/Analysis/Presburger/RowKeys.h"
#include "mlir/IR/Builders.h"

namespace mlir::attn {

/// The verdict on a box with at least one pair. Empty and Full are sure.
TileVerdict judgeBox(const Formula &formula, const RelationTile &box,
                     ArrayRef<int64_t> symbols);

/// What is known of a box at run time: `touched` is false only if it has no
/// pair of the relation, `full` true only if all are in it. Both i1.
struct EmittedVerdict {
  Value touched, full;
};

/// Emits the verdict on the box `corners` (h0, h1, q0, q1, k0, k1), half-open,
/// of type index as are `symbols`.
EmittedVerdict emitBoxVerdict(OpBuilder &builder, Location loc,
                              const Formula &formula, ValueRange corners,
                              ValueRange symbols);

/// How many keys the tiles of `tileRows` queries visit, a mean over some tiles:
/// by `ranges`, which are the relation's, and if blocks of `blockKeys` in these
/// are judged. Keys for which the predicate is asked count for more than one.
struct KeyWork {
  double byRanges = 0, byBlocks = 0;
};
KeyWork estimateKeyWork(const Formula &relation, const KeyRanges &ranges,
                        const ConcreteSizes &sizes, int64_t tileRows,
                        int64_t blockKeys);

} // namespace mlir::attn

#endif // ATTN_ANALYSIS_PRESBURGER_BOXVERDICT_H
