//===- Order.h - what happens before what -----------------------*- C++ -*-===//
//
// Each warp has a clock that ticks when it synchronises. A stamp (who, clock)
// happens before what thread t does now if t knows of that clock: through
// barriers it shares with the stamp's warp, one after the other, or, in one
// warp, through bar.warp.sync. That is a vector clock with one entry a warp;
// the lanes of a warp have entries of their own only after a bar.warp.sync of
// a part of them.
//
//   warp 0: st a   (0, clock 1)   bar    ld b   now 2, knows 1 of warp 1
//   warp 1: st b   (1, clock 1)   bar    ld a   now 2, knows 1 of warp 0
//
// Between blocks only release and acquire order: BlockKnowledge.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_EXEC_ORDER_H
#define ATTN_PTXSIM_EXEC_ORDER_H

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace ptxsim {

constexpr unsigned kMaxWarps = 32;
/// The clock of a write that is still in flight.
constexpr uint32_t kPending = ~0u;

/// An access: which instruction of which thread, and when by its warp's clock.
struct Stamp {
  /// 0: no access.
  uint32_t clock = 0;
  uint32_t block = 0;
  /// Index into the program's instructions.
  uint32_t op : 20;
  uint32_t warp : 5;
  uint32_t lane : 5;
  /// Other lanes of the warp too.
  uint32_t many : 1;
  uint32_t strong : 1;

  Stamp() : op(0), warp(0), lane(0), many(0), strong(0) {}
  explicit operator bool() const { return clock != 0; }
  bool isPending() const { return clock == kPending; }
};

using WarpVector = std::array<uint32_t, kMaxWarps>;

/// Of other blocks: up to which clock of each of their warps all is known.
using BlockKnowledge = std::map<uint32_t, WarpVector>;

/// What a thread that releases hands to the one that acquires.
struct Knowledge {
  WarpVector warps{};
  /// Of other blocks; and what fences have made fit to be released to them.
  std::shared_ptr<const BlockKnowledge> blocks, fenced;
};

/// The clock of a warp and what it knows of others.
struct WarpClock {
  uint32_t now = 1;
  /// Every lane knows of all that the warp's lanes did up to here.
  uint32_t full = 0;
  WarpVector known{};
  std::shared_ptr<const BlockKnowledge> blocks, fenced;
  /// [i][j]: up to which clock lane i knows of lane j, if that is not `full`.
  std::unique_ptr<std::array<WarpVector, 32>> lanes;
};

/// A thread as it looks back, with the stamp that it leaves.
struct Viewer {
  Stamp me;
  const WarpClock *clock = nullptr;

  bool isAfter(const Stamp &stamp) const {
    if (stamp.block != me.block)
      return isAfterBlock(stamp);
    if (stamp.warp != me.warp)
      return stamp.clock <= clock->known[stamp.warp];
    if (stamp.clock <= clock->full)
      return true;
    // What many lanes do (ldmatrix) no lane does for itself.
    bool isOwn = stamp.lane == me.lane && !me.many;
    if (!clock->lanes)
      return isOwn && !stamp.many;
    return isOwn || stamp.clock <= (*clock->lanes)[me.lane][stamp.lane];
  }

private:
  bool isAfterBlock(const Stamp &stamp) const;
};

/// The clocks of a block's warps.
class Order {
public:
  Order(uint32_t block, unsigned numWarps) : block(block), clocks(numWarps) {}

  WarpClock &operator[](unsigned warp) { return clocks[warp]; }

  /// bar.warp.sync of `lanes`, where `alive` are all that have not exited.
  void syncLanes(unsigned warp, uint32_t lanes, uint32_t alive);

  /// What `warp` knows, itself included; its clock ticks, so that what it does
  /// from now on is not covered.
  Knowledge release(unsigned warp);
  void acquire(unsigned warp, const Knowledge &knowledge);
  static void join(Knowledge &into, const Knowledge &from);

  /// A fence: what the warp knows now, its own block as one entry, is what
  /// strong writes from now on release to other blocks.
  void fence(unsigned warp);
  void acquireBlock(unsigned warp,
                    const std::shared_ptr<const BlockKnowledge> &knowledge);

private:
  uint32_t block;
  std::vector<WarpClock> clocks;
};

/// The union; shares where one contains the other.
std::shared_ptr<const BlockKnowledge>
joinBlocks(const std::shared_ptr<const BlockKnowledge> &a,
           const std::shared_ptr<const BlockKnowledge> &b);

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_ORDER_H
