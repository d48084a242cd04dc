//===- Patterns.h - one rewrite per unfused operation -----------*- C++ -*-===//

#ifndef ATTN_LIB_CONVERSION_ATTNDECOMPOSE_PATTERNS_H
#define ATTN_LIB_CONVERSION_ATTNDECOMPOSE_PATTERNS_H

#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {

template <typename OpTy>
struct Decompose : OpRewritePattern<OpTy> {
  using OpRewritePattern<OpTy>::OpRewritePattern;
  LogicalResult matchAndRewrite(OpTy op,
                                PatternRewriter &rewriter) const override;
};

// Each is defined in a file of its own.
template <>
LogicalResult
Decompose<ScoresOp>::matchAndRewrite(ScoresOp op,
                                     PatternRewriter &rewriter) const;
template <>
LogicalResult
Decompose<NormalizeOp>::matchAndRewrite(NormalizeOp op,
                                        PatternRewriter &rewriter) const;
template <>
LogicalResult
Decompose<AggregateOp>::matchAndRewrite(AggregateOp op,
                                        PatternRewriter &rewriter) const;
template <>
LogicalResult Decompose<MergeOp>::matchAndRewrite(MergeOp op,
                                                  PatternRewriter &) const;
template <>
LogicalResult
Decompose<FinalizeOp>::matchAndRewrite(FinalizeOp op,
                                       PatternRewriter &rewriter) const;
template <>
LogicalResult
Decompose<StatisticsOp>::matchAndRewrite(StatisticsOp op,
                                         PatternRewriter &rewriter) const;

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNDECOMPOSE_PATTERNS_H
