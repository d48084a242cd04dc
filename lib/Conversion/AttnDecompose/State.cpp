//===- State.cpp - attn.merge and graph-level attn.finalize ---------------===//

#include "../RegionInliner.h"
#include "../RowFold.h"
#include "DenseLoops.h"
#include "Patterns.h"
#include "RowParameters.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::attn;

// The loops of a vector accumulator of `rank` with whole heads.
static SmallVector<Loop> accumulatorLoops(int64_t rank) {
  SmallVector<Loop> loops = {Loop::Batch, kHeadLoop, Loop::Query, Loop::Inner};
  return SmallVector<Loop>(ArrayRef(loops).take_back(rank));
}

static SmallVector<LoopOperand> withLoops(ValueRange tensors,
                                          ArrayRef<Loop> loops) {
  return llvm::map_to_vector(tensors, [&](Value tensor) {
    return LoopOperand{tensor, SmallVector<Loop>(loops)};
  });
}

//===----------------------------------------------------------------------===//
// merge
//===----------------------------------------------------------------------===//

// Where a state holds one pair: the state to take, then the factors on the
// vector accumulators of both sides.
static SmallVector<Value> selectSide(RowFold &fold, const RowState &lhs,
                                     const RowState &rhs) {
  Value right =
      fold.comesBefore(rhs.stabilizer, rhs.accumulators[0], lhs);
  Value zero = fold.constant(0.0), one = fold.constant(1.0);
  return {fold.select(right, rhs.stabilizer, lhs.stabilizer),
          fold.select(right, rhs.accumulators[0], lhs.accumulators[0]),
          fold.select(right, zero, one), fold.select(right, one, zero)};
}

// Stabiliser and accumulators of the joined state, then the factors on the
// vector accumulators of both sides. The factor of an empty side is 0.
static SmallVector<Value> mergeRow(OpBuilder &b, Location loc, MergeOp op,
                                   const RowState &lhs, const RowState &rhs) {
  auto type = cast<FloatType>(lhs.stabilizer.getType());
  RowFold fold(b, loc, op.getNormalizer(), type, {});
  if (fold.selectsKey())
    return selectSide(fold, lhs, rhs);
  Value stabilizer =
      arith::MaximumFOp::create(b, loc, lhs.stabilizer, rhs.stabilizer);
  auto factorOf = [&](const RowState &side) {
    return fold.select(fold.hasSeen(side.stabilizer),
                       fold.rescale(side.stabilizer, stabilizer),
                       fold.constant(0.0));
  };
  Value left = factorOf(lhs), right = factorOf(rhs);
  SmallVector<Value> results = {stabilizer};
  for (auto [x, y] : llvm::zip(lhs.accumulators, rhs.accumulators))
    results.push_back(fold.add(fold.mul(x, left), fold.mul(y, right)));
  results.append({left, right});
  return results;
}

template <>
LogicalResult
Decompose<MergeOp>::matchAndRewrite(MergeOp op,
                                    PatternRewriter &rewriter) const {
  Location loc = op.getLoc();
  auto accType = cast<RankedTensorType>(op.getLhs()[0].getType());
  if (accType.getRank() > 4)
    return rewriter.notifyMatchFailure(op, "a state of more than rank 4");
  SmallVector<Loop> inner = accumulatorLoops(accType.getRank());
  ArrayRef<Loop> rows = ArrayRef(inner).drop_back();
  unsigned numScalars = op.getLhs().size() - 1;

  SmallVector<LoopOperand> scalars = withLoops(op.getLhs().drop_front(), rows);
  llvm::append_range(scalars, withLoops(op.getRhs().drop_front(), rows));
  SmallVector<LoopOperand> outputs(
      numScalars + 2, makeTensor(rewriter, loc, accType.getElementType(), rows,
                                 scalars, std::nullopt));
  SmallVector<Value> merged =
      buildDense(rewriter, loc, scalars, outputs,
                 [&](OpBuilder &b, Location bodyLoc, const LoopIndices &,
                     ValueRange args) {
                   auto side = [&](unsigned first) {
                     return RowState::unflatten(args.slice(first, numScalars));
                   };
                   return mergeRow(b, bodyLoc, op, side(0), side(numScalars));
                 });

  SmallVector<LoopOperand> inputs =
      withLoops({op.getLhs()[0], op.getRhs()[0]}, inner);
  llvm::append_range(inputs, withLoops(ValueRange(merged).take_back(2), rows));
  LoopOperand output = makeTensor(rewriter, loc, accType.getElementType(),
                                  inner, inputs, std::nullopt);
  Value acc = buildDense(
      rewriter, loc, inputs, output,
      [](OpBuilder &b, Location bodyLoc, const LoopIndices &,
         ValueRange args) -> SmallVector<Value> {
        Value left = arith::MulFOp::create(b, bodyLoc, args[0], args[2]);
        Value right = arith::MulFOp::create(b, bodyLoc, args[1], args[3]);
        return {arith::AddFOp::create(b, bodyLoc, left, right)};
      })[0];
  SmallVector<Value> results = {acc};
  llvm::append_range(results, ValueRange(merged).take_front(numScalars));
  for (auto [result, old] : llvm::zip(results, op->getResults()))
    result = castTo(rewriter, loc, result, old.getType());
  rewriter.replaceOp(op, results);
  return success();
}

