//===- Compare.cpp - setp, set, selp, slct, testp -------------------------===//

#include "Find.h"
#include "FloatModes.h"
#include "Lanewise.h"
#include "attn/PTXSim/Module.h"

using namespace ptxsim;

namespace {
/// f32 and f16 whose subnormal numbers count as 0.
struct Flushed {
  float value;
};
struct FlushedF16 {
  F16 value;
};
} // namespace

/// What two lanes are compared as: half formats and .ftz go by their values.
static inline float comparable(Flushed v) { return flush<true>(v.value); }
static inline float comparable(FlushedF16 v) {
  return v.value.bits & 0x7c00 ? toFloat(v.value) : 0;
}
static inline float comparable(F16 v) { return toFloat(v); }
static inline float comparable(BF16 v) { return toFloat(v); }
template <class T>
static inline T comparable(T v) {
  return v;
}

template <>
struct ptxsim::LaneOf<Flushed> {
  static Flushed get(uint64_t lane) { return {LaneOf<float>::get(lane)}; }
};

template <>
struct ptxsim::LaneOf<FlushedF16> {
  static FlushedF16 get(uint64_t lane) { return {LaneOf<F16>::get(lane)}; }
};

/// Lanes for which it holds; `shift` picks the half of a pair.
template <class T, class Holds>
static uint32_t lanesWhere(const KernelArgs &args, unsigned shift,
                           Holds holds) {
  uint8_t flags[kLanes];
  for (unsigned lane = 0; lane < kLanes; ++lane)
    flags[lane] = holds(comparable(LaneOf<T>::get(args.src[0][lane] >> shift)),
                        comparable(LaneOf<T>::get(args.src[1][lane] >> shift)));
  uint32_t mask = 0;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    mask |= uint32_t(flags[lane]) << lane;
  return mask;
}

/// lo, ls, hi and hs are the unsigned names of lt, le, gt and ge; equ and its
/// like hold for NaN too: they are the opposites of ordered comparisons.
template <class T>
static uint32_t compare(const KernelArgs &args, Mod op, unsigned shift = 0) {
  auto where = [&](auto holds) { return lanesWhere<T>(args, shift, holds); };
  auto less = [](auto a, auto b) { return a < b; };
  auto lessEqual = [](auto a, auto b) { return a <= b; };
  auto greater = [](auto a, auto b) { return a > b; };
  auto greaterEqual = [](auto a, auto b) { return a >= b; };
  auto unequal = [](auto a, auto b) { return (a < b) | (a > b); };
  auto isNumber = [](auto a, auto b) { return (a == a) & (b == b); };
  switch (op) {
  case Mod::CmpEq:
    return where([](auto a, auto b) { return a == b; });
  case Mod::CmpNe:
    return where(unequal);
  case Mod::CmpLt:
  case Mod::CmpLo:
    return where(less);
  case Mod::CmpLe:
  case Mod::CmpLs:
    return where(lessEqual);
  case Mod::CmpGt:
  case Mod::CmpHi:
    return where(greater);
  case Mod::CmpGe:
  case Mod::CmpHs:
    return where(greaterEqual);
  case Mod::CmpEqu:
    return ~where(unequal);
  case Mod::CmpNeu:
    return where([](auto a, auto b) { return a != b; });
  case Mod::CmpLtu:
    return ~where(greaterEqual);
  case Mod::CmpLeu:
    return ~where(greater);
  case Mod::CmpGtu:
    return ~where(lessEqual);
  case Mod::CmpGeu:
    return ~where(less);
  case Mod::CmpNum:
    return where(isNumber);
  case Mod::CmpNan:
    return ~where(isNumber);
  default:
    return 0;
  }
}

// The variant of a comparison: the comparison, how it is combined with the
// predicate c, and what set gives for true.
static constexpr uint32_t variantOf(Mod compare, Mod combine, unsigned ones) {
  return uint32_t(compare) | uint32_t(combine) << 8 | ones << 16;
}
static Mod compareOf(uint32_t variant) { return Mod(variant & 0xff); }

