//===- Warp.cpp - what lanes tell each other ------------------------------===//
//
// Of the lanes of a membermask those take part that are active. Lanes that
// execute together may have different masks: each mask is a group of its own.
//
//===----------------------------------------------------------------------===//

#include "Find.h"
#include "FloatModes.h"
#include "attn/PTXSim/Module.h"
#include <algorithm>

using namespace ptxsim;

/// Calls step(participants) for each group of active lanes with equal masks.
template <class Step>
static void forEachGroup(const KernelArgs &args, const uint64_t *masks,
                         Step step) {
  for (uint32_t left = args.active; left;) {
    uint32_t mask = uint32_t(masks[__builtin_ctz(left)]);
    uint32_t members = 0;
    for (unsigned lane = 0; lane < kLanes; ++lane)
      members |= uint32_t(uint32_t(masks[lane]) == mask) << lane;
    members &= left;
    left &= ~members;
    step(members & mask, members);
  }
}

template <class Step>
static void forEachLane(uint32_t lanes, Step step) {
  for (; lanes; lanes &= lanes - 1)
    step(unsigned(__builtin_ctz(lanes)));
}

template <Mod Mode>
static void shuffle(KernelArgs &args, uint32_t hasMask) {
  uint64_t source[kLanes], result[kLanes];
  std::memcpy(source, args.src[0], sizeof(source));
  args.predDst[0] = args.unpredictable = 0;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    unsigned b = args.src[1][lane] & 31, c = args.src[2][lane] & 31;
    unsigned mask = args.src[2][lane] >> 8 & 31;
    int self = int(lane), maxLane = (self & mask) | (c & ~mask);
    int j = Mode == Mod::Up     ? self - int(b)
            : Mode == Mod::Down ? self + int(b)
            : Mode == Mod::Bfly ? self ^ int(b)
                                : int((lane & mask) | (b & ~mask));
    bool inside = Mode == Mod::Up ? j >= maxLane : j <= maxLane;
    j = inside ? j : self;
    args.predDst[0] |= uint32_t(inside) << lane;
    uint32_t givers = args.active;
    if (hasMask)
      givers &= uint32_t(args.src[3][lane]);
    args.unpredictable |= uint32_t(!(givers >> j & 1)) << lane;
    result[lane] = uint32_t(source[j]);
  }
  args.unpredictable &= args.active;
  std::memcpy(args.dst[0], result, sizeof(result));
}

static Kernel findShuffle(const Instruction &inst) {
  uint32_t hasMask = inst.has(Mod::Sync);
  switch (inst.mod(ModGroup::Shuffle)) {
  case Mod::Up:
    return {shuffle<Mod::Up>, hasMask};
  case Mod::Down:
    return {shuffle<Mod::Down>, hasMask};
  case Mod::Bfly:
    return {shuffle<Mod::Bfly>, hasMask};
  case Mod::Idx:
    return {shuffle<Mod::Idx>, hasMask};
  default:
    return {};
  }
}

/// The variant is the mode; with a membermask it is the only source.
template <bool HasMask>
static void vote(KernelArgs &args, uint32_t mode) {
  static constexpr Lanes everyone = {};
  uint32_t predicate = args.predSrc[0], out = 0;
  uint64_t ballot[kLanes] = {};
  forEachGroup(
      args, HasMask ? args.src[0] : everyone,
      [&](uint32_t voters, uint32_t members) {
        if (!HasMask)
          voters = members;
        uint32_t yes = predicate & voters;
        bool result = Mod(mode) == Mod::All   ? yes == voters
                      : Mod(mode) == Mod::Any ? yes != 0
                                              : yes == voters || yes == 0;
        out |= result ? members : 0;
        forEachLane(members, [&](unsigned lane) { ballot[lane] = yes; });
      });
  if (Mod(mode) == Mod::Ballot)
    std::memcpy(args.dst[0], ballot, sizeof(ballot));
  else
    args.predDst[0] = out;
}

template <class T, bool All>
static void match(KernelArgs &args, uint32_t) {
  uint64_t result[kLanes] = {};
  uint32_t same = 0;
  forEachGroup(args, args.src[1], [&](uint32_t group, uint32_t members) {
    forEachLane(members, [&](unsigned lane) {
      uint32_t equal = 0;
      forEachLane(group, [&](unsigned other) {
        bool is = T(args.src[0][other]) == T(args.src[0][lane]);
        equal |= uint32_t(is) << other;
      });
      bool all = equal == group;
      same |= uint32_t(all) << lane;
      result[lane] = !All || all ? equal : 0;
    });
  });
  std::memcpy(args.dst[0], result, sizeof(result));
  args.predDst[0] = same;
}

