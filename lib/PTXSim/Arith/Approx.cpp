//===- Approx.cpp - the .approx instructions ------------------------------===//
//
// The manual bounds their errors; these are nearer than it asks: computed in
// double to some 2^-36 and rounded once, without library calls where it is easy
// (sine and cosine are the host's), so that all hosts agree.
//
//===----------------------------------------------------------------------===//

#include "Find.h"
#include "FloatModes.h"
#include "attn/PTXSim/Module.h"
#include <algorithm>

using namespace ptxsim;

static double infinity() { return bitCast<double>(0x7ff0000000000000); }
static double notANumber() { return bitCast<double>(kNaN64); }

/// 2^x; any finite x within 1000 of 0.
static inline double exp2Core(double x) {
  // Adding this leaves the nearest integer in the last bits.
  constexpr double shifter = 0x1.8p52;
  double shifted = x + shifter;
  double whole = shifted - shifter;
  double t = (x - whole) * 0x1.62e42fefa39efp-1;
  // e^t, |t| <= 0.347: the terms up to t^9 / 9!.
  double sum = 1.0 / 362880;
  sum = sum * t + 1.0 / 40320;
  sum = sum * t + 1.0 / 5040;
  sum = sum * t + 1.0 / 720;
  sum = sum * t + 1.0 / 120;
  sum = sum * t + 1.0 / 24;
  sum = sum * t + 1.0 / 6;
  sum = sum * t + 0.5;
  sum = sum * t + 1.0;
  sum = sum * t + 1.0;
  uint64_t power = bitCast<uint64_t>(shifted) << 52;
  return bitCast<double>(bitCast<uint64_t>(sum) + power);
}

static inline double exp2Of(double x) {
  // Beyond 200 all formats overflow or give 0.
  double clamped = x < -200 ? -200 : x > 200 ? 200 : x;
  double result = exp2Core(x == x ? clamped : 0);
  result = x == infinity() ? infinity() : result;
  result = x == -infinity() ? 0 : result;
  return x == x ? result : x;
}

/// Of numbers that are normal as doubles.
static inline double log2Of(double x) {
  uint64_t bits = bitCast<uint64_t>(x);
  // x = m * 2^k with m from sqrt(1/2) to sqrt(2).
  constexpr uint64_t rootHalf = 0x3fe6a09e667f3bcd;
  int32_t k = int32_t((bits - rootHalf) >> 32) >> 20;
  double m = bitCast<double>(bits - (uint64_t(uint32_t(k)) << 52));
  // ln(m) = 2 artanh(s)
  double s = (m - 1) / (m + 1), z = s * s;
  double sum = 1.0 / 15;
  sum = sum * z + 1.0 / 13;
  sum = sum * z + 1.0 / 11;
  sum = sum * z + 1.0 / 9;
  sum = sum * z + 1.0 / 7;
  sum = sum * z + 1.0 / 5;
  sum = sum * z + 1.0 / 3;
  sum = sum * z + 1.0;
  double result = k + s * sum * 0x1.71547652b82fep+1;
  result = x == infinity() ? infinity() : result;
  result = x == 0 ? -infinity() : result;
  return x >= 0 ? result : notANumber();
}

static inline double tanhOf(double x) {
  double a = std::fabs(x);
  double power = exp2Core(-2 * 0x1.71547652b82fep+0 * (a < 40 ? a : 40));
  double far = (1 - power) / (1 + power);
  double z = x * x;
  double near = a * (1 + z * (-1.0 / 3 + z * (2.0 / 15 - z * (17.0 / 315))));
  double result = std::copysign(a < 0.02 ? near : far, x);
  return x == x ? result : x;
}

static double rsqrtOf(double x) { return 1 / std::sqrt(x); }

/// The function on f32, f16 or bf16.
template <auto F, bool Ftz>
static float approx32(float a) {
  return finish<Ftz, false>(float(F(double(flush<Ftz>(a)))));
}
template <auto F, bool Ftz>
static F16 approxF16(F16 a) {
  uint16_t in = Ftz && !(a.bits & 0x7c00) ? a.bits & 0x8000 : a.bits;
  F16 result = toF16(float(F(double(toFloat(F16{in})))));
  uint16_t flushed = result.bits & 0x7c00 ? result.bits : result.bits & 0x8000;
  return {Ftz ? flushed : result.bits};
}
template <auto F, bool Ftz>
static BF16 approxBF16(BF16 a) {
  // The exponents are those of f32, whose subnormal numbers are therefore
  // flushed to the same effect.
  return toBF16(flush<Ftz>(float(F(double(flush<Ftz>(toFloat(a)))))));
}

