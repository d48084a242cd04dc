//===- PresburgerKeyRangesTest.cpp - key ranges against enumeration -------===//

#include "attn/Analysis/Presburger/KeyRanges.h"

#include "RandomFormula.h"

#include "mlir/IR/MLIRContext.h"
#include <chrono>
#include <cstdio>
#include <gtest/gtest.h>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::test;

namespace {
class KeyRangesTest : public ::testing::Test {
protected:
  KeyRangesTest() {
    bindDims(&context, h, q, k);
    bindSymbols(&context, nq, nk, off, p0);
  }

  Formula getCausal() { return Formula::ge(q - k); }
  Formula getWindow(int64_t left, int64_t right) {
    return Formula::ge(k - q + left) & Formula::ge(q + right - k);
  }

  MLIRContext context;
  AffineExpr h, q, k, nq, nk, off, p0;
};
} // namespace

// What patterns in use give, to the letter: these bounds are loop bounds.
TEST_F(KeyRangesTest, familiarPatterns) {
  auto expectRanges = [](const Formula &formula, StringRef expected) {
    EXPECT_EQ(getKeyRanges(formula).str(), expected.str()) << formula.str();
  };
  expectRanges(Formula::getTrue(&context), "touched [0, nk) full [0, nk)\n");
  expectRanges(Formula::getFalse(&context), "");
  // The bounds of the keys are 0 and nk; q may be negative, by its offset.
  expectRanges(
      getCausal(),
      "touched [0, max(0, min(nk, q1))) full [0, max(0, min(nk, q0 + 1)))\n");
  expectRanges(Formula::ge(p0 - k - 1),
               "touched [0, max(0, min(nk, p0))) "
               "full [0, max(0, min(nk, p0)))\n");
  expectRanges(getCausal() | Formula::ge(p0 - k - 1),
               "touched [0, max(0, min(nk, q1), min(nk, p0))) "
               "full [0, max(0, min(nk, q0 + 1), min(nk, p0)))\n");
  expectRanges(getWindow(31, 0) & Formula::eq((q - k) % 4),
               "touched [min(nk, max(0, q0 - 31)), "
               "max(min(nk, max(0, q0 - 31)), min(nk, q1)))\n");
  expectRanges(Formula::ne(q - k),
               "touched [0, max(0, min(nk, q1 - 1))) "
               "full [0, max(0, min(nk, q0)))\n"
               "touched [max(min(nk, max(0, q0 + 1)), min(nk, q1 - 1)), nk) "
               "full [min(nk, max(0, q1)), nk)\n");
}

TEST_F(KeyRangesTest, sinkAndWindowAreTwoPieces) {
  KeyRanges ranges =
      getKeyRanges((getWindow(64, 0) | Formula::ge(3 - k)) & getCausal());
  ASSERT_EQ(ranges.pieces.size(), 2u);
  auto values = ranges.evaluate({0, 1, 512, 576}, {1024, 1024, 0});
  EXPECT_EQ(values[0].lo, 0);
  EXPECT_EQ(values[0].hi, 4);
  EXPECT_EQ(values[0].fullHi, 4);
  EXPECT_EQ(values[1].lo, 448);
  EXPECT_EQ(values[1].fullLo, 511);
  EXPECT_EQ(values[1].fullHi, 513);
  EXPECT_EQ(values[1].hi, 576);
}

TEST_F(KeyRangesTest, headsWithPatternsOfTheirOwnShareOnePiece) {
  KeyRanges ranges = getKeyRanges((Formula::eq(h) & getCausal()) |
                                  (Formula::eq(h - 1) & getWindow(8, 8)));
  ASSERT_EQ(ranges.pieces.size(), 1u);
  auto first = ranges.evaluate({0, 1, 64, 72}, {128, 128, 0})[0];
  EXPECT_EQ(std::pair(first.lo, first.hi), std::pair(int64_t(0), int64_t(72)));
  EXPECT_EQ(first.fullHi, 65);
  auto second = ranges.evaluate({1, 2, 64, 72}, {128, 128, 0})[0];
  EXPECT_EQ(std::pair(second.lo, second.hi),
            std::pair(int64_t(56), int64_t(80)));
  auto third = ranges.evaluate({2, 3, 64, 72}, {128, 128, 0})[0];
  EXPECT_EQ(third.lo, third.hi);
}

