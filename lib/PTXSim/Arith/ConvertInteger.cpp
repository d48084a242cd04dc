//===- ConvertInteger.cpp - cvt from and to integers ----------------------===//

#include "Convert.h"
#include "FloatModes.h"
#include "Rounding.h"
#include <algorithm>

using namespace ptxsim;

namespace {
/// An integer type as a destination.
struct Range {
  unsigned width;
  bool isSigned;

  explicit Range(Type type)
      : width(bitWidth(type)), isSigned(kindOf(type) == TypeKind::Signed) {}
  int64_t min() const { return isSigned ? -1 - int64_t(max()) : 0; }
  uint64_t max() const { return ~0ull >> (64 - width + isSigned); }
  /// The low bits, extended as the type says.
  uint64_t wrap(uint64_t value) const {
    unsigned rest = 64 - width;
    return isSigned ? uint64_t(int64_t(value << rest) >> rest)
                    : value << rest >> rest;
  }
};
} // namespace

// Variants: the destination, the rounding or saturation.
static uint32_t variantOf(Type type, Mod mod, bool ftz = false) {
  return uint32_t(type) | uint32_t(mod) << 8 | uint32_t(ftz) << 16;
}
static Type typeOf(uint32_t variant) { return Type(variant & 0xff); }
static Mod modOf(uint32_t variant) { return Mod(variant >> 8 & 0xff); }

template <class S>
static void convertIntegers(KernelArgs &args, uint32_t variant) {
  Range to(typeOf(variant));
  bool saturates = modOf(variant) == Mod::Sat;
  int64_t min = to.min();
  uint64_t max = to.max();
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    S value = S(args.src[0][lane]);
    uint64_t bits = uint64_t(value);
    if (saturates && value < 0)
      bits = uint64_t(std::max(int64_t(value), min));
    else if (saturates)
      bits = std::min(bits, max);
    args.dst[0][lane] = to.wrap(bits);
  }
}

static double roundToInteger(double value, Mod mod) {
  switch (mod) {
  case Mod::Rzi:
    return std::trunc(value);
  case Mod::Rmi:
    return std::floor(value);
  case Mod::Rpi:
    return std::ceil(value);
  default:
    return std::nearbyint(value);
  }
}

static double valueOf(float v, bool ftz) { return ftz ? flush<true>(v) : v; }
static double valueOf(F16 v, bool) { return toFloat(v); }
static double valueOf(BF16 v, bool) { return toFloat(v); }
static double valueOf(double v, bool) { return v; }

/// NaN gives 0, but 100...0 where 64-bit numbers take part.
template <class S>
static void convertToInteger(KernelArgs &args, uint32_t variant) {
  Range to(typeOf(variant));
  Mod mod = modOf(variant);
  bool ftz = variant >> 16, wide = std::is_same_v<S, double> || to.width == 64;
  uint64_t nan = to.wrap(wide ? 1ull << (to.width - 1) : 0);
  double least = double(to.min()),
         beyond = std::ldexp(1, to.width - to.isSigned);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    double value = valueOf(LaneOf<S>::get(args.src[0][lane]), ftz);
    value = roundToInteger(value, mod);
    uint64_t bits;
    if (value != value)
      bits = nan;
    else if (value <= least)
      bits = uint64_t(to.min());
    else if (value >= beyond)
      bits = to.max();
    else
      bits = value < 0x1p63 ? uint64_t(int64_t(value)) : uint64_t(value);
    args.dst[0][lane] = to.wrap(bits);
  }
}

/// The host converts to nearest; the other modes go on from there.
static double toDouble(uint64_t magnitude, bool negative, Rounding rounding) {
  unsigned drop = magnitude >> 53 ? 11 - __builtin_clzll(magnitude) : 0;
  uint64_t rest = magnitude & ((1ull << drop) - 1), kept = magnitude - rest;
  uint64_t half = drop ? 1ull << (drop - 1) : 0;
  bool up = false;
  switch (rounding) {
  case Rounding::Up:
    up = rest && !negative;
    break;
  case Rounding::Down:
    up = rest && negative;
    break;
  case Rounding::TowardZero:
    break;
  default:
    up = rest > half || (rest && rest == half && kept >> drop & 1);
    break;
  }
  double value = double(kept >> drop) + (up ? 1 : 0);
  value = std::ldexp(value, int(drop));
  return negative ? -value : value;
}

