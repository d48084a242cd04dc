//===- Tolerance.h - the one rule for being right ---------------*- C++ -*-===//
//
// A result is compared with the interpreter's twice: with its exact values,
// which give the error, and with its rounded values, which say how large an
// error the dtype's own rounding makes. Per output, with max-norms,
//
//   error(actual) <= 2 * error(rounded) + 2 ulp(dtype) * max|exact|
//
// plus the least normal number of the accumulation type: what lies below it may
// count as 0.
//
// The order of a sum is open, and one order is one sample of its error: where a
// row or two decide the norm, a right result exceeds twice one sample now and
// then. So error(rounded) is the largest over up to `kNumOrders` orders; the
// first is tried alone, the others only where it does not settle the matter.
//
// so the bound follows each problem's conditioning and no table of tolerances
// exists. f64 is compared with long double: error <= 1e-12 * max|exact|.
// Integers must be equal. Infinities and NaNs must be in the same places.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_SUPPORT_TOLERANCE_H
#define ATTN_SUPPORT_TOLERANCE_H

#include "attn/Support/HostTensor.h"

namespace mlir::attn {

/// How many orders of summation the rule knows.
constexpr unsigned kNumOrders = 16;

/// How far `actual` lies from `exact`, and whether that is allowed.
struct Comparison {
  /// The largest |actual - exact|; infinite where one is finite and the other
  /// is not, or where shapes differ.
  double absError = 0;
  /// absError over max|exact|, the number that the rule bounds; 0 if all is 0.
  double relError = 0;
  /// The bound on absError.
  double bound = 0;
  /// Where the largest error is, in row-major order; -1 if there is none.
  int64_t worst = -1;

  bool ok() const { return absError <= bound; }
  /// Raises the bound to that of another comparison of the same result, with
  /// values that were rounded in another order.
  void widen(const Comparison &other);
};

/// Compares `actual` with the interpreter's `exact` values (of kind F64, or an
/// integer kind) and `rounded` values (same shape). `actual`'s kind is the
/// dtype of the rule. `scale` is the least magnitude that counts as max|exact|:
/// 1 for a log-sum-exp, whose absolute error is the relative one of a sum.
Comparison compareByRule(const HostTensor &actual, const HostTensor &exact,
                         const HostTensor &rounded, double scale = 0);

/// The distance from 1 to the next number of a float kind.
double getUlp(ElementKind kind);

} // namespace mlir::attn

#endif // ATTN_SUPPORT_TOLERANCE_H
