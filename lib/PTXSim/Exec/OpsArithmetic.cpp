//===- OpsArithmetic.cpp - ops that touch registers only ------------------===//

#include "Access.h"
#include "Handlers.h"

using namespace ptxsim;

static void blend(uint64_t *to, const uint64_t *from, uint32_t mask) {
  for (unsigned lane = 0; lane < kLanes; ++lane)
    to[lane] = mask >> lane & 1 ? from[lane] : to[lane];
}

static void checkSources(Warp &warp, const Op &op, uint32_t mask) {
  const uint32_t *rows = warp.code.srcs(op);
  for (unsigned i = 0; i < op.numSrcs; ++i)
    warp.checkDefined(op, rows[i], mask);
}

static void reportUnpredictable(Warp &warp, const Op &op, uint32_t lanes) {
  unsigned lane = llvm::countr_zero(lanes);
  warp.report(ReportKind::InactiveLane, op, lane,
              "expected the lane that it reads from to take part, got one that "
              "does not");
}

static void collectSources(Warp &warp, const Op &op, uint32_t mask,
                           uint32_t predicate, Garbage &garbage) {
  const uint32_t *srcs = warp.code.srcs(op);
  if (op.readsLazily) {
    warp.collectGarbage(op, srcs[0], mask & predicate, garbage);
    warp.collectGarbage(op, srcs[1], mask & ~predicate, garbage);
    return;
  }
  for (unsigned i = 0; i < op.numSrcs; ++i)
    warp.collectGarbage(op, srcs[i], mask, garbage);
}

void ptxsim::runKernel(Warp &warp, const Op &op, uint32_t mask) {
  KernelArgs args;
  const uint32_t *dsts = warp.code.dsts(op), *srcs = warp.code.srcs(op);
  Garbage garbage;
  args.predSrc[0] = warp.predicateSource(op, 0, mask, &garbage);
  args.predSrc[1] = warp.predicateSource(op, 1, mask, &garbage);
  args.active = mask;
  args.carry = warp.carry;
  collectSources(warp, op, mask, args.predSrc[0], garbage);
  uint32_t dirty[8] = {};
  if (garbage.lanes)
    spreadGarbage(warp, op, mask, garbage.lanes, dirty);
  for (unsigned i = 0; i < op.numSrcs; ++i)
    args.src[i] = warp.read(srcs[i]);
  bool isFull = mask == ~0u;
  uint64_t results[8 * kLanes];
  for (unsigned i = 0; i < op.numDsts; ++i)
    args.dst[i] = isFull ? warp.write(dsts[i]) : &results[i * kLanes];
  op.kernel(args);
  for (unsigned i = 0; i < op.numDsts; ++i) {
    if (!isFull)
      blend(warp.write(dsts[i]), &results[i * kLanes], mask);
    warp.define(dsts[i], mask);
    warp.undefine(dsts[i], mask & dirty[i], garbage.origin);
  }
  for (unsigned i = 0; i < 2; ++i) {
    warp.setPredicate(op.predDst[i], args.predDst[i], mask);
    warp.undefinePredicate(op.predDst[i], mask & garbage.lanes, garbage.origin);
  }
  warp.carry = (warp.carry & ~mask) | (args.carry & mask);
  if (args.unpredictable & mask)
    reportUnpredictable(warp, op, args.unpredictable & mask);
}

/// Each place has operands of its own. Garbage of one lane spreads to all.
void ptxsim::runKernelApart(Warp &warp, llvm::ArrayRef<const Split *> parts) {
  KernelArgs args;
  uint64_t sources[16][kLanes] = {}, results[8][kLanes];
  Garbage garbage;
  args.active = 0;
  args.predSrc[0] = args.predSrc[1] = 0;
  for (const Split *part : parts) {
    warp.bind(*part);
    const Op &op = warp.code.ops[part->pc - 1];
    args.active |= part->mask;
    for (unsigned i = 0; i < 2; ++i)
      args.predSrc[i] |=
          warp.predicateSource(op, i, part->mask, &garbage) & part->mask;
    for (unsigned i = 0; i < op.numSrcs; ++i) {
      uint32_t row = warp.code.srcs(op)[i];
      warp.collectGarbage(op, row, part->mask, garbage);
      blend(sources[i], warp.read(row), part->mask);
      args.src[i] = sources[i];
    }
  }
  for (unsigned i = 0; i < 8; ++i)
    args.dst[i] = results[i];
  warp.code.ops[parts[0]->pc - 1].kernel(args);
  for (const Split *part : parts) {
    warp.bind(*part);
    const Op &op = warp.code.ops[part->pc - 1];
    uint32_t dirty = garbage.lanes ? part->mask : 0;
    for (unsigned i = 0; i < op.numDsts; ++i) {
      uint32_t row = warp.code.dsts(op)[i];
      blend(warp.write(row), results[i], part->mask);
      warp.define(row, part->mask);
      warp.undefine(row, dirty, garbage.origin);
    }
    for (unsigned i = 0; i < 2; ++i) {
      warp.setPredicate(op.predDst[i], args.predDst[i], part->mask);
      warp.undefinePredicate(op.predDst[i], dirty, garbage.origin);
    }
    if (uint32_t lanes = args.unpredictable & part->mask)
      reportUnpredictable(warp, op, lanes);
  }
}

