//===- Access.cpp - from addresses to bytes of the host -------------------===//

#include "Access.h"
#include "llvm/Support/FormatVariadic.h"
#include <optional>

using namespace ptxsim;

static bool isInWindow(uint64_t address, uint64_t window) {
  return address - window < kWindowSize;
}

Space ptxsim::spaceOfGeneric(uint64_t address) {
  if (isInWindow(address, kSharedWindow))
    return Space::Shared;
  if (isInWindow(address, kLocalWindow))
    return Space::Local;
  if (isInWindow(address, kParamWindow))
    return Space::Param;
  return Space::Global;
}

uint64_t ptxsim::windowOf(Space space) {
  switch (space) {
  case Space::Shared:
    return kSharedWindow;
  case Space::Local:
    return kLocalWindow;
  case Space::Param:
    return kParamWindow;
  default:
    return 0;
  }
}

void ptxsim::computeAddresses(Warp &warp, const Op &op, uint32_t row,
                              uint64_t offset, bool inFrame, uint32_t mask,
                              uint64_t *address) {
  if (inFrame)
    offset += op.space == Space::Local ? warp.frame.local : warp.frame.param;
  if (row == kNone) {
    std::fill_n(address, kLanes, offset);
    return;
  }
  warp.checkDefined(op, row, mask);
  const uint64_t *base = warp.read(row);
  // Shared and local addresses may be held in registers of 32 bits.
  bool isNarrow = op.space == Space::Shared || op.space == Space::Local;
  uint64_t width = isNarrow ? 0xffffffff : ~0ull;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    address[lane] = (base[lane] + offset) & width;
}

static llvm::StringRef nameOf(AccessKind kind) {
  switch (kind) {
  case AccessKind::Read:
    return "read";
  case AccessKind::Write:
    return "write";
  case AccessKind::Atomic:
    return "atomic";
  }
  return "";
}

static void reportAt(Access &access, ReportKind kind, unsigned lane,
                     const llvm::Twine &message, const Site &other = {}) {
  Report report;
  report.kind = kind;
  report.site = access.warp.site(access.op, lane);
  report.site.action = nameOf(access.kind);
  report.other = other;
  report.space = access.space;
  report.address = access.address[lane];
  report.message = message.str();
  access.warp.block.report(std::move(report));
}

static void drop(Access &access, unsigned lane) {
  access.mask &= ~(1u << lane);
}

static void checkAlignment(Access &access) {
  uint64_t bits = 0;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    bits |= access.isActive(lane) ? access.address[lane] : 0;
  if (!(bits & (access.bytes - 1)))
    return;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane) || !(access.address[lane] & (access.bytes - 1)))
      continue;
    reportAt(access, ReportKind::Misaligned, lane,
             llvm::formatv("expected a multiple of {0} as address of a {1} of "
                           "{0} bytes, got {2:x}",
                           access.bytes, nameOf(access.kind),
                           access.address[lane])
                 .str());
    drop(access, lane);
  }
}

static void reportOutside(Access &access, unsigned lane,
                          const Allocation *nearest) {
  std::string where = "no allocation";
  uint64_t address = access.address[lane];
  if (nearest) {
    uint64_t end = address + access.bytes;
    where = end > nearest->end()
                ? llvm::formatv("{0} beyond the end of", end - nearest->end())
                : llvm::formatv("{0} before the begin of",
                                nearest->address - address);
    where +=
        llvm::formatv(" {0} ({1} bytes at {2:x})",
                      nearest->name.empty() ? "an allocation" : nearest->name,
                      nearest->size, nearest->address);
  }
  reportAt(access, ReportKind::OutOfBounds, lane,
           llvm::formatv("expected {0} bytes inside of an allocation, got {1}",
                         access.bytes, where)
               .str());
  drop(access, lane);
}

/// The allocation that holds all of a lane's bytes; null, and a report, if
/// there is none that may be touched so.
static Allocation *resolveGlobalLane(Access &access, unsigned lane) {
  DeviceMemory &memory = access.warp.block.launch.memory;
  uint64_t address = access.address[lane];
  Allocation *allocation = memory.find(address);
  if (!allocation || access.bytes > allocation->end() - address) {
    reportOutside(access, lane, memory.findNearest(address));
    return nullptr;
  }
  if (allocation->isFreed) {
    reportAt(access, ReportKind::Freed, lane,
             llvm::formatv("expected an allocation, got {0}, which is freed",
                           allocation->name)
                 .str());
    drop(access, lane);
    return nullptr;
  }
  if (allocation->isReadOnly && access.kind != AccessKind::Read) {
    reportAt(access, ReportKind::ReadOnly, lane,
             "expected memory that may be written, got constants");
    drop(access, lane);
    return nullptr;
  }
  return allocation;
}

