//===- DerivativeBuilder.h - scalar expressions with derivatives -*- C++ -*-===//
//
// The third reading of an expression: its value and, in the same pass, its
// derivative along one direction (forward mode). It rests on another builder,
// so that values and derivatives are numbers over HostScalarBuilder and IR over
// IRScalarBuilder:
//
//   HostScalarBuilder host;
//   DerivativeBuilder d(host);
//   Scalar s = d.variable(host.get(0.5), host.get(1.0));   // d/ds
//   Scalar w = normalizer.weight(d, s, d.fixed(host.get(0.0)), context);
//   d.value(w), d.derivative(w)
//
// At a kink the derivative is one of the two sides' (max, selectGreater), 0 for
// the absolute value of 0.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_SUPPORT_DERIVATIVEBUILDER_H
#define ATTN_SUPPORT_DERIVATIVEBUILDER_H

#include "attn/Support/ScalarBuilder.h"
#include "llvm/ADT/SmallVector.h"

namespace mlir::attn {

class DerivativeBuilder : public ScalarBuilder {
public:
  explicit DerivativeBuilder(ScalarBuilder &base) : base(base) {}

  /// A scalar of this builder from two of the base's.
  Scalar variable(Scalar value, Scalar derivative);
  /// One whose derivative is 0.
  Scalar fixed(Scalar value);

  /// Scalars of the base from one of this builder.
  Scalar value(Scalar scalar) const;
  Scalar derivative(Scalar scalar);

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
  // A null derivative is 0: products with it are not made, which would be NaN
  // where the other factor is infinite.
  struct Dual {
    Scalar value, derivative;
  };
  const Dual &get(Scalar scalar) const;
  Scalar make(Scalar value, Scalar derivative);
  Scalar scaled(Scalar factor, Scalar derivative);
  Scalar sum(Scalar a, Scalar b);
  Scalar negated(Scalar a);
  Scalar orZero(Scalar derivative);

  ScalarBuilder &base;
  /// What scalars of this builder number.
  SmallVector<Dual> duals;
};

} // namespace mlir::attn

#endif // ATTN_SUPPORT_DERIVATIVEBUILDER_H
