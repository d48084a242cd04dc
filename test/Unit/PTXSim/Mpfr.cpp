//===- Mpfr.cpp - IEEE arithmetic by MPFR ---------------------------------===//

#include "Mpfr.h"

using namespace ptxsim::test;

void Real::set(const Ieee &format, uint64_t bits) {
  uint64_t fraction = bits & ((1ull << format.fractionBits) - 1);
  uint64_t field =
      bits >> format.fractionBits & ((1ull << format.exponentBits) - 1);
  bool negative = bits >> (format.fractionBits + format.exponentBits) & 1;
  int sign = negative ? -1 : 1;
  if (field == (1ull << format.exponentBits) - 1) {
    if (fraction)
      mpfr_set_nan(value);
    else
      mpfr_set_inf(value, sign);
    return;
  }
  uint64_t significand =
      field ? fraction | 1ull << format.fractionBits : fraction;
  mpfr_set_uj_2exp(value, significand,
                   intmax_t(field ? field : 1) - format.bias() -
                       format.fractionBits,
                   MPFR_RNDN);
  mpfr_setsign(value, value, negative, MPFR_RNDN);
}

RangeOf::RangeOf(const Ieee &format)
    : oldMin(mpfr_get_emin()), oldMax(mpfr_get_emax()) {
  // MPFR's significands are in [1/2, 1).
  mpfr_set_emin(2 - format.bias() - format.fractionBits);
  mpfr_set_emax(format.bias() + 1);
}

RangeOf::~RangeOf() {
  mpfr_set_emin(oldMin);
  mpfr_set_emax(oldMax);
}

uint64_t ptxsim::test::bitsOf(const Ieee &format, mpfr_ptr value) {
  if (mpfr_nan_p(value))
    return format.nan;
  int fractionBits = format.fractionBits;
  uint64_t sign = uint64_t(mpfr_signbit(value) != 0)
                  << (fractionBits + format.exponentBits);
  if (mpfr_inf_p(value))
    return sign | ((1ull << format.exponentBits) - 1) << fractionBits;
  if (mpfr_zero_p(value))
    return sign;
  mpz_t significand;
  mpz_init(significand);
  mpfr_exp_t exponent = mpfr_get_z_2exp(significand, value);
  uint64_t magnitude = mpz_get_ui(significand);
  mpz_clear(significand);
  // To a significand of the format, or of a subnormal number.
  int64_t least = 1 - format.bias() - fractionBits;
  int64_t leading = exponent + fractionBits;
  if (leading < 1 - format.bias())
    return sign | magnitude >> (least - exponent);
  return sign | (uint64_t(leading + format.bias()) << fractionBits) |
         (magnitude & ((1ull << fractionBits) - 1));
}
