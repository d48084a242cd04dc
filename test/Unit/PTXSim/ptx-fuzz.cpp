//===- ptx-fuzz.cpp - mutated PTX through the simulator -------------------===//
//
//   ptx-fuzz <count> <seed> <folder> [k.ptx ...]
//
// Mutates the files and kernels made of random instructions, parses the
// results and runs what parses. Built with the address and undefined-behaviour
// sanitizers. A text that brings it down, or takes too long, is written into
// the folder.
//
//===----------------------------------------------------------------------===//

#include "FormGenerator.h"
#include "Mutator.h"
#include "attn/PTXSim/Launch.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace ptxsim;
using llvm::StringRef;

/// A text that takes longer hangs.
static constexpr unsigned maxSeconds = 20;
/// Each block is stopped after so many instructions.
static constexpr uint64_t maxInstructions = 3000;

extern "C" void __sanitizer_set_death_callback(void (*callback)());

/// The text at hand, for what goes wrong.
static std::string current, folder;

static void writeCurrent() {
  std::string path = folder + "/crash.ptx";
  if (FILE *file = fopen(path.c_str(), "w")) {
    fwrite(current.data(), 1, current.size(), file);
    fclose(file);
  }
}

static void onAlarm(int) {
  writeCurrent();
  static const char message[] = "ptx-fuzz: too long\n";
  if (write(2, message, sizeof(message) - 1) < 0)
    _exit(2);
  _exit(1);
}

/// A kernel of random instructions; one in four is under a guard, and there
/// are branches.
static std::string makeKernel(FormGenerator &generator) {
  static const std::vector<const Form *> forms = allForms();
  std::string body;
  for (unsigned i = 0, count = 10 + generator.below(40); i < count;) {
    const Form &form = *forms[generator.below(forms.size())];
    if (form.op == Opcode::Call || form.op == Opcode::Brx)
      continue;
    if (i % 8 == 0)
      body += "L" + std::to_string(i / 8) + ":\n";
    body += generator.below(4) == 0 ? "@p1 " : "";
    if (form.op == Opcode::Bra)
      body += "bra L" + std::to_string(generator.below(count / 8)) + ";\n";
    else
      body += generator.generate(form) + "\n";
    ++i;
  }
  return wrapInstruction(body, 120);
}

namespace {
/// What came of the texts.
struct Tally {
  unsigned parsed = 0, launched = 0, finished = 0, reported = 0;
};
} // namespace

static void runEntry(Program &program, DeviceMemory &memory,
                     const Module &module, const Function &entry,
                     Tally &tally) {
  std::vector<Argument> arguments;
  for (const Parameter &parameter : entry.params) {
    uint64_t size = module.variables[parameter.variable].size;
    if (size > 4096)
      return;
    Argument bytes(size);
    uint64_t value = size == 8 ? memory.allocate(4096) : 64;
    if (size == 8)
      llvm::consumeError(
          memory.write(value, std::vector<uint8_t>(2048, uint8_t(1))));
    memcpy(bytes.data(), &value, std::min<uint64_t>(size, 8));
    arguments.push_back(bytes);
  }
  LaunchOptions options;
  options.grid = {2, 1, 1};
  options.block = {64, 1, 1};
  options.dynamicShared = 16384;
  options.threads = 1;
  options.maxReports = 8;
  options.maxInstructions = maxInstructions;
  auto result = program.launch(entry.name, arguments, options);
  if (!result)
    return llvm::consumeError(result.takeError());
  ++tally.launched;
  tally.reported += !result->reports.all().empty();
  tally.finished += result->reports.all().empty();
  std::string text;
  llvm::raw_string_ostream os(text);
  for (const Report &report : result->reports.all())
    printReport(os, report, module);
}

static void runText(const std::string &text, Tally &tally) {
  auto module = parseModule(text, "k.ptx");
  if (!module)
    return llvm::consumeError(module.takeError());
  ++tally.parsed;
  DeviceMemory memory;
  auto program = Program::load(**module, memory);
  if (!program)
    return llvm::consumeError(program.takeError());
  unsigned count = 0;
  for (const Function &function : (*module)->functions)
    if (function.isEntry && function.isDefined && count++ < 2)
      runEntry(**program, memory, **module, function, tally);
}

int main(int argc, char **argv) {
  if (argc < 4)
    return 2;
  unsigned count = std::stoul(argv[1]);
  uint64_t seed = std::stoull(argv[2]);
  folder = argv[3];
  __sanitizer_set_death_callback(writeCurrent);
  signal(SIGALRM, onAlarm);

  std::vector<std::string> seeds;
  for (int i = 4; i < argc; ++i)
    if (auto buffer = llvm::MemoryBuffer::getFile(argv[i]))
      seeds.push_back((*buffer)->getBuffer().str());
  FormGenerator generator(seed);
  for (unsigned i = 0; i < 60; ++i)
    seeds.push_back(makeKernel(generator));
  Mutator mutator(std::move(seeds), seed);

  Tally tally;
  double longest = 0;
  for (unsigned i = 0; i < count; ++i) {
    current = mutator.mutate();
    auto start = std::chrono::steady_clock::now();
    alarm(maxSeconds);
    runText(current, tally);
    alarm(0);
    std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - start;
    longest = std::max(longest, took.count());
  }
  llvm::outs() << "ptx-fuzz: " << count << " texts, " << tally.parsed
               << " parsed, " << tally.launched << " launches, "
               << tally.reported << " with reports, longest "
               << unsigned(longest * 1000) << " ms, no crash\n";
  return 0;
}
