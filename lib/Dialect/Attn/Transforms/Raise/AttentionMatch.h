//===- AttentionMatch.h - an attention found in linalg ----------*- C++ -*-===//
//
// The matcher starts at a product and asks whether one of its operands is a
// normalised weight of scores that contain another product:
//
//   out[b, h, q, e] = sum_k weight(score(qk[b, h, q, k], b, h, q, k)) v[.., k, e]
//
// Everything between is an expression (ElementTrace), the normaliser recognises
// itself in it (UnfusedWeight), and q, k, v are looked for behind their reshapes
// (Operand). Weights may be a sum of such (WeightTerms), divided only behind the
// product (Tail); q.k may be another sum over d, or missing (ScoreProduct). Batch variables are split until reshapes fold (IndexSpace).
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_ATTENTIONMATCH_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_ATTENTIONMATCH_H

#include "Contraction.h"
#include "ScoreProduct.h"
#include "Tail.h"
#include "WeightTerms.h"
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

/// One dimension of the anchor's result: a linear index over batch variables, with
/// the query before the variable `queryAt` of them; the value dimension; or a size
/// of 1.
struct ResultDim {
  SmallVector<unsigned> variables;
  bool isQuery = false, isValue = false;
  unsigned queryAt = 0;
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

  /// The normalised score, with the term's sign and factors.
  WeightTerm term;
  /// The term's score, later without what became the pattern.
  ScalarExpr score = nullptr;
  /// The node of `score` that is scale * q.k; null if positions alone decide.
  ScalarExpr product = nullptr;
  /// As in ScoreProduct.
  ScalarExpr combine = nullptr, queryPart = nullptr, keyPart = nullptr;
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

/// Moves constant factors around the product into the scale.
void absorbScale(AttentionMatch &match);

/// Groups the batch variables into b and h so that queries, keys and values are
/// read with the fewest copies, and plans that. False if nothing fits.
bool planOperands(AttentionMatch &match, const ScoreProduct &product,
                  ArrayRef<OperandCandidate> values, Type element);

/// The attentions whose sum is the product `anchor`, and the ops behind it that
/// they take over: the last one's result is theirs.
struct AttentionSum {
  SmallVector<std::unique_ptr<AttentionMatch>> terms;
  SmallVector<TailStep> tail;
};

/// What the product `anchor` computes with its weights, or std::nullopt and a
/// reason.
std::optional<AttentionSum> matchAttention(linalg::LinalgOp anchor,
                                           MatchFailure &failure);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_ATTENTIONMATCH_H
