//===- Half.cpp - f16, bf16 and pairs of them -----------------------------===//
//
// Sums, differences and products of f16 and bf16 are rounded to f32 first. That
// changes nothing: f32 has more than twice the bits and two more. Fused
// multiply-adds go through sums that are rounded to odd.
//
//===----------------------------------------------------------------------===//

#include "Find.h"
#include "FloatModes.h"
#include "Rounding.h"
#include "attn/PTXSim/Module.h"

using namespace ptxsim;

template <class H>
static H narrow(float value);
template <>
F16 narrow<F16>(float value) {
  return toF16(value);
}
template <>
BF16 narrow<BF16>(float value) {
  return toBF16(value);
}

/// The exponent bits of H.
template <class H>
static constexpr uint16_t exponentMask = 0x7c00;
template <>
constexpr uint16_t exponentMask<BF16> = 0x7f80;

template <bool Ftz, class H>
static H flushHalf(H h) {
  uint16_t flushed = h.bits & exponentMask<H> ? h.bits : h.bits & 0x8000;
  return {Ftz ? flushed : h.bits};
}

namespace {
enum class After { Nothing, Sat, Relu };
} // namespace

/// Saturation and relu commute with rounding, which keeps order, 0 and 1.
template <class H, bool Ftz, After A>
static H finishHalf(float value) {
  if (A == After::Sat)
    value = saturate(value);
  if (A == After::Relu)
    value = value != value || value > 0 ? value : 0;
  return flushHalf<Ftz>(narrow<H>(value));
}

template <class H, bool Ftz, After A>
static H addHalf(H a, H b) {
  return finishHalf<H, Ftz, A>(toFloat(flushHalf<Ftz>(a)) +
                               toFloat(flushHalf<Ftz>(b)));
}
template <class H, bool Ftz, After A>
static H subHalf(H a, H b) {
  return finishHalf<H, Ftz, A>(toFloat(flushHalf<Ftz>(a)) -
                               toFloat(flushHalf<Ftz>(b)));
}
template <class H, bool Ftz, After A>
static H mulHalf(H a, H b) {
  return finishHalf<H, Ftz, A>(toFloat(flushHalf<Ftz>(a)) *
                               toFloat(flushHalf<Ftz>(b)));
}
template <class H, bool Ftz, After A>
static H fmaHalf(H a, H b, H c) {
  float x = toFloat(flushHalf<Ftz>(a)), y = toFloat(flushHalf<Ftz>(b)),
        z = toFloat(flushHalf<Ftz>(c));
  // The product of two f16 is an f32; of two bf16 the exponent may not be.
  float sum = std::is_same_v<H, F16>
                  ? addToOdd(x * y, z)
                  : narrowToOdd(addToOdd(double(x) * double(y), double(z)));
  return finishHalf<H, Ftz, A>(sum);
}

template <class H, bool Ftz>
static H absHalf(H a) {
  return {uint16_t(flushHalf<Ftz>(a).bits & 0x7fff)};
}
template <class H, bool Ftz>
static H negHalf(H a) {
  return {uint16_t(flushHalf<Ftz>(a).bits ^ 0x8000)};
}

/// On the values: f32 orders them as their own type does.
template <class H, bool IsMin, bool Ftz, bool NaN, bool XorSign>
static H minMaxHalf(H a, H b) {
  float x = toFloat(flushHalf<Ftz>(a)), y = toFloat(flushHalf<Ftz>(b));
  if (XorSign)
    x = std::fabs(x), y = std::fabs(y);
  float number = lesserOrGreater<IsMin>(x, y);
  float other = x != x ? y : y != y ? x : number;
  float nan = bitCast<float>(kNaN32);
  float result = NaN && (x != x || y != y) ? nan : other;
  uint16_t bits = narrow<H>(result).bits;
  uint16_t sign = (a.bits ^ b.bits) & 0x8000;
  if (XorSign)
    bits = result != result ? bits : bits | sign;
  return {bits};
}
/// Of three operands.
template <class H, bool IsMin, bool Ftz, bool NaN>
static H minMaxThree(H a, H b, H c) {
  return minMaxHalf<H, IsMin, Ftz, NaN, false>(
      minMaxHalf<H, IsMin, Ftz, NaN, false>(a, b), c);
}

