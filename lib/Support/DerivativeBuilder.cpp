//===- DerivativeBuilder.cpp - scalar expressions with derivatives --------===//

#include "attn/Support/DerivativeBuilder.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Pairs
//===----------------------------------------------------------------------===//

Scalar DerivativeBuilder::make(Scalar value, Scalar derivative) {
  duals.push_back({value, derivative});
  return Scalar(this, double(duals.size() - 1));
}

const DerivativeBuilder::Dual &DerivativeBuilder::get(Scalar scalar) const {
  return duals[size_t(scalar.getNumber())];
}

Scalar DerivativeBuilder::variable(Scalar value, Scalar derivative) {
  return make(value, derivative);
}
Scalar DerivativeBuilder::fixed(Scalar value) { return make(value, Scalar()); }

Scalar DerivativeBuilder::value(Scalar scalar) const {
  return get(scalar).value;
}
Scalar DerivativeBuilder::derivative(Scalar scalar) {
  return orZero(get(scalar).derivative);
}

Scalar DerivativeBuilder::orZero(Scalar derivative) {
  return derivative ? derivative : base.constant(0.0);
}
Scalar DerivativeBuilder::scaled(Scalar factor, Scalar derivative) {
  return derivative ? factor * derivative : Scalar();
}
Scalar DerivativeBuilder::negated(Scalar a) {
  return a ? base.constant(0.0) - a : Scalar();
}
Scalar DerivativeBuilder::sum(Scalar a, Scalar b) {
  if (!a || !b)
    return a ? a : b;
  return a + b;
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

Scalar DerivativeBuilder::constant(double value) {
  return fixed(base.constant(value));
}

// Copies of the pairs: make() may move what get() refers to.
Scalar DerivativeBuilder::add(Scalar a, Scalar b) {
  Dual x = get(a), y = get(b);
  return make(x.value + y.value, sum(x.derivative, y.derivative));
}

Scalar DerivativeBuilder::sub(Scalar a, Scalar b) {
  Dual x = get(a), y = get(b);
  return make(x.value - y.value, sum(x.derivative, negated(y.derivative)));
}

Scalar DerivativeBuilder::mul(Scalar a, Scalar b) {
  Dual x = get(a), y = get(b);
  return make(x.value * y.value, sum(scaled(y.value, x.derivative),
                                     scaled(x.value, y.derivative)));
}

// (x / y)' = (x' - (x / y) y') / y
Scalar DerivativeBuilder::div(Scalar a, Scalar b) {
  Dual x = get(a), y = get(b);
  Scalar quotient = x.value / y.value;
  Scalar numerator =
      sum(x.derivative, negated(scaled(quotient, y.derivative)));
  return make(quotient, numerator ? numerator / y.value : Scalar());
}

Scalar DerivativeBuilder::max(Scalar a, Scalar b) {
  Dual x = get(a), y = get(b);
  Scalar slope;
  if (x.derivative || y.derivative)
    slope = base.selectGreater(x.value, y.value, orZero(x.derivative),
                               orZero(y.derivative));
  return make(base.max(x.value, y.value), slope);
}

Scalar DerivativeBuilder::exp(Scalar a) {
  Dual x = get(a);
  Scalar power = base.exp(x.value);
  return make(power, scaled(power, x.derivative));
}

Scalar DerivativeBuilder::log(Scalar a) {
  Dual x = get(a);
  return make(base.log(x.value),
              x.derivative ? x.derivative / x.value : Scalar());
}

Scalar DerivativeBuilder::abs(Scalar a) {
  Dual x = get(a);
  Scalar slope;
  if (x.derivative) {
    Scalar zero = base.constant(0.0);
    Scalar below = base.selectGreater(zero, x.value, zero - x.derivative, zero);
    slope = base.selectGreater(x.value, zero, x.derivative, below);
  }
  return make(base.abs(x.value), slope);
}

Scalar DerivativeBuilder::tanh(Scalar a) {
  Dual x = get(a);
  Scalar t = base.tanh(x.value);
  Scalar slope;
  if (x.derivative)
    slope = (base.constant(1.0) - t * t) * x.derivative;
  return make(t, slope);
}

// erfc(x)' = -2 / sqrt(pi) exp(-x^2)
Scalar DerivativeBuilder::erfc(Scalar a) {
  Dual x = get(a);
  Scalar slope;
  if (x.derivative)
    slope = base.constant(-M_2_SQRTPI) *
            base.exp(base.constant(0.0) - x.value * x.value) * x.derivative;
  return make(base.erfc(x.value), slope);
}

Scalar DerivativeBuilder::pow(Scalar a, double exponent) {
  Dual x = get(a);
  Scalar slope;
  if (x.derivative && exponent == 1.0)
    slope = x.derivative;
  else if (x.derivative && exponent != 0.0)
    slope = base.constant(exponent) * base.pow(x.value, exponent - 1.0) *
            x.derivative;
  return make(base.pow(x.value, exponent), slope);
}

Scalar DerivativeBuilder::selectGreater(Scalar a, Scalar b, Scalar x,
                                        Scalar y) {
  Dual left = get(a), right = get(b), yes = get(x), no = get(y);
  Scalar slope;
  if (yes.derivative || no.derivative)
    slope = base.selectGreater(left.value, right.value, orZero(yes.derivative),
                               orZero(no.derivative));
  return make(base.selectGreater(left.value, right.value, yes.value, no.value),
              slope);
}
