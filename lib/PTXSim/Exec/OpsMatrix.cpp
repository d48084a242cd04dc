//===- OpsMatrix.cpp - ldmatrix and stmatrix ------------------------------===//

#include "Access.h"
#include "Coalescing.h"
#include "Handlers.h"
#include "attn/PTXSim/Arith/Matrix.h"

using namespace ptxsim;

static constexpr unsigned kRowBytes = 16;

/// The lanes whose addresses count, and only they.
static uint32_t rowLanes(const Op &op) {
  return op.count == 4 ? ~0u : (1u << 8 * op.count) - 1;
}

static void countRows(Access &access) {
  AccessCounts &counts =
      access.warp.block.counts[access.warp.indexOfOp(access.op)].shared;
  if (access.space == Space::Shared)
    countMatrix(counts, access.address, access.op.count);
}

/// A row is read for, or written by, four lanes or more.
static Viewer manyLanes(Access &access, unsigned lane) {
  Viewer viewer = access.warp.viewer(access.op, lane);
  viewer.me.many = true;
  return viewer;
}

/// The rows, and in `garbage` ones for what nobody wrote.
static void loadRows(Access &access, uint16_t (*rows)[8],
                     uint16_t (*garbage)[8]) {
  countRows(access);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane))
      continue;
    std::memcpy(rows[lane], access.host[lane], kRowBytes);
    uint64_t address = access.address[lane];
    if (access.space == Space::Shared)
      if (Clash clash = access.warp.block.sharedShadow.read(
              address, kRowBytes, manyLanes(access, lane))) {
        reportClash(access.warp, access.op, access.kind, access.space, lane,
                    address, clash);
        continue;
      }
    if (access.flags[lane])
      for (unsigned i = 0; i < 8; ++i)
        garbage[lane][i] = access.flags[lane][2 * i] != kWritten ||
                           access.flags[lane][2 * i + 1] != kWritten;
  }
  if (access.space != Space::Shared)
    checkInitialized(access, ~0u);
}

static void writeFragments(Warp &warp, const Op &op, uint32_t mask,
                           const uint16_t (*rows)[8],
                           const uint16_t (*garbage)[8]) {
  uint64_t data[4][kLanes], dirty[4][kLanes];
  uint64_t *dataRows[4] = {data[0], data[1], data[2], data[3]};
  uint64_t *dirtyRows[4] = {dirty[0], dirty[1], dirty[2], dirty[3]};
  bool isTransposed = op.instruction->has(Mod::Trans);
  loadMatrixFragments(rows, op.count, isTransposed, dataRows);
  loadMatrixFragments(garbage, op.count, isTransposed, dirtyRows);
  const uint32_t *dsts = warp.code.dsts(op);
  for (unsigned i = 0; i < op.numDsts; ++i) {
    uint32_t lanes = 0;
    for (unsigned lane = 0; lane < kLanes; ++lane)
      if (mask >> lane & 1) {
        warp.write(dsts[i])[lane] = data[i][lane];
        lanes |= uint32_t(dirty[i][lane] != 0) << lane;
      }
    warp.define(dsts[i], mask);
    warp.undefine(dsts[i], lanes, warp.indexOfOp(op) + 1);
  }
}

void ptxsim::runLoadMatrix(Warp &warp, const Op &op, uint32_t mask) {
  checkWholeWarp(warp, op, mask);
  uint64_t address[kLanes];
  uint32_t lanes = rowLanes(op) & mask;
  computeAddresses(warp, op, op.address, op.offset, op.inFrame, lanes, address);
  uint16_t rows[kLanes][8] = {}, garbage[kLanes][8] = {};
  forEachSpace(warp, op, AccessKind::Read, op.space, kRowBytes, lanes, address,
               [&](Access &access) { loadRows(access, rows, garbage); });
  writeFragments(warp, op, mask, rows, garbage);
}

static void storeRows(Access &access, const uint16_t (*rows)[8],
                      const uint16_t (*garbage)[8]) {
  countRows(access);
  setInitialized(access, 0, kRowBytes, 0);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane))
      continue;
    uint64_t address = access.address[lane];
    const uint8_t *old = access.host[lane];
    const uint8_t *row = reinterpret_cast<const uint8_t *>(rows[lane]);
    auto isSame = [&](unsigned at, unsigned size) {
      return !std::memcmp(row + at, old + at, size);
    };
    if (access.space == Space::Shared)
      if (Clash clash = access.warp.block.sharedShadow.write(
              address, kRowBytes, manyLanes(access, lane), isSame))
        reportClash(access.warp, access.op, access.kind, access.space, lane,
                    address, clash);
    std::memcpy(access.host[lane], row, kRowBytes);
    for (unsigned i = 0; i < kRowBytes; ++i)
      if (garbage[lane][i / 2] && access.flags[lane])
        access.flags[lane][i] = kGarbage;
  }
}

void ptxsim::runStoreMatrix(Warp &warp, const Op &op, uint32_t mask) {
  checkWholeWarp(warp, op, mask);
  const uint32_t *srcs = warp.code.srcs(op);
  const uint64_t *data[4] = {}, *dirty[4] = {};
  uint64_t dirtyLanes[4][kLanes] = {};
  for (unsigned i = 0; i < op.numSrcs; ++i) {
    Garbage garbage;
    warp.collectGarbage(op, srcs[i], mask, garbage);
    data[i] = warp.read(srcs[i]);
    dirty[i] = dirtyLanes[i];
    for (unsigned lane = 0; lane < kLanes; ++lane)
      dirtyLanes[i][lane] = garbage.lanes >> lane & 1 ? 0x10001 : 0;
  }
  bool isTransposed = op.instruction->has(Mod::Trans);
  uint16_t rows[kLanes][8] = {}, garbage[kLanes][8] = {};
  storeMatrixFragments(data, op.count, isTransposed, rows);
  storeMatrixFragments(dirty, op.count, isTransposed, garbage);
  uint64_t address[kLanes];
  uint32_t lanes = rowLanes(op) & mask;
  computeAddresses(warp, op, op.address, op.offset, op.inFrame, lanes, address);
  forEachSpace(warp, op, AccessKind::Write, op.space, kRowBytes, lanes, address,
               [&](Access &access) { storeRows(access, rows, garbage); });
}
