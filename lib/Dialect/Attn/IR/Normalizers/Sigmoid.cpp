//===- Sigmoid.cpp - 1 / (1 + exp(-s)) -===//

#include "NormalizerUtils.h"

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

// 1 / (1 + exp(-s)), the form that torch-mlir emits.
std::optional<UnfusedMatch>
SigmoidNormalizerAttr::matchUnfused(const UnfusedWeight &weight) {
  using Kind = UnfusedWeight::Kind;
  UnfusedWeight::Expr root = weight.getRoot();
  if (weight.getKind(root) != Kind::Div ||
      !weight.isConstant(weight.getOperand(root, 0), 1.0))
    return std::nullopt;
  UnfusedWeight::Expr sum = weight.getOperand(root, 1);
  if (weight.getKind(sum) != Kind::Add)
    return std::nullopt;
  for (unsigned side = 0; side < 2; ++side) {
    UnfusedWeight::Expr power = weight.getOperand(sum, 1 - side);
    if (!weight.isConstant(weight.getOperand(sum, side), 1.0) ||
        weight.getKind(power) != Kind::Exp)
      continue;
    UnfusedWeight::Expr exponent = weight.getOperand(power, 0);
    if (weight.getKind(exponent) == Kind::Neg)
      return UnfusedMatch{SigmoidNormalizerAttr::get(weight.getContext()),
                          weight.getOperand(exponent, 0),
                          {}};
  }
  return std::nullopt;
}
