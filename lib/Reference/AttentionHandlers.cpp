//===- AttentionHandlers.cpp - attn.attention and attn.partial ------------===//

#include "AttentionData.h"
#include "Plan.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

namespace {
/// Computes the state of every row; what is made of it is the caller's.
template <typename OpTy, typename Real>
class AttentionRun {
public:
  AttentionRun(OpTy op, const AttentionShape &shape, Machine<Real> &machine)
      : op(op), shape(shape), machine(machine), data(op, shape, machine),
        visibility(
            op.getPattern(),
            llvm::map_to_vector(op.getPatternOperands(),
                                [&](Value v) { return machine.getInt(v); })),
        folder(getFold(op.getNormalizer()), op.getNormalizerParams(),
               getAccType(op.getValue()),
               getElementTypeOrSelf(op.getValue().getType()), machine) {}

  LogicalResult bindOperands();
  /// Calls `visit(b, h, i, state)` for all rows in order.
  template <typename Visit>
  LogicalResult run(Visit visit);

  OpTy op;
  AttentionShape shape;
  Machine<Real> &machine;
  AttentionData<Real> data;
  Visibility visibility;
  Folder<Real> folder;

private:
  LogicalResult score(const Row &row, int64_t i, ArrayRef<int64_t> keys,
                      Scorer<Real> &scorer, std::vector<Real> &scores);
  LogicalResult bind(std::optional<Scorer<Real>> &scorer);
  RowState<Real> foldRow(const Row &row, ArrayRef<int64_t> keys,
                         ArrayRef<Real> scores);
  /// For all rows of one head at once.
  template <typename Visit>
  LogicalResult runPlanned(int64_t b, int64_t h, const NormalizerPlan &plan,
                           Visit visit);

  std::optional<Scorer<Real>> scorer, sweepScorer;
  std::vector<int64_t> keys;
};
} // namespace

template <typename OpTy, typename Real>
LogicalResult AttentionRun<OpTy, Real>::bindOperands() {
  if (failed(data.addQuery(op.getQuery())) ||
      failed(data.addKey(op.getKey())) || failed(data.addValue(op.getValue())))
    return failure();
  if (!op.getQuery()) {
    bool isStatic = !ShapedType::isDynamic(shape.numQueries);
    int64_t numQueries = isStatic || !op.getNumQueries()
                             ? shape.numQueries
                             : machine.getInt(op.getNumQueries());
    if (numQueries < 0)
      return op.emitOpError("expected at least 0 queries, got ") << numQueries;
    if (failed(data.setSize(Dim::Q, numQueries)))
      return failure();
    // A batch that only the result has.
    if (!ShapedType::isDynamic(shape.batch) &&
        failed(data.setSize(Dim::B, shape.batch)))
      return failure();
  }
  if (failed(data.setClauses(op.getLengths(), op.getQueryLengths(),
                             op.getQOffset())) ||
      failed(data.checkPatternOperands(op.getPatternOperands())))
    return failure();
  if (failed(bind(scorer)) || failed(bind(sweepScorer)))
    return failure();
  sweepScorer->addUpAnew();
  return success();
}

template <typename OpTy, typename Real>
LogicalResult
AttentionRun<OpTy, Real>::bind(std::optional<Scorer<Real>> &scorer) {
  auto made =
      Scorer<Real>::create(op.getCombine(), op.getScore(), op.getScaleValue(),
                           getAccType(op.getValue()), machine);
  if (failed(made))
    return failure();
  scorer.emplace(std::move(*made));
  scorer->depth = data.size(Dim::D);
  scorer->queryInner = data.query.inner;
  scorer->keyRow = data.key.row;
  scorer->keyInner = data.key.inner;
  return success();
}

template <typename OpTy, typename Real>
LogicalResult AttentionRun<OpTy, Real>::score(const Row &row, int64_t i,
                                              ArrayRef<int64_t> keys,
                                              Scorer<Real> &scorer,
                                              std::vector<Real> &scores) {
  const Cell<Real> *query = nullptr, *key = nullptr;
  if (op.getQuery()) {
    query = data.query.at(row.b, row.h, i);
    key = data.key.at(row.b, data.keyHead(row.h));
  }
  return scorer.run(row, keys, query, key, 0, scores);
}