/// What was never written may be moved about: only a use of it is an error.
void ptxsim::runMove(Warp &warp, const Op &op, uint32_t mask) {
  const uint32_t *dsts = warp.code.dsts(op), *srcs = warp.code.srcs(op);
  for (unsigned i = 0; i < op.numDsts; ++i) {
    uint32_t known = warp.definedLanes(srcs[i]);
    uint32_t origin = warp.originOf(srcs[i]);
    blend(warp.write(dsts[i]), warp.read(srcs[i]), mask);
    warp.define(dsts[i], mask & known);
    warp.undefine(dsts[i], mask & ~known, origin);
  }
}

void ptxsim::runMoveFrameAddress(Warp &warp, const Op &op, uint32_t mask) {
  uint32_t row = *warp.code.dsts(op);
  uint64_t value = op.offset;
  if (op.inFrame)
    value += op.space == Space::Local ? warp.frame.local : warp.frame.param;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (mask >> lane & 1)
      warp.write(row)[lane] = value;
  warp.define(row, mask);
}

void ptxsim::runMoveClock(Warp &warp, const Op &op, uint32_t mask) {
  uint32_t row = *warp.code.dsts(op);
  // One instruction a tick: time that does not depend on the host.
  uint64_t value = warp.executed;
  Special special = Special(op.offset);
  if (special == Special::ClockHi || special == Special::GlobaltimerHi)
    value >>= 32;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (mask >> lane & 1)
      warp.write(row)[lane] = value;
  warp.define(row, mask);
}

void ptxsim::runMovePredicate(Warp &warp, const Op &op, uint32_t mask) {
  Garbage garbage;
  uint32_t value = warp.predicateSource(op, 0, mask, &garbage);
  warp.setPredicate(op.predDst[0], value, mask);
  warp.undefinePredicate(op.predDst[0], garbage.lanes, garbage.origin);
}

/// As with moves, a part that was never written makes the whole so.
void ptxsim::runPack(Warp &warp, const Op &op, uint32_t mask) {
  const uint32_t *dsts = warp.code.dsts(op), *srcs = warp.code.srcs(op);
  uint32_t known = mask, origin = 0;
  KernelArgs args;
  uint64_t results[8 * kLanes];
  for (unsigned i = 0; i < op.numSrcs; ++i) {
    known &= warp.definedLanes(srcs[i]);
    origin = std::max(origin, warp.originOf(srcs[i]));
    args.src[i] = warp.read(srcs[i]);
  }
  for (unsigned i = 0; i < op.numDsts; ++i)
    args.dst[i] = &results[i * kLanes];
  op.kernel(args);
  for (unsigned i = 0; i < op.numDsts; ++i) {
    blend(warp.write(dsts[i]), args.dst[i], mask);
    warp.define(dsts[i], known);
    warp.undefine(dsts[i], mask & ~known, origin);
  }
}

/// cvta and cvta.to: the windows of shared, local and parameter memory lie at
/// fixed places; global and const addresses are generic ones.
void ptxsim::runConvertAddress(Warp &warp, const Op &op, uint32_t mask) {
  checkSources(warp, op, mask);
  uint64_t window = windowOf(op.space);
  if (op.instruction->has(Mod::To))
    window = -window;
  uint64_t width = bitWidth(op.instruction->type()) == 32 ? 0xffffffff : ~0ull;
  uint32_t row = *warp.code.dsts(op);
  const uint64_t *source = warp.read(*warp.code.srcs(op));
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (mask >> lane & 1)
      warp.write(row)[lane] = (source[lane] + window) & width;
  warp.define(row, mask);
}

void ptxsim::runIsSpace(Warp &warp, const Op &op, uint32_t mask) {
  checkSources(warp, op, mask);
  const uint64_t *source = warp.read(*warp.code.srcs(op));
  uint32_t result = 0;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (mask >> lane & 1 && spaceOfGeneric(source[lane]) == op.space)
      result |= 1u << lane;
  warp.setPredicate(op.predDst[0], result, mask);
}

void ptxsim::runNothing(Warp &warp, const Op &op, uint32_t mask) {}

/// A policy only guides caches, of which there are none.
void ptxsim::runCreatePolicy(Warp &warp, const Op &op, uint32_t mask) {
  uint32_t row = *warp.code.dsts(op);
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (mask >> lane & 1)
      warp.write(row)[lane] = 0;
  warp.define(row, mask);
}
