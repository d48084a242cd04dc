//===- ArithApproxTest.cpp - .approx within the manual's errors -----------===//
//
// Against MPFR, over all inputs that the manual speaks of: 100,000 samples of
// each instruction, 10 million with --full. The greatest error is printed.
//
//===----------------------------------------------------------------------===//

#include "ArithTest.h"
#include "Mpfr.h"
#include "attn/PTXSim/Arith/Formats.h"
#include <cmath>
#include <functional>

using namespace ptxsim;
using namespace ptxsim::test;

namespace {
using Exact = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);

/// How an error is measured.
enum class Measure { Relative, Absolute, Ulp };

struct Bound {
  Measure measure;
  double limit;
};

/// One instruction, the inputs it is tried on, and its bound for each of them.
struct Case {
  const char *text;
  Exact exact;
  std::function<bool(double)> covers;
  std::function<Bound(double)> bound;
};
} // namespace

/// The unit in the last place of an f32 of this value.
static double ulpOf(double value) {
  int exponent = value == 0 ? -126 : std::max(std::ilogb(value), -126);
  return std::ldexp(1, exponent - 23);
}

/// The error of `got` in its measure, over its limit.
static double errorOf(double got, mpfr_srcptr exact, Bound bound,
                      mpfr_ptr scratch) {
  double value = mpfr_get_d(exact, MPFR_RNDN);
  mpfr_set_d(scratch, got, MPFR_RNDN);
  mpfr_sub(scratch, scratch, exact, MPFR_RNDN);
  double error = std::fabs(mpfr_get_d(scratch, MPFR_RNDN));
  if (bound.measure == Measure::Relative)
    error = error == 0 ? 0 : error / std::fabs(value);
  if (bound.measure == Measure::Ulp)
    error /= ulpOf(value);
  return error / bound.limit;
}

/// Results beyond the format, and subnormal ones, whose relative error is at
/// the mercy of their few bits, are judged in units of the last place.
static double judge(double got, mpfr_srcptr exact, Bound bound,
                    mpfr_ptr scratch, bool ftz) {
  double value = mpfr_get_d(exact, MPFR_RNDN), magnitude = std::fabs(value);
  if (magnitude > 0x1.fffffep127)
    return std::isinf(got) || std::fabs(got) == 0x1.fffffep127 ? 0 : INFINITY;
  if (magnitude < 0x1p-126 && bound.measure == Measure::Relative) {
    if (ftz && got == 0)
      return 0;
    bound = {Measure::Ulp, 1};
  }
  return errorOf(got, exact, bound, scratch);
}

static uint64_t drawInput(Operands &random, const Case &c) {
  for (;;) {
    uint64_t bits = random.floating(8, 23);
    // Half of the samples where functions bend.
    if (random.below(2))
      bits = (bits & 0x807fffff) | uint64_t(127 - 12 + random.below(20)) << 23;
    if (c.covers(bitsAs<float>(uint32_t(bits))))
      return bits;
  }
}

static void check(const Case &c) {
  Operands random(77);
  Kernel kernel = kernelOf(c.text);
  bool ftz = llvm::StringRef(c.text).contains(".ftz");
  // Enough bits that the rounding of the reference does not matter.
  Real x(53), exact(80), scratch(120);
  double worst = 0;
  uint64_t worstInput = 0;
  Warp warp;
  size_t samples = full ? 10000000 : 100000;
  for (size_t n = 0; n < samples; n += kLanes) {
    for (uint64_t &lane : warp.src[0])
      lane = drawInput(random, c);
    warp.run(kernel);
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      float input = bitsAs<float>(uint32_t(warp.src[0][lane]));
      float got = bitsAs<float>(uint32_t(warp.dst[0][lane]));
      if (ftz && std::fabs(input) < 0x1p-126f)
        input = std::copysign(0.0f, input);
      mpfr_set_d(x, input, MPFR_RNDN);
      c.exact(exact, x, MPFR_RNDN);
      double error = judge(got, exact, c.bound(input), scratch, ftz);
      if (!(error <= worst))
        worst = error, worstInput = warp.src[0][lane];
    }
  }
  printf(
      "%-24s %zu samples, greatest error %.4f of what is allowed (at %08llx)\n",
      c.text, samples, worst, (unsigned long long)worstInput);
  EXPECT_LE(worst, 1) << c.text;
}