//===----------------------------------------------------------------------===//
// finalize
//===----------------------------------------------------------------------===//

// The factor on the accumulator and, where asked for, the log-sum-exp.
static SmallVector<Value> finalizeRows(OpBuilder &builder, FinalizeOp op,
                                       ArrayRef<Loop> rows) {
  Location loc = op.getLoc();
  auto type = cast<FloatType>(getElementTypeOrSelf(op.getAcc().getType()));
  SmallVector<Value> scalars = {op.getStabilizer()};
  llvm::append_range(scalars, op.getAccumulators());
  SmallVector<LoopOperand> inputs = withLoops(scalars, rows);
  SmallVector<LoopOperand> outputs = {
      makeTensor(builder, loc, type, rows, inputs, std::nullopt)};
  if (op.getLse())
    outputs.push_back({op.getLse(), SmallVector<Loop>(rows)});
  auto body = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &indices,
                  ValueRange args) {
    Value head = indices.get(kHeadLoop);
    if (op.getHead())
      head = arith::AddIOp::create(b, bodyLoc, op.getHead(), head);
    RowFold fold(b, bodyLoc, op.getNormalizer(), type,
                 extractParameters(b, bodyLoc, op.getNormalizerParams(), head));
    RowState state = RowState::unflatten(args.take_front(scalars.size()));
    SmallVector<Value> values = {fold.finalizeFactor(state)};
    if (op.getLse())
      values.push_back(fold.lse(state));
    return values;
  };
  return buildDense(builder, loc, inputs, outputs, body);
}

template <>
LogicalResult
Decompose<FinalizeOp>::matchAndRewrite(FinalizeOp op,
                                       PatternRewriter &rewriter) const {
  auto accType = dyn_cast<RankedTensorType>(op.getAcc().getType());
  if (!accType || accType.getRank() != 4)
    return rewriter.notifyMatchFailure(op, "belongs to a tile");
  Location loc = op.getLoc();
  SmallVector<Loop> inner = accumulatorLoops(4);
  ArrayRef<Loop> rows = ArrayRef(inner).drop_back();
  SmallVector<Value> results = finalizeRows(rewriter, op, rows);
  Type outputType = getElementTypeOrSelf(op.getOutput().getType());
  SmallVector<LoopOperand> inputs = {{op.getAcc(), inner},
                                     {results[0], SmallVector<Loop>(rows)}};
  LoopOperand output{op.getOutput(), inner};
  results[0] =
      buildDense(rewriter, loc, inputs, output,
                 [&](OpBuilder &b, Location bodyLoc, const LoopIndices &,
                     ValueRange args) -> SmallVector<Value> {
                   Value value =
                       arith::MulFOp::create(b, bodyLoc, args[0], args[1]);
                   return {narrow(b, bodyLoc, value, outputType)};
                 })[0];
  rewriter.replaceOp(op, results);
  return success();
}
