//===- AttentionFold.cpp - the fold of a normaliser -----------------------===//

#include "AttentionRows.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include <cmath>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
Folder<Real>::Folder(NormalizerAttrInterface normalizer, ValueRange params,
                     Type accType, Type valueType, const Machine<Real> &machine)
    : normalizer(normalizer),
      builder(getRounding(accType, machine.rounds()) == Rounding::Single),
      accRounding(getRounding(accType, machine.rounds())),
      weightRounding(getRounding(valueType, machine.rounds())),
      summation(machine.getSummation()) {
  for (Value parameter : params)
    parameters.push_back(machine.get(parameter));
  dropsInfinity = excludesMinusInfinity(normalizer);
  setHead(0);
}

template <typename Real>
void Folder<Real>::setHead(int64_t h) {
  context.parameters.clear();
  for (const Datum<Real> &parameter : parameters) {
    bool perHead = !parameter.getShape().empty();
    // A parameter of no heads belongs to an op without rows.
    if (perHead && h >= parameter.size())
      return;
    context.parameters.push_back(
        builder.get(double(parameter.data()[perHead ? h : 0].f)));
  }
}

template <typename Real>
void Folder<Real>::setRow(const Row &row, int64_t visibleKeys) {
  setHead(row.h);
  context.batch = builder.get(double(row.b));
  context.head = builder.get(double(row.h));
  context.query = builder.get(double(row.q));
  context.visibleKeys = builder.get(double(visibleKeys));
}

template <typename Real>
RowState<Real> Folder<Real>::makeState(int64_t valueDim) const {
  RowState<Real> state;
  state.l.assign(normalizer.getNumAccumulators(), 0);
  state.acc.assign(valueDim, 0);
  return state;
}

template <typename Real>
Real Folder<Real>::weight(Real score, Real m) {
  return round(normalizer
                   .weight(builder, builder.get(double(score)),
                           builder.get(double(m)), context)
                   .getNumber());
}

template <typename Real>
Real Folder<Real>::stabilizer(Real m, Real score) {
  if (!normalizer.hasStabilizer())
    return 0;
  Scalar asked =
      normalizer.stabilizer(builder, builder.get(double(score)), context);
  return builder.max(builder.get(double(m)), asked).getNumber();
}

template <typename Real>
void Folder<Real>::rescale(RowState<Real> &state, Real m) {
  if (state.m != -INFINITY && state.m != m) {
    Real factor = round(normalizer
                            .rescale(builder, builder.get(double(state.m)),
                                     builder.get(double(m)))
                            .getNumber());
    for (Real &l : state.l)
      l = round(l * factor);
    for (Real &a : state.acc)
      a = round(a * factor);
  }
  state.m = m;
}

template <typename Real>
void Folder<Real>::addContributions(RowState<Real> &state, Real score,
                                    Real weight) {
  context.stabilizer = builder.get(double(state.m));
  SmallVector<Scalar> terms =
      normalizer.contributions(builder, builder.get(double(score)),
                               builder.get(double(weight)), context);
  for (auto [l, term] : llvm::zip(state.l, terms))
    l = round(l + round(term.getNumber()));
}

template <typename Real>
void Folder<Real>::addPair(RowState<Real> &state, Real weight,
                           const Cell<Real> *value, int64_t valueInner) {
  Real p = roundTo(weightRounding, weight);
  for (int64_t e = 0, n = state.acc.size(); e < n; ++e)
    state.acc[e] = round(state.acc[e] + round(p * value[e * valueInner].f));
}

/// Whether the pair or state (m, key) takes the place of `state`: it is larger,
/// as large with a smaller key, or NaN.
template <typename Real>
static bool givesWay(const RowState<Real> &state, Real m, Real key) {
  return m > state.m || (m == state.m && key < state.l[0]) || std::isnan(m);
}