template <typename OpTy, typename Real>
RowState<Real> AttentionRun<OpTy, Real>::foldRow(const Row &row,
                                                 ArrayRef<int64_t> keys,
                                                 ArrayRef<Real> scores) {
  std::vector<const Cell<Real> *> values;
  for (int64_t k : keys)
    values.push_back(data.value.at(row.b, data.keyHead(row.h), k));
  folder.setRow(row, keys.size());
  RowState<Real> state = folder.makeState(data.size(Dim::E));
  folder.fold(state, keys, scores, values, data.value.inner);
  return state;
}

template <typename OpTy, typename Real>
template <typename Visit>
LogicalResult AttentionRun<OpTy, Real>::runPlanned(int64_t b, int64_t h,
                                                   const NormalizerPlan &plan,
                                                   Visit visit) {
  const Extent &extent = data.getExtent(b);
  std::vector<RowScores<Real>> rows(data.size(Dim::Q));
  auto getRow = [&](int64_t i) { return Row{b, h, i + extent.offset}; };
  for (int64_t i = 0; i < extent.numQueries; ++i) {
    visibility.collect(getRow(i), extent, 0, extent.numKeys, rows[i].keys);
    if (failed(score(getRow(i), i, rows[i].keys, *scorer, rows[i].scores)))
      return failure();
    if (machine.rounds() && failed(score(getRow(i), i, rows[i].keys,
                                         *sweepScorer, rows[i].sweptScores)))
      return failure();
  }
  runPlan<Real>(plan, rows, extent.numKeys, getAccType(op.getValue()), machine);
  for (auto [i, row] : llvm::enumerate(rows)) {
    RowState<Real> state = foldRow(getRow(i), row.keys, row.scores);
    visit(b, h, i, state);
  }
  return success();
}

template <typename OpTy, typename Real>
template <typename Visit>
LogicalResult AttentionRun<OpTy, Real>::run(Visit visit) {
  NormalizerPlan plan = op.getNormalizer().getPlan();
  for (int64_t b = 0; b < data.size(Dim::B); ++b) {
    for (int64_t h = 0; plan.fold && h < shape.heads; ++h)
      if (failed(runPlanned(b, h, plan, visit)))
        return failure();
    const Extent &extent = data.getExtent(b);
    for (int64_t i = 0; !plan.fold && i < data.size(Dim::Q); ++i) {
      for (int64_t h = 0; h < shape.heads; ++h) {
        Row row{b, h, i + extent.offset};
        if (h == 0 || visibility.dependsOnHead()) {
          keys.clear();
          if (i < extent.numQueries)
            visibility.collect(row, extent, 0, extent.numKeys, keys);
        }
        std::vector<Real> scores;
        if (failed(score(row, i, keys, *scorer, scores)))
          return failure();
        RowState<Real> state = foldRow(row, keys, scores);
        visit(b, h, i, state);
      }
    }
  }
  return success();
}

/// The mean of the values of all effective keys.
template <typename Real>
static void writeMean(const AttentionData<Real> &data, int64_t b, int64_t h,
                      Rounding acc, Rounding out, Cell<Real> *to,
                      int64_t inner) {
  int64_t count = data.getExtent(b).numKeys;
  for (int64_t e = 0; e < data.size(Dim::E) && count > 0; ++e) {
    Real sum = 0;
    for (int64_t k = 0; k < count; ++k)
      sum = roundTo(
          acc,
          sum + data.value.at(b, data.keyHead(h), k)[e * data.value.inner].f);
    to[e * inner].f = roundTo(out, sum / count);
  }
}

