//===- ArithMmaTest.cpp - mma ---------------------------------------------===//
//
// Matrices are dealt out to lanes, and results gathered, by the formulas that
// the manual gives for each element of each fragment ("row = groupID for a0 and
// a2"); the code under test knows registers and blocks only.
//
//===----------------------------------------------------------------------===//
#include "ArithTest.h"
#include "attn/PTXSim/Arith/Formats.h"
#include <cmath>
#include <memory>

using namespace ptxsim;
using namespace ptxsim::test;

namespace {
struct Place {
  unsigned row, column;
};
/// Of element i in the lane with this groupID and threadID_in_group.
using Layout = Place (*)(unsigned g, unsigned t, unsigned i);

struct Fragment {
  unsigned elements;
  Layout place;
};

/// 9.7.14.5 of the manual.
struct Shape {
  const char *name;
  /// The width of the elements of A and B.
  unsigned width;
  unsigned m, k;
  Fragment a, b, c;
};
} // namespace

static Place accumulators16(unsigned g, unsigned t, unsigned i) {
  return {i < 2 ? g : g + 8, t * 2 + (i & 1)};
}
static Place accumulators8(unsigned g, unsigned t, unsigned i) {
  return {g, t * 2 + i};
}
static const Fragment kC16{4, accumulators16}, kC8{2, accumulators8};

static const Shape kShapes[] = {
    {"m16n8k16",
     16,
     16,
     16,
     {8,
      [](unsigned g, unsigned t, unsigned i) {
        bool upper = i < 2 || (4 <= i && i < 6);
        return Place{upper ? g : g + 8,
                     i < 4 ? t * 2 + (i & 1) : t * 2 + (i & 1) + 8};
      }},
     {4,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i < 2 ? t * 2 + (i & 1) : t * 2 + (i & 1) + 8, g};
      }},
     kC16},
    {"m16n8k8",
     16,
     16,
     8,
     {4,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i < 2 ? g : g + 8, t * 2 + (i & 1)};
      }},
     {2,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{t * 2 + i, g};
      }},
     kC16},
    {"m16n8k4",
     32,
     16,
     4,
     {2,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i ? g + 8 : g, t};
      }},
     {1,
      [](unsigned g, unsigned t, unsigned) {
        return Place{t, g};
      }},
     kC16},
    {"m16n8k8",
     32,
     16,
     8,
     {4,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i == 0 || i == 2 ? g : g + 8, i < 2 ? t : t + 4};
      }},
     {2,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i ? t + 4 : t, g};
      }},
     kC16},
    {"m8n8k4",
     64,
     8,
     4,
     {1,
      [](unsigned g, unsigned t, unsigned) {
        return Place{g, t};
      }},
     {1,
      [](unsigned g, unsigned t, unsigned) {
        return Place{t, g};
      }},
     kC8},
    {"m16n8k4",
     64,
     16,
     4,
     {2,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i ? g + 8 : g, t};
      }},
     {1,
      [](unsigned g, unsigned t, unsigned) {
        return Place{t, g};
      }},
     kC16},
    {"m16n8k8",
     64,
     16,
     8,
     {4,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i == 0 || i == 2 ? g : g + 8, i < 2 ? t : t + 4};
      }},
     {2,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i ? t + 4 : t, g};
      }},
     kC16},
    {"m16n8k16",
     64,
     16,
     16,
     {8,
      [](unsigned g, unsigned t, unsigned i) {
        return i % 2 == 0 ? Place{g, i * 2 + t} : Place{g + 8, i * 2 - 2 + t};
      }},
     {4,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{t + i * 4, g};
      }},
     kC16},
    {"m8n8k16",
     8,
     8,
     16,
     {4,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{g, t * 4 + i};
      }},
     {4,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{t * 4 + i, g};
      }},
     kC8},
    {"m16n8k16",
     8,
     16,
     16,
     {8,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i < 4 ? g : g + 8, t * 4 + (i & 3)};
      }},
     {4,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{t * 4 + i, g};
      }},
     kC16},
    {"m16n8k32",
     8,
     16,
     32,
     {16,
      [](unsigned g, unsigned t, unsigned i) {
        bool upper = i < 4 || (8 <= i && i < 12);
        return Place{upper ? g : g + 8,
                     i < 8 ? t * 4 + (i & 3) : t * 4 + (i & 3) + 16};
      }},
     {8,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i < 4 ? t * 4 + (i & 3) : t * 4 + (i & 3) + 16, g};
      }},
     kC16},
    {"m8n8k32",
     4,
     8,
     32,
     {8,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{g, t * 8 + i};
      }},
     {8,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{t * 8 + i, g};
      }},
     kC8},
    {"m16n8k32",
     4,
     16,
     32,
     {16,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i < 8 ? g : g + 8, t * 8 + (i & 7)};
      }},
     {8,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{t * 8 + i, g};
      }},
     kC16},
    {"m16n8k64",
     4,
     16,
     64,
     {32,
      [](unsigned g, unsigned t, unsigned i) {
        bool upper = i < 8 || (16 <= i && i < 24);
        return Place{upper ? g : g + 8,
                     i < 16 ? t * 8 + (i & 7) : t * 8 + (i & 7) + 32};
      }},
     {16,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i < 8 ? t * 8 + (i & 7) : t * 8 + (i & 7) + 32, g};
      }},
     kC16},
    {"m8n8k128",
     1,
     8,
     128,
     {32,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{g, t * 32 + i};
      }},
     {32,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{t * 32 + i, g};
      }},
     kC8},
    {"m16n8k128",
     1,
     16,
     128,
     {64,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i < 32 ? g : g + 8, t * 32 + (i & 31)};
      }},
     {32,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{t * 32 + i, g};
      }},
     kC16},
    {"m16n8k256",
     1,
     16,
     256,
     {128,
      [](unsigned g, unsigned t, unsigned i) {
        bool upper = i < 32 || (64 <= i && i < 96);
        return Place{upper ? g : g + 8,
                     i < 64 ? t * 32 + (i & 31) : t * 32 + (i & 31) + 128};
      }},
     {64,
      [](unsigned g, unsigned t, unsigned i) {
        return Place{i < 32 ? t * 32 + (i & 31) : t * 32 + (i & 31) + 128, g};
      }},
     kC16},
};

