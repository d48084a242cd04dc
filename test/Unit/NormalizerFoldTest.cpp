//===- NormalizerFoldTest.cpp - folds in any order and any parts ----------===//

#include "NormalizerTest.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using namespace mlir;
using namespace mlir::attn;

namespace {

using NormalizerFoldTest = NormalizerTest;

// A pair of a row: its key, score and (one) value.
struct Pair {
  double key, score, value;
};

// A state: m (-inf: nothing seen), l and the accumulator of the values.
struct State {
  double m = -kInf;
  SmallVector<double> l;
  double a = 0.0;
};

class Fold {
public:
  Fold(NormalizerAttrInterface normalizer, const NormalizerContext &context)
      : normalizer(normalizer), context(context) {}

  State run(ArrayRef<Pair> pairs) {
    State state;
    state.l.assign(normalizer.getNumAccumulators(), 0.0);
    for (const Pair &pair : pairs)
      state = merge(state, single(pair));
    return state;
  }

  State merge(State x, State y) {
    if (x.m == -kInf || y.m == -kInf)
      return x.m == -kInf ? y : x;
    if (normalizer.selectsKey())
      return y.m > x.m || (y.m == x.m && y.l[0] < x.l[0]) ? y : x;
    double m = std::max(x.m, y.m), fx = factor(x.m, m), fy = factor(y.m, m);
    for (auto [left, right] : llvm::zip(x.l, y.l))
      left = left * fx + right * fy;
    return {m, x.l, x.a * fx + y.a * fy};
  }

  double output(const State &state) {
    SmallVector<Scalar> l =
        llvm::map_to_vector(state.l, [&](double x) { return host.get(x); });
    return state.a * normalizer
                         .finalizeFactor(host, l, host.get(state.m), context)
                         .getNumber();
  }

private:
  double factor(double from, double to) {
    return normalizer.rescale(host, host.get(from), host.get(to)).getNumber();
  }

  State single(const Pair &pair) {
    Scalar s = host.get(pair.score);
    Scalar m = normalizer.hasStabilizer()
                   ? normalizer.stabilizer(host, s, context)
                   : host.get(0.0);
    Scalar w = normalizer.weight(host, s, m, context);
    context.stabilizer = m;
    State state;
    state.m = m.getNumber();
    state.a = w.getNumber() * pair.value;
    for (Scalar part : normalizer.contributions(host, s, w, context))
      state.l.push_back(part.getNumber());
    if (normalizer.selectsKey())
      state.l[0] = pair.key;
    return state;
  }

  NormalizerAttrInterface normalizer;
  NormalizerContext context;
  HostScalarBuilder host;
};

// Pairs in any order, folded in any two parts, give what the definition gives
// for all of them; whole scores, so that many are equal.
TEST_P(NormalizerFoldTest, FoldsDoNotDependOnOrderAndSplit) {
  for (int i = 0; i < 300; ++i) {
    Fold fold(normalizer, anyParameters(0.0));
    std::vector<Pair> pairs;
    for (int key = 0, n = int(uniform(1, 20)); key < n; ++key)
      pairs.push_back({double(key), std::floor(uniform(-3, 4)), uniform(-1, 1)});
    double whole = fold.output(fold.run(pairs));
    std::shuffle(pairs.begin(), pairs.end(), random);
    size_t split = size_t(uniform(0, double(pairs.size() + 1)));
    State left = fold.run(ArrayRef(pairs).take_front(split));
    State right = fold.run(ArrayRef(pairs).drop_front(split));
    EXPECT_NEAR(fold.output(fold.merge(left, right)), whole,
                1e-9 * std::max(1.0, std::fabs(whole)));
    if (!normalizer.selectsKey())
      continue;
    auto best = llvm::max_element(pairs, [](const Pair &x, const Pair &y) {
      return std::pair(x.score, -x.key) < std::pair(y.score, -y.key);
    });
    EXPECT_EQ(whole, best->value);
  }
}

ATTN_FOR_ALL_NORMALIZERS(NormalizerFoldTest);

} // namespace
