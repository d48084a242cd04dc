//===- NormalizerTest.cpp - the laws of normalisers -----------------------===//
//
// For every normaliser of the dialect, on random scores, stabilisers and
// parameters, large ones included:
//   1. weight(s, m') = rescale(m, m') weight(s, m)
//   2. rescale(a, c) = rescale(a, b) rescale(b, c)
//   3. finalize and lse do not change when a state moves from m to m'
// that what IRScalarBuilder emits computes the same numbers, and that the
// derivatives are those of finite differences, as numbers and as IR.
//
//===----------------------------------------------------------------------===//

#include "NormalizerTest.h"
#include "attn/Support/DerivativeBuilder.h"

#include "mlir/IR/BuiltinOps.h"

#include <functional>

using namespace mlir;
using namespace mlir::attn;

namespace {

TEST_P(NormalizerTest, WeightFollowsRescale) {
  for (int i = 0; i < 2000; ++i) {
    double s = anyStabilizer() + uniform(-20, 20);
    NormalizerContext parameters = anyParameters(s);
    double m = 0.0, next = 0.0;
    if (normalizer.hasStabilizer()) {
      m = normalizer.stabilizer(host, number(s), parameters).getNumber();
      // A selection has the largest stabiliser, others any.
      if (!normalizer.selectsKey())
        m += uniform(-15, 15);
      else if (uniform(0, 1) < 0.5)
        m += uniform(0, 15);
      next = m + uniform(0, 30);
    }
    double weight =
        normalizer.weight(host, number(s), number(m), parameters).getNumber();
    double moved = normalizer.weight(host, number(s), number(next), parameters)
                       .getNumber();
    double factor =
        normalizer.rescale(host, number(m), number(next)).getNumber();
    expectClose(moved, factor * weight);
  }
}

TEST_P(NormalizerTest, RescaleComposes) {
  for (int i = 0; i < 2000; ++i) {
    double a = anyStabilizer();
    double b = normalizer.hasStabilizer() ? a + uniform(0, 40) : 0.0;
    double c = normalizer.hasStabilizer() ? b + uniform(0, 40) : 0.0;
    auto rescale = [&](double from, double to) {
      return normalizer.rescale(host, number(from), number(to)).getNumber();
    };
    expectClose(rescale(a, c), rescale(a, b) * rescale(b, c));
    EXPECT_EQ(rescale(a, a), 1.0);
  }
}

TEST_P(NormalizerTest, FinalizeDoesNotDependOnTheStabilizer) {
  for (int i = 0; i < 2000; ++i) {
    double m = anyStabilizer();
    // The state of a selection never moves.
    bool moves = normalizer.hasStabilizer() && !normalizer.selectsKey();
    double next = moves ? m + uniform(0, 30) : m;
    NormalizerContext parameters = anyParameters(m);
    double factor =
        normalizer.rescale(host, number(m), number(next)).getNumber();
    SmallVector<Scalar> sums, moved;
    for (unsigned j = 0; j < normalizer.getNumAccumulators(); ++j) {
      double sum = uniform(1e-3, 1e3);
      sums.push_back(number(sum));
      moved.push_back(number(sum * factor));
    }
    auto output = [&](ArrayRef<Scalar> l, double at) {
      return normalizer.finalizeFactor(host, l, number(at), parameters)
          .getNumber();
    };
    expectClose(output(sums, m), factor * output(moved, next));
    if (!normalizer.hasLse())
      continue;
    auto lse = [&](ArrayRef<Scalar> l, double at) {
      return normalizer.lse(host, l, number(at), parameters).getNumber();
    };
    EXPECT_NEAR(lse(sums, m), lse(moved, next),
                1e-12 * std::max(1.0, std::fabs(m)) + 1e-9);
  }
}

// What the statistics of rows rest on.
TEST_P(NormalizerTest, FinalWeightFollowsFromLogSumExp) {
  for (int i = 0; normalizer.hasLse() && i < 1000; ++i) {
    double s = uniform(-20, 20);
    NormalizerContext parameters = anyParameters(s);
    double m = normalizer.stabilizer(host, number(s), parameters).getNumber() +
               uniform(-3, 10);
    SmallVector<Scalar> sums(normalizer.getNumAccumulators(),
                             number(uniform(1e-2, 1e2)));
    double lse = normalizer.lse(host, sums, number(m), parameters).getNumber();
    auto weight = [&](double at) {
      return normalizer.weight(host, number(s), number(at), parameters)
          .getNumber();
    };
    double factor =
        normalizer.finalizeFactor(host, sums, number(m), parameters)
            .getNumber();
    expectClose(weight(lse), weight(m) * factor);
  }
}

// A key folded into a row whose stabiliser lies anywhere at or above its score
// has a finite weight.
TEST_P(NormalizerTest, StabilizerKeepsWeightsFinite) {
  for (int i = 0; i < 500; ++i) {
    double s = anyStabilizer();
    NormalizerContext parameters = anyParameters(s);
    double m = normalizer.stabilizer(host, number(s), parameters).getNumber();
    EXPECT_TRUE(std::isfinite(m));
    EXPECT_TRUE(std::isfinite(
        normalizer.weight(host, number(s), number(m), parameters).getNumber()));
  }
}

//===----------------------------------------------------------------------===//
// IR
//===----------------------------------------------------------------------===//

// What `op`, of arith or math on f64 scalars, computes.
double evaluateOp(Operation &op, ArrayRef<double> x, ArrayRef<bool> flags) {
  HostScalarBuilder host;
  auto get = [&](unsigned i) { return host.get(x[i]); };
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return cast<FloatAttr>(constant.getValue()).getValueAsDouble();
  if (isa<arith::AddFOp>(op))
    return x[0] + x[1];
  if (isa<arith::SubFOp>(op))
    return x[0] - x[1];
  if (isa<arith::MulFOp>(op))
    return x[0] * x[1];
  if (isa<arith::DivFOp>(op))
    return x[0] / x[1];
  if (isa<arith::MaximumFOp>(op))
    return host.max(get(0), get(1)).getNumber();
  if (isa<arith::SelectOp>(op))
    return flags[0] ? x[1] : x[2];
  if (isa<math::ExpOp>(op))
    return std::exp(x[0]);
  if (isa<math::LogOp>(op))
    return std::log(x[0]);
  if (isa<math::AbsFOp>(op))
    return std::fabs(x[0]);
  if (isa<math::TanhOp>(op))
    return std::tanh(x[0]);
  if (isa<math::ErfcOp>(op))
    return std::erfc(x[0]);
  if (isa<math::PowFOp>(op))
    return std::pow(x[0], x[1]);
  ADD_FAILURE() << "unexpected " << op.getName().getStringRef().str();
  return 0.0;
}

// Emits scalar code into a block whose arguments have given values, and runs
// it.
class Emitted {
public:
  Emitted(MLIRContext *context, ArrayRef<double> arguments)
      : builder(context), loc(builder.getUnknownLoc()),
        ir(builder, loc, builder.getF64Type()) {
    for (double argument : arguments) {
      BlockArgument value = block.addArgument(builder.getF64Type(), loc);
      values[value] = argument;
      scalars.push_back(ir.get(value));
    }
    builder.setInsertionPointToEnd(&block);
  }