template <class S>
static void convertFromInteger(KernelArgs &args, uint32_t variant) {
  Type type = typeOf(variant);
  Rounding rounding = roundingOf(modOf(variant));
  bool saturates = variant >> 16;
  const FloatFormat &format = formatOf(type);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    S value = S(args.src[0][lane]);
    bool negative = value < 0;
    uint64_t magnitude = negative ? 0 - uint64_t(value) : uint64_t(value);
    if (saturates)
      magnitude = negative ? 0 : std::min<uint64_t>(magnitude, 1);
    negative = negative && magnitude;
    if (type == Type::F64)
      args.dst[0][lane] =
          bitCast<uint64_t>(toDouble(magnitude, negative, rounding));
    else
      args.dst[0][lane] =
          roundTo(format, roundToOdd(magnitude, negative), rounding);
  }
}

namespace {
struct FromInteger {
  template <class S>
  static constexpr Kernel::Function kernel = convertFromInteger<S>;
};
struct Integers {
  template <class S>
  static constexpr Kernel::Function kernel = convertIntegers<S>;
};
} // namespace

template <class Op>
static Kernel::Function fromInteger(Type type) {
  switch (type) {
  case Type::U8:
    return Op::template kernel<uint8_t>;
  case Type::S8:
    return Op::template kernel<int8_t>;
  case Type::U16:
    return Op::template kernel<uint16_t>;
  case Type::S16:
    return Op::template kernel<int16_t>;
  case Type::U32:
    return Op::template kernel<uint32_t>;
  case Type::S32:
    return Op::template kernel<int32_t>;
  case Type::U64:
    return Op::template kernel<uint64_t>;
  case Type::S64:
    return Op::template kernel<int64_t>;
  default:
    return nullptr;
  }
}

static Kernel::Function toInteger(Type source) {
  switch (source) {
  case Type::F16:
    return convertToInteger<F16>;
  case Type::BF16:
    return convertToInteger<BF16>;
  case Type::F32:
    return convertToInteger<float>;
  case Type::F64:
    return convertToInteger<double>;
  default:
    return nullptr;
  }
}

// The conversions of addresses and indices, which every kernel has.
static int32_t low32(uint64_t a) { return int32_t(a); }
static SignExtended<int64_t> extend32(int32_t a) { return {a}; }
static uint64_t zeroExtend32(uint32_t a) { return a; }

static Kernel::Function common(Type to, Type from) {
  if (to == Type::S64 && from == Type::S32)
    return map<extend32>;
  if (to == Type::U64 && from == Type::U32)
    return map<zeroExtend32>;
  if (to == Type::U32 && from == Type::U64)
    return map<low32>;
  return nullptr;
}

static bool isInteger(Type type) {
  return kindOf(type) == TypeKind::Unsigned || kindOf(type) == TypeKind::Signed;
}

Kernel ptxsim::findIntegerConversion(const Instruction &inst) {
  Type to = inst.type(0), from = inst.type(1);
  bool sat = inst.has(Mod::Sat);
  Mod round = inst.mod(ModGroup::Round);
  if (isInteger(to) && isInteger(from)) {
    if (Kernel::Function function = sat ? nullptr : common(to, from))
      return {function};
    return {fromInteger<Integers>(from),
            variantOf(to, sat ? Mod::Sat : Mod::None)};
  }
  if (isInteger(to))
    return {toInteger(from), variantOf(to, round, inst.has(Mod::Ftz))};
  if (kindOf(to) == TypeKind::Float)
    return {fromInteger<FromInteger>(from), variantOf(to, round, sat)};
  return {};
}

/// cvt.pack.sat: a and b to the low bits, c above them.
static void pack(KernelArgs &args, uint32_t variant) {
  Range to(typeOf(variant));
  bool hasC = variant >> 8;
  unsigned width = to.width;
  uint64_t mask = (1ull << width) - 1;
  auto convert = [&](uint64_t lane) {
    int64_t v = int32_t(lane);
    return uint64_t(std::clamp(v, to.min(), int64_t(to.max()))) & mask;
  };
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    uint64_t packed =
        convert(args.src[0][lane]) << width | convert(args.src[1][lane]);
    if (hasC)
      packed |= args.src[2][lane] << 2 * width;
    args.dst[0][lane] = uint32_t(packed);
  }
}

Kernel ptxsim::findPack(const Instruction &inst) {
  Type to = inst.type(0);
  bool hasC = bitWidth(to) < 16;
  switch (to) {
  case Type::U16:
  case Type::S16:
  case Type::U8:
  case Type::S8:
    return {pack, uint32_t(to) | uint32_t(hasC) << 8};
  default:
    return {};
  }
}
