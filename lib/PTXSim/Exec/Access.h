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

/// What the flag of a byte says. Shared memory that nobody wrote may be read,
/// as garbage, since tiles there may stick out over a matrix; what is computed
/// from garbage may be written to memory of the block or of the lane.
enum ByteFlag : uint8_t { kNeverWritten, kWritten, kGarbage };

/// Whether garbage may be stored there.
bool mayHoldGarbage(const Access &access);
/// Reports bytes that nobody has written; returns the lanes that read such.
/// Where garbage may be, only if all are: padding is copied with the rest.
uint32_t checkInitialized(Access &access, uint32_t lanes);
/// The lanes of which a byte from `offset` on has the flag.
uint32_t lanesWith(ByteFlag flag, const Access &access, unsigned offset,
                   unsigned size);
/// Those that read garbage there.
uint32_t garbageLanes(const Access &access, unsigned offset, unsigned size);
/// `garbage`: lanes that write garbage.
void setInitialized(Access &access, unsigned offset, unsigned size,
                    uint32_t garbage);

/// Notes the access of one lane to shared or global memory; reports a race,
/// and returns whether there is none.
/// `data`: what it writes, to tell whether that changes anything.
bool noteRead(Access &access, unsigned lane);
void noteWrite(Access &access, unsigned lane, const uint8_t *data);
/// Who left the stamp.
Site siteOf(const LaunchState &launch, const Stamp &stamp);
/// Says what is missing between the two sides.
void describeRace(Report &report);
/// Reports what a viewer ran into.
void reportClash(Warp &warp, const Op &op, AccessKind kind, Space space,
                 unsigned lane, uint64_t address, const Clash &clash);

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_ACCESS_H
