//===- Formats.cpp - rounding to small formats ----------------------------===//

#include "attn/PTXSim/Arith/Formats.h"
#include "Lanewise.h"
#include <algorithm>

using namespace ptxsim;

/// Whether a magnitude that lost `rest` of a last place of `unit` goes up.
static bool goesUp(Rounding rounding, bool negative, bool isOdd, uint64_t rest,
                   uint64_t unit) {
  switch (rounding) {
  case Rounding::NearestEven:
    return rest > unit / 2 || (rest == unit / 2 && isOdd);
  case Rounding::NearestAway:
    return rest >= unit / 2;
  case Rounding::TowardZero:
    return false;
  case Rounding::Down:
    return rest != 0 && negative;
  case Rounding::Up:
    return rest != 0 && !negative;
  }
  return false;
}

/// What a number beyond the greatest becomes.
static uint32_t overflow(const FloatFormat &format, Rounding rounding,
                         bool negative) {
  bool toInfinity = rounding == Rounding::NearestEven ||
                    rounding == Rounding::NearestAway ||
                    rounding == (negative ? Rounding::Down : Rounding::Up);
  return toInfinity ? format.infinity : format.max;
}

uint32_t ptxsim::roundTo(const FloatFormat &format, double value,
                         Rounding rounding, bool saturate) {
  uint64_t bits = bitCast<uint64_t>(value);
  bool negative = bits >> 63;
  uint32_t sign = uint32_t(negative) << format.signBit;
  int biased = int(bits >> 52 & 0x7ff);
  uint64_t mantissa = bits & 0xfffffffffffff;
  if (biased == 0x7ff) {
    if (mantissa)
      return format.nan;
    return sign | (saturate ? format.max : format.infinity);
  }
  if (biased)
    mantissa |= 1ull << 52;
  int exponent = std::max(biased, 1) - 1023;

  // The last place is worth 2^quantum; the mantissa's is 2^(exponent - 52).
  int leading = std::max(exponent, format.minExponent);
  int quantum = leading - (format.precision - 1);
  // Beyond 54 the rest is less than a quarter whatever it is.
  int shift = std::min(quantum - (exponent - 52), 54);
  uint64_t unit = 1ull << shift;
  uint64_t kept = mantissa >> shift, rest = mantissa & (unit - 1);
  kept += goesUp(rounding, negative, kept & 1, rest, unit);

  // A carry out of the fraction runs into the exponent, which is right. The
  // hidden bit of a normal number adds the 1 by which the field is too small.
  uint64_t field = uint64_t(leading - format.minExponent);
  uint64_t magnitude = (field << (format.precision - 1)) + kept;
  if (magnitude > format.max)
    magnitude = saturate ? format.max : overflow(format, rounding, negative);
  return sign | uint32_t(magnitude);
}

double ptxsim::roundToOdd(uint64_t magnitude, bool negative) {
  uint64_t kept = magnitude;
  if (magnitude >> 53) {
    int drop = 11 - __builtin_clzll(magnitude);
    uint64_t low = (1ull << drop) - 1;
    kept = (magnitude & ~low) | (uint64_t((magnitude & low) != 0) << drop);
  }
  return negative ? -double(kept) : double(kept);
}

double ptxsim::valueOf(const FloatFormat &format, uint32_t bits) {
  uint32_t magnitude = bits & ((1u << format.signBit) - 1);
  uint64_t sign = uint64_t(bits >> format.signBit & 1) << 63;
  if (magnitude > std::max(format.infinity, format.max))
    return bitCast<double>(0x7fffffffffffffff);
  if (magnitude > format.max)
    return bitCast<double>(sign | 0x7ff0000000000000);
  int fractionBits = format.precision - 1;
  uint32_t fraction = magnitude & ((1u << fractionBits) - 1);
  uint32_t field = magnitude >> fractionBits;
  uint32_t significand = field ? fraction | 1u << fractionBits : fraction;
  int exponent = format.minExponent + int(std::max(field, 1u)) - 1;
  double scale =
      bitCast<double>(uint64_t(exponent - fractionBits + 1023) << 52);
  return bitCast<double>(bitCast<uint64_t>(significand * scale) | sign);
}
