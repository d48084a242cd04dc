//===- Patterns.h - one rewrite per tile operation --------------*- C++ -*-===//

#ifndef ATTN_LIB_CONVERSION_ATTNTOLINALG_PATTERNS_H
#define ATTN_LIB_CONVERSION_ATTNTOLINALG_PATTERNS_H

#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {

struct LowerOnlineAttention : OpRewritePattern<OnlineAttentionOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(OnlineAttentionOp op,
                                PatternRewriter &rewriter) const override;
};

struct LowerOnlineAggregate : OpRewritePattern<OnlineAggregateOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(OnlineAggregateOp op,
                                PatternRewriter &rewriter) const override;
};

struct LowerFinalize : OpRewritePattern<FinalizeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(FinalizeOp op,
                                PatternRewriter &rewriter) const override;
};

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNTOLINALG_PATTERNS_H
