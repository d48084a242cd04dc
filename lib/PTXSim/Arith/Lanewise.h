//===- Lanewise.h - scalar functions as kernels -----------------*- C++ -*-===//
//
// map<F> is the kernel that applies F, a function of plain scalars, to each of
// the 32 lanes. The loops are without calls and branches once F is inlined, so
// that the compiler vectorises them.
//
//===----------------------------------------------------------------------===//

#ifndef PTXSIM_ARITH_LANEWISE_H
#define PTXSIM_ARITH_LANEWISE_H

#include "attn/PTXSim/Arith/Formats.h"
#include "attn/PTXSim/Arith/Kernel.h"
#include "attn/PTXSim/Module.h"
#include "attn/PTXSim/Names.h"
#include <cstring>
#include <type_traits>
#include <utility>

namespace ptxsim {

template <class To, class From>
static inline To bitCast(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  std::memcpy(&to, &from, sizeof(to));
  return to;
}

/// A signed result that cvt extends by sign to the width of the register.
template <class T>
struct SignExtended {
  T value;
};

/// How a type lies in the 64 bits of a lane.
template <class T>
struct LaneOf {
  static_assert(std::is_integral_v<T>);
  static T get(uint64_t lane) { return T(lane); }
  static uint64_t put(T value) { return std::make_unsigned_t<T>(value); }
};
template <class T>
struct LaneOf<SignExtended<T>> {
  static uint64_t put(SignExtended<T> v) { return uint64_t(int64_t(v.value)); }
};
template <>
struct LaneOf<float> {
  static float get(uint64_t lane) { return bitCast<float>(uint32_t(lane)); }
  static uint64_t put(float value) { return bitCast<uint32_t>(value); }
};
template <>
struct LaneOf<double> {
  static double get(uint64_t lane) { return bitCast<double>(lane); }
  static uint64_t put(double value) { return bitCast<uint64_t>(value); }
};
template <>
struct LaneOf<F16> {
  static F16 get(uint64_t lane) { return {uint16_t(lane)}; }
  static uint64_t put(F16 value) { return value.bits; }
};
template <>
struct LaneOf<BF16> {
  static BF16 get(uint64_t lane) { return {uint16_t(lane)}; }
  static uint64_t put(BF16 value) { return value.bits; }
};

/// Two of T, the first in the low half.
template <class T>
struct Pair {
  T lo, hi;
};
template <class T>
struct LaneOf<Pair<T>> {
  static constexpr unsigned bits = 8 * sizeof(T);
  static Pair<T> get(uint64_t lane) {
    return {LaneOf<T>::get(lane), LaneOf<T>::get(lane >> bits)};
  }
  static uint64_t put(Pair<T> v) {
    return LaneOf<T>::put(v.lo) | LaneOf<T>::put(v.hi) << bits;
  }
};

template <auto F>
struct Lanewise;
template <class R, class... As, R (*F)(As...)>
struct Lanewise<F> {
  using Indices = std::index_sequence_for<As...>;
  template <size_t... I>
  static void run(const KernelArgs &args, std::index_sequence<I...>) {
    // Apart from the registers, so that a result may replace an operand.
    uint64_t result[kLanes];
    for (unsigned lane = 0; lane < kLanes; ++lane)
      result[lane] = LaneOf<R>::put(F(LaneOf<As>::get(args.src[I][lane])...));
    std::memcpy(args.dst[0], result, sizeof(result));
  }
  /// The same function on the halves of packed operands.
  static Pair<R> onPairs(Pair<As>... as) { return {F(as.lo...), F(as.hi...)}; }
};

/// Never inlined: what changes the rounding mode around it relies on that.
template <auto F>
__attribute__((noinline)) void map(KernelArgs &args, uint32_t) {
  Lanewise<F>::run(args, typename Lanewise<F>::Indices());
}

template <auto F>
constexpr Kernel::Function mapPairs = map<Lanewise<F>::onPairs>;

/// A value of each type of bits to choose a template by: signs do not matter.
template <class Choose>
Kernel forBits(Type type, Choose choose) {
  switch (bitWidth(type)) {
  case 16:
    return {choose(uint16_t())};
  case 32:
    return {choose(uint32_t())};
  case 64:
    return {choose(uint64_t())};
  default:
    return {};
  }
}

} // namespace ptxsim

#endif // PTXSIM_ARITH_LANEWISE_H
