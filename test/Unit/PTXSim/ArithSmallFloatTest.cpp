//===- ArithSmallFloatTest.cpp - e4m3 and e5m2 ----------------------------===//
//
// Against the list of all numbers that a format has.
//
//===----------------------------------------------------------------------===//

#include "ArithTest.h"
#include "attn/PTXSim/Arith/Formats.h"
#include <cmath>

using namespace ptxsim;
using namespace ptxsim::test;

namespace {
struct Small {
  const char *name;
  int exponentBits, fractionBits, bias;
  /// The codes that are infinity and NaN, without sign.
  bool isInfinity(int code) const { return fractionBits == 2 && code == 0x7c; }
  bool isNaN(int code) const {
    return fractionBits == 2 ? code > 0x7c : code == 0x7f;
  }
  double value(int code) const {
    int field = code >> fractionBits,
        fraction = code & ((1 << fractionBits) - 1);
    double scale = std::ldexp(1, fractionBits);
    return field ? std::ldexp(1 + fraction / scale, field - bias)
                 : std::ldexp(fraction / scale, 1 - bias);
  }
};
constexpr Small kSmall[] = {{"e4m3", 4, 3, 7}, {"e5m2", 5, 2, 15}};
} // namespace

/// The nearest number of the list; of two the one with an even code.
static int nearest(const Small &format, double value) {
  if (std::isnan(value))
    return 0x7f;
  int sign = std::signbit(value) ? 0x80 : 0, best = 0;
  double distance = INFINITY;
  // Beyond all of them it is the greatest; near them distances are exact.
  double magnitude = std::fmin(std::fabs(value), 0x1p20);
  for (int code = 0; code < 0x80; ++code) {
    if (format.isNaN(code) || format.isInfinity(code))
      continue;
    double d = std::fabs(format.value(code) - magnitude);
    if (d < distance || (d == distance && code % 2 == 0))
      best = code, distance = d;
  }
  return sign | best;
}

TEST(ArithSmallFloat, Decode) {
  for (const Small &format : kSmall)
    for (bool relu : {false, true}) {
      Kernel kernel = kernelOf(std::string("cvt.rn") + (relu ? ".relu" : "") +
                               ".f16x2." + format.name + "x2");
      auto expected = [&](int byte) {
        int code = byte & 0x7f;
        bool negative = byte & 0x80;
        if (format.isNaN(code))
          return 0x7fffu;
        if (relu && negative)
          return 0u;
        uint32_t sign = negative ? 0x8000 : 0;
        if (format.isInfinity(code))
          return sign | 0x7c00u;
        // Both formats are part of f16.
        double value = format.value(code);
        if (value == 0)
          return sign;
        if (value < 0x1p-14)
          return sign | uint32_t(std::ldexp(value, 24));
        int exponent = std::ilogb(value);
        uint32_t significand = uint32_t(std::ldexp(value, 10 - exponent));
        return sign | (uint32_t((exponent + 14) << 10) + significand);
      };
      for (int lo = 0; lo < 256; ++lo) {
        int hi = (lo * 7 + 3) & 0xff;
        EXPECT_EQ(compute(kernel, {uint64_t(hi << 8 | lo)}),
                  expected(hi) << 16 | expected(lo))
            << format.name << lo;
      }
    }
}

static void checkEncode(const Small &format, bool relu) {
  Operands random(8);
  std::string flags = std::string("cvt.rn.satfinite") + (relu ? ".relu" : "") +
                      "." + format.name + "x2";
  Kernel fromFloat = kernelOf(flags + ".f32"),
         fromHalf = kernelOf(flags + ".f16x2");
  auto expected = [&](double value) {
    int code = nearest(format, value);
    return uint64_t(relu && code & 0x80 ? 0 : code);
  };
  for (uint64_t bits = 0; bits < 0x10000; bits += full ? 1 : 7) {
    double value = valueOf(kF16, uint32_t(bits));
    ASSERT_EQ(compute(fromHalf, {bits << 16 | 0x3c00}),
              expected(value) << 8 | expected(1.0))
        << flags << std::hex << bits;
  }
  std::vector<uint64_t> operands = edgeFloats(8, 23);
  // The numbers, what lies half way between them, and next to both.
  for (int code = 0; code < 0x7e; ++code) {
    float here = float(format.value(code));
    float half = float((format.value(code) + format.value(code + 1)) / 2);
    for (float v : {here, half})
      for (int delta : {-1, 0, 1})
        operands.push_back(uint32_t(bitsAs<uint32_t>(v) + uint32_t(delta)));
  }
  for (int n = 0; n < 3000; ++n)
    operands.push_back((random.bits(32) & 0x8fffffff) | 0x38000000);
  for (uint64_t bits : operands)
    ASSERT_EQ(compute(fromFloat, {bits, 0xc0000000}),
              expected(bitsAs<float>(uint32_t(bits))) << 8 | expected(-2.0))
        << flags << std::hex << bits;
}
TEST(ArithSmallFloat, Encode) {
  for (const Small &format : kSmall)
    for (bool relu : {false, true})
      checkEncode(format, relu);
}
