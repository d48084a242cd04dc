//===- PatternTest.cpp - patterns, their pairs and their names ------------===//

#include "attn/Analysis/Presburger/KeyRanges.h"
#include "attn/Dialect/Attn/IR/PatternFit.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace mlir::attn;

namespace {
/// A pattern as text, the values of its operands, and what it means.
struct PatternCase {
  const char *text;
  SmallVector<int64_t> operands;
  std::function<bool(int64_t h, int64_t q, int64_t k)> isVisible;
  /// The keys that some and all of the rows 16 <= q < 24 of head 0 see, if a
  /// pattern's key ranges must say so exactly.
  bool tight = true;
};

class PatternTest : public ::testing::Test {
protected:
  PatternTest() {
    context.loadDialect<AttnDialect>();
    bindDims(&context, h, q, k);
  }

  PatternAttrInterface parse(StringRef text) {
    return dyn_cast_or_null<PatternAttrInterface>(
        parseAttribute(text, &context));
  }

  std::string print(Attribute attr) {
    std::string text;
    llvm::raw_string_ostream os(text);
    os << attr;
    return text;
  }

  void checkPairs(const PatternCase &test, PatternAttrInterface pattern);
  void checkRanges(const PatternCase &test, PatternAttrInterface pattern);

  static constexpr int64_t numHeads = 3, numQueries = 40, numKeys = 48;
  MLIRContext context;
  AffineExpr h, q, k;
};
} // namespace

void PatternTest::checkPairs(const PatternCase &test,
                             PatternAttrInterface pattern) {
  Formula relation = pattern.getRelation(kFirstOperandSymbol);
  SmallVector<int64_t> symbols = {numQueries, numKeys, 0};
  llvm::append_range(symbols, test.operands);
  for (int64_t h = 0; h < numHeads; ++h)
    for (int64_t q = 0; q < numQueries; ++q)
      for (int64_t k = 0; k < numKeys; ++k)
        ASSERT_EQ(relation.evaluate({h, q, k}, symbols),
                  test.isVisible(h, q, k))
            << test.text << " at " << h << ", " << q << ", " << k;
}

void PatternTest::checkRanges(const PatternCase &test,
                              PatternAttrInterface pattern) {
  SmallVector<int64_t> symbols = {numQueries, numKeys, 0};
  llvm::append_range(symbols, test.operands);
  KeyRanges ranges = getKeyRanges(pattern.getRelation(kFirstOperandSymbol));
  SmallVector<int> state(numKeys, 0);
  for (const KeyRanges::Range &range : ranges.evaluate({0, 1, 16, 24}, symbols))
    for (int64_t k = range.lo; k < range.hi; ++k)
      state[k] = k >= range.fullLo && k < range.fullHi ? 2 : 1;
  for (int64_t k = 0; k < numKeys; ++k) {
    bool any = false, all = true;
    for (int64_t q = 16; q < 24; ++q) {
      any |= test.isVisible(0, q, k);
      all &= test.isVisible(0, q, k);
    }
    int truth = all ? 2 : any ? 1 : 0;
    if (test.tight)
      EXPECT_EQ(state[k], truth) << test.text << " at key " << k;
    else
      EXPECT_TRUE(any ? state[k] >= 1 : true) << test.text;
  }
}