template <auto F>
static Kernel scalarOrPairs(bool pairs) {
  return {pairs ? mapPairs<F> : map<F>};
}

template <class H, bool Ftz, After A>
static Kernel findArithmetic(Opcode op, bool pairs) {
  switch (op) {
  case Opcode::Add:
    return scalarOrPairs<addHalf<H, Ftz, A>>(pairs);
  case Opcode::Sub:
    return scalarOrPairs<subHalf<H, Ftz, A>>(pairs);
  case Opcode::Mul:
    return scalarOrPairs<mulHalf<H, Ftz, A>>(pairs);
  case Opcode::Fma:
    return scalarOrPairs<fmaHalf<H, Ftz, A>>(pairs);
  default:
    return {};
  }
}
template <class H, bool Ftz>
static Kernel findArithmetic(const Instruction &inst, bool pairs) {
  if (inst.has(Mod::Oob))
    return {};
  if (inst.has(Mod::Sat))
    return findArithmetic<H, Ftz, After::Sat>(inst.op, pairs);
  if (inst.has(Mod::Relu))
    return findArithmetic<H, Ftz, After::Relu>(inst.op, pairs);
  return findArithmetic<H, Ftz, After::Nothing>(inst.op, pairs);
}

template <class H, bool IsMin, bool Ftz, bool NaN>
static Kernel minMaxOf(const Instruction &inst, bool pairs) {
  if (inst.operands.size() > 3 && inst.operands[3])
    return scalarOrPairs<minMaxThree<H, IsMin, Ftz, NaN>>(pairs);
  if (inst.has(Mod::Xorsign))
    return scalarOrPairs<minMaxHalf<H, IsMin, Ftz, NaN, true>>(pairs);
  return scalarOrPairs<minMaxHalf<H, IsMin, Ftz, NaN, false>>(pairs);
}
template <class H, bool Ftz>
static Kernel findMinMax(const Instruction &inst, bool pairs) {
  bool nan = inst.has(Mod::NaN);
  if (inst.op == Opcode::Min)
    return nan ? minMaxOf<H, true, Ftz, true>(inst, pairs)
               : minMaxOf<H, true, Ftz, false>(inst, pairs);
  return nan ? minMaxOf<H, false, Ftz, true>(inst, pairs)
             : minMaxOf<H, false, Ftz, false>(inst, pairs);
}

template <class H, bool Ftz>
static Kernel find(const Instruction &inst, bool pairs) {
  switch (inst.op) {
  case Opcode::Abs:
    return scalarOrPairs<absHalf<H, Ftz>>(pairs);
  case Opcode::Neg:
    return scalarOrPairs<negHalf<H, Ftz>>(pairs);
  case Opcode::Min:
  case Opcode::Max:
    return findMinMax<H, Ftz>(inst, pairs);
  default:
    return findArithmetic<H, Ftz>(inst, pairs);
  }
}

Kernel ptxsim::findHalfKernel(const Instruction &inst) {
  bool ftz = inst.has(Mod::Ftz);
  // The f32 ones with half operands are not of sm_80 to sm_90.
  switch (inst.type()) {
  case Type::F16:
  case Type::F16x2: {
    bool pairs = inst.type() == Type::F16x2;
    return ftz ? find<F16, true>(inst, pairs) : find<F16, false>(inst, pairs);
  }
  case Type::BF16:
  case Type::BF16x2:
    return ftz ? Kernel{}
               : find<BF16, false>(inst, inst.type() == Type::BF16x2);
  default:
    return {};
  }
}
