//===- RowFold.h - the fold of one row on SSA scalars -----------*- C++ -*-===//
//
// Idea. All conversions need the same few scalar computations around a
// normaliser: what a visible score does to the state of its row, how two states
// are brought to one stabiliser, what the state gives in the end. They differ
// in where state lives. RowFold makes the scalars, its callers load and store.
//
// The empty state is m = -inf and is kept apart from arithmetic by selects:
// exp(-inf - -inf) would be NaN. Example, softmax, the first key of a row with
// score 3: m -inf -> 3, factor 1 (not exp(-inf - 3)), w = 1, l = 0 * 1 + 1.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_CONVERSION_ROWFOLD_H
#define ATTN_LIB_CONVERSION_ROWFOLD_H

#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/IR/Builders.h"

namespace mlir::attn {

/// The scalar part of the state of a row.
struct RowState {
  Value stabilizer;
  SmallVector<Value> accumulators;

  SmallVector<Value> flatten() const;
  static RowState unflatten(ValueRange values);
};

class RowFold {
public:
  /// `parameters` are the normaliser's at the head of the row.
  RowFold(OpBuilder &builder, Location loc, NormalizerAttrInterface normalizer,
          FloatType type, ValueRange parameters);

  /// Gives the functions of a pair what the normaliser's getRowContext() asks
  /// for: batch entry, head and absolute query as index values, and the number
  /// of visible keys, of index or of the type (null where not asked for).
  void bindRow(Value batch, Value head, Value query, Value visibleKeys);

  /// An i1: `score` is not -inf, so the pair takes part; a NaN does.
  Value isIncluded(Value score);
  /// An i1: `stabilizer` is that of a row that saw a key.
  Value hasSeen(Value stabilizer);

  /// The state of the empty row.
  RowState empty();

  /// The stabiliser after a visible score.
  Value raiseStabilizer(Value stabilizer, Value score);
  /// The weight of a visible score under a stabiliser of a row that saw it.
  Value weight(Value score, Value stabilizer);
  SmallVector<Value> contributions(Value score, Value weight,
                                   Value stabilizer);
  /// The factor on accumulators when the stabiliser moves; 1 for an empty row,
  /// whose accumulators are 0.
  Value rescale(Value from, Value to);

  /// Whether the normaliser selects one pair. What follows is for those alone.
  bool selectsKey() { return normalizer.selectsKey(); }
  /// An index as a number, as keys are in the accumulator.
  Value toNumber(Value index) { return toScalar(index).getValue(); }
  /// An i1: the pair or the state (stabilizer, key) takes the place of `state`,
  /// being larger, as large with a smaller key, or NaN.
  Value comesBefore(Value stabilizer, Value key, const RowState &state);

  /// The factor from accumulator to output, 0 for a row that saw nothing.
  Value finalizeFactor(const RowState &state);
  /// The natural-log log-sum-exp, -inf for a row that saw nothing.
  Value lse(const RowState &state);

  Value constant(double value);
  Value add(Value a, Value b);
  Value mul(Value a, Value b);
  /// `seen` ? `value` : `otherwise`, on floats.
  Value select(Value condition, Value value, Value otherwise);
  bool hasStabilizer() { return normalizer.hasStabilizer(); }

private:
  SmallVector<Scalar> scalars(ValueRange values);
  Scalar toScalar(Value index);

  OpBuilder &builder;
  Location loc;
  NormalizerAttrInterface normalizer;
  FloatType type;
  IRScalarBuilder scalar;
  NormalizerContext context;
};

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ROWFOLD_H
