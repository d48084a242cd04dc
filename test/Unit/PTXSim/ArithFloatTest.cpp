//===- ArithFloatTest.cpp - f32 and f64 against MPFR ----------------------===//

#include "ArithTest.h"
#include "Mpfr.h"
#include <functional>

using namespace ptxsim;
using namespace ptxsim::test;

namespace {
using Binary = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);

struct Mode {
  const char *name;
  mpfr_rnd_t rounding;
};
constexpr Mode kModes[] = {{"", MPFR_RNDN},
                           {".rn", MPFR_RNDN},
                           {".rz", MPFR_RNDZ},
                           {".rm", MPFR_RNDD},
                           {".rp", MPFR_RNDU}};

struct Type32 {
  static constexpr Ieee format = kSingle;
  static constexpr const char *name = ".f32";
};
struct Type64 {
  static constexpr Ieee format = kDouble;
  static constexpr const char *name = ".f64";
};

/// What .ftz and .sat make of operands and results of f32.
struct Flags {
  bool ftz = false, sat = false;
  std::string name() const {
    return std::string(ftz ? ".ftz" : "") + (sat ? ".sat" : "");
  }
};
} // namespace

static uint64_t flushed(uint64_t bits, bool ftz) {
  return ftz && !(bits & 0x7f800000) ? bits & 0x80000000 : bits;
}
static uint64_t saturated(uint64_t bits, bool sat) {
  if (!sat)
    return bits;
  float v = bitsAs<float>(uint32_t(bits));
  return bitsAs<uint32_t>(v != v || v <= 0 ? 0.0f : v > 1 ? 1.0f : v);
}

/// NaN with payloads has its own tests.
static void expectSame(const Ieee &format, uint64_t got, uint64_t expected,
                       const std::string &what) {
  bool isNaN = expected == format.nan;
  uint64_t infinity = ((1ull << format.exponentBits) - 1)
                      << format.fractionBits;
  uint64_t magnitude =
      got & ((1ull << (format.exponentBits + format.fractionBits)) - 1);
  if (format.exponentBits == 11 && isNaN && magnitude > infinity)
    return;
  EXPECT_EQ(got, expected) << what;
}

template <class T, size_t N>
using Exact = std::function<int(mpfr_ptr, Real *, mpfr_rnd_t)>;

template <class T, size_t N>
static void check(const std::string &text, mpfr_rnd_t rounding, Flags flags,
                  const Exact<T, N> &exact) {
  constexpr Ieee format = T::format;
  Operands random(N * 1000 + format.exponentBits);
  size_t count = full ? 200000 : 4000;
  auto lists = operandLists<N>(
      edgeFloats(format.exponentBits, format.fractionBits), count, [&] {
        return random.floating(format.exponentBits, format.fractionBits);
      });
  Real operands[N];
  unsigned failures = 0;
  forEachResult<N>(kernelOf(text), lists, [&](const auto &list, uint64_t got) {
    if (failures > 5)
      return;
    for (size_t i = 0; i < N; ++i)
      operands[i].set(format, flushed(list[i], flags.ftz));
    uint64_t expected =
        rounded(format, rounding, [&](mpfr_ptr result, mpfr_rnd_t mode) {
          return exact(result, operands, mode);
        });
    expected = saturated(flushed(expected, flags.ftz), flags.sat);
    std::string what = text;
    for (uint64_t operand : list) {
      char buffer[32];
      snprintf(buffer, sizeof(buffer), " %llx", (unsigned long long)operand);
      what += buffer;
    }
    expectSame(format, got, expected, what);
    failures += testing::Test::HasFailure();
  });
}

template <class T, size_t N>
static void checkModes(const std::string &op, bool hasDefault, bool hasSat,
                       const Exact<T, N> &exact) {
  bool single = T::format.exponentBits == 8;
  for (const Mode &mode : kModes) {
    if (!*mode.name && !hasDefault)
      continue;
    for (bool ftz : {false, true})
      for (bool sat : {false, true}) {
        if ((!single && (ftz || sat)) || (sat && !hasSat))
          continue;
        Flags flags{ftz, sat};
        check<T, N>(op + mode.name + flags.name() + T::name, mode.rounding,
                    flags, exact);
      }
  }
}

template <class T>
static void checkBinary(const std::string &op, Binary exact, bool isDivision) {
  checkModes<T, 2>(op, !isDivision, !isDivision,
                   [exact](mpfr_ptr d, Real *s, mpfr_rnd_t mode) {
                     return exact(d, s[0], s[1], mode);
                   });
}

TEST(ArithFloat, AddSubMul) {
  checkBinary<Type32>("add", mpfr_add, false);
  checkBinary<Type32>("sub", mpfr_sub, false);
  checkBinary<Type32>("mul", mpfr_mul, false);
  checkBinary<Type64>("add", mpfr_add, false);
  checkBinary<Type64>("sub", mpfr_sub, false);
  checkBinary<Type64>("mul", mpfr_mul, false);
}

TEST(ArithFloat, Fma) {
  auto fma = [](mpfr_ptr d, Real *s, mpfr_rnd_t mode) {
    return mpfr_fma(d, s[0], s[1], s[2], mode);
  };
  checkModes<Type32, 3>("fma", false, true, fma);
  checkModes<Type32, 3>("mad", false, true, fma);
  checkModes<Type64, 3>("fma", false, false, fma);
}

TEST(ArithFloat, Division) {
  checkBinary<Type32>("div", mpfr_div, true);
  checkBinary<Type64>("div", mpfr_div, true);
  auto reciprocal = [](mpfr_ptr d, Real *s, mpfr_rnd_t mode) {
    // MPFR's 1 / -0 is +infinity.
    if (mpfr_zero_p(mpfr_ptr(s[0]))) {
      mpfr_set_inf(d, mpfr_signbit(mpfr_ptr(s[0])) ? -1 : 1);
      return 0;
    }
    return mpfr_ui_div(d, 1, s[0], mode);
  };
  checkModes<Type32, 1>("rcp", false, false, reciprocal);
  checkModes<Type64, 1>("rcp", false, false, reciprocal);
}

