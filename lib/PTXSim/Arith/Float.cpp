//===- Float.cpp - f32 and f64 --------------------------------------------===//
//
// A result that is subnormal after rounding is flushed by .ftz; the manual does
// not say whether tininess is seen before or after.
//
//===----------------------------------------------------------------------===//

#include "Find.h"
#include "FloatModes.h"
#include "Rounding.h"
#include "attn/PTXSim/Module.h"

using namespace ptxsim;

// Each operation of f32 takes its modes as template arguments. Nearest: the
// host's rounding mode is known to be to nearest.
namespace {
struct Add32 {
  template <bool Ftz, bool Sat, bool Nearest>
  static float apply(float a, float b) {
    return finish<Ftz, Sat>(flush<Ftz>(a) + flush<Ftz>(b));
  }
};
struct Sub32 {
  template <bool Ftz, bool Sat, bool Nearest>
  static float apply(float a, float b) {
    return finish<Ftz, Sat>(flush<Ftz>(a) - flush<Ftz>(b));
  }
};
struct Mul32 {
  template <bool Ftz, bool Sat, bool Nearest>
  static float apply(float a, float b) {
    return finish<Ftz, Sat>(flush<Ftz>(a) * flush<Ftz>(b));
  }
};
struct Fma32 {
  template <bool Ftz, bool Sat, bool Nearest>
  static float apply(float a, float b, float c) {
    a = flush<Ftz>(a), b = flush<Ftz>(b), c = flush<Ftz>(c);
    if (!Nearest)
      return finish<Ftz, Sat>(std::fma(a, b, c));
    double product = double(a) * double(b);
    return finish<Ftz, Sat>(float(addToOdd(product, double(c))));
  }
};
struct Div32 {
  template <bool Ftz, bool Sat, bool Nearest>
  static float apply(float a, float b) {
    return finish<Ftz, Sat>(flush<Ftz>(a) / flush<Ftz>(b));
  }
};
struct Rcp32 {
  template <bool Ftz, bool Sat, bool Nearest>
  static float apply(float a) {
    return finish<Ftz, Sat>(1.0f / flush<Ftz>(a));
  }
};
struct Sqrt32 {
  template <bool Ftz, bool Sat, bool Nearest>
  static float apply(float a) {
    return finish<Ftz, Sat>(std::sqrt(flush<Ftz>(a)));
  }
};
} // namespace

static double add64(double a, double b) { return withPayload(a + b, a, b); }
static double sub64(double a, double b) { return withPayload(a - b, a, b); }
static double mul64(double a, double b) { return withPayload(a * b, a, b); }
static double div64(double a, double b) { return withPayload(a / b, a, b); }
static double rcp64(double a) { return withPayload(1.0 / a, a); }
static double sqrt64(double a) { return withPayload(std::sqrt(a), a); }
static double fma64(double a, double b, double c) {
  return withPayload(std::fma(a, b, c), a, b, c);
}

template <bool Ftz>
static uint32_t abs32(float a) {
  return bitCast<uint32_t>(flush<Ftz>(a)) & 0x7fffffff;
}
template <bool Ftz>
static uint32_t neg32(float a) {
  return bitCast<uint32_t>(flush<Ftz>(a)) ^ 0x80000000;
}
static uint64_t abs64(uint64_t a) { return a & ~(1ull << 63); }
static uint64_t neg64(uint64_t a) { return a ^ 1ull << 63; }

/// min and max; NaN: the result is NaN if an operand is one.
template <bool IsMin, bool NaN>
static float minMax32(float a, float b) {
  float number = lesserOrGreater<IsMin>(a, b);
  if (NaN)
    return a != a || b != b ? bitCast<float>(kNaN32) : number;
  return canonical(a != a ? b : b != b ? a : number);
}
template <bool IsMin>
static double minMax64(double a, double b) {
  double number = lesserOrGreater<IsMin>(a, b);
  return withPayload(a != a ? b : b != b ? a : number, a, b);
}

static constexpr uint32_t XorSign = 1, UsesAbs = 2, HasThird = 4;

template <bool IsMin, bool Ftz, bool NaN>
static void minMaxFull(KernelArgs &args, uint32_t variant) {
  bool abs = variant & UsesAbs, third = variant & HasThird;
  auto get = [&](unsigned i, unsigned lane) {
    float v = flush<Ftz>(LaneOf<float>::get(args.src[i][lane]));
    return abs ? std::fabs(v) : v;
  };
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    float result = minMax32<IsMin, NaN>(get(0, lane), get(1, lane));
    if (third)
      result = minMax32<IsMin, NaN>(result, get(2, lane));
    uint32_t bits = bitCast<uint32_t>(result);
    if (variant & XorSign && result == result)
      bits = (bits & 0x7fffffff) |
             (uint32_t(args.src[0][lane] ^ args.src[1][lane]) & 0x80000000);
    args.dst[0][lane] = bits;
  }
}
template <bool IsMin, bool Ftz, bool NaN>
static float minMaxPlain(float a, float b) {
  return minMax32<IsMin, NaN>(flush<Ftz>(a), flush<Ftz>(b));
}

