//===- TensorShapeHandlers.cpp - tensor: the same elements otherwise ------===//

#include "Machine.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
static LogicalResult runDim(tensor::DimOp op, Machine<Real> &machine) {
  ArrayRef<int64_t> shape = machine.get(op.getSource()).getShape();
  int64_t index = machine.getInt(op.getIndex());
  if (index < 0 || index >= int64_t(shape.size()))
    return op.emitOpError("expected a dimension within [0, ")
           << shape.size() << "), got " << index;
  machine.set(op, Datum<Real>::fromInt(shape[index]));
  return success();
}

template <typename Real>
static LogicalResult runRank(tensor::RankOp op, Machine<Real> &machine) {
  machine.set(
      op, Datum<Real>::fromInt(machine.get(op.getTensor()).getShape().size()));
  return success();
}

/// Machine checks the result's type, which is all that a cast does.
template <typename Real>
static LogicalResult runCast(tensor::CastOp op, Machine<Real> &machine) {
  machine.set(op, machine.get(op.getSource()));
  return success();
}

template <typename Real>
static LogicalResult setReshaped(Operation *op, const Datum<Real> &source,
                                 ArrayRef<int64_t> shape,
                                 Machine<Real> &machine) {
  if (product(shape) != source.size() ||
      llvm::any_of(shape, [](int64_t size) { return size < 0; }))
    return op->emitOpError("expected a shape of ")
           << source.size() << " elements, got [" << shape << "]";
  machine.set(op->getResult(0), Datum<Real>(source).reshaped(shape));
  return success();
}

template <typename Real>
static LogicalResult runExpand(tensor::ExpandShapeOp op,
                               Machine<Real> &machine) {
  const Datum<Real> &source = machine.get(op.getSrc());
  SmallVector<int64_t> shape = machine.getInts(op.getMixedOutputShape());
  for (auto [d, group] : llvm::enumerate(op.getReassociationIndices())) {
    int64_t count = 1;
    for (int64_t dim : group)
      count *= shape[dim];
    if (count != source.getShape()[d])
      return op.emitOpError("expected sizes of product ")
             << source.getShape()[d] << " for source dimension " << d
             << ", got " << count;
  }
  return setReshaped(op, source, shape, machine);
}

template <typename Real>
static LogicalResult runCollapse(tensor::CollapseShapeOp op,
                                 Machine<Real> &machine) {
  const Datum<Real> &source = machine.get(op.getSrc());
  SmallVector<int64_t> shape;
  for (ArrayRef<int64_t> group : op.getReassociationIndices()) {
    int64_t count = 1;
    for (int64_t dim : group)
      count *= source.getShape()[dim];
    shape.push_back(count);
  }
  return setReshaped(op, source, shape, machine);
}

template <typename Real>
static LogicalResult runReshape(tensor::ReshapeOp op, Machine<Real> &machine) {
  const Datum<Real> &sizes = machine.get(op.getShape());
  SmallVector<int64_t> shape;
  for (int64_t d = 0; d < sizes.size(); ++d)
    shape.push_back(sizes.data()[d].i);
  return setReshaped(op, machine.get(op.getSource()), shape, machine);
}

template <typename Real>
void reference::addTensorShapeHandlers(Handlers<Real> &handlers) {
  handlers.add(runDim<Real>);
  handlers.add(runRank<Real>);
  handlers.add(runCast<Real>);
  handlers.add(runExpand<Real>);
  handlers.add(runCollapse<Real>);
  handlers.add(runReshape<Real>);
}

template void reference::addTensorShapeHandlers(Handlers<double> &);
template void reference::addTensorShapeHandlers(Handlers<long double> &);
