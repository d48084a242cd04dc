//===- Integer.cpp - integer arithmetic -----------------------------------===//

#include "Find.h"
#include "Lanewise.h"
#include "attn/PTXSim/Module.h"
#include <algorithm>

using namespace ptxsim;

namespace {
template <class T>
struct WideOf;
template <>
struct WideOf<uint16_t> {
  using type = uint32_t;
};
template <>
struct WideOf<int16_t> {
  using type = int32_t;
};
template <>
struct WideOf<uint32_t> {
  using type = uint64_t;
};
template <>
struct WideOf<int32_t> {
  using type = int64_t;
};
template <>
struct WideOf<uint64_t> {
  using type = unsigned __int128;
};
template <>
struct WideOf<int64_t> {
  using type = __int128;
};
template <class T>
using Wide = typename WideOf<T>::type;
} // namespace

/// Arithmetic modulo 2^n, without the undefined overflow of signed types and
/// the promotion of short ones.
template <class T>
using Mod2 = std::conditional_t<sizeof(T) == 8, uint64_t, uint32_t>;

template <class T>
static T add(T a, T b) {
  return T(Mod2<T>(a) + Mod2<T>(b));
}
template <class T>
static T sub(T a, T b) {
  return T(Mod2<T>(a) - Mod2<T>(b));
}
template <class T>
static T mulLo(T a, T b) {
  return T(Mod2<T>(a) * Mod2<T>(b));
}
template <class T>
static T mulHi(T a, T b) {
  return T((Wide<T>(a) * Wide<T>(b)) >> (8 * sizeof(T)));
}
template <class T>
static Wide<T> mulWide(T a, T b) {
  return Wide<T>(a) * Wide<T>(b);
}
template <class T>
static T madLo(T a, T b, T c) {
  return add(mulLo(a, b), c);
}
template <class T>
static T madHi(T a, T b, T c) {
  return add(mulHi(a, b), c);
}
template <class T>
static Wide<T> madWide(T a, T b, Wide<T> c) {
  return add(mulWide(a, b), c);
}

static int32_t clampS32(int64_t v) {
  return int32_t(std::clamp<int64_t>(v, INT32_MIN, INT32_MAX));
}
static int32_t addSat(int32_t a, int32_t b) { return clampS32(int64_t(a) + b); }
static int32_t subSat(int32_t a, int32_t b) { return clampS32(int64_t(a) - b); }
static int32_t madHiSat(int32_t a, int32_t b, int32_t c) {
  return clampS32(int64_t(mulHi(a, b)) + c);
}

/// The 48-bit product of 24-bit operands.
template <class T>
static Wide<T> mul24(T a, T b) {
  if constexpr (std::is_signed_v<T>)
    return Wide<T>(int32_t(uint32_t(a) << 8) >> 8) *
           Wide<T>(int32_t(uint32_t(b) << 8) >> 8);
  else
    return Wide<T>(a & 0xffffff) * Wide<T>(b & 0xffffff);
}
template <class T>
static T mul24Lo(T a, T b) {
  return T(mul24(a, b));
}
template <class T>
static T mul24Hi(T a, T b) {
  return T(mul24(a, b) >> 16);
}
template <class T>
static T mad24Lo(T a, T b, T c) {
  return add(mul24Lo(a, b), c);
}
template <class T>
static T mad24Hi(T a, T b, T c) {
  return add(mul24Hi(a, b), c);
}
static int32_t mad24HiSat(int32_t a, int32_t b, int32_t c) {
  return clampS32(int64_t(mul24Hi(a, b)) + c);
}

/// Division by zero and of the least number by -1 are left open by the manual;
/// these are the values that the devices' code gives.
template <class T>
static T divide(T a, T b) {
  if (b == 0)
    return T(-1);
  if constexpr (std::is_signed_v<T>)
    if (b == -1)
      return sub(T(0), a);
  return T(a / b);
}
template <class T>
static T remainder(T a, T b) {
  if (b == 0)
    return a;
  if constexpr (std::is_signed_v<T>)
    if (b == -1)
      return 0;
  return T(a % b);
}

template <class T>
static T minimum(T a, T b) {
  return a < b ? a : b;
}
template <class T>
static T maximum(T a, T b) {
  return a < b ? b : a;
}
template <class T>
static T minimumRelu(T a, T b) {
  return maximum(minimum(a, b), T(0));
}
template <class T>
static T maximumRelu(T a, T b) {
  return maximum(maximum(a, b), T(0));
}
template <class T>
static T absolute(T a) {
  return a < 0 ? sub(T(0), a) : a;
}
template <class T>
static T negate(T a) {
  return sub(T(0), a);
}
template <class T>
static T sad(T a, T b, T c) {
  return add(c, a < b ? sub(b, a) : sub(a, b));
}

/// A value of each type to choose a template by.
template <class Choose>
static Kernel forShort(Type type, Choose choose) {
  if (bitWidth(type) == 64)
    return {};
  // The other types are not instantiated: choose has no wide type for them.
  switch (type) {
  case Type::U16:
    return {choose(uint16_t())};
  case Type::S16:
    return {choose(int16_t())};
  case Type::U32:
    return {choose(uint32_t())};
  case Type::S32:
    return {choose(int32_t())};
  default:
    return {};
  }
}
template <class Choose>
static Kernel forIntegers(Type type, Choose choose) {
  if (type == Type::U64)
    return {choose(uint64_t())};
  if (type == Type::S64)
    return {choose(int64_t())};
  return forShort(type, choose);
}
template <class Choose>
static Kernel forPairs(Type type, Choose choose) {
  if (type == Type::U16x2)
    return {choose(uint16_t())};
  if (type == Type::S16x2)
    return {choose(int16_t())};
  return {};
}

