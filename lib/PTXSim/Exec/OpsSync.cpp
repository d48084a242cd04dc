//===- OpsSync.cpp - ops at which threads meet ----------------------------===//

#include "BlockRun.h"
#include "Handlers.h"
#include "llvm/Support/FormatVariadic.h"

using namespace ptxsim;

/// Runs what a .sync instruction does, for lanes that are all there.
static void runTogether(Warp &warp, const Op &op, uint32_t lanes) {
  if (op.instruction->op == Opcode::BarWarpSync)
    warp.block.order.syncLanes(warp.index, lanes, warp.alive);
  else
    runKernel(warp, op, lanes);
}

/// Lanes of which each names itself in its mask; reports the others.
static void checkMembers(Warp &warp, const Op &op, uint32_t mask,
                         const uint64_t *members) {
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (mask >> lane & 1 && !(members[lane] >> lane & 1)) {
      warp.report(ReportKind::BadSyncMask, op, lane,
                  llvm::formatv("expected the mask to have the bit of the lane "
                                "that executes it, got {0:x}",
                                uint32_t(members[lane]))
                      .str());
      return;
    }
}

/// Splits the lanes by the masks that they give. Groups that are complete run;
/// the others wait, each as a split of its own.
static void runGroups(Warp &warp, const Op &op, uint32_t mask,
                      const uint64_t *members) {
  llvm::SmallVector<std::pair<uint32_t, uint32_t>, 4> waiting;
  for (uint32_t left = mask; left;) {
    uint32_t value = members[llvm::countr_zero(left)], group = 0;
    for (unsigned lane = 0; lane < kLanes; ++lane)
      if (left >> lane & 1 && uint32_t(members[lane]) == value)
        group |= 1u << lane;
    left &= ~group;
    if (value & warp.alive & ~group) {
      waiting.push_back({group, value});
    } else {
      runTogether(warp, op, group);
    }
  }
  for (const auto &[group, value] : waiting) {
    bool isLast = warp.split().mask == group;
    Split &split = isLast ? warp.split() : warp.detach(group);
    split.state = Split::AtSync;
    split.waitsFor = value;
  }
  warp.completeSyncs();
}

/// Lanes that a mask names, at the same place, but that its guard turns off:
/// they do not come, so nobody waits for them.
static void checkGuard(Warp &warp, const Op &op, uint32_t mask,
                       uint32_t needed) {
  uint32_t off = warp.split().mask & ~mask & needed;
  if (!off)
    return;
  Site other = warp.site(op, llvm::countr_zero(off));
  other.action = "does not execute it";
  warp.report(ReportKind::BadSyncMask, op, llvm::countr_zero(mask),
              llvm::formatv("expected all lanes that the mask {0:x} names, got "
                            "{1:x} without {2:x}, which the guard turns off",
                            needed, mask, off)
                  .str(),
              other);
}

static void runSync(Warp &warp, const Op &op, uint32_t mask,
                    const uint64_t *members) {
  checkMembers(warp, op, mask, members);
  uint32_t needed = members[llvm::countr_zero(mask)];
  bool isUniform = true;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (mask >> lane & 1 && uint32_t(members[lane]) != needed)
      isUniform = false;
  checkGuard(warp, op, mask, needed);
  if (isUniform)
    needed &= ~(warp.split().mask & ~mask);
  if (isUniform && !(needed & warp.alive & ~mask)) {
    runTogether(warp, op, mask);
    return;
  }
  uint64_t copy[kLanes];
  std::copy_n(members, kLanes, copy);
  runGroups(warp, op, mask, copy);
}

void ptxsim::runSyncKernel(Warp &warp, const Op &op, uint32_t mask) {
  // The mask is the last source of all of them.
  uint32_t row = warp.code.srcs(op)[op.numSrcs - 1];
  warp.checkDefined(op, row, mask);
  runSync(warp, op, mask, warp.read(row));
}

