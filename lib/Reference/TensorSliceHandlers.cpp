//===- TensorSliceHandlers.cpp - tensor: parts of tensors -----------------===//

#include "Machine.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

/// Checks that a strided box lies inside of a tensor.
static LogicalResult checkBox(Operation *op, ArrayRef<int64_t> shape,
                              ArrayRef<int64_t> offsets,
                              ArrayRef<int64_t> sizes,
                              ArrayRef<int64_t> strides) {
  for (auto [d, size] : llvm::enumerate(sizes)) {
    int64_t last = offsets[d] + (size - 1) * strides[d];
    if (size < 0)
      return op->emitOpError("expected a size of at least 0 in dimension ")
             << d << ", got " << size;
    if (size > 0 && (std::min(offsets[d], last) < 0 ||
                     std::max(offsets[d], last) >= shape[d]))
      return op->emitOpError("expected a slice within [0, ")
             << shape[d] << ") in dimension " << d << ", got offset "
             << offsets[d] << ", size " << size << ", stride " << strides[d];
  }
  return success();
}

/// Calls `visit(position in the box, position in the tensor)` in row-major
/// order of the box.
template <typename Visit>
static void forBox(ArrayRef<int64_t> shape, ArrayRef<int64_t> offsets,
                   ArrayRef<int64_t> sizes, ArrayRef<int64_t> strides,
                   Visit visit) {
  if (product(sizes) == 0)
    return;
  SmallVector<int64_t> steps = getStrides(shape);
  SmallVector<int64_t> index(sizes.size(), 0);
  int64_t position = 0;
  do {
    int64_t offset = 0;
    for (auto [d, i] : llvm::enumerate(index))
      offset += (offsets[d] + i * strides[d]) * steps[d];
    visit(position++, offset);
  } while (advance(index, sizes));
}

template <typename Real>
LogicalResult reference::writeSlice(Operation *op, const Datum<Real> &source,
                                    ArrayRef<int64_t> shape, Cell<Real> *dest,
                                    ArrayRef<int64_t> offsets,
                                    ArrayRef<int64_t> sizes,
                                    ArrayRef<int64_t> strides) {
  if (failed(checkBox(op, shape, offsets, sizes, strides)))
    return failure();
  // Unit dimensions may be dropped, so sizes need not equal the shape.
  if (source.size() != product(sizes))
    return op->emitOpError("expected ")
           << product(sizes) << " elements for a slice of sizes [" << sizes
           << "], got shape [" << source.getShape() << "]";
  forBox(shape, offsets, sizes, strides,
         [&](int64_t from, int64_t to) { dest[to] = source.data()[from]; });
  return success();
}

template <typename Real>
static LogicalResult runExtractSlice(tensor::ExtractSliceOp op,
                                     Machine<Real> &machine) {
  const Datum<Real> &source = machine.get(op.getSource());
  SmallVector<int64_t> offsets = machine.getInts(op.getMixedOffsets());
  SmallVector<int64_t> sizes = machine.getInts(op.getMixedSizes());
  SmallVector<int64_t> strides = machine.getInts(op.getMixedStrides());
  if (failed(checkBox(op, source.getShape(), offsets, sizes, strides)))
    return failure();
  SmallVector<int64_t> shape;
  llvm::SmallBitVector dropped = op.getDroppedDims();
  for (auto [d, size] : llvm::enumerate(sizes))
    if (!dropped.test(d))
      shape.push_back(size);
  Datum<Real> result(shape);
  Cell<Real> *out = result.write();
  forBox(source.getShape(), offsets, sizes, strides,
         [&](int64_t to, int64_t from) { out[to] = source.data()[from]; });
  machine.set(op, std::move(result));
  return success();
}

template <typename Real>
static LogicalResult runInsertSlice(tensor::InsertSliceOp op,
                                    Machine<Real> &machine) {
  Datum<Real> dest = machine.get(op.getDest());
  if (failed(writeSlice(op, machine.get(op.getSource()), dest.getShape(),
                        dest.write(), machine.getInts(op.getMixedOffsets()),
                        machine.getInts(op.getMixedSizes()),
                        machine.getInts(op.getMixedStrides()))))
    return failure();
  machine.set(op, std::move(dest));
  return success();
}

