//===- ArithHalfTest.cpp - f16 and bf16 -----------------------------------===//
//
// Against sums and products of doubles, which are exact for f16 and, for bf16,
// near enough that one rounding stays one, rounded by scaling to integers. With
// --full on all pairs of operands. Fused multiply-adds against MPFR.
//
//===----------------------------------------------------------------------===//

#include "ArithTest.h"
#include "Mpfr.h"
#include <cmath>

using namespace ptxsim;
using namespace ptxsim::test;

namespace {
struct Half {
  const Ieee &ieee;
  const char *name;
  bool hasFtz;
  int minExponent;
  double max;
  uint16_t infinity;
};
const Half kF16Case{kHalf, "f16", true, -14, 65504, 0x7c00};
const Half kBF16Case{kBrain, "bf16", false, -126, 0x1.fep127, 0x7f80};
} // namespace

/// By the definition of the format.
static double decode(const Half &half, uint32_t bits) {
  int fractionBits = half.ieee.fractionBits;
  int field = (bits & 0x7fff) >> fractionBits;
  double fraction = bits & ((1 << fractionBits) - 1);
  double sign = bits & 0x8000 ? -1 : 1;
  if ((bits & 0x7fff) >= half.infinity)
    return fraction ? NAN : sign * INFINITY;
  if (!field)
    return sign * std::ldexp(fraction, half.minExponent - fractionBits);
  return sign * std::ldexp(fraction + (1 << fractionBits),
                           half.minExponent + field - 1 - fractionBits);
}

static uint32_t encode(const Half &half, double value) {
  int fractionBits = half.ieee.fractionBits;
  if (std::isnan(value))
    return 0x7fff;
  uint32_t sign = std::signbit(value) ? 0x8000 : 0;
  value = std::fabs(value);
  if (std::isinf(value))
    return sign | half.infinity;
  int exponent = value == 0 ? half.minExponent
                            : std::max(std::ilogb(value), half.minExponent);
  int quantum = exponent - fractionBits;
  double count = std::nearbyint(std::ldexp(value, -quantum));
  if (std::ldexp(count, quantum) > half.max)
    return sign | half.infinity;
  // Counted in units of the last place from the least normal number on.
  return sign |
         uint32_t(((exponent - half.minExponent) << fractionBits) + int(count));
}

static uint32_t flushed(const Half &half, uint32_t bits, bool ftz) {
  return ftz && !(bits & half.infinity) ? bits & 0x8000 : bits;
}

static double apply(char op, double a, double b) {
  return op == '+' ? a + b : op == '-' ? a - b : a * b;
}

static uint32_t after(double v, bool sat, bool relu, uint32_t bits) {
  if (sat && !(v > 0))
    return 0;
  if (relu && v <= 0)
    return 0;
  return bits;
}

namespace {
/// The numbers of a format, and between which reals each is the nearest.
struct Neighbours {
  std::vector<double> value = std::vector<double>(0x10000);
  /// By magnitude; the ends belong to it if its last bit is 0.
  std::vector<double> from = std::vector<double>(0x8000, INFINITY);
  std::vector<double> to = std::vector<double>(0x8000, -INFINITY);

  explicit Neighbours(const Half &half) {
    for (uint32_t bits = 0; bits < 0x10000; ++bits)
      value[bits] = decode(half, bits);
    // What comes after the greatest, were there no infinity.
    int exponent = 2 - half.minExponent;
    for (uint32_t bits = 0; bits <= half.infinity; ++bits) {
      double here =
          bits < half.infinity ? value[bits] : std::ldexp(1, exponent);
      double before = bits ? value[bits - 1] : 0;
      from[bits] = (before + here) / 2;
      if (bits)
        to[bits - 1] = from[bits];
    }
    to[half.infinity] = INFINITY;
  }
  bool isNearest(uint64_t bits, double exact) const {
    if (exact != exact)
      return bits == 0x7fff;
    uint32_t magnitude = bits & 0x7fff;
    double a = std::fabs(exact), lo = from[magnitude], hi = to[magnitude];
    bool inside = magnitude & 1 ? lo < a && a < hi : lo <= a && a <= hi;
    return inside && bool(bits & 0x8000) == std::signbit(exact);
  }
};
} // namespace

