//===- Bits.cpp - logic, shifts, bit fields -------------------------------===//

#include "Find.h"
#include "Lanewise.h"
#include "attn/PTXSim/Module.h"
#include <algorithm>

using namespace ptxsim;

template <class T>
static T bitAnd(T a, T b) {
  return a & b;
}
template <class T>
static T bitOr(T a, T b) {
  return a | b;
}
template <class T>
static T bitXor(T a, T b) {
  return a ^ b;
}
template <class T>
static T bitNot(T a) {
  return T(~a);
}
template <class T>
static T logicalNot(T a) {
  return a == 0;
}

/// Shifts by more than the width are by the width.
template <class T>
static T shiftLeft(T a, uint32_t n) {
  return n < 8 * sizeof(T) ? T(std::make_unsigned_t<T>(a) << n) : T(0);
}
template <class T>
static T shiftRight(T a, uint32_t n) {
  if constexpr (std::is_signed_v<T>)
    n = std::min<uint32_t>(n, 8 * sizeof(T) - 1);
  return n < 8 * sizeof(T) ? T(a >> n) : T(0);
}

template <bool IsLeft, bool Wraps>
static uint32_t funnelShift(uint32_t a, uint32_t b, uint32_t c) {
  uint32_t n = Wraps ? c & 31 : std::min(c, 32u);
  uint64_t both = uint64_t(b) << 32 | a;
  return uint32_t(IsLeft ? (both << n) >> 32 : both >> n);
}

template <class T>
static T extractField(T a, uint32_t b, uint32_t c) {
  constexpr unsigned msb = 8 * sizeof(T) - 1;
  using Unsigned = std::make_unsigned_t<T>;
  unsigned pos = b & 0xff, len = c & 0xff;
  bool fill = std::is_signed_v<T> && len &&
              Unsigned(a) >> std::min(pos + len - 1, msb) & 1;
  Unsigned field = pos <= msb ? Unsigned(a) >> pos : 0;
  unsigned valid = pos <= msb ? std::min(len, msb + 1 - pos) : 0;
  if (valid > msb)
    return T(field);
  Unsigned mask = (Unsigned(1) << valid) - 1;
  return T((field & mask) | (fill ? Unsigned(~mask) : 0));
}

template <class T>
static T insertField(T a, T b, uint32_t c, uint32_t d) {
  constexpr unsigned msb = 8 * sizeof(T) - 1;
  unsigned pos = c & 0xff, len = d & 0xff;
  if (pos > msb || !len)
    return b;
  T mask = len > msb ? T(~T(0)) : T((T(1) << len) - 1);
  mask = T(mask << pos);
  return T((b & ~mask) | (T(a << pos) & mask));
}

template <class T>
static uint32_t leadingZeros(T a) {
  if (a == 0)
    return 8 * sizeof(T);
  return sizeof(T) == 8 ? __builtin_clzll(a) : __builtin_clz(uint32_t(a));
}
template <class T>
static uint32_t findLeading(T a) {
  using Unsigned = std::make_unsigned_t<T>;
  Unsigned bits = Unsigned(a < 0 ? T(~a) : a);
  return bits ? 8 * sizeof(T) - 1 - leadingZeros(bits) : ~0u;
}
template <class T>
static uint32_t findLeadingShift(T a) {
  uint32_t found = findLeading(a);
  return found == ~0u ? found : 8 * sizeof(T) - 1 - found;
}
template <class T>
static uint32_t countBits(T a) {
  return uint32_t(__builtin_popcountll(a));
}

template <class T>
static T reverseBits(T a) {
  uint64_t v = a;
  v = (v >> 1 & 0x5555555555555555) | (v & 0x5555555555555555) << 1;
  v = (v >> 2 & 0x3333333333333333) | (v & 0x3333333333333333) << 2;
  v = (v >> 4 & 0x0f0f0f0f0f0f0f0f) | (v & 0x0f0f0f0f0f0f0f0f) << 4;
  return T(__builtin_bswap64(v) >> (64 - 8 * sizeof(T)));
}

template <class T, bool Wraps>
static T extend(T a, uint32_t b) {
  uint32_t n = b & 31;
  if (!Wraps && b >= 32)
    return a;
  if (n == 0)
    return 0;
  return shiftRight(shiftLeft(a, 32 - n), 32 - n);
}

template <bool Wraps>
static uint32_t makeMask(uint32_t a, uint32_t b) {
  if (Wraps) {
    a &= 31;
    b &= 31;
  }
  uint32_t from = shiftLeft(~0u, std::min(a, 32u));
  // Where the field ends; beyond the register there is no end.
  uint64_t end = uint64_t(a) + b;
  return end >= 32 ? from : from & ~shiftLeft(~0u, uint32_t(end));
}

static uint32_t findNthSet(uint32_t mask, uint32_t base, int32_t offset) {
  if (offset == 0)
    return base < 32 && mask >> base & 1 ? base : ~0u;
  int64_t left = offset < 0 ? -int64_t(offset) : offset;
  for (int64_t pos = base; pos >= 0 && pos<32; pos += offset> 0 ? 1 : -1)
    if (mask >> pos & 1 && --left == 0)
      return uint32_t(pos);
  return ~0u;
}

