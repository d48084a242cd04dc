//===- Identity.cpp - s itself -===//

#include "attn/Dialect/Attn/IR/Attn.h"

using namespace mlir;
using namespace mlir::attn;

bool IdentityNormalizerAttr::hasStabilizer() const { return false; }
unsigned IdentityNormalizerAttr::getNumAccumulators() const { return 0; }
SmallVector<Scalar>
IdentityNormalizerAttr::contributions(ScalarBuilder &, Scalar, Scalar,
                                      const NormalizerContext &) const {
  return {};
}
Scalar IdentityNormalizerAttr::finalizeFactor(ScalarBuilder &b,
                                              ArrayRef<Scalar>, Scalar,
                                              const NormalizerContext &) const {
  return b.constant(1.0);
}

Scalar IdentityNormalizerAttr::weight(ScalarBuilder &, Scalar s, Scalar,
                                      const NormalizerContext &) const {
  return s;
}
