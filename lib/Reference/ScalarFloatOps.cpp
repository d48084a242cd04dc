//===- ScalarFloatOps.cpp - arith on floats, and select -------------------===//

#include "ScalarOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
const ScalarOps<Real> &ScalarOps<Real>::get() {
  static const ScalarOps ops = [] {
    ScalarOps ops;
    addFloatOps(ops);
    addIntegerOps(ops);
    addCastOps(ops);
    addMathOps(ops);
    return ops;
  }();
  return ops;
}

template <typename Real>
static bool compare(arith::CmpFPredicate predicate, Real a, Real b) {
  using P = arith::CmpFPredicate;
  bool unordered = std::isnan(a) || std::isnan(b);
  switch (predicate) {
  case P::AlwaysFalse:
    return false;
  case P::AlwaysTrue:
    return true;
  case P::ORD:
    return !unordered;
  case P::UNO:
    return unordered;
  case P::OEQ:
    return a == b;
  case P::OGT:
    return a > b;
  case P::OGE:
    return a >= b;
  case P::OLT:
    return a < b;
  case P::OLE:
    return a <= b;
  case P::ONE:
    return !unordered && a != b;
  case P::UEQ:
    return unordered || a == b;
  case P::UGT:
    return unordered || a > b;
  case P::UGE:
    return unordered || a >= b;
  case P::ULT:
    return unordered || a < b;
  case P::ULE:
    return unordered || a <= b;
  case P::UNE:
    return unordered || a != b;
  }
  return false;
}

/// -0 is below +0 and a NaN wins, as arith has it.
template <typename Real>
static Real maximum(Real a, Real b) {
  if (std::isnan(a) || std::isnan(b))
    return NAN;
  return a > b || (a == b && !std::signbit(a)) ? a : b;
}

template <typename Real>
static Real minimum(Real a, Real b) {
  if (std::isnan(a) || std::isnan(b))
    return NAN;
  return a < b || (a == b && std::signbit(a)) ? a : b;
}

template <typename Real>
void reference::addFloatOps(ScalarOps<Real> &ops) {
  ops.template binary<arith::AddFOp>([](Real a, Real b) { return a + b; });
  ops.template binary<arith::SubFOp>([](Real a, Real b) { return a - b; });
  ops.template binary<arith::MulFOp>([](Real a, Real b) { return a * b; });
  ops.template binary<arith::DivFOp>([](Real a, Real b) { return a / b; });
  ops.template binary<arith::RemFOp>(
      [](Real a, Real b) { return std::fmod(a, b); });
  ops.template unary<arith::NegFOp>([](Real a) { return -a; });
  ops.template binary<arith::MaximumFOp>(maximum<Real>);
  ops.template binary<arith::MinimumFOp>(minimum<Real>);
  ops.template binary<arith::MaxNumFOp>(
      [](Real a, Real b) { return std::fmax(a, b); });
  ops.template binary<arith::MinNumFOp>(
      [](Real a, Real b) { return std::fmin(a, b); });
  ops.template select<arith::CmpFOp>([](arith::CmpFOp op) -> ScalarFn<Real> {
    return [predicate = op.getPredicate()](Cell<Real> *out, auto in,
                                           int64_t count) {
      for (int64_t i = 0; i < count; ++i)
        out[i].i = compare(predicate, in[0][i].f, in[1][i].f);
      return StringRef();
    };
  });
  ops.template add<arith::SelectOp>(
      [](Cell<Real> *out, auto in, int64_t count) {
        for (int64_t i = 0; i < count; ++i)
          out[i] = in[0][i].i ? in[1][i] : in[2][i];
        return StringRef();
      });
}

#define INSTANTIATE(Real)                                                      \
  template class mlir::attn::reference::ScalarOps<Real>;                       \
  template void reference::addFloatOps(ScalarOps<Real> &);
INSTANTIATE(double)
INSTANTIATE(long double)
