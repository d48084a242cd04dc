//===- ReluPow.cpp - max(s, 0)^p -===//

#include "attn/Dialect/Attn/IR/Attn.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
ReluPowNormalizerAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                              int64_t p) {
  if (p >= 1 && p <= 8) // relu_pow_c1
    return success();
  return emitError() << "expected p from 1 to 8, got " << p;
}
bool ReluPowNormalizerAttr::hasStabilizer() const { return false; }
unsigned ReluPowNormalizerAttr::getNumAccumulators() const { return 0; }
SmallVector<Scalar>
ReluPowNormalizerAttr::contributions(ScalarBuilder &, Scalar, Scalar,
                                     const NormalizerContext &) const {
  return {};
}
Scalar ReluPowNormalizerAttr::finalizeFactor(ScalarBuilder &b, ArrayRef<Scalar>,
                                             Scalar,
                                             const NormalizerContext &) const {
  return b.constant(1.0);
}

Scalar ReluPowNormalizerAttr::weight(ScalarBuilder &b, Scalar s, Scalar,
                                     const NormalizerContext &) const {
  return b.pow(b.max(s, b.constant(0.0)), static_cast<double>(getP()));
}
