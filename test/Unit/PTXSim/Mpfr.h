//===- Mpfr.h - IEEE arithmetic by MPFR -------------------------*- C++ -*-===//
//
// Results in any format and rounding, from a library that shares nothing with
// the one under test.
//
//===----------------------------------------------------------------------===//

#ifndef PTXSIM_TEST_MPFR_H
#define PTXSIM_TEST_MPFR_H

#include <cstdint>
#include <mpfr.h>

namespace ptxsim::test {

/// A format of IEEE 754.
struct Ieee {
  int exponentBits, fractionBits;
  /// Of the results.
  uint64_t nan;

  int precision() const { return fractionBits + 1; }
  int bias() const { return (1 << (exponentBits - 1)) - 1; }
};
inline constexpr Ieee kHalf{5, 10, 0x7fff};
inline constexpr Ieee kBrain{8, 7, 0x7fff};
inline constexpr Ieee kSingle{8, 23, 0x7fffffff};
inline constexpr Ieee kDouble{11, 52, 0xfff8000000000000};

/// A number of 1100 bits or fewer.
class Real {
public:
  explicit Real(int precision = 1100) { mpfr_init2(value, precision); }
  ~Real() { mpfr_clear(value); }
  Real(const Real &) = delete;
  Real &operator=(const Real &) = delete;
  operator mpfr_ptr() { return value; }

  /// Exact.
  void set(const Ieee &format, uint64_t bits);

private:
  mpfr_t value;
};

/// Within the format's range of exponents, so that MPFR rounds subnormal
/// results and overflows as IEEE 754 does.
class RangeOf {
public:
  explicit RangeOf(const Ieee &format);
  ~RangeOf();

private:
  mpfr_exp_t oldMin, oldMax;
};

/// The bits of what `operation(result, rounding)` gives, rounded once: an MPFR
/// function with its ternary value.
template <class Operation>
uint64_t rounded(const Ieee &format, mpfr_rnd_t rounding, Operation operation);

uint64_t bitsOf(const Ieee &format, mpfr_ptr value);

template <class Operation>
uint64_t rounded(const Ieee &format, mpfr_rnd_t rounding, Operation operation) {
  Real result(format.precision());
  int ternary = operation(mpfr_ptr(result), rounding);
  RangeOf range(format);
  ternary = mpfr_check_range(result, ternary, rounding);
  mpfr_subnormalize(result, ternary, rounding);
  return bitsOf(format, result);
}

} // namespace ptxsim::test

#endif // PTXSIM_TEST_MPFR_H
