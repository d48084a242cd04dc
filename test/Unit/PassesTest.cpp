//===- PassesTest.cpp - a normaliser of other passes is refused -----------===//
//
// A normaliser that divides by the sum of a column, as slot attention does,
// comes from outside of the dialect: the interface is all that passes know.
//
//===----------------------------------------------------------------------===//

#include "attn/Dialect/Attn/IR/NormalizerChecks.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::attn;

namespace {

// exp(s) over its column's sum of exp(s).
struct ColumnSoftmax
    : NormalizerAttrInterface::ExternalModel<ColumnSoftmax, StringAttr> {
  NormalizerPlan getPlan(Attribute attr) const {
    NormalizerPass sums;
    sums.axis = NormalizerPass::Axis::Column;
    sums.edit = [](ScalarBuilder &b, Scalar s, ArrayRef<Scalar>,
                   ArrayRef<Scalar>) { return b.exp(s); };
    sums.fold = ReluMomentsNormalizerAttr::get(attr.getContext(), 1, 1);
    sums.update = [](ScalarBuilder &, ArrayRef<Scalar>, Scalar,
                     ArrayRef<Scalar> l) -> SmallVector<Scalar> { return {l[0]}; };
    NormalizerPlan plan;
    plan.numColumnPotentials = 1;
    plan.rounds = {{{sums}, 1, nullptr}};
    plan.edit = [](ScalarBuilder &b, Scalar s, ArrayRef<Scalar>,
                   ArrayRef<Scalar> column) {
      return b.exp(s) / column[0];
    };
    plan.fold = IdentityNormalizerAttr::get(attr.getContext());
    return plan;
  }
};

class PassesTest : public testing::Test {
protected:
  PassesTest() {
    context.loadDialect<AttnDialect, arith::ArithDialect, func::FuncDialect>();
    StringAttr::attachInterface<ColumnSoftmax>(context);
  }

  // The error of checkRowFolds() on `op` in a function, empty if none.
  std::string check(StringRef op) {
    std::string text =
        ("func.func @f(%s: tensor<2x4x8xf32>, %v: tensor<2x8x4xf32>, "
         "%a: tensor<2x4x4xf32>, %m: tensor<2x4xf32>, %g: tensor<2xf32>, "
         "%i: index, %q: tensor<2x4x8xf32>) {\n" +
         op + "\n  return\n}\n")
            .str();
    auto module = parseSourceString<ModuleOp>(text, &context);
    EXPECT_TRUE(module);
    std::string message;
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      message = diagnostic.str();
      return success();
    });
    if (module) {
      EXPECT_EQ(succeeded(checkRowFolds(*module)), message.empty());
    }
    return message;
  }

  MLIRContext context;
};

TEST_F(PassesTest, FoldsOverRowsPass) {
  EXPECT_EQ(check("%r:2 = attn.online_aggregate ins(%s, %v) outs(%a, %m) "
                  "at(%i, %i, %i, %i) normalizer(#attn.sigmoid) : "
                  "(tensor<2x4x8xf32>, tensor<2x8x4xf32>) -> "
                  "(tensor<2x4x4xf32>, tensor<2x4xf32>)"),
            "");
}

TEST_F(PassesTest, SumsOfColumnsDoNot) {
  EXPECT_NE(check("%r = attn.attention %q, %q, %q normalizer(\"column\") : "
                  "(tensor<2x4x8xf32>, tensor<2x4x8xf32>, tensor<2x4x8xf32>) "
                  "-> tensor<2x4x8xf32>")
                .find("expected a normalizer of one fold over rows, got "
                      "\"column\" of several passes"),
            std::string::npos);
}

TEST_F(PassesTest, CountsNeedAPattern) {
  EXPECT_NE(check("%r:3 = attn.online_aggregate ins(%s, %v) outs(%a, %m, %m) "
                  "at(%i, %i, %i, %i) normalizer(#attn.scalable_softmax) "
                  "gain(%g : tensor<2xf32>) : "
                  "(tensor<2x4x8xf32>, tensor<2x8x4xf32>) -> "
                  "(tensor<2x4x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>)")
                .find("does not count visible keys"),
            std::string::npos);
}

} // namespace
