//===- Mma.cpp - mma.sync -------------------------------------------------===//
//
// All shapes but m8n8k4 of f16 are one pattern. Lane = 4 * g + t. A register
// holds E elements along k: for B, register r has k = 4 * E * r + E * t + i in
// column g; for A, the same in row g, where shapes of 16 rows have two
// registers a block of 4 * E columns, for the rows g and g + 8. C and D hold
// columns 2 * t and 2 * t + 1 of row g, and then those of row g + 8.
//
// The manual leaves order and rounding of the sums open. Here a sum of floats,
// C first and then the products in the order of k, is one of doubles, and is
// rounded to the type of D at the end: nearer to the exact value than what
// devices give, who cut off the sum of each four to sixteen products below the
// last place of the greatest. f64: a chain of fused multiply-adds in the order
// of k. Subnormal numbers count. Integers are exact, C added last.
//
// A stays as it comes, E lists of 32 lanes a register; B is laid out so that
// the 8 columns of a k lie side by side: the inner loop is a vector operation.
//
//===----------------------------------------------------------------------===//

#include "Mma.h"
#include "Find.h"
#include "FloatModes.h"
#include "Rounding.h"
#include "attn/PTXSim/Module.h"

using namespace ptxsim;

// Compiled for vectors of 256 bits as well, chosen when the program starts.
#if defined(__x86_64__) && defined(__ELF__)
#define PTXSIM_VECTOR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define PTXSIM_VECTOR_CLONES __attribute__((noinline))
#endif
/// What a clone calls has to become part of it.
#define PTXSIM_INLINE inline __attribute__((always_inline))

namespace {
// How elements lie in a lane, and as what they are computed.
template <class Half>
struct ElemHalf {
  static constexpr unsigned count = 2;
  using Value = double;
  using Register = uint32_t;
  static float get(uint32_t lane, unsigned i) {
    return toFloat(Half{uint16_t(lane >> 16 * i)});
  }
};
using ElemF16 = ElemHalf<F16>;
using ElemBF16 = ElemHalf<BF16>;
struct ElemTF32 {
  static constexpr unsigned count = 1;
  using Value = double;
  using Register = uint32_t;
  static float get(uint32_t lane, unsigned) {
    return bitCast<float>(lane & 0xffffe000);
  }
};
struct ElemE4M3 {
  static constexpr unsigned count = 4;
  using Value = double;
  using Register = uint32_t;
  static double get(uint32_t lane, unsigned i) {
    return valueOf(kE4M3, uint8_t(lane >> 8 * i));
  }
};
struct ElemE5M2 {
  static constexpr unsigned count = 4;
  using Value = double;
  using Register = uint32_t;
  static double get(uint32_t lane, unsigned i) {
    return valueOf(kE5M2, uint8_t(lane >> 8 * i));
  }
};
struct ElemF64 {
  static constexpr unsigned count = 1;
  using Value = double;
  using Register = uint64_t;
  static double get(uint64_t lane, unsigned) { return bitCast<double>(lane); }
};
// Sums of 64 products of bytes are floats without loss, and every host
// multiplies vectors of those.
template <class T>
struct ElemByte {
  static constexpr unsigned count = 4;
  using Value = float;
  using Register = uint32_t;
  static float get(uint32_t lane, unsigned i) {
    return int32_t(T(lane >> 8 * i));
  }
};
template <bool IsSigned>
struct ElemNibble {
  static constexpr unsigned count = 8;
  using Value = float;
  using Register = uint32_t;
  static float get(uint32_t lane, unsigned i) {
    int32_t nibble = lane >> 4 * i & 15;
    return IsSigned ? (nibble ^ 8) - 8 : nibble;
  }
};

/// 32 bits of a row, taken as one.
struct ElemBits {
  static constexpr unsigned count = 1;
  using Value = uint32_t;
  using Register = uint32_t;
  static uint32_t get(uint32_t lane, unsigned) { return lane; }
};

/// One product and sum. Fused: as fma does, for f64.
struct MulAdd {
  template <class T>
  static T apply(T a, T b, T c) {
    return a * b + c;
  }
};
struct Fused {
  static double apply(double a, double b, double c) {
    return std::fma(a, b, c);
  }
};
struct XorPopc {
  static uint32_t apply(uint32_t a, uint32_t b, uint32_t c) {
    return uint32_t(__builtin_popcount(a ^ b)) + c;
  }
};
struct AndPopc {
  static uint32_t apply(uint32_t a, uint32_t b, uint32_t c) {
    return uint32_t(__builtin_popcount(a & b)) + c;
  }
};

// Accumulators: how C is read and D written.
struct AccF32 {
  static constexpr unsigned perRegister = 1;
  using Value = double;
  static double get(uint64_t lane, unsigned) {
    return LaneOf<float>::get(lane);
  }
  static uint64_t put(double v, uint32_t) {
    return LaneOf<float>::put(canonical(float(v)));
  }
};
struct AccF16 {
  static constexpr unsigned perRegister = 2;
  using Value = double;
  static double get(uint64_t lane, unsigned i) {
    return ElemF16::get(uint32_t(lane), i);
  }
  static uint64_t put(double v, uint32_t) {
    return roundTo(kF16, v, Rounding::NearestEven);
  }
};
struct AccF64 {
  static constexpr unsigned perRegister = 1;
  using Value = double;
  static double get(uint64_t lane, unsigned) { return bitCast<double>(lane); }
  static uint64_t put(double v, uint32_t) {
    return v == v ? bitCast<uint64_t>(v) : kNaN64;
  }
};
struct AccS32 {
  static constexpr unsigned perRegister = 1;
  using Value = int64_t;
  static int64_t get(uint64_t lane, unsigned) { return int32_t(lane); }
  static uint64_t put(int64_t v, uint32_t saturates) {
    if (saturates)
      v = v < INT32_MIN ? INT32_MIN : v > INT32_MAX ? INT32_MAX : v;
    return uint32_t(v);
  }
};

/// M rows, N = 8 columns, blocks of 4 * count columns of A.
template <class EA, class EB, class AccC, class AccD, class Step,
          unsigned Tiles, unsigned Blocks>
struct Multiply {
  using Value = typename EA::Value;
  static constexpr unsigned E = EA::count;

