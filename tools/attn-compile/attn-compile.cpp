//===- attn-compile.cpp - a module to an object, library or header --------===//

#include "attn/InitAll.h"
#include "attn/Pipelines/Compile.h"
#include "attn/Support/OutputFile.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;

// Only these are shown by --help, not those of every LLVM library.
static llvm::cl::OptionCategory category("attn-compile options");
static llvm::cl::opt<std::string> input(llvm::cl::Positional,
                                        llvm::cl::desc("<input.mlir>"),
                                        llvm::cl::init("-"),
                                        llvm::cl::cat(category));
static llvm::cl::opt<std::string>
    output("o", llvm::cl::desc("Output file; - is standard output"),
           llvm::cl::value_desc("file"), llvm::cl::init("-"),
           llvm::cl::cat(category));
static llvm::cl::opt<std::string> target("target",
                                         llvm::cl::desc("cpu or linalg"),
                                         llvm::cl::init("cpu"),
                                         llvm::cl::cat(category));
static llvm::cl::opt<std::string>
    cpu("cpu", llvm::cl::desc("native, or a processor such as x86-64-v3"),
        llvm::cl::init("native"), llvm::cl::cat(category));
static llvm::cl::opt<std::string>
    emit("emit", llvm::cl::desc("mlir, llvm, asm, obj, shared or header"),
         llvm::cl::init("obj"), llvm::cl::cat(category));
static llvm::cl::opt<std::string> printAfterStage(
    "print-after-stage",
    llvm::cl::desc("Stop after a stage and write its IR (graph, fused, "
                   "scheduled, tiled, sparse, bufferized, lowered, llvm)"),
    llvm::cl::cat(category));
static llvm::cl::opt<std::string> startFromStage(
    "start-from-stage",
    llvm::cl::desc("The input is what --print-after-stage of it wrote"),
    llvm::cl::cat(category));

static int fail(llvm::Error error) {
  // What passes reported needs no second message.
  std::string message = llvm::toString(std::move(error));
  if (message != "compilation failed")
    llvm::errs() << "attn-compile: error: " << message << '\n';
  return 1;
}

static int compileInput(MLIRContext &context, const CompileOptions &options) {
  llvm::SourceMgr sources;
  SourceMgrDiagnosticHandler handler(sources, &context);
  auto module = parseSourceFile<ModuleOp>(input, sources, &context);
  if (!module)
    return 1;
  llvm::Expected<std::string> artifact = compile(*module, options);
  if (!artifact)
    return fail(artifact.takeError());
  if (llvm::Error error =
          writeOutputFile(output, [&](llvm::raw_ostream &os) -> llvm::Error {
            os << *artifact;
            return llvm::Error::success();
          }))
    return fail(std::move(error));
  return 0;
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  registerMLIRContextCLOptions();
  llvm::cl::HideUnrelatedOptions(category);
  llvm::cl::ParseCommandLineOptions(argc, argv, "attn compiler\n");
  CompileOptions options{target, cpu, emit, startFromStage, printAfterStage};
  if (llvm::Error error = checkOptions(options))
    return fail(std::move(error));
  if (emit.getNumOccurrences() && emit != "mlir" && !printAfterStage.empty())
    return fail(llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "expected --emit=mlir with --print-after-stage, got '" + emit + "'"));
  if (output != "-")
    if (llvm::Error error = checkWritable(output))
      return fail(std::move(error));
  DialectRegistry registry;
  registerAllDialects(registry);
  MLIRContext context(registry);
  // A message names a location; a dump of an op would bury it.
  context.printOpOnDiagnostic(false);
  return compileInput(context, options);
}
