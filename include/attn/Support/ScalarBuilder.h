//===- ScalarBuilder.h - one scalar expression, several readings -*- C++ -*-===//
//
// A normaliser writes its functions once, on `Scalar`s. Who calls decides what
// a Scalar is: a number (the reference interpreter) or an SSA value, scalar or
// vector (the lowerings). Example, the weight of softmax:
//
//   Scalar weight(ScalarBuilder &b, Scalar s, Scalar m) { return b.exp(s - m); }
//
// With HostScalarBuilder it returns a double, with IRScalarBuilder on
// vector<16xf32> it emits arith.subf and math.exp on 16 lanes. Comparisons are
// consumed by `selectGreater` alone, so no control flow can creep in.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_SUPPORT_SCALARBUILDER_H
#define ATTN_SUPPORT_SCALARBUILDER_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/Value.h"

namespace mlir::attn {

class ScalarBuilder;

/// A number or an SSA value; which one is its builder's business. A
/// default-constructed Scalar is null and must not be used as an operand.
class Scalar {
public:
  Scalar() = default;
  Scalar(ScalarBuilder *builder, double number)
      : builder(builder), number(number) {}
  Scalar(ScalarBuilder *builder, Value value)
      : builder(builder), value(value) {}

  explicit operator bool() const { return builder != nullptr; }
  ScalarBuilder &getBuilder() const { return *builder; }
  double getNumber() const { return number; }
  Value getValue() const { return value; }

private:
  ScalarBuilder *builder = nullptr;
  double number = 0.0;
  Value value;
};

/// The operations that normalisers may use.
class ScalarBuilder {
public:
  virtual ~ScalarBuilder() = default;

  virtual Scalar constant(double value) = 0;
  virtual Scalar add(Scalar a, Scalar b) = 0;
  virtual Scalar sub(Scalar a, Scalar b) = 0;
  virtual Scalar mul(Scalar a, Scalar b) = 0;
  virtual Scalar div(Scalar a, Scalar b) = 0;
  /// IEEE maximum: NaN if either operand is NaN.
  virtual Scalar max(Scalar a, Scalar b) = 0;
  virtual Scalar exp(Scalar a) = 0;
  virtual Scalar log(Scalar a) = 0;
  virtual Scalar abs(Scalar a) = 0;
  virtual Scalar tanh(Scalar a) = 0;
  /// 1 - erf(a), with all its digits where erf(a) is near 1.
  virtual Scalar erfc(Scalar a) = 0;
  /// a to the power of a constant, real exponent.
  virtual Scalar pow(Scalar a, double exponent) = 0;
  /// a > b ? x : y, elementwise on vectors; y when a or b is NaN.
  virtual Scalar selectGreater(Scalar a, Scalar b, Scalar x, Scalar y) = 0;
};

inline Scalar operator+(Scalar a, Scalar b) { return a.getBuilder().add(a, b); }
inline Scalar operator-(Scalar a, Scalar b) { return a.getBuilder().sub(a, b); }
inline Scalar operator*(Scalar a, Scalar b) { return a.getBuilder().mul(a, b); }
inline Scalar operator/(Scalar a, Scalar b) { return a.getBuilder().div(a, b); }

/// Reads expressions as numbers in double precision, or rounds each to single
/// precision on the way.
class HostScalarBuilder : public ScalarBuilder {
public:
  explicit HostScalarBuilder(bool isSingle = false) : isSingle(isSingle) {}

  Scalar get(double value) {
    return Scalar(this, isSingle ? static_cast<float>(value) : value);
  }

  Scalar constant(double value) override;
  Scalar add(Scalar a, Scalar b) override;
  Scalar sub(Scalar a, Scalar b) override;
  Scalar mul(Scalar a, Scalar b) override;
  Scalar div(Scalar a, Scalar b) override;
  Scalar max(Scalar a, Scalar b) override;
  Scalar exp(Scalar a) override;
  Scalar log(Scalar a) override;
  Scalar abs(Scalar a) override;
  Scalar tanh(Scalar a) override;
  Scalar erfc(Scalar a) override;
  Scalar pow(Scalar a, double exponent) override;
  Scalar selectGreater(Scalar a, Scalar b, Scalar x, Scalar y) override;

private:
  bool isSingle;
};

/// Reads expressions as arith and math operations on `type`, a float type or a
/// vector of one. A scalar value handed to `get` is splat to a vector type.
class IRScalarBuilder : public ScalarBuilder {
public:
  IRScalarBuilder(OpBuilder &builder, Location loc, Type type)
      : builder(builder), loc(loc), type(type) {}

  Scalar get(Value value);

  Scalar constant(double value) override;
  Scalar add(Scalar a, Scalar b) override;
  Scalar sub(Scalar a, Scalar b) override;
  Scalar mul(Scalar a, Scalar b) override;
  Scalar div(Scalar a, Scalar b) override;
  Scalar max(Scalar a, Scalar b) override;
  Scalar exp(Scalar a) override;
  Scalar log(Scalar a) override;
  Scalar abs(Scalar a) override;
  Scalar tanh(Scalar a) override;
  Scalar erfc(Scalar a) override;
  Scalar pow(Scalar a, double exponent) override;
  Scalar selectGreater(Scalar a, Scalar b, Scalar x, Scalar y) override;

private:
  OpBuilder &builder;
  Location loc;
  Type type;
};

} // namespace mlir::attn

#endif // ATTN_SUPPORT_SCALARBUILDER_H
