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

static void loadRows(Access &access, uint16_t (*rows)[8]) {
  countRows(access);
  checkInitialized(access);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane))
      continue;
    uint64_t address = access.address[lane];
    if (access.space == Space::Shared)
      if (Clash clash = access.warp.block.sharedShadow.read(
              address, kRowBytes, manyLanes(access, lane)))
        reportClash(access.warp, access.op, access.kind, access.space, lane,
                    address, clash);
    std::memcpy(rows[lane], access.host[lane], kRowBytes);
  }
}

void ptxsim::runLoadMatrix(Warp &warp, const Op &op, uint32_t mask) {
  checkWholeWarp(warp, op, mask);
  uint64_t address[kLanes];
  uint32_t lanes = rowLanes(op) & mask;
  computeAddresses(warp, op, op.address, op.offset, op.inFrame, lanes, address);
  uint16_t rows[kLanes][8] = {};
  forEachSpace(warp, op, AccessKind::Read, op.space, kRowBytes, lanes, address,
               [&](Access &access) { loadRows(access, rows); });
  uint64_t fragments[4][kLanes];
  uint64_t *pointers[4] = {fragments[0], fragments[1], fragments[2],
                           fragments[3]};
  loadMatrixFragments(rows, op.count, op.instruction->has(Mod::Trans),
                      pointers);
  const uint32_t *dsts = warp.code.dsts(op);
  for (unsigned i = 0; i < op.numDsts; ++i) {
    for (unsigned lane = 0; lane < kLanes; ++lane)
      if (mask >> lane & 1)
        warp.write(dsts[i])[lane] = fragments[i][lane];
    warp.define(dsts[i], mask);
  }
}

static void storeRows(Access &access, const uint16_t (*rows)[8]) {
  countRows(access);
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
  }
  setInitialized(access);
}

void ptxsim::runStoreMatrix(Warp &warp, const Op &op, uint32_t mask) {
  checkWholeWarp(warp, op, mask);
  const uint32_t *srcs = warp.code.srcs(op);
  const uint64_t *fragments[4] = {};
  for (unsigned i = 0; i < op.numSrcs; ++i) {
    warp.checkDefined(op, srcs[i], mask);
    fragments[i] = warp.read(srcs[i]);
  }
  uint16_t rows[kLanes][8] = {};
  storeMatrixFragments(fragments, op.count, op.instruction->has(Mod::Trans),
                       rows);
  uint64_t address[kLanes];
  uint32_t lanes = rowLanes(op) & mask;
  computeAddresses(warp, op, op.address, op.offset, op.inFrame, lanes, address);
  forEachSpace(warp, op, AccessKind::Write, op.space, kRowBytes, lanes, address,
               [&](Access &access) { storeRows(access, rows); });
}
