//===- Sigmoid.cpp - 1 / (1 + exp(-s)) -===//

#include "attn/Dialect/Attn/IR/Attn.h"

using namespace mlir;
using namespace mlir::attn;

bool SigmoidNormalizerAttr::hasStabilizer() const { return false; }
unsigned SigmoidNormalizerAttr::getNumAccumulators() const { return 0; }
SmallVector<Scalar>
SigmoidNormalizerAttr::contributions(ScalarBuilder &, Scalar, Scalar,
                                     const NormalizerContext &) const {
  return {};
}
Scalar SigmoidNormalizerAttr::finalizeFactor(ScalarBuilder &b, ArrayRef<Scalar>,
                                             Scalar,
                                             const NormalizerContext &) const {
  return b.constant(1.0);
}

// exp(-s) overflows to infinity for very negative scores; 1 / inf is the 0 that
// is meant.
Scalar SigmoidNormalizerAttr::weight(ScalarBuilder &b, Scalar s, Scalar,
                                     const NormalizerContext &) const {
  return b.constant(1.0) / (b.constant(1.0) + b.exp(b.constant(0.0) - s));
}
