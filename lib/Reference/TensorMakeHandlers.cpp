//===- TensorMakeHandlers.cpp - tensor: new tensors -----------------------===//

#include "Machine.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <cmath>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

/// The type's shape, its `?` replaced by `sizes` in order; an error where one
/// is negative.
template <typename Real>
static FailureOr<SmallVector<int64_t>> getShape(Operation *op, ValueRange sizes,
                                                Machine<Real> &machine) {
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  SmallVector<int64_t> shape(type.getShape());
  for (int64_t &size : shape) {
    if (!ShapedType::isDynamic(size))
      continue;
    size = machine.getInt(sizes.front());
    sizes = sizes.drop_front();
    if (size < 0)
      return op->emitOpError("expected a size of at least 0, got ") << size;
  }
  return shape;
}

/// What is read before it is written is seen: NaN, or a number that stands
/// out.
template <typename Real>
static LogicalResult runEmpty(tensor::EmptyOp op, Machine<Real> &machine) {
  auto shape = getShape(op, op.getDynamicSizes(), machine);
  if (failed(shape))
    return failure();
  Datum<Real> result(*shape);
  Cell<Real> unset;
  if (isa<FloatType>(op.getType().getElementType()))
    unset.f = NAN;
  else
    unset.i = canonicalInt(0x5a5a5a5a5a5a5a5a, getIntWidth(op.getType()));
  std::fill_n(result.write(), result.size(), unset);
  machine.set(op, std::move(result));
  return success();
}

template <typename Real>
static LogicalResult runSplat(tensor::SplatOp op, Machine<Real> &machine) {
  auto shape = getShape(op, op.getDynamicSizes(), machine);
  if (failed(shape))
    return failure();
  Datum<Real> result(*shape);
  std::fill_n(result.write(), result.size(),
              machine.get(op.getInput()).data()[0]);
  machine.set(op, std::move(result));
  return success();
}

template <typename Real>
static LogicalResult runFromElements(tensor::FromElementsOp op,
                                     Machine<Real> &machine) {
  Datum<Real> result(op.getType().getShape());
  Cell<Real> *out = result.write();
  for (Value element : op.getElements())
    *out++ = machine.get(element).data()[0];
  machine.set(op, std::move(result));
  return success();
}

/// Runs a body whose arguments are indices over the whole shape.
template <typename Real>
static LogicalResult
fillFromBody(Block &body, ArrayRef<int64_t> shape, Cell<Real> *out,
             llvm::function_ref<bool(ArrayRef<int64_t>)> wants,
             Machine<Real> &machine) {
  auto program = machine.compile(body);
  if (failed(program))
    return failure();
  if (product(shape) == 0)
    return success();
  SmallVector<int64_t> index(shape.size(), 0);
  do {
    if (wants(index)) {
      for (auto [d, i] : llvm::enumerate(index))
        program->getArgument(d)->i = i;
      if (failed(program->run(1)))
        return failure();
      *out = *program->getResult(0);
    }
    ++out;
  } while (advance(index, shape));
  return success();
}

template <typename Real>
static LogicalResult runGenerate(tensor::GenerateOp op,
                                 Machine<Real> &machine) {
  auto shape = getShape(op, op.getDynamicExtents(), machine);
  if (failed(shape))
    return failure();
  Datum<Real> result(*shape);
  if (failed(fillFromBody(
          op.getBody().front(), *shape, result.write(),
          [](ArrayRef<int64_t>) { return true; }, machine)))
    return failure();
  machine.set(op, std::move(result));
  return success();
}

template <typename Real>
static LogicalResult runPad(tensor::PadOp op, Machine<Real> &machine) {
  const Datum<Real> source = machine.get(op.getSource());
  SmallVector<int64_t> low = machine.getInts(op.getMixedLowPad());
  SmallVector<int64_t> high = machine.getInts(op.getMixedHighPad());
  SmallVector<int64_t> shape(source.getShape());
  SmallVector<int64_t> ones(shape.size(), 1);
  for (auto [d, size] : llvm::enumerate(shape)) {
    size += low[d] + high[d];
    if (low[d] < 0 || high[d] < 0)
      return op.emitOpError("expected padding of at least 0, got ")
             << std::min(low[d], high[d]);
  }
  Datum<Real> result(shape);
  auto isPadding = [&](ArrayRef<int64_t> index) {
    for (auto [d, i] : llvm::enumerate(index))
      if (i < low[d] || i >= low[d] + source.getShape()[d])
        return true;
    return false;
  };
  if (failed(fillFromBody(op.getRegion().front(), shape, result.write(),
                          isPadding, machine)) ||
      failed(writeSlice(op, source, shape, result.write(), low,
                        source.getShape(), ones)))
    return failure();
  machine.set(op, std::move(result));
  return success();
}

template <typename Real>
static LogicalResult runConcat(tensor::ConcatOp op, Machine<Real> &machine) {
  int64_t dim = op.getDim();
  SmallVector<int64_t> shape(machine.get(op.getInputs()[0]).getShape());
  SmallVector<int64_t> ones(shape.size(), 1), offsets(shape.size(), 0);
  shape[dim] = 0;
  for (Value input : op.getInputs())
    shape[dim] += machine.get(input).getShape()[dim];
  Datum<Real> result(shape);
  Cell<Real> *out = result.write();
  for (Value input : op.getInputs()) {
    const Datum<Real> &source = machine.get(input);
    if (failed(writeSlice(op, source, shape, out, offsets, source.getShape(),
                          ones)))
      return failure();
    offsets[dim] += source.getShape()[dim];
  }
  machine.set(op, std::move(result));
  return success();
}

template <typename Real>
void reference::addTensorMakeHandlers(Handlers<Real> &handlers) {
  handlers.add(runEmpty<Real>);
  handlers.add(runSplat<Real>);
  handlers.add(runFromElements<Real>);
  handlers.add(runGenerate<Real>);
  handlers.add(runPad<Real>);
  handlers.add(runConcat<Real>);
}

template void reference::addTensorMakeHandlers(Handlers<double> &);
template void reference::addTensorMakeHandlers(Handlers<long double> &);
