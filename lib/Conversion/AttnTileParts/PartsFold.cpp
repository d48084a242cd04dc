//===- PartsFold.cpp - the fold over keys on tiles of scores --------------===//

#include "PartsFold.h"

#include "../AttnDecompose/DenseLoops.h"
#include "../AttnDecompose/RowParameters.h"
#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <limits>

using namespace mlir;
using namespace mlir::attn;

// Loops of a tile of pairs.
enum : unsigned { kOne, kHead, kKey, kQuery, kNumPairLoops };

SmallVector<Value> mlir::attn::buildFold(OpBuilder &b, Location loc,
                                         unsigned numLoops,
                                         ArrayRef<FoldOperand> inputs,
                                         ArrayRef<FoldOperand> outputs,
                                         FoldBody body) {
  SmallVector<utils::IteratorType> iterators(numLoops,
                                             utils::IteratorType::reduction);
  SmallVector<AffineMap> maps;
  SmallVector<Value> from, to;
  for (const FoldOperand &operand : inputs) {
    maps.push_back(AffineMap::get(numLoops, 0, operand.exprs, b.getContext()));
    from.push_back(operand.tensor);
  }
  for (const FoldOperand &operand : outputs) {
    maps.push_back(AffineMap::get(numLoops, 0, operand.exprs, b.getContext()));
    to.push_back(operand.tensor);
    for (AffineExpr expr : operand.exprs)
      iterators[cast<AffineDimExpr>(expr).getPosition()] =
          utils::IteratorType::parallel;
  }
  auto generic = linalg::GenericOp::create(
      b, loc, ValueRange(to).getTypes(), from, to, maps, iterators,
      [&](OpBuilder &inner, Location at, ValueRange arguments) {
        linalg::YieldOp::create(inner, at, body(inner, at, arguments));
      });
  return SmallVector<Value>(generic.getResults());
}

//===----------------------------------------------------------------------===//
// Symbols
//===----------------------------------------------------------------------===//

PartsSymbols mlir::attn::getSymbols(OpBuilder &b, NormalizeOp op,
                                    const PartsTask &task) {
  Location loc = op.getLoc();
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  PartsSymbols symbols;
  symbols.numKeys = task.numKeys;
  if (op.getLengths()) {
    Value length = perBatchValue(b, loc, op.getLengths(), task.batch, zero);
    length = arith::MaxSIOp::create(b, loc, length, zero);
    symbols.numKeys = arith::MinSIOp::create(b, loc, length, task.numKeys);
  }
  symbols.offset = perBatchValue(b, loc, op.getQOffset(), task.batch, zero);
  symbols.all = {task.numQueries, symbols.numKeys, symbols.offset};
  llvm::append_range(symbols.all, op.getPatternOperands());
  return symbols;
}

//===----------------------------------------------------------------------===//
// Pieces
//===----------------------------------------------------------------------===//

FoldOperand PartsFold::pairs(Value tensor) const {
  return {tensor,
          {b.getAffineDimExpr(kOne), b.getAffineDimExpr(kHead),
           b.getAffineDimExpr(kKey), b.getAffineDimExpr(kQuery)}};
}

FoldOperand PartsFold::rows(Value tensor) const {
  return {tensor, {b.getAffineDimExpr(kHead), b.getAffineDimExpr(kQuery)}};
}

// In loops over heads and queries alone.
FoldOperand PartsFold::alone(Value tensor) const {
  return {tensor, {b.getAffineDimExpr(0), b.getAffineDimExpr(1)}};
}

Value PartsFold::absoluteHead(OpBuilder &inner, Location at, unsigned loop) {
  Value head = linalg::IndexOp::create(inner, at, loop);
  return arith::AddIOp::create(inner, at, head, task.head);
}

Value PartsFold::absoluteQuery(OpBuilder &inner, Location at, unsigned loop) {
  IndexMath ix{inner, at};
  Value row = linalg::IndexOp::create(inner, at, loop);
  return arith::AddIOp::create(inner, at, row,
                               ix.value(ix.add(task.firstRow, symbols.offset)));
}