static int reciprocal(mpfr_ptr d, mpfr_srcptr s, mpfr_rnd_t mode) {
  return mpfr_ui_div(d, 1, s, mode);
}
static bool any(double x) { return std::isfinite(x) && x != 0; }
static bool positive(double x) { return std::isfinite(x) && x > 0; }

TEST(ArithApprox, Powers) {
  auto twoUlp = [](double) { return Bound{Measure::Ulp, 2}; };
  auto covers = [](double x) { return std::fabs(x) < 160; };
  check({"ex2.approx.f32", mpfr_exp2, covers, twoUlp});
  check({"ex2.approx.ftz.f32", mpfr_exp2,
         [](double x) { return x > -126 && x < 130; }, twoUlp});
}
TEST(ArithApprox, Logarithms) {
  auto bound = [](double x) {
    return Bound{x > 0.5 && x < 2 ? Measure::Absolute : Measure::Relative,
                 0x1p-22};
  };
  check({"lg2.approx.f32", mpfr_log2, positive, bound});
  check({"lg2.approx.ftz.f32", mpfr_log2,
         [](double x) { return positive(x) && x >= 0x1p-126; }, bound});
}
TEST(ArithApprox, Reciprocals) {
  auto oneUlp = [](double) { return Bound{Measure::Ulp, 1}; };
  check({"rcp.approx.f32", reciprocal, any, oneUlp});
  check({"rcp.approx.ftz.f32", reciprocal,
         [](double x) {
           return any(x) && std::fabs(x) >= 0x1p-126 && std::fabs(x) <= 0x1p126;
         },
         oneUlp});
}
TEST(ArithApprox, Roots) {
  auto relative = [](double limit) {
    return [limit](double) { return Bound{Measure::Relative, limit}; };
  };
  auto normal = [](double x) { return positive(x) && x >= 0x1p-126; };
  check({"sqrt.approx.f32", mpfr_sqrt, positive, relative(0x1p-23)});
  check({"sqrt.approx.ftz.f32", mpfr_sqrt, normal, relative(0x1p-23)});
  check({"rsqrt.approx.f32", mpfr_rec_sqrt, positive,
         relative(std::exp2(-22.9))});
  check({"rsqrt.approx.ftz.f32", mpfr_rec_sqrt, normal,
         relative(std::exp2(-22.9))});
}
TEST(ArithApprox, Circular) {
  constexpr double pi = 3.14159265358979;
  auto covers = [](double x) { return std::fabs(x) <= 100 * pi; };
  auto bound = [](double x) {
    return Bound{Measure::Absolute,
                 std::exp2(std::fabs(x) <= 2 * pi ? -20.5 : -14.7)};
  };
  check({"sin.approx.f32", mpfr_sin, covers, bound});
  check({"sin.approx.ftz.f32", mpfr_sin, covers, bound});
  check({"cos.approx.f32", mpfr_cos, covers, bound});
  check({"cos.approx.ftz.f32", mpfr_cos, covers, bound});
}
TEST(ArithApprox, Tanh) {
  check({"tanh.approx.f32", mpfr_tanh, any, [](double) {
           return Bound{Measure::Relative, 0x1p-11};
         }});
}

TEST(ArithApprox, Divisions) {
  Operands random(78);
  Real a(53), b(53), exact(80), scratch(120);
  for (const char *text : {"div.approx.f32", "div.approx.ftz.f32",
                           "div.full.f32", "div.full.ftz.f32"}) {
    Kernel kernel = kernelOf(text);
    bool isFull = llvm::StringRef(text).contains("full");
    bool ftz = llvm::StringRef(text).contains("ftz");
    double worst = 0;
    Warp warp;
    size_t samples = full ? 10000000 : 100000;
    for (size_t n = 0; n < samples; n += kLanes) {
      for (unsigned lane = 0; lane < kLanes; ++lane)
        for (unsigned i : {0, 1}) {
          uint64_t bits;
          double limit = isFull || i == 0 ? INFINITY : 0x1p126;
          double v;
          do {
            bits = random.floating(8, 23);
            v = std::fabs(double(bitsAs<float>(uint32_t(bits))));
          } while (!(v >= 0x1p-126 && v <= limit && v < INFINITY));
          warp.src[i][lane] = bits;
        }
      warp.run(kernel);
      for (unsigned lane = 0; lane < kLanes; ++lane) {
        mpfr_set_d(a, bitsAs<float>(uint32_t(warp.src[0][lane])), MPFR_RNDN);
        mpfr_set_d(b, bitsAs<float>(uint32_t(warp.src[1][lane])), MPFR_RNDN);
        mpfr_div(exact, a, b, MPFR_RNDN);
        double got = bitsAs<float>(uint32_t(warp.dst[0][lane]));
        bool tiny = std::fabs(mpfr_get_d(exact, MPFR_RNDN)) < 0x1p-126;
        if (ftz && tiny && got == 0)
          continue;
        worst = std::fmax(worst,
                          judge(got, exact, {Measure::Ulp, 2}, scratch, ftz));
      }
    }
    printf("%-24s %zu samples, greatest error %.4f of what is allowed\n", text,
           samples, worst);
    EXPECT_LE(worst, 1) << text;
  }
}