namespace {
/// Codes of a matrix, in bits of its type.
struct Matrix {
  uint64_t code[256][256] = {};
};
} // namespace

/// Deals a matrix out to registers of 32 bits (64 for f64), low elements first.
static void deal(const Matrix &matrix, const Fragment &fragment, unsigned width,
                 uint64_t (*registers)[kLanes]) {
  unsigned each = width == 64 ? 1 : 32 / width;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    for (unsigned i = 0; i < fragment.elements; ++i) {
      Place p = fragment.place(lane >> 2, lane % 4, i);
      registers[i / each][lane] |= matrix.code[p.row][p.column]
                                   << width * (i % each);
    }
}
static unsigned registersOf(const Fragment &fragment, unsigned width) {
  return fragment.elements * std::min(width, 32u) / 32;
}

/// The value of a code: of floats and integers of any type here.
static double decode(const std::string &type, uint64_t code) {
  if (type == "f64")
    return bitsAs<double>(code);
  if (type == "f32")
    return bitsAs<float>(uint32_t(code));
  if (type == "tf32")
    return bitsAs<float>(uint32_t(code) & 0xffffe000);
  if (type == "f16" || type == "bf16")
    return valueOf(type == "f16" ? kF16 : kBF16, uint32_t(code));
  if (type == "e4m3" || type == "e5m2")
    return valueOf(type == "e4m3" ? kE4M3 : kE5M2, uint32_t(code));
  unsigned width = unsigned(std::stoi(type.substr(1)));
  double v = double(code & (~0ull >> (64 - width)));
  return type[0] == 's' && code >> (width - 1) & 1 ? v - std::ldexp(1, width)
                                                   : v;
}
static unsigned widthOf(const std::string &type) {
  if (type == "tf32")
    return 32;
  if (type == "e4m3" || type == "e5m2")
    return 8;
  return unsigned(std::stoi(type.substr(type[0] == 'b' ? 2 : 1)));
}

