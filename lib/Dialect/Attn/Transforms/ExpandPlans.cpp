//===- ExpandPlans.cpp - normalisers of several passes as sweeps ----------===//
//
// The potentials of rows and columns live in tensors; each pass is a fold over
// rows or columns (Sweeps.h) and an elementwise update of its potentials. Rounds
// that repeat are loops. What is left is the op with the plan's last fold and a
// score region that ends with its edit.
//
//===----------------------------------------------------------------------===//

#include "Sweeps.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/TypeSwitch.h"

#include <limits>

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNEXPANDPLANS
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

using Axis = NormalizerPass::Axis;

namespace {
class PlanExpansion {
public:
  PlanExpansion(RewriterBase &rewriter, const NormalizerPlan &plan,
                const PairScores &pairs)
      : b(rewriter), plan(plan), loc(pairs.clauses.op->getLoc()),
        sweeps(rewriter, pairs) {}

  /// The potentials after all rounds.
  Potentials emitRounds();
  SweepBuilder &getSweeps() { return sweeps; }
  /// How many sweeps that took, the last fold's included; an i64.
  Value getNumSweeps() const { return numSweeps; }

private:
  Value createZeros(Axis axis);
  Value addSweeps(Value count, int64_t more);
  void emitRound(const NormalizerRound &round, Potentials &potentials);
  void emitCountedRound(const NormalizerRound &round, Potentials &potentials);
  void emitOpenRound(const NormalizerRound &round, Potentials &potentials);
  Value emitPass(const NormalizerPass &pass,
                 const NormalizerRound::IsOpen &isOpen, Potentials &potentials);
  Value isAnyOpen(Value open);
  scf::ForOp createLoop(int64_t times, ValueRange init);

  RewriterBase &b;
  const NormalizerPlan &plan;
  Location loc;
  SweepBuilder sweeps;
  Value numSweeps;
};
} // namespace

Value PlanExpansion::addSweeps(Value count, int64_t more) {
  Value number =
      arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(more));
  return count ? Value(arith::AddIOp::create(b, loc, count, number)) : number;
}

Value PlanExpansion::createZeros(Axis axis) {
  Value zero = arith::ConstantOp::create(b, loc,
                                         b.getZeroAttr(sweeps.getType()));
  return linalg::FillOp::create(b, loc, zero, sweeps.createEmpty(axis))
      .getResult(0);
}

Potentials PlanExpansion::emitRounds() {
  Potentials potentials;
  for (unsigned i = 0; i < plan.numRowPotentials; ++i)
    potentials.row.push_back(createZeros(Axis::Row));
  for (unsigned i = 0; i < plan.numColumnPotentials; ++i)
    potentials.column.push_back(createZeros(Axis::Column));
  numSweeps = addSweeps(Value(), 1);
  for (const NormalizerRound &round : plan.rounds) {
    if (!round.isOpen)
      numSweeps = addSweeps(numSweeps, round.times * int64_t(round.passes.size()));
    if (round.isOpen)
      emitOpenRound(round, potentials);
    else if (round.times == 1)
      emitRound(round, potentials);
    else
      emitCountedRound(round, potentials);
  }
  return potentials;
}

void PlanExpansion::emitRound(const NormalizerRound &round,
                              Potentials &potentials) {
  for (const NormalizerPass &pass : round.passes)
    emitPass(pass, nullptr, potentials);
}

scf::ForOp PlanExpansion::createLoop(int64_t times, ValueRange init) {
  auto constant = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(b, loc, value);
  };
  return scf::ForOp::create(b, loc, constant(0), constant(times), constant(1),
                            init);
}

void PlanExpansion::emitCountedRound(const NormalizerRound &round,
                                     Potentials &potentials) {
  scf::ForOp loop = createLoop(round.times, potentials.flatten());
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Potentials own = Potentials::unflatten(loop.getRegionIterArgs(),
                                           potentials.row.size());
    emitRound(round, own);
    scf::YieldOp::create(b, loc, own.flatten());
  }
  potentials =
      Potentials::unflatten(loop.getResults(), potentials.row.size());
}

