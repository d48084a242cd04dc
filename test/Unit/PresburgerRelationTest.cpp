//===- PresburgerRelationTest.cpp - answers against enumeration -----------===//

#include "attn/Analysis/Presburger/RowKeys.h"

#include "RandomFormula.h"

#include "mlir/IR/MLIRContext.h"
#include <chrono>
#include <cstdio>
#include <gtest/gtest.h>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::test;

namespace {
/// What the random tests count.
struct Tally {
  unsigned formulas = 0, answers = 0, unknown = 0, wrong = 0;
  std::chrono::steady_clock::time_point start =
      std::chrono::steady_clock::now();

  void add(std::optional<bool> answer, bool truth, const Formula &formula) {
    ++answers;
    if (!answer) {
      ++unknown;
    } else if (*answer != truth) {
      ++wrong;
      ADD_FAILURE() << "got " << *answer << " for " << formula.str();
    }
  }

  void report(const char *name) const {
    std::printf(
        "%s: %u formulas, %u answers, %u unknown, %u wrong, %.1f s\n", name,
        formulas, answers, unknown, wrong,
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
            .count());
  }
};

class RelationProperties : public ::testing::Test {
protected:
  MLIRContext context;

  void checkOne(RandomFormula &random, Tally &tally);
  void checkRows(const Formula &formula, const SmallDomain &domain,
                 Tally &tally);
  void checkTile(RandomFormula &random, const Relation &relation,
                 const SmallDomain &domain, Tally &tally);
};
} // namespace

void RelationProperties::checkTile(RandomFormula &random,
                                   const Relation &relation,
                                   const SmallDomain &domain, Tally &tally) {
  RelationTile tile;
  tile.headBegin = random.pick(0, domain.numHeads - 1);
  tile.headEnd = tile.headBegin + 1;
  tile.queryBegin = domain.queryOffset + random.pick(0, domain.numQueries - 1);
  tile.queryEnd = tile.queryBegin + random.pick(1, 4);
  tile.keyBegin = random.pick(0, domain.numKeys - 1);
  tile.keyEnd = tile.keyBegin + random.pick(1, 4);
  int64_t visible = 0, pairs = 0;
  SmallVector<int64_t> symbols = domain.getSymbols();
  domain.forEach([&](int64_t h, int64_t q, int64_t k) {
    if (h < tile.headBegin || h >= tile.headEnd || q < tile.queryBegin ||
        q >= tile.queryEnd || k < tile.keyBegin || k >= tile.keyEnd)
      return;
    ++pairs;
    visible += relation.getFormula().evaluate({h, q, k}, symbols);
  });
  TileVerdict truth = visible == 0       ? TileVerdict::Empty
                      : visible == pairs ? TileVerdict::Full
                                         : TileVerdict::Partial;
  TileVerdict verdict = relation.classify(tile);
  bool unknown = verdict == TileVerdict::Partial && truth != verdict;
  tally.add(unknown ? std::nullopt : std::optional<bool>(verdict == truth),
            true, relation.getFormula());
}

void RelationProperties::checkRows(const Formula &formula,
                                   const SmallDomain &domain, Tally &tally) {
  ConcreteSizes sizes{domain.numHeads,
                      domain.numQueries,
                      domain.numKeys,
                      domain.queryOffset,
                      {domain.operand}};
  RowKeys rows(formula, sizes);
  uint64_t pairs = 0, emptyRows = 0;
  bool intervalsRight = true;
  SmallVector<int64_t> symbols = domain.getSymbols();
  for (int64_t h = 0; h < domain.numHeads; ++h) {
    for (int64_t i = 0; i < domain.numQueries; ++i) {
      int64_t q = domain.queryOffset + i, keys = 0;
      auto intervals = rows.getIntervals(h, q);
      for (int64_t k = 0; k < domain.numKeys; ++k) {
        bool visible = formula.evaluate({h, q, k}, symbols);
        bool inside = llvm::any_of(intervals, [&](auto interval) {
          return interval.first <= k && k < interval.second;
        });
        intervalsRight &= visible == inside;
        keys += visible;
      }
      pairs += keys;
      emptyRows += keys == 0;
    }
  }
  tally.add(intervalsRight, true, formula);
  tally.add(countPairs(formula, sizes) == pairs, true, formula);
  tally.add(findBlindRows(formula, sizes)->count == emptyRows, true, formula);
  // Tiles of 2 x 3 pairs, pair by pair.
  TileCounts tiles;
  for (int64_t h = 0; h < domain.numHeads; ++h) {
    for (int64_t i = 0; i < domain.numQueries; i += 2) {
      for (int64_t k0 = 0; k0 < domain.numKeys; k0 += 3) {
        unsigned all = 0, visible = 0;
        for (int64_t row = i; row < std::min(i + 2, domain.numQueries); ++row)
          for (int64_t k = k0; k < std::min(k0 + 3, domain.numKeys); ++k, ++all)
            visible +=
                formula.evaluate({h, domain.queryOffset + row, k}, symbols);
        ++(visible == 0     ? tiles.empty
           : visible == all ? tiles.full
                            : tiles.partial);
      }
    }
  }
  std::optional<TileCounts> counted = countTiles(formula, sizes, 2, 3);
  tally.add(counted && counted->empty == tiles.empty &&
                counted->full == tiles.full &&
                counted->partial == tiles.partial,
            true, formula);
  if (seesSomethingInEveryRow(formula, domain.getDomain()))
    tally.add(emptyRows == 0, true, formula);
}

