//===- Compile.cpp - a module to an artifact ------------------------------===//

#include "attn/Pipelines/Compile.h"

#include "attn/Target/CPU/Link.h"
#include "attn/Target/Host/Abi.h"
#include "attn/Target/Host/CHeader.h"
#include "attn/Target/Host/Codegen.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::attn;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

namespace {
/// Nothing is left to print: the diagnostics said it.
struct ReportedError : public llvm::ErrorInfo<ReportedError> {
  static char ID;
  void log(llvm::raw_ostream &os) const override { os << "compilation failed"; }
  std::error_code convertToErrorCode() const override {
    return llvm::inconvertibleErrorCode();
  }
};
char ReportedError::ID = 0;
} // namespace

llvm::Error mlir::attn::makeReportedError() {
  return llvm::make_error<ReportedError>();
}

llvm::Expected<PipelineOptions> mlir::attn::getPipelineOptions(StringRef cpu) {
  llvm::Expected<CpuModel> model = resolveCpu(cpu);
  if (!model)
    return model.takeError();
  PipelineOptions options;
  options.vectorBits = model->vectorBits;
  options.numVectorRegisters = model->numVectorRegisters;
  options.scalef = model->scalef;
  return options;
}

llvm::Error mlir::attn::runStages(ModuleOp module, StringRef target,
                                  StringRef from, StringRef to,
                                  const PipelineOptions &options) {
  PassManager pm(module.getContext());
  // Each stage ends with a verification; one after each of sixty passes takes a
  // third of the time of all of them. attn-opt makes them.
  pm.enableVerifier(false);
  if (llvm::Error error = buildStages(pm, target, from, to, options))
    return error;
  if (failed(pm.run(module)))
    return makeReportedError();
  return llvm::Error::success();
}

static ArrayRef<StringRef> getEmitKinds() {
  static const StringRef kinds[] = {"mlir", "llvm",   "asm",
                                    "obj",  "shared", "header"};
  return kinds;
}

llvm::Error mlir::attn::checkOptions(const CompileOptions &options) {
  if (!llvm::is_contained(getEmitKinds(), options.emit))
    return makeError("expected --emit of " + llvm::join(getEmitKinds(), ", ") +
                     ", got '" + options.emit + "'");
  llvm::Expected<CpuModel> cpu = resolveCpu(options.cpu);
  if (!cpu)
    return makeError("--cpu: " + llvm::toString(cpu.takeError()));
  OpPassManager pm(ModuleOp::getOperationName());
  return buildStages(pm, options.target, options.startFromStage,
                     options.printAfterStage, PipelineOptions());
}

static std::string printModule(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os);
  os << '\n';
  return text;
}

static bool hasEntry(ModuleOp module) {
  return llvm::any_of(module.getOps<FunctionOpInterface>(),
                      [](FunctionOpInterface func) {
                        return func.isPublic() && !func.isExternal();
                      });
}

static llvm::Expected<std::string> emitCode(ModuleOp module,
                                            const CompileOptions &options) {
  CodeKind kind = options.emit == "llvm"  ? CodeKind::LLVM
                  : options.emit == "asm" ? CodeKind::Assembly
                                          : CodeKind::Object;
  llvm::Expected<GeneratedCode> code = generateCode(module, options.cpu, kind);
  if (!code)
    return code.takeError();
  StringRef bytes(code->bytes.data(), code->bytes.size());
  if (options.emit == "shared")
    return linkShared(bytes, code->openMP);
  return bytes.str();
}

llvm::Expected<std::string> mlir::attn::compile(ModuleOp module,
                                                const CompileOptions &options) {
  if (llvm::Error error = checkOptions(options))
    return std::move(error);
  bool isCode = options.emit != "mlir" && options.printAfterStage.empty();
  if (isCode && !hasEntry(module))
    return makeError("expected a public function with a body, got none");
  if (isCode && options.emit == "header") {
    std::string text;
    llvm::raw_string_ostream os(text);
    if (failed(printCHeader(module, os)))
      return makeReportedError();
    return text;
  }
  llvm::Expected<PipelineOptions> pipeline = getPipelineOptions(options.cpu);
  if (!pipeline)
    return pipeline.takeError();
  if (llvm::Error error =
          runStages(module, options.target, options.startFromStage,
                    options.printAfterStage, *pipeline))
    return std::move(error);
  if (!isCode)
    return printModule(module);
  return emitCode(module, options);
}
