//===- TileContinue.cpp - a partial that goes on from another state -------===//
//
// Where a partial is merged with another state and finalised, its tasks begin
// with their rows of that state instead of an empty one and finalise them: the
// partial's own state is never in memory as a whole.
//
//===----------------------------------------------------------------------===//

#include "Tiler.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

namespace {
// What becomes of a partial's state.
struct Continuation {
  MergeOp merge;
  FinalizeOp finalize;
  // The state it is merged with, and how each of its tensors splits into the
  // dimensions that the partial's results have before they are put back.
  SmallVector<Value> state;
  SmallVector<tensor::CollapseShapeOp> merged;
};
} // namespace

static Operation *onlyUser(Value value) {
  return value.hasOneUse() ? *value.user_begin() : nullptr;
}

// The finalisation of all of `state`, which has no parameters.
static FinalizeOp findFinalize(ValueRange state) {
  auto finalize = dyn_cast_or_null<FinalizeOp>(onlyUser(state[0]));
  if (!finalize || !finalize.getNormalizerParams().empty())
    return {};
  SmallVector<Value> wanted = {finalize.getAcc(), finalize.getStabilizer()};
  llvm::append_range(wanted, finalize.getAccumulators());
  if (!llvm::equal(state, wanted) ||
      !llvm::all_of(state, [](Value value) { return value.hasOneUse(); }))
    return {};
  return finalize;
}

// `ends` are what the partial's results are put back into.
static std::optional<Continuation> findContinuation(ArrayRef<Value> ends) {
  Continuation next;
  SmallVector<Value> own;
  for (Value end : ends) {
    auto merged = dyn_cast_or_null<tensor::CollapseShapeOp>(onlyUser(end));
    next.merged.push_back(merged);
    own.push_back(merged ? merged.getResult() : end);
  }
  next.merge = dyn_cast_or_null<MergeOp>(onlyUser(own[0]));
  if (!next.merge ||
      !llvm::all_of(own, [](Value value) { return value.hasOneUse(); }))
    return std::nullopt;
  bool isRight = llvm::equal(next.merge.getRhs(), own);
  if (!isRight && !llvm::equal(next.merge.getLhs(), own))
    return std::nullopt;
  llvm::append_range(next.state,
                     isRight ? next.merge.getLhs() : next.merge.getRhs());
  next.finalize = findFinalize(next.merge->getResults());
  if (!next.finalize)
    return std::nullopt;
  return next;
}

// A copy of the current rows of `whole`, one tensor of a state.
Value Tiler::copyState(const TileOutput &output, Value whole,
                       const TileBox &box) {
  BoxPlan::Part part = getPart(output, box);
  if (output.plan && !output.plan->isStrided())
    return output.plan->gather(
        b, loc, whole, part, output.plan->makeTile(b, loc, output.element));
  Value rowsOfWhole =
      output.plan ? output.plan->slice(b, loc, whole, part)
                  : extractTile(b, loc, whole, output.map, Dim::Q, box,
                                output.inner);
  std::optional<int64_t> inner;
  if (output.inner)
    inner = clauses.shape.valueDim;
  return linalg::CopyOp::create(b, loc, rowsOfWhole,
                                makeRows(output.element, inner, rows))
      ->getResult(0);
}

// Tiles the partial together with the merge and the finalisation that its state
// goes to, if it goes nowhere else.
bool Tiler::tileContinued(ArrayRef<TileOutput> outputs) {
  if (keySplit > 1 || clauses.queryLengths ||
      !clauses.normalizerParams.empty())
    return false;
  SmallVector<Value> ends;
  for (auto [output, result] : llvm::zip(outputs, clauses.op->getResults()))
    ends.push_back(output.plan ? output.target : result);
  std::optional<Continuation> next = findContinuation(ends);
  if (!next)
    return false;
  FinalizeOp finalize = next->finalize;
  b.setInsertionPoint(finalize);
  SmallVector<Value> states;
  for (auto [state, merged] : llvm::zip(next->state, next->merged))
    states.push_back(merged ? tensor::ExpandShapeOp::create(
                                  b, loc, merged.getSrcType(), state,
                                  merged.getReassociationIndices())
                                  .getResult()
                            : state);
  // The output lies like the accumulator, the log-sum-exp like the stabiliser.
  SmallVector<TileOutput> finals = {outputs[0]};
  finals[0].element = getElementTypeOrSelf(finalize.getOutput().getType());
  if (finalize.getLse())
    finals.push_back(outputs[1]);
  auto body = [&](ArrayRef<Value> tiles) {
    TileBox box = queryBox(rows);
    TileState state;
    SmallVector<Value> copies;
    for (auto [output, whole] : llvm::zip(outputs, states))
      copies.push_back(copyState(output, whole, box));
    state = fold({copies[0], copies[1],
                  SmallVector<Value>(ArrayRef(copies).drop_front(2))},
                 rows);
    Value lse = tiles.size() > 1 ? tiles[1] : Value();
    SmallVector<Value> results = {
        this->finalize(state, tiles[0], lse ? &lse : nullptr)};
    if (lse)
      results.push_back(lse);
    return results;
  };
  SmallVector<Value> results = runTasks(finals, body);
  for (auto [result, merged] : llvm::zip(results, next->merged))
    if (merged)
      result = tensor::CollapseShapeOp::create(
          b, loc, result, merged.getReassociationIndices());
  b.replaceOp(finalize, results);
  b.eraseOp(next->merge);
  for (tensor::CollapseShapeOp merged : next->merged)
    if (merged)
      b.eraseOp(merged);
  eraseResults(outputs);
  b.eraseOp(clauses.op);
  return true;
}
