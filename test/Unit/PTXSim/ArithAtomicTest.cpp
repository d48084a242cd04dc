//===- ArithAtomicTest.cpp - atom, red; mov of parts ----------------------===//

#include "ArithTest.h"
#include "attn/PTXSim/Arith/Formats.h"
#include <functional>

using namespace ptxsim;
using namespace ptxsim::test;

using U = uint64_t;

static void check(llvm::StringRef text, unsigned width,
                  const std::function<U(U, U, U)> &expected) {
  AtomicFunction function = findAtomicFunction(instruction(text));
  ASSERT_TRUE(function) << text.str();
  Operands random(1);
  U mask = ~0ull >> (64 - width);
  for (int n = 0; n < 3000; ++n) {
    U old = random.integer(width), b = random.integer(width),
      c = random.integer(width);
    if (random.below(3) == 0)
      b = old;
    ASSERT_EQ(function(old, b, c) & mask, expected(old, b, c) & mask)
        << text.str() << std::hex << " " << old << " " << b << " " << c;
  }
}

TEST(ArithAtomic, Integers) {
  check("atom.global.add.u32", 32, [](U o, U b, U) { return o + b; });
  check("red.shared.add.u64", 64, [](U o, U b, U) { return o + b; });
  check("atom.global.and.b32", 32, [](U o, U b, U) { return o & b; });
  check("atom.global.or.b64", 64, [](U o, U b, U) { return o | b; });
  check("atom.global.xor.b32", 32, [](U o, U b, U) { return o ^ b; });
  check("atom.global.exch.b32", 32, [](U, U b, U) { return b; });
  for (const char *type : {"b16", "b32", "b64"})
    check(std::string("atom.shared.cas.") + type, unsigned(std::atoi(type + 1)),
          [](U o, U b, U c) { return o == b ? c : o; });
  check("atom.global.min.s32", 32,
        [](U o, U b, U) { return U(std::min(int32_t(o), int32_t(b))); });
  check("atom.global.max.s64", 64,
        [](U o, U b, U) { return U(std::max(int64_t(o), int64_t(b))); });
  check("atom.global.min.u64", 64, [](U o, U b, U) { return std::min(o, b); });
  check("atom.global.max.u32", 32, [](U o, U b, U) { return std::max(o, b); });
  check("atom.global.inc.u32", 32,
        [](U o, U b, U) { return o >= b ? 0 : o + 1; });
  check("atom.global.dec.u32", 32,
        [](U o, U b, U) { return o == 0 || o > b ? b : o - 1; });
}

TEST(ArithAtomic, Floats) {
  auto f32 = [](float v) { return U(bitsAs<uint32_t>(v)); };
  auto apply = [](const char *text, U old, U b) {
    return findAtomicFunction(instruction(text))(old, b, 0);
  };
  EXPECT_EQ(apply("atom.global.add.f32", f32(1.5f), f32(2.25f)), f32(3.75f));
  // Only shared memory keeps subnormal numbers.
  EXPECT_EQ(apply("red.global.add.f32", 1, 1), 0u);
  EXPECT_EQ(apply("red.shared.add.f32", 1, 1), 2u);
  EXPECT_EQ(apply("atom.global.add.f64", bitsAs<U>(1e300), bitsAs<U>(-1e300)),
            0u);
  EXPECT_EQ(apply("atom.global.add.noftz.f16", 0x3c00, 1), 0x3c00u);
  EXPECT_EQ(apply("atom.global.add.noftz.f16", 1, 1), 2u);
  EXPECT_EQ(apply("atom.global.add.noftz.bf16", 0x3f80, 0x3f80), 0x4000u);
  EXPECT_EQ(apply("atom.global.add.noftz.f16x2", 0x3c004000, 0x3c00c000),
            0x40000000u);
  const char *most = "red.global.max.noftz.v2.bf16x2";
  EXPECT_EQ(apply(most, 0x3f80bf80, 0x4000c000), 0x4000bf80u);
  // A NaN gives way, and -0 is less than 0.
  EXPECT_EQ(apply(most, 0x7fc00000, 0x3f808000), 0x3f800000u);
  EXPECT_EQ(apply("atom.global.min.noftz.v8.f16", 0x3c00, 0xc000), 0xc000u);
}

/// mov between a register of `width` bits and `parts` others.
static Kernel moveOf(const char *type, unsigned parts, bool packs) {
  Instruction inst = instruction(std::string("mov.") + type);
  Operand whole, vector;
  whole.kind = Operand::Reg;
  vector.kind = Operand::Vector;
  vector.elements.assign(parts, whole);
  inst.operands = packs ? std::vector<Operand>{whole, vector}
                        : std::vector<Operand>{vector, whole};
  return findKernel(inst);
}

TEST(ArithMove, Parts) {
  EXPECT_EQ(compute(moveOf("b32", 2, true), {0xffff1234, 0x5678}), 0x56781234u);
  EXPECT_EQ(compute(moveOf("b64", 2, true), {0x89abcdef, 0x01234567}),
            0x0123456789abcdefu);
  EXPECT_EQ(compute(moveOf("b64", 4, true), {1, 2, 3, 4}), 0x0004000300020001u);
  EXPECT_EQ(compute(moveOf("b32", 4, true), {1, 2, 3, 4}), 0x04030201u);
  Warp warp;
  warp.src[0][5] = 0x0123456789abcdef;
  warp.run(moveOf("b64", 4, false));
  const U expected[] = {0xcdef, 0x89ab, 0x4567, 0x0123};
  for (unsigned i = 0; i < 4; ++i)
    EXPECT_EQ(warp.dst[i][5], expected[i]);
}