/// All pairs with --full, else those of some operands.
static void checkAllPairs(const Half &half, const Neighbours &neighbours,
                          const std::string &name, char op) {
  Kernel kernel = kernelOf(name + "." + half.name);
  Warp warp;
  uint32_t step = full ? 1 : 37;
  for (uint32_t a = 0; a < 0x10000; a += step) {
    std::fill_n(warp.src[0], kLanes, a);
    double x = neighbours.value[a];
    for (uint32_t b = full ? 0 : a % 61; b < 0x10000; b += kLanes * step) {
      for (unsigned lane = 0; lane < kLanes; ++lane)
        warp.src[1][lane] = (b + lane * step) & 0xffff;
      warp.run(kernel);
      bool good = true;
      for (unsigned lane = 0; lane < kLanes; ++lane)
        good &= neighbours.isNearest(
            warp.dst[0][lane],
            apply(op, x, neighbours.value[warp.src[1][lane]]));
      ASSERT_TRUE(good) << name << " " << half.name << std::hex << " " << a
                        << " and 32 from " << b;
    }
  }
}

/// .ftz and .sat, on some pairs.
static void checkFlags(const Half &half, const std::string &name, char op,
                       bool ftz, bool sat) {
  Operands random(3);
  const Ieee &ieee = half.ieee;
  std::string text =
      name + (ftz ? ".ftz" : "") + (sat ? ".sat." : ".") + half.name;
  auto lists = operandLists<2>(
      edgeFloats(ieee.exponentBits, ieee.fractionBits), 200000,
      [&] { return random.floating(ieee.exponentBits, ieee.fractionBits); });
  forEachResult<2>(kernelOf(text), lists, [&](const auto &list, uint64_t got) {
    double x = decode(half, flushed(half, uint32_t(list[0]), ftz));
    double y = decode(half, flushed(half, uint32_t(list[1]), ftz));
    double exact = apply(op, x, y), limited = sat && exact > 1 ? 1 : exact;
    uint32_t expected = after(limited, sat, false, encode(half, limited));
    ASSERT_EQ(got, flushed(half, expected, ftz))
        << text << std::hex << " " << list[0] << " " << list[1];
  });
}

static void checkPairs(const Half &half) {
  Neighbours neighbours(half);
  const std::pair<const char *, char> operations[] = {
      {"add", '+'}, {"sub", '-'}, {"mul", '*'}};
  for (auto [name, op] : operations) {
    checkAllPairs(half, neighbours, name, op);
    if (half.hasFtz)
      for (bool ftz : {false, true})
        checkFlags(half, name, op, ftz, !ftz);
  }
}
TEST(ArithHalf, PairsF16) { checkPairs(kF16Case); }
TEST(ArithHalf, PairsBF16) { checkPairs(kBF16Case); }

static void checkFma(const Half &half, bool ftz, const std::string &flag) {
  std::string text =
      "fma.rn" + std::string(ftz ? ".ftz" : "") + flag + "." + half.name;
  Operands random(3);
  const Ieee &ieee = half.ieee;
  auto lists = operandLists<3>(
      edgeFloats(ieee.exponentBits, ieee.fractionBits), full ? 2000000 : 30000,
      [&] { return random.floating(ieee.exponentBits, ieee.fractionBits); });
  Real a, b, c;
  forEachResult<3>(kernelOf(text), lists, [&](const auto &list, uint64_t got) {
    a.set(ieee, flushed(half, uint32_t(list[0]), ftz));
    b.set(ieee, flushed(half, uint32_t(list[1]), ftz));
    c.set(ieee, flushed(half, uint32_t(list[2]), ftz));
    uint64_t expected = rounded(ieee, MPFR_RNDN, [&](mpfr_ptr d, mpfr_rnd_t r) {
      return mpfr_fma(d, a, b, c, r);
    });
    double value = decode(half, uint32_t(expected));
    if (flag == ".sat")
      expected =
          value >= 1 ? uint64_t(ieee.bias()) << ieee.fractionBits : expected;
    expected =
        after(value, flag == ".sat", flag == ".relu", uint32_t(expected));
    EXPECT_EQ(got, flushed(half, uint32_t(expected), ftz))
        << text << std::hex << " " << list[0] << " " << list[1] << " "
        << list[2];
  });
}
TEST(ArithHalf, Fma) {
  for (bool ftz : {false, true})
    for (const char *flag : {"", ".sat", ".relu"})
      checkFma(kF16Case, ftz, flag);
  checkFma(kBF16Case, false, "");
  checkFma(kBF16Case, false, ".relu");
}