template <bool IsMin, bool Ftz, bool NaN>
static Kernel minMaxOf(const Instruction &inst) {
  uint32_t variant =
      (inst.has(Mod::Xorsign) ? XorSign : 0) |
      (inst.has(Mod::AbsMod) ? UsesAbs : 0) |
      (inst.operands.size() > 3 && inst.operands[3] ? HasThird : 0);
  if (variant)
    return {minMaxFull<IsMin, Ftz, NaN>, variant};
  return {map<minMaxPlain<IsMin, Ftz, NaN>>};
}
template <bool IsMin>
static Kernel findMinMax(const Instruction &inst) {
  if (inst.type() == Type::F64)
    return {map<minMax64<IsMin>>};
  if (inst.has(Mod::Ftz))
    return inst.has(Mod::NaN) ? minMaxOf<IsMin, true, true>(inst)
                              : minMaxOf<IsMin, true, false>(inst);
  return inst.has(Mod::NaN) ? minMaxOf<IsMin, false, true>(inst)
                            : minMaxOf<IsMin, false, false>(inst);
}

template <class Op, bool Ftz, bool Sat>
static Kernel withMode(const Instruction &inst) {
  int mode = roundingModeOf(inst);
  bool nearest = mode == FE_TONEAREST;
  // Two to a register of 64 bits.
  if (inst.type() == Type::F32x2) {
    constexpr auto pairs =
        Lanewise<Op::template apply<Ftz, Sat, true>>::onPairs;
    constexpr auto directed =
        Lanewise<Op::template apply<Ftz, Sat, false>>::onPairs;
    return {nearest ? map<pairs> : mapRounded<directed>, uint32_t(mode)};
  }
  return {nearest ? map<Op::template apply<Ftz, Sat, true>>
                  : mapRounded<Op::template apply<Ftz, Sat, false>>,
          uint32_t(mode)};
}
template <class Op>
static Kernel find32(const Instruction &inst) {
  bool sat = inst.has(Mod::Sat);
  if (inst.has(Mod::Ftz))
    return sat ? withMode<Op, true, true>(inst)
               : withMode<Op, true, false>(inst);
  return sat ? withMode<Op, false, true>(inst)
             : withMode<Op, false, false>(inst);
}

template <auto F>
static Kernel find64(const Instruction &inst) {
  int mode = roundingModeOf(inst);
  return {mode == FE_TONEAREST ? map<F> : mapRounded<F>, uint32_t(mode)};
}

template <class Op, auto F64>
static Kernel find(const Instruction &inst) {
  return inst.type() == Type::F64 ? find64<F64>(inst) : find32<Op>(inst);
}

static Kernel findSign(const Instruction &inst) {
  bool ftz = inst.has(Mod::Ftz), abs = inst.op == Opcode::Abs;
  if (inst.type() == Type::F64)
    return {abs ? map<abs64> : map<neg64>};
  if (abs)
    return {ftz ? map<abs32<true>> : map<abs32<false>>};
  return {ftz ? map<neg32<true>> : map<neg32<false>>};
}

Kernel ptxsim::findFloatKernel(const Instruction &inst) {
  Type type = inst.type();
  if (type != Type::F32 && type != Type::F64 && type != Type::F32x2)
    return {};
  // Those are elsewhere.
  if (inst.mod(ModGroup::Precision) != Mod::None)
    return {};
  switch (inst.op) {
  case Opcode::Add:
    return find<Add32, add64>(inst);
  case Opcode::Sub:
    return find<Sub32, sub64>(inst);
  case Opcode::Mul:
    return find<Mul32, mul64>(inst);
  case Opcode::Fma:
  case Opcode::Mad:
    return find<Fma32, fma64>(inst);
  case Opcode::Div:
    return find<Div32, div64>(inst);
  case Opcode::Rcp:
    return find<Rcp32, rcp64>(inst);
  case Opcode::Sqrt:
    return find<Sqrt32, sqrt64>(inst);
  case Opcode::Abs:
  case Opcode::Neg:
    return findSign(inst);
  case Opcode::Min:
    return findMinMax<true>(inst);
  case Opcode::Max:
    return findMinMax<false>(inst);
  default:
    return {};
  }
}
