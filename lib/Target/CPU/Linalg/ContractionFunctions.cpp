//===- ContractionFunctions.cpp - one function for each kind of product ---===//
//
// A model has the same product many times. Its code is long, so each kind is
// made once, as a function that the places call.
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;
using namespace mlir::attn;

/// Text that is the same for products that can share code.
static std::string makeKey(linalg::LinalgOp op, bool fromZero) {
  std::string key;
  llvm::raw_string_ostream os(key);
  os << fromZero;
  for (AffineMap map : op.getIndexingMapsArray())
    os << ' ' << map;
  for (Value operand : op->getOperands())
    os << ' ' << operand.getType();
  return key;
}

static void emitProduct(OpBuilder &b, linalg::LinalgOp op, ContractionPlan plan,
                        bool fromZero) {
  plan.fromZero = fromZero;
  ContractionEmitter(b, op, plan).emit();
}

func::FuncOp ContractionFunctions::get(linalg::LinalgOp op,
                                       const VectorTarget &target,
                                       bool fromZero) {
  func::FuncOp &func = functions[makeKey(op, fromZero)];
  if (func)
    return func;
  auto module = op->getParentOfType<ModuleOp>();
  SymbolTable symbols(module);
  OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
  func = func::FuncOp::create(
      b, op.getLoc(), "__attn_product",
      b.getFunctionType(op->getOperandTypes(), {}));
  func.setPrivate();
  symbols.insert(func);
  Block *body = func.addEntryBlock();
  b.setInsertionPointToStart(body);
  IRMapping mapping;
  mapping.map(op->getOperands(), body->getArguments());
  auto clone = cast<linalg::LinalgOp>(b.clone(*op.getOperation(), mapping));
  FailureOr<ContractionPlan> plan = planContraction(clone, target);
  assert(succeeded(plan) && "the original has a plan");
  emitProduct(b, clone, *plan, fromZero);
  clone.erase();
  func::ReturnOp::create(b, op.getLoc());
  return func;
}

LogicalResult ContractionFunctions::lower(RewriterBase &rewriter,
                                          linalg::LinalgOp op,
                                          const VectorTarget &target) {
  FailureOr<ContractionPlan> plan = planContraction(op, target);
  if (failed(plan))
    return failure();
  linalg::FillOp fill = findZeroFill(op);
  // In a parallel loop the product is sequential, so the code differs; and
  // operands that differ in nothing but the value are distinct arguments.
  bool share = mayBeParallel(op) && op->getParentOfType<ModuleOp>();
  if (share)
    func::CallOp::create(rewriter, op.getLoc(),
                         get(op, target, static_cast<bool>(fill)),
                         op->getOperands());
  else
    emitProduct(rewriter, op, *plan, static_cast<bool>(fill));
  if (fill)
    rewriter.eraseOp(fill);
  rewriter.eraseOp(op);
  return success();
}