RowFold PartsFold::makeFold(OpBuilder &inner, Location at, unsigned headLoop,
                            unsigned queryLoop) {
  SmallVector<Value> parameters;
  if (!op.getNormalizerParams().empty())
    parameters = extractParameters(inner, at, op.getNormalizerParams(),
                                   absoluteHead(inner, at, headLoop));
  RowFold fold(inner, at, op.getNormalizer(), type, parameters);
  if (op.getNormalizer().getRowContext().any())
    fold.bindRow(task.batch, absoluteHead(inner, at, headLoop),
                 absoluteQuery(inner, at, queryLoop), Value());
  return fold;
}

Value PartsFold::makeLike(Value tile, int64_t mostKeys) {
  auto tensorType = cast<RankedTensorType>(tile.getType());
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, tile);
  SmallVector<int64_t> most(tensorType.getShape());
  most[kKey] = mostKeys;
  most[kQuery] = tiles->axis(Axis::Query).most;
  return tiles->makeEmpty(sizes, most, type);
}

Value PartsFold::makeRows() {
  SmallVector<OpFoldResult> sizes = {b.getIndexAttr(task.heads), task.rows};
  if (tiles)
    return tiles->makeEmpty(sizes, {task.heads, task.mostRows}, type);
  return tensor::EmptyOp::create(b, loc, sizes, type);
}

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

Value PartsFold::exclude(Value scores, OpFoldResult firstKey,
                         int64_t mostKeys) {
  Formula relation = op.getPattern().getRelation(kFirstOperandSymbol);
  if (relation.isTrue() && !op.getLengths())
    return scores;
  return buildFold(
      b, loc, kNumPairLoops, {pairs(scores)},
      {pairs(makeLike(scores, mostKeys))},
      [&](OpBuilder &inner, Location at,
          ValueRange args) -> SmallVector<Value> {
        IndexMath ix{inner, at};
        Value key = arith::AddIOp::create(
            inner, at, linalg::IndexOp::create(inner, at, kKey),
            ix.value(firstKey));
        Value seen = emitFormula(inner, at, relation,
                                 {absoluteHead(inner, at, kHead),
                                  absoluteQuery(inner, at, kQuery), key},
                                 symbols.all);
        if (op.getLengths())
          seen = arith::AndIOp::create(
              inner, at, seen,
              arith::CmpIOp::create(inner, at, arith::CmpIPredicate::slt, key,
                                    symbols.numKeys));
        Value none = arith::ConstantOp::create(
            inner, at,
            inner.getFloatAttr(type, -std::numeric_limits<double>::infinity()));
        return {arith::SelectOp::create(inner, at, seen, args[0], none)};
      })[0];
}

Value PartsFold::getWeights(Value scores, Value stabilizer, Value empty) {
  return buildFold(
      b, loc, kNumPairLoops, {pairs(scores), rows(stabilizer)}, {pairs(empty)},
      [&](OpBuilder &inner, Location at,
          ValueRange args) -> SmallVector<Value> {
        RowFold fold = makeFold(inner, at, kHead, kQuery);
        return {fold.select(fold.isIncluded(args[0]),
                            fold.weight(args[0], args[1]), fold.constant(0.0))};
      })[0];
}

// 1 / Nk of the keys that there are.
Value PartsFold::emptyRowWeight(OpBuilder &inner, Location at,
                                OpFoldResult firstKey) {
  IndexMath ix{inner, at};
  Value key = arith::AddIOp::create(
      inner, at, linalg::IndexOp::create(inner, at, kKey), ix.value(firstKey));
  Value inside = arith::CmpIOp::create(inner, at, arith::CmpIPredicate::slt,
                                       key, symbols.numKeys);
  Value count = arith::SIToFPOp::create(
      inner, at, type,
      arith::IndexCastOp::create(inner, at, inner.getI64Type(),
                                 symbols.numKeys));
  auto constant = [&](double number) -> Value {
    return arith::ConstantOp::create(inner, at,
                                     inner.getFloatAttr(type, number));
  };
  Value share = arith::DivFOp::create(inner, at, constant(1.0), count);
  return arith::SelectOp::create(inner, at, inside, share, constant(0.0));
}

