//===- BasicHandlers.cpp - func, cf, affine, constants --------------------===//

#include "Machine.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

static int64_t floorDivide(int64_t a, int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

std::optional<int64_t> reference::evaluateAffine(AffineExpr expr,
                                                 ArrayRef<int64_t> dims,
                                                 ArrayRef<int64_t> symbols) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dims[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return symbols[symbol.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expr);
  auto lhs = evaluateAffine(binary.getLHS(), dims, symbols);
  auto rhs = evaluateAffine(binary.getRHS(), dims, symbols);
  if (!lhs || !rhs)
    return std::nullopt;
  if (expr.getKind() == AffineExprKind::Add)
    return *lhs + *rhs;
  if (expr.getKind() == AffineExprKind::Mul)
    return *lhs * *rhs;
  if (*rhs <= 0)
    return std::nullopt;
  int64_t quotient = floorDivide(*lhs, *rhs);
  if (expr.getKind() == AffineExprKind::Mod)
    return *lhs - quotient * *rhs;
  if (expr.getKind() == AffineExprKind::CeilDiv)
    return -floorDivide(-*lhs, *rhs);
  return quotient;
}

template <typename Real>
static LogicalResult runConstant(arith::ConstantOp op, Machine<Real> &machine) {
  auto value = fromAttribute<Real>(op.getValue());
  if (!value)
    return op.emitOpError("expected a number or dense elements");
  machine.set(op.getResult(), *value);
  return success();
}

template <typename Real>
static LogicalResult runCall(func::CallOp op, Machine<Real> &machine) {
  SmallVector<Datum<Real>> arguments;
  for (Value operand : op.getOperands())
    arguments.push_back(machine.get(operand));
  auto results = machine.call(op, op.getCalleeAttr(), arguments);
  if (failed(results))
    return failure();
  for (auto [result, datum] : llvm::zip(op.getResults(), *results))
    machine.set(result, datum);
  return success();
}

template <typename Real>
static LogicalResult runAssert(cf::AssertOp op, Machine<Real> &machine) {
  if (machine.getInt(op.getArg()))
    return success();
  return op.emitOpError("does not hold: ") << op.getMsg();
}

/// The map's results, or an error.
template <typename Real>
static FailureOr<SmallVector<int64_t>> evaluateMap(Operation *op, AffineMap map,
                                                   ValueRange operands,
                                                   Machine<Real> &machine) {
  SmallVector<int64_t> inputs, results;
  for (Value operand : operands)
    inputs.push_back(machine.getInt(operand));
  ArrayRef<int64_t> dims = ArrayRef(inputs).take_front(map.getNumDims());
  ArrayRef<int64_t> symbols = ArrayRef(inputs).drop_front(map.getNumDims());
  for (AffineExpr expr : map.getResults()) {
    auto value = evaluateAffine(expr, dims, symbols);
    if (!value)
      return op->emitOpError("expected a positive divisor");
    results.push_back(*value);
  }
  return results;
}

template <typename Real>
static LogicalResult runApply(affine::AffineApplyOp op,
                              Machine<Real> &machine) {
  auto values = evaluateMap(op, op.getMap(), op.getOperands(), machine);
  if (failed(values))
    return failure();
  machine.set(op, Datum<Real>::fromInt(values->front()));
  return success();
}

template <typename Real>
static LogicalResult runMin(affine::AffineMinOp op, Machine<Real> &machine) {
  auto values = evaluateMap(op, op.getMap(), op.getOperands(), machine);
  if (failed(values))
    return failure();
  machine.set(op, Datum<Real>::fromInt(*llvm::min_element(*values)));
  return success();
}

template <typename Real>
static LogicalResult runMax(affine::AffineMaxOp op, Machine<Real> &machine) {
  auto values = evaluateMap(op, op.getMap(), op.getOperands(), machine);
  if (failed(values))
    return failure();
  machine.set(op, Datum<Real>::fromInt(*llvm::max_element(*values)));
  return success();
}

template <typename Real>
void reference::addBasicHandlers(Handlers<Real> &handlers) {
  handlers.add(runConstant<Real>);
  handlers.add(runCall<Real>);
  handlers.add(runAssert<Real>);
  handlers.add(runApply<Real>);
  handlers.add(runMin<Real>);
  handlers.add(runMax<Real>);
}

template void reference::addBasicHandlers(Handlers<double> &);
template void reference::addBasicHandlers(Handlers<long double> &);
