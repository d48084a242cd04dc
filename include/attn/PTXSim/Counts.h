//===- Counts.h - what a GPU would have to do -------------------*- C++ -*-===//
//
// Counted per instruction of the PTX text; kernels and loops are sums. None of
// it depends on the seed or the number of threads, as long as the kernel itself
// does not.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_COUNTS_H
#define ATTN_PTXSIM_COUNTS_H

#include "attn/PTXSim/Module.h"
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace llvm {
class raw_ostream;
namespace json {
class OStream;
} // namespace json
} // namespace llvm

namespace ptxsim {

/// What the instructions of one kind of memory asked for. A request is one
/// instruction of a warp of which at least one lane takes part.
struct AccessCounts {
  uint64_t requests = 0;
  /// Of all lanes, each for itself.
  uint64_t bytes = 0;
  /// Global: distinct sectors of 32 bytes, request by request.
  uint64_t sectors = 0;
  /// Global: distinct bytes, request by request: less than `bytes` where lanes
  /// share, so that sectors * 32 - touched is what is fetched in vain.
  uint64_t touched = 0;
  /// Shared: passes through the banks. Accesses of 8 bytes a lane go in two
  /// phases of 16 lanes, of 16 bytes in four of 8, ldmatrix and stmatrix in one
  /// a matrix; a phase takes as many passes as the bank with the most distinct
  /// words has of them. Atomics on one word go one after the other.
  uint64_t wavefronts = 0;
  /// Shared: wavefronts beyond one a phase.
  uint64_t conflicts = 0;

  void add(const AccessCounts &other);
};

/// Of one instruction.
struct InstructionCounts {
  /// By warps, with at least one lane in the warp's mask: also when its guard
  /// turns all of them off, as it takes an issue slot.
  uint64_t issued = 0;
  /// Lanes that executed it.
  uint64_t lanes = 0;
  /// Branches: warps whose lanes parted.
  uint64_t diverged = 0;
  AccessCounts global, shared;

  void add(const InstructionCounts &other);
};

/// "integer", "f32", "mma", ...: what an instruction is counted under.
llvm::StringRef classOf(const Instruction &instruction);

/// Sums over a kernel or a loop.
struct Summary {
  uint64_t issued = 0, lanes = 0, diverged = 0;
  /// Warps that came to bar, barrier or bar.warp.sync.
  uint64_t barriers = 0, warpBarriers = 0;
  std::map<std::string, uint64_t> classes;
  /// By shape and types, as the text has them: "m16n8k16.f32.f16.f16.f32".
  std::map<std::string, uint64_t> mma;
  AccessCounts globalLoads, globalStores, globalAtomics;
  AccessCounts sharedLoads, sharedStores, sharedAtomics;
};

/// The counts of one launch. Refers to the module, which must live as long.
class Counts {
public:
  Counts() = default;
  Counts(const Module &module, uint32_t entry);

  InstructionCounts &at(uint32_t function, uint32_t instruction) {
    return functions[function][instruction];
  }
  const InstructionCounts &at(uint32_t function, uint32_t instruction) const {
    return functions[function][instruction];
  }
  void add(const Counts &other);

  /// The kernel and all functions that it called.
  Summary total() const;
  /// With the loops inside of it, without the functions that it calls.
  Summary ofLoop(uint32_t function, uint32_t loop) const;
  /// Of all instructions on a line of the PTX text.
  InstructionCounts atLine(uint32_t line) const;
  /// How often warps entered the body of the loop.
  uint64_t trips(uint32_t function, uint32_t loop) const;

  void print(llvm::raw_ostream &os) const;
  void write(llvm::json::OStream &json) const;

private:
  void printLoop(llvm::raw_ostream &os, uint32_t function, uint32_t loop) const;
  void writeLoop(llvm::json::OStream &json, uint32_t function,
                 uint32_t loop) const;
  void writeAccesses(llvm::json::OStream &json) const;

  const Module *module = nullptr;
  uint32_t entry = 0;
  /// [function][instruction]
  std::vector<std::vector<InstructionCounts>> functions;
};

} // namespace ptxsim

#endif // ATTN_PTXSIM_COUNTS_H
