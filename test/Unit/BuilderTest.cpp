//===- BuilderTest.cpp - every operation built from C++ -------------------===//
//
// Each builder gives an operation that verifies, with the clauses asked for and
// the result types that the operands determine.
//
//===----------------------------------------------------------------------===//

#include "attn/Dialect/Attn/IR/Attn.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Verifier.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::attn;

namespace {

constexpr int64_t kAny = ShapedType::kDynamic;

class BuilderTest : public testing::Test {
protected:
  BuilderTest()
      : context(MLIRContext::Threading::DISABLED), builder(&context),
        loc(builder.getUnknownLoc()) {
    context.loadDialect<AttnDialect, arith::ArithDialect, func::FuncDialect,
                        math::MathDialect>();
    module = ModuleOp::create(loc);
    builder.setInsertionPointToEnd(module->getBody());
    auto function = func::FuncOp::create(builder, loc, "f",
                                         builder.getFunctionType({}, {}));
    block = function.addEntryBlock();
    builder.setInsertionPointToEnd(block);
  }

  // A value of any type: an argument of the function.
  Value make(Type type) { return block->addArgument(type, loc); }
  Value tensor(ArrayRef<int64_t> sizes, Type element = {}) {
    return make(RankedTensorType::get(
        sizes, element ? element : builder.getF32Type()));
  }
  Value memref(ArrayRef<int64_t> sizes, Type element = {}) {
    return make(
        MemRefType::get(sizes, element ? element : builder.getF32Type()));
  }
  Value index() { return make(builder.getIndexType()); }

  void expectTypes(Operation *op, ArrayRef<Type> types) {
    EXPECT_TRUE(succeeded(verify(op)));
    ASSERT_EQ(op->getNumResults(), types.size());
    for (auto [type, expected] : llvm::zip(op->getResultTypes(), types))
      EXPECT_EQ(type, expected);
  }
  Type type(ArrayRef<int64_t> sizes, Type element = {}) {
    return RankedTensorType::get(sizes,
                                 element ? element : builder.getF32Type());
  }

