//===- PresburgerFormulaTest.cpp - formulas and their algebra -------------===//

#include "attn/Analysis/Presburger/Formula.h"

#include "RandomFormula.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace mlir::attn;

namespace {
class FormulaTest : public ::testing::Test {
protected:
  FormulaTest() {
    bindDims(&context, h, q, k);
    bindSymbols(&context, nq, nk, off, p0);
  }

  MLIRContext context;
  AffineExpr h, q, k, nq, nk, off, p0;
};
} // namespace

TEST_F(FormulaTest, constantsAreFolded) {
  EXPECT_TRUE(Formula::ge(q - q).isTrue());
  EXPECT_TRUE(Formula::eq(q - q + 1).isFalse());
  EXPECT_TRUE(Formula::ne(q - q + 1).isTrue());
  Formula causal = Formula::ge(q - k);
  EXPECT_TRUE((causal & Formula::getFalse(&context)).isFalse());
  EXPECT_TRUE((causal | Formula::getTrue(&context)).isTrue());
  EXPECT_EQ(causal & Formula::getTrue(&context), causal);
  EXPECT_TRUE((causal & !causal).isFalse());
  EXPECT_TRUE((causal | !causal).isTrue());
  EXPECT_EQ(causal & causal, causal);
}

TEST_F(FormulaTest, nestedOperandsAreFlattened) {
  Formula a = Formula::ge(q - k), b = Formula::ge(k - q + 3),
          c = Formula::eq((q - k) % 2);
  Formula all = Formula::conj({Formula::conj({a, b}), c});
  EXPECT_EQ(all.getOperands().size(), 3u);
  EXPECT_EQ(all.getNumAtoms(), 3u);
  EXPECT_EQ(all, Formula::conj({a, b, c}));
}

TEST_F(FormulaTest, negationIsPushedToTheAtoms) {
  Formula pattern =
      Formula::ge(q - k) & (Formula::eq((q - k) % 4) | Formula::ge(3 - k));
  EXPECT_EQ((!pattern).getKind(), Formula::Kind::Or);
  EXPECT_EQ(!!pattern, pattern);
  for (int64_t i = 0; i < 12; ++i)
    for (int64_t j = 0; j < 12; ++j)
      EXPECT_NE(pattern.evaluate({0, i, j}, {}),
                (!pattern).evaluate({0, i, j}, {}));
}

TEST_F(FormulaTest, divisionsRoundDown) {
  EXPECT_EQ(evaluateExpr(k.floorDiv(4), {0, 0, -1}, {}), -1);
  EXPECT_EQ(evaluateExpr(k.ceilDiv(4), {0, 0, -1}, {}), 0);
  EXPECT_EQ(evaluateExpr(k % 4, {0, 0, -1}, {}), 3);
  EXPECT_TRUE(Formula::eq((q - k) % 4 - 3).evaluate({0, 0, 1}, {}));
}

TEST_F(FormulaTest, simplificationKeepsValues) {
  test::RandomFormula random(&context, 3);
  for (unsigned i = 0; i < 10 * test::numFormulas && !HasFailure(); ++i) {
    AffineExpr expr = random.drawExpr(3);
    AffineExpr simplified = simplifyQuasiAffine(expr);
    EXPECT_EQ(simplifyQuasiAffine(simplified), simplified);
    for (int point = 0; point < 10; ++point) {
      SmallVector<int64_t> dims, symbols;
      for (int j = 0; j < 3; ++j)
        dims.push_back(random.pick(-20, 20));
      for (int j = 0; j < 4; ++j)
        symbols.push_back(random.pick(-20, 20));
      EXPECT_EQ(evaluateExpr(expr, dims, symbols),
                evaluateExpr(simplified, dims, symbols));
    }
  }
}

TEST_F(FormulaTest, onlyQuasiAffineExpressionsAreAccepted) {
  EXPECT_TRUE(isQuasiAffine((q * 3 - k).floorDiv(4) + nk % 2));
  EXPECT_FALSE(isQuasiAffine(q * nk));
  EXPECT_FALSE(isQuasiAffine(q.floorDiv(nk)));
}

TEST_F(FormulaTest, atomsAreNormalised) {
  EXPECT_EQ(Formula::ge(q * 2 - k * 4 + 3), Formula::ge(q - k * 2 + 1));
  EXPECT_EQ(Formula::eq(k - q), Formula::eq(q - k));
  EXPECT_TRUE(Formula::eq(q * 2 - k * 4 + 3).isFalse());
  EXPECT_TRUE(Formula::ne(q * 2 - k * 4 + 3).isTrue());
  EXPECT_TRUE(Formula::ge(q % 4 + 0).isTrue());
  EXPECT_TRUE(Formula::ge(q % 4 - 4).isFalse());
  EXPECT_TRUE(Formula::eq((q * 4 + 1) % 8 - 2).isFalse());
  EXPECT_EQ(Formula::ge((q * 2 + 1).floorDiv(4) - k),
            Formula::ge(q.floorDiv(2) - k));
  EXPECT_EQ(Formula::ge((q + k * 4).ceilDiv(4)),
            Formula::ge((q + 3).floorDiv(4) + k));
}

TEST_F(FormulaTest, prints) {
  Formula pattern =
      Formula::ge(q - k) & (Formula::eq((q - k * 2 - 3) % 4) |
                            Formula::ne(h.floorDiv(2) - p0 + off));
  EXPECT_EQ(pattern.str(), "(q - k >= 0 and ((q - 2 * k + 1) mod 4 == 0 or "
                           "h floordiv 2 + off - p0 != 0))");
}

TEST_F(FormulaTest, replacesAndShiftsOperands) {
  Formula window = Formula::ge(k - q + p0);
  EXPECT_EQ(window.shiftOperands(2),
            Formula::ge(k - q + getAffineSymbolExpr(5, &context)));
  EXPECT_EQ(Formula::ge(nk - k).shiftOperands(2), Formula::ge(nk - k));
  EXPECT_EQ(window.replace({h, q + 1}, {}), Formula::ge(k - q - 1 + p0));
  EXPECT_TRUE(window.isFunctionOfSymbol(3));
  EXPECT_FALSE(window.isFunctionOfDim(kHeadDim));
}

TEST_F(FormulaTest, readsAffineSets) {
  std::string message;
  IntegerSet set = parseIntegerSet(
      "(q, k)[w] : (q - k >= 0, (q - k) mod 2 == 0, k - q + w >= 0)", &context);
  std::optional<Formula> formula = getFormula(set, {p0}, message);
  ASSERT_TRUE(formula);
  EXPECT_EQ(*formula,
            Formula::conj({Formula::ge(q - k), Formula::eq((q - k) % 2),
                           Formula::ge(k - q + p0)}));
  EXPECT_FALSE(getFormula(set, {}, message));
  EXPECT_EQ(message, "expected at most 0 symbols, got 1");
  message.clear();
  EXPECT_FALSE(
      getFormula(parseIntegerSet("(a) : (a >= 0)", &context), {}, message));
  EXPECT_EQ(message, "expected an affine set over (q, k) or (h, q, k), got 1 "
                     "dimensions");
  message.clear();
  EXPECT_FALSE(getFormula(
      parseIntegerSet("(q, k)[w] : (q floordiv w - k == 0)", &context), {p0},
      message));
  EXPECT_EQ(message, "expected products with constants and divisions by "
                     "positive constants, got d0 floordiv s0 - d1");
}
