//===- PatternFit.h - from relations back to patterns -----------*- C++ -*-===//
//
// Patterns guess (`fit`), this verifies: what is returned has the same pairs.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_DIALECT_ATTN_IR_PATTERNFIT_H
#define ATTN_DIALECT_ATTN_IR_PATTERNFIT_H

#include "attn/Analysis/Presburger/Relation.h"
#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// The first pattern that recognises itself in `relation`: it has the same
/// pairs in `domain`, for all sizes that this leaves open. Null if there is
/// none or the budget of a question did not suffice.
PatternAttrInterface fitPattern(const Formula &relation,
                                const RelationDomain &domain = {});

/// The same for a mask of `numQueries` x `numKeys` pairs, q_offset 0.
PatternAttrInterface
fitMask(MLIRContext *context, int64_t numQueries, int64_t numKeys,
        function_ref<bool(int64_t q, int64_t k)> isVisible);

/// A pattern and, for each of its operands, the number of the relation's symbol
/// that the op must hand to it.
struct PatternWithOperands {
  PatternAttrInterface pattern;
  SmallVector<unsigned> symbols;
};

/// A pattern with the pairs of `relation`, for any relation: a named one if one
/// fits, else affine sets and their unions, intersections and complements.
PatternWithOperands getPatternFor(const Formula &relation);

/// Adds the canonicalisation of combined patterns on attention ops:
/// `intersect<[causal, window<64, 64>]>` becomes `window<64, 0>`.
void populatePatternSimplification(RewritePatternSet &patterns);

} // namespace mlir::attn

#endif // ATTN_DIALECT_ATTN_IR_PATTERNFIT_H