TEST(ArithFloat, Root) {
  auto root = [](mpfr_ptr d, Real *s, mpfr_rnd_t mode) {
    return mpfr_sqrt(d, s[0], mode);
  };
  checkModes<Type32, 1>("sqrt", false, false, root);
  checkModes<Type64, 1>("sqrt", false, false, root);
}

// Pairs of f32 in registers of 64 bits: as two scalars.
TEST(ArithFloat, Pairs) {
  Operands random(5);
  for (const char *text : {"add.rn.f32", "mul.rz.ftz.f32", "fma.rp.f32"}) {
    Kernel scalar = kernelOf(text), pairs = kernelOf(std::string(text) + "x2");
    for (int n = 0; n < 2000; ++n) {
      uint64_t lo[3], hi[3], both[3];
      for (int i = 0; i < 3; ++i) {
        lo[i] = random.floating(8, 23);
        hi[i] = random.floating(8, 23);
        both[i] = lo[i] | hi[i] << 32;
      }
      uint64_t expected = compute(scalar, {lo[0], lo[1], lo[2]}) |
                          compute(scalar, {hi[0], hi[1], hi[2]}) << 32;
      ASSERT_EQ(compute(pairs, {both[0], both[1], both[2]}), expected) << text;
    }
  }
}

// The first operand that is a NaN gives the payload, made quiet; without one
// the NaN is the default.
TEST(ArithFloat, Payloads) {
  uint64_t one = 0x3ff0000000000000, inf = 0x7ff0000000000000;
  uint64_t quiet = 0xfff8000000001234, signalling = 0x7ff0000000005678;
  EXPECT_EQ(compute("add.f64", {quiet, one}), quiet);
  EXPECT_EQ(compute("add.f64", {one, signalling}), 0x7ff8000000005678u);
  EXPECT_EQ(compute("mul.f64", {signalling, quiet}), 0x7ff8000000005678u);
  EXPECT_EQ(compute("fma.rn.f64", {one, one, quiet}), quiet);
  EXPECT_EQ(compute("sub.rz.f64", {inf, inf}), 0xfff8000000000000u);
  EXPECT_EQ(compute("min.f64", {quiet, one}), one);
  EXPECT_EQ(compute("max.f64", {signalling, quiet}), 0x7ff8000000005678u);
  EXPECT_EQ(compute("neg.f64", {quiet}), 0x7ff8000000001234u);
  // Of f32 there is one NaN.
  EXPECT_EQ(compute("add.f32", {0xffc01234, 0}), 0x7fffffffu);
}

/// min and max in the words of the manual.
static uint64_t manualMinMax(bool isMin, bool nan, bool xorsign, bool ftz,
                             uint32_t a, uint32_t b) {
  a = uint32_t(flushed(a, ftz)), b = uint32_t(flushed(b, ftz));
  uint32_t sign = (a ^ b) & 0x80000000;
  if (xorsign)
    a &= 0x7fffffff, b &= 0x7fffffff;
  auto isNaN = [](uint32_t v) { return (v & 0x7fffffff) > 0x7f800000; };
  uint32_t d;
  if (nan ? isNaN(a) || isNaN(b) : isNaN(a) && isNaN(b))
    return 0x7fffffff;
  if (isNaN(a)) {
    d = b;
  } else if (isNaN(b)) {
    d = a;
  } else {
    // As integers, numbers of either sign are ordered by their magnitude.
    auto rank = [](uint32_t v) {
      return v >> 31 ? -int64_t(v & 0x7fffffff) - 1 : int64_t(v);
    };
    d = (rank(a) < rank(b)) == isMin ? a : b;
  }
  return xorsign ? (d & 0x7fffffff) | sign : d;
}

TEST(ArithFloat, MinMax) {
  Operands random(9);
  auto lists = operandLists<2>(edgeFloats(8, 23), 20000,
                               [&] { return random.floating(8, 23); });
  for (bool isMin : {false, true})
    for (bool ftz : {false, true})
      for (bool nan : {false, true})
        for (bool xorsign : {false, true}) {
          std::string text = std::string(isMin ? "min" : "max") +
                             (ftz ? ".ftz" : "") + (nan ? ".NaN" : "") +
                             (xorsign ? ".xorsign.abs" : "") + ".f32";
          forEachResult<2>(
              kernelOf(text), lists, [&](auto &list, uint64_t got) {
                EXPECT_EQ(got,
                          manualMinMax(isMin, nan, xorsign, ftz,
                                       uint32_t(list[0]), uint32_t(list[1])))
                    << text << std::hex << " " << list[0] << " " << list[1];
              });
        }
}

TEST(ArithFloat, Sign) {
  for (uint64_t v : edgeFloats(8, 23)) {
    bool isNaN = (v & 0x7fffffff) > 0x7f800000;
    if (isNaN)
      continue;
    EXPECT_EQ(compute("abs.f32", {v}), v & 0x7fffffff);
    EXPECT_EQ(compute("neg.f32", {v}), v ^ 0x80000000);
    EXPECT_EQ(compute("abs.ftz.f32", {v}), flushed(v, true) & 0x7fffffff);
    EXPECT_EQ(compute("neg.ftz.f32", {v}), flushed(v, true) ^ 0x80000000);
    for (uint64_t w : edgeFloats(8, 23))
      EXPECT_EQ(compute("copysign.f32", {v, w}),
                (v & 0x80000000) | (w & 0x7fffffff));
  }
}
