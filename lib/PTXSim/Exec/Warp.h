//===- Warp.h - 32 lanes, and how they part and meet ------------*- C++ -*-===//
//
// Lanes that are at the same place form a split. A branch on which they
// disagree makes two of one, below a node that says where they meet again: at
// the immediate post-dominator. Who arrives there waits for the others below
// the same node. Splits take turns, so one may wait in a .sync instruction for
// lanes of another; if all wait, those that only wait to meet go ahead, as
// threads are scheduled independently.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_EXEC_WARP_H
#define ATTN_PTXSIM_EXEC_WARP_H

#include "Code.h"
#include "LaneMemory.h"
#include "Order.h"
#include "attn/PTXSim/Report.h"
#include "llvm/ADT/Twine.h"

namespace ptxsim {

class BlockRun;

/// Where the rows and bytes of a function's activation begin.
struct Frame {
  uint32_t function = 0;
  uint32_t registers = 0, predicates = 0;
  uint64_t local = 0, param = 0;
};

struct ReturnPoint {
  /// The call.
  uint32_t op = 0;
  Frame frame;
};

struct Split {
  enum State : uint8_t { Ready, AtSync, AtBarrier, Dead };

  uint32_t pc = 0, mask = 0;
  /// Below which node, and where that one's lanes meet.
  uint32_t node = 0, meet = kNone;
  State state = Ready;
  /// AtSync: the lanes that have to come. AtBarrier: the number of it.
  uint32_t waitsFor = 0;
  Frame frame;
  std::vector<ReturnPoint> stack;
};

struct Node {
  uint32_t parent = kNone, meet = kNone;
  size_t depth = 0;
  /// Lanes that have arrived, and the splits and nodes still to come.
  uint32_t arrived = 0, live = 0;
  Frame frame;
  std::vector<ReturnPoint> stack;
};

/// A cp.async that has been issued and not been waited for.
struct PendingCopy {
  const Op *op = nullptr;
  unsigned lane = 0;
  /// How many groups the thread had committed before it.
  uint32_t group = 0;
  uint64_t source = 0, target = 0;
  unsigned size = 0, sourceSize = 0;
  std::array<uint8_t, 16> bytes{};
};

/// Lanes whose value comes from shared or local memory that nobody wrote.
/// Kernels may well compute with it, as long as it goes nowhere: the rows of a
/// tile beyond the matrix. So it is an error only where it decides something or
/// leaves for global memory.
struct Garbage {
  uint32_t lanes = 0;
  /// The op that read it, plus one.
  uint32_t origin = 0;

  void add(uint32_t more, uint32_t from) {
    lanes |= more;
    origin = from;
  }
};

class Warp {
public:
  Warp(BlockRun &block, unsigned index, uint32_t lanes);

  /// Executes up to `quantum` instructions; stops earlier where no split can go
  /// on. Returns how many.
  unsigned run(unsigned quantum);
  bool isDone() const { return alive == 0; }
  bool canRun() { return selectSplit(); }
  /// Lets lanes that only wait for others to meet go ahead; false if none do.
  bool releaseMeeting();