template <auto F, bool Ftz>
static Kernel approxOf(Type type) {
  switch (type) {
  case Type::F32:
    return {map<approx32<F, Ftz>>};
  case Type::F16:
    return {map<approxF16<F, Ftz>>};
  case Type::F16x2:
    return {mapPairs<approxF16<F, Ftz>>};
  case Type::BF16:
    return {map<approxBF16<F, Ftz>>};
  case Type::BF16x2:
    return {mapPairs<approxBF16<F, Ftz>>};
  default:
    return {};
  }
}
template <auto F>
static Kernel approxOf(const Instruction &inst) {
  return inst.has(Mod::Ftz) ? approxOf<F, true>(inst.type())
                            : approxOf<F, false>(inst.type());
}

static double sinOf(double x) { return std::sin(x); }
static double cosOf(double x) { return std::cos(x); }

template <bool Ftz>
static float reciprocal(float a) {
  return finish<Ftz, false>(1.0f / flush<Ftz>(a));
}
template <bool Ftz>
static float squareRoot(float a) {
  return finish<Ftz, false>(std::sqrt(flush<Ftz>(a)));
}
template <bool Ftz>
static float divideFull(float a, float b) {
  return finish<Ftz, false>(flush<Ftz>(a) / flush<Ftz>(b));
}
/// a * (1 / b), where the reciprocal of a b beyond 2^126 counts as 0.
template <bool Ftz>
static float divideApprox(float a, float b) {
  a = flush<Ftz>(a), b = flush<Ftz>(b);
  float magnitude = std::fabs(b);
  bool large = magnitude > 0x1p126f && magnitude < bitCast<float>(0x7f800000u);
  float quotient = large ? a * std::copysign(0.0f, b) : a / b;
  return finish<Ftz, false>(quotient);
}

static double rsqrt64(double a) { return withPayload(1 / std::sqrt(a), a); }

/// rcp and rsqrt .approx.ftz.f64 see and give the upper 32 bits only.
template <bool IsRoot>
static uint64_t gross(uint64_t a) {
  constexpr uint64_t high = 0xffffffff00000000, sign = 1ull << 63;
  constexpr uint64_t exponent = 0x7ff0000000000000;
  a &= high;
  if (!(a & exponent))
    a &= sign;
  double x = bitCast<double>(a);
  double result = IsRoot && x != 0 ? 1 / std::sqrt(x) : 1 / x;
  if (result != result)
    return 0x7fffffff00000000;
  uint64_t bits = bitCast<uint64_t>(result) & high;
  return bits & exponent ? bits : bits & sign;
}

static Kernel find64(const Instruction &inst) {
  bool ftz = inst.has(Mod::Ftz);
  if (inst.op == Opcode::Rsqrt)
    return {ftz ? map<gross<true>> : map<rsqrt64>};
  if (inst.op == Opcode::Rcp && ftz)
    return {map<gross<false>>};
  return {};
}

static Kernel findDivide(const Instruction &inst) {
  bool ftz = inst.has(Mod::Ftz);
  if (inst.type() != Type::F32)
    return {};
  if (inst.has(Mod::Full))
    return {ftz ? map<divideFull<true>> : map<divideFull<false>>};
  return {ftz ? map<divideApprox<true>> : map<divideApprox<false>>};
}

Kernel ptxsim::findApproxKernel(const Instruction &inst) {
  if (inst.mod(ModGroup::Precision) == Mod::None)
    return {};
  if (inst.type() == Type::F64)
    return find64(inst);
  bool ftz = inst.has(Mod::Ftz);
  switch (inst.op) {
  case Opcode::Ex2:
    return approxOf<exp2Of>(inst);
  case Opcode::Lg2:
    return approxOf<log2Of>(inst);
  case Opcode::Tanh:
    return approxOf<tanhOf>(inst);
  case Opcode::Sin:
    return approxOf<sinOf>(inst);
  case Opcode::Cos:
    return approxOf<cosOf>(inst);
  case Opcode::Rsqrt:
    return approxOf<rsqrtOf>(inst);
  case Opcode::Rcp:
    return {ftz ? map<reciprocal<true>> : map<reciprocal<false>>};
  case Opcode::Sqrt:
    return {ftz ? map<squareRoot<true>> : map<squareRoot<false>>};
  case Opcode::Div:
    return findDivide(inst);
  default:
    return {};
  }
}
