//===- TileHandlers.cpp - attn.online_attention and online_aggregate ------===//

#include "AttentionStates.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

/// The state operands of a tile op: acc, m, accumulators.
template <typename OpTy, typename Real>
static StateTensors<Real> readState(OpTy op, const Machine<Real> &machine) {
  SmallVector<Value> operands{op.getAcc(), op.getStabilizer()};
  llvm::append_range(operands, op.getAccumulators());
  return StateTensors<Real>::read(operands, machine);
}

namespace {
/// One online_attention: its operands and what it reads them with.
template <typename Real>
class TileRun {
public:
  TileRun(OnlineAttentionOp op, Machine<Real> &machine)
      : op(op), machine(machine),
        visibility(
            op.getPattern(),
            llvm::map_to_vector(op.getPatternOperands(),
                                [&](Value v) { return machine.getInt(v); })),
        folder(op.getNormalizer(), op.getNormalizerParams(), op.getAccType(),
               getElementTypeOrSelf(op.getValue().getType()), machine),
        states(readState<OnlineAttentionOp, Real>(op, machine)) {}
  LogicalResult run();

private:
  LogicalResult bind();
  int64_t countVisibleKeys(const Row &row);
  LogicalResult collectKeys(const Row &row, std::vector<int64_t> &keys);
  LogicalResult foldRow(int64_t h, int64_t i);

  OnlineAttentionOp op;
  Machine<Real> &machine;
  Visibility visibility;
  Folder<Real> folder;
  StateTensors<Real> states;
  std::optional<Scorer<Real>> scorer;
  View<Real> query, key, value;
  int64_t firstKey = 0, numKeys = 0, group = 1;
  Extent extent;
};
} // namespace

template <typename Real>
LogicalResult TileRun<Real>::bind() {
  if (op->getNumResults() == 0)
    return op.emitOpError("expected tensors, got buffers");
  auto made = Scorer<Real>::create(op.getCombine(), op.getScore(),
                                   op.getScale().convertToDouble(),
                                   op.getAccType(), machine);
  if (failed(made) || failed(states.check(op)))
    return failure();
  scorer.emplace(std::move(*made));
  const Datum<Real> &values = machine.get(op.getValue());
  value = makeTileView(values);
  numKeys = values.getShape()[1];
  firstKey = machine.getInt(op.getKeyStart());
  extent = {machine.getInt(op.getSizes()[0]), machine.getInt(op.getSizes()[1]),
            machine.getInt(op.getSizes()[2])};
  int64_t heads = states.getShape()[0], keyHeads = values.getShape()[0];
  if (keyHeads == 0 || heads % keyHeads != 0)
    return op.emitOpError("expected the query head count to be a multiple of "
                          "the key head count, got ")
           << heads << " and " << keyHeads;
  group = heads / keyHeads;
  if (!op.hasQueryKey())
    return success();
  query = makeTileView(machine.get(op.getQuery()));
  key = makeTileView(machine.get(op.getKey()));
  scorer->depth = machine.get(op.getQuery()).getShape()[2];
  scorer->queryInner = query.inner;
  scorer->keyRow = key.row;
  scorer->keyInner = key.inner;
  return success();
}

template <typename Real>
LogicalResult TileRun<Real>::collectKeys(const Row &row,
                                         std::vector<int64_t> &keys) {
  for (unsigned r = 0; r < op.getNumRanges(); ++r) {
    int64_t lower = machine.getInt(op.getRangeLower(r));
    int64_t upper = machine.getInt(op.getRangeUpper(r));
    if (lower < upper && (lower < firstKey || upper > firstKey + numKeys))
      return op.emitOpError("expected range ")
             << r << " within the keys [" << firstKey << ", "
             << firstKey + numKeys << "), got [" << lower << ", " << upper
             << ")";
    if (op.getRangeKind(r) == RangeKind::Partial) {
      visibility.collect(row, extent, lower, upper, keys);
      continue;
    }
    for (int64_t k = lower; k < upper; ++k)
      keys.push_back(k);
  }
  return success();
}

// Over all keys of the batch entry; 0 where the normaliser does not ask.
template <typename Real>
int64_t TileRun<Real>::countVisibleKeys(const Row &row) {
  std::vector<int64_t> keys;
  if (op.getNormalizer().getRowContext().visibleKeys)
    visibility.collect(row, extent, 0, extent.numKeys, keys);
  return keys.size();
}

