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

// max(s, 0), a power of it, or its product with itself.
std::optional<UnfusedMatch>
ReluPowNormalizerAttr::matchUnfused(const UnfusedWeight &weight) {
  using Kind = UnfusedWeight::Kind;
  UnfusedWeight::Expr base = weight.getRoot();
  double p = 1.0;
  if (weight.getKind(base) == Kind::Pow) {
    p = weight.getConstant(weight.getOperand(base, 1));
    base = weight.getOperand(base, 0);
  } else if (weight.getKind(base) == Kind::Mul &&
             weight.getOperand(base, 0) == weight.getOperand(base, 1)) {
    p = 2.0;
    base = weight.getOperand(base, 0);
  }
  if (weight.getKind(base) != Kind::Max || !(p >= 1.0 && p <= 8.0) ||
      p != static_cast<double>(static_cast<int64_t>(p)))
    return std::nullopt;
  for (unsigned side = 0; side < 2; ++side)
    if (weight.isConstant(weight.getOperand(base, side), 0.0))
      return UnfusedMatch{ReluPowNormalizerAttr::get(weight.getContext(),
                                                     static_cast<int64_t>(p)),
                          weight.getOperand(base, 1 - side),
                          {}};
  return std::nullopt;
}