/// All inputs of a type of 16 bits.
static void checkHalf(const std::string &text, const Ieee &format, Exact exact,
                      Measure measure, double limit) {
  const FloatFormat &type = format.exponentBits == 5 ? kF16 : kBF16;
  Kernel kernel = kernelOf(text);
  bool ftz = llvm::StringRef(text).contains("ftz");
  double worst = 0;
  Real x(53), result(80), scratch(120);
  Warp warp;
  for (uint64_t bits = 0; bits < 0x10000; bits += kLanes) {
    for (unsigned lane = 0; lane < kLanes; ++lane)
      warp.src[0][lane] = bits + lane;
    warp.run(kernel);
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      double input = valueOf(type, uint32_t(bits + lane));
      double got = valueOf(type, uint32_t(warp.dst[0][lane]));
      if (std::isnan(input)) {
        EXPECT_EQ(warp.dst[0][lane], 0x7fffu);
        continue;
      }
      mpfr_set_d(x, input, MPFR_RNDN);
      exact(result, x, MPFR_RNDN);
      double value = mpfr_get_d(result, MPFR_RNDN);
      double least = std::ldexp(1, type.minExponent);
      if (std::isinf(got) || std::isinf(value)) {
        EXPECT_GE(std::fabs(value), valueOf(type, type.max)) << text << input;
        continue;
      }
      // Results below the normal numbers: by the units of those.
      if (measure == Measure::Relative && value < least) {
        EXPECT_LE(std::fabs(got - value),
                  ftz ? least : least * std::ldexp(1, 1 - type.precision))
            << text << input;
        continue;
      }
      worst = std::fmax(worst, errorOf(got, result, {measure, limit}, scratch));
    }
  }
  printf("%-24s all inputs, greatest error %.4f of what is allowed\n",
         text.c_str(), worst);
  EXPECT_LE(worst, 1) << text;
}
TEST(ArithApprox, Halves) {
  checkHalf("ex2.approx.f16", kHalf, mpfr_exp2, Measure::Relative,
            std::exp2(-9.9));
  checkHalf("ex2.approx.ftz.bf16", kBrain, mpfr_exp2, Measure::Relative,
            0x1p-7);
  checkHalf("tanh.approx.f16", kHalf, mpfr_tanh, Measure::Absolute,
            std::exp2(-10.987));
  checkHalf("tanh.approx.bf16", kBrain, mpfr_tanh, Measure::Absolute, 0x1p-8);
}

