//===- ScalarMathOps.cpp - the math dialect -------------------------------===//

#include "ScalarOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/bit.h"
#include <cmath>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
static void addExponentials(ScalarOps<Real> &ops) {
  ops.template unary<math::ExpOp>([](Real a) { return std::exp(a); });
  ops.template unary<math::Exp2Op>([](Real a) { return std::exp2(a); });
  ops.template unary<math::ExpM1Op>([](Real a) { return std::expm1(a); });
  ops.template unary<math::LogOp>([](Real a) { return std::log(a); });
  ops.template unary<math::Log2Op>([](Real a) { return std::log2(a); });
  ops.template unary<math::Log10Op>([](Real a) { return std::log10(a); });
  ops.template unary<math::Log1pOp>([](Real a) { return std::log1p(a); });
  ops.template unary<math::SqrtOp>([](Real a) { return std::sqrt(a); });
  ops.template unary<math::RsqrtOp>([](Real a) { return 1 / std::sqrt(a); });
  ops.template unary<math::CbrtOp>([](Real a) { return std::cbrt(a); });
  ops.template unary<math::ErfOp>([](Real a) { return std::erf(a); });
  ops.template unary<math::ErfcOp>([](Real a) { return std::erfc(a); });
}

template <typename Real>
static void addTrigonometry(ScalarOps<Real> &ops) {
  ops.template unary<math::SinOp>([](Real a) { return std::sin(a); });
  ops.template unary<math::CosOp>([](Real a) { return std::cos(a); });
  ops.template unary<math::TanOp>([](Real a) { return std::tan(a); });
  ops.template unary<math::AsinOp>([](Real a) { return std::asin(a); });
  ops.template unary<math::AcosOp>([](Real a) { return std::acos(a); });
  ops.template unary<math::AtanOp>([](Real a) { return std::atan(a); });
  ops.template unary<math::SinhOp>([](Real a) { return std::sinh(a); });
  ops.template unary<math::CoshOp>([](Real a) { return std::cosh(a); });
  ops.template unary<math::TanhOp>([](Real a) { return std::tanh(a); });
  ops.template unary<math::AsinhOp>([](Real a) { return std::asinh(a); });
  ops.template unary<math::AcoshOp>([](Real a) { return std::acosh(a); });
  ops.template unary<math::AtanhOp>([](Real a) { return std::atanh(a); });
  ops.template binary<math::Atan2Op>(
      [](Real a, Real b) { return std::atan2(a, b); });
}

template <typename Real>
static void addShapers(ScalarOps<Real> &ops) {
  ops.template unary<math::AbsFOp>([](Real a) { return std::fabs(a); });
  ops.template unary<math::FloorOp>([](Real a) { return std::floor(a); });
  ops.template unary<math::CeilOp>([](Real a) { return std::ceil(a); });
  ops.template unary<math::RoundOp>([](Real a) { return std::round(a); });
  ops.template unary<math::RoundEvenOp>(
      [](Real a) { return std::nearbyint(a); });
  ops.template unary<math::TruncOp>([](Real a) { return std::trunc(a); });
  ops.template binary<math::CopySignOp>(
      [](Real a, Real b) { return std::copysign(a, b); });
  ops.template add<math::FmaOp>([](Cell<Real> *out, auto in, int64_t count) {
    for (int64_t i = 0; i < count; ++i)
      out[i].f = std::fma(in[0][i].f, in[1][i].f, in[2][i].f);
    return StringRef();
  });
  ops.template add<math::ClampFOp>([](Cell<Real> *out, auto in, int64_t count) {
    for (int64_t i = 0; i < count; ++i)
      out[i].f = std::fmin(std::fmax(in[0][i].f, in[1][i].f), in[2][i].f);
    return StringRef();
  });
}

/// A predicate on a float, an i1.
template <typename OpTy, typename Real, typename F>
static void addTest(ScalarOps<Real> &ops, F f) {
  ops.template add<OpTy>([f](Cell<Real> *out, auto in, int64_t count) {
    for (int64_t i = 0; i < count; ++i)
      out[i].i = f(in[0][i].f);
    return StringRef();
  });
}

template <typename Real>
static void addPowers(ScalarOps<Real> &ops) {
  ops.template binary<math::PowFOp>(
      [](Real a, Real b) { return std::pow(a, b); });
  ops.template add<math::FPowIOp>([](Cell<Real> *out, auto in, int64_t count) {
    for (int64_t i = 0; i < count; ++i)
      out[i].f = std::pow(in[0][i].f, Real(in[1][i].i));
    return StringRef();
  });
  ops.template integer<math::IPowIOp>([](auto in, int64_t i, unsigned) {
    int64_t base = in[0][i].i, exponent = in[1][i].i;
    if (exponent < 0) // what is left of 1 / base^n
      return base == 1 ? 1 : base == -1 ? (exponent % 2 ? -1 : 1) : int64_t(0);
    uint64_t power = 1, square = base;
    for (uint64_t n = exponent; n; n >>= 1, square *= square)
      if (n & 1)
        power *= square;
    return int64_t(power);
  });
}

template <typename Real>
void reference::addMathOps(ScalarOps<Real> &ops) {
  addExponentials(ops);
  addTrigonometry(ops);
  addShapers(ops);
  addPowers(ops);
  addTest<math::IsNaNOp>(ops, [](Real a) { return std::isnan(a); });
  addTest<math::IsInfOp>(ops, [](Real a) { return std::isinf(a); });
  addTest<math::IsFiniteOp>(ops, [](Real a) { return std::isfinite(a); });
  ops.template integer<math::AbsIOp>([](auto in, int64_t i, unsigned) {
    return in[0][i].i < 0 ? int64_t(-uint64_t(in[0][i].i)) : in[0][i].i;
  });
  ops.template integer<math::CtPopOp>([](auto in, int64_t i, unsigned width) {
    return int64_t(llvm::popcount(asUnsigned(in[0][i].i, width)));
  });
  ops.template integer<math::CountLeadingZerosOp>(
      [](auto in, int64_t i, unsigned width) {
        return int64_t(llvm::countl_zero(asUnsigned(in[0][i].i, width))) -
               int64_t(64 - width);
      });
  ops.template integer<math::CountTrailingZerosOp>(
      [](auto in, int64_t i, unsigned width) {
        uint64_t bits = asUnsigned(in[0][i].i, width);
        return int64_t(bits ? llvm::countr_zero(bits) : width);
      });
}

template void reference::addMathOps(ScalarOps<double> &);
template void reference::addMathOps(ScalarOps<long double> &);
