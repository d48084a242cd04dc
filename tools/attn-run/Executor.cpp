//===- Executor.cpp - one way to run a function ---------------------------===//

#include "Executor.h"
#include "attn/Pipelines/Compile.h"
#include "attn/Reference/Interpreter.h"
#include "attn/Target/CPU/Jit.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace mlir::attn;
using llvm::Error;
using llvm::Expected;

ArrayRef<StringRef> mlir::attn::getRunTargets() {
  static const StringRef targets[] = {"cpu", "linalg", "interpret"};
  return targets;
}

namespace {
class InterpretExecutor : public Executor {
public:
  InterpretExecutor(ModuleOp module, const RunOptions &options)
      : module(module), options(options) {}

  Error run(ArrayRef<HostTensor> arguments,
            std::vector<HostTensor> &results) override {
    InterpreterOptions interpreter;
    if (options.rounded)
      interpreter.precision = Precision::Rounded;
    auto values = interpret(module, options.entry, arguments, interpreter);
    if (failed(values))
      return makeReported();
    auto function = module.lookupSymbol<func::FuncOp>(options.entry);
    results.clear();
    for (auto [value, type] : llvm::zip(*values, function.getResultTypes()))
      results.push_back(value.convert(*getElementKind(type)));
    return Error::success();
  }

private:
  ModuleOp module;
  const RunOptions &options;
};

class JitExecutor : public Executor {
public:
  JitExecutor(std::unique_ptr<CpuJit> jit, const RunOptions &options)
      : jit(std::move(jit)), options(options) {}

  Error run(ArrayRef<HostTensor> arguments,
            std::vector<HostTensor> &results) override {
    SmallVector<const HostTensor *> pointers;
    for (const HostTensor &argument : arguments)
      pointers.push_back(&argument);
    if (!results.empty())
      return jit->runInto(options.entry, pointers, results);
    auto made = jit->run(options.entry, pointers);
    if (!made)
      return made.takeError();
    for (HostTensor &result : *made)
      results.push_back(std::move(result));
    return Error::success();
  }

private:
  std::unique_ptr<CpuJit> jit;
  const RunOptions &options;
};
} // namespace

/// Removes the functions that the entry does not need: nobody wants to wait for
/// them.
static void keepOnlyEntry(ModuleOp module, StringRef entry) {
  for (auto function : module.getOps<func::FuncOp>())
    if (function.getName() != entry)
      function.setPrivate();
  PassManager pm(module.getContext());
  pm.addPass(createSymbolDCEPass());
  // It cannot fail, and if it did there would be more to compile, no less.
  if (failed(pm.run(module)))
    module.emitWarning("expected to remove unused functions");
}

static Expected<std::unique_ptr<Executor>>
createJit(ModuleOp module, const RunOptions &options) {
  Expected<PipelineOptions> pipeline = getPipelineOptions(options.cpu);
  if (!pipeline)
    return pipeline.takeError();
  OwningOpRef<ModuleOp> lowered = module.clone();
  keepOnlyEntry(*lowered, options.entry);
  // What the passes report is all there is to say.
  if (Error error = runStages(*lowered, options.target, "", "", *pipeline)) {
    llvm::consumeError(std::move(error));
    return makeReported();
  }
  JitOptions jitOptions;
  jitOptions.cpu = options.cpu;
  auto jit = CpuJit::create(*lowered, jitOptions);
  if (!jit)
    return jit.takeError();
  if (options.threads)
    if (Error error = (*jit)->setNumThreads(options.threads))
      return std::move(error);
  return std::make_unique<JitExecutor>(std::move(*jit), options);
}

Expected<std::unique_ptr<Executor>>
Executor::create(ModuleOp module, const RunOptions &options) {
  if (options.target == "interpret")
    return std::make_unique<InterpretExecutor>(module, options);
  return createJit(module, options);
}