  /// All elements i of a register. First to its own width: the loops then work
  /// on whole vectors.
  template <class Elem>
  PTXSIM_INLINE static void load(const uint64_t *lanes, unsigned i,
                                 Value *values) {
    typename Elem::Register bits[kLanes];
    for (unsigned lane = 0; lane < kLanes; ++lane)
      bits[lane] = typename Elem::Register(lanes[lane]);
    for (unsigned lane = 0; lane < kLanes; ++lane)
      values[lane] = Elem::get(bits[lane], i);
  }
  PTXSIM_INLINE static void loadA(const KernelArgs &args,
                                  Value (*a)[E][kLanes]) {
    for (unsigned r = 0; r < Tiles * Blocks; ++r)
      for (unsigned i = 0; i < E; ++i)
        load<EA>(args.src[r], i, a[r][i]);
  }
  /// b[r][i][t][n]
  PTXSIM_INLINE static void loadB(const KernelArgs &args, Value (*b)[E][4][8]) {
    for (unsigned r = 0; r < Blocks; ++r)
      for (unsigned i = 0; i < E; ++i) {
        Value values[kLanes];
        load<EB>(args.src[Tiles * Blocks + r], i, values);
        for (unsigned lane = 0; lane < kLanes; ++lane)
          b[r][i][lane % 4][lane / 4] = values[lane];
      }
  }
  /// The registers of C or D that hold row tile `tile`, column 2 * t + j.
  template <class Acc>
  static constexpr unsigned accRegister(unsigned tile, unsigned j) {
    return Acc::perRegister == 2 ? tile : 2 * tile + j;
  }

  PTXSIM_INLINE static void multiply(const Value (*a)[E][kLanes],
                                     const Value (*b)[E][4][8], Value (*d)[8]) {
    for (unsigned row = 0; row < 8 * Tiles; ++row) {
      Value sum[8];
      std::memcpy(sum, d[row], sizeof(sum));
      for (unsigned r = 0; r < Blocks; ++r)
        for (unsigned t = 0; t < 4; ++t)
          for (unsigned i = 0; i < E; ++i) {
            Value x = a[r * Tiles + row / 8][i][row % 8 * 4 + t];
            for (unsigned n = 0; n < 8; ++n)
              sum[n] = Step::apply(x, b[r][i][t][n], sum[n]);
          }
      std::memcpy(d[row], sum, sizeof(sum));
    }
  }