static const PatternCase patternCases[] = {
    {"#attn.full", {}, [](int64_t, int64_t, int64_t) { return true; }},
    {"#attn.causal", {}, [](int64_t, int64_t q, int64_t k) { return k <= q; }},
    {"#attn.window<left = 5, right = 2>",
     {},
     [](int64_t, int64_t q, int64_t k) { return q - 5 <= k && k <= q + 2; }},
    {"#attn.window<left = ?, right = 0>",
     {6},
     [](int64_t, int64_t q, int64_t k) { return q - 6 <= k && k <= q; }},
    {"#attn.window<left = ?, right = ?>",
     {6, 9},
     [](int64_t, int64_t q, int64_t k) { return q - 6 <= k && k <= q + 9; }},
    {"#attn.prefix<20>",
     {},
     [](int64_t, int64_t, int64_t k) { return k < 20; }},
    {"#attn.prefix<?>", {7}, [](int64_t, int64_t, int64_t k) { return k < 7; }},
    {"#attn.sink<4>",
     {},
     [](int64_t, int64_t q, int64_t k) { return k < 4 && k <= q; }},
    {"#attn.block_local<8>",
     {},
     [](int64_t, int64_t q, int64_t k) { return q / 8 == k / 8; }},
    {"#attn.block_local<5>",
     {},
     [](int64_t, int64_t q, int64_t k) { return q / 5 == k / 5; }},
    {"#attn.dilated<rate = 3, width = 4>",
     {},
     [](int64_t, int64_t q, int64_t k) {
       return std::abs(q - k) < 12 && (q - k) % 3 == 0;
     },
     /*tight=*/false},
    {"#attn.dilated<rate = 3, width = ?>",
     {4},
     [](int64_t, int64_t q, int64_t k) {
       return std::abs(q - k) < 12 && (q - k) % 3 == 0;
     },
     /*tight=*/false},
    {"#attn.strided<stride = 7, local = 5>",
     {},
     [](int64_t, int64_t q, int64_t k) {
       return k <= q && (q - k <= 5 || (q - k) % 7 == 0);
     },
     /*tight=*/false},
    {"#attn.strided<stride = 7, local = ?>",
     {5},
     [](int64_t, int64_t q, int64_t k) {
       return k <= q && (q - k <= 5 || (q - k) % 7 == 0);
     },
     /*tight=*/false},
    {"#attn.fixed<block = 10, summary = 2>",
     {},
     [](int64_t, int64_t q, int64_t k) {
       return k <= q && (q / 10 == k / 10 || k % 10 >= 8);
     },
     /*tight=*/false},
    {"#attn.fixed<block = 10, summary = ?>",
     {2},
     [](int64_t, int64_t q, int64_t k) {
       return k <= q && (q / 10 == k / 10 || k % 10 >= 8);
     },
     /*tight=*/false},
    {"#attn.global<[4, 3, 30]>",
     {},
     [](int64_t, int64_t q, int64_t k) {
       return q == 3 || q == 4 || q == 30 || k == 3 || k == 4 || k == 30;
     }},
    {"#attn.global<[?, 9, ?]>",
     {20, 1},
     [](int64_t, int64_t q, int64_t k) {
       return q == 20 || q == 9 || q == 1 || k == 20 || k == 9 || k == 1;
     },
     /*tight=*/false},
    {"#attn.neighborhood<grid = [36], kernel = [7]>",
     {},
     [](int64_t, int64_t q, int64_t k) {
       int64_t first = std::min<int64_t>(std::max<int64_t>(q - 3, 0), 29);
       return q < 36 && k >= first && k < first + 7;
     }},
    {"#attn.neighborhood<grid = [5, 7], kernel = [3, 3], dilation = [1, 2]>",
     {},
     [](int64_t, int64_t q, int64_t k) {
       int64_t y = std::min<int64_t>(std::max<int64_t>(q / 7 - 1, 0), 2);
       // The columns' classes: 0 2 4 6 and 1 3 5.
       int64_t last = q % 7 % 2 == 0 ? 1 : 0;
       int64_t x = std::min(std::max<int64_t>(q % 7 / 2 - 1, 0), last);
       return q < 35 && k < 35 && k / 7 >= y && k / 7 < y + 3 &&
              k % 7 % 2 == q % 7 % 2 && k % 7 / 2 >= x && k % 7 / 2 < x + 3;
     },
     /*tight=*/false},
    {"#attn.swin<grid = [30], window = [8], shift = [4]>",
     {},
     [](int64_t, int64_t q, int64_t k) {
       return q < 30 && k < 30 && (q + 4) / 8 == (k + 4) / 8;
     }},
    {"#attn.swin<grid = [6, 8], window = [2, 4], shift = [1, 2]>",
     {},
     [](int64_t, int64_t q, int64_t k) {
       return (q / 8 + 1) / 2 == (k / 8 + 1) / 2 &&
              (q % 8 + 2) / 4 == (k % 8 + 2) / 4;
     },
     /*tight=*/false},
    {"#attn.per_head<[#attn.causal, #attn.window<left = ?, right = 0>]>",
     {3},
     [](int64_t h, int64_t q, int64_t k) {
       return k <= q && (h == 0 || k >= q - 3);
     }},
    {"#attn.set<\"(q, k)[n] : (q - k >= 0, n - k - 1 >= 0)\">",
     {9},
     [](int64_t, int64_t q, int64_t k) { return k <= q && k < 9; }},
    {"#attn.set<\"(h, q, k) : (q - k - h * 4 >= 0)\">",
     {},
     [](int64_t h, int64_t q, int64_t k) { return q - k - 4 * h >= 0; }},
    {"#attn.union<[#attn.causal, #attn.prefix<30>]>",
     {},
     [](int64_t, int64_t q, int64_t k) { return k <= q || k < 30; }},
    {"#attn.union<[#attn.sink<?>, #attn.window<left = ?, right = 0>]>",
     {3, 5},
     [](int64_t, int64_t q, int64_t k) {
       return (k < 3 && k <= q) || (q - 5 <= k && k <= q);
     }},
    {"#attn.intersect<[#attn.causal, #attn.block_local<16>]>",
     {},
     [](int64_t, int64_t q, int64_t k) { return k <= q && q / 16 == k / 16; }},
    {"#attn.complement<#attn.causal>",
     {},
     [](int64_t, int64_t q, int64_t k) { return k > q; }},
    {"#attn.complement<#attn.window<left = 4, right = 1>>",
     {},
     [](int64_t, int64_t q, int64_t k) { return k < q - 4 || k > q + 1; }},
    {"#attn.complement<#attn.dilated<rate = 2, width = 2>>",
     {},
     [](int64_t, int64_t q, int64_t k) {
       return !(std::abs(q - k) < 4 && (q - k) % 2 == 0);
     },
     /*tight=*/false},
};

