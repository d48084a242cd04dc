//===- AtomBounds.h - what one atom says about keys -------------*- C++ -*-===//
//
// An atom e >= 0 is solved for k, first for one row, then for the rows of a
// tile. Two readings differ in which way they err: Touched asks for what some
// row of the tile may see, Full for what every row is sure to see.
//
//   k <= q:  one row k < q + 1,  Touched k < q1,  Full k < q0 + 1
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_ANALYSIS_PRESBURGER_ATOMBOUNDS_H
#define ATTN_LIB_ANALYSIS_PRESBURGER_ATOMBOUNDS_H

#include "attn/Analysis/Presburger/KeyRanges.h"

namespace mlir::attn {

enum class Reading { Touched, Full };

/// A range of keys: max(lowers) <= k < min(uppers), if all conditions are >= 0.
struct KeyInterval {
  SmallVector<Bound, 2> lowers, uppers, conditions;
  /// No key: the Full reading of what cannot be solved.
  bool never = false;
};

/// Narrows `interval` by `atom` (Ge or Eq) over the rows of a tile.
void addAtom(KeyInterval &interval, const Formula &atom, Reading reading);

/// A bound that is >= 0 if `formula`, which does not depend on k, holds in some
/// row of the tile (Touched, may err upwards) or in all (Full, downwards).
Bound getCondition(const Formula &formula, Reading reading);

} // namespace mlir::attn

#endif // ATTN_LIB_ANALYSIS_PRESBURGER_ATOMBOUNDS_H
