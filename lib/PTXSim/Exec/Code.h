//===- Code.h - a kernel lowered to what runs fast --------------*- C++ -*-===//
//
// The instructions of an entry and of all functions that it may call, one after
// the other, with nothing left to look up: operands are numbers of rows of 32
// lanes, branches are indices, a handler is a function pointer. Behind the last
// instruction of a function stands its epilogue, where lanes that return meet.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_EXEC_CODE_H
#define ATTN_PTXSIM_EXEC_CODE_H

#include "attn/PTXSim/Arith/Kernel.h"
#include "attn/PTXSim/Module.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace ptxsim {

class Warp;
struct Op;

/// Executes the op for the lanes in `mask`; the warp's pc stands behind it.
using Handler = void (*)(Warp &warp, const Op &op, uint32_t mask);

/// A row of 32 lanes: the bank in the top two bits, the row in the rest.
enum Bank : uint32_t { kRegisters, kConstants, kSpecials, kScratch };
constexpr uint32_t makeRow(Bank bank, uint32_t index) {
  return uint32_t(bank) << 30 | index;
}
constexpr Bank bankOf(uint32_t row) { return Bank(row >> 30); }
constexpr uint32_t indexOf(uint32_t row) { return row & 0x3fffffff; }

struct Op {
  Handler handler = nullptr;
  Kernel kernel;
  AtomicFunction atomic = nullptr;
  const Instruction *instruction = nullptr;
  uint32_t function = 0;
  /// In Code::rows: the destinations, then the sources.
  uint32_t firstRow = 0;
  uint8_t numDsts = 0, numSrcs = 0;
  /// Predicates: numbers, or kNone.
  uint32_t guard = kNone;
  uint32_t predDst[2] = {kNone, kNone};
  bool guardNegated = false;
  /// A predicate or an immediate; null if there is none.
  const Operand *predSrc[2] = {};
  /// May read a source without using it (selp).
  bool readsLazily = false;
  bool isBranch = false;
  /// Indices into Code::ops.
  uint32_t target = kNone, reconverge = kNone;

  /// Memory. The address is row `address` (kNone: 0) plus `offset`; both count
  /// from the frame of the function if `inFrame`.
  uint32_t address = kNone;
  uint64_t offset = 0;
  bool inFrame = false;
  /// In the frame of a function's parameters, rather than among those of the
  /// kernel.
  bool isCallParam = false;
  /// cp.async: what is added to the address in the first source.
  uint64_t secondOffset = 0;
  Space space = Space::Generic;
  uint8_t elementBytes = 0, count = 1;
  bool isSigned = false, isStrong = false;
};

struct Code {
  const Module *module = nullptr;
  uint32_t entry = kNone;
  std::vector<Op> ops;
  std::vector<uint32_t> rows;
  /// Rows of the bank of constants.
  std::vector<uint64_t> constants;
  /// [function of the module]: the index of its first op and of its epilogue;
  /// kNone if it is not among them.
  std::vector<uint32_t> begins, epilogues;
  /// Whether blocks can talk to each other: atomics, fences and strong
  /// accesses to global memory.
  bool communicates = false;

  const uint32_t *dsts(const Op &op) const { return &rows[op.firstRow]; }
  const uint32_t *srcs(const Op &op) const {
    return &rows[op.firstRow + op.numDsts];
  }
};

/// Rows of the scratch bank: results that nobody wants.
constexpr unsigned kScratchRows = 16;

/// The address of each global and const variable, by its number in the module.
using VariableAddresses = std::vector<uint64_t>;

llvm::Expected<std::unique_ptr<Code>>
lower(const Module &module, uint32_t entry, const VariableAddresses &addresses);

/// Where an entry keeps a shared variable.
uint64_t sharedOffset(const Module &module, uint32_t entry, uint32_t variable);

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_CODE_H