TEST_F(PatternTest, pairsAndKeyRanges) {
  for (const PatternCase &test : patternCases) {
    PatternAttrInterface pattern = parse(test.text);
    ASSERT_TRUE(pattern) << test.text;
    EXPECT_EQ(parse(print(pattern)), pattern) << test.text;
    ASSERT_EQ(pattern.getNumPatternOperands(), test.operands.size());
    checkPairs(test, pattern);
    checkRanges(test, pattern);
  }
}

TEST_F(PatternTest, namesAreFound) {
  auto expectName = [&](StringRef text, StringRef name) {
    PatternAttrInterface fitted =
        fitPattern(parse(text).getRelation(kFirstOperandSymbol));
    EXPECT_EQ(print(fitted), name) << text.str();
  };
  expectName("#attn.intersect<[#attn.causal, #attn.window<left = 64, right = "
             "64>]>",
             "#attn.window<left = 64, right = 0>");
  expectName("#attn.complement<#attn.complement<#attn.causal>>",
             "#attn.causal");
  expectName("#attn.union<[#attn.causal, #attn.complement<#attn.causal>]>",
             "#attn.full");
  expectName("#attn.union<[#attn.prefix<3>, #attn.prefix<9>]>",
             "#attn.prefix<9>");
  expectName("#attn.set<\"(q, k) : (2 * q - 2 * k + 1 >= 0)\">",
             "#attn.causal");
  expectName("#attn.intersect<[#attn.block_local<4>, #attn.block_local<6>, "
             "#attn.block_local<4>]>",
             "<<NULL ATTRIBUTE>>");
  expectName("#attn.intersect<[#attn.block_local<4>, #attn.block_local<8>]>",
             "#attn.block_local<4>");
  expectName("#attn.dilated<rate = 1, width = 4>",
             "#attn.window<left = 3, right = 3>");
  expectName("#attn.dilated<rate = 2, width = 4>", "<<NULL ATTRIBUTE>>");
  expectName("#attn.window<left = ?, right = 0>", "<<NULL ATTRIBUTE>>");
}

