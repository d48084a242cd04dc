//===- ScalarIntegerOps.cpp - arith on integers and indices ---------------===//

#include "ScalarOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

static bool compare(arith::CmpIPredicate predicate, int64_t a, int64_t b,
                    unsigned width) {
  using P = arith::CmpIPredicate;
  int64_t sa = asSigned(a, width), sb = asSigned(b, width);
  uint64_t ua = asUnsigned(a, width), ub = asUnsigned(b, width);
  switch (predicate) {
  case P::eq:
    return a == b;
  case P::ne:
    return a != b;
  case P::slt:
    return sa < sb;
  case P::sle:
    return sa <= sb;
  case P::sgt:
    return sa > sb;
  case P::sge:
    return sa >= sb;
  case P::ult:
    return ua < ub;
  case P::ule:
    return ua <= ub;
  case P::ugt:
    return ua > ub;
  case P::uge:
    return ua >= ub;
  }
  return false;
}

/// A division: `f` sees a divisor that is not zero. The smallest number over
/// -1 has no quotient; it wraps, as negation does.
template <typename OpTy, typename Real, typename F>
static void addDivision(ScalarOps<Real> &ops, F f) {
  ops.template select<OpTy>([f](OpTy op) -> ScalarFn<Real> {
    unsigned width = getIntWidth(op.getType());
    return [f, width](Cell<Real> *out, auto in, int64_t count) -> StringRef {
      for (int64_t i = 0; i < count; ++i) {
        if (in[1][i].i == 0)
          return "division by zero";
        out[i].i = canonicalInt(f(in[0][i].i, in[1][i].i, width), width);
      }
      return "";
    };
  });
}

static int64_t divide(int64_t a, int64_t b, unsigned width) {
  a = asSigned(a, width), b = asSigned(b, width);
  return b == -1 ? int64_t(-uint64_t(a)) : a / b;
}

static int64_t remainderOf(int64_t a, int64_t b, unsigned width) {
  a = asSigned(a, width), b = asSigned(b, width);
  return b == -1 ? 0 : a % b;
}

template <typename Real>
static void addDivisions(ScalarOps<Real> &ops) {
  addDivision<arith::DivSIOp>(ops, divide);
  addDivision<arith::RemSIOp>(ops, remainderOf);
  addDivision<arith::FloorDivSIOp>(ops, [](int64_t a, int64_t b, unsigned w) {
    int64_t rest = remainderOf(a, b, w);
    return divide(a, b, w) - (rest != 0 && (rest < 0) != (asSigned(b, w) < 0));
  });
  addDivision<arith::CeilDivSIOp>(ops, [](int64_t a, int64_t b, unsigned w) {
    int64_t rest = remainderOf(a, b, w);
    return divide(a, b, w) + (rest != 0 && (rest < 0) == (asSigned(b, w) < 0));
  });
  addDivision<arith::DivUIOp>(ops, [](int64_t a, int64_t b, unsigned w) {
    return int64_t(asUnsigned(a, w) / asUnsigned(b, w));
  });
  addDivision<arith::RemUIOp>(ops, [](int64_t a, int64_t b, unsigned w) {
    return int64_t(asUnsigned(a, w) % asUnsigned(b, w));
  });
  addDivision<arith::CeilDivUIOp>(ops, [](int64_t a, int64_t b, unsigned w) {
    uint64_t n = asUnsigned(a, w), d = asUnsigned(b, w);
    return int64_t(n / d + (n % d != 0));
  });
}

template <typename Real>
static void addShifts(ScalarOps<Real> &ops) {
  // Shifting by the width or more is poison in arith; 0 will do.
  ops.template integer<arith::ShLIOp>([](auto in, int64_t i, unsigned width) {
    uint64_t by = asUnsigned(in[1][i].i, width);
    return by >= width ? 0 : int64_t(uint64_t(in[0][i].i) << by);
  });
  ops.template integer<arith::ShRUIOp>([](auto in, int64_t i, unsigned width) {
    uint64_t by = asUnsigned(in[1][i].i, width);
    return by >= width ? 0 : int64_t(asUnsigned(in[0][i].i, width) >> by);
  });
  ops.template integer<arith::ShRSIOp>([](auto in, int64_t i, unsigned width) {
    uint64_t by = asUnsigned(in[1][i].i, width);
    return by >= width ? 0 : asSigned(in[0][i].i, width) >> by;
  });
}

template <typename Real>
static void addExtrema(ScalarOps<Real> &ops) {
  ops.template integer<arith::MaxSIOp>([](auto in, int64_t i, unsigned w) {
    return std::max(asSigned(in[0][i].i, w), asSigned(in[1][i].i, w));
  });
  ops.template integer<arith::MinSIOp>([](auto in, int64_t i, unsigned w) {
    return std::min(asSigned(in[0][i].i, w), asSigned(in[1][i].i, w));
  });
  ops.template integer<arith::MaxUIOp>([](auto in, int64_t i, unsigned w) {
    return int64_t(
        std::max(asUnsigned(in[0][i].i, w), asUnsigned(in[1][i].i, w)));
  });
  ops.template integer<arith::MinUIOp>([](auto in, int64_t i, unsigned w) {
    return int64_t(
        std::min(asUnsigned(in[0][i].i, w), asUnsigned(in[1][i].i, w)));
  });
}

template <typename Real>
void reference::addIntegerOps(ScalarOps<Real> &ops) {
  // Through uint64_t: a sum that overflows wraps.
  ops.template integer<arith::AddIOp>([](auto in, int64_t i, unsigned) {
    return int64_t(uint64_t(in[0][i].i) + uint64_t(in[1][i].i));
  });
  ops.template integer<arith::SubIOp>([](auto in, int64_t i, unsigned) {
    return int64_t(uint64_t(in[0][i].i) - uint64_t(in[1][i].i));
  });
  ops.template integer<arith::MulIOp>([](auto in, int64_t i, unsigned) {
    return int64_t(uint64_t(in[0][i].i) * uint64_t(in[1][i].i));
  });
  ops.template integer<arith::AndIOp>(
      [](auto in, int64_t i, unsigned) { return in[0][i].i & in[1][i].i; });
  ops.template integer<arith::OrIOp>(
      [](auto in, int64_t i, unsigned) { return in[0][i].i | in[1][i].i; });
  ops.template integer<arith::XOrIOp>(
      [](auto in, int64_t i, unsigned) { return in[0][i].i ^ in[1][i].i; });
  addDivisions(ops);
  addShifts(ops);
  addExtrema(ops);
  ops.template select<arith::CmpIOp>([](arith::CmpIOp op) -> ScalarFn<Real> {
    unsigned width = getIntWidth(op.getLhs().getType());
    return [width, predicate = op.getPredicate()](Cell<Real> *out, auto in,
                                                  int64_t count) {
      for (int64_t i = 0; i < count; ++i)
        out[i].i = compare(predicate, in[0][i].i, in[1][i].i, width);
      return StringRef();
    };
  });
}

template void reference::addIntegerOps(ScalarOps<double> &);
template void reference::addIntegerOps(ScalarOps<long double> &);
