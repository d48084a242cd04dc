//===- VectorBuilder.h - short names for vector code ------------*- C++ -*-===//
//
// What every part of the generator says often, in one word each. Vectors have
// one dimension and a fixed number of lanes.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_TARGET_CPU_KERNEL_VECTORBUILDER_H
#define ATTN_LIB_TARGET_CPU_KERNEL_VECTORBUILDER_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::attn::cpu {

class VectorBuilder {
public:
  VectorBuilder(OpBuilder &b, Location loc, FloatType element, int64_t lanes)
      : b(b), loc(loc), element(element), lanes(lanes) {}

  OpBuilder &b;
  Location loc;
  /// The accumulation type.
  FloatType element;
  int64_t lanes;

  VectorType vec(Type type) const { return VectorType::get({lanes}, type); }
  VectorType vec() const { return vec(element); }
  VectorType maskType() const { return vec(b.getI1Type()); }

  // Index arithmetic.
  Value index(int64_t value);
  Value add(Value x, Value y);
  Value add(Value x, int64_t y) { return y ? add(x, index(y)) : x; }
  Value sub(Value x, Value y);
  Value mul(Value x, Value y);
  Value min(Value x, Value y);
  Value max(Value x, Value y);
  Value lessThan(Value x, Value y);
  Value boolean(bool value);

  // Floating point, on vectors or scalars of the accumulation type.
  Value splatConstant(double value);
  Value scalarConstant(double value);
  Value splat(Value scalar);
  Value fma(Value x, Value y, Value z);
  Value addf(Value x, Value y);
  Value subf(Value x, Value y);
  Value mulf(Value x, Value y);
  Value compare(arith::CmpFPredicate predicate, Value x, Value y);
  Value select(Value condition, Value x, Value y);
  Value bitAnd(Value x, Value y);
  Value bitOr(Value x, Value y);
  /// Whether any lane is set.
  Value any(Value mask);
  /// 2^x; see attn-expand-exponentials.
  Value exp2(Value x);
  /// 2^x, or 0 where that is too small to count beside weights near 1. Its
  /// products would be denormal numbers, which take a hundred cycles each.
  Value weight(Value x);
  /// Of normal numbers.
  double smallestExponent() const { return element.isF64() ? -1022 : -126; }

  // Memory. A vector starts at the given indices and runs along the last.
  Value load(Value memref, ValueRange indices);
  Value load(Value memref, ValueRange indices, Value mask, Value passThru);
  /// A vector in the accumulation type from a float memref of any width;
  /// lanes off the mask are 0. A null mask means all lanes.
  Value loadWidened(Value memref, ValueRange indices, Value mask);
  Value loadScalar(Value memref, ValueRange indices);
  /// A vector rounded to the nearest of a narrower type, ties to even.
  Value narrow(Value x, Type type);
  /// A vector of half floats from scalars: `get` loads the one of a lane.
  Value gatherHalves(Type type, int64_t count,
                     function_ref<Value(int64_t)> get);
  void store(Value value, Value memref, ValueRange indices, Value mask = {});
  void storeScalar(Value value, Value memref, ValueRange indices);
  /// The first `count` lanes; `count` may be negative or beyond the lanes.
  Value prefixMask(Value count);
  /// Null when `count` covers all lanes.
  Value staticPrefixMask(int64_t count);
  Value dim(Value memref, int64_t position);
  /// `memref`, which has a last dimension of 1 where its stride is not known to
  /// be 1, with that stride.
  Value unitStride(Value memref);

  /// Transposes the squares of `rows.size()` lanes, a power of 2, side by side.
  void transpose(SmallVectorImpl<Value> &rows);

  // Control flow.
  using LoopBody = function_ref<SmallVector<Value>(Value iv, ValueRange args)>;
  SmallVector<Value> loop(Value lo, Value hi, int64_t step, ValueRange init,
                          LoopBody body);
  void loop(Value lo, Value hi, int64_t step, function_ref<void(Value)> body);
  SmallVector<Value> branch(Value condition,
                            function_ref<SmallVector<Value>()> thenBody,
                            function_ref<SmallVector<Value>()> elseBody);
  void branch(Value condition, function_ref<void()> thenBody);

private:
  void storeHalves(Value value, Value memref, ValueRange indices,
                   int64_t count);
};

} // namespace mlir::attn::cpu

#endif // ATTN_LIB_TARGET_CPU_KERNEL_VECTORBUILDER_H