template <typename Real>
LogicalResult TileRun<Real>::foldRow(int64_t h, int64_t i) {
  Row row{machine.getInt(op.getBatch()), machine.getInt(op.getHead()) + h,
          machine.getInt(op.getQueryStart()) + i};
  std::vector<int64_t> keys;
  if (failed(collectKeys(row, keys)))
    return failure();
  std::vector<Real> scores;
  const Cell<Real> *queryRow = op.hasQueryKey() ? query.at(0, h, i) : nullptr;
  const Cell<Real> *keyRows = op.hasQueryKey() ? key.at(0, h / group) : nullptr;
  if (failed(scorer->run(row, keys, queryRow, keyRows, firstKey, scores)))
    return failure();
  std::vector<const Cell<Real> *> values;
  for (int64_t k : keys)
    values.push_back(value.at(0, h / group, k - firstKey));
  folder.setRow(row, countVisibleKeys(row));
  int64_t number = h * states.getShape()[1] + i;
  RowState<Real> state = states.get(number);
  folder.fold(state, keys, scores, values, value.inner);
  states.set(number, state);
  return success();
}

template <typename Real>
LogicalResult TileRun<Real>::run() {
  if (failed(bind()))
    return failure();
  for (int64_t h = 0; h < states.getShape()[0]; ++h)
    for (int64_t i = 0; i < states.getShape()[1]; ++i)
      if (failed(foldRow(h, i)))
        return failure();
  for (auto [result, tensor] : llvm::zip(op->getResults(), states.get()))
    machine.set(result, tensor);
  return success();
}

template <typename Real>
static LogicalResult runOnlineAttention(OnlineAttentionOp op,
                                        Machine<Real> &machine) {
  return TileRun<Real>(op, machine).run();
}

template <typename Real>
static LogicalResult runOnlineAggregate(OnlineAggregateOp op,
                                        Machine<Real> &machine) {
  if (op->getNumResults() == 0)
    return op.emitOpError("expected tensors, got buffers");
  auto states = readState<OnlineAggregateOp, Real>(op, machine);
  if (failed(states.check(op)))
    return failure();
  Folder<Real> folder(op.getNormalizer(), op.getNormalizerParams(),
                      getElementTypeOrSelf(op.getAcc().getType()),
                      getElementTypeOrSelf(op.getValue().getType()), machine);
  const Datum<Real> &scores = machine.get(op.getScores());
  const Datum<Real> &values = machine.get(op.getValue());
  View<Real> view = makeTileView(values);
  int64_t heads = scores.getShape()[0], keyHeads = values.getShape()[0];
  int64_t numKeys = scores.getShape()[2];
  if (keyHeads == 0 || heads % keyHeads != 0 ||
      values.getShape()[1] != numKeys ||
      scores.getShape().drop_back() != states.getShape().drop_back())
    return op.emitOpError("expected scores, values and state that fit each "
                          "other, got shapes [")
           << scores.getShape() << "], [" << values.getShape() << "] and ["
           << states.getShape() << "]";
  for (int64_t row = 0; row < states.getNumRows(); ++row) {
    std::vector<int64_t> keys;
    std::vector<Real> seen;
    std::vector<const Cell<Real> *> rows;
    int64_t h = states.getHead(row);
    for (int64_t k = 0; k < numKeys; ++k) {
      Real score = scores.data()[row * numKeys + k].f;
      // An excluded pair, whatever the normaliser makes of -inf.
      if (score == -INFINITY)
        continue;
      keys.push_back(machine.getInt(op.getCoordinates()[3]) + k);
      seen.push_back(score);
      rows.push_back(view.at(0, h / (heads / keyHeads), k));
    }
    int64_t tileRow = row % states.getShape()[1];
    folder.setRow({machine.getInt(op.getCoordinates()[0]),
                   machine.getInt(op.getHead()) + h,
                   machine.getInt(op.getCoordinates()[2]) + tileRow},
                  /*visibleKeys=*/0);
    RowState<Real> state = states.get(row);
    folder.fold(state, keys, seen, rows, view.inner);
    states.set(row, state);
  }
  for (auto [result, tensor] : llvm::zip(op->getResults(), states.get()))
    machine.set(result, tensor);
  return success();
}

template <typename Real>
void reference::addTileHandlers(Handlers<Real> &handlers) {
  handlers.add(runOnlineAttention<Real>);
  handlers.add(runOnlineAggregate<Real>);
}

template void reference::addTileHandlers(Handlers<double> &);
template void reference::addTileHandlers(Handlers<long double> &);
