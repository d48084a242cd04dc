//===- ConvertFloat.cpp - cvt between float types -------------------------===//

#include "Convert.h"
#include "Find.h"
#include "FloatModes.h"
#include "Rounding.h"

using namespace ptxsim;

namespace {
/// The modes of a conversion as the bits of a variant.
struct Modes {
  Type to = Type::None;
  Mod round = Mod::None;
  bool sat = false, satfinite = false, relu = false, ftz = false;

  static Modes of(const Instruction &inst) {
    return {inst.type(0),        inst.mod(ModGroup::Round),
            inst.has(Mod::Sat),  inst.has(Mod::Satfinite),
            inst.has(Mod::Relu), inst.has(Mod::Ftz)};
  }
  uint32_t variant() const {
    return uint32_t(to) | uint32_t(round) << 8 | uint32_t(sat) << 16 |
           uint32_t(satfinite) << 17 | uint32_t(relu) << 18 |
           uint32_t(ftz) << 19;
  }
  static Modes of(uint32_t v) {
    return {Type(v & 0xff),    Mod(v >> 8 & 0xff), bool(v >> 16 & 1),
            bool(v >> 17 & 1), bool(v >> 18 & 1),  bool(v >> 19 & 1)};
  }
};
} // namespace

/// The steps of a conversion that come before the rounding to the format.
static double prepare(double value, const Modes &modes) {
  switch (modes.round) {
  case Mod::Rni:
    value = std::nearbyint(value);
    break;
  case Mod::Rzi:
    value = std::trunc(value);
    break;
  case Mod::Rmi:
    value = std::floor(value);
    break;
  case Mod::Rpi:
    value = std::ceil(value);
    break;
  default:
    break;
  }
  if (modes.sat)
    value = saturate(value);
  if (modes.relu)
    value = value != value || value > 0 ? value : 0;
  return value;
}

static uint32_t convertTo(double value, const Modes &modes) {
  const FloatFormat &format = formatOf(modes.to);
  uint32_t bits = roundTo(format, prepare(value, modes),
                          roundingOf(modes.round), modes.satfinite);
  if (modes.to == Type::TF32)
    return bits == kTF32.nan ? kNaN32 : bits << 13;
  if (modes.to == Type::F32 && modes.ftz)
    return bitCast<uint32_t>(flush<true>(bitCast<float>(bits)));
  return bits;
}

static double load(float v, bool ftz) { return ftz ? flush<true>(v) : v; }
static double load(F16 v, bool) { return toFloat(v); }
static double load(BF16 v, bool) { return toFloat(v); }
static double load(double v, bool) { return v; }

template <class S>
static void convert(KernelArgs &args, uint32_t variant) {
  Modes modes = Modes::of(variant);
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    double value = load(LaneOf<S>::get(args.src[0][lane]), modes.ftz);
    args.dst[0][lane] =
        modes.to == Type::F64
            ? bitCast<uint64_t>(withPayload(prepare(value, modes), value))
            : convertTo(value, modes);
  }
}

static float fromF16(F16 a) { return toFloat(a); }
static float fromBF16(BF16 a) { return toFloat(a); }
static F16 nearestF16(float a) { return toF16(a); }
static BF16 nearestBF16(float a) { return toBF16(a); }
static float nearestF32(double a) { return canonical(float(a)); }

/// The conversions that matter for speed.
static Kernel::Function common(const Modes &modes, Type from) {
  if (modes.sat || modes.satfinite || modes.relu || modes.ftz)
    return nullptr;
  if (modes.to == Type::F32 && from == Type::F16)
    return map<fromF16>;
  if (modes.to == Type::F32 && from == Type::BF16)
    return map<fromBF16>;
  if (modes.round != Mod::Rn)
    return nullptr;
  if (modes.to == Type::F16 && from == Type::F32)
    return map<nearestF16>;
  if (modes.to == Type::BF16 && from == Type::F32)
    return map<nearestBF16>;
  if (modes.to == Type::F32 && from == Type::F64)
    return map<nearestF32>;
  return nullptr;
}

Kernel ptxsim::findFloatConversion(const Instruction &inst) {
  Modes modes = Modes::of(inst);
  Type from = inst.type(1);
  if (Kernel::Function function = common(modes, from))
    return {function};
  switch (from) {
  case Type::F16:
    return {convert<F16>, modes.variant()};
  case Type::BF16:
    return {convert<BF16>, modes.variant()};
  case Type::F32:
    return {convert<float>, modes.variant()};
  case Type::F64:
    return {convert<double>, modes.variant()};
  default:
    return {};
  }
}

/// d = {a, b}, a in the upper half, from two f32.
static void packFloats(KernelArgs &args, uint32_t variant) {
  Modes modes = Modes::of(variant);
  unsigned width = bitWidth(modes.to) / 2;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    double a = load(LaneOf<float>::get(args.src[0][lane]), modes.ftz);
    double b = load(LaneOf<float>::get(args.src[1][lane]), modes.ftz);
    args.dst[0][lane] = convertTo(a, modes) << width | convertTo(b, modes);
  }
}
/// From and to two elements of a register each.
template <Type From>
static void convertPairs(KernelArgs &args, uint32_t variant) {
  Modes modes = Modes::of(variant);
  const FloatFormat &from = formatOf(From);
  unsigned width = bitWidth(modes.to) / 2, fromWidth = bitWidth(From) / 2;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    uint32_t source = uint32_t(args.src[0][lane]);
    uint32_t mask = (1u << fromWidth) - 1;
    double hi = valueOf(from, source >> fromWidth & mask);
    double lo = valueOf(from, source & mask);
    args.dst[0][lane] = convertTo(hi, modes) << width | convertTo(lo, modes);
  }
}

template <class H, H (*Narrow)(float)>
static uint32_t packNearest(float a, float b) {
  return uint32_t(Narrow(a).bits) << 16 | Narrow(b).bits;
}

Kernel ptxsim::findPackedConversion(const Instruction &inst) {
  Modes modes = Modes::of(inst);
  bool plain = modes.round == Mod::Rn && !modes.relu && !modes.satfinite;
  switch (inst.type(1)) {
  case Type::F32:
    if (plain && modes.to == Type::F16x2)
      return {map<packNearest<F16, nearestF16>>};
    if (plain && modes.to == Type::BF16x2)
      return {map<packNearest<BF16, nearestBF16>>};
    return {packFloats, modes.variant()};
  case Type::F16x2:
    return {convertPairs<Type::F16x2>, modes.variant()};
  case Type::BF16x2:
    return {convertPairs<Type::BF16x2>, modes.variant()};
  case Type::E4M3x2:
    return {convertPairs<Type::E4M3x2>, modes.variant()};
  case Type::E5M2x2:
    return {convertPairs<Type::E5M2x2>, modes.variant()};
  default:
    return {};
  }
}

static bool isFloat(Type type) {
  return kindOf(type) == TypeKind::Float || type == Type::TF32;
}

Kernel ptxsim::findConvertKernel(const Instruction &inst) {
  if (inst.op == Opcode::CvtPack)
    return findPack(inst);
  if (inst.op != Opcode::Cvt)
    return {};
  Type to = inst.type(0), from = inst.type(1);
  if (kindOf(to) == TypeKind::Packed && to != Type::TF32)
    return findPackedConversion(inst);
  if (isFloat(to) && isFloat(from))
    return findFloatConversion(inst);
  return findIntegerConversion(inst);
}
