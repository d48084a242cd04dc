//===- AttentionPartHandlers.cpp - scores, normalize, aggregate -----------===//

#include "AttentionData.h"
#include "Plan.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
static LogicalResult runScores(ScoresOp op, Machine<Real> &machine) {
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return op.emitOpError("expected operands that fit each other");
  AttentionData<Real> data(op, *shape, machine);
  if (failed(data.addQuery(op.getQuery())) ||
      failed(data.addKey(op.getKey())) ||
      failed(data.setClauses(Value(), Value(), op.getQOffset())))
    return failure();
  auto scorer =
      Scorer<Real>::create(op.getCombine(), op.getScore(), op.getScaleValue(),
                           getAccType(op.getQuery()), machine);
  if (failed(scorer))
    return failure();
  scorer->depth = data.size(Dim::D);
  scorer->queryInner = data.query.inner;
  scorer->keyRow = data.key.row;
  scorer->keyInner = data.key.inner;
  int64_t numKeys = data.size(Dim::K), numQueries = data.size(Dim::Q);
  auto keys = llvm::to_vector(llvm::seq<int64_t>(0, numKeys));
  Datum<Real> result({data.size(Dim::B), shape->heads, numQueries, numKeys});
  Cell<Real> *out = result.write();
  std::vector<Real> scores;
  for (int64_t b = 0; b < data.size(Dim::B); ++b) {
    for (int64_t h = 0; h < shape->heads; ++h) {
      for (int64_t i = 0; i < numQueries; ++i) {
        Row row{b, h, i + data.getExtent(b).offset};
        if (failed(scorer->run(row, keys, data.query.at(b, h, i),
                               data.key.at(b, data.keyHead(h)), 0, scores)))
          return failure();
        for (Real score : scores)
          (out++)->f = score;
      }
    }
  }
  machine.set(op, std::move(result));
  return success();
}

/// Weights of one row from the scores of its visible pairs.
template <typename Real>
static void normalizeRow(Folder<Real> &folder, const RowScores<Real> &row,
                         Rounding rounding, Cell<Real> *weights,
                         RowState<Real> &state) {
  // A state without vector: the fold gives stabiliser and masses.
  folder.fold(state, row.keys, row.scores,
              std::vector<const Cell<Real> *>(row.keys.size(), nullptr), 0);
  if (state.m == -INFINITY)
    return;
  for (auto [k, score] : llvm::zip(row.keys, row.scores))
    if (!folder.drops(score))
      weights[k].f = roundTo(rounding, folder.finalWeight(state, k, score));
}

/// The visible pairs of each row of one batch entry and head.
template <typename Real>
static std::vector<RowScores<Real>>
collectRows(const Visibility &visibility, const Extent &extent, int64_t b,
            int64_t h, const Cell<Real> *scores, ArrayRef<int64_t> sizes) {
  std::vector<RowScores<Real>> rows(sizes[2]);
  for (auto [i, row] : llvm::enumerate(rows)) {
    visibility.collect({b, h, int64_t(i) + extent.offset}, extent, 0,
                       extent.numKeys, row.keys);
    for (int64_t k : row.keys)
      row.scores.push_back(scores[i * sizes[3] + k].f);
  }
  return rows;
}

template <typename Real>
static LogicalResult runNormalize(NormalizeOp op, Machine<Real> &machine) {
  AttentionData<Real> data(op, AttentionShape(), machine);
  if (failed(data.addPairs(op.getScores())) ||
      failed(data.setClauses(op.getLengths(), Value(), op.getQOffset())) ||
      failed(data.checkPatternOperands(op.getPatternOperands())))
    return failure();
  Type accType = getElementTypeOrSelf(op.getScores().getType());
  Rounding rounding = getRounding(accType, machine.rounds());
  Visibility visibility(
      op.getPattern(),
      llvm::map_to_vector(op.getPatternOperands(),
                          [&](Value v) { return machine.getInt(v); }));
  Folder<Real> folder(getFold(op.getNormalizer()), op.getNormalizerParams(),
                      accType, accType, machine);
  NormalizerPlan plan = op.getNormalizer().getPlan();
  ArrayRef<int64_t> sizes = machine.get(op.getScores()).getShape();
  Datum<Real> weights(sizes), lse(sizes.drop_back());
  const Cell<Real> *scores = machine.get(op.getScores()).data();
  Cell<Real> *out = weights.write(), *logs = lse.write();
  for (int64_t n = 0; n < sizes[0] * sizes[1]; ++n) {
    int64_t b = n / sizes[1], h = n % sizes[1];
    const Extent &extent = data.getExtent(b);
    std::vector<RowScores<Real>> rows =
        collectRows(visibility, extent, b, h,
                    scores + n * sizes[2] * sizes[3], sizes);
    if (plan.fold)
      runPlan<Real>(plan, rows, extent.numKeys, accType, machine);
    for (auto [i, row] : llvm::enumerate(rows)) {
      int64_t index = n * sizes[2] + int64_t(i);
      folder.setRow({b, h, int64_t(i) + extent.offset}, row.keys.size());
      RowState<Real> state = folder.makeState(0);
      Cell<Real> *rowOut = out + index * sizes[3];
      normalizeRow(folder, row, rounding, rowOut, state);
      if (state.m == -INFINITY && op.getEmptyRows() == EmptyRows::Uniform)
        for (int64_t k = 0; k < extent.numKeys; ++k)
          rowOut[k].f = roundTo(rounding, Real(1) / extent.numKeys);
      if (op.getLse())
        logs[index].f = folder.getLse(state);
    }
  }
  machine.set(op.getWeights(), std::move(weights));
  if (op.getLse())
    machine.set(op.getLse(), std::move(lse));
  return success();
}

