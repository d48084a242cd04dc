//===- ptx-sim.cpp - runs a kernel of a PTX file on the CPU ---------------===//

#include "Arguments.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace ptxsim;
namespace cl = llvm::cl;

namespace {

/// Made in main, when LLVM's own options are out of the way: one of them is
/// called threads.
struct Options {
  cl::OptionCategory category{"Options of ptx-sim"};
  cl::opt<std::string> input{cl::Positional, cl::Required,
                             cl::desc("<file.ptx>"), cl::cat(category)};
  cl::opt<std::string> entry{"entry",
                             cl::desc("kernel to run (default: the only one)"),
                             cl::cat(category)};
  cl::opt<std::string> grid{"grid", cl::desc("blocks: x[,y[,z]]"),
                            cl::init("1"), cl::cat(category)};
  cl::opt<std::string> block{"block", cl::desc("threads: x[,y[,z]]"),
                             cl::init("1"), cl::cat(category)};
  cl::opt<uint64_t> shared{"shared", cl::desc("bytes of dynamic shared memory"),
                           cl::cat(category)};
  cl::list<std::string> arguments{
      "arg",
      cl::desc("argument: in.npy, i32:17, uninit:f16:8x64, "
               "zeros:f32:64, null, bytes:00ff, struct:a,b"),
      cl::cat(category)};
  cl::list<std::string> outputs{
      "out", cl::desc("write a buffer: N:file.npy, N.M:file.npy"),
      cl::cat(category)};
  cl::opt<uint64_t> seed{"seed", cl::desc("order of warps"), cl::cat(category)};
  cl::opt<unsigned> threads{"threads",
                            cl::desc("host threads (default: all cores)"),
                            cl::cat(category)};
  cl::opt<unsigned> maxReports{"max-reports",
                               cl::desc("distinct reports to keep"),
                               cl::init(100), cl::cat(category)};
  cl::opt<uint64_t> maxInstructions{
      "max-instructions",
      cl::desc("give a block up after so many "
               "instructions of warps (default: never)"),
      cl::cat(category)};
  cl::opt<std::string> counts{"counts", cl::desc("write counts as JSON"),
                              cl::cat(category)};
  cl::opt<bool> printCounts{"print-counts", cl::desc("print counts as text"),
                            cl::cat(category)};
  cl::opt<bool> trace{"trace", cl::desc("print every instruction"),
                      cl::cat(category)};
};

} // namespace

/// Reports make 1; a file or an option that cannot be used makes 2.
static int fail(llvm::Error error) {
  llvm::logAllUnhandledErrors(std::move(error), llvm::errs());
  return 2;
}

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

static llvm::Expected<Dim3> parseShape(llvm::StringRef option,
                                       llvm::StringRef text) {
  llvm::SmallVector<llvm::StringRef> parts;
  text.split(parts, ',');
  Dim3 shape;
  uint32_t *extents[] = {&shape.x, &shape.y, &shape.z};
  if (parts.size() > 3)
    return makeError("expected at most three extents for --" + option);
  for (size_t i = 0; i < parts.size(); ++i)
    if (parts[i].getAsInteger(10, *extents[i]) || *extents[i] == 0)
      return makeError("expected positive extents for --" + option + ", got '" +
                       text + "'");
  return shape;
}

static llvm::Expected<std::string> chooseEntry(const Options &cli,
                                               const Module &module) {
  if (!cli.entry.empty())
    return std::string(cli.entry);
  std::string only;
  for (const Function &function : module.functions) {
    if (!function.isEntry)
      continue;
    if (!only.empty())
      return makeError("expected --entry, as there are several: " + only +
                       ", " + function.name);
    only = function.name;
  }
  if (only.empty())
    return makeError("expected an entry in " + module.file + ", got none");
  return only;
}

static llvm::Expected<std::unique_ptr<Module>>
readModule(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return makeError(path + ": " + buffer.getError().message());
  return parseModule((*buffer)->getBuffer(), path);
}

