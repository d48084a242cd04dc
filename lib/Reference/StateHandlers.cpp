//===- StateHandlers.cpp - attn.merge and attn.finalize -------------------===//

#include "AttentionStates.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
static LogicalResult runMerge(MergeOp op, Machine<Real> &machine) {
  auto lhs = StateTensors<Real>::read(op.getLhs(), machine);
  auto rhs = StateTensors<Real>::read(op.getRhs(), machine);
  if (failed(lhs.check(op)) || failed(rhs.check(op)))
    return failure();
  if (lhs.getShape() != rhs.getShape())
    return op.emitOpError("expected states of one shape, got [")
           << lhs.getShape() << "] and [" << rhs.getShape() << "]";
  Type accType = getElementTypeOrSelf(op.getLhs()[0].getType());
  // Merging needs no parameter of the normaliser.
  Folder<Real> folder(op.getNormalizer(), ValueRange(), accType, accType,
                      machine);
  for (int64_t row = 0; row < lhs.getNumRows(); ++row) {
    RowState<Real> state = lhs.get(row);
    folder.merge(state, rhs.get(row));
    lhs.set(row, state);
  }
  for (auto [result, tensor] : llvm::zip(op.getMerged(), lhs.get()))
    machine.set(result, tensor);
  return success();
}

template <typename Real>
static LogicalResult runFinalize(FinalizeOp op, Machine<Real> &machine) {
  SmallVector<Value> operands{op.getAcc(), op.getStabilizer()};
  llvm::append_range(operands, op.getAccumulators());
  auto states = StateTensors<Real>::read(operands, machine);
  if (failed(states.check(op)))
    return failure();
  Datum<Real> output = machine.get(op.getOutput());
  if (output.getShape() != states.getShape())
    return op.emitOpError("expected an output of shape [")
           << states.getShape() << "], got [" << output.getShape() << "]";
  Folder<Real> folder(op.getNormalizer(), op.getNormalizerParams(),
                      getElementTypeOrSelf(op.getAcc().getType()),
                      getElementTypeOrSelf(op.getOutput().getType()), machine);
  int64_t firstHead = op.getHead() ? machine.getInt(op.getHead()) : 0;
  int64_t dim = states.getShape().back();
  Datum<Real> lse(states.getShape().drop_back());
  Cell<Real> *out = output.write(), *logs = lse.write();
  for (int64_t row = 0; row < states.getNumRows(); ++row) {
    folder.setHead(firstHead + states.getHead(row));
    RowState<Real> state = states.get(row);
    folder.finalize(state, out + row * dim, 1);
    if (op.getLse())
      logs[row].f = folder.getLse(state);
  }
  if (op->getNumResults() == 0)
    return op.emitOpError("expected tensors, got buffers");
  machine.set(op->getResult(0), std::move(output));
  if (op.getLse())
    machine.set(op->getResult(1), std::move(lse));
  return success();
}

template <typename Real>
void reference::addStateHandlers(Handlers<Real> &handlers) {
  handlers.add(runMerge<Real>);
  handlers.add(runFinalize<Real>);
}

template void reference::addStateHandlers(Handlers<double> &);
template void reference::addStateHandlers(Handlers<long double> &);
