//===- FloatModes.h - ftz, sat, relu, NaN -----------------------*- C++ -*-===//

#ifndef PTXSIM_ARITH_FLOATMODES_H
#define PTXSIM_ARITH_FLOATMODES_H

#include "Lanewise.h"
#include <cmath>

namespace ptxsim {

/// What results of f32, and of f64 without a NaN among the operands, are.
inline constexpr uint32_t kNaN32 = 0x7fffffff;
inline constexpr uint64_t kNaN64 = 0xfff8000000000000;

/// .ftz: a subnormal number becomes a zero of its sign.
template <bool Ftz>
static inline float flush(float value) {
  if (!Ftz)
    return value;
  uint32_t bits = bitCast<uint32_t>(value);
  return bitCast<float>(bits & 0x7f800000 ? bits : bits & 0x80000000);
}

// By bits: vectorised by clang 22, sqrt(x) != sqrt(x) is wrong for subnormal
// negative x.
static inline bool isNaN(float value) {
  return (bitCast<uint32_t>(value) & 0x7fffffff) > 0x7f800000;
}
static inline bool isNaN(double value) {
  return (bitCast<uint64_t>(value) & ~0ull >> 1) > 0x7ff0000000000000;
}

static inline float canonical(float value) {
  return isNaN(value) ? bitCast<float>(kNaN32) : value;
}

/// To [0, 1]; NaN and -0 become +0.
template <class T>
static inline T saturate(T value) {
  T least = value > 0 ? value : T(0);
  return least < 1 ? least : T(1);
}

/// Of the rounded result of an f32 instruction.
template <bool Ftz, bool Sat>
static inline float finish(float value) {
  return Sat ? flush<Ftz>(saturate(value)) : canonical(flush<Ftz>(value));
}

/// NaN payloads of f64: of the first operand that is one, made quiet.
static inline double quiet(double value) {
  return bitCast<double>(bitCast<uint64_t>(value) | 0x0008000000000000);
}
template <class... Ts>
static inline double withPayload(double result, Ts... operands) {
  if (!isNaN(result))
    return result;
  double nan = bitCast<double>(kNaN64);
  bool found = false;
  ((nan = !found && operands != operands ? quiet(operands) : nan,
    found = found || operands != operands),
   ...);
  return nan;
}

/// min and max of numbers: -0 is less than +0. Equal numbers other than zeros
/// have equal bits.
template <bool IsMin, class T>
static inline T lesserOrGreater(T a, T b) {
  using Bits = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;
  Bits x = bitCast<Bits>(a), y = bitCast<Bits>(b);
  T equal = bitCast<T>(IsMin ? x | y : x & y);
  T unequal = (a < b) == IsMin ? a : b;
  return a == b ? equal : unequal;
}

} // namespace ptxsim

#endif // PTXSIM_ARITH_FLOATMODES_H
