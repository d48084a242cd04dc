//===- BlockRun.cpp - warps take turns, and meet at barriers --------------===//

#include "BlockRun.h"

using namespace ptxsim;

/// The most instructions of a warp before another one has its turn.
static constexpr uint32_t kMaxTurn = 128;

static Dim3 coordinatesOf(uint32_t index, const Dim3 &grid) {
  return {index % grid.x, index / grid.x % grid.y, index / grid.x / grid.y};
}

BlockRun::BlockRun(const LaunchState &launch, uint32_t index,
                   std::vector<InstructionCounts> &counts)
    : launch(launch), index(index),
      coordinates(coordinatesOf(index, launch.options.grid)), counts(counts),
      shared(launch.sharedSize), sharedInitialized(launch.sharedSize),
      sharedShadow(launch.sharedSize),
      order(index, (launch.options.block.count() + kLanes - 1) / kLanes),
      global(launch.global ? *launch.global : ownGlobal),
      reports(launch.options.maxReports),
      random(Random(launch.options.seed * 0x100000001 + index).next()) {
  uint64_t threads = launch.options.block.count();
  for (unsigned w = 0; w * kLanes < threads; ++w) {
    uint64_t left = threads - w * kLanes;
    warps.emplace_back(*this, w, left >= kLanes ? ~0u : (1u << left) - 1);
  }
}

Warp *BlockRun::chooseWarp() {
  unsigned first = random.below(warps.size());
  for (unsigned i = 0; i < warps.size(); ++i) {
    Warp &warp = warps[(first + i) % warps.size()];
    if (!warp.isDone() && warp.canRun())
      return &warp;
  }
  for (Warp &warp : warps)
    if (!warp.isDone() && warp.releaseMeeting())
      return &warp;
  return nullptr;
}

void BlockRun::run(uint64_t quantum) {
  uint64_t stop = executed + quantum;
  while (!done && executed < stop) {
    Warp *warp = chooseWarp();
    if (!warp) {
      done = true;
      for (Warp &w : warps)
        if (!w.isDone()) {
          reportHang();
          break;
        }
      return;
    }
    executed += warp->run(1 + random.below(kMaxTurn));
    uint64_t limit = launch.options.maxInstructions;
    if (limit && executed > limit && !warp->isDone()) {
      const Op &op = launch.code.ops[warp->split().pc];
      warp->report(ReportKind::Timeout, op,
                   llvm::countr_zero(warp->split().mask),
                   "expected the block to end within " + llvm::Twine(limit) +
                       " instructions of warps, got none of it");
      done = true;
    }
    // Further reports would not be kept.
    done |= reports.full();
  }
}

void BlockRun::report(Report report) { reports.add(std::move(report)); }

bool BlockRun::isComplete(const Barrier &barrier) const {
  if (!barrier.isUsed())
    return false;
  if (barrier.expected)
    return barrier.threads >= barrier.expected;
  for (const Warp &warp : warps)
    if (warp.alive & ~barrier.arrived[warp.index])
      return false;
  return true;
}

void BlockRun::arriveAt(unsigned number, Warp &warp, const Op &op,
                        uint32_t lanes, uint32_t expected, bool waits) {
  Barrier &barrier = barriers[number];
  if (barrier.isUsed() && barrier.expected != expected) {
    const Barrier::Arrival &first = barrier.arrivals.front();
    warp.report(
        ReportKind::DivergentBarrier, op, llvm::countr_zero(lanes),
        "expected barrier " + llvm::Twine(number) + " for " +
            llvm::Twine(barrier.expected) +
            " threads, as those that wait there, got " + llvm::Twine(expected),
        warps[first.warp].site(*first.op, llvm::countr_zero(first.lanes)));
  } else {
    barrier.expected = expected;
  }
  // A whole warp counts as such even where lanes of it do not exist.
  barrier.threads += lanes == warp.alive ? kLanes : llvm::popcount(lanes);
  barrier.arrived[warp.index] |= lanes;
  barrier.arrivals.push_back({warp.index, lanes, &op, waits});
  Order::join(barrier.knowledge, order.release(warp.index));
  if (isComplete(barrier))
    release(number);
}

void BlockRun::noteExit() {
  for (unsigned number = 0; number < barriers.size(); ++number)
    if (!barriers[number].expected && isComplete(barriers[number]))
      release(number);
}

/// The result of bar.red, for all threads alike.
static uint32_t reduced(const Barrier &barrier, const Op &op) {
  switch (op.instruction->mod(ModGroup::Operation)) {
  case Mod::OpAnd:
    return barrier.numTrue == barrier.numVoters;
  case Mod::OpOr:
    return barrier.numTrue != 0;
  default:
    return barrier.numTrue;
  }
}

static void writeReduced(Warp &warp, const Barrier &barrier,
                         const Barrier::Arrival &arrival) {
  const Op &op = *arrival.op;
  uint32_t value = reduced(barrier, op);
  warp.setPredicate(op.predDst[0], value ? ~0u : 0, arrival.lanes);
  if (!op.numDsts)
    return;
  uint32_t row = *warp.code.dsts(op);
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (arrival.lanes >> lane & 1)
      warp.write(row)[lane] = value;
  warp.define(row, arrival.lanes);
}

void BlockRun::release(unsigned number) {
  Barrier barrier = std::move(barriers[number]);
  barriers[number] = {};
  for (const Barrier::Arrival &arrival : barrier.arrivals) {
    if (!arrival.waits)
      continue;
    Warp &warp = warps[arrival.warp];
    order.acquire(arrival.warp, barrier.knowledge);
    for (Split &split : warp.splits) {
      if (split.state != Split::AtBarrier || split.waitsFor != number)
        continue;
      warp.resume(split);
      if (arrival.op->instruction->has(Mod::RedMod)) {
        warp.bind(split);
        writeReduced(warp, barrier, arrival);
      }
    }
    if (arrival.op->instruction->has(Mod::RedMod))
      warp.bind(warp.split());
  }
}

/// Who waits, and of those who do not wait for the same the first.
void BlockRun::reportHang() {
  const Warp *first = nullptr;
  const Split *waiting = nullptr;
  Site other;
  for (const Warp &warp : warps)
    for (const Split &split : warp.splits) {
      if (split.state != Split::AtBarrier && split.state != Split::AtSync)
        continue;
      if (!waiting) {
        first = &warp;
        waiting = &split;
      } else if (!other && (split.state != waiting->state ||
                            split.waitsFor != waiting->waitsFor ||
                            split.pc != waiting->pc)) {
        other = warp.site(launch.code.ops[split.pc - 1],
                          llvm::countr_zero(split.mask));
        other.action = "waits as well";
      }
    }
  if (!waiting)
    return;
  const Op &op = launch.code.ops[waiting->pc - 1];
  Report report;
  report.kind = ReportKind::Deadlock;
  report.site = first->site(op, llvm::countr_zero(waiting->mask));
  report.other = other;
  report.message = "expected all threads that it waits for to come, got some "
                   "that never will";
  this->report(std::move(report));
}
