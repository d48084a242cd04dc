//===- PresburgerEmitterTest.cpp - emitted IR against evaluation ----------===//
//
// Operands are constants, so that what is emitted folds to its value.
//
//===----------------------------------------------------------------------===//

#include "attn/Analysis/Presburger/FormulaEmitter.h"

#include "RandomFormula.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/IR/TypeUtilities.h"
#include <cstdio>
#include <gtest/gtest.h>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::test;

namespace {
class EmitterTest : public ::testing::Test {
protected:
  EmitterTest() : builder(&context), loc(builder.getUnknownLoc()) {
    context.loadDialect<arith::ArithDialect, vector::VectorDialect>();
    bindDims(&context, h, q, k);
  }

  void reset() {
    module = ModuleOp::create(loc);
    builder.setInsertionPointToStart(module->getBody());
  }

  Value getIndex(int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  }

  SmallVector<Value> getIndices(ArrayRef<int64_t> values) {
    return llvm::map_to_vector(values,
                               [&](int64_t value) { return getIndex(value); });
  }

  /// Lanes begin, begin + 1, ..
  Value getLanes(Type element, int64_t begin) {
    SmallVector<Attribute> values;
    for (int64_t lane = 0; lane < numLanes; ++lane)
      values.push_back(builder.getIntegerAttr(element, begin + lane));
    auto type = VectorType::get({numLanes}, element);
    return arith::ConstantOp::create(builder, loc,
                                     DenseElementsAttr::get(type, values));
  }

  /// The constant lanes of `value`; a scalar has one.
  static std::vector<int64_t> getLaneValues(Value value) {
    Attribute attr;
    if (!matchPattern(value, m_Constant(&attr)))
      return {};
    if (auto integer = dyn_cast<IntegerAttr>(attr))
      return {value.getType().isInteger(1)
                  ? int64_t(!integer.getValue().isZero())
                  : integer.getInt()};
    bool isBool = getElementTypeOrSelf(value).isInteger(1);
    std::vector<int64_t> lanes;
    for (APInt lane : cast<DenseElementsAttr>(attr).getValues<APInt>())
      lanes.push_back(isBool ? int64_t(!lane.isZero()) : lane.getSExtValue());
    return lanes;
  }

  void checkScalars(RandomFormula &random, const Formula &formula);
  void checkLanes(RandomFormula &random, const Formula &formula, unsigned dim);
  void checkRanges(RandomFormula &random, const Formula &formula);

  static constexpr int64_t numLanes = 8;
  MLIRContext context;
  OpBuilder builder;
  Location loc;
  OwningOpRef<ModuleOp> module;
  AffineExpr h, q, k;
};
} // namespace

void EmitterTest::checkScalars(RandomFormula &random, const Formula &formula) {
  reset();
  SmallVector<int64_t> dims = {random.pick(0, 2), random.pick(-9, 20),
                               random.pick(0, 20)};
  SmallVector<int64_t> symbols = SmallDomain::draw(random).getSymbols();
  Value value =
      emitFormula(builder, loc, formula, getIndices(dims), getIndices(symbols));
  EXPECT_EQ(getLaneValues(value),
            std::vector<int64_t>{formula.evaluate(dims, symbols)})
      << formula.str();
}

/// Lanes run along `dim`, the others are uniform.
void EmitterTest::checkLanes(RandomFormula &random, const Formula &formula,
                             unsigned dim) {
  reset();
  SmallVector<int64_t> dims = {random.pick(0, 2), random.pick(-9, 20),
                               random.pick(0, 20)};
  SmallVector<int64_t> symbols = SmallDomain::draw(random).getSymbols();
  SmallVector<Value> values = getIndices(dims);
  Type element = random.chance(50) ? Type(builder.getIndexType())
                                   : Type(builder.getI32Type());
  values[dim] = getLanes(element, dims[dim]);
  Value value = emitFormula(builder, loc, formula, values, getIndices(symbols));
  bool isVector = formula.isFunctionOfDim(dim);
  EXPECT_EQ(isa<VectorType>(value.getType()), isVector);
  std::vector<int64_t> expected;
  for (int64_t lane = 0; lane < (isVector ? numLanes : 1); ++lane) {
    SmallVector<int64_t> point = dims;
    point[dim] += lane;
    expected.push_back(formula.evaluate(point, symbols));
  }
  EXPECT_EQ(getLaneValues(value), expected) << formula.str();
}