void ptxsim::runWarpBarrier(Warp &warp, const Op &op, uint32_t mask) {
  runSyncKernel(warp, op, mask);
}

void ptxsim::checkWholeWarp(Warp &warp, const Op &op, uint32_t mask) {
  if (mask == ~0u)
    return;
  unsigned missing = llvm::countr_zero(~mask);
  warp.report(ReportKind::BadSyncMask, op, llvm::countr_zero(mask),
              llvm::formatv("expected all 32 lanes at an .aligned instruction, "
                            "got mask {0:x}",
                            mask)
                  .str(),
              warp.whereIs(missing));
}

void ptxsim::runAlignedKernel(Warp &warp, const Op &op, uint32_t mask) {
  checkWholeWarp(warp, op, mask);
  runKernel(warp, op, mask);
}

/// An operand of a barrier, the same for all lanes; reports it if it is not.
static uint32_t uniformSource(Warp &warp, const Op &op, uint32_t row,
                              uint32_t mask) {
  warp.checkDefined(op, row, mask);
  const uint64_t *lanes = warp.read(row);
  unsigned first = llvm::countr_zero(mask);
  for (unsigned lane = first; lane < kLanes; ++lane)
    if (mask >> lane & 1 && uint32_t(lanes[lane]) != uint32_t(lanes[first]))
      warp.report(ReportKind::DivergentBarrier, op, lane,
                  llvm::formatv("expected the same barrier in all lanes, got "
                                "{0} and {1}",
                                uint32_t(lanes[first]), uint32_t(lanes[lane]))
                      .str(),
                  warp.site(op, first));
  return lanes[first];
}

static void checkAlignedBarrier(Warp &warp, const Op &op, uint32_t mask) {
  const Instruction &instruction = *op.instruction;
  bool isAligned =
      instruction.op == Opcode::Bar || instruction.has(Mod::Aligned);
  if (!isAligned || mask == warp.alive)
    return;
  unsigned missing = llvm::countr_zero(warp.alive & ~mask);
  Site other = warp.whereIs(missing);
  other.action = "not at the barrier";
  warp.report(ReportKind::DivergentBarrier, op, llvm::countr_zero(mask),
              llvm::formatv("expected all lanes of the warp at the barrier, "
                            "got mask {0:x} of {1:x}",
                            mask, warp.alive)
                  .str(),
              other);
}

void ptxsim::runBarrier(Warp &warp, const Op &op, uint32_t mask) {
  checkAlignedBarrier(warp, op, mask);
  const uint32_t *srcs = warp.code.srcs(op);
  uint32_t number = uniformSource(warp, op, srcs[0], mask);
  uint32_t expected =
      op.numSrcs > 1 ? uniformSource(warp, op, srcs[1], mask) : 0;
  if (number >= 16) {
    warp.report(
        ReportKind::BadSyncMask, op, llvm::countr_zero(mask),
        llvm::formatv("expected a barrier from 0 to 15, got {0}", number)
            .str());
    return;
  }
  if (op.instruction->has(Mod::RedMod)) {
    uint32_t votes = warp.predicateSource(op, 0, mask) & mask;
    warp.block.barriers[number].numTrue += llvm::popcount(votes);
    warp.block.barriers[number].numVoters += llvm::popcount(mask);
  }
  bool waits = !op.instruction->has(Mod::Arrive);
  if (waits) {
    if (uint32_t others = warp.split().mask & ~mask)
      warp.detach(others);
    warp.split().state = Split::AtBarrier;
    warp.split().waitsFor = number;
  }
  warp.block.arriveAt(number, warp, op, mask, expected, waits);
}

void ptxsim::runFence(Warp &warp, const Op &op, uint32_t mask) {
  bool isBlockOnly =
      op.instruction->has(Mod::Cta) || op.instruction->has(Mod::Cluster);
  if (warp.block.launch.syncs && !isBlockOnly)
    warp.block.order.fence(warp.index);
}
