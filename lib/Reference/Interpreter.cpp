//===- Interpreter.cpp - the interpreter's entry --------------------------===//

#include "attn/Reference/Interpreter.h"
#include "Machine.h"

#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
static FailureOr<std::vector<HostTensor>> run(func::FuncOp function,
                                              ArrayRef<HostTensor> arguments,
                                              Summation summation) {
  SmallVector<Datum<Real>> values;
  for (const HostTensor &argument : arguments)
    values.push_back(fromHost<Real>(argument));
  SymbolTableCollection symbols;
  Machine<Real> machine(symbols, summation, 0);
  auto results = machine.call(function, values);
  if (failed(results))
    return failure();
  std::vector<HostTensor> tensors;
  for (auto [result, type] : llvm::zip(*results, function.getResultTypes()))
    tensors.push_back(toHost(result, type));
  return tensors;
}

static LogicalResult checkTypes(func::FuncOp function,
                                ArrayRef<HostTensor> arguments) {
  if (arguments.size() != function.getNumArguments())
    return function.emitOpError("expected ")
           << function.getNumArguments() << " arguments, got "
           << arguments.size();
  for (Type type : llvm::concat<const Type>(function.getArgumentTypes(),
                                            function.getResultTypes()))
    if (!getElementKind(type) ||
        (isa<ShapedType>(type) && !isa<RankedTensorType>(type)))
      return function.emitOpError("expected ranked tensors and scalars in the "
                                  "signature, got ")
             << type;
  return success();
}

FailureOr<std::vector<HostTensor>>
mlir::attn::interpret(ModuleOp module, StringRef entry,
                      ArrayRef<HostTensor> arguments,
                      const InterpreterOptions &options) {
  auto function = module.lookupSymbol<func::FuncOp>(entry);
  if (!function)
    return module.emitError("expected a func.func named '") << entry << "'";
  if (failed(checkVisibleKeys(module)) || failed(checkTypes(function, arguments)))
    return failure();
  bool hasDouble = llvm::any_of(
      llvm::concat<const Type>(function.getArgumentTypes(),
                               function.getResultTypes()),
      [](Type type) { return getElementTypeOrSelf(type).isF64(); });
  Summation summation{options.precision, options.order};
  // In rounded mode a double already holds what an f64 is rounded to.
  if (options.forceLongDouble ||
      (hasDouble && options.precision == Precision::Exact))
    return run<long double>(function, arguments, summation);
  return run<double>(function, arguments, summation);
}
