//===- KernelFunction.cpp - functions that hold kernels -------------------===//

#include "KernelFunction.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;
using namespace mlir::attn::cpu;

func::FuncOp mlir::attn::cpu::createKernelFunction(RewriterBase &rewriter,
                                                   Operation *op,
                                                   ArrayRef<Value> inputs) {
  auto module = op->getParentOfType<ModuleOp>();
  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPointToEnd(module.getBody());
  unsigned number = 0;
  std::string name;
  do
    name = "attn_kernel_" + std::to_string(number++);
  while (module.lookupSymbol(name));
  auto type = rewriter.getFunctionType(ValueRange(inputs).getTypes(), {});
  auto function = func::FuncOp::create(rewriter, op->getLoc(), name, type);
  function.setPrivate();
  // Scratch is on the stack of the function: inlined into a loop it would
  // never be given back.
  function->setAttr("passthrough", rewriter.getStrArrayAttr({"noinline"}));
  function.addEntryBlock();
  return function;
}

// An earlier kernel with the same code, or null.
static func::FuncOp findEqual(func::FuncOp function) {
  auto module = function->getParentOfType<ModuleOp>();
  for (auto other : module.getOps<func::FuncOp>()) {
    if (other == function || !other.getName().starts_with("attn_kernel_") ||
        other.getFunctionType() != function.getFunctionType())
      continue;
    if (OperationEquivalence::isRegionEquivalentTo(
            &other.getBody(), &function.getBody(),
            OperationEquivalence::IgnoreLocations))
      return other;
  }
  return {};
}

void mlir::attn::cpu::callKernelFunction(RewriterBase &rewriter, Operation *op,
                                         func::FuncOp function,
                                         ArrayRef<Value> inputs) {
  if (func::FuncOp equal = findEqual(function)) {
    rewriter.eraseOp(function);
    function = equal;
  }
  rewriter.setInsertionPoint(op);
  rewriter.replaceOpWithNewOp<func::CallOp>(op, function, inputs);
}
