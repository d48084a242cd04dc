//===- Threshold.cpp - weights above a threshold that sum to 1 ------------===//
//
// The weights of a row are max(z - tau, 0)^p with z = s / p, tau such that they
// sum to 1. With h(t) = (sum max(z - t, 0)^p)^(1/p), which is convex and falls,
// tau is where h is 1, and max z - 1 <= tau < max z.
//
// The potentials of a row are a base near its largest z, an interval [low, high]
// around tau, both less the base, and one over its length. Less the base tau is
// a small number, known more finely than one of the size of z: an error of tau
// enters all weights alike and so their sum. A sweep asks for h and its slope at
// three points of the interval, which the score is scaled to, so that one fold
// serves all intervals. By convexity each tangent meets 1 at or below tau, and the chord between the
// points on either side of tau meets it at or above. On a straight piece of h
// both are exact, so that few sweeps suffice: 3 to 5 for rows of up to 4000
// normally distributed scores, 6 at most for any spread of these.
//
// The base is a log-sum-exp of 64 z, over 64: at least the largest z, and beyond
// it by at most ln(n) / 64. The first interval is [-1, 0]. Where tau lies below
// that, the tangent at its lower end finds it.
//
//===----------------------------------------------------------------------===//

#include "Passes.h"

using namespace mlir;
using namespace mlir::attn;

static constexpr int64_t kNumPoints = 3;
static constexpr double kSharpness = 64.0;
// More than any row needs: h times its slope falls by a factor of 4 each sweep.
static constexpr int64_t kMaxSweeps = 32;

static SmallVector<Scalar> makeInterval(ScalarBuilder &b, Scalar base,
                                        Scalar low, Scalar high) {
  // So wide that powers of scaled scores stay finite.
  Scalar width = b.max(high - low, b.constant(1e-9));
  return {base, low, high, b.constant(1.0) / width};
}

namespace {
/// h at one point of the interval, and minus its slope there.
struct Sample {
  Scalar at, value, slope;
};
} // namespace

static SmallVector<Sample> takeSamples(ScalarBuilder &b, ArrayRef<Scalar> old,
                                       ArrayRef<Scalar> l, int64_t power) {
  Scalar width = b.constant(1.0) / old[3];
  SmallVector<Sample> samples;
  for (int64_t i = 0; i < kNumPoints; ++i) {
    double point = static_cast<double>(i) / static_cast<double>(kNumPoints);
    // In units of the width: the sum of p-th powers and of powers p - 1.
    Scalar root = b.pow(l[2 * i], 1.0 / static_cast<double>(power));
    Scalar slope = l[2 * i + 1];
    for (int64_t n = 1; n < power; ++n)
      slope = slope / root;
    samples.push_back(
        {old[1] + width * b.constant(point), root * width, slope});
  }
  return samples;
}

static SmallVector<Scalar> narrowInterval(ScalarBuilder &b,
                                          ArrayRef<Scalar> old,
                                          ArrayRef<Scalar> l, int64_t power) {
  Scalar zero = b.constant(0.0), one = b.constant(1.0);
  SmallVector<Sample> samples = takeSamples(b, old, l, power);
  // A slope is at least 1 where any score lies above the point: low - 1 is at
  // or below every tangent's answer, and that where none does.
  Scalar below = old[1] - one, low = below;
  for (const Sample &s : samples)
    low = b.max(low, b.selectGreater(s.slope, zero,
                                     s.at + (s.value - one) / s.slope, below));
  Scalar high = old[2];
  for (int64_t i = kNumPoints - 1; i > 0; --i) {
    const Sample &left = samples[i - 1], &right = samples[i];
    Scalar chord = left.at + (right.at - left.at) * (left.value - one) /
                                 (left.value - right.value);
    high = b.selectGreater(right.value, one, high, chord);
  }
  high = b.selectGreater(samples[0].value, one, high, old[1]);
  return makeInterval(b, old[0], low, b.max(low, high));
}

static NormalizerPass getFirstPass(MLIRContext *context, int64_t power) {
  NormalizerPass pass;
  pass.edit = [power](ScalarBuilder &b, Scalar s, ArrayRef<Scalar>,
                      ArrayRef<Scalar>) {
    return s * b.constant(kSharpness / static_cast<double>(power));
  };
  pass.fold = SoftmaxNormalizerAttr::get(context);
  pass.update = [](ScalarBuilder &b, ArrayRef<Scalar>, Scalar m,
                   ArrayRef<Scalar> l) {
    Scalar base = (m + b.log(l[0])) / b.constant(kSharpness);
    // NaN where the base is.
    Scalar zero = base - base;
    return makeInterval(b, base, zero - b.constant(1.0), zero);
  };
  return pass;
}

// z less the base and the lower end.
static Scalar subtractLow(ScalarBuilder &b, Scalar s, ArrayRef<Scalar> row,
                          int64_t power) {
  Scalar z = power == 1 ? s : s * b.constant(1.0 / static_cast<double>(power));
  return z - row[0] - row[1];
}

NormalizerPlan mlir::attn::getThresholdPlan(MLIRContext *context,
                                            int64_t power) {
  NormalizerPass search;
  search.edit = [power](ScalarBuilder &b, Scalar s, ArrayRef<Scalar> row,
                        ArrayRef<Scalar>) {
    return subtractLow(b, s, row, power) * row[3];
  };
  search.fold = ReluMomentsNormalizerAttr::get(context, power, kNumPoints);
  search.update = [power](ScalarBuilder &b, ArrayRef<Scalar> old, Scalar,
                          ArrayRef<Scalar> l) {
    return narrowInterval(b, old, l, power);
  };
  // Open while the interval is wide and still shrinks.
  auto isOpen = [](ScalarBuilder &b, ArrayRef<Scalar> old,
                   ArrayRef<Scalar> potentials, double epsilon) {
    Scalar width = potentials[2] - potentials[1];
    Scalar slow = b.constant(0.75) * (old[2] - old[1]) - width;
    return b.selectGreater(width, b.constant(0.5 * epsilon), slow,
                           b.constant(-1.0));
  };
  NormalizerPlan plan;
  plan.numRowPotentials = 4;
  plan.rounds = {{{getFirstPass(context, power)}, 1, nullptr},
                 {{search}, kMaxSweeps, isOpen}};
  plan.edit = [power](ScalarBuilder &b, Scalar s, ArrayRef<Scalar> row,
                      ArrayRef<Scalar>) {
    return subtractLow(b, s, row, power);
  };
  plan.fold = ReluPowNormalizerAttr::get(context, power);
  return plan;
}
