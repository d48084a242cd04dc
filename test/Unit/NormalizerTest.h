//===- NormalizerTest.h - what tests of normalisers share -------*- C++ -*-===//

#ifndef ATTN_TEST_UNIT_NORMALIZERTEST_H
#define ATTN_TEST_UNIT_NORMALIZERTEST_H

#include "attn/Dialect/Attn/IR/Attn.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "gtest/gtest.h"

#include <cmath>
#include <limits>
#include <random>

namespace mlir::attn {

// A new normaliser joins here and in the oracle's table.
inline const char *const kNormalizers[] = {
    "#attn.softmax",     "#attn.softmax_sink", "#attn.softmax_plus_one",
    "#attn.scalable_softmax",
    "#attn.sigmoid",     "#attn.relu_pow<1>",  "#attn.relu_pow<2>",
    "#attn.relu_pow<8>", "#attn.identity",     "#attn.exp",
    "#attn.relu_moments<1, 3>", "#attn.relu_moments<2, 3>",
    "#attn.laplace",     "#attn.signed_softmax", "#attn.hard"};

inline constexpr double kInf = std::numeric_limits<double>::infinity();

class NormalizerTest : public testing::TestWithParam<const char *> {
protected:
  NormalizerTest() {
    context.loadDialect<AttnDialect, arith::ArithDialect, math::MathDialect>();
    normalizer =
        cast<NormalizerAttrInterface>(parseAttribute(GetParam(), &context));
  }

  Scalar number(double value) { return host.get(value); }

  double uniform(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  }

  // Scores near 0 and far from it: stabilisers up to 1e4 in magnitude.
  double anyStabilizer() {
    if (!normalizer.hasStabilizer())
      return 0.0;
    double center = uniform(0, 1) < 0.5 ? 0.0 : uniform(-1e4, 1e4);
    return center + uniform(-20, 20);
  }

  NormalizerContext anyParameters(double near) {
    NormalizerContext result;
    double offsets[] = {uniform(-30, 30), -1e4, 1e4, -kInf};
    // Sinks are scores, far from the others or not there; others are factors.
    for (const NormalizerParameter &parameter : normalizer.getParameters())
      result.parameters.push_back(number(
          parameter.name == "sink"
              ? near + offsets[std::min(3, int(uniform(0, 6)))]
              : uniform(-2, 2)));
    result.visibleKeys = number(std::floor(uniform(1, 1000)));
    return result;
  }

  MLIRContext context;
  HostScalarBuilder host;
  NormalizerAttrInterface normalizer;
  std::mt19937_64 random{17};
};

// Relative to the larger, with room for numbers that underflow.
inline void expectClose(double x, double y, double tolerance = 1e-9) {
  if (std::isinf(x) || std::isinf(y)) {
    EXPECT_EQ(x, y);
    return;
  }
  double scale = std::max({std::fabs(x), std::fabs(y), 1e-280});
  EXPECT_LE(std::fabs(x - y), tolerance * scale) << x << " and " << y;
}

/// Runs the tests of a fixture for every normaliser.
#define ATTN_FOR_ALL_NORMALIZERS(Fixture)                                      \
  INSTANTIATE_TEST_SUITE_P(All, Fixture, testing::ValuesIn(kNormalizers),      \
                           [](const auto &info) {                              \
                             std::string name;                                 \
                             for (char c : std::string(info.param).substr(6))  \
                               if (isalnum(c))                                 \
                                 name += c;                                    \
                             return name;                                      \
                           })

} // namespace mlir::attn

#endif // ATTN_TEST_UNIT_NORMALIZERTEST_H