template <typename Real>
void Folder<Real>::select(RowState<Real> &state, int64_t key, Real score,
                          const Cell<Real> *value, int64_t valueInner) {
  if (!givesWay(state, score, Real(key)))
    return;
  state = makeState(state.acc.size());
  state.m = stabilizer(state.m, score);
  state.l[0] = Real(key);
  addPair(state, weight(score, state.m), value, valueInner);
}

template <typename Real>
Real Folder<Real>::finalWeight(const RowState<Real> &state, int64_t key,
                               Real score) {
  if (normalizer.selectsKey() && Real(key) != state.l[0])
    return 0;
  return weight(score, state.m) * getFactor(state);
}

template <typename Real>
void Folder<Real>::fold(RowState<Real> &state, ArrayRef<int64_t> keys,
                        ArrayRef<Real> scores,
                        ArrayRef<const Cell<Real> *> values,
                        int64_t valueInner) {
  if (normalizer.selectsKey()) {
    for (auto [key, score, value] : llvm::zip(keys, scores, values))
      if (!drops(score))
        select(state, key, score, value, valueInner);
    return;
  }
  Real m = state.m;
  bool sees = false;
  for (Real score : scores) {
    if (drops(score))
      continue;
    m = stabilizer(m, score);
    sees = true;
  }
  if (!sees)
    return;
  rescale(state, m);
  for (int64_t place : summation.permute(scores.size())) {
    Real score = scores[place];
    if (drops(score))
      continue;
    Real w = weight(score, m);
    addContributions(state, score, w);
    addPair(state, w, values[place], valueInner);
  }
}

template <typename Real>
void Folder<Real>::merge(RowState<Real> &state, RowState<Real> other) {
  if (other.m == -INFINITY)
    return;
  bool selects = normalizer.selectsKey();
  if (state.m == -INFINITY || (selects && givesWay(state, other.m, other.l[0]))) {
    state = std::move(other);
    return;
  }
  if (selects)
    return;
  Real m =
      builder.max(builder.get(double(state.m)), builder.get(double(other.m)))
          .getNumber();
  rescale(state, m);
  rescale(other, m);
  for (auto [l, more] : llvm::zip(state.l, other.l))
    l = round(l + more);
  for (auto [a, more] : llvm::zip(state.acc, other.acc))
    a = round(a + more);
}

template <typename Real>
SmallVector<Scalar> Folder<Real>::getMasses(const RowState<Real> &state) {
  return llvm::map_to_vector(state.l,
                             [&](Real l) { return builder.get(double(l)); });
}

template <typename Real>
Real Folder<Real>::getFactor(const RowState<Real> &state) {
  return round(normalizer
                   .finalizeFactor(builder, getMasses(state),
                                   builder.get(double(state.m)), context)
                   .getNumber());
}

template <typename Real>
Real Folder<Real>::getLse(const RowState<Real> &state) {
  if (state.m == -INFINITY)
    return -INFINITY;
  Real lse = round(
      normalizer
          .lse(builder, getMasses(state), builder.get(double(state.m)), context)
          .getNumber());
  // A right one may be a neighbour of this: every other order takes one, so
  // that what is made of log-sum-exps is judged with the error that they have.
  if (accRounding != Rounding::Single || summation.order % 2 == 0)
    return lse;
  float side = summation.order % 4 == 1 ? INFINITY : -INFINITY;
  return std::nextafter(float(lse), side);
}

template <typename Real>
void Folder<Real>::finalize(const RowState<Real> &state, Cell<Real> *out,
                            int64_t inner) {
  bool isEmpty = state.m == -INFINITY;
  Real factor = isEmpty ? 0 : getFactor(state);
  for (auto [e, a] : llvm::enumerate(state.acc))
    out[e * inner].f = isEmpty ? 0 : roundTo(weightRounding, a * factor);
}

template class mlir::attn::reference::Folder<double>;
template class mlir::attn::reference::Folder<long double>;
