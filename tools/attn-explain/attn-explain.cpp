//===- attn-explain.cpp - what the compiler makes of each attention -------===//

#include "Explain.h"
#include "attn/InitAll.h"
#include "attn/Pipelines/Pipelines.h"
#include "attn/Support/OutputFile.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;

// Only these are shown by --help, not those of every LLVM library.
static llvm::cl::OptionCategory options("attn-explain options");
static llvm::cl::opt<std::string> input(llvm::cl::Positional,
                                        llvm::cl::desc("<input.mlir>"),
                                        llvm::cl::init("-"),
                                        llvm::cl::cat(options));
static llvm::cl::opt<std::string> target("target",
                                         llvm::cl::desc("cpu or linalg"),
                                         llvm::cl::init("cpu"),
                                         llvm::cl::cat(options));
static llvm::cl::opt<int64_t>
    size("size",
         llvm::cl::desc("Stands for numbers of queries and keys that "
                        "are known at run time only"),
         llvm::cl::init(1024), llvm::cl::cat(options));
static llvm::cl::opt<int64_t>
    batch("batch", llvm::cl::desc("Stands for a batch size known at run time"),
          llvm::cl::init(1), llvm::cl::cat(options));
static llvm::cl::opt<int64_t>
    queryOffset("q-offset", llvm::cl::desc("Stands for the q_offset clause"),
                llvm::cl::init(0), llvm::cl::cat(options));
static llvm::cl::list<int64_t>
    operands("operand",
             llvm::cl::desc("Values of the operands of patterns, in "
                            "order; the last stands for more"),
             llvm::cl::CommaSeparated, llvm::cl::cat(options));

static llvm::cl::opt<std::string>
    svg("svg", llvm::cl::desc("Also draw the patterns into this file"),
        llvm::cl::cat(options));

static int fail(const llvm::Twine &message) {
  llvm::errs() << "attn-explain: error: " << message << '\n';
  return 1;
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  llvm::cl::HideUnrelatedOptions(options);
  llvm::cl::ParseCommandLineOptions(argc, argv, "attn explainer\n");
  if (getStages(target).empty())
    return fail("expected a target of " +
                llvm::join(getPipelineTargets(), ", ") + ", got '" + target +
                "'");
  for (auto [name, value] : {std::pair("size", size.getValue()),
                             std::pair("batch", batch.getValue())})
    if (value < 0)
      return fail(llvm::Twine("expected --") + name + " of at least 0, got " +
                  llvm::Twine(value));
  DialectRegistry registry;
  registerAllDialects(registry);
  MLIRContext context(registry);
  llvm::SourceMgr sources;
  SourceMgrDiagnosticHandler handler(sources, &context);
  auto module = parseSourceFile<ModuleOp>(input, sources, &context);
  if (!module)
    return 1;
  ExplainOptions options{
      target, size, batch, queryOffset, {operands.begin(), operands.end()}};
  // All or nothing: a report that stops half-way is not written.
  std::string report;
  llvm::raw_string_ostream stream(report);
  std::vector<Picture> pictures;
  if (failed(explain(*module, options, stream, pictures)))
    return 1;
  if (!svg.empty())
    if (llvm::Error error = writeOutputFile(svg, [&](llvm::raw_ostream &os) {
          writeSvg(pictures, os);
          return llvm::Error::success();
        }))
      return fail(llvm::toString(std::move(error)));
  llvm::outs() << report;
  return 0;
}
