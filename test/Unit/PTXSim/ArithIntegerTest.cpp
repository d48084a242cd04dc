//===- ArithIntegerTest.cpp - integer arithmetic --------------------------===//
//
// Against 128-bit arithmetic, wrapped to the type.
//
//===----------------------------------------------------------------------===//

#include "ArithTest.h"
#include <functional>

using namespace ptxsim;
using namespace ptxsim::test;

using Int = __int128;

namespace {
struct IntegerType {
  const char *name;
  unsigned width;
  bool isSigned;

  Int value(uint64_t bits) const {
    Int v = Int(bits & mask());
    return isSigned && v >> (width - 1) ? v - (Int(1) << width) : v;
  }
  uint64_t mask() const { return ~0ull >> (64 - width); }
  uint64_t wrap(Int v) const { return uint64_t(v) & mask(); }
};
constexpr IntegerType kTypes[] = {{"u16", 16, false}, {"s16", 16, true},
                                  {"u32", 32, false}, {"s32", 32, true},
                                  {"u64", 64, false}, {"s64", 64, true}};
} // namespace

using Expected = std::function<uint64_t(const IntegerType &, Int, Int, Int)>;

static void check(const std::string &text, const IntegerType &type,
                  const Expected &expected) {
  Operands random(1);
  auto lists = operandLists<3>(edgeIntegers(type.width), 20000,
                               [&] { return random.integer(type.width); });
  forEachResult<3>(kernelOf(text), lists, [&](const auto &list, uint64_t got) {
    ASSERT_EQ(got, expected(type, type.value(list[0]), type.value(list[1]),
                            type.value(list[2])))
        << text << std::hex << " " << list[0] << " " << list[1] << " "
        << list[2];
  });
}
static void checkAll(const std::string &op, const Expected &expected,
                     bool signedOnly = false) {
  for (const IntegerType &type : kTypes)
    if (type.isSigned || !signedOnly)
      check(op + "." + type.name, type, expected);
}

/// The upper half of a product of 64 bits, from parts that do not overflow.
static uint64_t high64(const IntegerType &type, Int a, Int b) {
  bool negative = (a < 0) != (b < 0);
  unsigned __int128 x = a < 0 ? -a : a, y = b < 0 ? -b : b;
  unsigned __int128 product = x * y;
  if (negative)
    product = -product;
  return uint64_t(product >> type.width) & type.mask();
}

TEST(ArithInteger, Basic) {
  using T = const IntegerType &;
  checkAll("add", [](T t, Int a, Int b, Int) { return t.wrap(a + b); });
  checkAll("sub", [](T t, Int a, Int b, Int) { return t.wrap(a - b); });
  checkAll("mul.lo", [](T t, Int a, Int b, Int) {
    return t.wrap(Int((unsigned __int128)(a) * (unsigned __int128)(b)));
  });
  checkAll("mul.hi", [](T t, Int a, Int b, Int) { return high64(t, a, b); });
  checkAll("mad.lo", [](T t, Int a, Int b, Int c) {
    return t.wrap(Int((unsigned __int128)(a) * (unsigned __int128)(b) +
                      (unsigned __int128)(c)));
  });
  checkAll("mad.hi", [](T t, Int a, Int b, Int c) {
    return t.wrap(Int(high64(t, a, b)) + c);
  });
  checkAll("min",
           [](T t, Int a, Int b, Int) { return t.wrap(std::min(a, b)); });
  checkAll("max",
           [](T t, Int a, Int b, Int) { return t.wrap(std::max(a, b)); });
  checkAll("sad", [](T t, Int a, Int b, Int c) {
    return t.wrap(c + (a < b ? b - a : a - b));
  });
  checkAll(
      "abs", [](T t, Int a, Int, Int) { return t.wrap(a < 0 ? -a : a); }, true);
  checkAll(
      "neg", [](T t, Int a, Int, Int) { return t.wrap(-a); }, true);
}

TEST(ArithInteger, Division) {
  using T = const IntegerType &;
  checkAll("div", [](T t, Int a, Int b, Int) {
    return b == 0 ? t.mask() : t.wrap(a / b);
  });
  checkAll("rem", [](T t, Int a, Int b, Int) {
    return b == 0 ? t.wrap(a) : t.wrap(a % b);
  });
}

TEST(ArithInteger, Wide) {
  Operands random(2);
  for (const IntegerType &type : kTypes) {
    if (type.width == 64)
      continue;
    IntegerType wide{"", 2 * type.width, type.isSigned};
    auto lists = operandLists<3>(edgeIntegers(type.width), 20000,
                                 [&] { return random.integer(type.width); });
    Kernel mul = kernelOf(std::string("mul.wide.") + type.name);
    forEachResult<3>(mul, lists, [&](const auto &list, uint64_t got) {
      ASSERT_EQ(got, wide.wrap(type.value(list[0]) * type.value(list[1])));
    });
    for (auto &list : lists)
      list[2] = random.integer(wide.width);
    Kernel mad = kernelOf(std::string("mad.wide.") + type.name);
    forEachResult<3>(mad, lists, [&](const auto &list, uint64_t got) {
      ASSERT_EQ(got, wide.wrap(type.value(list[0]) * type.value(list[1]) +
                               wide.value(list[2])));
    });
  }
}

