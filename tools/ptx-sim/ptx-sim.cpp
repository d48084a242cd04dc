//===- ptx-sim.cpp - runs PTX on the CPU ----------------------------------===//

#include "attn/PTXSim/Module.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/WithColor.h"

using namespace ptxsim;

static llvm::cl::opt<std::string> input(llvm::cl::Positional,
                                        llvm::cl::desc("<k.ptx>"),
                                        llvm::cl::Required);

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  llvm::cl::ParseCommandLineOptions(argc, argv, "runs PTX on the CPU\n");
  auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(input, /*IsText=*/true);
  if (!buffer) {
    llvm::WithColor::error() << "cannot read '" << input
                             << "': " << buffer.getError().message() << "\n";
    return 1;
  }
  auto module = parseModule((*buffer)->getBuffer(), input);
  if (!module) {
    llvm::errs() << llvm::toString(module.takeError()) << "\n";
    return 1;
  }
  return 0;
}
