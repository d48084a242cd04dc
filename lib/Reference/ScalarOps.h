//===- ScalarOps.h - what arith and math ops do to numbers ------*- C++ -*-===//
//
// One entry per op of arith and math: a function over lanes of cells. The same
// entries serve single numbers, elementwise ops on tensors, and the bodies of
// linalg and attn ops.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_REFERENCE_SCALAROPS_H
#define ATTN_LIB_REFERENCE_SCALAROPS_H

#include "Datum.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/StringMap.h"
#include <functional>

namespace mlir::attn::reference {

/// Computes `count` lanes of the one result from the operands' lanes. Returns
/// what went wrong, or nothing.
template <typename Real>
using ScalarFn = std::function<StringRef(
    Cell<Real> *out, ArrayRef<const Cell<Real> *> in, int64_t count)>;

template <typename Real>
class ScalarOps {
public:
  static const ScalarOps &get();

  /// The function of this op, with its attributes and types taken in; null if
  /// the op is not here.
  ScalarFn<Real> lookup(Operation *op) const {
    auto it = table.find(op->getName().getStringRef());
    return it == table.end() ? nullptr : it->second(op);
  }

  /// Adds `OpTy`, whose function is chosen when an op is met.
  template <typename OpTy>
  void select(std::function<ScalarFn<Real>(OpTy)> choose) {
    table[OpTy::getOperationName()] = [choose](Operation *op) {
      return choose(cast<OpTy>(op));
    };
  }
  template <typename OpTy>
  void add(ScalarFn<Real> fn) {
    table[OpTy::getOperationName()] = [fn](Operation *) { return fn; };
  }

  /// Real to Real.
  template <typename OpTy, typename F>
  void unary(F f) {
    add<OpTy>([f](Cell<Real> *out, auto in, int64_t count) {
      for (int64_t i = 0; i < count; ++i)
        out[i].f = f(in[0][i].f);
      return StringRef();
    });
  }
  template <typename OpTy, typename F>
  void binary(F f) {
    add<OpTy>([f](Cell<Real> *out, auto in, int64_t count) {
      for (int64_t i = 0; i < count; ++i)
        out[i].f = f(in[0][i].f, in[1][i].f);
      return StringRef();
    });
  }
  /// Integers, as the cell has them; the result is wrapped to its width.
  template <typename OpTy, typename F>
  void integer(F f) {
    select<OpTy>([f](OpTy op) -> ScalarFn<Real> {
      unsigned width = getIntWidth(op.getType());
      return [f, width](Cell<Real> *out, auto in, int64_t count) {
        for (int64_t i = 0; i < count; ++i)
          out[i].i = canonicalInt(f(in, i, width), width);
        return StringRef();
      };
    });
  }

private:
  llvm::StringMap<std::function<ScalarFn<Real>(Operation *)>> table;
};

/// An i1 is -1 where it is read as signed.
inline int64_t asSigned(int64_t value, unsigned width) {
  return width == 1 ? -value : value;
}
inline uint64_t asUnsigned(int64_t value, unsigned width) {
  return width >= 64 ? value : uint64_t(value) & ((uint64_t(1) << width) - 1);
}

template <typename Real>
void addFloatOps(ScalarOps<Real> &ops);
template <typename Real>
void addIntegerOps(ScalarOps<Real> &ops);
template <typename Real>
void addCastOps(ScalarOps<Real> &ops);
template <typename Real>
void addMathOps(ScalarOps<Real> &ops);

} // namespace mlir::attn::reference

#endif // ATTN_LIB_REFERENCE_SCALAROPS_H