void EmitterTest::checkRanges(RandomFormula &random, const Formula &formula) {
  reset();
  SmallDomain domain = SmallDomain::draw(random);
  SmallVector<int64_t> symbols = domain.getSymbols();
  int64_t q0 = domain.queryOffset + random.pick(0, domain.numQueries - 1);
  SmallVector<int64_t> tile = {0, 1, q0, q0 + random.pick(1, 4)};
  KeyRanges ranges = getKeyRanges(formula);
  auto expected = ranges.evaluate(tile, symbols);
  auto pieces = emitKeyRanges(builder, loc, ranges, getIndices(tile),
                              getIndices(symbols));
  ASSERT_EQ(pieces.size(), expected.size());
  for (auto [piece, range] : llvm::zip_equal(pieces, expected)) {
    EXPECT_EQ(getLaneValues(piece.lo), std::vector<int64_t>{range.lo});
    EXPECT_EQ(getLaneValues(piece.hi), std::vector<int64_t>{range.hi});
    if (!piece.fullLo)
      continue;
    EXPECT_EQ(getLaneValues(piece.fullLo), std::vector<int64_t>{range.fullLo});
    EXPECT_EQ(getLaneValues(piece.fullHi), std::vector<int64_t>{range.fullHi});
  }
}

TEST_F(EmitterTest, randomFormulasFoldToTheirValues) {
  RandomFormula random(&context, 11);
  unsigned formulas = 0;
  for (; formulas < numFormulas && !HasFailure(); ++formulas) {
    Formula formula = random.draw(2);
    checkScalars(random, formula);
    checkLanes(random, formula, kQueryDim);
    checkLanes(random, formula, kKeyDim);
    if (formulas % 5 == 0)
      checkRanges(random, formula);
  }
  std::printf("emitter: %u formulas\n", formulas);
}

TEST_F(EmitterTest, uniformPartsStayScalar) {
  reset();
  builder.setInsertionPointToStart(module->getBody());
  Block *block = builder.createBlock(&module->getBodyRegion());
  auto lanes = VectorType::get({numLanes}, builder.getI32Type());
  Value queries = block->addArgument(lanes, loc);
  Value key = block->addArgument(builder.getIndexType(), loc);
  Formula window = Formula::ge(q - k) & Formula::ge(k - q + 64);
  emitFormula(builder, loc, window, {Value(), queries, key}, {});
  std::string text;
  llvm::raw_string_ostream os(text);
  unsigned vectors = 0, scalars = 0;
  for (Operation &op : *block) {
    bool isVector = isa<VectorType>(op.getResult(0).getType());
    ++(isVector ? vectors : scalars);
    op.print(os);
    os << "\n";
  }
  // Two broadcasts, two comparisons and one conjunction of 8 lanes.
  EXPECT_EQ(vectors, 5u) << text;
  // The constant 64, one addition, two limits and saturation at each, two casts.
  EXPECT_EQ(scalars, 8u) << text;
}

TEST_F(EmitterTest, whatFitsInLanesOf32Bits) {
  auto fits = [](const Formula &formula) {
    return fitsLanesOf32Bits(formula, kQueryDim);
  };
  AffineExpr user = getAffineSymbolExpr(kFirstOperandSymbol, &context);
  EXPECT_TRUE(fits(Formula::ge(q - k)));
  // What does not vary may be of any size.
  EXPECT_TRUE(fits(Formula::ge(k * 1000000007 - q + user)));
  EXPECT_TRUE(fits(Formula::ge((q - k) % 7 - 2)));
  EXPECT_TRUE(fits(Formula::ge(q.floorDiv(64) * 64 - k)));
  EXPECT_FALSE(fits(Formula::ge(q * 3 - k)));
  EXPECT_FALSE(fits(Formula::ge(q - k) & Formula::ge(q * 100000000 - k)));
  EXPECT_FALSE(fits(Formula::ge((q + user) % 7 - 2)));
  EXPECT_FALSE(fits(Formula::ge((q * 3 + k).floorDiv(5) - k)));
}