TEST_F(PatternTest, masksAreNamed) {
  auto expectName = [&](int64_t numQueries, int64_t numKeys, StringRef name,
                        function_ref<bool(int64_t, int64_t)> isVisible) {
    EXPECT_EQ(print(fitMask(&context, numQueries, numKeys, isVisible)), name);
  };
  expectName(16, 16, "#attn.causal",
             [](int64_t q, int64_t k) { return k <= q; });
  expectName(16, 7, "#attn.causal",
             [](int64_t q, int64_t k) { return k <= q; });
  expectName(7, 16, "#attn.causal",
             [](int64_t q, int64_t k) { return k <= q; });
  expectName(16, 16, "#attn.full", [](int64_t, int64_t) { return true; });
  expectName(1, 1, "#attn.full", [](int64_t, int64_t) { return true; });
  expectName(16, 16, "#attn.window<left = 3, right = 2>",
             [](int64_t q, int64_t k) { return q - 3 <= k && k <= q + 2; });
  expectName(20, 9, "#attn.window<left = 3, right = 0>",
             [](int64_t q, int64_t k) { return q - 3 <= k && k <= q; });
  expectName(16, 16, "#attn.prefix<5>",
             [](int64_t, int64_t k) { return k < 5; });
  expectName(16, 16, "#attn.block_local<4>",
             [](int64_t q, int64_t k) { return q / 4 == k / 4; });
  expectName(16, 16, "<<NULL ATTRIBUTE>>",
             [](int64_t q, int64_t k) { return k < q; });
  expectName(16, 16, "<<NULL ATTRIBUTE>>", [](int64_t q, int64_t k) {
    return k <= q && !(q == 9 && k == 4);
  });
}

// Row i sees key k where, with queries and keys exchanged and the offset of the
// other sign, row k sees key i.
TEST_F(PatternTest, Transposed) {
  for (StringRef text :
       {"#attn.causal", "#attn.window<left = ?, right = 2>",
        "#attn.strided<stride = 5, local = 2>", "#attn.global<[3]>",
        "#attn.neighborhood<grid = [6, 8], kernel = [3, 5]>",
        "#attn.set<\"(h, q, k)[n] : (q - k - 3 * h + n >= 0)\">"}) {
    PatternAttrInterface pattern = parse(text);
    PatternAttrInterface transposed =
        parse(("#attn.transposed<" + text + ">").str());
    ASSERT_TRUE(pattern && transposed) << text.str();
    ASSERT_EQ(pattern.getNumPatternOperands(),
              transposed.getNumPatternOperands());
    Formula relation = pattern.getRelation(kFirstOperandSymbol);
    Formula exchanged = transposed.getRelation(kFirstOperandSymbol);
    for (int64_t offset : {-3, 0, 7})
      for (int64_t h = 0; h < numHeads; ++h)
        for (int64_t row = 0; row < numQueries; ++row)
          for (int64_t key = 0; key < numKeys; ++key)
            ASSERT_EQ(relation.evaluate({h, row + offset, key},
                                        {numQueries, numKeys, offset, 4}),
                      exchanged.evaluate({h, key - offset, row},
                                         {numKeys, numQueries, -offset, 4}))
                << text.str() << " " << offset << " " << row << " " << key;
  }
}

TEST_F(PatternTest, everyRelationHasAPattern) {
  AffineExpr nk = getAffineSymbolExpr(kNumKeysSymbol, &context);
  AffineExpr p1 = getAffineSymbolExpr(kFirstOperandSymbol + 1, &context);
  const Formula relations[] = {
      Formula::ge(q - k - 1),
      Formula::ge(q - k) & Formula::ge(k - q + p1) & Formula::ge(h - 1),
      Formula::ge(q - k) |
          (Formula::eq((q - k) % 3) & Formula::ge(nk - k - p1)),
      Formula::ne(q - k) & Formula::ge(p1 - k),
      Formula::getFalse(&context),
      Formula::conj({Formula::ge(q - k), Formula::ge(k - q + 3),
                     Formula::ne(q.floorDiv(4) - nk)}),
  };
  for (const Formula &relation : relations) {
    PatternWithOperands found = getPatternFor(relation);
    ASSERT_TRUE(found.pattern);
    ASSERT_EQ(found.pattern.getNumPatternOperands(), found.symbols.size());
    Formula back = found.pattern.getRelation(kFirstOperandSymbol);
    SmallVector<int64_t> symbols = {20, 30, 0, 4, 7}, values = {20, 30, 0};
    for (unsigned symbol : found.symbols)
      values.push_back(symbols[symbol]);
    for (int64_t h = 0; h < 3; ++h)
      for (int64_t q = 0; q < 20; ++q)
        for (int64_t k = 0; k < 30; ++k)
          ASSERT_EQ(relation.evaluate({h, q, k}, symbols),
                    back.evaluate({h, q, k}, values))
              << print(found.pattern);
    EXPECT_EQ(parse(print(found.pattern)), found.pattern)
        << print(found.pattern);
  }
}
