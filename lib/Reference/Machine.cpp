//===- Machine.cpp - runs a function op by op -----------------------------===//

#include "Machine.h"
#include "AttentionData.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include <numeric>
#include <random>

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

std::vector<int64_t> Summation::permute(int64_t count) const {
  std::vector<int64_t> places(count);
  std::iota(places.begin(), places.end(), 0);
  if (order == 0)
    return places;
  // Not std::shuffle, whose result is each library's own.
  std::mt19937_64 random(order);
  for (int64_t i = count - 1; i > 0; --i)
    std::swap(places[i], places[random() % (i + 1)]);
  return places;
}

template <typename Real>
const Handlers<Real> &Handlers<Real>::get() {
  static const Handlers handlers = [] {
    Handlers handlers;
    addBasicHandlers(handlers);
    addScfHandlers(handlers);
    addTensorShapeHandlers(handlers);
    addTensorSliceHandlers(handlers);
    addTensorMakeHandlers(handlers);
    addAttentionHandlers(handlers);
    addAttentionPartHandlers(handlers);
    addStatisticsHandlers(handlers);
    addStateHandlers(handlers);
    addTileHandlers(handlers);
    addContextPoolHandlers(handlers);
    return handlers;
  }();
  return handlers;
}

/// One number, or all elements of tensors of one shape. A scalar among tensors
/// (the condition of a select) is the same for every element.
template <typename Real>
LogicalResult Machine<Real>::runElementwise(Operation *op,
                                            const ScalarFn<Real> &fn) {
  ArrayRef<int64_t> shape;
  for (Value operand : op->getOperands())
    if (isa<ShapedType>(operand.getType()))
      shape = get(operand).getShape();
  Datum<Real> result(shape);
  std::vector<Cells<Real>> broadcast;
  broadcast.reserve(op->getNumOperands());
  SmallVector<const Cell<Real> *> in;
  for (Value operand : op->getOperands()) {
    const Datum<Real> &datum = get(operand);
    if (datum.getShape() == shape) {
      in.push_back(datum.data());
      continue;
    }
    if (isa<ShapedType>(operand.getType()))
      return op->emitOpError("expected operands of one shape");
    broadcast.emplace_back(result.size(), datum.data()[0]);
    in.push_back(broadcast.back().data());
  }
  Cell<Real> *out = result.write();
  StringRef error = fn(out, in, result.size());
  if (!error.empty())
    return op->emitOpError(error);
  roundAll(getRounding(op->getResult(0).getType(), rounds()), out,
           result.size());
  set(op->getResult(0), std::move(result));
  return success();
}

/// The types promise static sizes; a value that breaks the promise would be
/// blamed on an op further down.
template <typename Real>
LogicalResult Machine<Real>::checkShapes(Operation *op) const {
  for (OpResult result : op->getResults()) {
    auto type = dyn_cast<RankedTensorType>(result.getType());
    const Datum<Real> *datum = find(result);
    if (!type || !datum)
      continue;
    if (failed(verifyCompatibleShape(type.getShape(), datum->getShape())))
      return op->emitOpError("expected result ")
             << result.getResultNumber() << " of type " << type
             << ", got shape [" << datum->getShape() << "]";
  }
  return success();
}

template <typename Real>
LogicalResult Machine<Real>::runOp(Operation *op) {
  if (const auto *handler = Handlers<Real>::get().lookup(op))
    return (*handler)(op, *this);
  if (isa<linalg::LinalgOp>(op))
    return runLinalg(op, *this);
  if (ScalarFn<Real> fn = ScalarOps<Real>::get().lookup(op))
    return runElementwise(op, fn);
  return op->emitError("expected an op that the interpreter knows, got '")
         << op->getName() << "'";
}

template <typename Real>
FailureOr<SmallVector<Datum<Real>>>
Machine<Real>::runBlock(Block &block, ArrayRef<Datum<Real>> arguments) {
  for (auto [argument, datum] : llvm::zip(block.getArguments(), arguments))
    set(argument, datum);
  for (Operation &op : block.without_terminator())
    if (failed(runOp(&op)) || failed(checkShapes(&op)))
      return failure();
  return Values(llvm::map_range(
      block.getTerminator()->getOperands(),
      [&](Value operand) -> const Datum<Real> & { return get(operand); }));
}

template <typename Real>
FailureOr<SmallVector<Datum<Real>>>
Machine<Real>::call(func::FuncOp callee, ArrayRef<Datum<Real>> arguments) {
  // Far from the depth at which our own stack would end.
  constexpr unsigned maxDepth = 200;
  if (depth >= maxDepth)
    return callee.emitOpError("expected at most ")
           << maxDepth << " nested calls";
  if (callee.isExternal())
    return callee.emitOpError("expected a function with a body");
  if (!callee.getBody().hasOneBlock())
    return callee.emitOpError("expected structured control flow, got ")
           << callee.getBody().getBlocks().size() << " blocks";
  Machine machine(symbols, summation, depth + 1);
  return machine.runBlock(callee.getBody().front(), arguments);
}

template <typename Real>
FailureOr<SmallVector<Datum<Real>>>
Machine<Real>::call(Operation *user, FlatSymbolRefAttr callee,
                    ArrayRef<Datum<Real>> arguments) {
  auto function = symbols.lookupNearestSymbolFrom<func::FuncOp>(user, callee);
  if (!function)
    return user->emitOpError("expected a func.func named ") << callee;
  return call(function, arguments);
}

template class mlir::attn::reference::Handlers<double>;
template class mlir::attn::reference::Handlers<long double>;
template class mlir::attn::reference::Machine<double>;
template class mlir::attn::reference::Machine<long double>;