void RelationProperties::checkOne(RandomFormula &random, Tally &tally) {
  Formula a = random.draw(2), b = random.draw(1);
  SmallDomain domain = SmallDomain::draw(random);
  SmallVector<int64_t> symbols = domain.getSymbols();
  unsigned inA = 0, inB = 0, inBoth = 0, total = 0;
  bool complementRight = true;
  Formula notA = !a;
  domain.forEach([&](int64_t h, int64_t q, int64_t k) {
    bool isInA = a.evaluate({h, q, k}, symbols);
    bool isInB = b.evaluate({h, q, k}, symbols);
    complementRight &= notA.evaluate({h, q, k}, symbols) != isInA;
    ++total;
    inA += isInA;
    inB += isInB;
    inBoth += isInA && isInB;
  });
  tally.add(complementRight, true, a);

  Relation relation(a, domain.getDomain());
  RelationPoint point;
  std::optional<bool> empty = relation.isEmpty(&point);
  tally.add(empty, inA == 0, a);
  if (empty && !*empty)
    tally.add(a.evaluate(point.dims, symbols), true, a);
  tally.add(relation.isFull(), inA == total, a);
  tally.add(relation.getComplement().isEmpty(), inA == total, a);
  tally.add(relation.isSubsetOf(b), inBoth == inA, a);
  tally.add(relation.isSubsetOf(a | b), true, a);
  tally.add(Relation(a & b, domain.getDomain()).isSubsetOf(a), true, a);
  tally.add(relation.isEqualTo(b), inA == inBoth && inB == inBoth, a);
  tally.add(relation.isEqualTo((a & b) | (a & !b)), true, a);
  checkRows(a, domain, tally);
  for (int i = 0; i < 2; ++i)
    checkTile(random, relation, domain, tally);
}

TEST_F(RelationProperties, agreeWithEnumeration) {
  RandomFormula random(&context, 2026);
  Tally tally;
  for (; tally.formulas < numFormulas && !HasFailure(); ++tally.formulas)
    checkOne(random, tally);
  tally.report("relation");
  EXPECT_EQ(tally.wrong, 0u);
}

TEST_F(RelationProperties, countsLongSequencesByRows) {
  AffineExpr h, q, k;
  bindDims(&context, h, q, k);
  ConcreteSizes sizes;
  sizes.numHeads = 8;
  sizes.numQueries = sizes.numKeys = 32768;
  uint64_t n = sizes.numKeys;
  EXPECT_EQ(countPairs(Formula::ge(q - k), sizes), 8 * (n * (n + 1) / 2));
  Formula dilated = Formula::conj(
      {Formula::ge(q - k), Formula::ge(k - q + 63), Formula::eq((q - k) % 4)});
  // 16 keys a row, fewer in the first 64 rows: 4 * (1 + .. + 16).
  EXPECT_EQ(countPairs(dilated, sizes), 8 * ((n - 64) * 16 + 4 * 136));
  Formula blocks = Formula::eq(q.floorDiv(16) - k.floorDiv(16));
  EXPECT_EQ(getDensity(blocks, sizes), 16.0 / double(n));
  EXPECT_TRUE(
      seesSomethingInEveryRow(blocks & Formula::ge(q - k), {8, 64, 64, 0, {}}));
  EXPECT_FALSE(seesSomethingInEveryRow(Formula::ge(q - k - 1)));
  std::optional<BlindRows> empty = findBlindRows(Formula::ge(q - k - 2), sizes);
  ASSERT_TRUE(empty && empty->first);
  EXPECT_EQ(empty->count, 16u);
  EXPECT_EQ(*empty->first, std::pair(int64_t(0), int64_t(0)));
}
