//===- RunMutant.cpp - one text through parser and pipelines --------------===//

#include "RunMutant.h"

#include "attn/Pipelines/Pipelines.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::fuzz;

namespace {
/// Counts errors and swallows all that is said.
class Listener {
public:
  explicit Listener(MLIRContext &context)
      : handler(&context, [this](Diagnostic &said) { return hear(said); }) {}
  unsigned errors = 0;
  std::string first;

private:
  LogicalResult hear(Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == DiagnosticSeverity::Error && errors++ == 0)
      first = diagnostic.str();
    return success();
  }
  ScopedDiagnosticHandler handler;
};
} // namespace

static OwningOpRef<ModuleOp> parse(MLIRContext &context, StringRef text) {
  return parseSourceString<ModuleOp>(text, ParserConfig(&context));
}

static std::string print(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os);
  return text;
}

/// Whether upstream's verifier let something pass that its own passes rely on:
/// it compares the sizes that expand_shape writes with nothing.
static bool isReallyInvalid(ModuleOp module) {
  WalkResult walk = module.walk([](tensor::ExpandShapeOp op) {
    return op.getStaticOutputShape() == op.getResultType().getShape()
               ? WalkResult::advance()
               : WalkResult::interrupt();
  });
  return walk.wasInterrupted();
}

/// What `module` prints as means the same module.
static std::string checkRoundTrip(MLIRContext &context, ModuleOp module) {
  Listener listener(context);
  std::string text = print(module);
  // Their names belong to the context, which knows them already.
  if (StringRef(text).contains("dense_resource"))
    return "";
  OwningOpRef<ModuleOp> again = parse(context, text);
  // Not attn's operations are upstream's to print.
  if (!again && StringRef(listener.first).starts_with("custom op") &&
      !StringRef(listener.first).starts_with("custom op 'attn."))
    return "";
  if (!again)
    return "does not parse as printed: " + listener.first;
  std::string other = print(*again);
  if (other == text)
    return "";
  auto [here, there] = std::mismatch(text.begin(), text.end(), other.begin(),
                                     other.end());
  return "prints otherwise when parsed again: '" +
         std::string(here, std::min(text.end(), here + 60)) + "' and '" +
         std::string(there, std::min(other.end(), there + 60)) + "'";
}

/// Runs one stage. Sets `stopped` where it failed with an error, as it may.
static std::string runStage(ModuleOp module, StringRef target, StringRef from,
                            StringRef to, bool &stopped) {
  Listener listener(*module.getContext());
  PassManager pm(module.getContext());
  // Invalid results are told apart from errors of passes.
  pm.enableVerifier(false);
  if (llvm::Error error = buildStages(pm, target, from, to, {}))
    return llvm::toString(std::move(error));
  if (failed(pm.run(module))) {
    stopped = true;
    return listener.errors == 0 ? "failed without an error" : "";
  }
  return succeeded(verify(module)) ? ""
                                   : "result is invalid: " + listener.first;
}

Outcome mlir::attn::fuzz::runMutant(MLIRContext &context, StringRef text,
                                    function_ref<void(StringRef)> enter) {
  Outcome outcome;
  enter("parse");
  OwningOpRef<ModuleOp> module;
  {
    Listener listener(context);
    module = parse(context, text);
    if (!module) {
      if (listener.errors == 0)
        outcome.complaint = "does not parse, without an error";
      return outcome;
    }
  }
  if (isReallyInvalid(*module))
    return outcome;
  outcome.parsed = true;
  enter("print");
  outcome.complaint = checkRoundTrip(context, *module);
  for (StringRef target : getPipelineTargets()) {
    OwningOpRef<ModuleOp> copy = module->clone();
    std::string from;
    bool stopped = false;
    StringRef last = target == "linalg" ? "lowered" : "sparse";
    for (const Stage &stage : getStages(target)) {
      if (!outcome.complaint.empty() || stopped)
        return outcome;
      enter((target + " " + stage.name).str());
      outcome.complaint = runStage(*copy, target, from, stage.name, stopped);
      from = stage.name.str();
      if (stage.name == last)
        break;
    }
    outcome.pipelines += outcome.complaint.empty() && !stopped;
  }
  return outcome;
}
