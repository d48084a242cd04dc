//===- ArithConvertTest.cpp - cvt between all types -----------------------===//
//
// Conversions from 8 and 16 bits on all operands, others on edges and random
// ones, against MPFR.
//
//===----------------------------------------------------------------------===//

#include "ArithTest.h"
#include "Mpfr.h"
#include <functional>

using namespace ptxsim;
using namespace ptxsim::test;

namespace {
struct IntegerType {
  const char *name;
  unsigned width;
  bool isSigned;

  intmax_t min() const { return isSigned ? -1 - intmax_t(max()) : 0; }
  uintmax_t max() const { return ~0ull >> (64 - width + isSigned); }
  uint64_t mask() const { return ~0ull >> (64 - width); }
};
constexpr IntegerType kIntegers[] = {{"u8", 8, false},   {"s8", 8, true},
                                     {"u16", 16, false}, {"s16", 16, true},
                                     {"u32", 32, false}, {"s32", 32, true},
                                     {"u64", 64, false}, {"s64", 64, true}};

struct FloatType {
  const char *name;
  Ieee ieee;
  unsigned width() const { return 1 + ieee.exponentBits + ieee.fractionBits; }
  uint64_t infinity() const {
    return ((1ull << ieee.exponentBits) - 1) << ieee.fractionBits;
  }
  uint64_t sign() const { return 1ull << (width() - 1); }
};
constexpr FloatType kFloats[] = {
    {"f16", kHalf}, {"bf16", kBrain}, {"f32", kSingle}, {"f64", kDouble}};

struct Mode {
  const char *name;
  mpfr_rnd_t rounding;
};
constexpr Mode kModes[] = {{".rn", MPFR_RNDN},
                           {".rz", MPFR_RNDZ},
                           {".rm", MPFR_RNDD},
                           {".rp", MPFR_RNDU}};
constexpr Mode kIntegral[] = {{".rni", MPFR_RNDN},
                              {".rzi", MPFR_RNDZ},
                              {".rmi", MPFR_RNDD},
                              {".rpi", MPFR_RNDU}};
} // namespace

/// All operands of a type of 16 bits or less; else edges and random ones.
static std::vector<std::array<uint64_t, 1>>
operandsOf(unsigned width, const std::vector<uint64_t> &edges,
           const std::function<uint64_t()> &draw) {
  std::vector<std::array<uint64_t, 1>> lists;
  if (width <= 16) {
    for (uint64_t v = 0; v < 1ull << width; ++v)
      lists.push_back({v});
    return lists;
  }
  return operandLists<1>(edges, full ? 200000 : 6000, draw);
}
static std::vector<std::array<uint64_t, 1>>
operandsOf(const IntegerType &type) {
  Operands random(type.width);
  return operandsOf(type.width, edgeIntegers(type.width),
                    [&] { return random.integer(type.width); });
}
/// With numbers about the limits of integers and of narrower formats.
static std::vector<std::array<uint64_t, 1>> operandsOf(const FloatType &type) {
  Operands random(type.width());
  const Ieee &f = type.ieee;
  auto edges = edgeFloats(f.exponentBits, f.fractionBits);
  for (int power :
       {-150, -149, -134, -133, -126, -25, -24, -17, -14, -10, -1,  0,
        1,    2,    7,    8,    15,   16,  31,  32,  63,  64,  127, 128})
    for (int delta : {-1, 0, 1}) {
      int64_t field = power + f.bias();
      if (field <= 0 || field >= 2 * f.bias())
        continue;
      uint64_t bits = (uint64_t(field) << f.fractionBits) + uint64_t(delta);
      edges.push_back(bits);
      edges.push_back(bits | type.sign());
      edges.push_back(bits + (1ull << (f.fractionBits - 1)));
    }
  return operandsOf(type.width(), edges, [&] {
    uint64_t v = random.floating(f.exponentBits, f.fractionBits);
    // Exponents from 2^-70 to 2^70 are where conversions do something.
    if (type.width() > 16 && random.below(2)) {
      uint64_t fraction = (1ull << f.fractionBits) - 1;
      v = (v & (fraction | type.sign())) |
          uint64_t(f.bias() - 70 + int(random.below(140))) << f.fractionBits;
    }
    return v;
  });
}

static intmax_t valueOf(const IntegerType &type, uint64_t bits) {
  unsigned rest = 64 - type.width;
  return intmax_t(bits << rest) >> rest;
}

TEST(ArithConvert, Integers) {
  for (const IntegerType &from : kIntegers)
    for (const IntegerType &to : kIntegers)
      for (bool sat : {false, true}) {
        std::string text = std::string("cvt") + (sat ? ".sat." : ".") +
                           to.name + "." + from.name;
        forEachResult<1>(
            kernelOf(text), operandsOf(from), [&](auto &list, uint64_t got) {
              __int128 v = from.isSigned ? __int128(valueOf(from, list[0]))
                                         : __int128(list[0]);
              if (sat)
                v = v < to.min()             ? __int128(to.min())
                    : v > __int128(to.max()) ? __int128(to.max())
                                             : v;
              uint64_t expected = uint64_t(v) & to.mask();
              // To the width of the widest register.
              if (to.isSigned)
                expected = uint64_t(valueOf(to, expected));
              ASSERT_EQ(got, expected) << text << std::hex << " " << list[0];
            });
      }
}

