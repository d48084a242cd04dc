//===- Normalize.cpp - attn.normalize on dense tensors --------------------===//
//
// Three sweeps over the scores: the stabiliser of each row, its accumulators
// under that stabiliser, the weights. Excluded pairs are dropped by selects, so
// that whatever their scores hold has no effect.
//
//===----------------------------------------------------------------------===//

#include "../RowFold.h"
#include "DenseLoops.h"
#include "Patterns.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "RowParameters.h"

#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

namespace {
class NormalizeLowering {
public:
  NormalizeLowering(OpBuilder &builder, NormalizeOp op);
  SmallVector<Value> run();

private:
  LoopOperand stabilizers();
  LoopOperand selectedKeys(const LoopOperand &stabilizer);
  SmallVector<LoopOperand> accumulators(const LoopOperand &stabilizer);
  SmallVector<LoopOperand> rowResults(ArrayRef<LoopOperand> state);
  Value weights(ArrayRef<LoopOperand> state, const LoopOperand &factor);

  RowFold makeFold(OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                   Value count);
  Value absoluteQuery(OpBuilder &b, Location bodyLoc,
                      const LoopIndices &indices);
  void countVisibleKeys();
  // Inputs of a loop, the counts of visible keys behind them where the
  // normaliser asks for these; and, in its body, the count out of the arguments.
  SmallVector<LoopOperand> withCounts(ArrayRef<LoopOperand> inputs);
  Value takeCount(SmallVectorImpl<Value> &args, unsigned numInputs);
  Value isRelated(OpBuilder &b, Location bodyLoc, const LoopIndices &indices);
  Value isVisible(OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  Value score);
  Value emptyRowWeight(OpBuilder &b, Location bodyLoc,
                       const LoopIndices &indices);
  Value effectiveKeys(OpBuilder &b, Location bodyLoc, Value batch);
  LoopOperand rows(std::optional<double> fill);

  OpBuilder &builder;
  Location loc;
  NormalizeOp op;
  FloatType type;
  LoopOperand scores;
  std::optional<LoopOperand> counts;
  Value numQueries, numKeys, zero;
};
} // namespace

NormalizeLowering::NormalizeLowering(OpBuilder &builder, NormalizeOp op)
    : builder(builder), loc(op.getLoc()), op(op) {
  scores = {op.getScores(), {Loop::Batch, kHeadLoop, Loop::Query, Loop::Key}};
  type = cast<FloatType>(getElementTypeOrSelf(op.getScores().getType()));
  numQueries = tensor::DimOp::create(builder, loc, op.getScores(), 2);
  numKeys = tensor::DimOp::create(builder, loc, op.getScores(), 3);
  zero = arith::ConstantIndexOp::create(builder, loc, 0);
}

SmallVector<Value> NormalizeLowering::run() {
  countVisibleKeys();
  SmallVector<LoopOperand> state = {stabilizers()};
  llvm::append_range(state, accumulators(state[0]));
  SmallVector<LoopOperand> results = rowResults(state);
  SmallVector<Value> values = {weights(state, results[0])};
  if (op.getLse())
    values.push_back(results[1].tensor);
  return values;
}

LoopOperand NormalizeLowering::rows(std::optional<double> fill) {
  return makeTensor(builder, loc, type, {Loop::Batch, kHeadLoop, Loop::Query},
                    scores, fill);
}

RowFold NormalizeLowering::makeFold(OpBuilder &b, Location bodyLoc,
                                    const LoopIndices &indices, Value count) {
  Value head = indices.get(kHeadLoop);
  RowFold fold(b, bodyLoc, op.getNormalizer(), type,
               extractParameters(b, bodyLoc, op.getNormalizerParams(), head));
  if (op.getNormalizer().getRowContext().any())
    fold.bindRow(indices.get(Loop::Batch), head,
                 absoluteQuery(b, bodyLoc, indices), count);
  return fold;
}

Value NormalizeLowering::absoluteQuery(OpBuilder &b, Location bodyLoc,
                                       const LoopIndices &indices) {
  Value offset = perBatchValue(b, bodyLoc, op.getQOffset(),
                               indices.get(Loop::Batch), zero);
  return arith::AddIOp::create(b, bodyLoc, indices.get(Loop::Query), offset);
}

// The number of visible keys of each row, where the normaliser asks for it.
void NormalizeLowering::countVisibleKeys() {
  if (!op.getNormalizer().getRowContext().visibleKeys)
    return;
  LoopOperand result = rows(0.0);
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange args) -> SmallVector<Value> {
    RowFold fold(b, bodyLoc, op.getNormalizer(), type, {});
    Value more = fold.add(args[1], fold.constant(1.0));
    return {fold.select(isRelated(b, bodyLoc, indices), more, args[1])};
  };
  result.tensor = buildDense(builder, loc, scores, result, body)[0];
  counts = result;
}