/// Maps and head counts of an aggregate; its sizes come with the operands.
static AttentionShape getShape(AggregateOp op) {
  AttentionShape shape;
  auto value = cast<RankedTensorType>(op.getValue().getType());
  auto output = cast<RankedTensorType>(op.getOutput().getType());
  if (ArrayAttr maps = op.getIndexingMapsAttr()) {
    shape.valueMap = cast<AffineMapAttr>(maps[0]).getValue();
    shape.outputMap = cast<AffineMapAttr>(maps[1]).getValue();
  } else {
    MLIRContext *context = op.getContext();
    shape.valueMap = defaultMap(context, value.getRank(), Dim::K, Dim::E);
    shape.outputMap = defaultMap(context, output.getRank(), Dim::Q, Dim::E);
  }
  shape.keyHeads = sizeOf(value, shape.valueMap, Dim::H, 1);
  shape.heads = sizeOf(output, shape.outputMap, Dim::H, 1);
  return shape;
}

template <typename Real>
static LogicalResult runAggregate(AggregateOp op, Machine<Real> &machine) {
  AttentionShape shape = getShape(op);
  AttentionData<Real> data(op, shape, machine);
  if (failed(data.addPairs(op.getWeights())) ||
      failed(data.addValue(op.getValue())))
    return failure();
  SmallVector<int64_t> sizes;
  for (AffineExpr expr : shape.outputMap.getResults())
    sizes.push_back(data.size(Dim(cast<AffineDimExpr>(expr).getPosition())));
  Datum<Real> result(sizes);
  Cell<Real> *out = result.write();
  View<Real> view = makeView(result, shape.outputMap, Dim::Q, Dim::E);
  Rounding acc = getRounding(op.getWeights().getType(), machine.rounds());
  Rounding element = getRounding(op.getOutput().getType(), machine.rounds());
  const Cell<Real> *weights = machine.get(op.getWeights()).data();
  ArrayRef<int64_t> pairs = machine.get(op.getWeights()).getShape();
  SmallVector<int64_t> index(3, 0);
  int64_t count = product(pairs.drop_back());
  std::vector<Real> sums(data.size(Dim::E));
  for (int64_t n = 0; n < count; ++n, advance(index, pairs.drop_back())) {
    std::fill(sums.begin(), sums.end(), 0);
    for (int64_t k = 0; k < pairs[3]; ++k) {
      Real weight = roundTo(element, weights[n * pairs[3] + k].f);
      if (weights[n * pairs[3] + k].f == 0)
        continue;
      const Cell<Real> *value =
          data.value.at(index[0], data.keyHead(index[1]), k);
      for (auto [e, sum] : llvm::enumerate(sums))
        sum = roundTo(
            acc, sum + roundTo(acc, weight * value[e * data.value.inner].f));
    }
    Cell<Real> *to = out + (view.at(index[0], index[1], index[2]) - view.data);
    for (auto [e, sum] : llvm::enumerate(sums))
      to[e * view.inner].f = roundTo(element, sum);
  }
  machine.set(op, std::move(result));
  return success();
}

template <typename Real>
void reference::addAttentionPartHandlers(Handlers<Real> &handlers) {
  handlers.add(runScores<Real>);
  handlers.add(runNormalize<Real>);
  handlers.add(runAggregate<Real>);
}

template void reference::addAttentionPartHandlers(Handlers<double> &);
template void reference::addAttentionPartHandlers(Handlers<long double> &);
