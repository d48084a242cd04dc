//===- SoftmaxSink.cpp - softmax with a learned logit per head -===//

#include "NormalizerUtils.h"

using namespace mlir;
using namespace mlir::attn;

// The sink takes part in finalize and lse alone, so that states of disjoint
// key sets merge without counting it twice. Mass and sink are compared at the
// larger of m and sink: exp(sink - m) alone overflows when the sink leads.
static Scalar massWithSink(ScalarBuilder &b, Scalar l, Scalar m, Scalar sink,
                           Scalar top) {
  return l * b.exp(m - top) + b.exp(sink - top);
}

SmallVector<NormalizerParameter>
SoftmaxSinkNormalizerAttr::getParameters() const {
  return {{"sink", /*perHead=*/true}};
}
bool SoftmaxSinkNormalizerAttr::hasStabilizer() const { return true; }
bool SoftmaxSinkNormalizerAttr::isExponential() const { return true; }
bool SoftmaxSinkNormalizerAttr::hasLse() const { return true; }
unsigned SoftmaxSinkNormalizerAttr::getNumAccumulators() const { return 1; }

Scalar SoftmaxSinkNormalizerAttr::stabilizer(ScalarBuilder &, Scalar s,
                                             const NormalizerContext &) const {
  return s;
}
Scalar SoftmaxSinkNormalizerAttr::weight(ScalarBuilder &b, Scalar s, Scalar m,
                                         const NormalizerContext &) const {
  return b.exp(s - m);
}
SmallVector<Scalar>
SoftmaxSinkNormalizerAttr::contributions(ScalarBuilder &, Scalar, Scalar w,
                                         const NormalizerContext &) const {
  return {w};
}
Scalar SoftmaxSinkNormalizerAttr::rescale(ScalarBuilder &b, Scalar from,
                                          Scalar to) const {
  return b.exp(from - to);
}
Scalar SoftmaxSinkNormalizerAttr::finalizeFactor(
    ScalarBuilder &b, ArrayRef<Scalar> l, Scalar m,
    const NormalizerContext &context) const {
  Scalar sink = context.parameters[0];
  Scalar top = b.max(m, sink);
  return b.exp(m - top) / massWithSink(b, l[0], m, sink, top);
}
Scalar SoftmaxSinkNormalizerAttr::lse(ScalarBuilder &b, ArrayRef<Scalar> l,
                                      Scalar m,
                                      const NormalizerContext &context) const {
  Scalar sink = context.parameters[0];
  Scalar top = b.max(m, sink);
  return top + b.log(massWithSink(b, l[0], m, sink, top));
}

std::optional<UnfusedMatch>
SoftmaxSinkNormalizerAttr::matchUnfused(const UnfusedWeight &weight) {
  std::optional<UnfusedQuotient> quotient =
      matchQuotient(weight, skipSafeGuard(weight));
  if (!quotient || !quotient->rest)
    return std::nullopt;
  UnfusedWeight::Expr sink =
      matchShiftedExp(weight, quotient->rest, quotient->shifts);
  if (!sink || !weight.isHeadConstant(sink) ||
      weight.getKind(sink) == UnfusedWeight::Kind::Constant)
    return std::nullopt;
  return UnfusedMatch{SoftmaxSinkNormalizerAttr::get(weight.getContext()),
                      quotient->score,
                      {sink}};
}