SmallVector<LoopOperand>
NormalizeLowering::withCounts(ArrayRef<LoopOperand> inputs) {
  SmallVector<LoopOperand> all(inputs);
  if (counts)
    all.push_back(*counts);
  return all;
}

Value NormalizeLowering::takeCount(SmallVectorImpl<Value> &args,
                                   unsigned numInputs) {
  if (!counts)
    return {};
  Value count = args[numInputs];
  args.erase(args.begin() + numInputs);
  return count;
}

Value NormalizeLowering::effectiveKeys(OpBuilder &b, Location bodyLoc,
                                       Value batch) {
  Value length = perBatchValue(b, bodyLoc, op.getLengths(), batch, Value());
  if (!length)
    return numKeys;
  Value positive = arith::MaxSIOp::create(b, bodyLoc, length, zero);
  return arith::MinSIOp::create(b, bodyLoc, positive, numKeys);
}

Value NormalizeLowering::isRelated(OpBuilder &b, Location bodyLoc,
                                   const LoopIndices &indices) {
  Value batch = indices.get(Loop::Batch);
  Value key = indices.get(Loop::Key);
  Value keys = effectiveKeys(b, bodyLoc, batch);
  Value offset = perBatchValue(b, bodyLoc, op.getQOffset(), batch, zero);
  Value query = absoluteQuery(b, bodyLoc, indices);
  SmallVector<Value> symbols = {numQueries, keys, offset};
  llvm::append_range(symbols, op.getPatternOperands());
  Value related =
      emitFormula(b, bodyLoc, op.getPattern().getRelation(kFirstOperandSymbol),
                  {indices.get(kHeadLoop), query, key}, symbols);
  Value inside =
      arith::CmpIOp::create(b, bodyLoc, arith::CmpIPredicate::slt, key, keys);
  return arith::AndIOp::create(b, bodyLoc, inside, related);
}

Value NormalizeLowering::isVisible(OpBuilder &b, Location bodyLoc,
                                   const LoopIndices &indices, Value score) {
  Value visible = isRelated(b, bodyLoc, indices);
  if (!excludesMinusInfinity(op.getNormalizer()))
    return visible;
  RowFold fold(b, bodyLoc, op.getNormalizer(), type, {});
  return arith::AndIOp::create(b, bodyLoc, visible, fold.isIncluded(score));
}

LoopOperand NormalizeLowering::stabilizers() {
  LoopOperand result = rows(-std::numeric_limits<double>::infinity());
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange values) -> SmallVector<Value> {
    SmallVector<Value> args(values);
    RowFold fold = makeFold(b, bodyLoc, indices, takeCount(args, 1));
    return {fold.select(isVisible(b, bodyLoc, indices, args[0]),
                        fold.raiseStabilizer(args[1], args[0]), args[1])};
  };
  result.tensor =
      buildDense(builder, loc, withCounts(scores), result, body)[0];
  return result;
}

// The smallest key of those with weight, infinity where there is none.
LoopOperand NormalizeLowering::selectedKeys(const LoopOperand &stabilizer) {
  LoopOperand result = rows(std::numeric_limits<double>::infinity());
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange values) -> SmallVector<Value> {
    SmallVector<Value> args(values);
    RowFold fold = makeFold(b, bodyLoc, indices, takeCount(args, 2));
    Value key = fold.toNumber(indices.get(Loop::Key));
    auto compare = [&](arith::CmpFPredicate predicate, Value x, Value y) {
      return arith::CmpFOp::create(b, bodyLoc, predicate, x, y);
    };
    Value weighs = compare(arith::CmpFPredicate::UNE,
                           fold.weight(args[0], args[1]), fold.constant(0.0));
    Value first = compare(arith::CmpFPredicate::OLT, key, args[2]);
    Value taken = arith::AndIOp::create(
        b, bodyLoc, arith::AndIOp::create(b, bodyLoc, weighs, first),
        isVisible(b, bodyLoc, indices, args[0]));
    return {fold.select(taken, key, args[2])};
  };
  result.tensor = buildDense(builder, loc, withCounts({scores, stabilizer}),
                             result, body)[0];
  return result;
}

