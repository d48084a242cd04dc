//===- SmallFloat.cpp - 16-bit floats and rounding ------------------------===//

#include "attn/Support/SmallFloat.h"
#include "llvm/ADT/bit.h"

using namespace mlir::attn;

float mlir::attn::bfloatToFloat(uint16_t bits) {
  return llvm::bit_cast<float>(uint32_t(bits) << 16);
}

float mlir::attn::halfToFloat(uint16_t bits) {
  uint32_t sign = uint32_t(bits & 0x8000) << 16;
  uint32_t exponent = (bits >> 10) & 0x1f;
  uint32_t fraction = bits & 0x3ff;
  if (exponent == 0x1f)
    return llvm::bit_cast<float>(sign | 0x7f800000 | (fraction << 13));
  if (exponent != 0)
    return llvm::bit_cast<float>(sign | (exponent + 112) << 23 |
                                 fraction << 13);
  float magnitude = std::ldexp(float(fraction), -24);
  return sign ? -magnitude : magnitude;
}

uint16_t mlir::attn::doubleToBfloat(double value) {
  if (std::isnan(value))
    return std::signbit(value) ? 0xffc0 : 0x7fc0;
  // Exact: a rounded value has no more bits than a float.
  return llvm::bit_cast<uint32_t>(float(roundToBfloat(value))) >> 16;
}

uint16_t mlir::attn::doubleToHalf(double value) {
  uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  if (std::isnan(value))
    return sign | 0x7e00;
  double magnitude = std::fabs(roundToHalf(value));
  if (std::isinf(magnitude))
    return sign | 0x7c00;
  int exponent = magnitude == 0 ? -15 : std::ilogb(magnitude);
  if (exponent < -14)
    return sign | uint16_t(std::ldexp(magnitude, 24));
  uint16_t fraction = uint16_t(std::ldexp(magnitude, 10 - exponent)) & 0x3ff;
  return sign | uint16_t((exponent + 15) << 10) | fraction;
}
