//===- ReluMoments.cpp - sums of max(s - t, 0)^p at several t -------------===//

#include "attn/Dialect/Attn/IR/Attn.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
ReluMomentsNormalizerAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                  int64_t p, int64_t points) {
  if (p < 1 || p > 8) // relu_moments_c1
    return emitError() << "expected p from 1 to 8, got " << p;
  if (points < 1 || points > 8) // relu_moments_c2
    return emitError() << "expected 1 to 8 points, got " << points;
  return success();
}
bool ReluMomentsNormalizerAttr::hasStabilizer() const { return false; }
unsigned ReluMomentsNormalizerAttr::getNumAccumulators() const {
  return static_cast<unsigned>(2 * getPoints());
}
Scalar ReluMomentsNormalizerAttr::weight(ScalarBuilder &b, Scalar s, Scalar,
                                         const NormalizerContext &) const {
  return b.pow(b.max(s, b.constant(0.0)), static_cast<double>(getP()));
}

SmallVector<Scalar>
ReluMomentsNormalizerAttr::contributions(ScalarBuilder &b, Scalar s, Scalar,
                                         const NormalizerContext &) const {
  Scalar zero = b.constant(0.0), one = b.constant(1.0);
  SmallVector<Scalar> sums;
  for (int64_t i = 0; i < getPoints(); ++i) {
    double point = static_cast<double>(i) / static_cast<double>(getPoints());
    Scalar excess = b.max(i ? s - b.constant(point) : s, zero);
    // x^0 is 1 for x = 0 too, but a score at the threshold counts for nothing.
    Scalar slope = getP() == 1
                       ? b.selectGreater(excess, zero, one, zero)
                       : b.pow(excess, static_cast<double>(getP() - 1));
    sums.push_back(slope * excess);
    sums.push_back(slope);
  }
  return sums;
}

Scalar ReluMomentsNormalizerAttr::finalizeFactor(
    ScalarBuilder &b, ArrayRef<Scalar>, Scalar,
    const NormalizerContext &) const {
  return b.constant(1.0);
}
