//===- PatternPropertiesTest.cpp - every pattern against enumeration ------===//
//
// Random patterns and compositions on small domains: key ranges, verdicts on
// boxes and orders must agree with trying all pairs.
//
//===----------------------------------------------------------------------===//

#include "attn/Analysis/Presburger/BoxVerdict.h"
#include "attn/Dialect/Attn/IR/Attn.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/FormatVariadic.h"
#include <gtest/gtest.h>
#include <random>
#include <set>

using namespace mlir;
using namespace mlir::attn;

namespace {
class PatternProperties : public ::testing::Test {
protected:
  PatternProperties() { context.loadDialect<AttnDialect>(); }

  int64_t pick(int64_t low, int64_t high) {
    return low + int64_t(engine() % uint64_t(high - low + 1));
  }
  std::string drawLeaf();
  std::string draw(unsigned depth);
  PatternAttrInterface parse(StringRef text) {
    return dyn_cast_or_null<PatternAttrInterface>(
        parseAttribute(text, &context));
  }
  void checkRanges(const Formula &relation);
  void checkOrders(PatternAttrInterface pattern);

  static constexpr int64_t numHeads = 2, size = 24;
  MLIRContext context;
  std::mt19937_64 engine{17};
};
} // namespace

std::string PatternProperties::drawLeaf() {
  auto n = [&](int64_t low, int64_t high) { return pick(low, high); };
  static const int64_t grids[][2] = {{4, 6}, {6, 4}, {3, 8}, {2, 12}, {1, 24}};
  auto [rows, columns] = grids[n(0, 4)];
  auto odd = [&](int64_t most) { return 2 * n(0, (most - 1) / 2) + 1; };
  switch (n(0, 10)) {
  case 0:
    return "#attn.causal";
  case 1:
    return llvm::formatv("#attn.window<left = {0}, right = {1}>", n(0, 6),
                         n(0, 6));
  case 2:
    return llvm::formatv("#attn.prefix<{0}>", n(0, 9));
  case 3:
    return llvm::formatv("#attn.sink<{0}>", n(0, 9));
  case 4:
    return llvm::formatv("#attn.block_local<{0}>", n(1, 9));
  case 5:
    return llvm::formatv("#attn.dilated<rate = {0}, width = {1}>", n(1, 5),
                         n(1, 5));
  case 6:
    return llvm::formatv("#attn.strided<stride = {0}, local = {1}>", n(1, 7),
                         n(0, 5));
  case 7: {
    int64_t block = n(1, 8);
    return llvm::formatv("#attn.fixed<block = {0}, summary = {1}>", block,
                         n(0, block));
  }
  case 8:
    return llvm::formatv("#attn.global<[{0}, {1}]>", n(0, 25), n(0, 25));
  case 9: {
    int64_t dy = n(1, std::min<int64_t>(2, rows)), dx = n(1, 2);
    return llvm::formatv("#attn.neighborhood<grid = [{0}, {1}], kernel = [{2}, "
                         "{3}], dilation = [{4}, {5}]>",
                         rows, columns, odd(rows / dy), odd(columns / dx), dy,
                         dx);
  }
  default: {
    int64_t wy = n(1, 4), wx = n(1, 5);
    return llvm::formatv("#attn.swin<grid = [{0}, {1}], window = [{2}, {3}], "
                         "shift = [{4}, {5}]>",
                         rows, columns, wy, wx, n(0, wy - 1), n(0, wx - 1));
  }
  }
}

std::string PatternProperties::draw(unsigned depth) {
  if (depth == 0 || pick(0, 2) == 0)
    return drawLeaf();
  if (pick(0, 4) == 0)
    return "#attn.complement<" + draw(depth - 1) + ">";
  static const char *const names[] = {"union", "intersect", "per_head"};
  std::string text = std::string("#attn.") + names[pick(0, 2)] + "<[";
  for (int64_t i = 0, count = pick(1, 3); i < count; ++i)
    text += (i ? ", " : "") + draw(depth - 1);
  return text + "]>";
}