// The tables of corner cases.
namespace {
constexpr uint64_t inf = 0x7f800000, minf = 0xff800000, kNaN = 0x7fffffff,
                   zero = 0, mzero = 0x80000000, one = 0x3f800000,
                   mone = 0xbf800000, sub = 1, msub = 0x80000001;
struct Row {
  const char *text;
  uint64_t in, out;
};
} // namespace
constexpr Row kCorners[] = {{"ex2.approx.f32", minf, zero},
                            {"ex2.approx.f32", mzero, one},
                            {"ex2.approx.f32", zero, one},
                            {"ex2.approx.f32", inf, inf},
                            {"ex2.approx.f32", kNaN, kNaN},
                            {"ex2.approx.ftz.f32", msub, one},
                            {"ex2.approx.ftz.f32", 0xc2fe0000, zero}, // 2^-127
                            {"ex2.approx.f32", 0xc2fe0000, 0x00400000},
                            {"lg2.approx.f32", minf, kNaN},
                            {"lg2.approx.f32", mone, kNaN},
                            {"lg2.approx.f32", mzero, minf},
                            {"lg2.approx.f32", zero, minf},
                            {"lg2.approx.f32", inf, inf},
                            {"lg2.approx.f32", kNaN, kNaN},
                            {"lg2.approx.f32", sub, 0xc3150000},
                            {"lg2.approx.ftz.f32", sub, minf},
                            {"lg2.approx.f32", msub, kNaN},
                            {"lg2.approx.ftz.f32", msub, minf},
                            {"rcp.approx.f32", minf, mzero},
                            {"rcp.approx.f32", mzero, minf},
                            {"rcp.approx.f32", zero, inf},
                            {"rcp.approx.f32", inf, zero},
                            {"rcp.approx.f32", kNaN, kNaN},
                            {"rcp.approx.ftz.f32", msub, minf},
                            {"sqrt.approx.f32", minf, kNaN},
                            {"sqrt.approx.f32", mone, kNaN},
                            {"sqrt.approx.f32", mzero, mzero},
                            {"sqrt.approx.f32", zero, zero},
                            {"sqrt.approx.f32", inf, inf},
                            {"sqrt.approx.f32", kNaN, kNaN},
                            {"sqrt.approx.f32", msub, kNaN},
                            {"sqrt.approx.ftz.f32", msub, mzero},
                            {"rsqrt.approx.f32", minf, kNaN},
                            {"rsqrt.approx.f32", mone, kNaN},
                            {"rsqrt.approx.f32", mzero, minf},
                            {"rsqrt.approx.f32", zero, inf},
                            {"rsqrt.approx.f32", inf, zero},
                            {"rsqrt.approx.f32", kNaN, kNaN},
                            {"rsqrt.approx.f32", msub, kNaN},
                            {"rsqrt.approx.ftz.f32", msub, minf},
                            {"sin.approx.f32", minf, kNaN},
                            {"sin.approx.f32", mzero, mzero},
                            {"sin.approx.f32", inf, kNaN},
                            {"sin.approx.ftz.f32", msub, mzero},
                            {"cos.approx.f32", minf, kNaN},
                            {"cos.approx.f32", mzero, one},
                            {"cos.approx.f32", inf, kNaN},
                            {"cos.approx.f32", kNaN, kNaN},
                            {"tanh.approx.f32", minf, mone},
                            {"tanh.approx.f32", mzero, mzero},
                            {"tanh.approx.f32", inf, one},
                            {"tanh.approx.f32", kNaN, kNaN},
                            {"tanh.approx.f32", msub, msub}};

TEST(ArithApprox, Corners) {
  for (const Row &row : kCorners)
    EXPECT_EQ(compute(row.text, {row.in}), row.out)
        << row.text << std::hex << " " << row.in;
  // The reciprocal of a divisor beyond 2^126 counts as 0.
  uint64_t large = 0x7e800001;
  EXPECT_EQ(compute("div.approx.f32", {one, large}), zero);
  EXPECT_EQ(compute("div.approx.f32", {mone, large}), mzero);
  EXPECT_EQ(compute("div.approx.f32", {inf, large}), kNaN);
  EXPECT_EQ(compute("div.approx.f32", {one, 0x7e800000}), 0x00800000u);
  EXPECT_EQ(compute("div.full.f32", {large, large}), one);
}

// rcp and rsqrt of f64 that see and give the upper 32 bits.
TEST(ArithApprox, Gross) {
  const uint64_t inf = 0x7ff0000000000000, sign = 1ull << 63;
  for (const char *text : {"rcp.approx.ftz.f64", "rsqrt.approx.ftz.f64"}) {
    bool root = text[1] == 's';
    EXPECT_EQ(compute(text, {inf}), 0u);
    EXPECT_EQ(compute(text, {0}), inf);
    EXPECT_EQ(compute(text, {sign}), inf | sign);
    EXPECT_EQ(compute(text, {sign | 0x000fffffffffffff}), inf | sign);
    EXPECT_EQ(compute(text, {0x7ff8000000000001}), 0x7fffffff00000000u);
    EXPECT_EQ(compute(text, {inf | sign}), root ? 0x7fffffff00000000 : sign);
    Operands random(3);
    for (int n = 0; n < 10000; ++n) {
      uint64_t bits = random.floating(11, 52) & ~sign & ~(1ull << 62);
      double x = bitsAs<double>(bits);
      double exact = root ? 1 / std::sqrt(x) : 1 / x;
      if (bits < 0x0020000000000000 || !std::isfinite(exact))
        continue;
      uint64_t got = compute(text, {bits});
      ASSERT_EQ(uint32_t(got), 0u);
      ASSERT_LE(std::fabs(bitsAs<double>(got) / exact - 1), 0x1p-19) << text;
    }
  }
  EXPECT_EQ(compute("rsqrt.approx.f64", {0x4010000000000000}),
            0x3fe0000000000000u);
}