static uint32_t combine(uint32_t variant, uint32_t test, uint32_t c) {
  switch (Mod(variant >> 8 & 0xff)) {
  case Mod::OpAnd:
    return test & c;
  case Mod::OpOr:
    return test | c;
  case Mod::OpXor:
    return test ^ c;
  default:
    return test;
  }
}

template <class T>
static void setPredicate(KernelArgs &args, uint32_t variant) {
  uint32_t test = compare<T>(args, compareOf(variant)), c = args.predSrc[0];
  args.predDst[0] = combine(variant, test, c);
  args.predDst[1] = combine(variant, ~test, c);
}
/// Of pairs: p is about the low halves, q about the high ones.
template <class T>
static void setPredicatePairs(KernelArgs &args, uint32_t variant) {
  for (unsigned half = 0; half < 2; ++half)
    args.predDst[half] =
        combine(variant, compare<T>(args, compareOf(variant), 16 * half),
                args.predSrc[0]);
}

/// What set gives for true.
static uint64_t trueOf(uint32_t variant) {
  switch (Type(variant >> 16)) {
  case Type::F32:
    return 0x3f800000;
  case Type::F16:
    return 0x3c00;
  case Type::BF16:
    return 0x3f80;
  case Type::U16:
  case Type::S16:
    return 0xffff;
  default:
    return 0xffffffff;
  }
}
template <class T>
static void setValue(KernelArgs &args, uint32_t variant) {
  uint32_t holds =
      combine(variant, compare<T>(args, compareOf(variant)), args.predSrc[0]);
  uint64_t one = trueOf(variant);
  for (unsigned lane = 0; lane < kLanes; ++lane)
    args.dst[0][lane] = holds >> lane & 1 ? one : 0;
}
template <class T>
static void setValuePairs(KernelArgs &args, uint32_t variant) {
  uint32_t holds[2];
  for (unsigned half = 0; half < 2; ++half)
    holds[half] =
        combine(variant, compare<T>(args, compareOf(variant), 16 * half),
                args.predSrc[0]);
  Type type = Type(variant >> 16);
  uint64_t one = type == Type::F16x2    ? 0x3c00
                 : type == Type::BF16x2 ? 0x3f80
                                        : 0xffff;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    args.dst[0][lane] = (holds[0] >> lane & 1 ? one : 0) |
                        (holds[1] >> lane & 1 ? one << 16 : 0);
}

namespace {
struct SetPredicate {
  template <class T>
  static constexpr Kernel::Function scalar = setPredicate<T>;
  template <class T>
  static constexpr Kernel::Function pairs = setPredicatePairs<T>;
};
struct SetValue {
  template <class T>
  static constexpr Kernel::Function scalar = setValue<T>;
  template <class T>
  static constexpr Kernel::Function pairs = setValuePairs<T>;
};
} // namespace

template <class Op>
static Kernel::Function comparisonOf(Type type, bool ftz) {
  switch (type) {
  case Type::B16:
  case Type::U16:
    return Op::template scalar<uint16_t>;
  case Type::S16:
    return Op::template scalar<int16_t>;
  case Type::B32:
  case Type::U32:
    return Op::template scalar<uint32_t>;
  case Type::S32:
    return Op::template scalar<int32_t>;
  case Type::B64:
  case Type::U64:
    return Op::template scalar<uint64_t>;
  case Type::S64:
    return Op::template scalar<int64_t>;
  case Type::F32:
    return ftz ? Op::template scalar<Flushed> : Op::template scalar<float>;
  case Type::F64:
    return Op::template scalar<double>;
  case Type::F16:
    return ftz ? Op::template scalar<FlushedF16> : Op::template scalar<F16>;
  case Type::BF16:
    return Op::template scalar<BF16>;
  case Type::F16x2:
    return ftz ? Op::template pairs<FlushedF16> : Op::template pairs<F16>;
  case Type::BF16x2:
    return Op::template pairs<BF16>;
  default:
    return nullptr;
  }
}