/// A number whose products and sums with others like it are exact in double.
static uint64_t draw(Operands &random, const std::string &type) {
  unsigned width = widthOf(type);
  uint64_t bits = random.bits(width);
  if (type == "f16")
    return (bits & 0x87ff) | (0x3000 + (random.below(4) << 10));
  if (type == "bf16")
    return (bits & 0x807f) | (0x3d80 + (random.below(6) << 7));
  if (type == "tf32" || type == "f32")
    return (bits & 0x807fffff) | (0x3e000000 + (random.below(6) << 23));
  if (type == "e4m3")
    return (bits & 0x7f) == 0x7f ? 0x08 : bits;
  if (type == "e5m2")
    return (bits & 0x7f) >= 0x7c ? 0x84 : bits;
  // Of few bits, so that the order of fused steps does not matter.
  if (type == "f64")
    return (bits & 0x800ffff000000000) | (0x3fd0ull + random.below(8) * 16)
                                             << 48;
  return bits;
}

static uint64_t encode(const std::string &type, double value, bool saturates) {
  if (type == "f64")
    return bitsAs<uint64_t>(value);
  if (type == "f32")
    return bitsAs<uint32_t>(float(value));
  if (type == "f16")
    return roundTo(kF16, value, Rounding::NearestEven);
  if (saturates)
    value = std::fmin(std::fmax(value, -0x1p31), 0x1p31 - 1);
  return uint32_t(int64_t(value));
}

static void check(const Shape &shape, const std::string &a,
                  const std::string &b, const std::string &c,
                  const std::string &d, bool saturates = false) {
  std::string text = std::string("mma.sync.aligned.") + shape.name +
                     ".row.col" + (saturates ? ".satfinite" : "") + "." + d +
                     "." + a + "." + b + "." + c;
  Kernel kernel = kernelOf(text);
  Operands random(31);
  for (int n = 0; n < 12; ++n) {
    static Matrix ma, mb, mc, expected;
    for (unsigned i = 0; i < 64; ++i)
      for (unsigned j = 0; j < 64; ++j) {
        ma.code[i][j] = draw(random, a);
        mb.code[i][j] = draw(random, b);
        mc.code[i][j] = draw(random, c);
        if (saturates && n % 2)
          mc.code[i][j] = j % 2 ? 0x7fffff00 : 0x80000100;
      }
    Warp warp;
    unsigned ra = registersOf(shape.a, shape.width);
    unsigned rb = registersOf(shape.b, shape.width);
    deal(ma, shape.a, shape.width, warp.src);
    deal(mb, shape.b, shape.width, warp.src + ra);
    deal(mc, shape.c, widthOf(c), warp.src + ra + rb);
    warp.run(kernel);
    for (unsigned i = 0; i < shape.m; ++i)
      for (unsigned j = 0; j < 8; ++j) {
        double sum = decode(c, mc.code[i][j]);
        for (unsigned k = 0; k < shape.k; ++k)
          sum += decode(a, ma.code[i][k]) * decode(b, mb.code[k][j]);
        expected.code[i][j] = encode(d, sum, saturates);
      }
    uint64_t result[8][kLanes] = {};
    deal(expected, shape.c, widthOf(d), result);
    for (unsigned r = 0; r < 4; ++r)
      for (unsigned lane = 0; lane < kLanes; ++lane)
        ASSERT_EQ(warp.dst[r][lane], result[r][lane])
            << text << " register " << r << " lane " << lane;
  }
}

