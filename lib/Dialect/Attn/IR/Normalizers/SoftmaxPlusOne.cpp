//===- SoftmaxPlusOne.cpp - softmax with one in the denominator -===//

#include "NormalizerUtils.h"

using namespace mlir;
using namespace mlir::attn;

// As a sink whose logit is 0: see SoftmaxSink.cpp for the larger of the two.
static Scalar massPlusOne(ScalarBuilder &b, Scalar l, Scalar m, Scalar top) {
  return l * b.exp(m - top) + b.exp(b.constant(0.0) - top);
}

bool SoftmaxPlusOneNormalizerAttr::hasStabilizer() const { return true; }
bool SoftmaxPlusOneNormalizerAttr::isExponential() const { return true; }
bool SoftmaxPlusOneNormalizerAttr::hasLse() const { return true; }
unsigned SoftmaxPlusOneNormalizerAttr::getNumAccumulators() const { return 1; }

Scalar
SoftmaxPlusOneNormalizerAttr::stabilizer(ScalarBuilder &, Scalar s,
                                         const NormalizerContext &) const {
  return s;
}
Scalar SoftmaxPlusOneNormalizerAttr::weight(ScalarBuilder &b, Scalar s,
                                            Scalar m,
                                            const NormalizerContext &) const {
  return b.exp(s - m);
}
SmallVector<Scalar>
SoftmaxPlusOneNormalizerAttr::contributions(ScalarBuilder &, Scalar, Scalar w,
                                            const NormalizerContext &) const {
  return {w};
}
Scalar SoftmaxPlusOneNormalizerAttr::rescale(ScalarBuilder &b, Scalar from,
                                             Scalar to) const {
  return b.exp(from - to);
}
Scalar
SoftmaxPlusOneNormalizerAttr::finalizeFactor(ScalarBuilder &b,
                                             ArrayRef<Scalar> l, Scalar m,
                                             const NormalizerContext &) const {
  Scalar top = b.max(m, b.constant(0.0));
  return b.exp(m - top) / massPlusOne(b, l[0], m, top);
}
Scalar SoftmaxPlusOneNormalizerAttr::lse(ScalarBuilder &b, ArrayRef<Scalar> l,
                                         Scalar m,
                                         const NormalizerContext &) const {
  Scalar top = b.max(m, b.constant(0.0));
  return top + b.log(massPlusOne(b, l[0], m, top));
}

// The 1 is exp(0 - shift) where scores are shifted.
std::optional<UnfusedMatch>
SoftmaxPlusOneNormalizerAttr::matchUnfused(const UnfusedWeight &weight) {
  using Kind = UnfusedWeight::Kind;
  std::optional<UnfusedQuotient> quotient =
      matchQuotient(weight, skipSafeGuard(weight));
  if (!quotient || !quotient->rest)
    return std::nullopt;
  bool isOne =
      weight.isConstant(quotient->rest, 1.0) && quotient->shifts.empty();
  if (quotient->shifts.size() == 1 &&
      weight.getKind(quotient->rest) == Kind::Exp) {
    UnfusedWeight::Expr exponent = weight.getOperand(quotient->rest, 0);
    isOne = weight.getKind(exponent) == Kind::Neg &&
            weight.getOperand(exponent, 0) == quotient->shifts.front();
  }
  UnfusedWeight::Expr zero =
      matchShiftedExp(weight, quotient->rest, quotient->shifts);
  if (!isOne && !(zero && weight.isConstant(zero, 0.0)))
    return std::nullopt;
  return UnfusedMatch{SoftmaxPlusOneNormalizerAttr::get(weight.getContext()),
                      quotient->score,
                      {}};
}
