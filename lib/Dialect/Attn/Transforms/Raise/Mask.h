//===- Mask.h - the visible pairs in a score expression ---------*- C++ -*-===//
//
// A graph masks by numbers: select(c, s, -inf), s + select(c, 0, -inf),
// s + (1 - c) * finfo.min. Where c is a set of (h, q, k), the mask leaves the
// score and becomes the pattern; what depends on data stays code.
//
// Meaning is kept as follows. -inf excludes a pair exactly as a pattern does,
// save that a row without any pair was NaN and becomes 0. A finite sentinel
// excludes a pair only beside larger scores, and a row of sentinels alone is
// uniform: it becomes a pattern if every row is sure to see something, or with
// empty_rows(uniform) if it is the only mask and absorbs what it is added to.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_MASK_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_MASK_H

#include "AttentionMatch.h"

namespace mlir::attn {

/// Moves masks that are sets from `match.score` to `match.pattern`; those of a
/// finite sentinel only where `allowFinite`.
void extractMask(AttentionMatch &match, bool allowFinite = true);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_MASK_H
