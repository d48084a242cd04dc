#include "attn/Support/Tolerance.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace mlir::attn;

static HostTensor make(ElementKind kind, std::initializer_list<double> values) {
  HostTensor tensor = HostTensor::zeros(kind, {int64_t(values.size())});
  int64_t i = 0;
  for (double value : values)
    tensor.setFromDouble(i++, value);
  return tensor;
}

static const double inf = INFINITY;
static constexpr ElementKind F32 = ElementKind::F32, F64 = ElementKind::F64;

TEST(Tolerance, TwiceTheRoundingErrorAndTwoUlp) {
  HostTensor exact = make(F64, {1, -4});
  HostTensor rounded = make(F64, {1 + 0x1p-10, -4});
  double bound = 2 * 0x1p-10 + 2 * 0x1p-23 * 4;
  Comparison good = compareByRule(make(F32, {1, -4 + 0x1p-9}), exact, rounded);
  EXPECT_EQ(good.bound, bound + 0x1p-126);
  EXPECT_EQ(good.absError, 0x1p-9);
  EXPECT_EQ(good.relError, 0x1p-11);
  EXPECT_EQ(good.worst, 1);
  EXPECT_TRUE(good.ok());
  EXPECT_FALSE(compareByRule(make(F32, {1, -4 + 0x1p-8}), exact, rounded).ok());
}

TEST(Tolerance, NumbersBelowTheLeastNormalOneMayBeZero) {
  HostTensor exact = make(F64, {0x1p-127, 0x1p-140});
  EXPECT_TRUE(compareByRule(make(F32, {0, 0}), exact, exact).ok());
  HostTensor normal = make(F64, {0x1p-124});
  EXPECT_FALSE(compareByRule(make(F32, {0}), normal, normal).ok());
}

TEST(Tolerance, TheLargestErrorOfAllOrdersCounts) {
  HostTensor exact = make(F64, {1, -4}), actual = make(F32, {1, -4 + 0x1p-9});
  Comparison one = compareByRule(actual, exact, exact);
  EXPECT_FALSE(one.ok());
  one.widen(compareByRule(actual, exact, make(F64, {1, -4 - 0x1p-10})));
  EXPECT_TRUE(one.ok());
  Comparison bound = one;
  one.widen(compareByRule(actual, exact, exact));
  EXPECT_EQ(one.bound, bound.bound);
}

TEST(Tolerance, InfinitiesMustBeInTheSamePlaces) {
  HostTensor exact = make(F64, {-inf, 1});
  EXPECT_TRUE(compareByRule(make(F32, {-inf, 1}), exact, exact).ok());
  EXPECT_FALSE(compareByRule(make(F32, {-1e38, 1}), exact, exact).ok());
  EXPECT_FALSE(compareByRule(make(F32, {-inf, inf}), exact, exact).ok());
  EXPECT_FALSE(compareByRule(make(F32, {-inf, NAN}), exact, exact).ok());
}

TEST(Tolerance, OutOfTheRangeOfTheTypeNothingIsAsked) {
  HostTensor exact = make(F64, {1e5, 1}), rounded = make(F64, {inf, 1});
  EXPECT_TRUE(
      compareByRule(make(ElementKind::F16, {inf, 1}), exact, rounded).ok());
  EXPECT_FALSE(
      compareByRule(make(ElementKind::F16, {inf, 2}), exact, rounded).ok());
}

TEST(Tolerance, IntegersAndShapesMustBeEqual) {
  HostTensor exact = make(ElementKind::I64, {3, 4});
  EXPECT_TRUE(compareByRule(make(ElementKind::I64, {3, 4}), exact, exact).ok());
  EXPECT_FALSE(
      compareByRule(make(ElementKind::I64, {3, 5}), exact, exact).ok());
  EXPECT_FALSE(compareByRule(make(ElementKind::I64, {3}), exact, exact).ok());
}

TEST(Tolerance, DoubleIsHeldToLongDouble) {
  HostTensor exact = make(F64, {1000});
  EXPECT_TRUE(compareByRule(make(F64, {1000 + 9e-10}), exact, exact).ok());
  EXPECT_FALSE(compareByRule(make(F64, {1000 + 2e-9}), exact, exact).ok());
}
