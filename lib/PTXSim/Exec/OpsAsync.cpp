//===- OpsAsync.cpp - cp.async and its waits ------------------------------===//
//
// The bytes are read when the copy is issued and land when its thread waits for
// it. In between nobody may touch where they land, and where they come from has
// to stay as it is: on a device either may happen at any time.
//
//===----------------------------------------------------------------------===//

#include "Access.h"
#include "Coalescing.h"
#include "Handlers.h"
#include "llvm/Support/FormatVariadic.h"
#include <algorithm>

using namespace ptxsim;

/// How many bytes each lane copies; the rest up to the size is zeros.
static void sourceSizes(Warp &warp, const Op &op, uint32_t mask,
                        unsigned *sizes) {
  std::fill_n(sizes, kLanes, unsigned(op.elementBytes));
  if (op.predSrc[0]) {
    uint32_t ignored = warp.predicateSource(op, 0, mask);
    for (unsigned lane = 0; lane < kLanes; ++lane)
      if (ignored >> lane & 1)
        sizes[lane] = 0;
  }
  if (op.numSrcs < 2)
    return;
  uint32_t row = warp.code.srcs(op)[1];
  warp.checkDefined(op, row, mask);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!(mask >> lane & 1))
      continue;
    uint32_t size = warp.read(row)[lane];
    if (size > op.elementBytes)
      warp.report(ReportKind::OutOfBounds, op, lane,
                  llvm::formatv("expected a source of at most {0} bytes, got "
                                "{1}",
                                op.elementBytes, size)
                      .str());
    sizes[lane] = std::min<uint32_t>(op.elementBytes, size);
  }
}

static void readSource(Access &access, PendingCopy *copies) {
  InstructionCounts &counts =
      access.warp.block.counts[access.warp.indexOfOp(access.op)];
  if (access.space == Space::Global)
    countGlobal(counts.global, access.address, access.mask, access.bytes);
  checkInitialized(access, ~0u);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane))
      continue;
    if (access.isShadowed())
      noteRead(access, lane);
    copies[lane].sourceSize = access.bytes;
    std::memcpy(copies[lane].bytes.data(), access.host[lane], access.bytes);
  }
}

/// Lanes that copy equally many bytes make one request.
static void readSources(Warp &warp, const Op &op, uint32_t mask,
                        const unsigned *sizes, PendingCopy *copies) {
  uint64_t address[kLanes];
  for (unsigned size = 1; size <= op.elementBytes; ++size) {
    uint32_t lanes = 0;
    for (unsigned lane = 0; lane < kLanes; ++lane)
      if (mask >> lane & 1 && sizes[lane] == size)
        lanes |= 1u << lane;
    if (!lanes)
      continue;
    for (unsigned lane = 0; lane < kLanes; ++lane)
      address[lane] = copies[lane].source;
    forEachSpace(warp, op, AccessKind::Read, Space::Global, size, lanes,
                 address, [&](Access &access) { readSource(access, copies); });
  }
}

static void beginTarget(Access &access, PendingCopy *copies) {
  InstructionCounts &counts =
      access.warp.block.counts[access.warp.indexOfOp(access.op)];
  countShared(counts.shared, access.address, access.mask, access.bytes);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane))
      continue;
    uint64_t address = access.address[lane];
    Viewer viewer = access.warp.viewer(access.op, lane);
    if (Clash clash = access.warp.block.sharedShadow.beginAsync(
            address, access.bytes, viewer))
      reportClash(access.warp, access.op, access.kind, access.space, lane,
                  address, clash);
    copies[lane].size = access.bytes;
    access.warp.copies.push_back(copies[lane]);
  }
}

void ptxsim::runCopyAsync(Warp &warp, const Op &op, uint32_t mask) {
  uint64_t target[kLanes], source[kLanes];
  computeAddresses(warp, op, op.address, op.offset, op.inFrame, mask, target);
  uint32_t row = *warp.code.srcs(op);
  warp.checkDefined(op, row, mask);
  std::copy_n(warp.read(row), kLanes, source);
  unsigned sizes[kLanes];
  sourceSizes(warp, op, mask, sizes);
  PendingCopy copies[kLanes];
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    copies[lane].op = &op;
    copies[lane].lane = lane;
    copies[lane].group = warp.committed[lane];
    copies[lane].source = source[lane] + op.secondOffset;
    copies[lane].target = target[lane];
  }
  readSources(warp, op, mask, sizes, copies);
  forEachSpace(warp, op, AccessKind::Write, Space::Shared, op.elementBytes,
               mask, target,
               [&](Access &access) { beginTarget(access, copies); });
}

void ptxsim::runCommitGroup(Warp &warp, const Op &op, uint32_t mask) {
  for (unsigned lane = 0; lane < kLanes; ++lane)
    warp.committed[lane] += mask >> lane & 1;
}

static void checkSource(Warp &warp, const PendingCopy &copy) {
  if (!copy.sourceSize)
    return;
  const Allocation *allocation = warp.block.launch.memory.find(copy.source);
  if (!allocation)
    return;
  const uint8_t *now = &allocation->bytes[copy.source - allocation->address];
  unsigned changed =
      std::mismatch(now, now + copy.sourceSize, copy.bytes.data()).first - now;
  if (changed == copy.sourceSize)
    return;
  Report report;
  report.kind = ReportKind::Async;
  report.site = warp.site(*copy.op, copy.lane);
  report.space = Space::Global;
  report.address = copy.source + changed;
  // Of another block there is no trace yet.
  warp.block.global.page(report.address)
      .visit(report.address % GlobalShadow::kPage, 1,
             [&](const Cell &cell, unsigned, unsigned) {
               if (!cell.write)
                 return;
               report.other = siteOf(warp.block.launch, cell.write);
               report.other.action = "write";
             });
  report.message = "expected the source of cp.async to stay as it is until the "
                   "wait, got a write to it";
  warp.block.report(std::move(report));
}

static void land(Warp &warp, const PendingCopy &copy) {
  checkSource(warp, copy);
  BlockRun &block = warp.block;
  std::memcpy(&block.shared[copy.target], copy.bytes.data(), copy.size);
  std::memset(&block.sharedInitialized[copy.target], 1, copy.size);
  block.sharedShadow.endAsync(copy.target, copy.size,
                              warp.viewer(*copy.op, copy.lane));
}

void ptxsim::runWaitGroup(Warp &warp, const Op &op, uint32_t mask) {
  bool all = op.instruction->op == Opcode::CpAsyncWaitAll;
  std::vector<PendingCopy> left;
  for (const PendingCopy &copy : warp.copies) {
    // Groups may stay in flight as long as at most `offset` younger ones do.
    bool isCovered = all || copy.group + op.offset < warp.committed[copy.lane];
    if (mask >> copy.lane & 1 && isCovered)
      land(warp, copy);
    else
      left.push_back(copy);
  }
  warp.copies.swap(left);
}
