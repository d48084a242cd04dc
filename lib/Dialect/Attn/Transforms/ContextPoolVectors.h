//===- ContextPoolVectors.h - what a pool computes once a token -*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_CONTEXTPOOLVECTORS_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_CONTEXTPOOLVECTORS_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// Tensors that the score of a pair reads: B x G x N, coordinates N.
struct ContextPoolVectors {
  /// ln of the weight, less what all weights of a group have in common.
  Value logWeights;
  /// What a sum of such weights is to be divided by, B x G; null if by nothing.
  Value weightSums;
  /// sqrt(1/2) / sigma, for each axis.
  SmallVector<Value, 2> inverses;
  /// The place of a token along each axis; none for a sequence.
  SmallVector<Value, 2> coordinates;
  /// i32: the tokens [lower, upper) that lie within the radius along the first
  /// axis; null without a radius.
  Value lower, upper;
};

/// Emits them, as structured ops before the pool.
class ContextPoolBuilder {
public:
  ContextPoolBuilder(OpBuilder &b, ContextPoolOp op);

  ContextPoolVectors build();
  /// `value` with all positions as one dimension.
  Value flatten(Value value);
  /// The number of tokens, those beyond a length included.
  Value getNumTokens() const { return numTokens; }
  /// The same of a batch entry, in the accumulation type, from an element of
  /// the lengths; null where there are none.
  Value countTokens(OpBuilder &b, Value length);
  /// A finite radius, or none.
  std::optional<double> getRadius() const { return radius; }

private:
  /// Gets a logit in the accumulation type, an element of `shared` or null, an
  /// element of the lengths or null, and the result so far.
  using Body = function_ref<Value(OpBuilder &, Value, Value, Value, Value)>;

  Value emit(Value logits, Value shared, Value init, bool reduces, Body body);
  Value mapLogits(Value logits, Type element, Body body, Value shared = {});
  Value reduceLogits(Value logits, Value shared, double init, Body combine);
  Value isToken(OpBuilder &b, Value length);
  Value emitMaxima(Value logits);
  void addWeights(Value logits, ContextPoolVectors &vectors);
  Value emitSigma(OpBuilder &b, Value logit, Value length, unsigned axis);
  Value emitCoordinates(unsigned axis);
  Value emitBound(Value logits, bool isUpper);

  OpBuilder &b;
  Location loc;
  ContextPoolOp op;
  FloatType accType;
  Value numTokens;
  /// Sizes of the axes.
  SmallVector<Value, 2> extents;
  std::optional<double> radius;
};

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_CONTEXTPOOLVECTORS_H