  MLIRContext context;
  OpBuilder builder;
  Location loc;
  OwningOpRef<ModuleOp> module;
  Block *block;
};

Value emitTanh(OpBuilder &b, Location loc, ValueRange args) {
  return math::TanhOp::create(b, loc, args[0]);
}
Value emitSum(OpBuilder &b, Location loc, ValueRange args) {
  return arith::AddFOp::create(b, loc, args[0], args[1]);
}

TEST_F(BuilderTest, AttentionWithoutClauses) {
  Type half = builder.getF16Type();
  auto op = AttentionOp::create(builder, loc, tensor({kAny, 8, kAny, 64}, half),
                                tensor({kAny, 2, kAny, 64}, half),
                                tensor({kAny, 2, kAny, 32}, half));
  expectTypes(op, {type({kAny, 8, kAny, 32}, half)});
  EXPECT_EQ(op.getPattern(), FullPatternAttr::get(&context));
  EXPECT_EQ(op.getNormalizer(), SoftmaxNormalizerAttr::get(&context));
  EXPECT_FALSE(op.getScale());
  EXPECT_FALSE(op.hasScore() || op.hasCombine());
}

TEST_F(BuilderTest, AttentionWithEveryClause) {
  AttentionClauses clauses;
  clauses.scale = 0.5;
  clauses.pattern = WindowPatternAttr::get(&context, kAny, 0);
  clauses.patternOperands = {index()};
  clauses.normalizer = SoftmaxSinkNormalizerAttr::get(&context);
  clauses.normalizerParams = {tensor({8})};
  clauses.lengths = tensor({2}, builder.getI32Type());
  clauses.queryLengths = tensor({2}, builder.getI64Type());
  clauses.qOffset = index();
  clauses.emptyRows = EmptyRows::Uniform;
  clauses.schedule =
      ScheduleAttr::get(&context, "lane_query", {1, 1, 48, 64}, 2, {}, 1);
  clauses.combine = emitSum;
  clauses.score = emitTanh;
  auto op = AttentionOp::create(builder, loc, tensor({2, 8, kAny, 64}),
                                tensor({2, 2, 9, 64}), tensor({2, 2, 9, 32}),
                                clauses, /*withLse=*/true);
  expectTypes(op, {type({2, 8, kAny, 32}), type({2, 8, kAny})});
  EXPECT_EQ(op.getScaleValue(), 0.5);
  EXPECT_EQ(op.getPattern(), clauses.pattern);
  EXPECT_EQ(op.getPatternOperands()[0], clauses.patternOperands[0]);
  EXPECT_EQ(op.getNormalizerParams()[0], clauses.normalizerParams[0]);
  EXPECT_EQ(op.getLengths(), clauses.lengths);
  EXPECT_EQ(op.getQueryLengths(), clauses.queryLengths);
  EXPECT_EQ(op.getQOffset(), clauses.qOffset);
  EXPECT_EQ(op.getEmptyRows(), EmptyRows::Uniform);
  EXPECT_EQ(op.getScheduleAttr(), clauses.schedule);
  EXPECT_EQ(op.getCombine().getNumArguments(), 7u);
  EXPECT_EQ(op.getScore().getNumArguments(), 5u);
}

TEST_F(BuilderTest, AttentionWithMaps) {
  AttentionClauses clauses;
  auto map = [&](ArrayRef<unsigned> dims) {
    return AffineMap::getMultiDimMapWithTargets(kNumDims, dims, &context);
  };
  clauses.maps = {map({0, 2, 1, 4}), map({0, 3, 1, 4}), map({3, 5}),
                  map({2, 0, 1, 5})};
  auto op = AttentionOp::create(builder, loc, tensor({2, kAny, 8, 64}),
                                tensor({2, 9, 1, 64}), tensor({9, 32}), clauses,
                                true);
  expectTypes(op, {type({kAny, 2, 8, 32}), type({kAny, 2, 8})});
}

TEST_F(BuilderTest, AttentionOfValuesAlone) {
  AttentionClauses clauses;
  clauses.numQueries = index();
  auto dynamic = AttentionOp::create(builder, loc, Value(), Value(),
                                     tensor({2, 4, 9, 32}), clauses);
  expectTypes(dynamic, {type({2, 4, kAny, 32})});
  clauses.numQueries = arith::ConstantIndexOp::create(builder, loc, 5);
  auto fixed = AttentionOp::create(builder, loc, Value(), Value(),
                                   tensor({2, 4, 9, 32}), clauses);
  expectTypes(fixed, {type({2, 4, 5, 32})});
}

// What does not fit is for the verifier to say.
TEST_F(BuilderTest, WrongOperandsDoNotVerify) {
  auto op = AttentionOp::create(builder, loc, tensor({1, 3, 4, 64}),
                                tensor({1, 2, 9, 64}), tensor({1, 2, 9, 32}));
  std::string message;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    message += diagnostic.str();
    return success();
  });
  EXPECT_TRUE(failed(verify(op)));
  EXPECT_NE(message.find("3"), std::string::npos) << message;
}

TEST_F(BuilderTest, Partial) {
  Value query = tensor({1, 8, kAny, 64}, builder.getBF16Type());
  Value key = tensor({1, 2, kAny, 64}, builder.getBF16Type());
  auto op = PartialOp::create(builder, loc, query, key, key);
  expectTypes(op, {type({1, 8, kAny, 64}), type({1, 8, kAny}),
                   type({1, 8, kAny})});
  AttentionClauses clauses;
  clauses.normalizer = IdentityNormalizerAttr::get(&context);
  auto sums = PartialOp::create(builder, loc, query, key, key, clauses);
  expectTypes(sums, {type({1, 8, kAny, 64}), type({1, 8, kAny})});
}

TEST_F(BuilderTest, Parts) {
  AttentionClauses clauses;
  clauses.scale = 2.0;
  clauses.qOffset = index();
  clauses.score = emitTanh;
  auto scores = ScoresOp::create(builder, loc, tensor({kAny, 8, 4, 64}),
                                 tensor({kAny, 2, kAny, 64}), clauses);
  expectTypes(scores, {type({kAny, 8, 4, kAny})});
  EXPECT_EQ(scores.getScaleValue(), 2.0);
  EXPECT_EQ(scores.getQOffset(), clauses.qOffset);
  EXPECT_TRUE(scores.hasScore());

  clauses.pattern = PrefixPatternAttr::get(&context, kAny);
  clauses.patternOperands = {index()};
  clauses.emptyRows = EmptyRows::Uniform;
  auto weights = NormalizeOp::create(builder, loc, scores, clauses, true);
  expectTypes(weights, {type({kAny, 8, 4, kAny}), type({kAny, 8, 4})});
  EXPECT_EQ(weights.getPattern(), clauses.pattern);
  EXPECT_EQ(weights.getQOffset(), clauses.qOffset);
  EXPECT_EQ(weights.getEmptyRows(), EmptyRows::Uniform);

  Type half = builder.getF16Type();
  auto output = AggregateOp::create(builder, loc, weights.getWeights(),
                                    tensor({kAny, 2, kAny, 32}, half));
  expectTypes(output, {type({kAny, 8, 4, 32}, half)});
  auto map = [&](ArrayRef<unsigned> dims) {
    return AffineMap::getMultiDimMapWithTargets(kNumDims, dims, &context);
  };
  auto moved = AggregateOp::create(
      builder, loc, weights.getWeights(), tensor({kAny, kAny, 2, 32}, half),
      ArrayRef<AffineMap>{map({0, 3, 1, 5}), map({2, 0, 1, 5})});
  expectTypes(moved, {type({4, kAny, 8, 32}, half)});
}

