//===- ScalableSoftmax.cpp - softmax that keeps its sharpness with length -===//

#include "attn/Dialect/Attn/IR/Attn.h"

using namespace mlir;
using namespace mlir::attn;

SmallVector<NormalizerParameter>
ScalableSoftmaxNormalizerAttr::getParameters() const {
  return {{"gain", /*perHead=*/true}};
}
RowContext ScalableSoftmaxNormalizerAttr::getRowContext() const {
  RowContext context;
  context.visibleKeys = true;
  return context;
}
bool ScalableSoftmaxNormalizerAttr::hasStabilizer() const { return true; }
bool ScalableSoftmaxNormalizerAttr::isExponential() const { return true; }
bool ScalableSoftmaxNormalizerAttr::hasLse() const { return true; }
unsigned ScalableSoftmaxNormalizerAttr::getNumAccumulators() const { return 1; }

// Softmax of t = gain ln(n) s: m and the sums are in terms of t.
Scalar ScalableSoftmaxNormalizerAttr::scoreFactor(
    ScalarBuilder &b, const NormalizerContext &context) const {
  return context.parameters[0] * b.log(context.visibleKeys);
}
Scalar ScalableSoftmaxNormalizerAttr::stabilizer(
    ScalarBuilder &b, Scalar s, const NormalizerContext &context) const {
  return scoreFactor(b, context) * s;
}
Scalar ScalableSoftmaxNormalizerAttr::weight(
    ScalarBuilder &b, Scalar s, Scalar m,
    const NormalizerContext &context) const {
  return b.exp(scoreFactor(b, context) * s - m);
}
SmallVector<Scalar> ScalableSoftmaxNormalizerAttr::contributions(
    ScalarBuilder &, Scalar, Scalar w, const NormalizerContext &) const {
  return {w};
}
Scalar ScalableSoftmaxNormalizerAttr::rescale(ScalarBuilder &b, Scalar from,
                                              Scalar to) const {
  return b.exp(from - to);
}
Scalar ScalableSoftmaxNormalizerAttr::finalizeFactor(
    ScalarBuilder &b, ArrayRef<Scalar> l, Scalar,
    const NormalizerContext &) const {
  return b.constant(1.0) / l[0];
}
Scalar ScalableSoftmaxNormalizerAttr::lse(ScalarBuilder &b, ArrayRef<Scalar> l,
                                          Scalar m,
                                          const NormalizerContext &) const {
  return m + b.log(l[0]);
}