Value PartsFold::getFinalWeights(Value scores, Value stabilizer, Value factor,
                                 OpFoldResult firstKey, Value empty) {
  bool uniform = op.getEmptyRows() == EmptyRows::Uniform;
  return buildFold(
      b, loc, kNumPairLoops, {pairs(scores), rows(stabilizer), rows(factor)},
      {pairs(empty)},
      [&](OpBuilder &inner, Location at,
          ValueRange args) -> SmallVector<Value> {
        RowFold fold = makeFold(inner, at, kHead, kQuery);
        Value weight = fold.mul(fold.weight(args[0], args[1]), args[2]);
        weight =
            fold.select(fold.isIncluded(args[0]), weight, fold.constant(0.0));
        if (uniform)
          weight = fold.select(fold.hasSeen(args[1]), weight,
                               emptyRowWeight(inner, at, firstKey));
        return {weight};
      })[0];
}

PartsFold::Step PartsFold::fold(Value scores, const RowState &state) {
  Step step;
  step.state.stabilizer = buildFold(
      b, loc, kNumPairLoops, {pairs(scores)}, {rows(state.stabilizer)},
      [&](OpBuilder &inner, Location at,
          ValueRange args) -> SmallVector<Value> {
        RowFold fold = makeFold(inner, at, kHead, kQuery);
        return {fold.select(fold.isIncluded(args[0]),
                            fold.raiseStabilizer(args[1], args[0]), args[1])};
      })[0];
  step.rescale = buildFold(
      b, loc, 2, {alone(state.stabilizer), alone(step.state.stabilizer)},
      {alone(makeRows())},
      [&](OpBuilder &inner, Location at,
          ValueRange args) -> SmallVector<Value> {
        RowFold fold = makeFold(inner, at, 0, 1);
        return {fold.rescale(args[0], args[1])};
      })[0];
  step.weights = getWeights(scores, step.state.stabilizer,
                            makeLike(scores, tiles->axis(Axis::Key).most));
  if (state.accumulators.empty())
    return step;
  SmallVector<FoldOperand> scaled;
  for (Value accumulator : state.accumulators)
    scaled.push_back(rows(
        buildFold(b, loc, 2, {alone(step.rescale)}, {alone(accumulator)},
                  [&](OpBuilder &inner, Location at,
                      ValueRange args) -> SmallVector<Value> {
                    return {arith::MulFOp::create(inner, at, args[0], args[1])};
                  })[0]));
  step.state.accumulators = buildFold(
      b, loc, kNumPairLoops,
      {pairs(scores), pairs(step.weights), rows(step.state.stabilizer)}, scaled,
      [&](OpBuilder &inner, Location at, ValueRange args) {
        RowFold fold = makeFold(inner, at, kHead, kQuery);
        Value seen = fold.isIncluded(args[0]);
        SmallVector<Value> next;
        for (auto [sum, term] :
             llvm::zip(args.drop_front(3),
                       fold.contributions(args[0], args[1], args[2])))
          next.push_back(fold.select(seen, fold.add(sum, term), sum));
        return next;
      });
  return step;
}

Value PartsFold::getFactor(const RowState &state) {
  SmallVector<FoldOperand> inputs;
  for (Value value : state.flatten())
    inputs.push_back(alone(value));
  return buildFold(
      b, loc, 2, inputs, {alone(makeRows())},
      [&](OpBuilder &inner, Location at,
          ValueRange args) -> SmallVector<Value> {
        RowFold fold = makeFold(inner, at, 0, 1);
        return {fold.finalizeFactor(RowState::unflatten(args.drop_back()))};
      })[0];
}
