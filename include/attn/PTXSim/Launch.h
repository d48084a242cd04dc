//===- Launch.h - running kernels -------------------------------*- C++ -*-===//
//
//   auto module = parseModule(text, "k.ptx");
//   DeviceMemory memory;
//   auto program = Program::load(**module, memory);
//   uint64_t x = memory.allocate(4 * n, "x");
//   LaunchOptions options;
//   options.grid = {n / 128};
//   options.block = {128};
//   auto result = (*program)->launch("scale", {argument(x), argument(n)},
//                                    options);
//   for (const Report &report : result->reports.all())
//     printReport(llvm::errs(), report, **module);
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_LAUNCH_H
#define ATTN_PTXSIM_LAUNCH_H

#include "attn/PTXSim/Counts.h"
#include "attn/PTXSim/Memory.h"
#include "attn/PTXSim/Module.h"
#include "attn/PTXSim/Report.h"
#include "llvm/ADT/SmallVector.h"
#include <cstring>

namespace ptxsim {

/// The bytes of one kernel parameter.
using Argument = llvm::SmallVector<uint8_t, 8>;

/// An address, a number, a struct.
template <class T>
Argument argument(const T &value) {
  Argument bytes(sizeof(T));
  std::memcpy(bytes.data(), &value, sizeof(T));
  return bytes;
}

struct LaunchOptions {
  Dim3 grid, block;
  /// Bytes of dynamic shared memory.
  uint64_t dynamicShared = 0;
  /// Decides in which order warps take turns. The same seed gives the same
  /// order and the same reports, on however many threads.
  uint64_t seed = 0;
  /// Of the host; 0 for one a core. Kernels whose blocks may talk to each other
  /// (atomics, fences, volatile accesses to global memory) run on one.
  unsigned threads = 0;
  /// Distinct reports that are kept.
  unsigned maxReports = 100;
  /// Instructions of warps, in a block, after which it is given up as hanging;
  /// 0: never.
  uint64_t maxInstructions = 0;
  /// If set, every instruction of every warp is written here, and one thread
  /// runs all.
  llvm::raw_ostream *trace = nullptr;
};

struct LaunchResult {
  ReportList reports;
  Counts counts;
  double seconds = 0;
};

class ProgramImpl;

/// A module on a device: its variables have memory, its code is lowered to
/// what runs fast.
class Program {
public:
  /// Both must outlive the program. The error names the line of an instruction
  /// that cannot be executed.
  static llvm::Expected<std::unique_ptr<Program>> load(const Module &module,
                                                       DeviceMemory &memory);
  ~Program();

  /// The address of a global or const variable; an error if there is none.
  llvm::Expected<uint64_t> getVariable(llvm::StringRef name) const;

  /// Runs a grid to its end. An error is a launch that no device would accept;
  /// what the kernel does wrong is in the result.
  llvm::Expected<LaunchResult> launch(llvm::StringRef entry,
                                      llvm::ArrayRef<Argument> arguments,
                                      const LaunchOptions &options);

private:
  explicit Program(std::unique_ptr<ProgramImpl> impl);
  std::unique_ptr<ProgramImpl> impl;
};

} // namespace ptxsim

#endif // ATTN_PTXSIM_LAUNCH_H
