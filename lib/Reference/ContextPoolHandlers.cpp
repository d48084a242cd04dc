//===- ContextPoolHandlers.cpp - attn.context_pool ------------------------===//
//
// lint: names: the op is by definition a softmax.
//
//===----------------------------------------------------------------------===//

#include "AttentionData.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
static Real softplus(Real x) {
  Real above = x > 0 ? x : std::isnan(x) ? x : Real(0);
  return above + std::log1p(std::exp(-std::fabs(x)));
}

/// ln of the weight; of softmax without what all tokens share.
template <typename Real>
static Real getLogWeight(PoolWeightAct act, Real logit) {
  switch (act) {
  case PoolWeightAct::Sigmoid:
    // Without overflow on either side.
    return -softplus(-logit);
  case PoolWeightAct::Exp:
  case PoolWeightAct::Softmax:
    return logit;
  case PoolWeightAct::Softplus:
    // Far below 0 softplus is exp.
    return logit < -50 ? logit : std::log(softplus(logit));
  case PoolWeightAct::Relu:
    return logit <= 0 ? -INFINITY : std::log(logit);
  }
  return logit;
}

template <typename Real>
static Real getSize(PoolSizeAct act, Real logit) {
  switch (act) {
  case PoolSizeAct::Sigmoid:
    return 1 / (1 + std::exp(-logit));
  case PoolSizeAct::Softplus:
    return softplus(logit);
  case PoolSizeAct::Identity:
    return logit;
  case PoolSizeAct::Exp:
    return std::exp(logit);
  }
  return logit;
}

namespace {
/// The tokens of one batch entry in one group, row after row.
template <typename Real>
class Pool {
public:
  Pool(ContextPoolOp op, Machine<Real> &machine)
      : op(op), input(machine.get(op.getInput())),
        weights(machine.get(op.getWeightLogits())),
        sizes(machine.get(op.getSizeLogits())),
        acc(getRounding(getAccType(op.getInput()), machine.rounds())),
        element(getRounding(getElementTypeOrSelf(op.getInput().getType()),
                            machine.rounds())),
        // lint: names: pooling is a softmax by definition.
        folder(SoftmaxNormalizerAttr::get(op.getContext()), ValueRange(),
               getAccType(op.getInput()),
               getElementTypeOrSelf(op.getInput().getType()), machine),
        groups(op.getGroups()), channels(input.getShape().back() / groups) {
    llvm::append_range(axes, input.getShape().drop_front().drop_back());
    if (std::optional<APFloat> radius = op.getRadius())
      limit = std::pow(Real(radius->convertToDouble()), 2) *
              Real(ContextPoolOp::radiusSlack);
    tokens = 1;
    for (int64_t extent : axes)
      tokens *= extent;
  }

  int64_t getTokens() const { return tokens; }
  int64_t getGroups() const { return groups; }
  void enter(int64_t batch, int64_t group, int64_t length);
  void run(int64_t i, Cell<Real> *out);

private:
  int64_t at(int64_t token) const {
    return (first + token) * groups + group;
  }
  bool score(int64_t i, int64_t j, ArrayRef<Real> sigmas, Real &result) const;

  ContextPoolOp op;
  const Datum<Real> &input, &weights, &sizes;
  Rounding acc, element;
  Folder<Real> folder;
  int64_t groups, channels, tokens;
  SmallVector<int64_t> axes;
  Real limit = INFINITY;
  // Of the batch entry and group.
  int64_t first = 0, group = 0, length = 0;
  Real shared = 0;
};
} // namespace

template <typename Real>
void Pool<Real>::enter(int64_t batch, int64_t newGroup, int64_t newLength) {
  first = batch * tokens;
  group = newGroup;
  length = newLength;
  shared = 0;
  if (op.getWeightAct() != PoolWeightAct::Softmax ||
      op.getNorm() == PoolNorm::WeightSum)
    return;
  Real maximum = -INFINITY, sum = 0;
  for (int64_t j = 0; j < length; ++j)
    maximum = std::fmax(maximum, weights.data()[at(j)].f);
  for (int64_t j = 0; j < length; ++j)
    sum += std::exp(weights.data()[at(j)].f - maximum);
  if (maximum > -INFINITY)
    shared = maximum + std::log(sum);
}

