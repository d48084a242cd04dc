//===- CheckSizes.cpp - assert that dynamic sizes agree -------------------===//

#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNCHECKSIZES
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

namespace {
/// One size that several tensors have.
struct Agreement {
  StringRef name;
  SmallVector<std::pair<Value, unsigned>> sizes;
  /// ShapedType::kDynamic where no type says it.
  int64_t known = ShapedType::kDynamic;

  void add(Value tensor, unsigned dim) {
    auto type = dyn_cast_if_present<RankedTensorType>(tensor ? tensor.getType()
                                                             : Type());
    if (!type || dim >= type.getRank())
      return;
    if (!type.isDynamicDim(dim))
      known = type.getDimSize(dim);
    else if (!llvm::is_contained(sizes, std::pair{tensor, dim}))
      sizes.emplace_back(tensor, dim);
  }
  void add(Value tensor, AffineMap map, Dim dim) {
    if (!tensor || !map)
      return;
    if (std::optional<unsigned> position = positionOf(map, dim))
      add(tensor, *position);
  }
};

/// Emits an operation's assertions before it.
class SizeChecker {
public:
  explicit SizeChecker(Operation *op) : op(op), builder(op) {}

  /// All sizes of one agreement are equal.
  void check(const Agreement &agreement) {
    bool isKnown = !ShapedType::isDynamic(agreement.known);
    if (agreement.sizes.size() + isKnown < 2)
      return;
    std::optional<OpFoldResult> first;
    if (isKnown)
      first = builder.getIndexAttr(agreement.known);
    for (auto [tensor, dim] : agreement.sizes) {
      OpFoldResult size =
          tensor::getMixedSize(builder, op->getLoc(), tensor, dim);
      if (first)
        assertEqual(*first, size, agreement.name);
      else
        first = size;
    }
  }

  /// Indices that the pattern's arithmetic reads keep it within 64 bits.
  void checkMagnitude(ValueRange values, StringRef name, int64_t largest) {
    Location loc = op->getLoc();
    for (Value value : values) {
      if (!value || !value.getType().isIndex() ||
          matchPattern(value, m_Constant()))
        continue;
      Value limit = arith::ConstantIndexOp::create(builder, loc, largest);
      Value low = arith::ConstantIndexOp::create(builder, loc, -largest);
      Value fits = arith::AndIOp::create(
          builder, loc,
          arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sle, value,
                                limit),
          arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sge, value,
                                low));
      cf::AssertOp::create(builder, loc, fits,
                           ("expected " + name + " of " +
                            op->getName().getStringRef() +
                            " to be from -" + Twine(largest) + " to " + Twine(largest))
                               .str());
    }
  }

private:
  void assertEqual(OpFoldResult a, OpFoldResult b, StringRef name) {
    Location loc = op->getLoc();
    Value same =
        arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq,
                              getValueOrCreateConstantIndexOp(builder, loc, a),
                              getValueOrCreateConstantIndexOp(builder, loc, b));
    cf::AssertOp::create(builder, loc, same,
                         ("expected operands of " +
                          op->getName().getStringRef() + " to agree on the " +
                          name)
                             .str());
  }

  Operation *op;
  OpBuilder builder;
};
} // namespace

template <typename OpTy>
static void checkFused(OpTy op, Value output, AffineMap outputMap) {
  SizeChecker checker(op);
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return;
  if (!outputMap)
    outputMap = shape->outputMap;
  Agreement batch{"batch size", {}}, keys{"number of keys", {}},
      queries{"number of queries", {}};
  std::pair<Value, AffineMap> operands[] = {{op.getQuery(), shape->queryMap},
                                            {op.getKey(), shape->keyMap},
                                            {op.getValue(), shape->valueMap}};
  for (auto [operand, map] : operands) {
    batch.add(operand, map, Dim::B);
    keys.add(operand, map, Dim::K);
    queries.add(operand, map, Dim::Q);
  }
  for (Value perBatch : {Value(op.getLengths()), Value(op.getQueryLengths()),
                         Value(op.getQOffset())})
    batch.add(perBatch, 0);
  // Only a static size of the result is news; a dynamic one is the op's own.
  auto addResult = [&](Agreement &agreement, Dim dim) {
    auto type = cast<RankedTensorType>(output.getType());
    std::optional<unsigned> position = positionOf(outputMap, dim);
    if (position && !type.isDynamicDim(*position))
      agreement.add(output, *position);
  };
  if (op.getQuery())
    addResult(queries, Dim::Q);
  addResult(batch, Dim::B);
  for (const Agreement &agreement : {batch, keys, queries})
    checker.check(agreement);
  checker.checkMagnitude(op.getPatternOperands(), "pattern operands",
                         kMaxPatternOperand);
  checker.checkMagnitude(op.getQOffset(), "q_offset", kMaxPosition);
  for (Value parameter : op.getNormalizerParams()) {
    Agreement heads{"number of heads", {}, shape->heads};
    heads.add(parameter, 0);
    checker.check(heads);
  }
}