/// Single bits: those that both operands have, or only one, are counted.
static void checkBits(const Shape &shape, bool isXor) {
  std::string text = std::string("mma.sync.aligned.") + shape.name +
                     ".row.col." + (isXor ? "xor" : "and") +
                     ".popc.s32.b1.b1.s32";
  Operands random(32);
  auto a = std::make_unique<Matrix>(), b = std::make_unique<Matrix>(),
       c = std::make_unique<Matrix>(), expected = std::make_unique<Matrix>();
  for (unsigned i = 0; i < 256; ++i)
    for (unsigned j = 0; j < 256; ++j) {
      a->code[i][j] = random.bits(1);
      b->code[i][j] = random.bits(1);
      c->code[i][j] = random.bits(32);
    }
  for (unsigned i = 0; i < shape.m; ++i)
    for (unsigned j = 0; j < 8; ++j) {
      uint64_t sum = c->code[i][j];
      for (unsigned k = 0; k < shape.k; ++k) {
        uint64_t x = a->code[i][k], y = b->code[k][j];
        sum += isXor ? x != y : x && y;
      }
      expected->code[i][j] = uint32_t(sum);
    }
  Warp warp;
  unsigned ra = registersOf(shape.a, 1), rb = registersOf(shape.b, 1);
  deal(*a, shape.a, 1, warp.src);
  deal(*b, shape.b, 1, warp.src + ra);
  deal(*c, shape.c, 32, warp.src + ra + rb);
  warp.run(kernelOf(text));
  uint64_t result[8][kLanes] = {};
  deal(*expected, shape.c, 32, result);
  for (unsigned r = 0; r < shape.c.elements; ++r)
    for (unsigned lane = 0; lane < kLanes; ++lane)
      ASSERT_EQ(warp.dst[r][lane], result[r][lane]) << text << r << " " << lane;
}

static const Shape &shapeOf(const char *name, unsigned width) {
  for (const Shape &shape : kShapes)
    if (shape.name == std::string(name) && shape.width == width)
      return shape;
  ADD_FAILURE() << name;
  return kShapes[0];
}

TEST(ArithMma, Half) {
  for (const char *shape : {"m16n8k16", "m16n8k8"}) {
    const Shape &s = shapeOf(shape, 16);
    check(s, "f16", "f16", "f32", "f32");
    check(s, "f16", "f16", "f16", "f16");
    check(s, "f16", "f16", "f16", "f32");
    check(s, "f16", "f16", "f32", "f16");
    check(s, "bf16", "bf16", "f32", "f32");
  }
}
TEST(ArithMma, TF32) {
  check(shapeOf("m16n8k4", 32), "tf32", "tf32", "f32", "f32");
  check(shapeOf("m16n8k8", 32), "tf32", "tf32", "f32", "f32");
}
TEST(ArithMma, F64) {
  for (const char *shape : {"m8n8k4", "m16n8k4", "m16n8k8", "m16n8k16"})
    check(shapeOf(shape, 64), "f64", "f64", "f64", "f64");
}
TEST(ArithMma, Bytes) {
  for (const char *shape : {"m8n8k16", "m16n8k16", "m16n8k32"})
    for (const char *a : {"u8", "s8"})
      for (const char *b : {"u8", "s8"})
        for (bool saturates : {false, true})
          check(shapeOf(shape, 8), a, b, "s32", "s32", saturates);
}
TEST(ArithMma, Nibbles) {
  for (const char *shape : {"m8n8k32", "m16n8k32", "m16n8k64"}) {
    const Shape &s = shapeOf(shape, 4);
    for (const char *a : {"u4", "s4"})
      for (const char *b : {"u4", "s4"})
        check(s, a, b, "s32", "s32");
  }
}
TEST(ArithMma, Bits) {
  for (const char *shape : {"m8n8k128", "m16n8k128", "m16n8k256"})
    for (bool isXor : {false, true})
      checkBits(shapeOf(shape, 1), isXor);
}
TEST(ArithMma, SmallFloats) {
  for (const char *shape : {"m16n8k16", "m16n8k32"})
    for (const char *a : {"e4m3", "e5m2"})
      for (const char *b : {"e4m3", "e5m2"})
        for (const char *acc : {"f16", "f32"})
          check(shapeOf(shape, 8), a, b, acc, acc);
}

// The sum is exact, whatever cancels in it, and rounded once.
TEST(ArithMma, RoundedOnce) {
  Warp warp;
  // a0 .. a3 of row 0 in lane 0 and 1; b is 1 throughout.
  for (unsigned lane = 0; lane < kLanes; ++lane)
    warp.src[4][lane] = warp.src[5][lane] = 0x3c003c00;
  uint64_t big = 0x7800, tiny = 0x0001; // 2^15, 2^-24
  warp.src[0][0] = big | tiny << 16;
  warp.src[0][1] = big | 0x8000 | tiny << 16;
  warp.run(kernelOf("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32"));
  EXPECT_EQ(warp.dst[0][0], bitsAs<uint32_t>(0x1p-23f));
}
