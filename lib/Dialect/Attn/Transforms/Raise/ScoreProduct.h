//===- ScoreProduct.h - the sum over d in a score ---------------*- C++ -*-===//
//
// A score holds sum_d f(Q[q, d], K[k, d]): a product of matrices, or a reduction
// of something that was computed for every (q, k, d), as additive attention and
// distances are written. What depends on q and d alone is the query operand,
// what depends on k and d alone the key; f becomes the combine region.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_SCOREPRODUCT_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_SCOREPRODUCT_H

#include "Operand.h"

namespace mlir::attn {

/// The index variables of the sums that are looked for. `inner` has no extent
/// yet; it gets that of the sum.
struct ScoreVariables {
  AffineExpr query, key, inner;
};

struct ScoreProduct {
  /// The node of the score that is the sum.
  ScalarExpr element = nullptr;
  SmallVector<OperandCandidate> queries, keys;
  /// The summand and its parts that are the operands; null for their product.
  ScalarExpr combine = nullptr, queryPart = nullptr, keyPart = nullptr;
};

/// Why there is none, with the op that stopped the search.
struct ProductFailure {
  Operation *op = nullptr;
  std::string reason;
};

/// The sum that `element`, a node of a score, is; std::nullopt and a reason if it
/// is none.
std::optional<ScoreProduct> matchScoreProduct(ElementTrace &trace,
                                              ScalarExpr element,
                                              const ScoreVariables &variables,
                                              ProductFailure &failure);

/// Whether `element` may have a value for each pair of a query and a key.
bool isOfPair(const IndexSpace &space, ScalarExpr element, AffineExpr query,
              AffineExpr key);

/// The op that computes a tensor of pairs from all of the sums that `product` is
/// an element of, and that `score` reads besides them; null if there is none.
Operation *findScoreEditor(const IndexSpace &space, ScalarExpr score,
                           ScalarExpr product, AffineExpr query,
                           AffineExpr key);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_SCOREPRODUCT_H