/// Sizes of a result in the order of its map, with or without e.
template <typename Real>
static SmallVector<int64_t> getResultShape(const AttentionData<Real> &data,
                                           const AttentionShape &shape,
                                           bool withInner) {
  SmallVector<int64_t> sizes;
  for (AffineExpr expr : shape.outputMap.getResults()) {
    Dim dim = Dim(cast<AffineDimExpr>(expr).getPosition());
    if (dim == Dim::E && !withInner)
      continue;
    sizes.push_back(dim == Dim::H ? shape.heads : data.size(dim));
  }
  return sizes;
}

template <typename Real>
static LogicalResult runAttention(AttentionOp op, Machine<Real> &machine) {
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return op.emitOpError("expected operands that fit each other");
  AttentionRun<AttentionOp, Real> run(op, *shape, machine);
  if (failed(run.bindOperands()))
    return failure();
  Datum<Real> output(getResultShape(run.data, *shape, true));
  Datum<Real> lse(getResultShape(run.data, *shape, false));
  AffineMap lseMap =
      shape->outputMap.dropResult(*positionOf(shape->outputMap, Dim::E));
  View<Real> out = makeView(output, shape->outputMap, Dim::Q, Dim::E);
  View<Real> logs = makeView(lse, lseMap, Dim::Q, Dim::E);
  Cell<Real> *outData = output.write(), *logData = lse.write();
  Rounding acc = getRounding(getAccType(op.getValue()), machine.rounds());
  Rounding element = getRounding(op.getOutput().getType(), machine.rounds());
  auto visit = [&](int64_t b, int64_t h, int64_t i, RowState<Real> &state) {
    Cell<Real> *to = outData + (out.at(b, h, i) - out.data);
    run.folder.finalize(state, to, out.inner);
    if (state.m == -INFINITY && op.getEmptyRows() == EmptyRows::Uniform &&
        i < run.data.getExtent(b).numQueries)
      writeMean(run.data, b, h, acc, element, to, out.inner);
    if (op.getLse())
      logData[logs.at(b, h, i) - logs.data].f = run.folder.getLse(state);
  };
  if (failed(run.run(visit)))
    return failure();
  machine.set(op.getOutput(), std::move(output));
  if (op.getLse())
    machine.set(op.getLse(), std::move(lse));
  return success();
}

template <typename Real>
static LogicalResult runPartial(PartialOp op, Machine<Real> &machine) {
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return op.emitOpError("expected operands that fit each other");
  AttentionRun<PartialOp, Real> run(op, *shape, machine);
  if (failed(run.bindOperands()))
    return failure();
  SmallVector<int64_t> rows{run.data.size(Dim::B), shape->heads,
                            run.data.size(Dim::Q)};
  SmallVector<Datum<Real>> scalars(1 + op.getAccumulators().size(),
                                   Datum<Real>(rows));
  for (Datum<Real> &scalar : scalars)
    scalar.write();
  rows.push_back(run.data.size(Dim::E));
  Datum<Real> acc(rows);
  Cell<Real> *out = acc.write();
  auto visit = [&](int64_t b, int64_t h, int64_t i, RowState<Real> &state) {
    int64_t row = (b * rows[1] + h) * rows[2] + i;
    for (auto [e, a] : llvm::enumerate(state.acc))
      out[row * rows[3] + e].f = a;
    scalars[0].write()[row].f = state.m;
    for (auto [n, l] : llvm::enumerate(state.l))
      scalars[1 + n].write()[row].f = l;
  };
  if (failed(run.run(visit)))
    return failure();
  machine.set(op.getAcc(), std::move(acc));
  machine.set(op.getStabilizer(), scalars[0]);
  for (auto [result, scalar] :
       llvm::zip(op.getAccumulators(), ArrayRef(scalars).drop_front()))
    machine.set(result, scalar);
  return success();
}

template <typename Real>
void reference::addAttentionHandlers(Handlers<Real> &handlers) {
  handlers.add(runAttention<Real>);
  handlers.add(runPartial<Real>);
}

template void reference::addAttentionHandlers(Handlers<double> &);
template void reference::addAttentionHandlers(Handlers<long double> &);