static void checkParts(Operation *op) {
  SizeChecker checker(op);
  // Tensors of one leading shape.
  auto checkAlike = [&](ValueRange tensors, int64_t rank) {
    for (int64_t d = 0; d < rank; ++d) {
      Agreement agreement{"sizes of their dimensions", {}};
      for (Value tensor : tensors)
        agreement.add(tensor, d);
      checker.check(agreement);
    }
  };
  if (auto merge = dyn_cast<MergeOp>(op)) {
    checkAlike(op->getOperands(), 3);
  } else if (auto finalize = dyn_cast<FinalizeOp>(op)) {
    auto type = cast<ShapedType>(finalize.getAcc().getType());
    SmallVector<Value> state{finalize.getAcc(), finalize.getStabilizer(),
                             finalize.getOutput()};
    llvm::append_range(state, finalize.getAccumulators());
    checkAlike(state, type.getRank() - 1);
  } else if (auto pool = dyn_cast<ContextPoolOp>(op)) {
    int64_t axes = pool.getNumAxes();
    checkAlike({pool.getInput(), pool.getWeightLogits(), pool.getSizeLogits()},
               axes + 1);
    if (pool.getLengths())
      checkAlike({pool.getInput(), pool.getLengths()}, 1);
  } else if (auto normalize = dyn_cast<NormalizeOp>(op)) {
    Agreement batch{"batch size", {}};
    for (Value tensor :
         {Value(normalize.getScores()), Value(normalize.getLengths()),
          Value(normalize.getQOffset())})
      batch.add(tensor, 0);
    checker.check(batch);
    checker.checkMagnitude(normalize.getPatternOperands(), "pattern operands",
                           kMaxPatternOperand);
    checker.checkMagnitude(normalize.getQOffset(), "q_offset", kMaxPosition);
  }
}

static void checkScores(ScoresOp op) {
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return;
  Agreement batch{"batch size", {}};
  batch.add(op.getQuery(), shape->queryMap, Dim::B);
  batch.add(op.getKey(), shape->keyMap, Dim::B);
  batch.add(op.getQOffset(), 0);
  SizeChecker(op).check(batch);
}

static void checkStatistics(StatisticsOp op) {
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return;
  Agreement batch{"batch size", {}}, queries{"number of queries", {}};
  batch.add(op.getQuery(), shape->queryMap, Dim::B);
  batch.add(op.getKey(), shape->keyMap, Dim::B);
  for (Value tensor : {Value(op.getLengths()), Value(op.getQueryLengths()),
                       Value(op.getQOffset()), Value(op.getLse())})
    batch.add(tensor, 0);
  queries.add(op.getQuery(), shape->queryMap, Dim::Q);
  queries.add(op.getLse(), 2);
  SizeChecker checker(op);
  checker.check(batch);
  checker.check(queries);
  checker.checkMagnitude(op.getPatternOperands(), "pattern operands",
                         kMaxPatternOperand);
  checker.checkMagnitude(op.getQOffset(), "q_offset", kMaxPosition);
}

static void checkAggregate(AggregateOp op) {
  auto type = cast<RankedTensorType>(op.getValue().getType());
  AffineMap map =
      op.getIndexingMapsAttr()
          ? cast<AffineMapAttr>(op.getIndexingMapsAttr()[0]).getValue()
          : defaultMap(op.getContext(), type.getRank(), Dim::K, Dim::E);
  Agreement batch{"batch size", {}}, keys{"number of keys", {}};
  batch.add(op.getWeights(), 0);
  batch.add(op.getValue(), map, Dim::B);
  keys.add(op.getWeights(), 3);
  keys.add(op.getValue(), map, Dim::K);
  SizeChecker checker(op);
  checker.check(batch);
  checker.check(keys);
}

/// Of the function's arguments alone, perhaps collapsed.
static bool isOfArgument(Value value) {
  if (auto collapse = value.getDefiningOp<tensor::CollapseShapeOp>())
    value = collapse.getSrc();
  return isa<BlockArgument>(value);
}

/// Sizes of the function's arguments, and of what is made for the result: those
/// of other values follow from the ops that made them, and asking would keep
/// these alive.
static void checkLinalg(linalg::LinalgOp op) {
  SmallVector<Agreement> loops(op.getNumLoops(), {"size of a loop", {}});
  if (llvm::none_of(op->getOperands(), isOfArgument))
    return;
  for (OpOperand &operand : op->getOpOperands()) {
    bool isNew = op.isDpsInit(&operand) &&
                 operand.get().getDefiningOp<tensor::EmptyOp>();
    if (!isNew && !isOfArgument(operand.get()))
      continue;
    AffineMap map = op.getMatchingIndexingMap(&operand);
    for (auto [d, expr] : llvm::enumerate(map.getResults()))
      if (auto dim = dyn_cast<AffineDimExpr>(expr))
        loops[dim.getPosition()].add(operand.get(), d);
  }
  SizeChecker checker(op);
  for (const Agreement &loop : loops)
    checker.check(loop);
}

namespace {
struct CheckSizes : public mlir::attn::impl::AttnCheckSizesBase<CheckSizes> {
  void runOnOperation() override {
    if (getOperation().isExternal() || !getOperation().getBody().hasOneBlock())
      return;
    // Nested assertions would end the process instead of reporting.
    for (Operation &op :
         llvm::make_early_inc_range(getOperation().getBody().front())) {
      if (auto attention = dyn_cast<AttentionOp>(op))
        checkFused(attention, attention.getOutput(), AffineMap());
      else if (auto partial = dyn_cast<PartialOp>(op))
        checkFused(partial, partial.getAcc(),
                   defaultMap(&getContext(), 4, Dim::Q, Dim::E));
      else if (auto scores = dyn_cast<ScoresOp>(op))
        checkScores(scores);
      else if (auto statistics = dyn_cast<StatisticsOp>(op))
        checkStatistics(statistics);
      else if (auto aggregate = dyn_cast<AggregateOp>(op))
        checkAggregate(aggregate);
      else if (auto structured = dyn_cast<linalg::LinalgOp>(op))
        checkLinalg(structured);
      else
        checkParts(&op);
    }
  }
};
} // namespace
