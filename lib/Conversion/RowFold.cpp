//===- RowFold.cpp - the fold of one row on SSA scalars -------------------===//

#include "RowFold.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <limits>

using namespace mlir;
using namespace mlir::attn;

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

SmallVector<Value> RowState::flatten() const {
  SmallVector<Value> values = {stabilizer};
  llvm::append_range(values, accumulators);
  return values;
}

RowState RowState::unflatten(ValueRange values) {
  return {values.front(), SmallVector<Value>(values.drop_front())};
}

RowFold::RowFold(OpBuilder &builder, Location loc,
                 NormalizerAttrInterface normalizer, FloatType type,
                 ValueRange parameters)
    : builder(builder), loc(loc), normalizer(normalizer), type(type),
      scalar(builder, loc, type) {
  context.parameters = scalars(parameters);
}

Scalar RowFold::toScalar(Value index) {
  if (!index.getType().isIndex())
    return scalar.get(index);
  Value integer =
      arith::IndexCastOp::create(builder, loc, builder.getI64Type(), index);
  return scalar.get(arith::SIToFPOp::create(builder, loc, type, integer));
}

void RowFold::bindRow(Value batch, Value head, Value query, Value visibleKeys) {
  RowContext asked = normalizer.getRowContext();
  if (asked.indices) {
    context.batch = toScalar(batch);
    context.head = toScalar(head);
    context.query = toScalar(query);
  }
  if (asked.visibleKeys)
    context.visibleKeys = toScalar(visibleKeys);
}

SmallVector<Scalar> RowFold::scalars(ValueRange values) {
  return llvm::map_to_vector(values, [&](Value v) { return scalar.get(v); });
}

Value RowFold::constant(double value) {
  return scalar.constant(value).getValue();
}
Value RowFold::add(Value a, Value b) {
  return arith::AddFOp::create(builder, loc, a, b);
}
Value RowFold::mul(Value a, Value b) {
  return arith::MulFOp::create(builder, loc, a, b);
}
Value RowFold::select(Value condition, Value value, Value otherwise) {
  return arith::SelectOp::create(builder, loc, condition, value, otherwise);
}

Value RowFold::isIncluded(Value score) { return hasSeen(score); }

Value RowFold::hasSeen(Value stabilizer) {
  // Unordered: a NaN is no -inf.
  return arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::UNE,
                               stabilizer, constant(-kInfinity));
}

RowState RowFold::empty() {
  RowState state;
  state.stabilizer = constant(-kInfinity);
  state.accumulators.assign(normalizer.getNumAccumulators(), constant(0.0));
  return state;
}

Value RowFold::raiseStabilizer(Value stabilizer, Value score) {
  if (!hasStabilizer())
    return constant(0.0);
  Scalar wanted = normalizer.stabilizer(scalar, scalar.get(score), context);
  return scalar.max(scalar.get(stabilizer), wanted).getValue();
}

Value RowFold::weight(Value score, Value stabilizer) {
  return normalizer
      .weight(scalar, scalar.get(score), scalar.get(stabilizer), context)
      .getValue();
}

SmallVector<Value> RowFold::contributions(Value score, Value weight,
                                          Value stabilizer) {
  context.stabilizer = scalar.get(stabilizer);
  auto results = normalizer.contributions(scalar, scalar.get(score),
                                          scalar.get(weight), context);
  return llvm::map_to_vector(results, [](Scalar s) { return s.getValue(); });
}

Value RowFold::rescale(Value from, Value to) {
  if (!hasStabilizer())
    return constant(1.0);
  Value factor =
      normalizer.rescale(scalar, scalar.get(from), scalar.get(to)).getValue();
  return select(hasSeen(from), factor, constant(1.0));
}

Value RowFold::comesBefore(Value stabilizer, Value key, const RowState &state) {
  auto compare = [&](arith::CmpFPredicate predicate, Value a, Value b) -> Value {
    return arith::CmpFOp::create(builder, loc, predicate, a, b);
  };
  using P = arith::CmpFPredicate;
  Value first = arith::AndIOp::create(
      builder, loc, compare(P::OEQ, stabilizer, state.stabilizer),
      compare(P::OLT, key, state.accumulators[0]));
  Value larger = compare(P::OGT, stabilizer, state.stabilizer);
  Value ahead = arith::OrIOp::create(builder, loc, larger, first);
  return arith::OrIOp::create(builder, loc, ahead,
                              compare(P::UNO, stabilizer, stabilizer));
}

Value RowFold::finalizeFactor(const RowState &state) {
  Value factor = normalizer
                     .finalizeFactor(scalar, scalars(state.accumulators),
                                     scalar.get(state.stabilizer), context)
                     .getValue();
  return select(hasSeen(state.stabilizer), factor, constant(0.0));
}

Value RowFold::lse(const RowState &state) {
  Value value = normalizer
                    .lse(scalar, scalars(state.accumulators),
                         scalar.get(state.stabilizer), context)
                    .getValue();
  return select(hasSeen(state.stabilizer), value, constant(-kInfinity));
}
