//===- Tolerance.cpp - the one rule for being right -----------------------===//

#include "attn/Support/Tolerance.h"
#include "llvm/Support/ErrorHandling.h"
#include <cmath>
#include <limits>

using namespace mlir::attn;

/// Of f32, in which all but f64 is computed.
static constexpr double leastNormal = std::numeric_limits<float>::min();
static constexpr double infinity = std::numeric_limits<double>::infinity();

double mlir::attn::getUlp(ElementKind kind) {
  switch (kind) {
  case ElementKind::F16:
    return 0x1p-10;
  case ElementKind::BF16:
    return 0x1p-7;
  case ElementKind::F32:
    return 0x1p-23;
  case ElementKind::F64:
    return 0x1p-52;
  default:
    llvm_unreachable("expected a float kind");
  }
}

/// |a - b|, where equal infinities and two NaNs agree.
static double distance(double a, double b) {
  if (a == b || (std::isnan(a) && std::isnan(b)))
    return 0;
  double difference = std::fabs(a - b);
  return std::isnan(difference) ? infinity : difference;
}

/// True where the dtype's range ends before the numbers do: f16 gives infinity
/// at 1e5 however it is computed, and nothing can be asked of the result.
static bool isOutOfRange(double exact, double rounded) {
  return std::isfinite(exact) && !std::isfinite(rounded);
}

void Comparison::widen(const Comparison &other) {
  bound = std::max(bound, other.bound);
}

Comparison mlir::attn::compareByRule(const HostTensor &actual,
                                     const HostTensor &exact,
                                     const HostTensor &rounded, double scale) {
  Comparison result;
  if (actual.getShape() != exact.getShape() ||
      actual.getShape() != rounded.getShape()) {
    result.absError = result.relError = infinity;
    return result;
  }
  double norm = 0, rounding = 0;
  for (int64_t i = 0, e = exact.getNumElements(); i < e; ++i) {
    double value = exact.getAsDouble(i), approximate = rounded.getAsDouble(i);
    if (isOutOfRange(value, approximate))
      continue;
    if (std::isfinite(value))
      norm = std::max(norm, std::fabs(value));
    rounding = std::max(rounding, distance(approximate, value));
    double error = distance(actual.getAsDouble(i), value);
    if (error > result.absError) {
      result.absError = error;
      result.worst = i;
    }
  }
  if (result.absError > 0)
    result.relError = norm > 0 ? result.absError / norm : infinity;
  if (!isFloat(actual.getKind()))
    return result;
  if (actual.getKind() == ElementKind::F64)
    result.bound = 1e-12 * std::max(norm, scale);
  else if (std::isfinite(rounding))
    result.bound = 2 * rounding +
                   2 * getUlp(actual.getKind()) * std::max(norm, scale) +
                   leastNormal;
  return result;
}
