//===- ArithBitsTest.cpp - logic, shifts, fields --------------------------===//
//
// Against the semantics of the manual, bit by bit.
//
//===----------------------------------------------------------------------===//

#include "ArithTest.h"
#include <functional>

using namespace ptxsim;
using namespace ptxsim::test;

using Expected =
    std::function<uint64_t(uint64_t, uint64_t, uint64_t, uint64_t)>;

/// On operands of these widths.
static void check(const std::string &text, std::array<unsigned, 4> widths,
                  const Expected &expected) {
  Operands random(7);
  std::vector<std::array<uint64_t, 4>> lists(30000);
  for (auto &list : lists)
    for (size_t i = 0; i < 4; ++i) {
      list[i] = widths[i] ? random.integer(widths[i]) : 0;
      // Positions and lengths: mostly about the width of a register.
      if (i && random.below(2))
        list[i] = random.below(70);
    }
  forEachResult<4>(kernelOf(text), lists, [&](const auto &list, uint64_t got) {
    ASSERT_EQ(got, expected(list[0], list[1], list[2], list[3]))
        << text << std::hex << " " << list[0] << " " << list[1] << " "
        << list[2] << " " << list[3];
  });
}

TEST(ArithBits, Logic) {
  for (unsigned width : {16, 32, 64}) {
    std::string type = ".b" + std::to_string(width);
    uint64_t mask = ~0ull >> (64 - width);
    std::array<unsigned, 4> two = {width, width, 0, 0};
    using U = uint64_t;
    check("and" + type, two, [=](U a, U b, U, U) { return a & b & mask; });
    check("or" + type, two, [=](U a, U b, U, U) { return (a | b) & mask; });
    check("xor" + type, two, [=](U a, U b, U, U) { return (a ^ b) & mask; });
    check("not" + type, two, [=](U a, U, U, U) { return ~a & mask; });
    check("cnot" + type, two, [=](U a, U, U, U) -> U { return a == 0; });
  }
}

TEST(ArithBits, Predicates) {
  Warp warp;
  warp.args.predSrc[0] = 0xf0f0f0f0;
  warp.args.predSrc[1] = 0xcccccccc;
  warp.run(kernelOf("and.pred"));
  EXPECT_EQ(warp.args.predDst[0], 0xc0c0c0c0);
  warp.run(kernelOf("or.pred"));
  EXPECT_EQ(warp.args.predDst[0], 0xfcfcfcfc);
  warp.run(kernelOf("xor.pred"));
  EXPECT_EQ(warp.args.predDst[0], 0x3c3c3c3c);
  warp.run(kernelOf("not.pred"));
  EXPECT_EQ(warp.args.predDst[0], 0x0f0f0f0f);
}

TEST(ArithBits, Shifts) {
  using U = uint64_t;
  for (unsigned width : {16, 32, 64}) {
    uint64_t mask = ~0ull >> (64 - width);
    auto bit = [=](U a, int64_t i, bool fill) {
      return i < 0 ? false : i < width ? bool(a >> i & 1) : fill;
    };
    auto shift = [=](U a, U b, bool left, bool isSigned) {
      U d = 0;
      bool fill = isSigned && (a >> (width - 1) & 1);
      int64_t n = int64_t(uint32_t(b));
      for (int64_t i = 0; i < width; ++i)
        d |= U(bit(a, left ? i - n : i + n, fill)) << i;
      return d & mask;
    };
    std::string w = std::to_string(width);
    std::array<unsigned, 4> two = {width, 32, 0, 0};
    check("shl.b" + w, two,
          [=](U a, U b, U, U) { return shift(a, b, true, false); });
    check("shr.b" + w, two,
          [=](U a, U b, U, U) { return shift(a, b, false, false); });
    check("shr.u" + w, two,
          [=](U a, U b, U, U) { return shift(a, b, false, false); });
    check("shr.s" + w, two,
          [=](U a, U b, U, U) { return shift(a, b, false, true); });
  }
  for (bool left : {false, true})
    for (bool wrap : {false, true})
      check(std::string("shf.") + (left ? "l." : "r.") +
                (wrap ? "wrap" : "clamp") + ".b32",
            {32, 32, 32, 0}, [=](U a, U b, U c, U) -> U {
              U n = wrap ? c & 31 : std::min<U>(c, 32);
              for (U i = 0; i < n; ++i) {
                // One bit at a time through both registers.
                U both = b << 32 | a;
                both = left ? both << 1 : both >> 1;
                a = both & 0xffffffff, b = both >> 32;
              }
              return left ? b : a;
            });
}

