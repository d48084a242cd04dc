//===- Access.h - from addresses to bytes of the host -----------*- C++ -*-===//

#ifndef ATTN_PTXSIM_EXEC_ACCESS_H
#define ATTN_PTXSIM_EXEC_ACCESS_H

#include "BlockRun.h"

namespace ptxsim {

enum class AccessKind : uint8_t { Read, Write, Atomic };

/// The lanes of one instruction that touch the same state space. What is wrong
/// with an address is reported when it is resolved, and its lane left out.
struct Access {
  Warp &warp;
  const Op &op;
  AccessKind kind;
  Space space;
  /// Of one lane.
  unsigned bytes;
  uint32_t mask;
  uint64_t address[kLanes];
  /// The bytes, and their initialised flags (null: all are).
  uint8_t *host[kLanes];
  uint8_t *flags[kLanes];

  bool isActive(unsigned lane) const { return mask >> lane & 1; }
  bool isShadowed() const {
    return space == Space::Global || space == Space::Shared;
  }
};

/// Which window a generic address lies in: Generic if in none.
Space spaceOfGeneric(uint64_t address);
/// Where the space's window begins; 0 of global and const memory.
uint64_t windowOf(Space space);

/// Computes the addresses of the lanes; reports registers never written.
void computeAddresses(Warp &warp, const Op &op, uint32_t row, uint64_t offset,
                      bool inFrame, uint32_t mask, uint64_t *address);

/// Calls `visit(Access &)` with resolved accesses, one for each state space
/// that generic addresses lead to.
void forEachSpace(Warp &warp, const Op &op, AccessKind kind, Space space,
                  unsigned bytes, uint32_t mask, const uint64_t *address,
                  llvm::function_ref<void(Access &)> visit);

/// Reports bytes that nobody has written.
void checkInitialized(Access &access);
void setInitialized(Access &access);

/// Notes the access of one lane to shared or global memory; reports a race.
/// `data`: what it writes, to tell whether that changes anything.
void noteRead(Access &access, unsigned lane);
void noteWrite(Access &access, unsigned lane, const uint8_t *data);
/// Who left the stamp.
Site siteOf(const LaunchState &launch, const Stamp &stamp);
/// Reports what a viewer ran into.
void reportClash(Warp &warp, const Op &op, AccessKind kind, Space space,
                 unsigned lane, uint64_t address, const Clash &clash);

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_ACCESS_H
