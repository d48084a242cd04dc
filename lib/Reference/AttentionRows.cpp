//===- AttentionRows.cpp - visible keys and scores of a row ---------------===//

#include "AttentionRows.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

void Visibility::collect(const Row &row, const Extent &extent, int64_t lower,
                         int64_t upper, std::vector<int64_t> &keys) const {
  SmallVector<int64_t> symbols{extent.numQueries, extent.numKeys,
                               extent.offset};
  llvm::append_range(symbols, operands);
  upper = std::min(upper, extent.numKeys);
  for (int64_t k = std::max<int64_t>(lower, 0); k < upper; ++k)
    if (relation.evaluate({row.h, row.q, k}, symbols))
      keys.push_back(k);
}

template <typename Real>
View<Real> reference::makeView(const Datum<Real> &datum, AffineMap map, Dim row,
                               Dim inner) {
  SmallVector<int64_t> strides = getStrides(datum.getShape());
  auto strideOf = [&](Dim dim) {
    std::optional<unsigned> position = positionOf(map, dim);
    return position ? strides[*position] : 0;
  };
  return {datum.data(), strideOf(Dim::B), strideOf(Dim::H), strideOf(row),
          strideOf(inner)};
}

template <typename Real>
View<Real> reference::makeTileView(const Datum<Real> &datum) {
  SmallVector<int64_t> strides = getStrides(datum.getShape());
  return {datum.data(), 0, strides[0], strides[1], strides[2]};
}

template <typename Real>
FailureOr<Scorer<Real>> Scorer<Real>::create(Region &combine, Region &score,
                                             double scale, Type accType,
                                             const Machine<Real> &machine) {
  Scorer scorer;
  scorer.scale = scale;
  scorer.rounding = getRounding(accType, machine.rounds());
  scorer.summation = machine.getSummation();
  for (auto [region, program] : {std::pair{&combine, &scorer.combine},
                                 std::pair{&score, &scorer.score}}) {
    if (region->empty())
      continue;
    auto compiled = machine.compile(region->front());
    if (failed(compiled))
      return failure();
    program->emplace(std::move(*compiled));
  }
  return scorer;
}

template <typename Real>
static Cell<Real> makeIndex(int64_t value) {
  Cell<Real> cell;
  cell.i = value;
  return cell;
}

/// sum_d combine(q[d], k[d]), in the order that the run asks for.
template <typename Real>
FailureOr<Real> Scorer<Real>::sumProducts(const Row &row, int64_t key,
                                          const Cell<Real> *query,
                                          const Cell<Real> *keyData) {
  Real sum = 0;
  if (int64_t(places.size()) != depth)
    places = summation.permute(depth);
  if (!combine) {
    for (int64_t d : places)
      sum = roundTo(rounding,
                    sum + roundTo(rounding, query[d * queryInner].f *
                                                keyData[d * keyInner].f));
    return sum;
  }
  int64_t chunk = combine->getMaxLanes();
  for (int64_t first = 0; first < depth; first += chunk) {
    int64_t lanes = std::min(chunk, depth - first);
    for (int64_t i = 0; i < lanes; ++i) {
      int64_t d = places[first + i];
      combine->getArgument(0)[i] = query[d * queryInner];
      combine->getArgument(1)[i] = keyData[d * keyInner];
      combine->getArgument(6)[i] = makeIndex<Real>(d);
    }
    int64_t indices[] = {row.b, row.h, row.q, key};
    for (auto [i, index] : llvm::enumerate(indices))
      combine->fillArgument(2 + i, makeIndex<Real>(index), lanes);
    if (failed(combine->run(lanes)))
      return failure();
    for (int64_t i = 0; i < lanes; ++i)
      sum = roundTo(rounding, sum + combine->getResult(0)[i].f);
  }
  return sum;
}

template <typename Real>
LogicalResult Scorer<Real>::runScore(const Row &row, ArrayRef<int64_t> keys,
                                     std::vector<Real> &scores) {
  int64_t count = keys.size(), chunk = score->getMaxLanes();
  for (int64_t first = 0; first < count; first += chunk) {
    int64_t lanes = std::min(chunk, count - first);
    for (int64_t i = 0; i < lanes; ++i) {
      score->getArgument(0)[i].f = scores[first + i];
      score->getArgument(4)[i] = makeIndex<Real>(keys[first + i]);
    }
    int64_t indices[] = {row.b, row.h, row.q};
    for (auto [i, index] : llvm::enumerate(indices))
      score->fillArgument(1 + i, makeIndex<Real>(index), lanes);
    if (failed(score->run(lanes)))
      return failure();
    for (int64_t i = 0; i < lanes; ++i)
      scores[first + i] = score->getResult(0)[i].f;
  }
  return success();
}

template <typename Real>
LogicalResult Scorer<Real>::run(const Row &row, ArrayRef<int64_t> keys,
                                const Cell<Real> *query, const Cell<Real> *key,
                                int64_t firstKey, std::vector<Real> &scores) {
  scores.assign(keys.size(), 0);
  if (query) {
    for (auto [i, k] : llvm::enumerate(keys)) {
      auto sum = sumProducts(row, k, query, key + (k - firstKey) * keyRow);
      if (failed(sum))
        return failure();
      scores[i] = roundTo(rounding, *sum * Real(scale));
    }
  }
  return score ? runScore(row, keys, scores) : success();
}

#define INSTANTIATE(Real)                                                      \
  template View<Real> reference::makeView(const Datum<Real> &, AffineMap, Dim, \
                                          Dim);                                \
  template View<Real> reference::makeTileView(const Datum<Real> &);            \
  template class mlir::attn::reference::Scorer<Real>;
INSTANTIATE(double)
INSTANTIATE(long double)