TEST(ArithBits, Fields) {
  using U = uint64_t;
  for (std::string type : {"u32", "s32", "u64", "s64"}) {
    bool isSigned = type[0] == 's';
    unsigned width = type[1] == '3' ? 32 : 64, msb = width - 1;
    check("bfe." + type, {width, 32, 32, 0}, [=](U a, U b, U c, U) {
      U pos = b & 0xff, len = c & 0xff, d = 0;
      U sbit =
          !isSigned || len == 0 ? 0 : a >> std::min<U>(pos + len - 1, msb) & 1;
      for (U i = 0; i <= msb; ++i)
        d |= (i < len && pos + i <= msb ? a >> (pos + i) & 1 : sbit) << i;
      return d;
    });
    for (bool shift : {false, true})
      check(std::string("bfind.") + (shift ? "shiftamt." : "") + type,
            {width, 0, 0, 0}, [=](U a, U, U, U) -> U {
              if (isSigned && a >> msb & 1)
                a = ~a;
              for (int i = int(msb); i >= 0; --i)
                if (a >> i & 1)
                  return shift ? msb - i : i;
              return 0xffffffff;
            });
  }
  for (unsigned width : {32, 64}) {
    std::string type = ".b" + std::to_string(width);
    unsigned msb = width - 1;
    check("bfi" + type, {width, width, 32, 32}, [=](U a, U b, U c, U d) {
      U pos = c & 0xff, len = d & 0xff, f = b & (~0ull >> (63 - msb));
      for (U i = 0; i < len && pos + i <= msb; ++i)
        f = (f & ~(1ull << (pos + i))) | (a >> i & 1) << (pos + i);
      return f;
    });
    check("brev" + type, {width, 0, 0, 0}, [=](U a, U, U, U) {
      U d = 0;
      for (unsigned i = 0; i <= msb; ++i)
        d |= (a >> i & 1) << (msb - i);
      return d;
    });
    check("clz" + type, {width, 0, 0, 0}, [=](U a, U, U, U) {
      U d = 0;
      while (d < width && !(a >> (msb - d) & 1))
        ++d;
      return d;
    });
    check("popc" + type, {width, 0, 0, 0}, [=](U a, U, U, U) {
      U d = 0;
      for (unsigned i = 0; i <= msb; ++i)
        d += a >> i & 1;
      return d;
    });
  }
}

TEST(ArithBits, Masks) {
  using U = uint64_t;
  for (bool wrap : {false, true}) {
    std::string mode = wrap ? "wrap" : "clamp";
    check("bmsk." + mode + ".b32", {32, 32, 0, 0}, [=](U a, U b, U, U) {
      // b bits from position a on.
      U d = 0;
      if (wrap)
        a &= 31, b &= 31;
      for (U i = 0; i < 32; ++i)
        d |= U(i >= uint32_t(a) && i < uint32_t(a) + U(uint32_t(b))) << i;
      return d;
    });
    for (bool isSigned : {false, true})
      check("szext." + mode + (isSigned ? ".s32" : ".u32"), {32, 32, 0, 0},
            [=](U a, U b, U, U) -> U {
              uint32_t n = b & 31;
              if (!wrap && uint32_t(b) >= 32)
                return uint32_t(a);
              if (n == 0)
                return 0;
              bool sign = isSigned && (a >> (n - 1) & 1);
              uint32_t low = uint32_t(a) & ((1u << n) - 1);
              return sign ? low | ~((1u << n) - 1) : low;
            });
  }
  check("fns.b32", {32, 5, 6, 0}, [](U mask, U base, U offset, U) -> U {
    int32_t off = int32_t(offset);
    if (base >= 32)
      return 0xffffffff;
    if (off == 0)
      return mask >> base & 1 ? base : 0xffffffff;
    int count = off - 1;
    for (int pos = int(base); pos < 32; ++pos)
      if (mask >> pos & 1 && count-- == 0)
        return U(pos);
    return 0xffffffff;
  });
  EXPECT_EQ(compute("fns.b32", {0x0f, 3, uint32_t(-2)}), 2u);
}

