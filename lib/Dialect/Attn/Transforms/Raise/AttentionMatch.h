//===- AttentionMatch.h - an attention found in linalg ----------*- C++ -*-===//
//
// The matcher starts at a product and asks whether one of its operands is a
// normalised weight of scores that contain another product:
//
//   out[b, h, q, e] = sum_k weight(score(qk[b, h, q, k], b, h, q, k)) v[.., k, e]
//
// Everything between is an expression (ElementTrace), the normaliser recognises
// itself in it (UnfusedWeight), and q, k, v are looked for behind their reshapes
// (Operand). Batch variables are split until reshapes fold (IndexSpace).
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_ATTENTIONMATCH_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_ATTENTIONMATCH_H

#include "Contraction.h"
#include "Operand.h"
#include "WeightView.h"
#include "attn/Dialect/Attn/IR/PatternFit.h"

namespace mlir::attn {

/// Why a product is not the second one of an attention.
struct MatchFailure {
  /// The op that stopped the match, or null.
  Operation *op = nullptr;
  std::string reason;
  /// Whether the product reads something like a softmax, so that a user would
  /// want to know.
  bool isAttentionLike = false;
};

/// One dimension of the anchor's result: batch variables (a linear index over
/// them), the query, the value dimension, or a size of 1.
struct ResultDim {
  SmallVector<unsigned> variables;
  bool isQuery = false, isValue = false;
};

struct AttentionMatch {
  explicit AttentionMatch(MLIRContext *context)
      : space(context), scalars(space), trace(scalars),
        pattern(getPatternFor(Formula::getTrue(context)).pattern) {}

  IndexSpace space;
  ScalarContext scalars;
  ElementTrace trace;

  linalg::LinalgOp anchor;
  SmallVector<AffineExpr> variables;
  SmallVector<int64_t> extents;
  AffineExpr query, key, inner, value;
  SmallVector<ResultDim> resultDims;

  UnfusedMatch normalizer;
  ScalarExpr score = nullptr;
  /// The node of `score` that is scale * q.k.
  ScalarExpr product = nullptr;
  double scale = 1.0;

  unsigned batchEnd = 0, keyHeadEnd = 0;
  OperandPlan queryPlan, keyPlan, valuePlan;

  PatternAttrInterface pattern;
  SmallVector<Value> patternOperands;
  EmptyRows emptyRows = EmptyRows::Zero;

  HeadSplit getHeadSplit() const {
    return {variables, extents, batchEnd, keyHeadEnd};
  }
};

/// The attention whose last product is `anchor`, or null and a reason.
std::unique_ptr<AttentionMatch> matchAttention(linalg::LinalgOp anchor,
                                               MatchFailure &failure);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_ATTENTIONMATCH_H