static Int clampS32(Int v) {
  return std::min<Int>(std::max<Int>(v, INT32_MIN), INT32_MAX);
}
TEST(ArithInteger, Saturated) {
  using T = const IntegerType &;
  const IntegerType &s32 = kTypes[3];
  check("add.sat.s32", s32,
        [](T t, Int a, Int b, Int) { return t.wrap(clampS32(a + b)); });
  check("sub.sat.s32", s32,
        [](T t, Int a, Int b, Int) { return t.wrap(clampS32(a - b)); });
  check("mad.hi.sat.s32", s32, [](T t, Int a, Int b, Int c) {
    return t.wrap(clampS32(((a * b) >> 32) + c));
  });
  check("min.relu.s32", s32, [](T t, Int a, Int b, Int) {
    return t.wrap(std::max<Int>(std::min(a, b), 0));
  });
  check("max.relu.s32", s32, [](T t, Int a, Int b, Int) {
    return t.wrap(std::max<Int>(std::max(a, b), 0));
  });
}

TEST(ArithInteger, TwentyFourBits) {
  using T = const IntegerType &;
  for (const IntegerType *type : {&kTypes[2], &kTypes[3]}) {
    std::string suffix = std::string(".") + type->name;
    IntegerType narrow{"", 24, type->isSigned};
    auto product = [narrow](Int a, Int b) {
      return narrow.value(uint64_t(a)) * narrow.value(uint64_t(b));
    };
    check("mul24.lo" + suffix, *type,
          [=](T t, Int a, Int b, Int) { return t.wrap(product(a, b)); });
    check("mul24.hi" + suffix, *type,
          [=](T t, Int a, Int b, Int) { return t.wrap(product(a, b) >> 16); });
    check("mad24.lo" + suffix, *type,
          [=](T t, Int a, Int b, Int c) { return t.wrap(product(a, b) + c); });
    check("mad24.hi" + suffix, *type, [=](T t, Int a, Int b, Int c) {
      return t.wrap((product(a, b) >> 16) + c);
    });
  }
}

TEST(ArithInteger, Packed) {
  Operands random(3);
  for (std::string type : {"u16", "s16"})
    for (std::string op : {"add", "sub", "min", "max"}) {
      Kernel scalar = kernelOf(op + "." + type);
      Kernel packed = kernelOf(op + "." + type + "x2");
      for (int n = 0; n < 500; ++n) {
        uint64_t a = random.integer(32), b = random.integer(32);
        uint64_t lo = compute(scalar, {a & 0xffff, b & 0xffff});
        uint64_t hi = compute(scalar, {a >> 16, b >> 16});
        ASSERT_EQ(compute(packed, {a, b}), lo | hi << 16) << op;
      }
    }
}

// Numbers of 128 bits, added, subtracted and multiplied by parts.
TEST(ArithInteger, Carries) {
  using U = unsigned __int128;
  Operands random(4);
  auto step = [](Warp &warp, const char *text, uint64_t a, uint64_t b,
                 uint64_t c = 0) {
    std::fill_n(warp.src[0], kLanes, a);
    std::fill_n(warp.src[1], kLanes, b);
    std::fill_n(warp.src[2], kLanes, c);
    warp.run(kernelOf(text));
    return warp.dst[0][7];
  };
  for (int n = 0; n < 3000; ++n) {
    U a = U(random.integer(64)) << 64 | random.integer(64);
    U b = U(random.integer(64)) << 64 | random.integer(64);
    Warp warp;
    U sum = step(warp, "add.cc.u64", uint64_t(a), uint64_t(b));
    sum |= U(step(warp, "addc.u64", uint64_t(a >> 64), uint64_t(b >> 64)))
           << 64;
    ASSERT_TRUE(sum == a + b);
    U difference = 0, sum32 = 0;
    for (unsigned i = 0; i < 4; ++i) {
      uint64_t x = uint32_t(a >> 32 * i), y = uint32_t(b >> 32 * i);
      difference |= U(step(warp, i ? "subc.cc.u32" : "sub.cc.s32", x, y))
                    << 32 * i;
    }
    for (unsigned i = 0; i < 4; ++i) {
      uint64_t x = uint32_t(a >> 32 * i), y = uint32_t(b >> 32 * i);
      sum32 |= U(step(warp, i ? "addc.cc.s32" : "add.cc.u32", x, y)) << 32 * i;
    }
    ASSERT_TRUE(difference == a - b);
    ASSERT_TRUE(sum32 == a + b);
    // The carry of the last step is the overflow.
    ASSERT_EQ(warp.args.carry, a + b < a ? ~0u : 0u);
    // lo * lo + c, with the carry into hi.
    uint64_t x = uint64_t(a), y = uint64_t(b), c = random.integer(64);
    U product = step(warp, "mad.lo.cc.u64", x, y, c);
    product |= U(step(warp, "madc.hi.u64", x, y, 0)) << 64;
    ASSERT_TRUE(product == U(x) * y + c);
    uint64_t p = uint32_t(x), q = uint32_t(y);
    uint64_t product32 = step(warp, "mad.lo.cc.u32", p, q, uint32_t(c));
    product32 |= step(warp, "madc.hi.cc.u32", p, q, 0) << 32;
    ASSERT_EQ(product32, p * q + uint32_t(c));
  }
}
