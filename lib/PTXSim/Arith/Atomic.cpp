//===- Atomic.cpp - what atom and red do to a location --------------------===//

#include "FloatModes.h"
#include "attn/PTXSim/Module.h"
#include <algorithm>

using namespace ptxsim;

template <class T>
static uint64_t add(uint64_t old, uint64_t b, uint64_t) {
  return T(old + b);
}
template <class T>
static uint64_t minimum(uint64_t old, uint64_t b, uint64_t) {
  return LaneOf<T>::put(std::min(T(old), T(b)));
}
template <class T>
static uint64_t maximum(uint64_t old, uint64_t b, uint64_t) {
  return LaneOf<T>::put(std::max(T(old), T(b)));
}
static uint64_t bitAnd(uint64_t old, uint64_t b, uint64_t) { return old & b; }
static uint64_t bitOr(uint64_t old, uint64_t b, uint64_t) { return old | b; }
static uint64_t bitXor(uint64_t old, uint64_t b, uint64_t) { return old ^ b; }
static uint64_t exchange(uint64_t, uint64_t b, uint64_t) { return b; }
template <class T>
static uint64_t compareAndSwap(uint64_t old, uint64_t b, uint64_t c) {
  return T(old) == T(b) ? T(c) : T(old);
}
static uint64_t increment(uint64_t old, uint64_t b, uint64_t) {
  return uint32_t(old) >= uint32_t(b) ? 0 : uint32_t(old) + 1;
}
static uint64_t decrement(uint64_t old, uint64_t b, uint64_t) {
  uint32_t value = uint32_t(old), limit = uint32_t(b);
  return value == 0 || value > limit ? limit : value - 1;
}

/// On shared memory; elsewhere the devices flush subnormal operands and
/// results, as the manual notes.
template <bool Ftz>
static uint64_t addF32(uint64_t old, uint64_t b, uint64_t) {
  float x = flush<Ftz>(LaneOf<float>::get(old));
  float y = flush<Ftz>(LaneOf<float>::get(b));
  return LaneOf<float>::put(finish<Ftz, false>(x + y));
}
static uint64_t addF64(uint64_t old, uint64_t b, uint64_t) {
  double x = LaneOf<double>::get(old), y = LaneOf<double>::get(b);
  return LaneOf<double>::put(withPayload(x + y, x, y));
}
static uint64_t addF16(uint64_t old, uint64_t b, uint64_t) {
  float x = toFloat(F16{uint16_t(old)}), y = toFloat(F16{uint16_t(b)});
  return toF16(x + y).bits;
}
static uint64_t addBF16(uint64_t old, uint64_t b, uint64_t) {
  float x = toFloat(BF16{uint16_t(old)}), y = toFloat(BF16{uint16_t(b)});
  return toBF16(x + y).bits;
}
/// A NaN gives way to a number.
template <bool IsMin>
static float lesserOrNumber(float x, float y) {
  return isNaN(x) ? y : isNaN(y) ? x : lesserOrGreater<IsMin>(x, y);
}
template <bool IsMin>
static uint64_t minMaxF16(uint64_t old, uint64_t b, uint64_t) {
  float x = toFloat(F16{uint16_t(old)}), y = toFloat(F16{uint16_t(b)});
  return toF16(lesserOrNumber<IsMin>(x, y)).bits;
}
template <bool IsMin>
static uint64_t minMaxBF16(uint64_t old, uint64_t b, uint64_t) {
  float x = toFloat(BF16{uint16_t(old)}), y = toFloat(BF16{uint16_t(b)});
  return toBF16(lesserOrNumber<IsMin>(x, y)).bits;
}
template <AtomicFunction F>
static uint64_t onPairs(uint64_t old, uint64_t b, uint64_t c) {
  return F(old, b, c) | F(old >> 16, b >> 16, c) << 16;
}

static AtomicFunction findAdd(Type type, bool isShared) {
  switch (type) {
  case Type::U32:
  case Type::S32:
    return add<uint32_t>;
  case Type::U64:
  case Type::S64:
    return add<uint64_t>;
  case Type::F32:
    return isShared ? addF32<false> : addF32<true>;
  case Type::F64:
    return addF64;
  case Type::F16:
    return addF16;
  case Type::BF16:
    return addBF16;
  case Type::F16x2:
    return onPairs<addF16>;
  case Type::BF16x2:
    return onPairs<addBF16>;
  default:
    return nullptr;
  }
}

static AtomicFunction findMinMax(Type type, bool isMin) {
  switch (type) {
  case Type::U32:
    return isMin ? minimum<uint32_t> : maximum<uint32_t>;
  case Type::S32:
    return isMin ? minimum<int32_t> : maximum<int32_t>;
  case Type::U64:
    return isMin ? minimum<uint64_t> : maximum<uint64_t>;
  case Type::S64:
    return isMin ? minimum<int64_t> : maximum<int64_t>;
  case Type::F16:
    return isMin ? minMaxF16<true> : minMaxF16<false>;
  case Type::BF16:
    return isMin ? minMaxBF16<true> : minMaxBF16<false>;
  case Type::F16x2:
    return isMin ? onPairs<minMaxF16<true>> : onPairs<minMaxF16<false>>;
  case Type::BF16x2:
    return isMin ? onPairs<minMaxBF16<true>> : onPairs<minMaxBF16<false>>;
  default:
    return nullptr;
  }
}

static AtomicFunction findSwap(Type type) {
  switch (bitWidth(type)) {
  case 16:
    return compareAndSwap<uint16_t>;
  case 32:
    return compareAndSwap<uint32_t>;
  case 64:
    return compareAndSwap<uint64_t>;
  default:
    return nullptr;
  }
}

AtomicFunction ptxsim::findAtomicFunction(const Instruction &inst) {
  Type type = inst.type();
  switch (inst.mod(ModGroup::Operation)) {
  case Mod::OpAdd:
    return findAdd(type, inst.space() == Space::Shared);
  case Mod::OpMin:
  case Mod::OpMax:
    return findMinMax(type, inst.has(Mod::OpMin));
  case Mod::OpAnd:
    return bitAnd;
  case Mod::OpOr:
    return bitOr;
  case Mod::OpXor:
    return bitXor;
  case Mod::OpExch:
    return exchange;
  case Mod::OpCas:
    return findSwap(type);
  case Mod::OpInc:
    return increment;
  case Mod::OpDec:
    return decrement;
  default:
    return nullptr;
  }
}