/// The position of one element, or an error.
template <typename Real>
static FailureOr<int64_t> getPosition(Operation *op, ValueRange indices,
                                      ArrayRef<int64_t> shape,
                                      Machine<Real> &machine) {
  int64_t offset = 0;
  for (auto [d, value] : llvm::enumerate(indices)) {
    int64_t index = machine.getInt(value);
    if (index < 0 || index >= shape[d])
      return op->emitOpError("expected index ")
             << d << " to be within [0, " << shape[d] << "), got " << index;
    offset = offset * shape[d] + index;
  }
  return offset;
}

template <typename Real>
static LogicalResult runExtract(tensor::ExtractOp op, Machine<Real> &machine) {
  const Datum<Real> &tensor = machine.get(op.getTensor());
  auto position = getPosition(op, op.getIndices(), tensor.getShape(), machine);
  if (failed(position))
    return failure();
  machine.set(op, Datum<Real>::fromCell(tensor.data()[*position]));
  return success();
}

template <typename Real>
static LogicalResult runInsert(tensor::InsertOp op, Machine<Real> &machine) {
  Datum<Real> dest = machine.get(op.getDest());
  auto position = getPosition(op, op.getIndices(), dest.getShape(), machine);
  if (failed(position))
    return failure();
  dest.write()[*position] = machine.get(op.getScalar()).data()[0];
  machine.set(op, std::move(dest));
  return success();
}

/// Slices of `source` picked by coordinates: result[p, rest] =
/// source[coordinates[p] at gather_dims, rest].
template <typename Real>
static LogicalResult runGather(tensor::GatherOp op, Machine<Real> &machine) {
  const Datum<Real> &source = machine.get(op.getSource());
  const Datum<Real> &picks = machine.get(op.getIndices());
  ArrayRef<int64_t> dims = op.getGatherDims(), shape = source.getShape();
  SmallVector<int64_t> sizes(shape);
  for (int64_t dim : dims)
    sizes[dim] = 1;
  SmallVector<int64_t> resultShape(picks.getShape().drop_back());
  bool keepsUnits = op.getResultType().getRank() ==
                    int64_t(resultShape.size() + shape.size());
  for (auto [d, size] : llvm::enumerate(sizes))
    if (keepsUnits || !llvm::is_contained(dims, int64_t(d)))
      resultShape.push_back(size);
  Datum<Real> result(resultShape);
  Cell<Real> *out = result.write();
  SmallVector<int64_t> ones(shape.size(), 1);
  for (int64_t p = 0, e = dims.empty() ? 0 : picks.size() / dims.size(); p < e;
       ++p) {
    SmallVector<int64_t> offsets(shape.size(), 0);
    for (auto [i, dim] : llvm::enumerate(dims))
      offsets[dim] = picks.data()[p * dims.size() + i].i;
    if (failed(checkBox(op, shape, offsets, sizes, ones)))
      return failure();
    forBox(shape, offsets, sizes, ones,
           [&](int64_t, int64_t from) { *out++ = source.data()[from]; });
  }
  machine.set(op, std::move(result));
  return success();
}

template <typename Real>
void reference::addTensorSliceHandlers(Handlers<Real> &handlers) {
  handlers.add(runExtractSlice<Real>);
  handlers.add(runInsertSlice<Real>);
  handlers.add(runExtract<Real>);
  handlers.add(runInsert<Real>);
  handlers.add(runGather<Real>);
}

#define INSTANTIATE(Real)                                                      \
  template void reference::addTensorSliceHandlers(Handlers<Real> &);           \
  template LogicalResult reference::writeSlice(                                \
      Operation *, const Datum<Real> &, ArrayRef<int64_t>, Cell<Real> *,       \
      ArrayRef<int64_t>, ArrayRef<int64_t>, ArrayRef<int64_t>);
INSTANTIATE(double)
INSTANTIATE(long double)
