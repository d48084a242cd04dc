//===- mlir-mutate.cpp - mutants of modules through everything ------------===//
//
//   mlir-mutate [--count=N] [--series=S] [--only=N] [--folder=F] file.mlir ..
//
// Makes N texts from the files and hands each to the parser, the verifiers and
// the pipelines, in children that may die. Texts come in chains: what parses is
// changed further, what does not is changed in another way. Prints, for what was
// handled wrongly, one line that does it again; the text goes to the folder. The
// exit status is 1 if attn is to blame for one.
//
//===----------------------------------------------------------------------===//

#include "Children.h"
#include "Mutator.h"
#include "RunMutant.h"
#include "attn/InitAll.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn::fuzz;
namespace cl = llvm::cl;

static cl::list<std::string> files(cl::Positional, cl::OneOrMore,
                                   cl::desc("<files>"));
static cl::opt<uint64_t> count("count", cl::desc("texts"), cl::init(1000));
static cl::opt<uint64_t> series("series", cl::desc("which texts"),
                                cl::init(1));
static cl::opt<int64_t> only("only", cl::desc("this chain alone"),
                             cl::init(-1));
static cl::opt<std::string> folder("folder", cl::desc("for texts that fail"),
                                   cl::init("."));

/// A part that is longer is mostly constants.
static constexpr size_t maxPart = 40000;
/// Texts of a chain; chains that share a context and a process.
static constexpr uint64_t chain = 8, batch = 8;

static std::vector<std::string> readSeeds() {
  std::vector<std::string> seeds;
  for (const std::string &path : files) {
    auto buffer = llvm::MemoryBuffer::getFile(path);
    if (!buffer) {
      llvm::errs() << path << ": error: " << buffer.getError().message() << "\n";
      exit(2);
    }
    for (std::string &part : splitFile((*buffer)->getBuffer()))
      if (part.size() < maxPart)
        seeds.push_back(std::move(part));
  }
  return seeds;
}

/// Runs the next text and says whether it parses; ends the process if it is
/// handled wrongly.
static bool runText(MLIRContext &context, Shared &shared, StringRef text) {
  ++shared.texts;
  snprintf(shared.text, sizeof(shared.text), "%s", text.str().c_str());
  Outcome outcome = runMutant(context, text, [&](StringRef step) {
    snprintf(shared.step, sizeof(shared.step), "%s", step.str().c_str());
    restartClock();
  });
  shared.parsed += outcome.parsed;
  shared.pipelines += outcome.pipelines;
  if (outcome.complaint.empty())
    return outcome.parsed;
  snprintf(shared.complaint, sizeof(shared.complaint), "%s",
           outcome.complaint.c_str());
  _Exit(1);
}

static void runBatch(Mutator &mutator, Shared &shared, uint64_t begin,
                     uint64_t end) {
  DialectRegistry registry;
  attn::registerAllDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  for (uint64_t number = begin; number < end; ++number) {
    shared.number = number;
    std::string text = mutator.begin(series, number);
    for (uint64_t i = 0; i < chain; ++i) {
      std::string changed = mutator.change(text);
      if (runText(context, shared, changed))
        text = changed;
    }
  }
}

namespace {
struct Tally {
  unsigned ours = 0;
  std::map<std::string, unsigned> upstream;
};
} // namespace

static std::string describe(const Shared &shared, const Death &death) {
  if (death.hung)
    return "hangs";
  if (shared.complaint[0])
    return shared.complaint;
  return llvm::formatv("dies of signal {0}", death.signal);
}

/// A crash without a function of attn on the stack is upstream's: it parses what
/// has nothing to do with attn, or runs a pass of its own.
static void report(const Shared &shared, const Death &death, Tally &tally) {
  bool crash = !shared.complaint[0];
  std::string what = describe(shared, death);
  if (crash && !shared.inAttn) {
    std::string where = StringRef(shared.stack).split('\n').first.str();
    ++tally.upstream[std::string(shared.step) + ": " + what + " in " + where];
  } else {
    ++tally.ours;
  }
  std::string path =
      llvm::formatv("{0}/mutant-{1}-{2}.mlir", folder, series, shared.number);
  std::error_code code;
  llvm::raw_fd_ostream(path, code) << shared.text;
  llvm::outs() << (crash && !shared.inAttn ? "upstream" : "FAILED") << ": "
               << shared.step << ": " << what << "\n  mlir-mutate --series="
               << series << " --only=" << shared.number << " <the same files>, "
               << path << "\n";
  if (crash)
    llvm::outs() << shared.stack;
  llvm::outs().flush();
}

int main(int argc, char **argv) {
  cl::ParseCommandLineOptions(argc, argv, "mutants of modules\n");
  Mutator mutator(readSeeds());
  Shared *shared = makeShared();
  if (!shared)
    return 2;
  Tally tally;
  for (uint64_t number = only < 0 ? 0 : only; shared->texts < count;) {
    uint64_t next = only < 0 ? number + batch : number + 1;
    std::optional<Death> death =
        runChild(*shared, [&] { runBatch(mutator, *shared, number, next); });
    if (death)
      report(*shared, *death, tally);
    number = death ? shared->number + 1 : next;
    if (only >= 0)
      break;
  }
  unsigned upstream = 0;
  for (const auto &[where, times] : tally.upstream) {
    llvm::outs() << "upstream, " << times << " times: " << where << "\n";
    upstream += times;
  }
  llvm::outs() << llvm::formatv(
      "mlir-mutate: {0} texts, {1} parsed, {2} pipelines passed, {3} crashes "
      "upstream, {4} failures\n",
      shared->texts, shared->parsed, shared->pipelines, upstream, tally.ours);
  return tally.ours != 0;
}
