//===- OpsMemory.cpp - loads, stores, atomics -----------------------------===//

#include "Access.h"
#include "Coalescing.h"
#include "Handlers.h"

using namespace ptxsim;

static void count(Access &access) {
  InstructionCounts &counts =
      access.warp.block.counts[access.warp.indexOfOp(access.op)];
  if (access.space == Space::Global)
    countGlobal(counts.global, access.address, access.mask, access.bytes);
  else if (access.space == Space::Shared && access.kind == AccessKind::Atomic)
    countSharedAtomic(counts.shared, access.address, access.mask, access.bytes);
  else if (access.space == Space::Shared)
    countShared(counts.shared, access.address, access.mask, access.bytes);
}

template <class T, class Wide>
static void loadElement(Access &access, unsigned offset, uint64_t *to) {
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane))
      continue;
    T value;
    std::memcpy(&value, access.host[lane] + offset, sizeof(T));
    to[lane] = uint64_t(Wide(value));
  }
}

static void loadElement(Access &access, unsigned offset, uint64_t *to) {
  bool isSigned = access.op.isSigned;
  switch (access.op.elementBytes) {
  case 1:
    return isSigned ? loadElement<int8_t, int64_t>(access, offset, to)
                    : loadElement<uint8_t, uint64_t>(access, offset, to);
  case 2:
    return isSigned ? loadElement<int16_t, int64_t>(access, offset, to)
                    : loadElement<uint16_t, uint64_t>(access, offset, to);
  case 4:
    return isSigned ? loadElement<int32_t, int64_t>(access, offset, to)
                    : loadElement<uint32_t, uint64_t>(access, offset, to);
  default:
    return loadElement<uint64_t, uint64_t>(access, offset, to);
  }
}

/// A strong read may see what another block released.
static void acquireFrom(Access &access) {
  SyncObjects *syncs = access.warp.block.launch.syncs;
  if (!syncs || !access.op.isStrong || access.space != Space::Global)
    return;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (access.isActive(lane))
      access.warp.block.order.acquireBlock(access.warp.index,
                                           syncs->at(access.address[lane]));
}

static bool isRelease(const Op &op) {
  return op.instruction->has(Mod::Release) || op.instruction->has(Mod::AcqRel);
}

/// A strong write publishes what the fences before it cover.
static void releaseTo(Access &access) {
  SyncObjects *syncs = access.warp.block.launch.syncs;
  if (!syncs || !access.op.isStrong || access.space != Space::Global)
    return;
  Order &order = access.warp.block.order;
  if (isRelease(access.op))
    order.fence(access.warp.index);
  const auto &fenced = order[access.warp.index].fenced;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (access.isActive(lane)) {
      auto &object = syncs->at(access.address[lane]);
      object = joinBlocks(object, fenced);
    }
}

/// Lanes that ran into something, which is reported: what they read may be
/// anything.
static uint32_t noteReads(Access &access) {
  uint32_t clashing = 0;
  if (access.isShadowed())
    for (unsigned lane = 0; lane < kLanes; ++lane)
      if (access.isActive(lane) && !noteRead(access, lane))
        clashing |= 1u << lane;
  return clashing;
}

static void load(Access &access) {
  Warp &warp = access.warp;
  const Op &op = access.op;
  count(access);
  uint32_t sound = ~noteReads(access);
  acquireFrom(access);
  if (access.space != Space::Shared)
    sound &= ~checkInitialized(access, sound);
  const uint32_t *dsts = warp.code.dsts(op);
  for (unsigned i = 0; i < op.numDsts; ++i) {
    unsigned offset = i * op.elementBytes;
    loadElement(access, offset, warp.write(dsts[i]));
    warp.define(dsts[i], access.mask);
    warp.undefine(dsts[i],
                  sound & garbageLanes(access, offset, op.elementBytes),
                  warp.indexOfOp(op) + 1);
  }
}

