//===- Attn.cpp - the C API -----------------------------------------------===//

#include "attn-c/Attn.h"

#include "attn/InitAll.h"
#include "attn/Pipelines/Compile.h"
#include "attn/Target/CPU/Jit.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"

#include <mutex>

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Handles
//===----------------------------------------------------------------------===//

static const DialectRegistry &getRegistry() {
  static const DialectRegistry *registry = [] {
    auto *made = new DialectRegistry;
    registerAllDialects(*made);
    registerAllPasses();
    return made;
  }();
  return *registry;
}

struct AttnContext {
  AttnContext() : context(getRegistry()) {
    context.printOpOnDiagnostic(false);
    context.getDiagEngine().registerHandler([this](Diagnostic &diagnostic) {
      std::lock_guard<std::mutex> lock(mutex);
      // The first error is the cause; notes and later errors follow from it.
      if (diagnostic.getSeverity() == DiagnosticSeverity::Error &&
          error.empty()) {
        llvm::raw_string_ostream os(error);
        os << diagnostic.getLocation() << ": " << diagnostic;
      }
      return success();
    });
  }

  void clear() {
    std::lock_guard<std::mutex> lock(mutex);
    error.clear();
  }
  // Takes an error that diagnostics may have explained already.
  int fail(llvm::Error failure) {
    std::string text = llvm::toString(std::move(failure));
    std::lock_guard<std::mutex> lock(mutex);
    if (error.empty())
      error = text.empty() ? "failed" : text;
    return 1;
  }
  int fail(StringRef text) {
    std::lock_guard<std::mutex> lock(mutex);
    if (error.empty())
      error = text.str();
    return 1;
  }

  MLIRContext context;
  std::string error;
  std::mutex mutex;
};

struct AttnModule {
  AttnContext *owner;
  OwningOpRef<ModuleOp> module;
};

struct AttnArtifact {
  std::string bytes;
};

struct AttnProgram {
  AttnContext *owner;
  std::unique_ptr<CpuJit> jit;
};

static StringRef text(const char *string) {
  return string ? StringRef(string) : StringRef();
}

//===----------------------------------------------------------------------===//
// Context and module
//===----------------------------------------------------------------------===//

AttnContext *attnContextCreate(void) { return new AttnContext; }
void attnContextDestroy(AttnContext *context) { delete context; }
const char *attnLastError(const AttnContext *context) {
  return context->error.c_str();
}

AttnModule *attnModuleParse(AttnContext *context, const char *source,
                            size_t length, const char *name) {
  context->clear();
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBufferCopy(
                                 StringRef(source, length), text(name)),
                             llvm::SMLoc());
  OwningOpRef<ModuleOp> module =
      parseSourceFile<ModuleOp>(sources, &context->context);
  if (!module) {
    context->fail("expected a module");
    return nullptr;
  }
  return new AttnModule{context, std::move(module)};
}

void attnModuleDestroy(AttnModule *module) { delete module; }

int attnModuleRunPipeline(AttnModule *module, const char *pipeline) {
  AttnContext *owner = module->owner;
  owner->clear();
  std::string message;
  llvm::raw_string_ostream os(message);
  FailureOr<OpPassManager> passes = parsePassPipeline(text(pipeline), os);
  if (failed(passes))
    return owner->fail(StringRef(message).split('\n').first);
  PassManager manager(&owner->context, passes->getOpAnchorName());
  static_cast<OpPassManager &>(manager) = *passes;
  if (failed(manager.run(module->module.get())))
    return owner->fail("the pipeline failed");
  return 0;
}

int attnModuleRunStages(AttnModule *module, const char *target, const char *cpu,
                        const char *from, const char *to) {
  AttnContext *owner = module->owner;
  owner->clear();
  llvm::Expected<PipelineOptions> options =
      getPipelineOptions(cpu && *cpu ? text(cpu) : "native");
  if (!options)
    return owner->fail(options.takeError());
  if (llvm::Error error = runStages(*module->module, text(target), text(from),
                                    text(to), *options))
    return owner->fail(std::move(error));
  return 0;
}