/// The byte of b:a that a selector of 4 bits picks; bit 3 spreads its sign.
static uint32_t pickByte(uint64_t bytes, unsigned selector) {
  uint8_t byte = uint8_t(bytes >> 8 * (selector & 7));
  return selector & 8 ? (byte & 0x80 ? 0xff : 0) : byte;
}
static uint32_t permute(uint32_t a, uint32_t b, uint32_t c) {
  uint64_t bytes = uint64_t(b) << 32 | a;
  return pickByte(bytes, c) | pickByte(bytes, c >> 4) << 8 |
         pickByte(bytes, c >> 8) << 16 | pickByte(bytes, c >> 12) << 24;
}
template <Mod Mode>
static uint32_t permuteMode(uint32_t a, uint32_t b, uint32_t c) {
  unsigned n = c & 3;
  // The selectors of bytes 0 to 3, in digits from the right.
  constexpr uint16_t f4e[] = {0x3210, 0x4321, 0x5432, 0x6543};
  constexpr uint16_t b4e[] = {0x5670, 0x6701, 0x7012, 0x0123};
  constexpr uint16_t rc8[] = {0x0000, 0x1111, 0x2222, 0x3333};
  constexpr uint16_t ecl[] = {0x3210, 0x3211, 0x3222, 0x3333};
  constexpr uint16_t ecr[] = {0x0000, 0x1110, 0x2210, 0x3210};
  constexpr uint16_t rc16[] = {0x1010, 0x3232, 0x1010, 0x3232};
  const uint16_t *table = Mode == Mod::F4e   ? f4e
                          : Mode == Mod::B4e ? b4e
                          : Mode == Mod::Rc8 ? rc8
                          : Mode == Mod::Ecl ? ecl
                          : Mode == Mod::Ecr ? ecr
                                             : rc16;
  return permute(a, b, table[n]);
}

/// The sum of the minterms of a, b and c that the table has.
static uint32_t lookup3(uint32_t a, uint32_t b, uint32_t c, uint32_t table) {
  uint32_t result = 0;
  for (unsigned i = 0; i < 8; ++i) {
    uint32_t term = (i & 4 ? a : ~a) & (i & 2 ? b : ~b) & (i & 1 ? c : ~c);
    result |= table >> i & 1 ? term : 0;
  }
  return result;
}
/// lop3.and, lop3.or: also p = (d != 0) op q.
static void lookup3Predicate(KernelArgs &args, uint32_t isAnd) {
  map<lookup3>(args, 0);
  uint32_t nonzero = 0;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    nonzero |= uint32_t(args.dst[0][lane] != 0) << lane;
  args.predDst[0] =
      isAnd ? nonzero & args.predSrc[0] : nonzero | args.predSrc[0];
}

template <class A, class B>
static uint32_t dot4(uint32_t a, uint32_t b, uint32_t c) {
  for (unsigned i = 0; i < 4; ++i)
    c += uint32_t(int32_t(A(a >> 8 * i)) * int32_t(B(b >> 8 * i)));
  return c;
}
template <class A, class B, bool Hi>
static uint32_t dot2(uint32_t a, uint32_t b, uint32_t c) {
  for (unsigned i = 0; i < 2; ++i)
    c += uint32_t(int32_t(A(a >> 16 * i)) *
                  int32_t(B(b >> 8 * (i + (Hi ? 2 : 0)))));
  return c;
}

template <class Choose>
static Kernel forWide(Type type, Choose choose) {
  switch (type) {
  case Type::U32:
  case Type::B32:
    return {choose(uint32_t())};
  case Type::S32:
    return {choose(int32_t())};
  case Type::U64:
  case Type::B64:
    return {choose(uint64_t())};
  case Type::S64:
    return {choose(int64_t())};
  default:
    return {};
  }
}

#define CHOOSE(kernel)                                                         \
  [](auto z) -> Kernel::Function {                                             \
    using T = decltype(z);                                                     \
    return kernel;                                                             \
  }

namespace {
enum class Logic { And, Or, Xor, Not };
} // namespace

/// On predicates: the only sources and the result are masks.
template <Logic Op>
static void predicateLogic(KernelArgs &args, uint32_t) {
  uint32_t a = args.predSrc[0], b = args.predSrc[1];
  args.predDst[0] = Op == Logic::And   ? a & b
                    : Op == Logic::Or  ? a | b
                    : Op == Logic::Xor ? a ^ b
                                       : ~a;
}