static void resolveGlobal(Access &access) {
  Allocation *allocation = nullptr;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane))
      continue;
    uint64_t address = access.address[lane];
    // Mostly all lanes are in the allocation of the first.
    if (!allocation || address < allocation->address ||
        address + access.bytes > allocation->end()) {
      allocation = resolveGlobalLane(access, lane);
      if (!allocation)
        continue;
    }
    uint64_t offset = address - allocation->address;
    access.host[lane] = &allocation->bytes[offset];
    access.flags[lane] =
        allocation->initialized ? &allocation->initialized[offset] : nullptr;
  }
}

static bool isInside(Access &access, unsigned lane, uint64_t size,
                     llvm::StringRef what) {
  uint64_t address = access.address[lane];
  if (address < size && access.bytes <= size - address)
    return true;
  reportAt(access, ReportKind::OutOfBounds, lane,
           llvm::formatv("expected {0} bytes within {1} bytes of {2}, got "
                         "address {3:x}",
                         access.bytes, size, what, address)
               .str());
  drop(access, lane);
  return false;
}

static void resolveShared(Access &access) {
  BlockRun &block = access.warp.block;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane) ||
        !isInside(access, lane, block.shared.size(), "shared memory"))
      continue;
    access.host[lane] = &block.shared[access.address[lane]];
    access.flags[lane] = &block.sharedInitialized[access.address[lane]];
  }
}

static void resolveLanes(Access &access, LaneMemory &memory, uint64_t size,
                         llvm::StringRef what) {
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane) || !isInside(access, lane, size, what))
      continue;
    access.host[lane] = memory.at(lane, access.address[lane]);
    access.flags[lane] = memory.flags(lane, access.address[lane]);
  }
}

static void resolveEntryParams(Access &access) {
  const std::vector<uint8_t> &params = access.warp.block.launch.params;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    if (!access.isActive(lane) ||
        !isInside(access, lane, params.size(), "the kernel's parameters"))
      continue;
    access.host[lane] = const_cast<uint8_t *>(&params[access.address[lane]]);
    access.flags[lane] = nullptr;
  }
  if (access.kind == AccessKind::Read || !access.mask)
    return;
  reportAt(access, ReportKind::ReadOnly, llvm::countr_zero(access.mask),
           "expected memory that may be written, got the kernel's parameters");
  access.mask = 0;
}

static void resolve(Access &access) {
  checkAlignment(access);
  Warp &warp = access.warp;
  const Function &function = warp.code.module->functions[warp.frame.function];
  switch (access.space) {
  case Space::Shared:
    return resolveShared(access);
  case Space::Local:
    return resolveLanes(access, warp.local,
                        warp.frame.local + function.localSize, "local memory");
  case Space::Param:
    if (access.op.isCallParam)
      return resolveLanes(access, warp.params,
                          warp.frame.param + function.paramSize,
                          "parameters of calls");
    return resolveEntryParams(access);
  default:
    return resolveGlobal(access);
  }
}

void ptxsim::forEachSpace(Warp &warp, const Op &op, AccessKind kind,
                          Space space, unsigned bytes, uint32_t mask,
                          const uint64_t *address,
                          llvm::function_ref<void(Access &)> visit) {
  uint32_t left = mask;
  while (left) {
    Access access{warp, op, kind, space, bytes, left, {}, {}, {}};
    uint64_t window = 0;
    if (space == Space::Const)
      access.space = Space::Global;
    if (space == Space::Generic) {
      access.space = spaceOfGeneric(address[llvm::countr_zero(left)]);
      window = windowOf(access.space);
      for (unsigned lane = 0; lane < kLanes; ++lane)
        if (access.isActive(lane) &&
            spaceOfGeneric(address[lane]) != access.space)
          drop(access, lane);
    }
    left &= ~access.mask;
    for (unsigned lane = 0; lane < kLanes; ++lane)
      access.address[lane] = address[lane] - window;
    resolve(access);
    visit(access);
  }
}

bool ptxsim::mayHoldGarbage(const Access &access) {
  return access.space == Space::Shared || access.space == Space::Local ||
         (access.space == Space::Param && access.op.isCallParam);
}

/// The first byte with the flag among those that the instruction uses.
static std::optional<unsigned> findByte(ByteFlag flag, const Access &access,
                                        unsigned lane, unsigned offset,
                                        unsigned size) {
  const uint8_t *flags = access.flags[lane];
  if (!flags || !std::memchr(flags + offset, flag, size))
    return std::nullopt;
  uint64_t used = access.op.instruction->usedBytes;
  for (unsigned byte = offset; byte < offset + size; ++byte)
    if (flags[byte] == flag && used >> std::min(byte, 31u) & 1)
      return byte;
  return std::nullopt;
}

uint32_t ptxsim::lanesWith(ByteFlag flag, const Access &access, unsigned offset,
                           unsigned size) {
  uint32_t lanes = 0;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (access.isActive(lane) && findByte(flag, access, lane, offset, size))
      lanes |= 1u << lane;
  return lanes;
}

uint32_t ptxsim::garbageLanes(const Access &access, unsigned offset,
                              unsigned size) {
  if (!mayHoldGarbage(access))
    return 0;
  return lanesWith(kGarbage, access, offset, size) |
         lanesWith(kNeverWritten, access, offset, size);
}