AttnArtifact *attnModulePrint(AttnModule *module) {
  auto *artifact = new AttnArtifact;
  llvm::raw_string_ostream os(artifact->bytes);
  module->module->print(os);
  return artifact;
}

//===----------------------------------------------------------------------===//
// Artifacts
//===----------------------------------------------------------------------===//

AttnArtifact *attnModuleCompile(AttnModule *module, const char *target,
                                const char *cpu, const char *emit) {
  AttnContext *owner = module->owner;
  owner->clear();
  CompileOptions options;
  options.target = text(target).str();
  if (cpu && *cpu)
    options.cpu = cpu;
  options.emit = text(emit).str();
  OwningOpRef<ModuleOp> copy = module->module->clone();
  llvm::Expected<std::string> bytes = attn::compile(*copy, options);
  if (!bytes) {
    owner->fail(bytes.takeError());
    return nullptr;
  }
  return new AttnArtifact{std::move(*bytes)};
}

const char *attnArtifactData(const AttnArtifact *artifact) {
  return artifact->bytes.data();
}
size_t attnArtifactSize(const AttnArtifact *artifact) {
  return artifact->bytes.size();
}
void attnArtifactDestroy(AttnArtifact *artifact) { delete artifact; }

//===----------------------------------------------------------------------===//
// Programs
//===----------------------------------------------------------------------===//

static llvm::Expected<std::unique_ptr<CpuJit>> makeJit(ModuleOp module,
                                                       StringRef target,
                                                       StringRef cpu,
                                                       const int64_t *tiles) {
  llvm::Expected<PipelineOptions> options = getPipelineOptions(cpu);
  if (!options)
    return options.takeError();
  if (tiles)
    options->tiles.assign(tiles, tiles + 4);
  if (llvm::Error error = runStages(module, target, "", "", *options))
    return std::move(error);
  JitOptions jit;
  jit.cpu = cpu.str();
  return CpuJit::create(module, jit);
}

AttnProgram *attnProgramCreate(AttnModule *module, const char *target,
                               const char *cpu, const int64_t *tiles) {
  AttnContext *owner = module->owner;
  owner->clear();
  OwningOpRef<ModuleOp> copy = module->module->clone();
  llvm::Expected<std::unique_ptr<CpuJit>> jit =
      makeJit(*copy, text(target), cpu && *cpu ? text(cpu) : "native", tiles);
  if (!jit) {
    owner->fail(jit.takeError());
    return nullptr;
  }
  return new AttnProgram{owner, std::move(*jit)};
}

void attnProgramDestroy(AttnProgram *program) { delete program; }

int attnProgramSetThreads(AttnProgram *program, unsigned threads) {
  program->owner->clear();
  if (llvm::Error error = program->jit->setNumThreads(threads))
    return program->owner->fail(std::move(error));
  return 0;
}

// The header's DLTensor is DLPack's; attn::DLTensor has its layout.
static ArrayRef<attn::DLTensor *> tensors(struct ::DLTensor **list, size_t n) {
  return {reinterpret_cast<attn::DLTensor **>(list), n};
}

int attnProgramResultShapes(AttnProgram *program, const char *entry,
                            struct ::DLTensor **args, size_t numArgs,
                            struct ::DLTensor **results, size_t numResults) {
  program->owner->clear();
  if (llvm::Error error = program->jit->getResultShapes(
          text(entry), tensors(args, numArgs), tensors(results, numResults)))
    return program->owner->fail(std::move(error));
  return 0;
}

int attnProgramCall(AttnProgram *program, const char *entry,
                    struct ::DLTensor **args, size_t numArgs,
                    struct ::DLTensor **results, size_t numResults) {
  if (llvm::Error error = program->jit->call(
          text(entry), tensors(args, numArgs), tensors(results, numResults))) {
    program->owner->clear();
    return program->owner->fail(std::move(error));
  }
  return 0;
}