TEST(ArithConvert, FromIntegers) {
  for (const IntegerType &from : kIntegers)
    for (const FloatType &to : kFloats)
      for (const Mode &mode : kModes) {
        std::string text =
            std::string("cvt") + mode.name + "." + to.name + "." + from.name;
        Real exact;
        forEachResult<1>(
            kernelOf(text), operandsOf(from), [&](auto &list, uint64_t got) {
              if (from.isSigned)
                mpfr_set_sj(exact, valueOf(from, list[0]), MPFR_RNDN);
              else
                mpfr_set_uj(exact, list[0], MPFR_RNDN);
              uint64_t expected = rounded(to.ieee, mode.rounding,
                                          [&](mpfr_ptr d, mpfr_rnd_t r) {
                                            return mpfr_set(d, exact, r);
                                          });
              ASSERT_EQ(got, expected) << text << std::hex << " " << list[0];
            });
      }
}

static uint64_t toInteger(const IntegerType &to, mpfr_ptr value, bool wide) {
  if (mpfr_nan_p(value))
    return wide ? 1ull << (to.width - 1) : 0;
  Real limit;
  mpfr_set_sj(limit, to.min(), MPFR_RNDN);
  if (mpfr_cmp(value, limit) <= 0)
    return uint64_t(to.min()) & to.mask();
  mpfr_set_uj(limit, to.max(), MPFR_RNDN);
  if (mpfr_cmp(value, limit) >= 0)
    return to.max();
  return (to.isSigned ? uint64_t(mpfr_get_sj(value, MPFR_RNDN))
                      : mpfr_get_uj(value, MPFR_RNDN)) &
         to.mask();
}

static bool isSubnormal(const FloatType &type, uint64_t bits) {
  return !(bits & type.infinity());
}

TEST(ArithConvert, ToIntegers) {
  for (const FloatType &from : kFloats)
    for (const IntegerType &to : kIntegers)
      for (const Mode &mode : kIntegral)
        for (bool ftz : {false, true}) {
          if (ftz && std::string(from.name) != "f32")
            continue;
          std::string text = std::string("cvt") + mode.name +
                             (ftz ? ".ftz." : ".") + to.name + "." + from.name;
          bool wide = to.width == 64 || from.width() == 64;
          Real value;
          forEachResult<1>(
              kernelOf(text), operandsOf(from), [&](auto &list, uint64_t got) {
                uint64_t bits = list[0];
                if (ftz && isSubnormal(from, bits))
                  bits &= from.sign();
                value.set(from.ieee, bits);
                mpfr_rint(value, value, mode.rounding);
                uint64_t expected = toInteger(to, value, wide);
                if (to.isSigned)
                  expected = uint64_t(valueOf(to, expected));
                ASSERT_EQ(got, expected) << text << std::hex << " " << list[0];
              });
        }
}

namespace {
struct Flags {
  bool sat = false, satfinite = false, relu = false, ftz = false;
  std::string name() const {
    return std::string(relu ? ".relu" : "") + (ftz ? ".ftz" : "") +
           (sat ? ".sat" : "") + (satfinite ? ".satfinite" : "");
  }
};
} // namespace

/// What the flags make of a result, in the words of the manual.
static uint64_t withFlags(const FloatType &to, uint64_t bits, bool inputIsNaN,
                          const Flags &flags) {
  uint64_t magnitude = bits & ~to.sign();
  bool negative = bits & to.sign();
  uint64_t one = uint64_t(to.ieee.bias()) << to.ieee.fractionBits;
  if (flags.sat && inputIsNaN)
    return 0;
  if (inputIsNaN)
    return to.ieee.nan;
  if (flags.sat)
    bits = negative ? 0 : std::min(magnitude, one);
  if (flags.satfinite && magnitude == to.infinity())
    bits -= 1;
  if (flags.relu && negative)
    return 0;
  if (flags.ftz && to.width() == 32 && isSubnormal(to, bits))
    bits &= to.sign();
  return bits;
}

/// shift: how far left of the format the result lies in its register.
static void checkFloats(const FloatType &to, const FloatType &from,
                        const std::string &text, mpfr_rnd_t rounding,
                        bool integral, Flags flags, unsigned shift = 0) {
  Real value;
  forEachResult<1>(
      kernelOf(text), operandsOf(from), [&](auto &list, uint64_t got) {
        uint64_t bits = list[0];
        if (flags.ftz && from.width() == 32 && isSubnormal(from, bits))
          bits &= from.sign();
        value.set(from.ieee, bits);
        bool isNaN = mpfr_nan_p(mpfr_ptr(value));
        // The payloads of f64 are not looked at.
        if (isNaN && to.width() == 64 && !flags.sat) {
          ASSERT_GT(got & ~to.sign(), to.infinity());
          return;
        }
        if (integral)
          mpfr_rint(value, value, rounding);
        uint64_t expected =
            rounded(to.ieee, rounding, [&](mpfr_ptr d, mpfr_rnd_t r) {
              return mpfr_set(d, value, r);
            });
        expected = withFlags(to, expected, isNaN, flags);
        if (shift)
          expected = isNaN ? 0x7fffffff : expected << shift;
        ASSERT_EQ(got, expected) << text << std::hex << " " << list[0];
      });
}

