//===- NormalizerAdapter.cpp - a normaliser attribute for the generator ---===//

#include "NormalizerAdapter.h"

#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::cpu;

void NormalizerAdapter::bindHead(OpBuilder &b, Location loc, Value head) {
  bound.clear();
  boundHead = head;
  for (Value parameter : parameters) {
    SmallVector<Value> at(
        cast<MemRefType>(parameter.getType()).getRank(), head);
    Value value = memref::LoadOp::create(b, loc, parameter, at);
    if (value.getType().getIntOrFloatBitWidth() < type.getWidth())
      value = arith::ExtFOp::create(b, loc, type, value);
    else if (value.getType() != type)
      value = arith::TruncFOp::create(b, loc, type, value);
    bound.push_back(value);
  }
}

NormalizerContext NormalizerAdapter::context(IRScalarBuilder &builder) const {
  NormalizerContext context;
  for (Value value : bound)
    context.parameters.push_back(builder.get(value));
  return context;
}

bool NormalizerAdapter::excludesMinusInfinity() const {
  return attn::excludesMinusInfinity(normalizer);
}

Value NormalizerAdapter::rowFactor(OpBuilder &b, Location loc,
                                   Value query) const {
  auto lanes = cast<VectorType>(query.getType()).clone(type);
  IRScalarBuilder builder(b, loc, lanes);
  NormalizerContext row = context(builder);
  if (normalizer.getRowContext().visibleKeys)
    row.visibleKeys = builder.get(countKeys(b, loc, boundHead, query));
  Scalar factor = normalizer.scoreFactor(builder, row);
  return factor ? factor.getValue() : Value();
}

Value NormalizerAdapter::stabilizer(OpBuilder &b, Location loc,
                                    Value s) const {
  IRScalarBuilder builder(b, loc, s.getType());
  return normalizer.stabilizer(builder, builder.get(s), context(builder))
      .getValue();
}

Value NormalizerAdapter::weight(OpBuilder &b, Location loc, Value s,
                                Value m) const {
  IRScalarBuilder builder(b, loc, s.getType());
  return normalizer
      .weight(builder, builder.get(s), builder.get(m), context(builder))
      .getValue();
}

SmallVector<Value> NormalizerAdapter::contributions(OpBuilder &b, Location loc,
                                                    Value s, Value w,
                                                    Value m) const {
  IRScalarBuilder builder(b, loc, s.getType());
  NormalizerContext pair = context(builder);
  pair.stabilizer = builder.get(m);
  SmallVector<Value> values;
  for (Scalar part : normalizer.contributions(
           builder, builder.get(s), builder.get(w), pair))
    values.push_back(part.getValue());
  return values;
}

Value NormalizerAdapter::rescale(OpBuilder &b, Location loc, Value from,
                                 Value to) const {
  IRScalarBuilder builder(b, loc, from.getType());
  return normalizer.rescale(builder, builder.get(from), builder.get(to))
      .getValue();
}

Value NormalizerAdapter::finalizeFactor(OpBuilder &b, Location loc,
                                        ArrayRef<Value> l, Value m) const {
  IRScalarBuilder builder(b, loc, m.getType());
  SmallVector<Scalar> sums;
  for (Value value : l)
    sums.push_back(builder.get(value));
  return normalizer
      .finalizeFactor(builder, sums, builder.get(m), context(builder))
      .getValue();
}

Value NormalizerAdapter::lse(OpBuilder &b, Location loc, ArrayRef<Value> l,
                             Value m) const {
  IRScalarBuilder builder(b, loc, m.getType());
  SmallVector<Scalar> sums;
  for (Value value : l)
    sums.push_back(builder.get(value));
  return normalizer.lse(builder, sums, builder.get(m), context(builder))
      .getValue();
}
