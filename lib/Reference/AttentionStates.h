//===- AttentionStates.h - tensors of row states ----------------*- C++ -*-===//

#ifndef ATTN_LIB_REFERENCE_ATTENTIONSTATES_H
#define ATTN_LIB_REFERENCE_ATTENTIONSTATES_H

#include "AttentionData.h"

namespace mlir::attn::reference {

/// The states of all rows of `[B x] H x Nq` in tensors: acc, m, accumulators.
template <typename Real>
class StateTensors {
public:
  explicit StateTensors(ArrayRef<Datum<Real>> tensors)
      : tensors(tensors.begin(), tensors.end()) {
    for (Datum<Real> &tensor : this->tensors)
      data.push_back(tensor.write());
  }
  static StateTensors read(ValueRange values, const Machine<Real> &machine) {
    return StateTensors(
        llvm::map_to_vector(values, [&](Value value) -> Datum<Real> {
          return machine.get(value);
        }));
  }

  ArrayRef<int64_t> getShape() const { return tensors[0].getShape(); }
  int64_t getNumRows() const { return tensors[1].size(); }
  /// The head of a row, counted from the first of the tensor.
  int64_t getHead(int64_t row) const {
    ArrayRef<int64_t> shape = getShape();
    return row / shape[shape.size() - 2] % shape[shape.size() - 3];
  }
  /// An error at `op` where m or an accumulator has other rows.
  LogicalResult check(Operation *op) const {
    for (const Datum<Real> &tensor : ArrayRef(tensors).drop_front())
      if (tensor.getShape() != getShape().drop_back())
        return op->emitOpError("expected a state of rows [")
               << getShape().drop_back() << "], got [" << tensor.getShape()
               << "]";
    return success();
  }

  RowState<Real> get(int64_t row) const {
    RowState<Real> state;
    int64_t dim = getShape().back();
    for (int64_t e = 0; e < dim; ++e)
      state.acc.push_back(data[0][row * dim + e].f);
    state.m = data[1][row].f;
    for (const Cell<Real> *l : ArrayRef(data).drop_front(2))
      state.l.push_back(l[row].f);
    return state;
  }
  void set(int64_t row, const RowState<Real> &state) {
    int64_t dim = getShape().back();
    for (int64_t e = 0; e < dim; ++e)
      data[0][row * dim + e].f = state.acc[e];
    data[1][row].f = state.m;
    for (auto [l, value] : llvm::zip(ArrayRef(data).drop_front(2), state.l))
      l[row].f = value;
  }

  ArrayRef<Datum<Real>> get() const { return tensors; }

private:
  SmallVector<Datum<Real>> tensors;
  SmallVector<Cell<Real> *> data;
};

} // namespace mlir::attn::reference

#endif // ATTN_LIB_REFERENCE_ATTENTIONSTATES_H
