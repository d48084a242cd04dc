//===- AttentionData.cpp - the operands of a graph-level op ---------------===//

#include "AttentionData.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

static StringRef describe(Dim dim) {
  static constexpr const char *names[] = {
      "batch size",     "head count",    "number of queries",
      "number of keys", "key head size", "value head size"};
  return names[unsigned(dim)];
}

template <typename Real>
LogicalResult AttentionData<Real>::setSize(Dim dim, int64_t size) {
  int64_t &known = sizes[unsigned(dim)];
  if (known >= 0 && known != size)
    return op->emitOpError("expected operands to agree on the ")
           << describe(dim) << ", got " << known << " and " << size;
  known = size;
  return success();
}

template <typename Real>
LogicalResult AttentionData<Real>::add(Value value, AffineMap map, Dim row,
                                       Dim inner, View<Real> &view) {
  if (!value)
    return success();
  const Datum<Real> &datum = machine.get(value);
  for (Dim dim : {Dim::B, row, inner})
    if (auto position = positionOf(map, dim))
      if (failed(setSize(dim, datum.getShape()[*position])))
        return failure();
  view = makeView(datum, map, row, inner);
  return success();
}

template <typename Real>
LogicalResult AttentionData<Real>::addQuery(Value value) {
  return add(value, shape.queryMap, Dim::Q, Dim::D, query);
}
template <typename Real>
LogicalResult AttentionData<Real>::addKey(Value value) {
  return add(value, shape.keyMap, Dim::K, Dim::D, key);
}
template <typename Real>
LogicalResult AttentionData<Real>::addValue(Value operand) {
  return add(operand, shape.valueMap, Dim::K, Dim::E, value);
}

template <typename Real>
LogicalResult AttentionData<Real>::addPairs(Value pairs) {
  ArrayRef<int64_t> found = machine.get(pairs).getShape();
  constexpr Dim dims[] = {Dim::B, Dim::H, Dim::Q, Dim::K};
  for (auto [dim, size] : llvm::zip(dims, found))
    if (failed(setSize(dim, size)))
      return failure();
  return success();
}

/// One number for all batch entries, or one for each.
template <typename Real>
FailureOr<SmallVector<int64_t>>
AttentionData<Real>::readPerBatch(Value operand, StringRef name,
                                  int64_t absent) {
  int64_t batch = size(Dim::B);
  SmallVector<int64_t> numbers(batch, absent);
  if (!operand)
    return numbers;
  const Datum<Real> &datum = machine.get(operand);
  bool perBatch = !datum.getShape().empty();
  if (perBatch && datum.size() != batch)
    return op->emitOpError("expected ")
           << name << " with one value a batch entry (" << batch << "), got "
           << datum.size();
  for (int64_t b = 0; b < batch; ++b)
    numbers[b] = datum.data()[perBatch ? b : 0].i;
  return numbers;
}

template <typename Real>
LogicalResult AttentionData<Real>::checkMagnitude(StringRef name, int64_t value,
                                                  int64_t largest) {
  if (value >= -largest && value <= largest)
    return success();
  return op->emitOpError("expected ") << name << " from " << -largest << " to "
                                      << largest << ", got " << value;
}

template <typename Real>
LogicalResult
AttentionData<Real>::checkPatternOperands(ValueRange operands) {
  for (Value operand : operands)
    if (failed(checkMagnitude("pattern operands", machine.getInt(operand),
                              kMaxPatternOperand)))
      return failure();
  return success();
}

template <typename Real>
LogicalResult AttentionData<Real>::setClauses(Value lengths, Value queryLengths,
                                              Value offset) {
  int64_t numKeys = size(Dim::K), numQueries = size(Dim::Q);
  auto keys = readPerBatch(lengths, "lengths", numKeys);
  auto queries = readPerBatch(queryLengths, "query_lengths", numQueries);
  auto offsets = readPerBatch(offset, "q_offset", 0);
  if (failed(keys) || failed(queries) || failed(offsets))
    return failure();
  for (int64_t number : *offsets)
    if (failed(checkMagnitude("q_offset", number, kMaxPosition)))
      return failure();
  auto clip = [](int64_t length, int64_t size) {
    return std::min(std::max<int64_t>(length, 0), size);
  };
  for (int64_t b = 0; b < size(Dim::B); ++b)
    extents.push_back({clip((*queries)[b], numQueries),
                       clip((*keys)[b], numKeys), (*offsets)[b]});
  return success();
}

template class mlir::attn::reference::AttentionData<double>;
template class mlir::attn::reference::AttentionData<long double>;