TEST(ArithBits, Permute) {
  using U = uint64_t;
  check("prmt.b32", {32, 32, 32, 0}, [](U a, U b, U c, U) {
    uint8_t bytes[8];
    for (int i = 0; i < 4; ++i)
      bytes[i] = uint8_t(a >> 8 * i), bytes[4 + i] = uint8_t(b >> 8 * i);
    U d = 0;
    for (int i = 0; i < 4; ++i) {
      unsigned control = c >> 4 * i & 15;
      uint8_t byte = bytes[control & 7];
      if (control & 8)
        byte = byte & 0x80 ? 0xff : 0;
      d |= U(byte) << 8 * i;
    }
    return d;
  });
  // Rows of the manual's table: b3, b2, b1, b0 for c = 0 .. 3.
  struct Row {
    const char *mode;
    const char *bytes[4];
  };
  const Row rows[] = {{"f4e", {"3210", "4321", "5432", "6543"}},
                      {"b4e", {"5670", "6701", "7012", "0123"}},
                      {"rc8", {"0000", "1111", "2222", "3333"}},
                      {"ecl", {"3210", "3211", "3222", "3333"}},
                      {"ecr", {"0000", "1110", "2210", "3210"}},
                      {"rc16", {"1010", "3232", "1010", "3232"}}};
  uint64_t a = 0x83828180, b = 0x87868584;
  for (const Row &row : rows)
    for (uint64_t c = 0; c < 4; ++c) {
      uint64_t expected = 0;
      for (int i = 0; i < 4; ++i)
        expected = expected << 8 | uint64_t(0x80 + row.bytes[c][i] - '0');
      EXPECT_EQ(compute(std::string("prmt.b32.") + row.mode, {a, b, c + 8}),
                expected)
          << row.mode << c;
    }
}

// For the operands that the manual makes the table with the result is the
// table.
TEST(ArithBits, Lop3) {
  for (uint64_t table = 0; table < 256; ++table)
    EXPECT_EQ(compute("lop3.b32", {0xf0f0f0f0, 0xcccccccc, 0xaaaaaaaa, table}),
              table * 0x01010101);
  Warp warp;
  warp.src[0][3] = 1;
  std::fill_n(warp.src[3], kLanes, 0xf0);
  warp.args.predSrc[0] = 0x80000000;
  warp.run(kernelOf("lop3.or.b32"));
  EXPECT_EQ(warp.args.predDst[0], 0x80000008u);
  warp.run(kernelOf("lop3.and.b32"));
  EXPECT_EQ(warp.args.predDst[0], 0u);
}

TEST(ArithBits, Dot) {
  using U = uint64_t;
  auto element = [](U v, unsigned width, unsigned i, bool isSigned) -> int64_t {
    int64_t e = int64_t(v >> width * i & ((1u << width) - 1));
    return isSigned && e >> (width - 1) ? e - (1 << width) : e;
  };
  for (bool sa : {false, true})
    for (bool sb : {false, true}) {
      std::string types =
          std::string(sa ? ".s32" : ".u32") + (sb ? ".s32" : ".u32");
      check("dp4a" + types, {32, 32, 32, 0}, [=](U a, U b, U c, U) -> U {
        int64_t d = int64_t(c);
        for (unsigned i = 0; i < 4; ++i)
          d += element(a, 8, i, sa) * element(b, 8, i, sb);
        return uint32_t(d);
      });
      for (bool hi : {false, true})
        check(std::string("dp2a.") + (hi ? "hi" : "lo") + types,
              {32, 32, 32, 0}, [=](U a, U b, U c, U) -> U {
                int64_t d = int64_t(c);
                for (unsigned i = 0; i < 2; ++i)
                  d += element(a, 16, i, sa) *
                       element(b, 8, i + (hi ? 2 : 0), sb);
                return uint32_t(d);
              });
    }
}

TEST(ArithBits, AbsoluteDifferences) {
  auto byte = [](uint64_t v, unsigned i, bool isSigned) {
    int b = int(v >> 8 * i & 0xff);
    return isSigned && b > 127 ? b - 256 : b;
  };
  for (bool sd : {false, true})
    for (bool sa : {false, true})
      for (bool sb : {false, true})
        for (std::string mode : {"", ".sat", ".add"}) {
          auto type = [](bool isSigned) { return isSigned ? ".s32" : ".u32"; };
          check("vabsdiff4" + mode + type(sd) + type(sa) + type(sb),
                {32, 32, 32, 0},
                [=](uint64_t a, uint64_t b, uint64_t c, uint64_t) -> uint64_t {
                  uint32_t d = mode == ".add" ? uint32_t(c) : 0;
                  for (unsigned i = 0; i < 4; ++i) {
                    int t = byte(a, i, sa) - byte(b, i, sb);
                    t = t < 0 ? -t : t;
                    if (mode == ".sat")
                      t = std::min(t, sd ? 127 : 255);
                    d += mode == ".add" ? uint32_t(t)
                                        : uint32_t(t & 0xff) << 8 * i;
                  }
                  return d;
                });
        }
}
