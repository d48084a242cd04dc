//===- AttentionClauses.h - clauses and result types for builders -*- C++ -*-===//
//
//   AttentionClauses clauses;
//   clauses.pattern = CausalPatternAttr::get(context);
//   clauses.score = [](OpBuilder &b, Location loc, ValueRange args) -> Value {
//     return math::TanhOp::create(b, loc, args[0]);
//   };
//   auto op = AttentionOp::create(builder, loc, query, key, value, clauses);
//
// Included by Attn.h.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_DIALECT_ATTN_IR_ATTENTIONCLAUSES_H
#define ATTN_DIALECT_ATTN_IR_ATTENTIONCLAUSES_H

#include "attn/Dialect/Attn/IR/AttentionShape.h"
#include "attn/Dialect/Attn/IR/AttnInterfaces.h"

#include <functional>

namespace mlir::attn {

/// Emits the body of a region from its arguments; the builder adds the yield.
using RegionBuilder = std::function<Value(OpBuilder &, Location, ValueRange)>;

/// The optional clauses of attention and partial, docs/Spec.md; a builder of an
/// op that has only some of them ignores the others. Null is the default.
struct AttentionClauses {
  std::optional<double> scale;
  PatternAttrInterface pattern;
  SmallVector<Value> patternOperands;
  NormalizerAttrInterface normalizer;
  SmallVector<Value> normalizerParams;
  Value lengths, queryLengths, qOffset, numQueries;
  EmptyRows emptyRows = EmptyRows::Zero;
  /// Of query, key, value, output, as many as the op has; empty: the defaults.
  SmallVector<AffineMap> maps;
  ScheduleAttr schedule;
  /// Arguments (x, y, b, h, q, k, d) and (s, b, h, q, k).
  RegionBuilder combine, score;
};

/// One of the `ranges` of attn.online_attention.
struct KeyRange {
  RangeKind kind;
  Value lower, upper;
};

/// The results of attn.attention: output and log-sum-exp. `query` and `key` may
/// be null; sizes that only the caller knows are dynamic. Fails where operands
/// and maps do not fit each other.
FailureOr<SmallVector<Type>> inferAttentionTypes(Type query, Type key,
                                                 Type value,
                                                 const AttentionClauses &);

/// The results of attn.partial: a, m and the scalar accumulators.
FailureOr<SmallVector<Type>> inferPartialTypes(Type query, Type key, Type value,
                                               const AttentionClauses &);

FailureOr<Type> inferScoresType(Type query, Type key, ArrayRef<AffineMap> maps);

/// Weights and log-sum-exp.
SmallVector<Type> inferNormalizeTypes(RankedTensorType scores);

FailureOr<Type> inferAggregateType(RankedTensorType weights,
                                   RankedTensorType value,
                                   ArrayRef<AffineMap> maps);

} // namespace mlir::attn

#endif // ATTN_DIALECT_ATTN_IR_ATTENTIONCLAUSES_H