  double run(Scalar result) {
    llvm::DenseMap<Value, bool> flags;
    for (Operation &op : block) {
      if (auto compare = dyn_cast<arith::CmpFOp>(op)) {
        EXPECT_EQ(compare.getPredicate(), arith::CmpFPredicate::OGT);
        flags[compare] =
            values.lookup(compare.getLhs()) > values.lookup(compare.getRhs());
        continue;
      }
      SmallVector<double> x;
      SmallVector<bool> f;
      for (Value operand : op.getOperands()) {
        x.push_back(values.lookup(operand));
        f.push_back(flags.lookup(operand));
      }
      values[op.getResult(0)] = evaluateOp(op, x, f);
    }
    return values.lookup(result.getValue());
  }

  OpBuilder builder;
  Location loc;
  IRScalarBuilder ir;
  Block block;
  SmallVector<Scalar> scalars;
  llvm::DenseMap<Value, double> values;
};

using Reading = llvm::function_ref<Scalar(ScalarBuilder &, ArrayRef<Scalar>)>;

void expectSameReading(MLIRContext *context, ArrayRef<double> arguments,
                       Reading read) {
  HostScalarBuilder host;
  SmallVector<Scalar> numbers = llvm::map_to_vector(
      arguments, [&](double value) { return host.get(value); });
  double expected = read(host, numbers).getNumber();
  Emitted emitted(context, arguments);
  double actual = emitted.run(read(emitted.ir, emitted.scalars));
  if (std::isnan(expected)) {
    EXPECT_TRUE(std::isnan(actual));
    return;
  }
  expectClose(actual, expected, 1e-12);
}

TEST_P(NormalizerTest, IRAgreesWithNumbers) {
  for (int i = 0; i < 300; ++i) {
    double s = anyStabilizer(), m = s + uniform(-3, 10), l = uniform(0.1, 9);
    if (i == 0)
      s = std::nan("");
    else if (i == 1)
      s = -kInf;
    SmallVector<double> arguments = {s, m, l};
    NormalizerContext parameters = anyParameters(m);
    for (Scalar parameter : parameters.parameters)
      arguments.push_back(parameter.getNumber());
    arguments.push_back(parameters.visibleKeys.getNumber());
    auto contextOf = [](ArrayRef<Scalar> x) {
      NormalizerContext result;
      llvm::append_range(result.parameters, x.drop_front(3).drop_back());
      result.visibleKeys = x.back();
      result.stabilizer = x[1];
      return result;
    };
    auto sums = [&](ArrayRef<Scalar> x) {
      return SmallVector<Scalar>(normalizer.getNumAccumulators(), x[2]);
    };
    auto check = [&](Reading read) {
      expectSameReading(&context, arguments, read);
    };
    check([&](ScalarBuilder &b, ArrayRef<Scalar> x) {
      return normalizer.weight(b, x[0], x[1], contextOf(x));
    });
    check([&](ScalarBuilder &b, ArrayRef<Scalar> x) {
      return normalizer.stabilizer(b, x[0], contextOf(x));
    });
    check([&](ScalarBuilder &b, ArrayRef<Scalar> x) {
      return normalizer.rescale(b, x[0], x[1]);
    });
    check([&](ScalarBuilder &b, ArrayRef<Scalar> x) {
      return normalizer.finalizeFactor(b, sums(x), x[1], contextOf(x));
    });
    if (normalizer.hasLse())
      check([&](ScalarBuilder &b, ArrayRef<Scalar> x) {
        return normalizer.lse(b, sums(x), x[1], contextOf(x));
      });
    for (unsigned j = 0; j < normalizer.getNumAccumulators(); ++j)
      check([&](ScalarBuilder &b, ArrayRef<Scalar> x) {
        return normalizer.contributions(b, x[0], x[2], contextOf(x))[j];
      });
  }
}

//===----------------------------------------------------------------------===//
// Derivatives
//===----------------------------------------------------------------------===//

// One of the normaliser's functions of (s, m, l, w, parameters..., count of
// visible keys).
using Function = std::function<Scalar(ScalarBuilder &, ArrayRef<Scalar>)>;

constexpr unsigned kFirstParameter = 4;

std::vector<std::pair<std::string, Function>>
getFunctions(NormalizerAttrInterface normalizer) {
  auto contextOf = [](ArrayRef<Scalar> x) {
    NormalizerContext context;
    llvm::append_range(context.parameters,
                       x.drop_front(kFirstParameter).drop_back());
    context.visibleKeys = x.back();
    context.stabilizer = x[1];
    return context;
  };
  auto sums = [=](ArrayRef<Scalar> x) {
    return SmallVector<Scalar>(NormalizerAttrInterface(normalizer)
                                   .getNumAccumulators(),
                               x[2]);
  };
  std::vector<std::pair<std::string, Function>> functions;
  functions.emplace_back("weight", [=](ScalarBuilder &b, ArrayRef<Scalar> x) {
    return normalizer.weight(b, x[0], x[1], contextOf(x));
  });
  functions.emplace_back("stabilizer",
                         [=](ScalarBuilder &b, ArrayRef<Scalar> x) {
                           return normalizer.stabilizer(b, x[0], contextOf(x));
                         });
  functions.emplace_back("rescale", [=](ScalarBuilder &b, ArrayRef<Scalar> x) {
    return normalizer.rescale(b, x[0], x[1]);
  });
  functions.emplace_back("factor", [=](ScalarBuilder &b, ArrayRef<Scalar> x) {
    return normalizer.finalizeFactor(b, sums(x), x[1], contextOf(x));
  });
  if (normalizer.hasLse())
    functions.emplace_back("lse", [=](ScalarBuilder &b, ArrayRef<Scalar> x) {
      return normalizer.lse(b, sums(x), x[1], contextOf(x));
    });
  for (unsigned i = 0; i < normalizer.getNumAccumulators(); ++i)
    functions.emplace_back(
        "contribution", [=](ScalarBuilder &b, ArrayRef<Scalar> x) {
          return normalizer.contributions(b, x[0], x[3], contextOf(x))[i];
        });
  return functions;
}

double valueAt(const Function &function, ArrayRef<double> x) {
  HostScalarBuilder host;
  SmallVector<Scalar> scalars =
      llvm::map_to_vector(x, [&](double v) { return host.get(v); });
  return function(host, scalars).getNumber();
}

// The function of `x` along axis `axis` with `base` underneath.
Scalar derivativeAt(DerivativeBuilder &d, ScalarBuilder &base,
                    const Function &function, ArrayRef<Scalar> x,
                    unsigned axis) {
  SmallVector<Scalar> duals;
  for (auto [i, scalar] : llvm::enumerate(x))
    duals.push_back(i == axis ? d.variable(scalar, base.constant(1.0))
                              : d.fixed(scalar));
  return function(d, duals);
}

TEST_P(NormalizerTest, DerivativesAreThoseOfFiniteDifferences) {
  unsigned numParameters = normalizer.getParameters().size();
  for (auto &[name, function] : getFunctions(normalizer))
    for (int trial = 0; trial < 200; ++trial) {
      // Kinks lie at 0 and where m meets a parameter: a random point is none.
      double s = uniform(-4, 4), m = s + uniform(-1, 3);
      SmallVector<double> x = {s, m, uniform(0.3, 5), uniform(0.1, 2)};
      for (unsigned i = 0; i < numParameters; ++i)
        x.push_back(uniform(-2, 2));
      x.push_back(uniform(2, 20));
      unsigned axis = unsigned(uniform(0, double(x.size()) - 1e-9));

      HostScalarBuilder host;
      DerivativeBuilder d(host);
      SmallVector<Scalar> numbers = llvm::map_to_vector(
          x, [&](double v) { return host.get(v); });
      Scalar result = derivativeAt(d, host, function, numbers, axis);
      double value = d.value(result).getNumber();
      double slope = d.derivative(result).getNumber();
      EXPECT_EQ(value, valueAt(function, x)) << name;

      double step = 1e-5;
      SmallVector<double> above(x), below(x);
      above[axis] += step;
      below[axis] -= step;
      double difference =
          (valueAt(function, above) - valueAt(function, below)) / (2 * step);
      EXPECT_NEAR(slope, difference, 1e-6 * std::max(1.0, std::fabs(slope)))
          << name << " along " << axis << " at s = " << s << ", m = " << m;

      Emitted emitted(&context, x);
      DerivativeBuilder inIR(emitted.ir);
      Scalar code =
          derivativeAt(inIR, emitted.ir, function, emitted.scalars, axis);
      expectClose(emitted.run(inIR.derivative(code)), slope, 1e-12);
    }
}

ATTN_FOR_ALL_NORMALIZERS(NormalizerTest);

} // namespace
