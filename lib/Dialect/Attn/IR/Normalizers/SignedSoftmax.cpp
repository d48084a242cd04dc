//===- SignedSoftmax.cpp - sign(s) exp(|s|) / sum exp(|s|) -===//

#include "attn/Dialect/Attn/IR/Attn.h"

#include <limits>

using namespace mlir;
using namespace mlir::attn;

bool SignedSoftmaxNormalizerAttr::hasStabilizer() const { return true; }
bool SignedSoftmaxNormalizerAttr::hasLse() const { return true; }
unsigned SignedSoftmaxNormalizerAttr::getNumAccumulators() const { return 1; }

Scalar
SignedSoftmaxNormalizerAttr::stabilizer(ScalarBuilder &b, Scalar s,
                                        const NormalizerContext &) const {
  return b.abs(s);
}

// A score of -inf is an excluded pair and weighs 0, though |s| is infinite.
Scalar SignedSoftmaxNormalizerAttr::weight(ScalarBuilder &b, Scalar s, Scalar m,
                                           const NormalizerContext &) const {
  Scalar zero = b.constant(0.0), one = b.constant(1.0);
  Scalar sign =
      b.selectGreater(s, zero, one,
                      b.selectGreater(zero, s, b.constant(-1.0), zero));
  Scalar lowest = b.constant(-std::numeric_limits<double>::infinity());
  // What is not above -inf is that or NaN, which the maximum keeps.
  return b.selectGreater(s, lowest, sign * b.exp(b.abs(s) - m),
                         b.max(s, zero));
}

// Not the weight's size: a score of 0 has weight 0 and its share of the sum.
SmallVector<Scalar> SignedSoftmaxNormalizerAttr::contributions(
    ScalarBuilder &b, Scalar s, Scalar,
    const NormalizerContext &context) const {
  return {b.exp(b.abs(s) - context.stabilizer)};
}
Scalar SignedSoftmaxNormalizerAttr::rescale(ScalarBuilder &b, Scalar from,
                                            Scalar to) const {
  return b.exp(from - to);
}
Scalar SignedSoftmaxNormalizerAttr::finalizeFactor(
    ScalarBuilder &b, ArrayRef<Scalar> l, Scalar,
    const NormalizerContext &) const {
  return b.constant(1.0) / l[0];
}
Scalar SignedSoftmaxNormalizerAttr::lse(ScalarBuilder &b, ArrayRef<Scalar> l,
                                        Scalar m,
                                        const NormalizerContext &) const {
  return m + b.log(l[0]);
}
