//===- Warp.cpp - the run loop of a warp ----------------------------------===//

#include "Warp.h"
#include "BlockRun.h"
#include "llvm/Support/raw_ostream.h"

using namespace ptxsim;

static void fillSpecial(std::vector<uint64_t> &rows, Special special,
                        uint64_t value) {
  std::fill_n(&rows[unsigned(special) * kLanes], kLanes, value);
}

static void fillLaneSpecials(std::vector<uint64_t> &rows, const Dim3 &size,
                             unsigned warp) {
  auto set = [&](Special special, unsigned lane, uint64_t value) {
    rows[unsigned(special) * kLanes + lane] = value;
  };
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    unsigned thread = warp * kLanes + lane;
    set(Special::TidX, lane, thread % size.x);
    set(Special::TidY, lane, thread / size.x % size.y);
    set(Special::TidZ, lane, thread / size.x / size.y);
    set(Special::Laneid, lane, lane);
    uint32_t self = 1u << lane;
    set(Special::LanemaskEq, lane, self);
    set(Special::LanemaskLt, lane, self - 1);
    set(Special::LanemaskLe, lane, self | (self - 1));
    set(Special::LanemaskGt, lane, uint32_t(~(self | (self - 1))));
    set(Special::LanemaskGe, lane, uint32_t(~(self - 1)));
  }
}

static std::vector<uint64_t> makeSpecials(const BlockRun &block,
                                          unsigned warp) {
  constexpr unsigned count = unsigned(Special::DynamicSmemSize) + 1;
  std::vector<uint64_t> rows(count * kLanes);
  const LaunchOptions &options = block.launch.options;
  fillLaneSpecials(rows, options.block, warp);
  const std::pair<Special, uint64_t> values[] = {
      {Special::NtidX, options.block.x},
      {Special::NtidY, options.block.y},
      {Special::NtidZ, options.block.z},
      {Special::CtaidX, block.coordinates.x},
      {Special::CtaidY, block.coordinates.y},
      {Special::CtaidZ, block.coordinates.z},
      {Special::NctaidX, options.grid.x},
      {Special::NctaidY, options.grid.y},
      {Special::NctaidZ, options.grid.z},
      {Special::Warpid, warp},
      {Special::Nwarpid, (options.block.count() + kLanes - 1) / kLanes},
      {Special::Nsmid, 1},
      {Special::TotalSmemSize, block.launch.sharedSize},
      {Special::DynamicSmemSize, options.dynamicShared}};
  for (const auto &[special, value] : values)
    fillSpecial(rows, special, value);
  return rows;
}

/// Results that nobody wants; each thread of the host has its own.
static thread_local uint64_t scratchRows[kScratchRows * kLanes];

Warp::Warp(BlockRun &block, unsigned index, uint32_t lanes)
    : block(block), code(block.launch.code), index(index), alive(lanes),
      specials(makeSpecials(block, index)) {
  frame.function = code.entry;
  banks[kConstants] = code.constants.data();
  banks[kSpecials] = specials.data();
  banks[kScratch] = scratchRows;
  reserve(code.entry, frame);
  nodes.push_back({});
  nodes[0].live = 1;
  Split first;
  first.pc = code.begins[code.entry];
  first.mask = lanes;
  first.frame = frame;
  splits.push_back(first);
  bind(splits[0]);
}

void Warp::reserve(uint32_t function, const Frame &at) {
  const Function &f = code.module->functions[function];
  size_t rows = at.registers + f.numSlots;
  if (rows > defined.size()) {
    registers.resize(rows * kLanes);
    defined.resize(rows);
    origins.resize(rows);
  }
  size_t predicateRows = at.predicates + f.numPredicates;
  if (predicateRows > predicates.size()) {
    predicates.resize(predicateRows);
    definedPredicates.resize(predicateRows);
    predicateOrigins.resize(predicateRows);
  }
  local.grow(at.local + f.localSize);
  params.grow(at.param + f.paramSize);
}

void Warp::bind(const Split &split) {
  frame = split.frame;
  banks[kRegisters] = registers.data() + frame.registers * kLanes;
}

uint32_t Warp::readPredicate(const Op &op, uint32_t number, uint32_t mask,
                             Garbage *garbage) {
  uint32_t undefined = mask & ~definedPredicate(number);
  if (undefined) {
    uint32_t origin = predicateOrigins[frame.predicates + number];
    if (garbage && origin) {
      garbage->add(undefined, origin);
    } else {
      definedPredicate(number) |= undefined;
      llvm::StringRef name =
          code.module->functions[frame.function].predicateName(number);
      reportUse(op, "predicate " + name, undefined, origin);
    }
  }
  return predicate(number);
}