//===----------------------------------------------------------------------===//
// Random formulas
//===----------------------------------------------------------------------===//

namespace {
class KeyRangesProperties : public ::testing::Test {
protected:
  MLIRContext context;
  unsigned formulas = 0, tiles = 0, wrong = 0;
  /// Keys in touched ranges, keys that some row sees; the same for full ones.
  uint64_t touched = 0, seen = 0, full = 0, seenByAll = 0;

  void checkTile(const Formula &formula, const KeyRanges &ranges,
                 const SmallDomain &domain, ArrayRef<int64_t> tile);
};
} // namespace

void KeyRangesProperties::checkTile(const Formula &formula,
                                    const KeyRanges &ranges,
                                    const SmallDomain &domain,
                                    ArrayRef<int64_t> tile) {
  ++tiles;
  SmallVector<int64_t> symbols = domain.getSymbols();
  int64_t end = 0;
  std::vector<int> state(domain.numKeys, 0);
  bool ordered = true;
  for (const KeyRanges::Range &range : ranges.evaluate(tile, symbols)) {
    ordered &= end <= range.lo && range.lo <= range.fullLo &&
               range.fullLo <= range.fullHi && range.fullHi <= range.hi &&
               range.hi <= domain.numKeys;
    end = range.hi;
    if (!ordered)
      break;
    for (int64_t key = range.lo; key < range.hi; ++key)
      state[key] = key >= range.fullLo && key < range.fullHi ? 2 : 1;
  }
  bool right = ordered;
  for (int64_t key = 0; key < domain.numKeys; ++key) {
    bool any = false, all = true;
    for (int64_t h = tile[0]; h < tile[1]; ++h) {
      for (int64_t q = tile[2]; q < tile[3]; ++q) {
        bool visible = formula.evaluate({h, q, key}, symbols);
        any |= visible;
        all &= visible;
      }
    }
    right &= (!any || state[key] >= 1) && (all || state[key] < 2);
    touched += state[key] >= 1;
    seen += any;
    full += state[key] == 2;
    seenByAll += all;
  }
  if (right)
    return;
  ++wrong;
  ADD_FAILURE() << formula.str() << "\n"
                << ranges.str() << "nq " << domain.numQueries << " nk "
                << domain.numKeys << " off " << domain.queryOffset << " p0 "
                << domain.operand << " tile " << tile[0] << " " << tile[1]
                << " " << tile[2] << " " << tile[3];
}

TEST_F(KeyRangesProperties, agreeWithEnumeration) {
  auto start = std::chrono::steady_clock::now();
  RandomFormula random(&context, 7);
  for (; formulas < numFormulas && !HasFailure(); ++formulas) {
    Formula formula = random.draw(2);
    KeyRanges ranges = getKeyRanges(formula);
    for (int i = 0; i < 3; ++i) {
      SmallDomain domain = SmallDomain::draw(random);
      int64_t firstEnd = domain.queryOffset + domain.numQueries;
      for (int64_t size : {1, 2, 4})
        for (int64_t q = domain.queryOffset; q < firstEnd; q += size) {
          int64_t h = random.pick(0, domain.numHeads - 1);
          int64_t numHeads = random.pick(1, domain.numHeads - h);
          checkTile(formula, ranges, domain,
                    {h, h + numHeads, q, std::min(q + size, firstEnd)});
        }
    }
  }
  std::printf(
      "key ranges: %u formulas, %u tiles, %u wrong, touched %.3f of "
      "seen, full %.3f of seen by all, %.1f s\n",
      formulas, tiles, wrong, double(touched) / double(seen),
      double(full) / double(seenByAll),
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count());
  EXPECT_EQ(wrong, 0u);
}
