//===- ContextPoolHandlers.cpp - attn.context_pool ------------------------===//
//
// lint: names: the op is by definition a softmax.
//
//===----------------------------------------------------------------------===//

#include "AttentionData.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

/// ln of the positive weight; of the logit itself for exp.
template <typename Real>
static Real getLogWeight(PoolWeightAct act, Real logit) {
  if (act == PoolWeightAct::Exp)
    return logit;
  // ln sigmoid(x) = -ln(1 + exp(-x)) without overflow on either side.
  return std::fmin(logit, Real(0)) - std::log1p(std::exp(-std::fabs(logit)));
}

template <typename Real>
static Real getSize(PoolSizeAct act, Real logit) {
  switch (act) {
  case PoolSizeAct::Sigmoid:
    return 1 / (1 + std::exp(-logit));
  case PoolSizeAct::Softplus:
    return std::fmax(logit, Real(0)) + std::log1p(std::exp(-std::fabs(logit)));
  case PoolSizeAct::Identity:
    return logit;
  }
  return logit;
}

template <typename Real>
static LogicalResult runContextPool(ContextPoolOp op, Machine<Real> &machine) {
  const Datum<Real> &input = machine.get(op.getInput());
  const Datum<Real> &weights = machine.get(op.getWeightLogits());
  const Datum<Real> &sizes = machine.get(op.getSizeLogits());
  ArrayRef<int64_t> shape = input.getShape();
  if (weights.getShape() != shape.drop_back() ||
      sizes.getShape() != shape.drop_back())
    return op.emitOpError("expected logits of shape [")
           << shape.drop_back() << "], got [" << weights.getShape() << "] and ["
           << sizes.getShape() << "]";
  int64_t length = shape[1], channels = shape[2];
  Type accType = getAccType(op.getInput());
  Rounding acc = getRounding(accType, machine.rounds());
  // lint: names: pooling is a softmax by definition.
  Folder<Real> folder(SoftmaxNormalizerAttr::get(op.getContext()), ValueRange(),
                      accType, getElementTypeOrSelf(op.getInput().getType()),
                      machine);
  Real unit = Real(op.getR().convertToDouble()) *
              (op.getScaleByN() ? Real(length) : Real(1));
  Real smallest = op.getSigmaMin().convertToDouble();
  Datum<Real> output(shape);
  Cell<Real> *out = output.write();
  for (int64_t row = 0; row < shape[0] * length; ++row) {
    int64_t i = row % length, first = row - i;
    Real sigma = std::fmax(
        smallest,
        roundTo(acc, unit * getSize(op.getSizeAct(), sizes.data()[row].f)));
    std::vector<Real> scores;
    std::vector<const Cell<Real> *> values;
    for (int64_t j = 0; j < (op.getCausal() ? i + 1 : length); ++j) {
      Real logit = getLogWeight(op.getWeightAct(), weights.data()[first + j].f);
      Real distance = Real(j - i) / sigma;
      scores.push_back(roundTo(acc, roundTo(acc, logit) -
                                        roundTo(acc, distance * distance / 2)));
      values.push_back(input.data() + (first + j) * channels);
    }
    RowState<Real> state = folder.makeState(channels);
    folder.fold(state, scores, values, 1);
    folder.finalize(state, out + row * channels, 1);
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