template <class T>
static void select(KernelArgs &args, uint32_t) {
  uint64_t result[kLanes];
  for (unsigned lane = 0; lane < kLanes; ++lane)
    result[lane] =
        T(args.predSrc[0] >> lane & 1 ? args.src[0][lane] : args.src[1][lane]);
  std::memcpy(args.dst[0], result, sizeof(result));
}
template <class T>
static T selectBySign(T a, T b, int32_t c) {
  return c >= 0 ? a : b;
}
/// -0 is not less than 0; NaN is taken for less.
template <class T>
static T selectByFloat(T a, T b, float c) {
  return c >= 0 ? a : b;
}
template <class T>
static T selectByFlushed(T a, T b, float c) {
  return flush<true>(c) >= 0 ? a : b;
}

#define CHOOSE(kernel)                                                         \
  [](auto z) -> Kernel::Function {                                             \
    using T = decltype(z);                                                     \
    return kernel;                                                             \
  }

static Kernel findSlct(const Instruction &inst) {
  if (inst.type(1) == Type::S32)
    return forBits(inst.type(), CHOOSE(map<selectBySign<T>>));
  if (inst.has(Mod::Ftz))
    return forBits(inst.type(), CHOOSE(map<selectByFlushed<T>>));
  return forBits(inst.type(), CHOOSE(map<selectByFloat<T>>));
}

/// Fraction: how many bits of it T has, in 32 or 64.
template <class T, unsigned Fraction>
static void testProperty(KernelArgs &args, uint32_t variant) {
  constexpr T exponent = T(T(~T(0)) << (Fraction + 1)) >> 1;
  args.predDst[0] = 0;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    T magnitude = T(args.src[0][lane]) & (T(~T(0)) >> 1);
    bool isNaN = magnitude > exponent, isFinite = magnitude < exponent;
    bool isSubnormal = magnitude && !(magnitude & exponent);
    bool holds = false;
    switch (Mod(variant)) {
    case Mod::Finite:
      holds = isFinite;
      break;
    case Mod::Infinite:
      holds = magnitude == exponent;
      break;
    case Mod::Number:
      holds = !isNaN;
      break;
    case Mod::NotANumber:
      holds = isNaN;
      break;
    case Mod::Normal:
      holds = isFinite && !isSubnormal;
      break;
    case Mod::Subnormal:
      holds = isSubnormal;
      break;
    default:
      break;
    }
    args.predDst[0] |= uint32_t(holds) << lane;
  }
}

/// d has the sign of a and the rest of b.
template <class T>
static T copySign(T a, T b) {
  constexpr T sign = T(1) << (8 * sizeof(T) - 1);
  return (a & sign) | (b & ~sign);
}

Kernel ptxsim::findCompareKernel(const Instruction &inst) {
  Mod compare = inst.mod(ModGroup::Compare);
  Mod combine = inst.mod(ModGroup::Operation);
  bool ftz = inst.has(Mod::Ftz);
  switch (inst.op) {
  case Opcode::Setp:
    return {comparisonOf<SetPredicate>(inst.type(), ftz),
            variantOf(compare, combine, 0)};
  case Opcode::Set:
    return {comparisonOf<SetValue>(inst.type(1), ftz),
            variantOf(compare, combine, unsigned(inst.type(0)))};
  case Opcode::Selp:
    return forBits(inst.type(), CHOOSE(select<T>));
  case Opcode::Slct:
    return findSlct(inst);
  case Opcode::Testp:
    return {inst.type() == Type::F32 ? testProperty<uint32_t, 23>
                                     : testProperty<uint64_t, 52>,
            uint32_t(inst.mod(ModGroup::Property))};
  case Opcode::Copysign:
    return {inst.type() == Type::F32 ? map<copySign<uint32_t>>
                                     : map<copySign<uint64_t>>};
  default:
    return {};
  }
}