static llvm::Error writeCounts(const std::string &path,
                               const LaunchResult &result,
                               const Module &module) {
  std::error_code code;
  llvm::raw_fd_ostream os(path, code);
  if (code)
    return makeError(path + ": " + code.message());
  llvm::json::OStream json(os, 2);
  json.object([&] {
    json.attribute("seconds", result.seconds);
    result.counts.write(json);
    json.attributeArray("reports", [&] {
      for (const Report &report : result.reports.all())
        writeReport(json, report, module);
    });
  });
  os << "\n";
  return llvm::Error::success();
}

static llvm::Error parseArguments(const Options &cli, const Module &module,
                                  const std::string &entry,
                                  DeviceMemory &memory,
                                  std::vector<ArgumentSpec> &arguments,
                                  std::vector<OutputSpec> &outputs) {
  uint32_t function = module.findFunction(entry);
  for (size_t i = 0; i < cli.arguments.size(); ++i) {
    std::string name = ("argument " + llvm::Twine(i)).str();
    if (function != kNone && i < module.functions[function].params.size())
      name =
          module.variables[module.functions[function].params[i].variable].name;
    auto argument = parseArgument(cli.arguments[i], name, memory);
    if (!argument)
      return argument.takeError();
    arguments.push_back(std::move(*argument));
  }
  for (const std::string &text : cli.outputs) {
    auto output = parseOutput(text, arguments);
    if (!output)
      return output.takeError();
    outputs.push_back(*output);
  }
  return llvm::Error::success();
}

static llvm::Expected<LaunchOptions> makeOptions(const Options &cli) {
  LaunchOptions options;
  auto grid = parseShape("grid", cli.grid);
  if (!grid)
    return grid.takeError();
  auto block = parseShape("block", cli.block);
  if (!block)
    return block.takeError();
  options.grid = *grid;
  options.block = *block;
  options.dynamicShared = cli.shared;
  options.seed = cli.seed;
  options.threads = cli.threads;
  options.maxReports = cli.maxReports;
  options.maxInstructions = cli.maxInstructions;
  options.trace = cli.trace ? &llvm::outs() : nullptr;
  return options;
}

static void printReports(const LaunchResult &result, const Module &module) {
  for (const Report &report : result.reports.all())
    printReport(llvm::errs(), report, module);
  if (result.reports.dropped())
    llvm::errs() << "note: " << result.reports.dropped()
                 << " further reports are not shown (--max-reports)\n";
}

static llvm::Expected<bool> run(const Options &cli) {
  auto module = readModule(cli.input);
  if (!module)
    return module.takeError();
  auto entry = chooseEntry(cli, **module);
  if (!entry)
    return entry.takeError();
  auto options = makeOptions(cli);
  if (!options)
    return options.takeError();
  DeviceMemory memory;
  auto program = Program::load(**module, memory);
  if (!program)
    return program.takeError();
  std::vector<ArgumentSpec> specs;
  std::vector<OutputSpec> outputs;
  if (llvm::Error error =
          parseArguments(cli, **module, *entry, memory, specs, outputs))
    return std::move(error);
  std::vector<Argument> arguments;
  for (const ArgumentSpec &spec : specs)
    arguments.push_back(spec.bytes());
  auto result = (*program)->launch(*entry, arguments, *options);
  if (!result)
    return result.takeError();
  printReports(*result, **module);
  for (const OutputSpec &output : outputs)
    if (llvm::Error error = writeOutput(output, specs, memory, llvm::errs()))
      return std::move(error);
  if (cli.printCounts)
    result->counts.print(llvm::outs());
  if (!cli.counts.empty())
    if (llvm::Error error = writeCounts(cli.counts, *result, **module))
      return std::move(error);
  return result->reports.empty();
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  cl::ResetCommandLineParser();
  Options cli;
  cl::ParseCommandLineOptions(argc, argv,
                              "Runs a kernel of a PTX file on the CPU, checks "
                              "what it does and counts it\n");
  llvm::Expected<bool> isClean = run(cli);
  if (!isClean)
    return fail(isClean.takeError());
  return *isClean ? 0 : 1;
}