// The packed forms are the scalar ones, twice.
TEST(ArithHalf, Packed) {
  Operands random(4);
  for (std::string type : {"f16", "bf16"})
    for (std::string op :
         {"add", "sub", "mul", "fma.rn", "fma.rn.relu", "min", "max", "min.NaN",
          "max.NaN.xorsign.abs", "abs", "neg", "tanh.approx"}) {
      Kernel scalar = kernelOf(op + "." + type);
      Kernel packed = kernelOf(op + "." + type + "x2");
      for (int n = 0; n < 500; ++n) {
        uint64_t s[3] = {random.bits(32), random.bits(32), random.bits(32)};
        uint64_t lo =
            compute(scalar, {s[0] & 0xffff, s[1] & 0xffff, s[2] & 0xffff});
        uint64_t hi = compute(scalar, {s[0] >> 16, s[1] >> 16, s[2] >> 16});
        ASSERT_EQ(compute(packed, {s[0], s[1], s[2]}), lo | hi << 16) << op;
      }
    }
}

static uint64_t manualMinMax(const Half &half, bool isMin, bool nan,
                             bool xorsign, uint32_t a, uint32_t b) {
  uint32_t sign = (a ^ b) & 0x8000;
  if (xorsign)
    a &= 0x7fff, b &= 0x7fff;
  auto isNaN = [&](uint32_t v) { return (v & 0x7fff) > half.infinity; };
  if (nan ? isNaN(a) || isNaN(b) : isNaN(a) && isNaN(b))
    return 0x7fff;
  auto rank = [](uint32_t v) {
    return v & 0x8000 ? -int(v & 0x7fff) - 1 : int(v);
  };
  uint32_t d = isNaN(a)                       ? b
               : isNaN(b)                     ? a
               : (rank(a) < rank(b)) == isMin ? a
                                              : b;
  return xorsign ? (d & 0x7fff) | sign : d;
}
TEST(ArithHalf, MinMax) {
  for (const Half *half : {&kF16Case, &kBF16Case}) {
    Operands random(6);
    auto lists = operandLists<2>(
        edgeFloats(half->ieee.exponentBits, half->ieee.fractionBits), 30000,
        [&] { return random.bits(16); });
    for (bool isMin : {false, true})
      for (bool nan : {false, true})
        for (bool xorsign : {false, true}) {
          std::string text = std::string(isMin ? "min" : "max") +
                             (nan ? ".NaN" : "") +
                             (xorsign ? ".xorsign.abs." : ".") + half->name;
          forEachResult<2>(
              kernelOf(text), lists, [&](auto &list, uint64_t got) {
                EXPECT_EQ(got,
                          manualMinMax(*half, isMin, nan, xorsign,
                                       uint32_t(list[0]), uint32_t(list[1])))
                    << text << std::hex << " " << list[0] << " " << list[1];
              });
        }
  }
}

// All operands.
TEST(ArithHalf, Sign) {
  for (const Half *half : {&kF16Case, &kBF16Case}) {
    std::string suffix = std::string(".") + half->name;
    Kernel abs = kernelOf("abs" + suffix), neg = kernelOf("neg" + suffix);
    for (uint64_t v = 0; v < 0x10000; ++v) {
      ASSERT_EQ(compute(abs, {v}), v & 0x7fff);
      ASSERT_EQ(compute(neg, {v}), v ^ 0x8000);
    }
  }
}
