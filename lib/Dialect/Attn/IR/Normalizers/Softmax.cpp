//===- Softmax.cpp - exp(s) / sum exp(s) -===//

#include "NormalizerUtils.h"

using namespace mlir;
using namespace mlir::attn;

bool SoftmaxNormalizerAttr::hasStabilizer() const { return true; }
bool SoftmaxNormalizerAttr::isExponential() const { return true; }
bool SoftmaxNormalizerAttr::hasLse() const { return true; }
unsigned SoftmaxNormalizerAttr::getNumAccumulators() const { return 1; }

Scalar SoftmaxNormalizerAttr::stabilizer(ScalarBuilder &, Scalar s,
                                         const NormalizerContext &) const {
  return s;
}
Scalar SoftmaxNormalizerAttr::weight(ScalarBuilder &b, Scalar s, Scalar m,
                                     const NormalizerContext &) const {
  return b.exp(s - m);
}
SmallVector<Scalar>
SoftmaxNormalizerAttr::contributions(ScalarBuilder &, Scalar, Scalar w,
                                     const NormalizerContext &) const {
  return {w};
}
Scalar SoftmaxNormalizerAttr::rescale(ScalarBuilder &b, Scalar from,
                                      Scalar to) const {
  return b.exp(from - to);
}
Scalar SoftmaxNormalizerAttr::finalizeFactor(ScalarBuilder &b,
                                             ArrayRef<Scalar> l, Scalar,
                                             const NormalizerContext &) const {
  return b.constant(1.0) / l[0];
}
Scalar SoftmaxNormalizerAttr::lse(ScalarBuilder &b, ArrayRef<Scalar> l,
                                  Scalar m, const NormalizerContext &) const {
  return m + b.log(l[0]);
}

std::optional<UnfusedMatch>
SoftmaxNormalizerAttr::matchUnfused(const UnfusedWeight &weight) {
  std::optional<UnfusedQuotient> quotient =
      matchQuotient(weight, skipSafeGuard(weight));
  if (!quotient || quotient->rest)
    return std::nullopt;
  return UnfusedMatch{SoftmaxNormalizerAttr::get(weight.getContext()),
                      quotient->score,
                      {}};
}
