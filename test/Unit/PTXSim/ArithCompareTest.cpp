//===- ArithCompareTest.cpp - setp, set, selp, slct, testp ----------------===//

#include "ArithTest.h"
#include "attn/PTXSim/Arith/Formats.h"
#include <cmath>

using namespace ptxsim;
using namespace ptxsim::test;

namespace {
/// How a pair of values stands: exactly one of these holds.
enum class Order { Less, Equal, Greater, Unordered };
} // namespace

static bool holds(const std::string &op, Order order) {
  bool unordered = order == Order::Unordered;
  if (op == "num" || op == "nan")
    return (op == "nan") == unordered;
  std::string base = op.substr(0, 2);
  // equ, neu, ltu and so on hold for NaN; the plain ones do not.
  if (unordered)
    return op.size() == 3;
  if (base == "eq")
    return order == Order::Equal;
  if (base == "ne")
    return order != Order::Equal;
  if (base == "lt" || base == "lo")
    return order == Order::Less;
  if (base == "le" || base == "ls")
    return order != Order::Greater;
  if (base == "gt" || base == "hi")
    return order == Order::Greater;
  return order != Order::Less;
}

static Order orderOf(double a, double b) {
  if (std::isnan(a) || std::isnan(b))
    return Order::Unordered;
  return a < b ? Order::Less : a > b ? Order::Greater : Order::Equal;
}

/// The order of two lanes as the type sees them.
static Order order(const std::string &type, bool ftz, uint64_t a, uint64_t b) {
  auto integer = [](auto x, auto y) {
    return x < y ? Order::Less : x > y ? Order::Greater : Order::Equal;
  };
  if (type == "f64")
    return orderOf(bitsAs<double>(a), bitsAs<double>(b));
  if (type == "f32") {
    auto value = [ftz](uint64_t v) {
      float f = bitsAs<float>(uint32_t(v));
      return ftz && std::fabs(f) < 0x1p-126f ? 0.0f : f;
    };
    return orderOf(value(a), value(b));
  }
  if (type == "f16" || type == "bf16") {
    const FloatFormat &format = type == "f16" ? kF16 : kBF16;
    auto value = [&](uint64_t v) {
      double f = valueOf(format, uint32_t(v & 0xffff));
      return ftz && std::fabs(f) < 0x1p-14 ? 0.0 : f;
    };
    return orderOf(value(a), value(b));
  }
  if (type == "s16")
    return integer(int16_t(a), int16_t(b));
  if (type == "s32")
    return integer(int32_t(a), int32_t(b));
  if (type == "s64")
    return integer(int64_t(a), int64_t(b));
  uint64_t mask = ~0ull >> (64 - std::stoi(type.substr(1)));
  return integer(a & mask, b & mask);
}

static std::vector<std::string> comparisonsOf(const std::string &type) {
  if (type[0] == 'b' && type != "bf16")
    return {"eq", "ne"};
  if (type[0] == 'u')
    return {"eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs"};
  if (type[0] == 's')
    return {"eq", "ne", "lt", "le", "gt", "ge"};
  return {"eq",  "ne",  "lt",  "le",  "gt",  "ge",  "equ",
          "neu", "ltu", "leu", "gtu", "geu", "num", "nan"};
}

static uint64_t draw(Operands &random, const std::string &type) {
  static const std::vector<uint64_t> f32 = edgeFloats(8, 23),
                                     f64 = edgeFloats(11, 52),
                                     f16 = edgeFloats(5, 10),
                                     bf16 = edgeFloats(8, 7);
  const auto &edges = type == "f32"   ? f32
                      : type == "f64" ? f64
                      : type == "f16" ? f16
                                      : bf16;
  if (type[0] == 'f' || type == "bf16")
    return edges[random.below(unsigned(edges.size()))];
  return random.integer(64);
}

static void checkType(const std::string &type, bool ftz) {
  Operands random(11);
  for (const std::string &op : comparisonsOf(type))
    for (std::string combine : {"", "and", "or", "xor"}) {
      std::string flags =
          op + (combine.empty() ? "" : "." + combine) + (ftz ? ".ftz" : "");
      Kernel setp = kernelOf("setp." + flags + "." + type);
      Kernel set = kernelOf("set." + flags + ".u32." + type);
      Kernel setFloat = kernelOf("set." + flags + ".f32." + type);
      for (int n = 0; n < 60; ++n) {
        Warp warp;
        for (unsigned lane = 0; lane < kLanes; ++lane) {
          warp.src[0][lane] = draw(random, type);
          warp.src[1][lane] =
              random.below(4) ? draw(random, type) : warp.src[0][lane];
        }
        uint32_t c = warp.args.predSrc[0] = uint32_t(random.bits(32));
        warp.run(setp);
        uint32_t p = warp.args.predDst[0], q = warp.args.predDst[1];
        Warp values = warp, floats = warp;
        for (Warp *w : {&values, &floats})
          for (unsigned i = 0; i < 8; ++i)
            w->args.src[i] = w->src[i], w->args.dst[i] = w->dst[i];
        values.run(set);
        floats.run(setFloat);
        for (unsigned lane = 0; lane < kLanes; ++lane) {
          bool t =
              holds(op, order(type, ftz, warp.src[0][lane], warp.src[1][lane]));
          auto with = [&](bool value) {
            bool other = c >> lane & 1;
            return combine == "and"   ? value && other
                   : combine == "or"  ? value || other
                   : combine == "xor" ? value != other
                                      : value;
          };
          ASSERT_EQ(p >> lane & 1, unsigned(with(t)))
              << flags << type << std::hex << " " << warp.src[0][lane] << " "
              << warp.src[1][lane];
          ASSERT_EQ(q >> lane & 1, unsigned(with(!t))) << flags << type;
          ASSERT_EQ(values.dst[0][lane], with(t) ? 0xffffffff : 0);
          ASSERT_EQ(floats.dst[0][lane], with(t) ? 0x3f800000 : 0);
        }
      }
    }
}

