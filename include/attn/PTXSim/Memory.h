//===- Memory.h - the device's global memory --------------------*- C++ -*-===//

#ifndef ATTN_PTXSIM_MEMORY_H
#define ATTN_PTXSIM_MEMORY_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ptxsim {

/// Where the parts of the generic address space begin.
constexpr uint64_t kGlobalWindow = 0x100000000000;
constexpr uint64_t kSharedWindow = 0x700000000000;
constexpr uint64_t kLocalWindow = 0x710000000000;
constexpr uint64_t kParamWindow = 0x720000000000;
constexpr uint64_t kCodeWindow = 0x730000000000;
constexpr uint64_t kWindowSize = 0x010000000000;

/// One allocation. Its bytes stay where they are until it is freed.
struct Allocation {
  uint64_t address = 0, size = 0;
  std::unique_ptr<uint8_t[]> bytes;
  /// One flag a byte, so that blocks on different cores may set their own;
  /// null if all of them are initialised.
  std::unique_ptr<uint8_t[]> initialized;
  bool isFreed = false, isReadOnly = false;
  /// For messages: what the host or the module calls it.
  std::string name;

  uint64_t end() const { return address + size; }
};

/// Global memory: allocations with gaps between them, so that an access that
/// runs over an end meets nothing. Freed ones are kept as marks, and no address
/// is given out twice. Not to be changed while a kernel runs.
class DeviceMemory {
public:
  /// Bytes are uninitialised until somebody writes them. At an address that is
  /// a multiple of 256, as cudaMalloc gives.
  uint64_t allocate(uint64_t size, llvm::StringRef name = "");
  /// The error names an address that no allocation begins at.
  llvm::Error free(uint64_t address);
  llvm::Error write(uint64_t address, llvm::ArrayRef<uint8_t> bytes);
  /// Reads what is there, whether initialised or not.
  llvm::Error read(uint64_t address,
                   llvm::MutableArrayRef<uint8_t> bytes) const;
  /// How many of the bytes were never written.
  llvm::Expected<uint64_t> countUninitialized(uint64_t address,
                                              uint64_t size) const;
  void setReadOnly(uint64_t address);

  /// The allocation that the address lies in, freed ones included; null if it
  /// lies in none.
  Allocation *find(uint64_t address);
  const Allocation *find(uint64_t address) const;
  /// The allocation whose end or begin is nearest: for messages.
  const Allocation *findNearest(uint64_t address) const;
  llvm::ArrayRef<Allocation> all() const { return allocations; }

private:
  llvm::Expected<Allocation *> check(uint64_t address, uint64_t size);

  /// By address.
  std::vector<Allocation> allocations;
  uint64_t next = kGlobalWindow;
};

} // namespace ptxsim

#endif // ATTN_PTXSIM_MEMORY_H