uint32_t ptxsim::checkInitialized(Access &access, uint32_t lanes) {
  lanes &= lanesWith(kNeverWritten, access, 0, access.bytes);
  if (lanes && access.kind == AccessKind::Read && mayHoldGarbage(access))
    lanes &= ~lanesWith(kWritten, access, 0, access.bytes) &
             ~lanesWith(kGarbage, access, 0, access.bytes);
  if (!lanes)
    return 0;
  unsigned lane = llvm::countr_zero(lanes);
  unsigned byte = *findByte(kNeverWritten, access, lane, 0, access.bytes);
  reportAt(access, ReportKind::Uninitialized, lane,
           llvm::formatv("expected {0} bytes of {1} memory at {2:x} to be "
                         "written before they are read, got no write of byte "
                         "{3}",
                         access.bytes, spelling(access.space),
                         access.address[lane], byte)
               .str());
  return lanes;
}

void ptxsim::setInitialized(Access &access, unsigned offset, unsigned size,
                            uint32_t garbage) {
  for (unsigned lane = 0; lane < kLanes; ++lane)
    if (access.isActive(lane) && access.flags[lane])
      std::memset(access.flags[lane] + offset,
                  garbage >> lane & 1 ? kGarbage : kWritten, size);
}

static llvm::StringRef nameOf(const Clash &clash, const Op &other) {
  if (other.instruction->op == Opcode::CpAsync)
    return clash.kind == Clash::WithRead ? "asynchronous read"
                                         : "asynchronous write";
  if (other.instruction->op == Opcode::Atom ||
      other.instruction->op == Opcode::Red)
    return "atomic";
  return clash.kind == Clash::WithRead ? "read" : "write";
}

Site ptxsim::siteOf(const LaunchState &launch, const Stamp &stamp) {
  const Dim3 &grid = launch.options.grid;
  Site site;
  site.line = launch.code.ops[stamp.op].instruction->line;
  site.lane = stamp.lane;
  site.warp = stamp.warp;
  site.block = {stamp.block % grid.x, stamp.block / grid.x % grid.y,
                stamp.block / grid.x / grid.y};
  return site;
}

/// Which of two parties to a race came first is chance: the one further down in
/// the text is told of, the other one is the other side.
void ptxsim::describeRace(Report &report) {
  if (report.site.line < report.other.line)
    std::swap(report.site, report.other);
  const char *order = "a barrier";
  if (report.site.block != report.other.block)
    order = "a release and an acquire";
  else if (report.site.warp == report.other.warp)
    order = "bar.warp.sync";
  report.message =
      llvm::formatv("expected {0} between the {1} of line {2} and this {3}, "
                    "got none",
                    order, report.other.action, report.other.line,
                    report.site.action)
          .str();
}

void ptxsim::reportClash(Warp &warp, const Op &op, AccessKind kind, Space space,
                         unsigned lane, uint64_t address, const Clash &clash) {
  Report report;
  report.kind =
      clash.kind == Clash::WithAsync ? ReportKind::Async : ReportKind::Race;
  report.site = warp.site(op, lane);
  report.site.action = nameOf(kind);
  report.other = siteOf(warp.block.launch, clash.other);
  report.other.action = nameOf(clash, warp.code.ops[clash.other.op]);
  report.space = space;
  report.address = address + clash.offset;
  if (report.kind == ReportKind::Race)
    describeRace(report);
  else
    report.message =
        llvm::formatv("expected a wait for the cp.async of line {0} and a "
                      "barrier before this {1} of its bytes, got none",
                      report.other.line, nameOf(kind))
            .str();
  warp.block.report(std::move(report));
}

static Shadow &shadowOf(Access &access, unsigned lane, uint64_t &offset) {
  BlockRun &block = access.warp.block;
  offset = access.address[lane];
  if (access.space == Space::Shared)
    return block.sharedShadow;
  Shadow &page = block.global.page(offset);
  offset %= GlobalShadow::kPage;
  return page;
}

bool ptxsim::noteRead(Access &access, unsigned lane) {
  uint64_t offset;
  Shadow &shadow = shadowOf(access, lane, offset);
  Viewer viewer = access.warp.viewer(access.op, lane);
  Clash clash = shadow.read(offset, access.bytes, viewer);
  if (clash)
    reportClash(access.warp, access.op, access.kind, access.space, lane,
                access.address[lane], clash);
  return !clash;
}

void ptxsim::noteWrite(Access &access, unsigned lane, const uint8_t *data) {
  uint64_t offset;
  Shadow &shadow = shadowOf(access, lane, offset);
  Viewer viewer = access.warp.viewer(access.op, lane);
  const uint8_t *old = access.host[lane];
  auto isSame = [&](unsigned at, unsigned size) {
    return data && !std::memcmp(data + at, old + at, size);
  };
  if (Clash clash = shadow.write(offset, access.bytes, viewer, isSame))
    reportClash(access.warp, access.op, access.kind, access.space, lane,
                access.address[lane], clash);
}