#define CHOOSE(kernel)                                                         \
  [](auto z) -> Kernel::Function {                                             \
    using T [[maybe_unused]] = decltype(z);                                    \
    return kernel;                                                             \
  }

static Kernel findMul(const Instruction &inst) {
  switch (inst.mod(ModGroup::Part)) {
  case Mod::Lo:
    return forIntegers(inst.type(), CHOOSE(map<mulLo<T>>));
  case Mod::Hi:
    return forIntegers(inst.type(), CHOOSE(map<mulHi<T>>));
  case Mod::Wide:
    return forShort(inst.type(), CHOOSE(map<mulWide<T>>));
  default:
    return {};
  }
}

static Kernel findMad(const Instruction &inst) {
  switch (inst.mod(ModGroup::Part)) {
  case Mod::Lo:
    return forIntegers(inst.type(), CHOOSE(map<madLo<T>>));
  case Mod::Hi:
    if (inst.has(Mod::Sat))
      return {inst.type() == Type::S32 ? map<madHiSat> : nullptr};
    return forIntegers(inst.type(), CHOOSE(map<madHi<T>>));
  case Mod::Wide:
    return forShort(inst.type(), CHOOSE(map<madWide<T>>));
  default:
    return {};
  }
}

template <class Choose>
static Kernel for24(Type type, Choose choose) {
  if (type == Type::U32)
    return {choose(uint32_t())};
  if (type == Type::S32)
    return {choose(int32_t())};
  return {};
}

static Kernel find24(const Instruction &inst) {
  bool hi = inst.has(Mod::Hi), mad = inst.op == Opcode::Mad24;
  if (mad && hi && inst.has(Mod::Sat))
    return {inst.type() == Type::S32 ? map<mad24HiSat> : nullptr};
  if (mad && hi)
    return for24(inst.type(), CHOOSE(map<mad24Hi<T>>));
  if (mad)
    return for24(inst.type(), CHOOSE(map<mad24Lo<T>>));
  if (hi)
    return for24(inst.type(), CHOOSE(map<mul24Hi<T>>));
  return for24(inst.type(), CHOOSE(map<mul24Lo<T>>));
}

static Kernel findAdd(const Instruction &inst) {
  bool isSub = inst.op == Opcode::Sub;
  if (inst.has(Mod::Sat)) {
    if (inst.type() != Type::S32)
      return {};
    return {isSub ? map<subSat> : map<addSat>};
  }
  if (Kernel k = isSub ? forPairs(inst.type(), CHOOSE(mapPairs<sub<T>>))
                       : forPairs(inst.type(), CHOOSE(mapPairs<add<T>>)))
    return k;
  return isSub ? forIntegers(inst.type(), CHOOSE(map<sub<T>>))
               : forIntegers(inst.type(), CHOOSE(map<add<T>>));
}

static Kernel findMinMax(const Instruction &inst) {
  Type type = inst.type();
  bool isMin = inst.op == Opcode::Min;
  if (inst.has(Mod::Relu)) {
    if (type == Type::S32)
      return {isMin ? map<minimumRelu<int32_t>> : map<maximumRelu<int32_t>>};
    if (type == Type::S16x2)
      return {isMin ? mapPairs<minimumRelu<int16_t>>
                    : mapPairs<maximumRelu<int16_t>>};
    return {};
  }
  if (Kernel k = isMin ? forPairs(type, CHOOSE(mapPairs<minimum<T>>))
                       : forPairs(type, CHOOSE(mapPairs<maximum<T>>)))
    return k;
  return isMin ? forIntegers(type, CHOOSE(map<minimum<T>>))
               : forIntegers(type, CHOOSE(map<maximum<T>>));
}

static Kernel findSigned(const Instruction &inst) {
  bool isAbs = inst.op == Opcode::Abs;
  switch (inst.type()) {
  case Type::S16:
    return {isAbs ? map<absolute<int16_t>> : map<negate<int16_t>>};
  case Type::S32:
    return {isAbs ? map<absolute<int32_t>> : map<negate<int32_t>>};
  case Type::S64:
    return {isAbs ? map<absolute<int64_t>> : map<negate<int64_t>>};
  default:
    return {};
  }
}

Kernel ptxsim::findIntegerKernel(const Instruction &inst) {
  if (inst.has(Mod::Cc))
    return {};
  switch (inst.op) {
  case Opcode::Add:
  case Opcode::Sub:
    return findAdd(inst);
  case Opcode::Mul:
    return findMul(inst);
  case Opcode::Mad:
    return findMad(inst);
  case Opcode::Mul24:
  case Opcode::Mad24:
    return find24(inst);
  case Opcode::Div:
    return forIntegers(inst.type(), CHOOSE(map<divide<T>>));
  case Opcode::Rem:
    return forIntegers(inst.type(), CHOOSE(map<remainder<T>>));
  case Opcode::Min:
  case Opcode::Max:
    return findMinMax(inst);
  case Opcode::Abs:
  case Opcode::Neg:
    return findSigned(inst);
  case Opcode::Sad:
    return forIntegers(inst.type(), CHOOSE(map<sad<T>>));
  default:
    return {};
  }
}
