//===- Formats.h - small floating-point formats ------------------*- C++
//-*-===//
//
// f16, bf16, tf32, e4m3 and e5m2: their bits from a double with any rounding,
// and back. f32, f16, bf16, tf32, e4m3 and e5m2 values, their products and all
// 32-bit integers are doubles without loss, so that one rounding is all there
// is in any conversion. Integer code: the rounding mode of the host plays no
// part.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_ARITH_FORMATS_H
#define ATTN_PTXSIM_ARITH_FORMATS_H

#include <cstdint>
#include <cstring>

namespace ptxsim {

struct F16 {
  uint16_t bits;
};
struct BF16 {
  uint16_t bits;
};

enum class Rounding : uint8_t {
  NearestEven,
  TowardZero,
  Down,
  Up,
  NearestAway,
};

/// A format with sign, exponent and fraction as in IEEE 754.
struct FloatFormat {
  /// Significant bits, the hidden one included.
  int precision;
  /// Exponent of the least normal number.
  int minExponent;
  /// Bits, without the sign: of the greatest finite number, of infinity (the
  /// same where there is none), of the NaN that results are.
  uint32_t max, infinity, nan;
  int signBit;
};

constexpr FloatFormat kF16{11, -14, 0x7bff, 0x7c00, 0x7fff, 15};
constexpr FloatFormat kBF16{8, -126, 0x7f7f, 0x7f80, 0x7fff, 15};
constexpr FloatFormat kF32{24, -126, 0x7f7fffff, 0x7f800000, 0x7fffffff, 31};
/// The upper 19 bits of an f32.
constexpr FloatFormat kTF32{11, -126, 0x3fbff, 0x3fc00, 0x3ffff, 18};
constexpr FloatFormat kE4M3{4, -6, 0x7e, 0x7e, 0x7f, 7};
constexpr FloatFormat kE5M2{3, -14, 0x7b, 0x7c, 0x7f, 7};

/// Rounds to `format`. A number beyond the greatest goes to infinity or to the
/// greatest, as the rounding says; with `saturate` always to the greatest, an
/// infinity too.
uint32_t roundTo(const FloatFormat &format, double value, Rounding rounding,
                 bool saturate = false);

/// The double that is nearest to a 64-bit integer, but with the last bit set if
/// it is not exact: rounding that to a format of 52 bits or less is the same as
/// rounding the integer.
double roundToOdd(uint64_t magnitude, bool negative);

/// The value of the bits of a format; NaN for its NaNs.
double valueOf(const FloatFormat &format, uint32_t bits);

/// Exact. NaN becomes the NaN of f32 results.
inline float toFloat(F16 h) {
  uint32_t magnitude = h.bits & 0x7fff, sign = uint32_t(h.bits & 0x8000) << 16;
  // Never through an f32 that is subnormal: that takes hosts a hundred cycles.
  float small = float(int32_t(magnitude)) * 0x1p-24f;
  uint32_t bits;
  std::memcpy(&bits, &small, 4);
  bits = magnitude < 0x400 ? bits : (magnitude << 13) + (112u << 23);
  bits = magnitude >= 0x7c00 ? 0x7f800000 : bits;
  bits |= sign;
  bits = magnitude > 0x7c00 ? 0x7fffffff : bits;
  float value;
  std::memcpy(&value, &bits, 4);
  return value;
}
inline float toFloat(BF16 h) {
  uint32_t bits = uint32_t(h.bits) << 16;
  bits = (bits & 0x7fffffff) > 0x7f800000 ? 0x7fffffff : bits;
  float value;
  std::memcpy(&value, &bits, 4);
  return value;
}

/// To nearest, ties to even; the host must round to nearest too.
inline F16 toF16(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  uint32_t sign = bits >> 16 & 0x8000;
  bits &= 0x7fffffff;
  // Below 2^-14: the last place of 0.5 + x is that of the subnormal numbers.
  float magnitude;
  std::memcpy(&magnitude, &bits, 4);
  magnitude += 0.5f;
  uint32_t small;
  std::memcpy(&small, &magnitude, 4);
  small -= 0x3f000000;
  uint32_t large = (bits - 0x38000000 + 0xfff + (bits >> 13 & 1)) >> 13;
  uint32_t result = bits < 0x38800000 ? small : large;
  result = bits >= 0x47800000 ? 0x7c00 : result;
  result |= sign;
  return {uint16_t(bits > 0x7f800000 ? 0x7fff : result)};
}
inline BF16 toBF16(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  return {uint16_t((bits & 0x7fffffff) > 0x7f800000 ? 0x7fff : rounded)};
}

} // namespace ptxsim

#endif // ATTN_PTXSIM_ARITH_FORMATS_H
