//===- Tolerance.h - the one rule for being right ---------------*- C++ -*-===//
//
// A result is compared with the interpreter's twice: with its exact values,
// which give the error, and with its rounded values, which say how large an
// error the dtype's own rounding makes. Per output, with max-norms,
//
//   error(actual) <= 2 * error(rounded) + 2 ulp(dtype) * max|exact|
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