uint32_t Warp::guardMask(const Op &op, uint32_t mask) {
  uint32_t value = readPredicate(op, op.guard, mask, nullptr);
  return mask & (op.guardNegated ? ~value : value);
}

uint32_t Warp::predicateSource(const Op &op, unsigned number, uint32_t mask,
                               Garbage *garbage) {
  const Operand *operand = op.predSrc[number];
  if (!operand)
    return ~0u;
  uint32_t value = operand->kind == Operand::Pred
                       ? readPredicate(op, operand->index, mask, garbage)
                       : (operand->imm & 1 ? ~0u : 0);
  return operand->negated ? ~value : value;
}

void Warp::reportUndefined(const Op &op, uint32_t row, uint32_t lanes) {
  // Once is enough: what is computed from it counts as written.
  define(row, lanes);
  llvm::StringRef name =
      code.module->functions[frame.function].registerName(indexOf(row));
  reportUse(op, "register " + name, lanes, originOf(row));
}

void Warp::reportUse(const Op &op, const llvm::Twine &what, uint32_t lanes,
                     uint32_t origin) {
  unsigned lane = llvm::countr_zero(lanes);
  if (!origin) {
    report(ReportKind::Uninitialized, op, lane,
           "expected " + what +
               " to be written before it is read, got no "
               "write");
    return;
  }
  Site use = site(op, lane);
  use.action = "use";
  report(ReportKind::Uninitialized, code.ops[origin - 1], lane,
         "expected memory to be written before it is read and used, got no "
         "write of what reached " +
             what + " at line " + llvm::Twine(use.line),
         use);
}

unsigned Warp::run(unsigned quantum) {
  // Another split than last time, so that one that spins lets others go on.
  if (splits.size() > 1)
    current = (current + 1) % splits.size();
  if (!selectSplit())
    return 0;
  unsigned done = 0;
  while (done < quantum) {
    Split &split = splits[current];
    if (split.pc == split.meet &&
        split.stack.size() == nodes[split.node].depth) {
      arrive();
      if (!selectSplit())
        break;
      continue;
    }
    const Op &op = code.ops[split.pc++];
    uint32_t mask = split.mask;
    if (op.guard != kNone)
      mask = guardMask(op, mask);
    InstructionCounts &counts = block.counts[indexOfOp(op)];
    ++counts.issued;
    // The guard of a branch is what all lanes ask.
    counts.lanes += llvm::popcount(op.isBranch ? split.mask : mask);
    if (block.launch.options.trace)
      trace(op, mask);
    ++done;
    if (mask)
      op.handler(*this, op, mask);
    if (splits[current].state != Split::Ready && !selectSplit())
      break;
  }
  executed += done;
  return done;
}

void Warp::trace(const Op &op, uint32_t mask) const {
  if (!op.instruction)
    return;
  llvm::raw_ostream &os = *block.launch.options.trace;
  os << "block " << block.coordinates.x << "," << block.coordinates.y << ","
     << block.coordinates.z << " warp " << index << " lanes "
     << llvm::format_hex(mask, 10) << " line " << op.instruction->line << ": "
     << op.instruction->text << "\n";
}

uint32_t Warp::indexOfOp(const Op &op) const { return &op - code.ops.data(); }

Viewer Warp::viewer(const Op &op, unsigned lane) {
  WarpClock &clock = block.order[index];
  Viewer viewer;
  viewer.clock = &clock;
  viewer.me.clock = clock.now;
  viewer.me.block = block.index;
  viewer.me.op = indexOfOp(op);
  viewer.me.warp = index;
  viewer.me.lane = lane;
  viewer.me.strong = op.isStrong;
  return viewer;
}

Site Warp::site(const Op &op, unsigned lane) const {
  Site site;
  site.line = op.instruction ? op.instruction->line : 0;
  site.lane = lane;
  site.warp = index;
  site.block = {block.coordinates.x, block.coordinates.y, block.coordinates.z};
  return site;
}

void Warp::report(ReportKind kind, const Op &op, unsigned lane,
                  const llvm::Twine &message, const Site &other) {
  Report report;
  report.kind = kind;
  report.site = site(op, lane);
  report.other = other;
  report.message = message.str();
  block.report(std::move(report));
}