// Up to `times` steps, those after the last open one doing nothing.
void PlanExpansion::emitOpenRound(const NormalizerRound &round,
                                  Potentials &potentials) {
  size_t numRow = potentials.row.size();
  // Besides the potentials: the number of sweeps, and whether a row is open.
  SmallVector<Value> init = potentials.flatten();
  init.push_back(numSweeps);
  init.push_back(arith::ConstantOp::create(b, loc, b.getBoolAttr(true)));
  scf::ForOp loop = createLoop(round.times, init);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    ValueRange state = loop.getRegionIterArgs();
    auto step = scf::IfOp::create(b, loc, state.getTypes(), state.back(),
                                  /*withElseRegion=*/true);
    scf::YieldOp::create(b, loc, step.getResults());
    b.setInsertionPointToStart(step.elseBlock());
    scf::YieldOp::create(b, loc, state);
    b.setInsertionPointToStart(step.thenBlock());
    Potentials own = Potentials::unflatten(state.drop_back(2), numRow);
    Value open;
    for (const NormalizerPass &pass : round.passes)
      open = emitPass(pass, round.isOpen, own);
    SmallVector<Value> next = own.flatten();
    next.push_back(
        addSweeps(state.drop_back().back(), round.passes.size()));
    next.push_back(open);
    scf::YieldOp::create(b, loc, next);
  }
  ValueRange results = loop.getResults();
  potentials = Potentials::unflatten(results.drop_back(2), numRow);
  numSweeps = results.drop_back().back();
}

// Updates the potentials of the pass's axis; whether any of them is open.
Value PlanExpansion::emitPass(const NormalizerPass &pass,
                              const NormalizerRound::IsOpen &isOpen,
                              Potentials &potentials) {
  SmallVector<Value> inputs =
      sweeps.emitFold(pass.axis, pass.edit,
                      cast<NormalizerAttrInterface>(pass.fold), potentials);
  SmallVector<Value> &own =
      pass.axis == Axis::Row ? potentials.row : potentials.column;
  SmallVector<Value> outputs = own;
  if (isOpen)
    outputs.push_back(sweeps.createEmpty(pass.axis, b.getI1Type()));
  bool isDouble = sweeps.getType().isF64();
  double epsilon = isDouble ? std::numeric_limits<double>::epsilon()
                            : std::numeric_limits<float>::epsilon();
  auto body = [&](OpBuilder &nested, Location at, ValueRange args) {
    IRScalarBuilder scalars(nested, at, sweeps.getType());
    auto get = [&](ValueRange values) {
      return llvm::map_to_vector(values,
                                 [&](Value v) { return scalars.get(v); });
    };
    SmallVector<Scalar> old = get(args.slice(inputs.size(), own.size()));
    SmallVector<Scalar> next =
        pass.update(scalars, old, scalars.get(args[0]),
                    get(args.slice(1, inputs.size() - 1)));
    Value none = scalars.constant(-std::numeric_limits<double>::infinity())
                     .getValue();
    // Unordered: a NaN is no -inf.
    Value seen = arith::CmpFOp::create(nested, at, arith::CmpFPredicate::UNE,
                                       args[0], none);
    SmallVector<Value> results;
    for (auto [after, before] : llvm::zip_equal(next, old))
      results.push_back(arith::SelectOp::create(
          nested, at, seen, after.getValue(), before.getValue()));
    if (isOpen) {
      Value zero = scalars.constant(0.0).getValue();
      Value wide = arith::CmpFOp::create(
          nested, at, arith::CmpFPredicate::OGT,
          isOpen(scalars, old, next, epsilon).getValue(), zero);
      results.push_back(arith::AndIOp::create(nested, at, seen, wide));
    }
    linalg::YieldOp::create(nested, at, results);
  };
  SmallVector<AffineMap> maps(inputs.size() + outputs.size(),
                              b.getMultiDimIdentityMap(3));
  auto update = linalg::GenericOp::create(
      b, loc, ValueRange(outputs).getTypes(), inputs, outputs, maps,
      SmallVector<utils::IteratorType>(3, utils::IteratorType::parallel), body);
  own.assign(update.result_begin(), update.result_begin() + own.size());
  return isOpen ? isAnyOpen(update.getResults().back()) : Value();
}

Value PlanExpansion::isAnyOpen(Value open) {
  Value no = arith::ConstantOp::create(b, loc, b.getBoolAttr(false));
  Value init =
      tensor::EmptyOp::create(b, loc, ArrayRef<int64_t>{}, b.getI1Type());
  init = linalg::FillOp::create(b, loc, no, init).getResult(0);
  auto any = linalg::GenericOp::create(
      b, loc, init.getType(), open, init,
      ArrayRef<AffineMap>{b.getMultiDimIdentityMap(3),
                          AffineMap::get(3, 0, b.getContext())},
      SmallVector<utils::IteratorType>(3, utils::IteratorType::reduction),
      [](OpBuilder &nested, Location at, ValueRange args) {
        linalg::YieldOp::create(
            nested, at,
            Value(arith::OrIOp::create(nested, at, args[0], args[1])));
      });
  return tensor::ExtractOp::create(b, loc, any.getResult(0), ValueRange());
}

//===----------------------------------------------------------------------===//
// The ops
//===----------------------------------------------------------------------===//

