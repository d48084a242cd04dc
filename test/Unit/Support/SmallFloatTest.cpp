#include "attn/Support/SmallFloat.h"
#include "llvm/ADT/APFloat.h"
#include "gtest/gtest.h"

using namespace mlir::attn;
using llvm::APFloat;
using llvm::APInt;

/// APFloat is the judge: every bit pattern must decode and encode alike.
static void checkAllPatterns(const llvm::fltSemantics &semantics,
                             float (*decode)(uint16_t),
                             uint16_t (*encode)(double)) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    APFloat expected(semantics, APInt(16, bits));
    float value = decode(bits);
    if (expected.isNaN()) {
      EXPECT_TRUE(std::isnan(value));
      EXPECT_TRUE(std::isnan(decode(encode(value))));
      continue;
    }
    bool lost;
    expected.convert(APFloat::IEEEsingle(), APFloat::rmNearestTiesToEven,
                     &lost);
    ASSERT_EQ(value, expected.convertToFloat()) << bits;
    ASSERT_EQ(encode(value), bits);
  }
}

/// Doubles near ties and near the ends of the range.
static void checkRounding(const llvm::fltSemantics &semantics,
                          float (*decode)(uint16_t),
                          uint16_t (*encode)(double)) {
  for (unsigned bits = 0; bits < 0x7fff; bits += 7) {
    double low = decode(bits), high = decode(bits + 1);
    if (!std::isfinite(high))
      continue;
    double middle = low + (high - low) / 2;
    for (double x : {middle, std::nextafter(middle, low),
                     std::nextafter(middle, high), low * 1.3}) {
      APFloat expected(x);
      bool lost;
      expected.convert(semantics, APFloat::rmNearestTiesToEven, &lost);
      ASSERT_EQ(encode(x), expected.bitcastToAPInt().getZExtValue()) << x;
      ASSERT_EQ(encode(-x), encode(x) | 0x8000);
    }
  }
}

TEST(SmallFloat, Half) {
  checkAllPatterns(APFloat::IEEEhalf(), halfToFloat, doubleToHalf);
  checkRounding(APFloat::IEEEhalf(), halfToFloat, doubleToHalf);
  EXPECT_EQ(doubleToHalf(65519.9), 0x7bff);
  EXPECT_EQ(doubleToHalf(65520), 0x7c00);
}

TEST(SmallFloat, Bfloat) {
  checkAllPatterns(APFloat::BFloat(), bfloatToFloat, doubleToBfloat);
  checkRounding(APFloat::BFloat(), bfloatToFloat, doubleToBfloat);
  EXPECT_EQ(doubleToBfloat(1e39), 0x7f80);
}