template <class Combine>
static void reduce(KernelArgs &args, Combine combine) {
  uint64_t result[kLanes] = {};
  forEachGroup(args, args.src[1], [&](uint32_t group, uint32_t members) {
    if (!group)
      return;
    uint32_t total = uint32_t(args.src[0][__builtin_ctz(group)]);
    forEachLane(group & (group - 1), [&](unsigned lane) {
      total = combine(total, uint32_t(args.src[0][lane]));
    });
    forEachLane(members, [&](unsigned lane) { result[lane] = total; });
  });
  std::memcpy(args.dst[0], result, sizeof(result));
}

static void reduceInteger(KernelArgs &args, uint32_t variant) {
  bool isSigned = variant >> 8;
  // Signed numbers are ordered as unsigned ones with the sign flipped.
  uint32_t flip = isSigned ? 0x80000000 : 0;
  switch (Mod(variant & 0xff)) {
  case Mod::OpAdd:
    return reduce(args, [](uint32_t a, uint32_t b) { return a + b; });
  case Mod::OpAnd:
    return reduce(args, [](uint32_t a, uint32_t b) { return a & b; });
  case Mod::OpOr:
    return reduce(args, [](uint32_t a, uint32_t b) { return a | b; });
  case Mod::OpXor:
    return reduce(args, [](uint32_t a, uint32_t b) { return a ^ b; });
  case Mod::OpMin:
    return reduce(args, [flip](uint32_t a, uint32_t b) {
      return std::min(a ^ flip, b ^ flip) ^ flip;
    });
  case Mod::OpMax:
    return reduce(args, [flip](uint32_t a, uint32_t b) {
      return std::max(a ^ flip, b ^ flip) ^ flip;
    });
  default:
    return;
  }
}

static constexpr uint32_t IsMin = 1, KeepsNaN = 2, UsesAbs = 4;

static void reduceFloat(KernelArgs &args, uint32_t variant) {
  uint64_t operands[kLanes];
  for (unsigned lane = 0; lane < kLanes; ++lane)
    operands[lane] =
        args.src[0][lane] & (variant & UsesAbs ? 0x7fffffff : 0xffffffff);
  KernelArgs prepared = args;
  prepared.src[0] = operands;
  auto combine = [variant](uint32_t x, uint32_t y) {
    float a = bitCast<float>(x), b = bitCast<float>(y);
    float number = variant & IsMin ? lesserOrGreater<true>(a, b)
                                   : lesserOrGreater<false>(a, b);
    if (variant & KeepsNaN)
      return a == a && b == b ? bitCast<uint32_t>(number) : kNaN32;
    return bitCast<uint32_t>(canonical(a != a ? b : b != b ? a : number));
  };
  reduce(prepared, combine);
  for (unsigned lane = 0; lane < kLanes; ++lane)
    args.dst[0][lane] =
        LaneOf<float>::put(canonical(LaneOf<float>::get(args.dst[0][lane])));
}

static Kernel findRedux(const Instruction &inst) {
  Mod op = inst.mod(ModGroup::Operation);
  if (inst.type() != Type::F32)
    return {reduceInteger, uint32_t(op) | uint32_t(inst.type() == Type::S32)
                                              << 8};
  return {reduceFloat, (op == Mod::OpMin ? IsMin : 0) |
                           (inst.has(Mod::NaN) ? KeepsNaN : 0) |
                           (inst.has(Mod::AbsMod) ? UsesAbs : 0)};
}

static void activeMask(KernelArgs &args, uint32_t) {
  std::fill_n(args.dst[0], kLanes, uint64_t(args.active));
}

static Kernel findMatch(const Instruction &inst) {
  bool wide = bitWidth(inst.type()) == 64;
  if (inst.has(Mod::All))
    return {wide ? match<uint64_t, true> : match<uint32_t, true>};
  return {wide ? match<uint64_t, false> : match<uint32_t, false>};
}

Kernel ptxsim::findWarpKernel(const Instruction &inst) {
  switch (inst.op) {
  case Opcode::Shfl:
    return findShuffle(inst);
  case Opcode::Vote:
    return {inst.has(Mod::Sync) ? vote<true> : vote<false>,
            uint32_t(inst.mod(ModGroup::Vote))};
  case Opcode::Match:
    return findMatch(inst);
  case Opcode::Redux:
    return findRedux(inst);
  case Opcode::Activemask:
    return {activeMask};
  default:
    return {};
  }
}