// Both return the number of sweeps.
static Value expand(RewriterBase &rewriter, AttentionOp op,
                    const NormalizerPlan &plan) {
  PairScores pairs{getClauses(op), Value()};
  PlanExpansion expansion(rewriter, plan, pairs);
  Potentials potentials = expansion.emitRounds();
  auto last = cast<AttentionOp>(rewriter.clone(*op));
  last.setNormalizerAttr(cast<NormalizerAttrInterface>(plan.fold));
  last->setDiscardableAttr(kPlanAttrName, op.getNormalizer());
  last.getScore().dropAllReferences();
  last.getScore().getBlocks().clear();
  expansion.getSweeps().buildScore(last.getScore(), plan.edit, potentials);
  rewriter.replaceOp(op, last);
  return expansion.getNumSweeps();
}

static PairScores getScores(NormalizeOp op) {
  auto type = cast<RankedTensorType>(op.getScores().getType());
  AttentionShape shape;
  shape.batch = type.getDimSize(0);
  shape.heads = shape.keyHeads = type.getDimSize(1);
  shape.numQueries = type.getDimSize(2);
  shape.numKeys = type.getDimSize(3);
  FusedClauses clauses{op,
                       shape,
                       Value(),
                       Value(),
                       Value(),
                       llvm::to_vector(op.getPatternOperands()),
                       llvm::to_vector(op.getNormalizerParams()),
                       op.getLengths(),
                       Value(),
                       op.getQOffset(),
                       Value(),
                       1.0,
                       op.getPattern(),
                       op.getNormalizer(),
                       ScheduleAttr(),
                       nullptr,
                       nullptr};
  return {clauses, op.getScores()};
}

static Value expand(RewriterBase &rewriter, NormalizeOp op,
                    const NormalizerPlan &plan) {
  PairScores pairs = getScores(op);
  PlanExpansion expansion(rewriter, plan, pairs);
  Potentials potentials = expansion.emitRounds();
  Location loc = op.getLoc();
  Value empty = tensor::EmptyOp::create(
      rewriter, loc, tensor::getMixedSizes(rewriter, loc, op.getScores()),
      getElementTypeOrSelf(op.getScores().getType()));
  AffineMap identity = rewriter.getMultiDimIdentityMap(4);
  Value edited =
      linalg::GenericOp::create(
          rewriter, loc, empty.getType(), op.getScores(), empty,
          ArrayRef<AffineMap>{identity, identity},
          SmallVector<utils::IteratorType>(4, utils::IteratorType::parallel),
          [&](OpBuilder &nested, Location at, ValueRange args) {
            SmallVector<Value> index;
            for (unsigned i = 0; i < 4; ++i)
              index.push_back(linalg::IndexOp::create(nested, at, i));
            SweepBuilder builder(nested, pairs);
            Value score = builder.editScore(
                plan.edit, args[0], potentials, {index[0], index[1], index[2]},
                {index[0], index[1], index[3]});
            linalg::YieldOp::create(nested, at, score);
          })
          .getResult(0);
  if (edited.getType() != op.getScores().getType())
    edited = tensor::CastOp::create(rewriter, loc, op.getScores().getType(),
                                    edited);
  rewriter.modifyOpInPlace(op, [&] {
    op.getScoresMutable().assign(edited);
    op.setNormalizerAttr(cast<NormalizerAttrInterface>(plan.fold));
  });
  return expansion.getNumSweeps();
}

// Makes `counts` one more result of the function.
static void returnCounts(RewriterBase &rewriter, func::FuncOp function,
                         ArrayRef<Value> counts) {
  Operation *terminator = function.getBody().front().getTerminator();
  rewriter.setInsertionPoint(terminator);
  Value all = tensor::FromElementsOp::create(rewriter, function.getLoc(),
                                             counts);
  terminator->insertOperands(terminator->getNumOperands(), all);
  (void)function.insertResult(function.getNumResults(), all.getType(), {});
}

namespace {
struct AttnExpandPlansPass
    : attn::impl::AttnExpandPlansBase<AttnExpandPlansPass> {
  using AttnExpandPlansBase::AttnExpandPlansBase;

  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (isa<AttentionOp, NormalizeOp>(op))
        ops.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    llvm::MapVector<func::FuncOp, SmallVector<Value>> counts;
    for (Operation *op : ops) {
      auto expandOne = [&](auto attn) {
        NormalizerPlan plan = attn.getNormalizer().getPlan();
        if (!plan.fold)
          return;
        auto function = dyn_cast<func::FuncOp>(op->getParentOp());
        rewriter.setInsertionPoint(op);
        Value count = expand(rewriter, attn, plan);
        ++numExpanded;
        if (function)
          counts[function].push_back(count);
      };
      llvm::TypeSwitch<Operation *>(op).Case<AttentionOp, NormalizeOp>(
          expandOne);
    }
    if (countSweeps)
      for (auto &[function, own] : counts)
        if (function.getBody().hasOneBlock())
          returnCounts(rewriter, function, own);
  }
};
} // namespace
