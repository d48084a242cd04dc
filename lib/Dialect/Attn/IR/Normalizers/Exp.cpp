//===- Exp.cpp - exp(s) -===//

#include "NormalizerUtils.h"

using namespace mlir;
using namespace mlir::attn;

bool ExpNormalizerAttr::hasStabilizer() const { return false; }
unsigned ExpNormalizerAttr::getNumAccumulators() const { return 0; }
SmallVector<Scalar>
ExpNormalizerAttr::contributions(ScalarBuilder &, Scalar, Scalar,
                                 const NormalizerContext &) const {
  return {};
}
Scalar ExpNormalizerAttr::finalizeFactor(ScalarBuilder &b, ArrayRef<Scalar>,
                                         Scalar,
                                         const NormalizerContext &) const {
  return b.constant(1.0);
}

Scalar ExpNormalizerAttr::weight(ScalarBuilder &b, Scalar s, Scalar,
                                 const NormalizerContext &) const {
  return b.exp(s);
}

// Not exp(s - m) with a value m of the row: that is part of a softmax which
// another normaliser would know whole.
std::optional<UnfusedMatch>
ExpNormalizerAttr::matchUnfused(const UnfusedWeight &weight) {
  using Kind = UnfusedWeight::Kind;
  UnfusedWeight::Expr root = weight.getRoot();
  if (weight.getKind(root) != Kind::Exp)
    return std::nullopt;
  UnfusedWeight::Expr score = weight.getOperand(root, 0);
  if (weight.getKind(score) == Kind::Sub &&
      weight.isRowConstant(weight.getOperand(score, 1)) &&
      weight.getKind(weight.getOperand(score, 1)) != Kind::Constant)
    return std::nullopt;
  return UnfusedMatch{
      ExpNormalizerAttr::get(weight.getContext()), score, {}};
}
