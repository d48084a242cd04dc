//===- SmallFloat.h - 16-bit floats and rounding ----------------*- C++ -*-===//

#ifndef ATTN_SUPPORT_SMALLFLOAT_H
#define ATTN_SUPPORT_SMALLFLOAT_H

#include <cmath>
#include <cstdint>

namespace mlir::attn {

/// Bits of an IEEE half or of a bfloat16 as a float; exact.
float halfToFloat(uint16_t bits);
float bfloatToFloat(uint16_t bits);

/// The nearest half or bfloat16, ties to even, overflow to infinity. One
/// rounding from double: going through float first would round twice.
uint16_t doubleToHalf(double value);
uint16_t doubleToBfloat(double value);

/// Rounds to a binary format of `precision` significant bits whose smallest
/// normal number is 2^minExponent and whose largest is below 2^(maxExponent+1).
template <typename Real>
Real roundToFormat(Real x, int precision, int minExponent, int maxExponent) {
  if (!std::isfinite(x) || x == 0)
    return x;
  int exponent = std::ilogb(x);
  if (exponent < minExponent)
    exponent = minExponent;
  int shift = precision - 1 - exponent;
  Real rounded = std::ldexp(std::nearbyint(std::ldexp(x, shift)), -shift);
  if (rounded != 0 && std::ilogb(rounded) > maxExponent)
    return std::copysign(Real(INFINITY), x);
  return rounded;
}

template <typename Real>
Real roundToHalf(Real x) {
  return roundToFormat(x, 11, -14, 15);
}

template <typename Real>
Real roundToBfloat(Real x) {
  return roundToFormat(x, 8, -126, 127);
}

} // namespace mlir::attn

#endif // ATTN_SUPPORT_SMALLFLOAT_H
