//===- FusedClauses.h - attention and partial seen alike --------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_FUSEDCLAUSES_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_FUSEDCLAUSES_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// The clauses that attn.attention and attn.partial have in common.
struct FusedClauses {
  Operation *op;
  AttentionShape shape;
  Value query, key, value;
  SmallVector<Value> patternOperands, normalizerParams;
  Value lengths, queryLengths, qOffset, numQueries;
  double scale;
  PatternAttrInterface pattern;
  NormalizerAttrInterface normalizer;
  ScheduleAttr schedule;
  Region *combine, *score;
};

/// The clauses of `op`, an AttentionOp or a PartialOp that verifies.
template <typename OpTy>
FusedClauses getClauses(OpTy op) {
  return FusedClauses{op,
                      *op.getShape(),
                      op.getQuery(),
                      op.getKey(),
                      op.getValue(),
                      llvm::to_vector(op.getPatternOperands()),
                      llvm::to_vector(op.getNormalizerParams()),
                      op.getLengths(),
                      op.getQueryLengths(),
                      op.getQOffset(),
                      op.getNumQueries(),
                      op.getScaleValue(),
                      op.getPattern(),
                      op.getNormalizer(),
                      op.getScheduleAttr(),
                      &op.getCombine(),
                      &op.getScore()};
}

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_FUSEDCLAUSES_H
