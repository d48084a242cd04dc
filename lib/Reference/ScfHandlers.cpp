//===- ScfHandlers.cpp - structured control flow --------------------------===//

#include "Machine.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
static void setResults(Operation *op, ArrayRef<Datum<Real>> values,
                       Machine<Real> &machine) {
  for (auto [result, value] : llvm::zip(op->getResults(), values))
    machine.set(result, value);
}

template <typename Real>
static SmallVector<Datum<Real>> getAll(ValueRange values,
                                       Machine<Real> &machine) {
  SmallVector<Datum<Real>> data;
  for (Value value : values)
    data.push_back(machine.get(value));
  return data;
}

template <typename Real>
static LogicalResult runIf(scf::IfOp op, Machine<Real> &machine) {
  Region &region = machine.getInt(op.getCondition()) ? op.getThenRegion()
                                                     : op.getElseRegion();
  if (region.empty())
    return success();
  auto results = machine.runBlock(region.front(), {});
  if (failed(results))
    return failure();
  setResults<Real>(op, *results, machine);
  return success();
}

template <typename Real>
static LogicalResult runFor(scf::ForOp op, Machine<Real> &machine) {
  int64_t upper = machine.getInt(op.getUpperBound());
  int64_t step = machine.getInt(op.getStep());
  if (step <= 0)
    return op.emitOpError("expected a positive step, got ") << step;
  SmallVector<Datum<Real>> carried = getAll(op.getInitArgs(), machine);
  for (int64_t i = machine.getInt(op.getLowerBound()); i < upper; i += step) {
    carried.insert(carried.begin(), Datum<Real>::fromInt(i));
    auto next = machine.runBlock(*op.getBody(), carried);
    if (failed(next))
      return failure();
    carried = std::move(*next);
  }
  setResults<Real>(op, carried, machine);
  return success();
}

template <typename Real>
static LogicalResult runWhile(scf::WhileOp op, Machine<Real> &machine) {
  SmallVector<Datum<Real>> carried = getAll(op.getInits(), machine);
  while (true) {
    auto before = machine.runBlock(*op.getBeforeBody(), carried);
    if (failed(before))
      return failure();
    ArrayRef<Datum<Real>> forwarded = ArrayRef(*before).drop_front();
    if (!before->front().getInt()) {
      setResults<Real>(op, forwarded, machine);
      return success();
    }
    auto after = machine.runBlock(*op.getAfterBody(), forwarded);
    if (failed(after))
      return failure();
    carried = std::move(*after);
  }
}

template <typename Real>
static LogicalResult runExecuteRegion(scf::ExecuteRegionOp op,
                                      Machine<Real> &machine) {
  if (!op.getRegion().hasOneBlock())
    return op.emitOpError("expected one block");
  auto results = machine.runBlock(op.getRegion().front(), {});
  if (failed(results))
    return failure();
  setResults<Real>(op, *results, machine);
  return success();
}

/// Puts what one thread computed into the output that all threads share.
template <typename Real>
static LogicalResult insertInParallel(tensor::ParallelInsertSliceOp op,
                                      Machine<Real> &machine) {
  const Datum<Real> &source = machine.get(op.getSource());
  // All threads hold the same cells.
  Datum<Real> dest = machine.get(op.getDest());
  SmallVector<int64_t> offsets = machine.getInts(op.getMixedOffsets());
  SmallVector<int64_t> sizes = machine.getInts(op.getMixedSizes());
  SmallVector<int64_t> strides = machine.getInts(op.getMixedStrides());
  return writeSlice(op, source, dest.getShape(), dest.writeShared(), offsets,
                    sizes, strides);
}

/// The threads run one after another; each sees the shared outputs as the ones
/// before left them, which a valid forall cannot tell.
template <typename Real>
static LogicalResult runForall(scf::ForallOp op, Machine<Real> &machine) {
  SmallVector<int64_t> lower = machine.getInts(op.getMixedLowerBound());
  SmallVector<int64_t> upper = machine.getInts(op.getMixedUpperBound());
  SmallVector<int64_t> step = machine.getInts(op.getMixedStep());
  SmallVector<Datum<Real>> shared = getAll(op.getOutputs(), machine);
  for (Datum<Real> &output : shared)
    output.write();
  SmallVector<int64_t> trips, index(lower.size(), 0);
  for (auto [lo, hi, by] : llvm::zip(lower, upper, step)) {
    if (by <= 0)
      return op.emitOpError("expected a positive step, got ") << by;
    trips.push_back(hi > lo ? (hi - lo + by - 1) / by : 0);
  }
  if (product(trips) > 0) {
    do {
      SmallVector<Datum<Real>> arguments;
      for (auto [i, lo, by] : llvm::zip(index, lower, step))
        arguments.push_back(Datum<Real>::fromInt(lo + i * by));
      llvm::append_range(arguments, shared);
      if (failed(machine.runBlock(*op.getBody(), arguments)))
        return failure();
      for (Operation &inner : op.getTerminator().getYieldingOps()) {
        auto insert = dyn_cast<tensor::ParallelInsertSliceOp>(inner);
        if (!insert)
          return inner.emitError("expected tensor.parallel_insert_slice, got '")
                 << inner.getName() << "'";
        if (failed(insertInParallel(insert, machine)))
          return failure();
      }
    } while (advance(index, trips));
  }
  setResults<Real>(op, shared, machine);
  return success();
}

template <typename Real>
void reference::addScfHandlers(Handlers<Real> &handlers) {
  handlers.add(runIf<Real>);
  handlers.add(runFor<Real>);
  handlers.add(runWhile<Real>);
  handlers.add(runExecuteRegion<Real>);
  handlers.add(runForall<Real>);
}

template void reference::addScfHandlers(Handlers<double> &);
template void reference::addScfHandlers(Handlers<long double> &);
