//===- ScalarCastOps.cpp - arith's conversions ----------------------------===//

#include "ScalarOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

/// A conversion `f(cell, width of the source, width of the result)`.
template <typename OpTy, typename Real, typename F>
static void addCast(ScalarOps<Real> &ops, F f) {
  ops.template select<OpTy>([f](OpTy op) -> ScalarFn<Real> {
    unsigned from = getIntWidth(op.getIn().getType());
    unsigned to = getIntWidth(op.getType());
    return [f, from, to](Cell<Real> *out, auto in, int64_t count) {
      for (int64_t i = 0; i < count; ++i)
        out[i] = f(in[0][i], from, to);
      return StringRef();
    };
  });
}

template <typename Real>
static Cell<Real> makeInt(int64_t value, unsigned width) {
  Cell<Real> cell;
  cell.i = canonicalInt(value, width);
  return cell;
}

template <typename Real>
static Cell<Real> makeReal(Real value) {
  Cell<Real> cell;
  cell.f = value;
  return cell;
}

/// Towards zero. Out of range is poison in arith; the nearest end will do.
template <typename Real>
static int64_t truncateSigned(Real value, unsigned width) {
  if (std::isnan(value))
    return 0;
  Real limit = std::ldexp(Real(1), width - 1);
  if (value >= limit)
    return int64_t(uint64_t(-1) >> (65 - width));
  if (value < -limit)
    return int64_t(uint64_t(-1) << (width - 1));
  return static_cast<int64_t>(value);
}

template <typename Real>
static uint64_t truncateUnsigned(Real value, unsigned width) {
  if (!(value > 0))
    return 0;
  if (value >= std::ldexp(Real(1), width))
    return uint64_t(-1) >> (64 - width);
  return static_cast<uint64_t>(value);
}

/// Reinterprets bits, by way of the bytes that a host tensor holds.
template <typename Real>
static ScalarFn<Real> chooseBitcast(arith::BitcastOp op) {
  std::optional<ElementKind> from = getElementKind(op.getIn().getType());
  std::optional<ElementKind> to = getElementKind(op.getType());
  if (!from || !to)
    return nullptr;
  return [from = *from, to = *to](Cell<Real> *out, auto in, int64_t count) {
    HostTensor bits = HostTensor::zeros(from, {});
    HostTensor view = HostTensor::borrow(to, {}, bits.getData());
    for (int64_t i = 0; i < count; ++i) {
      if (isFloat(from))
        bits.setFromDouble(0, static_cast<double>(in[0][i].f));
      else
        bits.setFromInt(0, in[0][i].i);
      if (isFloat(to))
        out[i].f = view.getAsDouble(0);
      else
        out[i].i = view.getAsInt(0);
    }
    return StringRef();
  };
}

template <typename Real>
void reference::addCastOps(ScalarOps<Real> &ops) {
  // Precision is the caller's affair: it rounds to the result's type, or not.
  ops.template unary<arith::ExtFOp>([](Real a) { return a; });
  ops.template unary<arith::TruncFOp>([](Real a) { return a; });
  auto resize = [](Cell<Real> a, unsigned from, unsigned to) {
    return makeInt<Real>(asSigned(a.i, from), to);
  };
  auto resizeUnsigned = [](Cell<Real> a, unsigned from, unsigned to) {
    return makeInt<Real>(asUnsigned(a.i, from), to);
  };
  addCast<arith::ExtSIOp>(ops, resize);
  addCast<arith::TruncIOp>(ops, resize);
  addCast<arith::IndexCastOp>(ops, resize);
  addCast<arith::ExtUIOp>(ops, resizeUnsigned);
  addCast<arith::IndexCastUIOp>(ops, resizeUnsigned);
  addCast<arith::SIToFPOp>(ops, [](Cell<Real> a, unsigned from, unsigned) {
    return makeReal<Real>(asSigned(a.i, from));
  });
  addCast<arith::UIToFPOp>(ops, [](Cell<Real> a, unsigned from, unsigned) {
    return makeReal<Real>(asUnsigned(a.i, from));
  });
  addCast<arith::FPToSIOp>(ops, [](Cell<Real> a, unsigned, unsigned to) {
    return makeInt<Real>(truncateSigned(a.f, to), to);
  });
  addCast<arith::FPToUIOp>(ops, [](Cell<Real> a, unsigned, unsigned to) {
    return makeInt<Real>(truncateUnsigned(a.f, to), to);
  });
  ops.template select<arith::BitcastOp>(chooseBitcast<Real>);
}

template void reference::addCastOps(ScalarOps<double> &);
template void reference::addCastOps(ScalarOps<long double> &);