TEST_F(BuilderTest, States) {
  SmallVector<Value> one = {tensor({1, 8, 4, 64}), tensor({1, 8, 4}),
                            tensor({1, 8, 4})};
  SmallVector<Value> two = {tensor({1, 8, 4, 64}), tensor({1, 8, 4}),
                            tensor({1, 8, 4})};
  auto merged = MergeOp::create(builder, loc, ValueRange(one), ValueRange(two));
  expectTypes(merged, {one[0].getType(), one[1].getType(), one[2].getType()});

  Type half = builder.getF16Type();
  auto plain = FinalizeOp::create(builder, loc, ValueRange(one),
                                  tensor({1, 8, 4, 64}, half));
  expectTypes(plain, {type({1, 8, 4, 64}, half)});
  auto full = FinalizeOp::create(
      builder, loc, ValueRange(one), tensor({1, 8, 4, 64}), tensor({1, 8, 4}),
      SoftmaxSinkNormalizerAttr::get(&context), tensor({16}), index());
  expectTypes(full, {type({1, 8, 4, 64}), type({1, 8, 4})});
  EXPECT_TRUE(full.getHead());
  EXPECT_EQ(full.getNormalizerParams().size(), 1u);
}

TEST_F(BuilderTest, ContextPool) {
  auto op = ContextPoolOp::create(builder, loc, tensor({2, kAny, 32}),
                                  tensor({2, kAny}), tensor({2, kAny}),
                                  /*causal=*/true);
  expectTypes(op, {type({2, kAny, 32})});
  EXPECT_TRUE(op.getCausal());
  EXPECT_TRUE(op.getScaleByN());
}

TEST_F(BuilderTest, TileOperations) {
  Value i = index();
  SmallVector<Value> at(4, i), sizes(3, i);
  KeyRange ranges[] = {{RangeKind::Full, i, i}, {RangeKind::Partial, i, i}};
  AttentionClauses clauses;
  clauses.pattern = CausalPatternAttr::get(&context);
  clauses.score = emitTanh;
  SmallVector<Value> state = {tensor({4, 48, 32}), tensor({4, 48}),
                              tensor({4, 48})};
  auto op = OnlineAttentionOp::create(
      builder, loc, tensor({4, 48, 64}), tensor({2, kAny, 64}),
      tensor({2, kAny, 32}), state, at, sizes, ranges, 0.125, clauses);
  expectTypes(op, {type({4, 48, 32}), type({4, 48}), type({4, 48})});
  ASSERT_EQ(op.getNumRanges(), 2u);
  EXPECT_EQ(op.getRangeKind(1), RangeKind::Partial);
  EXPECT_EQ(op.getRangeUpper(1), i);

  auto aggregate = OnlineAggregateOp::create(
      builder, loc, tensor({4, 48, kAny}), tensor({2, kAny, 32}), state, at);
  expectTypes(aggregate, {type({4, 48, 32}), type({4, 48}), type({4, 48})});

  // On memrefs there are no results.
  SmallVector<Value> buffers = {memref({4, 48, 32}), memref({4, 48}),
                                memref({4, 48})};
  auto inPlace = OnlineAttentionOp::create(
      builder, loc, Value(), Value(), memref({2, kAny, 32}), buffers, at, sizes,
      ArrayRef<KeyRange>(), 1.0);
  expectTypes(inPlace, {});
  auto stored = FinalizeOp::create(builder, loc, ValueRange(buffers),
                                   memref({4, 48, 32}));
  expectTypes(stored, {});
}

} // namespace
