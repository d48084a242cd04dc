//===- Rounding.h - exact sums, other rounding modes ------------*- C++ -*-===//
//
// Two ways to results that are rounded once.
//
// To nearest, without changing the host: a sum in a wider format whose last bit
// is set where it is not exact ("rounded to odd") rounds to the narrow format
// as the exact sum does, if the wide format has two bits more. So a fused f32
// multiply-add is an exact product and one such sum of doubles: no call, and
// the same on every host.
//
// Toward zero, up or down: the host's rounding mode is set while a whole kernel
// runs (a function that is never inlined, so that nothing moves out of it), and
// put back.
//
//===----------------------------------------------------------------------===//

#ifndef PTXSIM_ARITH_ROUNDING_H
#define PTXSIM_ARITH_ROUNDING_H

#include "Lanewise.h"
#include "attn/PTXSim/Module.h"
#include <cfenv>
#include <cmath>

namespace ptxsim {

template <class T>
using BitsOf = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;

/// Of `sum`, off by `error` (its sign and whether it is 0 count): the odd one
/// of the two neighbours of sum + error.
template <class T>
static inline T makeOdd(T sum, T error) {
  auto bits = bitCast<BitsOf<T>>(sum);
  bool inexact = error > 0 || error < 0;
  // The sum is nearer to 0 than the exact value if the signs are the same.
  bool below = (error > 0) == !std::signbit(sum);
  BitsOf<T> step = below ? BitsOf<T>(1) : BitsOf<T>(-1);
  return bitCast<T>(inexact && !(bits & 1) ? bits + step : bits);
}

/// a + b to odd; infinities and NaN as an addition gives them. Nothing may
/// overflow otherwise.
template <class T>
static inline T addToOdd(T a, T b) {
  T sum = a + b;
  T fromB = sum - a;
  T error = (a - (sum - fromB)) + (b - fromB);
  return makeOdd(sum, error);
}

/// To the nearest float or its neighbour, so that the last bit is set if it is
/// not exact.
static inline float narrowToOdd(double value) {
  float narrow = float(value);
  double wide = narrow;
  bool inexact = wide < value || wide > value;
  bool below = std::fabs(wide) < std::fabs(value);
  auto bits = bitCast<uint32_t>(narrow);
  uint32_t step = below ? 1u : ~0u;
  // An overflow to infinity stays one, as it is in any format.
  bool finite = (bits & 0x7f800000) != 0x7f800000;
  return bitCast<float>(inexact && finite && !(bits & 1) ? bits + step : bits);
}

/// Sets the host's mode; a variant of kernels.
class RoundingScope {
public:
  explicit RoundingScope(uint32_t mode) : old(std::fegetround()) {
    std::fesetround(int(mode));
  }
  ~RoundingScope() { std::fesetround(old); }
  RoundingScope(const RoundingScope &) = delete;
  RoundingScope &operator=(const RoundingScope &) = delete;

private:
  int old;
};

/// The variant: a mode of fesetround.
template <auto F>
void mapRounded(KernelArgs &args, uint32_t mode) {
  RoundingScope scope(mode);
  map<F>(args, 0);
}

/// FE_TONEAREST where the instruction has no modifier.
inline int roundingModeOf(const Instruction &inst) {
  switch (inst.mod(ModGroup::Round)) {
  case Mod::Rz:
    return FE_TOWARDZERO;
  case Mod::Rm:
    return FE_DOWNWARD;
  case Mod::Rp:
    return FE_UPWARD;
  default:
    return FE_TONEAREST;
  }
}

} // namespace ptxsim

#endif // PTXSIM_ARITH_ROUNDING_H
