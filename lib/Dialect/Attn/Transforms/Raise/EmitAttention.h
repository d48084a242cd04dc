//===- EmitAttention.h - a match becomes attn.attention ---------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_EMITATTENTION_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_EMITATTENTION_H

#include "AttentionMatch.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {

/// Replaces the anchor of `match` by an attn.attention. Fails, changing nothing,
/// if the result's dimensions or a parameter cannot be expressed.
LogicalResult emitAttention(RewriterBase &rewriter, AttentionMatch &match,
                            MatchFailure &failure);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_EMITATTENTION_H
