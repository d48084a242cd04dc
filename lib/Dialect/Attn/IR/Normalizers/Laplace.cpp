//===- Laplace.cpp - (1 + erf((s - mu) / (sigma sqrt 2))) / 2 -===//

#include "NormalizerUtils.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

// sqrt(1/2), and sqrt(2) times sqrt(1 / (4 pi)).
static constexpr double kMean = M_SQRT1_2;
static const double kWidth = std::sqrt(0.5 * M_1_PI);

bool LaplaceNormalizerAttr::hasStabilizer() const { return false; }
unsigned LaplaceNormalizerAttr::getNumAccumulators() const { return 0; }
SmallVector<Scalar>
LaplaceNormalizerAttr::contributions(ScalarBuilder &, Scalar, Scalar,
                                     const NormalizerContext &) const {
  return {};
}
Scalar LaplaceNormalizerAttr::finalizeFactor(ScalarBuilder &b, ArrayRef<Scalar>,
                                             Scalar,
                                             const NormalizerContext &) const {
  return b.constant(1.0);
}

// 1 + erf(x) = erfc(-x), which keeps its digits where erf(x) is near -1.
Scalar LaplaceNormalizerAttr::weight(ScalarBuilder &b, Scalar s, Scalar,
                                     const NormalizerContext &) const {
  Scalar below = b.constant(kMean) - s;
  return b.constant(0.5) * b.erfc(below * b.constant(1.0 / kWidth));
}

//===----------------------------------------------------------------------===//
// The unfused form
//===----------------------------------------------------------------------===//

using Expr = UnfusedWeight::Expr;
using Kind = UnfusedWeight::Kind;

// Constants of a graph are rounded to its type.
static bool isAbout(const UnfusedWeight &weight, Expr expr, double value) {
  return weight.getKind(expr) == Kind::Constant &&
         std::fabs(weight.getConstant(expr) - value) <= 1e-6 * std::fabs(value);
}

// The operand beside `value` in a sum or a product, null for others.
static Expr besides(const UnfusedWeight &weight, Expr expr, Kind kind,
                    double value) {
  if (weight.getKind(expr) != kind)
    return nullptr;
  for (unsigned side = 0; side < 2; ++side)
    if (isAbout(weight, weight.getOperand(expr, side), value))
      return weight.getOperand(expr, 1 - side);
  return nullptr;
}

// The dividend of a division by `value`, or of a product with its inverse.
static Expr dividedBy(const UnfusedWeight &weight, Expr expr, double value) {
  if (weight.getKind(expr) == Kind::Div &&
      isAbout(weight, weight.getOperand(expr, 1), value))
    return weight.getOperand(expr, 0);
  return besides(weight, expr, Kind::Mul, 1.0 / value);
}

// x - value
static Expr lessValue(const UnfusedWeight &weight, Expr expr, double value) {
  if (weight.getKind(expr) == Kind::Sub &&
      isAbout(weight, weight.getOperand(expr, 1), value))
    return weight.getOperand(expr, 0);
  return besides(weight, expr, Kind::Add, -value);
}

// Half of 1 + erf((s - mu) / (sigma sqrt 2)).
std::optional<UnfusedMatch>
LaplaceNormalizerAttr::matchUnfused(const UnfusedWeight &weight) {
  Expr sum = dividedBy(weight, weight.getRoot(), 2.0);
  Expr erf = sum ? besides(weight, sum, Kind::Add, 1.0) : nullptr;
  if (!erf || weight.getKind(erf) != Kind::Erf)
    return std::nullopt;
  Expr above = dividedBy(weight, weight.getOperand(erf, 0), kWidth);
  Expr score = above ? lessValue(weight, above, kMean) : nullptr;
  if (!score)
    return std::nullopt;
  return UnfusedMatch{
      LaplaceNormalizerAttr::get(weight.getContext()), score, {}};
}
