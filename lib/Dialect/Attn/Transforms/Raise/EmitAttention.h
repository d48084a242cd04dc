//===- EmitAttention.h - a match becomes attn.attention ---------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_EMITATTENTION_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_EMITATTENTION_H

#include "AttentionMatch.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {

/// An operand or the output, with its map and the dimensions of a default one.
struct MappedOperand {
  Type type;
  AffineMap map;
  Dim row, inner;
};

/// The maps of `operands`, null where each has the default map of its rank.
ArrayAttr getMapsClause(OpBuilder &builder, ArrayRef<MappedOperand> operands);

/// The factor on q.k, null where it is the default up to the rounding of a factor
/// that was computed in f32.
FloatAttr getScaleClause(OpBuilder &builder, const AttentionMatch &match);

/// The values of the pattern's symbols as indices: a graph computes sizes in i64.
SmallVector<Value> getPatternClause(OpBuilder &builder, Location loc,
                                    const AttentionMatch &match);

/// Replaces the anchor of `sum`, with its tail, by an attn.attention for each
/// term. Fails if the result's dimensions or a parameter cannot be expressed:
/// then nothing is replaced, and what was built has no use.
LogicalResult emitAttention(RewriterBase &rewriter, AttentionSum &sum,
                            MatchFailure &failure);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_EMITATTENTION_H
