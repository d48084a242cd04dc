//===- Hard.cpp - all weight on the largest score -===//

#include "attn/Dialect/Attn/IR/Attn.h"

using namespace mlir;
using namespace mlir::attn;

bool HardNormalizerAttr::hasStabilizer() const { return true; }
bool HardNormalizerAttr::selectsKey() const { return true; }
unsigned HardNormalizerAttr::getNumAccumulators() const { return 1; }

Scalar HardNormalizerAttr::stabilizer(ScalarBuilder &, Scalar s,
                                      const NormalizerContext &) const {
  return s;
}

// 1, or NaN where s is.
static Scalar oneOf(ScalarBuilder &b, Scalar s) {
  Scalar one = b.constant(1.0);
  return b.selectGreater(s, one, one, b.max(s, one));
}

// Of the pairs whose score is m the selection takes one.
Scalar HardNormalizerAttr::weight(ScalarBuilder &b, Scalar s, Scalar m,
                                  const NormalizerContext &) const {
  return b.selectGreater(m, s, b.constant(0.0), oneOf(b, b.max(s, m)));
}

// The accumulator is the key, which is not a sum.
SmallVector<Scalar>
HardNormalizerAttr::contributions(ScalarBuilder &b, Scalar, Scalar,
                                  const NormalizerContext &) const {
  return {b.constant(0.0)};
}
Scalar HardNormalizerAttr::rescale(ScalarBuilder &b, Scalar from,
                                   Scalar to) const {
  return b.selectGreater(to, from, b.constant(0.0), b.constant(1.0));
}
Scalar HardNormalizerAttr::finalizeFactor(ScalarBuilder &b, ArrayRef<Scalar>,
                                          Scalar,
                                          const NormalizerContext &) const {
  return b.constant(1.0);
}