/// False for a pair that is left out.
template <typename Real>
bool Pool<Real>::score(int64_t i, int64_t j, ArrayRef<Real> sigmas,
                       Real &result) const {
  Real square = 0;
  for (int64_t axis = axes.size() - 1; axis >= 0; --axis) {
    Real distance = Real(j % axes[axis] - i % axes[axis]) / sigmas[axis];
    square += distance * distance;
    i /= axes[axis];
    j /= axes[axis];
  }
  if (square > limit)
    return false;
  result = roundTo(acc, result - roundTo(acc, square / 2));
  return true;
}

template <typename Real>
void Pool<Real>::run(int64_t i, Cell<Real> *out) {
  Real size = getSize(op.getSizeAct(), sizes.data()[at(i)].f);
  SmallVector<Real> sigmas;
  for (size_t axis = 0; axis < axes.size(); ++axis) {
    int64_t extent = axes.size() == 1 ? length : axes[axis];
    Real unit = Real(op.getR().convertToDouble()) *
                (op.getScaleByN() ? Real(extent) : Real(1));
    Real sigma = roundTo(acc, unit * size);
    Real smallest = op.getSigmaMin().convertToDouble();
    sigmas.push_back(sigma < smallest ? smallest : sigma);
  }
  std::vector<int64_t> keys;
  std::vector<Real> scores;
  std::vector<const Cell<Real> *> values;
  for (int64_t j = 0; j < (op.getCausal() ? i + 1 : length); ++j) {
    Real result = roundTo(
        acc, getLogWeight(op.getWeightAct(), weights.data()[at(j)].f) - shared);
    if (!score(i, j, sigmas, result))
      continue;
    keys.push_back(j);
    scores.push_back(result);
    values.push_back(input.data() + at(j) * channels);
  }
  RowState<Real> state = folder.makeState(channels);
  folder.fold(state, keys, scores, values, 1);
  Cell<Real> *row = out + at(i) * channels;
  if (op.getNorm() == PoolNorm::WeightSum)
    return folder.finalize(state, row, 1);
  // The sum itself: nothing where the row is empty.
  Real factor = std::exp(state.m);
  if (op.getNorm() == PoolNorm::Length)
    factor /= Real(length);
  for (int64_t c = 0; c < channels; ++c)
    row[c].f = roundTo(element, state.acc[c] * factor);
}

template <typename Real>
static LogicalResult checkShapes(ContextPoolOp op, Machine<Real> &machine) {
  SmallVector<int64_t> shape(
      ArrayRef<int64_t>(machine.get(op.getInput()).getShape()).drop_back());
  auto type = cast<RankedTensorType>(op.getWeightLogits().getType());
  if (type.getRank() == op.getNumAxes() + 2)
    shape.push_back(op.getGroups());
  for (Value logits : {op.getWeightLogits(), op.getSizeLogits()})
    if (machine.get(logits).getShape() != ArrayRef<int64_t>(shape))
      return op.emitOpError("expected logits of shape [")
             << shape << "], got [" << machine.get(logits).getShape() << "]";
  if (op.getLengths() && machine.get(op.getLengths()).size() != shape[0])
    return op.emitOpError("expected lengths with one value a batch entry (")
           << shape[0] << "), got " << machine.get(op.getLengths()).size();
  return success();
}

template <typename Real>
static LogicalResult runContextPool(ContextPoolOp op, Machine<Real> &machine) {
  if (failed(checkShapes(op, machine)))
    return failure();
  Pool<Real> pool(op, machine);
  ArrayRef<int64_t> shape = machine.get(op.getInput()).getShape();
  Datum<Real> output(shape);
  Cell<Real> *out = output.write();
  for (int64_t batch = 0; batch < shape[0]; ++batch) {
    int64_t length = pool.getTokens();
    if (op.getLengths())
      length = std::clamp<int64_t>(
          machine.get(op.getLengths()).data()[batch].i, 0, length);
    for (int64_t group = 0; group < pool.getGroups(); ++group) {
      pool.enter(batch, group, length);
      for (int64_t i = 0; i < length; ++i)
        pool.run(i, out);
    }
  }
  machine.set(op, std::move(output));
  return success();
}

template <typename Real>
void reference::addContextPoolHandlers(Handlers<Real> &handlers) {
  handlers.add(runContextPool<Real>);
}

template void reference::addContextPoolHandlers(Handlers<double> &);
template void reference::addContextPoolHandlers(Handlers<long double> &);