void ptxsim::runLoad(Warp &warp, const Op &op, uint32_t mask) {
  uint64_t address[kLanes];
  computeAddresses(warp, op, op.address, op.offset, op.inFrame, mask, address);
  const uint32_t *dsts = warp.code.dsts(op);
  uint32_t loaded = 0;
  unsigned bytes = op.elementBytes * op.numDsts;
  forEachSpace(warp, op, AccessKind::Read, op.space, bytes, mask, address,
               [&](Access &access) {
                 loaded |= access.mask;
                 load(access);
               });
  // What cannot be read is zero.
  for (unsigned i = 0; i < op.numDsts && loaded != mask; ++i) {
    for (unsigned lane = 0; lane < kLanes; ++lane)
      if ((mask & ~loaded) >> lane & 1)
        warp.write(dsts[i])[lane] = 0;
    warp.define(dsts[i], mask & ~loaded);
  }
}

/// The lane's bytes as memory has them.
static void gather(const Access &access, unsigned lane, uint8_t *bytes) {
  const uint32_t *srcs = access.warp.code.srcs(access.op);
  unsigned size = access.op.elementBytes;
  for (unsigned i = 0; i < access.op.numSrcs; ++i)
    std::memcpy(bytes + i * size, access.warp.read(srcs[i]) + lane, size);
}

/// What is stored: garbage may go where it may be read again.
static void markStored(Access &access) {
  Warp &warp = access.warp;
  const Op &op = access.op;
  const uint32_t *srcs = warp.code.srcs(op);
  for (unsigned i = 0; i < op.numSrcs; ++i) {
    Garbage garbage;
    if (mayHoldGarbage(access))
      warp.collectGarbage(op, srcs[i], access.mask, garbage);
    else
      warp.checkDefined(op, srcs[i], access.mask);
    setInitialized(access, i * op.elementBytes, op.elementBytes, garbage.lanes);
  }
}

static void store(Access &access) {
  count(access);
  releaseTo(access);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane))
      continue;
    uint8_t bytes[64];
    gather(access, lane, bytes);
    if (access.isShadowed())
      noteWrite(access, lane, bytes);
    std::memcpy(access.host[lane], bytes, access.bytes);
  }
  markStored(access);
}

void ptxsim::runStore(Warp &warp, const Op &op, uint32_t mask) {
  uint64_t address[kLanes];
  computeAddresses(warp, op, op.address, op.offset, op.inFrame, mask, address);
  forEachSpace(warp, op, AccessKind::Write, op.space,
               op.elementBytes * op.numSrcs, mask, address,
               [](Access &access) { store(access); });
}

/// One lane after the other, in their order.
static void updateElement(Access &access, unsigned lane, unsigned element,
                          uint64_t *dst, const uint64_t *b, const uint64_t *c) {
  unsigned size = access.op.elementBytes;
  uint8_t *at = access.host[lane] + element * size;
  uint64_t old = 0;
  std::memcpy(&old, at, size);
  uint64_t value = access.op.atomic(old, b[lane], c ? c[lane] : 0);
  std::memcpy(at, &value, size);
  if (dst)
    dst[lane] = old;
}

static void update(Access &access) {
  Warp &warp = access.warp;
  const Op &op = access.op;
  count(access);
  checkInitialized(access, ~0u);
  acquireFrom(access);
  releaseTo(access);
  const uint32_t *dsts = warp.code.dsts(op), *srcs = warp.code.srcs(op);
  bool hasCompare = op.numSrcs == 2 * op.count;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane))
      continue;
    noteWrite(access, lane, nullptr);
    for (unsigned i = 0; i < op.count; ++i)
      updateElement(access, lane, i, op.numDsts ? warp.write(dsts[i]) : nullptr,
                    warp.read(srcs[i]),
                    hasCompare ? warp.read(srcs[op.count + i]) : nullptr);
  }
  setInitialized(access, 0, access.bytes, 0);
}

void ptxsim::runAtomic(Warp &warp, const Op &op, uint32_t mask) {
  uint64_t address[kLanes];
  computeAddresses(warp, op, op.address, op.offset, op.inFrame, mask, address);
  const uint32_t *srcs = warp.code.srcs(op), *dsts = warp.code.dsts(op);
  for (unsigned i = 0; i < op.numSrcs; ++i)
    warp.checkDefined(op, srcs[i], mask);
  forEachSpace(warp, op, AccessKind::Atomic, op.space,
               op.elementBytes * op.count, mask, address,
               [](Access &access) { update(access); });
  for (unsigned i = 0; i < op.numDsts; ++i)
    warp.define(dsts[i], mask);
}