  PTXSIM_VECTOR_CLONES static void run(KernelArgs &args, uint32_t variant) {
    Value a[Tiles * Blocks][E][kLanes], b[Blocks][E][4][8];
    loadA(args, a);
    loadB(args, b);
    const uint64_t *const *c = args.src + (Tiles + 1) * Blocks;
    // Integers are added to C at the end, where they may overflow.
    constexpr bool startsWithC = std::is_same_v<Value, double>;
    Value sums[8 * Tiles][8] = {};
    if (startsWithC)
      forEachAccumulator([&](unsigned tile, unsigned j, unsigned lane) {
        sums[8 * tile + lane / 4][lane % 4 * 2 + j] =
            Value(AccC::get(c[accRegister<AccC>(tile, j)][lane], j));
      });
    multiply(a, b, sums);
    uint64_t result[2 * Tiles][kLanes] = {};
    forEachAccumulator([&](unsigned tile, unsigned j, unsigned lane) {
      auto v =
          typename AccD::Value(sums[8 * tile + lane / 4][lane % 4 * 2 + j]);
      if (!startsWithC)
        v += AccC::get(c[accRegister<AccC>(tile, j)][lane], j);
      unsigned shift = AccD::perRegister == 2 ? 16 * j : 0;
      result[accRegister<AccD>(tile, j)][lane] |= AccD::put(v, variant)
                                                  << shift;
    });
    for (unsigned r = 0; r < 2 * Tiles / AccD::perRegister; ++r)
      std::memcpy(args.dst[r], result[r], sizeof(result[r]));
  }

  template <class Visit>
  PTXSIM_INLINE static void forEachAccumulator(Visit visit) {
    for (unsigned tile = 0; tile < Tiles; ++tile)
      for (unsigned j = 0; j < 2; ++j)
        for (unsigned lane = 0; lane < kLanes; ++lane)
          visit(tile, j, lane);
  }

  static void runRounded(KernelArgs &args, uint32_t mode) {
    RoundingScope scope(mode);
    run(args, 0);
  }
};
} // namespace

template <class EA, class EB, class AccC, class AccD>
static Kernel forFloatShape(unsigned m, unsigned k) {
  if (m != 16)
    return {};
  switch (k / (4 * EA::count)) {
  case 1:
    return {Multiply<EA, EB, AccC, AccD, MulAdd, 2, 1>::run};
  case 2:
    return {Multiply<EA, EB, AccC, AccD, MulAdd, 2, 2>::run};
  default:
    return {};
  }
}
template <class EA, class EB = EA>
static Kernel forAccumulators(const Instruction &inst, unsigned m, unsigned k) {
  bool c = inst.type(3) == Type::F16, d = inst.type(0) == Type::F16;
  if (c && d)
    return forFloatShape<EA, EB, AccF16, AccF16>(m, k);
  if (c)
    return forFloatShape<EA, EB, AccF16, AccF32>(m, k);
  if (d)
    return forFloatShape<EA, EB, AccF32, AccF16>(m, k);
  return forFloatShape<EA, EB, AccF32, AccF32>(m, k);
}
static Kernel findSmall(const Instruction &inst, unsigned m, unsigned k) {
  bool a = inst.type(1) == Type::E4M3, b = inst.type(2) == Type::E4M3;
  if (a)
    return b ? forAccumulators<ElemE4M3, ElemE4M3>(inst, m, k)
             : forAccumulators<ElemE4M3, ElemE5M2>(inst, m, k);
  return b ? forAccumulators<ElemE5M2, ElemE4M3>(inst, m, k)
           : forAccumulators<ElemE5M2, ElemE5M2>(inst, m, k);
}