TEST(ArithCompare, Types) {
  for (const char *type : {"b16", "b32", "b64", "u16", "u32", "u64", "s16",
                           "s32", "s64", "f16", "bf16", "f32", "f64"})
    checkType(type, false);
  checkType("f32", true);
  checkType("f16", true);
}

// p is about the low halves, q about the high ones.
TEST(ArithCompare, Pairs) {
  Operands random(12);
  for (std::string type : {"f16", "bf16"})
    for (const std::string &op : comparisonsOf("f16")) {
      Warp warp;
      for (unsigned lane = 0; lane < kLanes; ++lane)
        for (unsigned i : {0, 1})
          warp.src[i][lane] = draw(random, type) | draw(random, type) << 16;
      warp.run(kernelOf("setp." + op + "." + type + "x2"));
      auto result = [&](unsigned lane, unsigned shift) {
        return holds(op, order(type, false, warp.src[0][lane] >> shift,
                               warp.src[1][lane] >> shift));
      };
      for (unsigned lane = 0; lane < kLanes; ++lane) {
        EXPECT_EQ(warp.args.predDst[0] >> lane & 1, unsigned(result(lane, 0)));
        EXPECT_EQ(warp.args.predDst[1] >> lane & 1, unsigned(result(lane, 16)));
      }
      uint64_t one = type == "f16" ? 0x3c00 : 0x3f80;
      warp.run(kernelOf("set." + op + "." + type + "x2." + type + "x2"));
      for (unsigned lane = 0; lane < kLanes; ++lane)
        EXPECT_EQ(warp.dst[0][lane], (result(lane, 0) ? one : 0) |
                                         (result(lane, 16) ? one << 16 : 0));
    }
}

TEST(ArithCompare, Select) {
  Warp warp;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    warp.src[0][lane] = 0x1111111100000000 + lane;
    warp.src[1][lane] = 0x2222222200000000 + lane;
  }
  warp.args.predSrc[0] = 0xff00ff00;
  for (unsigned width : {16, 32, 64}) {
    warp.run(kernelOf("selp.b" + std::to_string(width)));
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      uint64_t chosen = warp.src[lane % 16 >= 8 ? 0 : 1][lane];
      EXPECT_EQ(warp.dst[0][lane], chosen & (~0ull >> (64 - width)));
    }
  }
  EXPECT_EQ(compute("slct.u32.s32", {1, 2, 0}), 1u);
  EXPECT_EQ(compute("slct.u32.s32", {1, 2, uint32_t(-1)}), 2u);
  EXPECT_EQ(compute("slct.f64.f32", {1, 2, 0x80000000}), 1u);
  EXPECT_EQ(compute("slct.u32.f32", {1, 2, 0x7fffffff}), 2u);
  EXPECT_EQ(compute("slct.u32.f32", {1, 2, 0x80000001}), 2u);
  EXPECT_EQ(compute("slct.ftz.u32.f32", {1, 2, 0x80000001}), 1u);
}

TEST(ArithCompare, Properties) {
  auto check = [](auto one, const std::string &type, uint64_t bits) {
    using Float = decltype(one);
    using Bits = std::conditional_t<sizeof(Float) == 4, uint32_t, uint64_t>;
    Float v = bitsAs<Float>(Bits(bits));
    int kind = std::fpclassify(v);
    auto test = [&](const char *property) {
      Warp warp;
      warp.src[0][4] = bits;
      warp.run(kernelOf(std::string("testp.") + property + "." + type));
      return warp.args.predDst[0] >> 4 & 1;
    };
    EXPECT_EQ(test("finite"), unsigned(kind != FP_NAN && kind != FP_INFINITE));
    EXPECT_EQ(test("infinite"), unsigned(kind == FP_INFINITE));
    EXPECT_EQ(test("number"), unsigned(kind != FP_NAN));
    EXPECT_EQ(test("notanumber"), unsigned(kind == FP_NAN));
    EXPECT_EQ(test("normal"), unsigned(kind == FP_NORMAL || kind == FP_ZERO));
    EXPECT_EQ(test("subnormal"), unsigned(kind == FP_SUBNORMAL));
  };
  for (uint64_t bits : edgeFloats(8, 23))
    check(1.0f, "f32", bits);
  for (uint64_t bits : edgeFloats(11, 52))
    check(1.0, "f64", bits);
}
