//===- ScalarBuilder.cpp - readings of scalar expressions -----------------===//

#include "attn/Support/ScalarBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

Scalar HostScalarBuilder::constant(double value) { return get(value); }
Scalar HostScalarBuilder::add(Scalar a, Scalar b) {
  return get(a.getNumber() + b.getNumber());
}
Scalar HostScalarBuilder::sub(Scalar a, Scalar b) {
  return get(a.getNumber() - b.getNumber());
}
Scalar HostScalarBuilder::mul(Scalar a, Scalar b) {
  return get(a.getNumber() * b.getNumber());
}
Scalar HostScalarBuilder::div(Scalar a, Scalar b) {
  return get(a.getNumber() / b.getNumber());
}
Scalar HostScalarBuilder::max(Scalar a, Scalar b) {
  double x = a.getNumber(), y = b.getNumber();
  if (std::isnan(x) || std::isnan(y))
    return get(std::nan(""));
  return get(std::fmax(x, y));
}
Scalar HostScalarBuilder::exp(Scalar a) { return get(std::exp(a.getNumber())); }
Scalar HostScalarBuilder::log(Scalar a) { return get(std::log(a.getNumber())); }
Scalar HostScalarBuilder::abs(Scalar a) {
  return get(std::fabs(a.getNumber()));
}
Scalar HostScalarBuilder::tanh(Scalar a) {
  return get(std::tanh(a.getNumber()));
}
Scalar HostScalarBuilder::erfc(Scalar a) {
  return get(std::erfc(a.getNumber()));
}
Scalar HostScalarBuilder::pow(Scalar a, double exponent) {
  return get(std::pow(a.getNumber(), exponent));
}
Scalar HostScalarBuilder::selectGreater(Scalar a, Scalar b, Scalar x,
                                        Scalar y) {
  return a.getNumber() > b.getNumber() ? x : y;
}

//===----------------------------------------------------------------------===//
// SSA values
//===----------------------------------------------------------------------===//

Scalar IRScalarBuilder::get(Value value) {
  if (auto vectorType = dyn_cast<VectorType>(type))
    if (!isa<VectorType>(value.getType()))
      value = vector::BroadcastOp::create(builder, loc, vectorType, value);
  return Scalar(this, value);
}
Scalar IRScalarBuilder::constant(double value) {
  auto element = cast<FloatType>(getElementTypeOrSelf(type));
  TypedAttr attr = builder.getFloatAttr(element, value);
  if (auto vectorType = dyn_cast<VectorType>(type))
    attr = DenseElementsAttr::get(vectorType, Attribute(attr));
  return Scalar(this, arith::ConstantOp::create(builder, loc, attr));
}

template <typename OpTy>
static Scalar binary(ScalarBuilder *self, OpBuilder &builder, Location loc,
                     Scalar a, Scalar b) {
  return Scalar(self, OpTy::create(builder, loc, a.getValue(), b.getValue())
                          .getResult());
}
template <typename OpTy>
static Scalar unary(ScalarBuilder *self, OpBuilder &builder, Location loc,
                    Scalar a) {
  return Scalar(self, OpTy::create(builder, loc, a.getValue()).getResult());
}

Scalar IRScalarBuilder::add(Scalar a, Scalar b) {
  return binary<arith::AddFOp>(this, builder, loc, a, b);
}
Scalar IRScalarBuilder::sub(Scalar a, Scalar b) {
  return binary<arith::SubFOp>(this, builder, loc, a, b);
}
Scalar IRScalarBuilder::mul(Scalar a, Scalar b) {
  return binary<arith::MulFOp>(this, builder, loc, a, b);
}
Scalar IRScalarBuilder::div(Scalar a, Scalar b) {
  return binary<arith::DivFOp>(this, builder, loc, a, b);
}
Scalar IRScalarBuilder::max(Scalar a, Scalar b) {
  return binary<arith::MaximumFOp>(this, builder, loc, a, b);
}
Scalar IRScalarBuilder::exp(Scalar a) {
  return unary<math::ExpOp>(this, builder, loc, a);
}
Scalar IRScalarBuilder::log(Scalar a) {
  return unary<math::LogOp>(this, builder, loc, a);
}
Scalar IRScalarBuilder::abs(Scalar a) {
  return unary<math::AbsFOp>(this, builder, loc, a);
}
Scalar IRScalarBuilder::tanh(Scalar a) {
  return unary<math::TanhOp>(this, builder, loc, a);
}
Scalar IRScalarBuilder::erfc(Scalar a) {
  return unary<math::ErfcOp>(this, builder, loc, a);
}
Scalar IRScalarBuilder::pow(Scalar a, double exponent) {
  // Small whole exponents are products: exact rules at 0 and for negative
  // bases, and no library call.
  if (exponent == std::floor(exponent) && exponent >= 1.0 && exponent <= 8.0) {
    Scalar result = a;
    for (int i = 1; i < static_cast<int>(exponent); ++i)
      result = mul(result, a);
    return result;
  }
  return binary<math::PowFOp>(this, builder, loc, a, constant(exponent));
}
Scalar IRScalarBuilder::selectGreater(Scalar a, Scalar b, Scalar x, Scalar y) {
  Value greater =
      arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::OGT,
                            a.getValue(), b.getValue());
  return Scalar(this, arith::SelectOp::create(builder, loc, greater,
                                              x.getValue(), y.getValue())
                          .getResult());
}