template <unsigned Tiles, unsigned Blocks>
static Kernel doubleOf(const Instruction &inst) {
  using M = Multiply<ElemF64, ElemF64, AccF64, AccF64, Fused, Tiles, Blocks>;
  int mode = roundingModeOf(inst);
  if (mode == FE_TONEAREST)
    return {M::run};
  return {M::runRounded, uint32_t(mode)};
}
static Kernel findDouble(const Instruction &inst, unsigned m, unsigned k) {
  if (m == 8)
    return k == 4 ? doubleOf<1, 1>(inst) : Kernel{};
  switch (k) {
  case 4:
    return doubleOf<2, 1>(inst);
  case 8:
    return doubleOf<2, 2>(inst);
  case 16:
    return doubleOf<2, 4>(inst);
  default:
    return {};
  }
}

template <class EA, class EB>
static Kernel forIntegerShape(const Instruction &inst, unsigned m, unsigned k) {
  uint32_t saturates = inst.has(Mod::Satfinite);
  unsigned blocks = k / (4 * EA::count);
  if (m == 8 && blocks == 1)
    return {Multiply<EA, EB, AccS32, AccS32, MulAdd, 1, 1>::run, saturates};
  if (m == 16 && blocks == 1)
    return {Multiply<EA, EB, AccS32, AccS32, MulAdd, 2, 1>::run, saturates};
  if (m == 16 && blocks == 2)
    return {Multiply<EA, EB, AccS32, AccS32, MulAdd, 2, 2>::run, saturates};
  return {};
}
template <class Unsigned, class Signed>
static Kernel findInteger(const Instruction &inst, unsigned m, unsigned k,
                          Type signedType) {
  bool a = inst.type(1) == signedType, b = inst.type(2) == signedType;
  if (a)
    return b ? forIntegerShape<Signed, Signed>(inst, m, k)
             : forIntegerShape<Signed, Unsigned>(inst, m, k);
  return b ? forIntegerShape<Unsigned, Signed>(inst, m, k)
           : forIntegerShape<Unsigned, Unsigned>(inst, m, k);
}

template <class Step>
static Kernel findBits(unsigned m, unsigned k) {
  if (m == 8)
    return {Multiply<ElemBits, ElemBits, AccS32, AccS32, Step, 1, 1>::run};
  if (k == 128)
    return {Multiply<ElemBits, ElemBits, AccS32, AccS32, Step, 2, 1>::run};
  return {Multiply<ElemBits, ElemBits, AccS32, AccS32, Step, 2, 2>::run};
}

/// m and k of a shape "m16n8k16".
static bool parseShape(llvm::StringRef shape, unsigned &m, unsigned &k) {
  return shape.consume_front("m") && !shape.consumeInteger(10, m) &&
         shape.consume_front("n8k") && !shape.getAsInteger(10, k);
}

static Kernel findMma(const Instruction &inst) {
  unsigned m, k;
  if (!parseShape(spelling(inst.mod(ModGroup::Shape)), m, k))
    return {};
  switch (inst.type(1)) {
  case Type::F16:
    if (m == 8)
      return findQuadMma(inst);
    return forAccumulators<ElemF16>(inst, m, k);
  case Type::BF16:
    return forAccumulators<ElemBF16>(inst, m, k);
  case Type::TF32:
    return forAccumulators<ElemTF32>(inst, m, k);
  case Type::E4M3:
  case Type::E5M2:
    return findSmall(inst, m, k);
  case Type::F64:
    return findDouble(inst, m, k);
  case Type::U8:
  case Type::S8:
    return findInteger<ElemByte<uint8_t>, ElemByte<int8_t>>(inst, m, k,
                                                            Type::S8);
  case Type::U4:
  case Type::S4:
    return findInteger<ElemNibble<false>, ElemNibble<true>>(inst, m, k,
                                                            Type::S4);
  case Type::B1:
    return inst.has(Mod::OpXor) ? findBits<XorPopc>(m, k)
                                : findBits<AndPopc>(m, k);
  default:
    return {};
  }
}

/// The transpose of an 8 x 8 matrix of 16 bits.
static void moveMatrix(KernelArgs &args, uint32_t) {
  uint16_t rows[8][8];
  const uint64_t *source = args.src[0];
  storeMatrixFragments(&source, 1, false, rows);
  loadMatrixFragments(rows, 1, true, args.dst);
}

Kernel ptxsim::findMmaKernel(const Instruction &inst) {
  if (inst.op == Opcode::Movmatrix)
    return {moveMatrix};
  return inst.op == Opcode::Mma ? findMma(inst) : Kernel{};
}