  // For handlers.
  Split &split() { return splits[current]; }
  const uint64_t *read(uint32_t row) const {
    return banks[bankOf(row)] + indexOf(row) * kLanes;
  }
  uint64_t *write(uint32_t row) { return const_cast<uint64_t *>(read(row)); }
  /// Which lanes of the row have been written.
  uint32_t definedLanes(uint32_t row) const {
    return bankOf(row) == kRegisters ? defined[frame.registers + indexOf(row)]
                                     : ~0u;
  }
  void define(uint32_t row, uint32_t mask) {
    if (bankOf(row) == kRegisters)
      defined[frame.registers + indexOf(row)] |= mask;
  }
  /// The lanes of the row hold garbage that `origin` read.
  void undefine(uint32_t row, uint32_t mask, uint32_t origin) {
    if (!mask || bankOf(row) != kRegisters)
      return;
    defined[frame.registers + indexOf(row)] &= ~mask;
    origins[frame.registers + indexOf(row)] = origin;
  }
  uint32_t originOf(uint32_t row) const {
    return bankOf(row) == kRegisters ? origins[frame.registers + indexOf(row)]
                                     : 0;
  }
  uint32_t &predicate(uint32_t number) {
    return predicates[frame.predicates + number];
  }
  uint32_t &definedPredicate(uint32_t number) {
    return definedPredicates[frame.predicates + number];
  }
  void setPredicate(uint32_t number, uint32_t value, uint32_t mask) {
    if (number == kNone)
      return;
    uint32_t &p = predicate(number);
    p = (p & ~mask) | (value & mask);
    definedPredicate(number) |= mask;
  }
  void undefinePredicate(uint32_t number, uint32_t mask, uint32_t origin) {
    if (!mask || number == kNone)
      return;
    definedPredicate(number) &= ~mask;
    predicateOrigins[frame.predicates + number] = origin;
  }
  /// The op's first or second predicate source, `!` undone. Without `garbage`,
  /// lanes that hold garbage are reported, with it they are added.
  uint32_t predicateSource(const Op &op, unsigned number, uint32_t mask,
                           Garbage *garbage = nullptr);
  /// Adds the lanes that hold garbage; reports those that hold nothing.
  void collectGarbage(const Op &op, uint32_t row, uint32_t mask,
                      Garbage &garbage) {
    if (uint32_t lanes = mask & ~definedLanes(row)) {
      if (uint32_t origin = originOf(row))
        garbage.add(lanes, origin);
      else
        reportUndefined(op, row, lanes);
    }
  }
  /// Reports lanes that read what nobody wrote.
  void checkDefined(const Op &op, uint32_t row, uint32_t mask) {
    if (mask & ~definedLanes(row))
      reportUndefined(op, row, mask & ~definedLanes(row));
  }

  /// `taken` of the split's lanes go to `target`, the rest goes on.
  void branch(const Op &op, uint32_t taken, uint32_t target);
  /// Lanes leave the kernel.
  void exit(uint32_t lanes);
  void enter(uint32_t function, uint32_t callOp);
  void leave();
  /// Lanes of the running split that do not take part go on as another.
  Split &detach(uint32_t lanes);
  /// They go on with the instruction that is running, not with the next.
  void repeat(uint32_t lanes) { --detach(lanes).pc; }
  /// Lets a split that waited go on behind its instruction.
  void resume(Split &split);
  /// Runs the .sync instruction that `waiter` waits in, if all of the lanes it
  /// waits for wait there too, or have exited.
  bool completeSync(Split &waiter);
  void completeSyncs();
  /// Where a lane is that did not come, for the other side of a report.
  Site whereIs(unsigned lane) const;
  /// Makes the banks and the frame those of a split: for handlers that act on
  /// behalf of one that is not running.
  void bind(const Split &split);

  Viewer viewer(const Op &op, unsigned lane);
  Site site(const Op &op, unsigned lane) const;
  void report(ReportKind kind, const Op &op, unsigned lane,
              const llvm::Twine &message, const Site &other = {});
  uint32_t indexOfOp(const Op &op) const;

  BlockRun &block;
  const Code &code;
  const unsigned index;
  uint32_t alive;
  uint32_t carry = 0;
  Frame frame;
  LaneMemory local, params;
  std::vector<Split> splits;
  std::vector<PendingCopy> copies;
  std::array<uint32_t, 32> committed{};
  uint64_t executed = 0;

private:
  bool selectSplit();
  void arrive();
  void finishNode(uint32_t node);
  Split &addSplit(uint32_t pc, uint32_t mask, const Split &like);
  void retire(Split &split);
  void reserve(uint32_t function, const Frame &at);
  uint32_t guardMask(const Op &op, uint32_t mask);
  uint32_t readPredicate(const Op &op, uint32_t number, uint32_t mask,
                         Garbage *garbage);
  /// `origin` 0: never written; else who read the garbage.
  void reportUse(const Op &op, const llvm::Twine &what, uint32_t lanes,
                 uint32_t origin);
  void reportUndefined(const Op &op, uint32_t row, uint32_t lanes);
  void trace(const Op &op, uint32_t mask) const;

  unsigned current = 0;
  std::vector<Node> nodes;
  const uint64_t *banks[4];
  std::vector<uint64_t> registers, specials;
  std::vector<uint32_t> defined, predicates, definedPredicates;
  /// Who read the garbage that the lanes not defined hold: an op, plus one; 0:
  /// they were never written.
  std::vector<uint32_t> origins, predicateOrigins;
};

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_WARP_H