TEST(ArithConvert, Floats) {
  for (const FloatType &from : kFloats)
    for (const FloatType &to : kFloats)
      for (const Mode &mode : kModes)
        for (bool ftz : {false, true})
          for (bool sat : {false, true}) {
            if (ftz && from.width() != 32 && to.width() != 32)
              continue;
            Flags flags;
            flags.ftz = ftz, flags.sat = sat;
            checkFloats(to, from,
                        std::string("cvt") + mode.name + flags.name() + "." +
                            to.name + "." + from.name,
                        mode.rounding, false, flags);
          }
}

TEST(ArithConvert, Integral) {
  for (const FloatType &type : kFloats)
    for (const Mode &mode : kIntegral)
      for (bool ftz : {false, true}) {
        if (ftz && type.width() != 32)
          continue;
        Flags flags;
        flags.ftz = ftz;
        checkFloats(type, type,
                    std::string("cvt") + mode.name + flags.name() + "." +
                        type.name + "." + type.name,
                    mode.rounding, true, flags);
      }
}

TEST(ArithConvert, Limited) {
  FloatType tf32{"tf32", {8, 10, 0x3ffff}};
  const FloatType &f32 = kFloats[2];
  for (const FloatType &to : {kFloats[0], kFloats[1], tf32})
    for (const Mode &mode : {kModes[0], kModes[1]})
      for (bool relu : {false, true})
        for (bool satfinite : {false, true}) {
          Flags flags;
          flags.relu = relu, flags.satfinite = satfinite;
          checkFloats(to, f32,
                      std::string("cvt") + mode.name + flags.name() + "." +
                          to.name + ".f32",
                      mode.rounding, false, flags,
                      std::string(to.name) == "tf32" ? 13 : 0);
        }
}

// Ties away from zero: half of the last place is added and the rest cut off.
TEST(ArithConvert, NearestAway) {
  for (bool satfinite : {false, true}) {
    std::string text =
        satfinite ? "cvt.rna.satfinite.tf32.f32" : "cvt.rna.tf32.f32";
    forEachResult<1>(
        kernelOf(text), operandsOf(kFloats[2]), [&](auto &list, uint64_t got) {
          uint64_t sign = list[0] & 0x80000000,
                   magnitude = list[0] & 0x7fffffff;
          uint64_t expected = (magnitude + 0x1000) & ~0x1fffull;
          if (satfinite && expected >= 0x7f800000)
            expected = 0x7f7fe000;
          expected |= sign;
          if (magnitude == 0x7f800000 && !satfinite)
            expected = list[0];
          if (magnitude > 0x7f800000)
            expected = 0x7fffffff;
          ASSERT_EQ(got, expected) << text << std::hex << " " << list[0];
        });
  }
}

TEST(ArithConvert, Packed) {
  Operands random(20);
  for (std::string type : {"f16", "bf16"})
    for (std::string flags :
         {"rn", "rz", "rn.relu", "rz.satfinite", "rn.relu.satfinite"}) {
      Kernel scalar = kernelOf("cvt." + flags + "." + type + ".f32");
      Kernel packed = kernelOf("cvt." + flags + "." + type + "x2.f32");
      for (int n = 0; n < 3000; ++n) {
        uint64_t a = random.floating(8, 23), b = random.floating(8, 23);
        if (n % 2) // In the range of f16.
          a = (a & 0x83ffffff) | 0x38000000, b = (b & 0x83ffffff) | 0x44000000;
        ASSERT_EQ(compute(packed, {a, b}),
                  compute(scalar, {a}) << 16 | compute(scalar, {b}))
            << flags << type << std::hex << " " << a << " " << b;
      }
    }
}

TEST(ArithConvert, Pack) {
  Operands random(21);
  for (const IntegerType &to : kIntegers) {
    if (to.width > 16)
      continue;
    bool hasC = to.width == 8;
    Kernel kernel = kernelOf(std::string("cvt.pack.sat.") + to.name + ".s32" +
                             (hasC ? ".b32" : ""));
    for (int n = 0; n < 3000; ++n) {
      uint64_t a = random.integer(32), b = random.integer(32),
               c = random.bits(32);
      auto clamp = [&](uint64_t v) {
        intmax_t x = int32_t(v);
        x = x < to.min()             ? to.min()
            : x > intmax_t(to.max()) ? intmax_t(to.max())
                                     : x;
        return uint64_t(x) & to.mask();
      };
      uint64_t expected = clamp(a) << to.width | clamp(b);
      if (hasC)
        expected |= (c & 0xffff) << 16;
      ASSERT_EQ(compute(kernel, {a, b, c}), expected);
    }
  }
}
