#include "attn/Reference/Interpreter.h"
#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"
#include <cmath>
#include <set>

using namespace mlir;
using namespace mlir::attn;

namespace {
class InterpreterTest : public testing::Test {
protected:
  InterpreterTest() {
    context.loadDialect<AttnDialect, arith::ArithDialect, func::FuncDialect,
                        linalg::LinalgDialect, math::MathDialect,
                        tensor::TensorDialect>();
  }

  /// Runs @f of `text`; what goes wrong is kept in `message`.
  FailureOr<std::vector<HostTensor>> run(StringRef text,
                                         ArrayRef<HostTensor> arguments,
                                         InterpreterOptions options = {}) {
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      message = diagnostic.str();
      return success();
    });
    module = parseSourceString<ModuleOp>(text, &context);
    EXPECT_TRUE(module) << message;
    return interpret(*module, "f", arguments, options);
  }

  static HostTensor scalar(ElementKind kind, double value) {
    HostTensor tensor = HostTensor::zeros(kind, {});
    tensor.setFromDouble(0, value);
    return tensor;
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  std::string message;
};
} // namespace

TEST_F(InterpreterTest, ExactKeepsWhatRoundedLoses) {
  const char *text = R"(
    func.func @f(%x: f32) -> f32 {
      %big = arith.constant 1.0e8 : f32
      %s = arith.addf %x, %big : f32
      %d = arith.subf %s, %big : f32
      return %d : f32
    })";
  std::vector<HostTensor> arguments;
  arguments.push_back(scalar(ElementKind::F32, 0.25));
  auto exact = run(text, arguments);
  ASSERT_TRUE(succeeded(exact));
  EXPECT_EQ((*exact)[0].getKind(), ElementKind::F64);
  EXPECT_EQ((*exact)[0].getAsDouble(0), 0.25);
  auto rounded = run(text, arguments, {Precision::Rounded});
  ASSERT_TRUE(succeeded(rounded));
  EXPECT_EQ((*rounded)[0].getAsDouble(0), 0);
}

// 1e8 + 1 - 1e8 in single precision is 0, and 1 where the large ones meet
// first: the order of a sum is an option of the rounded mode alone.
TEST_F(InterpreterTest, RoundedSumsHaveManyOrders) {
  const char *text = R"(
    func.func @f(%q: tensor<1x1x1x3xf32>, %k: tensor<1x1x1x3xf32>,
                 %v: tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32> {
      %o = attn.attention %q, %k, %v scale(1.0) normalizer(#attn.identity)
        : (tensor<1x1x1x3xf32>, tensor<1x1x1x3xf32>, tensor<1x1x1x1xf32>)
        -> tensor<1x1x1x1xf32>
      return %o : tensor<1x1x1x1xf32>
    })";
  auto fill = [](ArrayRef<int64_t> shape, ArrayRef<double> numbers) {
    HostTensor tensor = HostTensor::zeros(ElementKind::F32, shape);
    for (auto [i, number] : llvm::enumerate(numbers))
      tensor.setFromDouble(i, number);
    return tensor;
  };
  std::vector<HostTensor> arguments;
  arguments.push_back(fill({1, 1, 1, 3}, {1e8, 1, -1e8}));
  arguments.push_back(fill({1, 1, 1, 3}, {1, 1, 1}));
  arguments.push_back(fill({1, 1, 1, 1}, {1}));
  std::set<double> sums, exactSums;
  for (unsigned order = 0; order < 16; ++order) {
    auto rounded = run(text, arguments, {Precision::Rounded, order});
    auto exact = run(text, arguments, {Precision::Exact, order});
    ASSERT_TRUE(succeeded(rounded) && succeeded(exact));
    sums.insert((*rounded)[0].getAsDouble(0));
    exactSums.insert((*exact)[0].getAsDouble(0));
    if (order == 0) {
      EXPECT_EQ(sums, (std::set<double>{0}));
    }
  }
  EXPECT_EQ(sums, (std::set<double>{0, 1}));
  EXPECT_EQ(exactSums, (std::set<double>{1}));
}

TEST_F(InterpreterTest, DoubleFunctionsAreComputedBeyondDouble) {
  const char *text = R"(
    func.func @f(%x: f64) -> f64 {
      %big = arith.constant 1.0e17 : f64
      %s = arith.addf %x, %big : f64
      %d = arith.subf %s, %big : f64
      return %d : f64
    })";
  std::vector<HostTensor> arguments;
  arguments.push_back(scalar(ElementKind::F64, 1));
  auto exact = run(text, arguments);
  ASSERT_TRUE(succeeded(exact));
  EXPECT_EQ((*exact)[0].getAsDouble(0), 1);
  auto rounded = run(text, arguments, {Precision::Rounded});
  ASSERT_TRUE(succeeded(rounded));
  EXPECT_EQ((*rounded)[0].getAsDouble(0), 0);
}

TEST_F(InterpreterTest, BodiesRunOverMoreLanesThanOneStrip) {
  const char *text = R"(
    #id = affine_map<(i) -> (i)>
    func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
      %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
          ins(%x : tensor<?xf32>) outs(%x : tensor<?xf32>) {
        ^bb0(%a: f32, %o: f32):
          %i = linalg.index 0 : index
          %j = arith.index_cast %i : index to i32
          %k = arith.sitofp %j : i32 to f32
          %s = arith.addf %a, %k : f32
          %e = math.sqrt %s : f32
          linalg.yield %e : f32
      } -> tensor<?xf32>
      return %r : tensor<?xf32>
    })";
  std::vector<HostTensor> arguments;
  arguments.push_back(HostTensor::zeros(ElementKind::F32, {1300}));
  arguments[0].setFromDouble(700, 29);
  auto result = run(text, arguments);
  ASSERT_TRUE(succeeded(result)) << message;
  for (int64_t i = 0; i < 1300; ++i)
    EXPECT_EQ((*result)[0].getAsDouble(i), std::sqrt(i == 700 ? 729.0 : i));
  // The argument is as it was, though it was also the destination.
  EXPECT_EQ(arguments[0].getAsDouble(3), 0);
}

TEST_F(InterpreterTest, ErrorsAreDiagnostics) {
  EXPECT_TRUE(failed(run("func.func @g() { return }", {})));
  EXPECT_EQ(message, "expected a func.func named 'f'");
  EXPECT_TRUE(failed(run("func.func @f(%x: f32) { return }", {})));
  EXPECT_EQ(message, "'func.func' op expected 1 arguments, got 0");
  EXPECT_TRUE(failed(run("func.func private @f()", {})));
  EXPECT_EQ(message, "'func.func' op expected a function with a body");
  std::vector<HostTensor> arguments;
  arguments.push_back(HostTensor::zeros(ElementKind::F32, {}));
  EXPECT_TRUE(
      failed(run("func.func @f(%x: memref<f32>) { return }", arguments)));
  EXPECT_EQ(message, "'func.func' op expected ranked tensors and scalars in "
                     "the signature, got 'memref<f32>'");
}
