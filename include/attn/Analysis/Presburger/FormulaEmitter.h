//===- FormulaEmitter.h - formulas and bounds as IR -------------*- C++ -*-===//
//
// Idea. A pattern's predicate is evaluated for one pair, or for one pair a
// lane: any of h, q, k may be an index scalar or a vector, and what does not
// depend on a vector stays scalar until it meets one.
//
// Example: causal, q - k >= 0, with q a vector<16xi32> and k an index, becomes
//   %k32 = arith.index_cast %k : index to i32
//   %kv = vector.broadcast %k32 : i32 to vector<16xi32>
//   %mask = arith.cmpi sge, %q, %kv : vector<16xi32>
// one comparison for 16 pairs, where k - q + 64 >= 0 adds 64 to the scalar.
//
// Why not affine.apply and its expansion: it knows scalars of type index only,
// and divides where a shift or a mask would do.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_ANALYSIS_PRESBURGER_FORMULAEMITTER_H
#define ATTN_ANALYSIS_PRESBURGER_FORMULAEMITTER_H

#include "attn/Analysis/Presburger/KeyRanges.h"
#include "mlir/IR/Builders.h"

namespace mlir::attn {

/// Emits `formula` at the builder's insertion point. `dims` are h, q, k: each
/// an index, or a vector of index or i32; all vectors have one type. `symbols`
/// are of type index. Values that the formula does not use may be null. The
/// caller guarantees that h, k and the lengths are not negative and, for a
/// vector of i32, `fitsLanesOf32Bits`; uniform parts may have any size: they
/// are computed in 64 bits and saturate where they meet such a vector.
/// Returns an i1, or a vector of i1 if the formula uses a vector.
Value emitFormula(OpBuilder &builder, Location loc, const Formula &formula,
                  ValueRange dims, ValueRange symbols);

/// Whether what varies with `dim` fits in 32 bits wherever lengths are below
/// 2^29 and q_offset is between -2^29 and 2^29: no large coefficients, and no
/// value of the user's in a division. Then lanes of i32 decide as integers
/// without a bound would.
bool fitsLanesOf32Bits(const Formula &formula, unsigned dim);

/// The same for an expression: an index, or a vector of the vectors' type.
Value emitExpr(OpBuilder &builder, Location loc, AffineExpr expr,
               ValueRange dims, ValueRange symbols);

/// The values of one piece, of type index. The full ones are null where the
/// piece has no full range.
struct EmittedKeyPiece {
  Value lo, hi, fullLo, fullHi;
};

/// Emits the bounds of all pieces; what they share is emitted once. `tile` is
/// (h0, h1, q0, q1) with at least one row, `symbols` those of the relation, all
/// of type index.
SmallVector<EmittedKeyPiece> emitKeyRanges(OpBuilder &builder, Location loc,
                                           const KeyRanges &ranges,
                                           ValueRange tile, ValueRange symbols);

/// Emits one bound.
Value emitBound(OpBuilder &builder, Location loc, const Bound &bound,
                ValueRange tile, ValueRange symbols);

} // namespace mlir::attn

#endif // ATTN_ANALYSIS_PRESBURGER_FORMULAEMITTER_H
