//===- StatisticsHandlers.cpp - attn.statistics ---------------------------===//

#include "AttentionData.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

namespace {
/// The statistics as tensors (b, h, q), (b, h, k) and (b, h, q, k); those that
/// are not asked for stay empty.
template <typename Real>
class StatisticsRun {
public:
  StatisticsRun(StatisticsOp op, const AttentionShape &shape,
                Machine<Real> &machine)
      : op(op), shape(shape), machine(machine), data(op, shape, machine),
        visibility(
            op.getPattern(),
            llvm::map_to_vector(op.getPatternOperands(),
                                [&](Value v) { return machine.getInt(v); })),
        folder(op.getNormalizer(), op.getNormalizerParams(), op.getAccType(),
               op.getAccType(), machine),
        rounding(getRounding(op.getAccType(), machine.rounds())) {}

  LogicalResult run();

private:
  LogicalResult bindOperands();
  LogicalResult addRow(int64_t b, int64_t h, int64_t i);
  Cell<Real> *at(Statistic kind, int64_t index) {
    Cell<Real> *cells = outputs[unsigned(kind)];
    return cells ? cells + index : nullptr;
  }

  StatisticsOp op;
  AttentionShape shape;
  Machine<Real> &machine;
  AttentionData<Real> data;
  Visibility visibility;
  Folder<Real> folder;
  Rounding rounding;
  std::optional<Scorer<Real>> scorer;
  Cell<Real> *outputs[3] = {};
};
} // namespace

template <typename Real>
LogicalResult StatisticsRun<Real>::bindOperands() {
  if (failed(data.addQuery(op.getQuery())) ||
      failed(data.addKey(op.getKey())) ||
      failed(data.setClauses(op.getLengths(), op.getQueryLengths(),
                             op.getQOffset())) ||
      failed(data.checkPatternOperands(op.getPatternOperands())))
    return failure();
  auto made =
      Scorer<Real>::create(op.getCombine(), op.getScore(), op.getScaleValue(),
                           op.getAccType(), machine);
  if (failed(made))
    return failure();
  scorer.emplace(std::move(*made));
  scorer->addUpAnew();
  scorer->depth = data.size(Dim::D);
  scorer->queryInner = data.query.inner;
  scorer->keyRow = data.key.row;
  scorer->keyInner = data.key.inner;
  if (!op.getLse())
    return success();
  SmallVector<int64_t> rows{data.size(Dim::B), shape.heads, data.size(Dim::Q)};
  ArrayRef<int64_t> found = machine.get(op.getLse()).getShape();
  if (found != ArrayRef<int64_t>(rows))
    return op.emitOpError("expected a log-sum-exp of rows [")
           << ArrayRef<int64_t>(rows) << "], got [" << found << "]";
  return success();
}

template <typename Real>
LogicalResult StatisticsRun<Real>::addRow(int64_t b, int64_t h, int64_t i) {
  const Extent &extent = data.getExtent(b);
  int64_t number = (b * shape.heads + h) * data.size(Dim::Q) + i;
  Real m = op.getLse() ? machine.get(op.getLse()).data()[number].f : Real(0);
  if (m == -INFINITY || i >= extent.numQueries)
    return success();
  Row row{b, h, i + extent.offset};
  std::vector<int64_t> keys;
  visibility.collect(row, extent, 0, extent.numKeys, keys);
  std::vector<Real> scores;
  if (failed(scorer->run(row, keys, data.query.at(b, h, i),
                         data.key.at(b, data.keyHead(h)), 0, scores)))
    return failure();
  folder.setRow(row, keys.size());
  int64_t numKeys = data.size(Dim::K);
  Cell<Real> *entropy = at(Statistic::Entropy, number);
  Cell<Real> *mass =
      at(Statistic::ColumnMass, (b * shape.heads + h) * numKeys);
  Cell<Real> *weights = at(Statistic::Weights, number * numKeys);
  for (auto [k, score] : llvm::zip(keys, scores)) {
    if (folder.drops(score))
      continue;
    Real w = folder.weight(score, m);
    if (weights)
      weights[k].f = w;
    if (mass)
      mass[k].f = roundTo(rounding, mass[k].f + w);
    if (entropy && w != 0)
      entropy->f = roundTo(
          rounding, entropy->f - roundTo(rounding, w * std::log(w)));
  }
  return success();
}

template <typename Real>
LogicalResult StatisticsRun<Real>::run() {
  if (failed(bindOperands()))
    return failure();
  int64_t batch = data.size(Dim::B), numQueries = data.size(Dim::Q);
  SmallVector<Datum<Real>> results;
  for (int32_t kind : op.getKinds()) {
    SmallVector<int64_t> sizes{batch, shape.heads};
    if (Statistic(kind) != Statistic::ColumnMass)
      sizes.push_back(numQueries);
    if (Statistic(kind) != Statistic::Entropy)
      sizes.push_back(data.size(Dim::K));
    results.emplace_back(sizes);
  }
  for (auto [kind, result] : llvm::zip(op.getKinds(), results))
    outputs[kind] = result.write();
  for (int64_t b = 0; b < batch; ++b)
    for (int64_t h = 0; h < shape.heads; ++h)
      for (int64_t i = 0; i < numQueries; ++i)
        if (failed(addRow(b, h, i)))
          return failure();
  for (auto [value, result] : llvm::zip(op.getStatistics(), results))
    machine.set(value, std::move(result));
  return success();
}

template <typename Real>
static LogicalResult runStatistics(StatisticsOp op, Machine<Real> &machine) {
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return op.emitOpError("expected operands that fit each other");
  return StatisticsRun<Real>(op, *shape, machine).run();
}

template <typename Real>
void reference::addStatisticsHandlers(Handlers<Real> &handlers) {
  handlers.add(runStatistics<Real>);
}

template void reference::addStatisticsHandlers(Handlers<double> &);
template void reference::addStatisticsHandlers(Handlers<long double> &);
