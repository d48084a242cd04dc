//===- Carry.cpp - integers of several registers --------------------------===//
//
// add.cc, addc, sub.cc, subc, mad.cc, madc. Both kinds of subtraction take
// CC.CF for a borrow.
//
//===----------------------------------------------------------------------===//

#include "Find.h"
#include "Lanewise.h"
#include "attn/PTXSim/Module.h"

using namespace ptxsim;

/// What a kernel's variant says.
static constexpr uint32_t ReadsCarry = 1, WritesCarry = 2, TakesHigh = 4;

/// a + b + carry; the carry out replaces the carry in.
template <class T>
static T addWithCarry(T a, T b, bool &carry) {
  T sum = a + b, total = sum + T(carry);
  carry = sum < a || total < sum;
  return total;
}
template <class T>
static T subWithBorrow(T a, T b, bool &borrow) {
  T difference = a - b, total = difference - T(borrow);
  borrow = a < b || difference < T(borrow);
  return total;
}

template <class Step>
static void walk(KernelArgs &args, uint32_t variant, Step step) {
  uint64_t result[kLanes];
  uint32_t out = 0;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    bool carry = variant & ReadsCarry && args.carry >> lane & 1;
    result[lane] = step(lane, carry);
    out |= uint32_t(carry) << lane;
  }
  std::memcpy(args.dst[0], result, sizeof(result));
  if (variant & WritesCarry)
    args.carry = out;
}

template <class T>
static void addCarry(KernelArgs &args, uint32_t variant) {
  walk(args, variant, [&](unsigned lane, bool &carry) {
    return addWithCarry(T(args.src[0][lane]), T(args.src[1][lane]), carry);
  });
}
template <class T>
static void subCarry(KernelArgs &args, uint32_t variant) {
  walk(args, variant, [&](unsigned lane, bool &carry) {
    return subWithBorrow(T(args.src[0][lane]), T(args.src[1][lane]), carry);
  });
}

template <class T>
static void madCarry(KernelArgs &args, uint32_t variant) {
  using Unsigned = std::make_unsigned_t<T>;
  using Wide = std::conditional_t<
      sizeof(T) == 4,
      std::conditional_t<std::is_signed_v<T>, int64_t, uint64_t>,
      std::conditional_t<std::is_signed_v<T>, __int128, unsigned __int128>>;
  unsigned shift = variant & TakesHigh ? 8 * sizeof(T) : 0;
  walk(args, variant, [&](unsigned lane, bool &carry) {
    Wide product = Wide(T(args.src[0][lane])) * Wide(T(args.src[1][lane]));
    return addWithCarry(Unsigned(product >> shift), Unsigned(args.src[2][lane]),
                        carry);
  });
}

static Kernel findMadc(const Instruction &inst, uint32_t variant) {
  if (inst.has(Mod::Hi))
    variant |= TakesHigh;
  else if (!inst.has(Mod::Lo))
    return {};
  switch (inst.type()) {
  case Type::U32:
    return {madCarry<uint32_t>, variant};
  case Type::S32:
    return {madCarry<int32_t>, variant};
  case Type::U64:
    return {madCarry<uint64_t>, variant};
  case Type::S64:
    return {madCarry<int64_t>, variant};
  default:
    return {};
  }
}

Kernel ptxsim::findCarryKernel(const Instruction &inst) {
  bool reads = inst.op == Opcode::Addc || inst.op == Opcode::Subc ||
               inst.op == Opcode::Madc;
  uint32_t variant =
      (reads ? ReadsCarry : 0) | (inst.has(Mod::Cc) ? WritesCarry : 0);
  if (!variant)
    return {};
  TypeKind kind = kindOf(inst.type());
  unsigned width = bitWidth(inst.type());
  if ((kind != TypeKind::Unsigned && kind != TypeKind::Signed) || width < 32)
    return {};
  switch (inst.op) {
  case Opcode::Add:
  case Opcode::Addc:
    return {width == 32 ? addCarry<uint32_t> : addCarry<uint64_t>, variant};
  case Opcode::Sub:
  case Opcode::Subc:
    return {width == 32 ? subCarry<uint32_t> : subCarry<uint64_t>, variant};
  case Opcode::Mad:
  case Opcode::Madc:
    return findMadc(inst, variant);
  default:
    return {};
  }
}