static Kernel findLogic(const Instruction &inst) {
  bool onPredicates = inst.type() == Type::Pred;
  switch (inst.op) {
  case Opcode::And:
    return onPredicates ? Kernel{predicateLogic<Logic::And>}
                        : forBits(inst.type(), CHOOSE(map<bitAnd<T>>));
  case Opcode::Or:
    return onPredicates ? Kernel{predicateLogic<Logic::Or>}
                        : forBits(inst.type(), CHOOSE(map<bitOr<T>>));
  case Opcode::Xor:
    return onPredicates ? Kernel{predicateLogic<Logic::Xor>}
                        : forBits(inst.type(), CHOOSE(map<bitXor<T>>));
  case Opcode::Not:
    return onPredicates ? Kernel{predicateLogic<Logic::Not>}
                        : forBits(inst.type(), CHOOSE(map<bitNot<T>>));
  case Opcode::Cnot:
    return forBits(inst.type(), CHOOSE(map<logicalNot<T>>));
  default:
    return {};
  }
}

static Kernel findShift(const Instruction &inst) {
  bool wraps = inst.has(Mod::Wrap);
  switch (inst.op) {
  case Opcode::Shl:
    return forBits(inst.type(), CHOOSE(map<shiftLeft<T>>));
  case Opcode::Shr:
    if (inst.type() == Type::S16)
      return {map<shiftRight<int16_t>>};
    if (inst.type() == Type::S32)
      return {map<shiftRight<int32_t>>};
    if (inst.type() == Type::S64)
      return {map<shiftRight<int64_t>>};
    return forBits(inst.type(), CHOOSE(map<shiftRight<T>>));
  case Opcode::Shf:
    if (inst.has(Mod::Left))
      return {wraps ? map<funnelShift<true, true>>
                    : map<funnelShift<true, false>>};
    return {wraps ? map<funnelShift<false, true>>
                  : map<funnelShift<false, false>>};
  case Opcode::Szext:
    if (inst.type() == Type::S32)
      return {wraps ? map<extend<int32_t, true>> : map<extend<int32_t, false>>};
    return {wraps ? map<extend<uint32_t, true>> : map<extend<uint32_t, false>>};
  case Opcode::Bmsk:
    return {wraps ? map<makeMask<true>> : map<makeMask<false>>};
  default:
    return {};
  }
}

static Kernel findField(const Instruction &inst) {
  switch (inst.op) {
  case Opcode::Bfe:
    return forWide(inst.type(), CHOOSE(map<extractField<T>>));
  case Opcode::Bfi:
    return {bitWidth(inst.type()) == 32 ? map<insertField<uint32_t>>
                                        : map<insertField<uint64_t>>};
  case Opcode::Bfind:
    return inst.has(Mod::Shiftamt)
               ? forWide(inst.type(), CHOOSE(map<findLeadingShift<T>>))
               : forWide(inst.type(), CHOOSE(map<findLeading<T>>));
  case Opcode::Brev:
    return forBits(inst.type(), CHOOSE(map<reverseBits<T>>));
  case Opcode::Clz:
    return forBits(inst.type(), CHOOSE(map<leadingZeros<T>>));
  case Opcode::Popc:
    return forBits(inst.type(), CHOOSE(map<countBits<T>>));
  case Opcode::Fns:
    return {map<findNthSet>};
  default:
    return {};
  }
}

static Kernel findPermute(const Instruction &inst) {
  switch (inst.mod(ModGroup::Permute)) {
  case Mod::F4e:
    return {map<permuteMode<Mod::F4e>>};
  case Mod::B4e:
    return {map<permuteMode<Mod::B4e>>};
  case Mod::Rc8:
    return {map<permuteMode<Mod::Rc8>>};
  case Mod::Ecl:
    return {map<permuteMode<Mod::Ecl>>};
  case Mod::Ecr:
    return {map<permuteMode<Mod::Ecr>>};
  case Mod::Rc16:
    return {map<permuteMode<Mod::Rc16>>};
  default:
    return {map<permute>};
  }
}

template <class A, class B>
static Kernel dotOf(const Instruction &inst) {
  // 16-bit elements of a for dp2a.
  using Wide = std::conditional_t<std::is_signed_v<A>, int16_t, uint16_t>;
  if (inst.op == Opcode::Dp4a)
    return {map<dot4<A, B>>};
  return {inst.has(Mod::Hi) ? map<dot2<Wide, B, true>>
                            : map<dot2<Wide, B, false>>};
}
static Kernel findDot(const Instruction &inst) {
  bool a = inst.type(0) == Type::S32, b = inst.type(1) == Type::S32;
  if (a)
    return b ? dotOf<int8_t, int8_t>(inst) : dotOf<int8_t, uint8_t>(inst);
  return b ? dotOf<uint8_t, int8_t>(inst) : dotOf<uint8_t, uint8_t>(inst);
}

Kernel ptxsim::findBitKernel(const Instruction &inst) {
  switch (inst.op) {
  case Opcode::Lop3:
    if (inst.mod(ModGroup::Operation) != Mod::None)
      return {lookup3Predicate, inst.has(Mod::OpAnd)};
    return {map<lookup3>};
  case Opcode::Prmt:
    return findPermute(inst);
  case Opcode::Dp4a:
  case Opcode::Dp2a:
    return findDot(inst);
  default:
    break;
  }
  if (Kernel k = findLogic(inst))
    return k;
  if (Kernel k = findShift(inst))
    return k;
  return findField(inst);
}