SmallVector<LoopOperand>
NormalizeLowering::accumulators(const LoopOperand &stabilizer) {
  if (op.getNormalizer().selectsKey())
    return {selectedKeys(stabilizer)};
  SmallVector<LoopOperand> results;
  for (unsigned i = 0; i < op.getNormalizer().getNumAccumulators(); ++i)
    results.push_back(rows(0.0));
  if (results.empty())
    return results;
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange values) -> SmallVector<Value> {
    SmallVector<Value> args(values);
    RowFold fold = makeFold(b, bodyLoc, indices, takeCount(args, 2));
    Value visible = isVisible(b, bodyLoc, indices, args[0]);
    Value weight = fold.weight(args[0], args[1]);
    SmallVector<Value> sums;
    for (auto [sum, term] :
         llvm::zip(ArrayRef(args).drop_front(2),
                   fold.contributions(args[0], weight, args[1])))
      sums.push_back(fold.select(visible, fold.add(sum, term), sum));
    return sums;
  };
  auto values = buildDense(builder, loc, withCounts({scores, stabilizer}),
                           results, body);
  for (auto [result, value] : llvm::zip(results, values))
    result.tensor = value;
  return results;
}

// The factor of finalize and, where asked for, the log-sum-exp.
SmallVector<LoopOperand>
NormalizeLowering::rowResults(ArrayRef<LoopOperand> state) {
  SmallVector<LoopOperand> results(op.getLse() ? 2 : 1, rows(std::nullopt));
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange args) {
    RowFold fold(b, bodyLoc, op.getNormalizer(), type,
                 extractParameters(b, bodyLoc, op.getNormalizerParams(),
                                   indices.get(kHeadLoop)));
    RowState row = RowState::unflatten(args.take_front(state.size()));
    SmallVector<Value> values = {fold.finalizeFactor(row)};
    if (op.getLse())
      values.push_back(fold.lse(row));
    return values;
  };
  auto values = buildDense(builder, loc, state, results, body);
  for (auto [result, value] : llvm::zip(results, values))
    result.tensor = value;
  return results;
}

Value NormalizeLowering::emptyRowWeight(OpBuilder &b, Location bodyLoc,
                                        const LoopIndices &indices) {
  Value keys = effectiveKeys(b, bodyLoc, indices.get(Loop::Batch));
  Value inside = arith::CmpIOp::create(b, bodyLoc, arith::CmpIPredicate::slt,
                                       indices.get(Loop::Key), keys);
  Value integer = arith::IndexCastOp::create(b, bodyLoc, b.getI64Type(), keys);
  Value count = arith::SIToFPOp::create(b, bodyLoc, type, integer);
  auto constant = [&](double value) -> Value {
    return arith::ConstantOp::create(b, bodyLoc, b.getFloatAttr(type, value));
  };
  Value share = arith::DivFOp::create(b, bodyLoc, constant(1.0), count);
  return arith::SelectOp::create(b, bodyLoc, inside, share, constant(0.0));
}

Value NormalizeLowering::weights(ArrayRef<LoopOperand> state,
                                 const LoopOperand &factor) {
  SmallVector<LoopOperand> inputs = {scores, state[0], factor};
  bool selects = op.getNormalizer().selectsKey();
  if (selects)
    inputs.push_back(state[1]);
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange values) -> SmallVector<Value> {
    SmallVector<Value> args(values);
    RowFold fold = makeFold(b, bodyLoc, indices, takeCount(args, inputs.size()));
    Value weight = fold.mul(fold.weight(args[0], args[1]), args[2]);
    if (selects) {
      Value key = fold.toNumber(indices.get(Loop::Key));
      Value taken = arith::CmpFOp::create(b, bodyLoc, arith::CmpFPredicate::OEQ,
                                          key, args[3]);
      weight = fold.select(taken, weight, fold.constant(0.0));
    }
    weight = fold.select(isVisible(b, bodyLoc, indices, args[0]), weight,
                         fold.constant(0.0));
    if (op.getEmptyRows() == EmptyRows::Uniform)
      weight = fold.select(fold.hasSeen(args[1]), weight,
                           emptyRowWeight(b, bodyLoc, indices));
    return {weight};
  };
  LoopOperand result =
      makeTensor(builder, loc, type, scores.loops, scores, std::nullopt);
  return buildDense(builder, loc, withCounts(inputs), result, body)[0];
}

template <>
LogicalResult
Decompose<NormalizeOp>::matchAndRewrite(NormalizeOp op,
                                        PatternRewriter &rewriter) const {
  SmallVector<Value> results = NormalizeLowering(rewriter, op).run();
  for (auto [result, old] : llvm::zip(results, op->getResults()))
    result = castTo(rewriter, op.getLoc(), result, old.getType());
  rewriter.replaceOp(op, results);
  return success();
}
