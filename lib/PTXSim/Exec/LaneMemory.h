//===- LaneMemory.h - bytes that each lane has for itself -------*- C++ -*-===//

#ifndef ATTN_PTXSIM_EXEC_LANEMEMORY_H
#define ATTN_PTXSIM_EXEC_LANEMEMORY_H

#include "llvm/Support/MathExtras.h"
#include <cstdint>
#include <cstring>
#include <vector>

namespace ptxsim {

/// Local memory, or the parameters of calls: a stack of frames for each lane.
class LaneMemory {
public:
  /// Bytes of each lane.
  uint64_t size() const { return stride; }
  void grow(uint64_t size) {
    if (size <= stride)
      return;
    uint64_t wider = llvm::alignTo(size, 64);
    std::vector<uint8_t> newBytes(32 * wider), newFlags(32 * wider);
    for (unsigned lane = 0; lane < 32 && stride; ++lane) {
      std::memcpy(&newBytes[lane * wider], at(lane, 0), stride);
      std::memcpy(&newFlags[lane * wider], flags(lane, 0), stride);
    }
    bytes.swap(newBytes);
    initialized.swap(newFlags);
    stride = wider;
  }
  /// A frame that begins is uninitialised.
  void clear(uint32_t lanes, uint64_t begin, uint64_t end) {
    for (unsigned lane = 0; lane < 32; ++lane)
      if (lanes >> lane & 1 && end > begin)
        std::memset(flags(lane, begin), 0, end - begin);
  }
  uint8_t *at(unsigned lane, uint64_t offset) {
    return &bytes[lane * stride + offset];
  }
  uint8_t *flags(unsigned lane, uint64_t offset) {
    return &initialized[lane * stride + offset];
  }

private:
  uint64_t stride = 0;
  std::vector<uint8_t> bytes, initialized;
};

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_LANEMEMORY_H