// Key ranges hold every key that is seen, full ones only what all rows see; a
// verdict of a box is never wrong.
void PatternProperties::checkRanges(const Formula &relation) {
  SmallVector<int64_t> symbols = {size, size, 0};
  KeyRanges ranges = getKeyRanges(relation);
  for (int64_t h = 0; h < numHeads; ++h) {
    for (int64_t q = 0; q < size;) {
      int64_t end = std::min(size, q + pick(1, 9));
      SmallVector<int> any(size, 0), all(size, 1), state(size, 0);
      for (int64_t k = 0; k < size; ++k) {
        for (int64_t row = q; row < end; ++row) {
          bool sees = relation.evaluate({h, row, k}, symbols);
          any[k] |= sees;
          all[k] &= sees;
        }
      }
      for (const KeyRanges::Range &range :
           ranges.evaluate({h, h + 1, q, end}, symbols))
        for (int64_t k = range.lo; k < range.hi; ++k)
          state[k] = k >= range.fullLo && k < range.fullHi ? 2 : 1;
      for (int64_t k = 0; k < size; ++k)
        EXPECT_TRUE((!any[k] || state[k]) && (all[k] || state[k] < 2)) << k;
      for (int64_t k = 0; k < size;) {
        int64_t last = std::min(size, k + pick(1, 9));
        TileVerdict verdict =
            judgeBox(relation, {h, h + 1, q, end, k, last}, symbols);
        for (; k < last; ++k)
          EXPECT_TRUE((verdict != TileVerdict::Empty || !any[k]) &&
                      (verdict != TileVerdict::Full || all[k]))
              << k;
      }
      q = end;
    }
  }
}

// In an order, each pair is one pair of positions, or is visited apart.
void PatternProperties::checkOrders(PatternAttrInterface pattern) {
  MLIRContext *context = &this->context;
  Formula relation = pattern.getRelation(kFirstOperandSymbol);
  for (PatternOrder order : pattern.getOrders(size, size)) {
    auto queries = cast<OrderAttr>(order.queries);
    auto keys = cast<OrderAttr>(order.keys);
    int64_t group = pick(1, numHeads);
    auto reordered = ReorderedPatternAttr::get(context, pattern, queries, keys,
                                               group);
    AffineExpr h, q, k;
    bindDims(context, h, q, k);
    RelationPlaces places = reordered.getPlaces(h, q, k).first;
    Formula moved = reordered.getRelation(kFirstOperandSymbol);
    std::set<std::array<int64_t, 3>> seen;
    for (int64_t head = 0; head < numHeads * queries.getNumClasses(); ++head) {
      for (int64_t i = 0; i < queries.getClassSize(); ++i) {
        for (int64_t j = 0; j < keys.getClassSize(); ++j) {
          int64_t dims[] = {head, i, j}, symbols[] = {size, size, 0};
          if (!moved.evaluate(dims, symbols))
            continue;
          auto at = [&](AffineExpr expr) {
            return evaluateExpr(expr, dims, symbols);
          };
          std::array<int64_t, 3> pair = {at(places.head),
                                         at(places.query.index),
                                         at(places.key.index)};
          EXPECT_TRUE(seen.insert(pair).second);
          EXPECT_TRUE(relation.evaluate(pair, symbols));
        }
      }
    }
    auto apart = dyn_cast_or_null<PatternAttrInterface>(order.apart);
    Formula others = apart ? apart.getRelation(kFirstOperandSymbol)
                           : Formula::getFalse(context);
    for (int64_t head = 0; head < numHeads; ++head)
      for (int64_t i = 0; i < size; ++i)
        for (int64_t j = 0; j < size; ++j)
          if (relation.evaluate({head, i, j}, {size, size, 0}) &&
              !others.evaluate({head, i, j}, {size, size, 0})) {
            EXPECT_TRUE(seen.count({head, i, j})) << head << i << " " << j;
          }
  }
}

TEST_F(PatternProperties, agreeWithEnumeration) {
  for (int i = 0; i < 400 && !HasFailure(); ++i) {
    std::string text = draw(2);
    SCOPED_TRACE(text);
    PatternAttrInterface pattern = parse(text);
    ASSERT_TRUE(pattern);
    checkRanges(pattern.getRelation(kFirstOperandSymbol));
    checkOrders(pattern);
  }
}
