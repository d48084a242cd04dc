//===- attn-run.cpp - run a function of a module on files -----------------===//

#include "RunOptions.h"
#include "attn/InitAll.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;
namespace cl = llvm::cl;

/// libLLVM brings hundreds of options of its own, `threads` among them. Ours
/// are the only ones here.
static void removeForeignOptions() {
  SmallVector<cl::Option *> foreign;
  for (auto &item : cl::getRegisteredOptions())
    if (item.first != "help")
      foreign.push_back(item.second);
  for (cl::Option *option : foreign)
    option->removeArgument();
}

namespace {
/// Made in main, after the foreign options are gone.
struct CommandLine {
  cl::opt<std::string> input{cl::Positional, cl::desc("<input.mlir>"),
                             cl::init("-")};
  cl::opt<std::string> entry{"entry", cl::desc("The function to run")};
  cl::opt<std::string> target{"target", cl::desc("cpu, linalg or interpret"),
                              cl::init("cpu")};
  cl::opt<std::string> cpu{"cpu",
                           cl::desc("native, or a processor such as x86-64-v3"),
                           cl::init("native")};
  cl::list<std::string> args{
      "arg", cl::value_desc("file.npy"),
      cl::desc("A .npy file, or a number for a scalar; one for each argument, "
               "in order. bf16 is its bits as '<u2'")};
  cl::list<std::string> outs{
      "out", cl::value_desc("file.npy"),
      cl::desc("Where a result goes; none, or one for each result")};
  cl::opt<uint64_t> randomArgs{
      "random-args", cl::value_desc("seed"),
      cl::desc("Random values for the arguments without --arg: normally "
               "distributed floats, integers from 0 to 7")};
  cl::list<int64_t> dims{
      "dims", cl::CommaSeparated, cl::value_desc("n,.."),
      cl::desc("Sizes for the ? of random arguments in the order in which they "
               "stand; after the last, from the first again")};
  cl::opt<std::string> compare{
      "compare", cl::value_desc("interpret"),
      cl::desc("Compare with the interpreter by the tolerance rule")};
  cl::opt<bool> checkOperands{
      "check-operands", cl::desc("Check the values of all operands first, by a "
                                 "run of the interpreter")};
  cl::opt<std::string> bench{
      "bench", cl::ValueOptional, cl::value_desc("repeats"),
      cl::desc("Run as often (10 times) and print one line of JSON")};
  cl::opt<unsigned> threads{"threads", cl::desc("Threads; 0 is one per core"),
                            cl::init(0)};
  cl::opt<bool> rounded{
      "rounded",
      cl::desc("With --target=interpret: round to the types of the IR")};
  cl::opt<bool> print{"print", cl::desc("Print the results as text")};
  cl::opt<bool> sweeps{
      "sweeps", cl::desc("Print how many sweeps over the scores normalisers of "
                         "several passes made, one number for each such op")};

  llvm::Expected<RunOptions> getOptions() const;
};
} // namespace

// Where threads cannot be made, the runtime of OpenMP ends the process.
static constexpr unsigned kMaxThreads = 1024;

static int fail(llvm::Error error) {
  std::string message = llvm::toString(std::move(error));
  // An empty message: the diagnostics have said it.
  if (!message.empty())
    llvm::errs() << "attn-run: error: " << message << '\n';
  return 1;
}

/// The command line; LLVM's own complaint, cut to one line, where it is wrong.
static llvm::Error parseCommandLine(int argc, char **argv) {
  std::string complaint;
  llvm::raw_string_ostream os(complaint);
  if (cl::ParseCommandLineOptions(argc, argv, "runs a function on .npy files\n",
                                  &os))
    return llvm::Error::success();
  StringRef line = StringRef(complaint).split('\n').first;
  line.consume_front("attn-run: ");
  return makeError(line);
}

llvm::Expected<RunOptions> CommandLine::getOptions() const {
  RunOptions options;
  options.input = input;
  options.entry = entry;
  options.target = target;
  options.cpu = cpu;
  options.args.assign(args.begin(), args.end());
  options.outs.assign(outs.begin(), outs.end());
  options.dims.assign(dims.begin(), dims.end());
  options.checkOperands = checkOperands;
  options.threads = threads;
  options.rounded = rounded;
  options.print = print;
  options.sweeps = sweeps;
  if (randomArgs.getNumOccurrences())
    options.randomSeed = randomArgs;
  for (int64_t size : options.dims)
    if (size < 0)
      return makeError("expected --dims of at least 0, got " +
                       llvm::Twine(size));
  if (threads > kMaxThreads)
    return makeError("expected --threads of at most " +
                     llvm::Twine(kMaxThreads) + ", got " +
                     llvm::Twine(threads.getValue()));
  if (compare.getNumOccurrences() && compare != "interpret")
    return makeError("expected --compare=interpret, got '" + compare + "'");
  options.compare = compare.getNumOccurrences();
  if (bench.getNumOccurrences()) {
    unsigned repeats = 10;
    if (!bench.empty() &&
        (StringRef(bench).getAsInteger(10, repeats) || repeats == 0))
      return makeError("expected --bench of at least 1 repeat, got '" + bench +
                       "'");
    options.bench = repeats;
  }
  return options;
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  removeForeignOptions();
  CommandLine commandLine;
  if (llvm::Error error = parseCommandLine(argc, argv))
    return fail(std::move(error));
  llvm::Expected<RunOptions> options = commandLine.getOptions();
  if (!options)
    return fail(options.takeError());
  if (llvm::Error error = checkRunOptions(*options))
    return fail(std::move(error));
  DialectRegistry registry;
  registerAllDialects(registry);
  MLIRContext context(registry);
  // The source line says enough; the op's generic form repeats it.
  context.printOpOnDiagnostic(false);
  std::string problem;
  std::unique_ptr<llvm::MemoryBuffer> file =
      openInputFile(options->input, &problem);
  if (!file)
    return fail(makeError(problem));
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(std::move(file), SMLoc());
  SourceMgrDiagnosticHandler handler(sources, &context);
  auto module = parseSourceFile<ModuleOp>(sources, &context);
  if (!module)
    return 1;
  if (llvm::Error error = runModule(*module, *options))
    return fail(std::move(error));
  return 0;
}
