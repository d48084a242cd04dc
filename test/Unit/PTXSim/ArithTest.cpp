//===- ArithTest.cpp - what the tests of arithmetic share -----------------===//
//
//   AttnPTXSimArithTests          some seconds
//   AttnPTXSimArithTests --full   a quarter of an hour: 10 million samples of
//                                 each approximation, all pairs of f16, bf16
//
//===----------------------------------------------------------------------===//

#include "ArithTest.h"

using namespace ptxsim;
using namespace ptxsim::test;

bool ptxsim::test::full = false;

int main(int argc, char **argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i)
    full = full || std::string(argv[i]) == "--full";
  return RUN_ALL_TESTS();
}

template <class Enum>
static bool find(llvm::StringRef word, unsigned end, Enum &found,
                 unsigned begin = 1) {
  for (unsigned i = begin; i < end; ++i)
    if (spelling(Enum(i)) == word) {
      found = Enum(i);
      return true;
    }
  return false;
}

Instruction test::instruction(llvm::StringRef text) {
  Instruction inst;
  llvm::SmallVector<llvm::StringRef> words;
  text.split(words, '.');
  size_t next = 1;
  EXPECT_TRUE(find(words[0], unsigned(Opcode::Xor) + 1, inst.op)) << text.str();
  if (words.size() > 1 && words[0] == "cvt" && words[1] == "pack")
    inst.op = Opcode::CvtPack, next = 2;
  for (; next < words.size(); ++next) {
    Type type;
    if (find(words[next], unsigned(Type::B1) + 1, type)) {
      inst.types[inst.numTypes++] = type;
      continue;
    }
    Mod mod = Mod::None;
    // The second .row or .col is that of B: modifiers of a group that is taken
    // are looked for further on.
    bool placed = false;
    for (unsigned from = 1;
         !placed && find(words[next], unsigned(Mod::End), mod, from);
         from = unsigned(mod) + 1) {
      // .lo and .hi are comparisons only of set and setp.
      bool compares = inst.op == Opcode::Setp || inst.op == Opcode::Set;
      placed = inst.mod(groupOf(mod)) == Mod::None &&
               (compares || groupOf(mod) != ModGroup::Compare);
      if (placed)
        inst.mods[unsigned(groupOf(mod))] = mod;
    }
    EXPECT_TRUE(placed) << text.str() << ": " << words[next].str();
  }
  return inst;
}

Kernel test::kernelOf(llvm::StringRef text) {
  Kernel kernel = findKernel(instruction(text));
  EXPECT_TRUE(bool(kernel)) << text.str();
  return kernel;
}

Warp::Warp() {
  for (unsigned i = 0; i < 16; ++i)
    args.src[i] = src[i];
  for (unsigned i = 0; i < 8; ++i)
    args.dst[i] = dst[i];
}

uint64_t test::compute(Kernel kernel,
                       std::initializer_list<uint64_t> operands) {
  Warp warp;
  unsigned i = 0;
  for (uint64_t operand : operands)
    std::fill_n(warp.src[i++], kLanes, operand);
  warp.run(kernel);
  for (unsigned lane = 1; lane < kLanes; ++lane)
    EXPECT_EQ(warp.dst[0][lane], warp.dst[0][0]);
  return warp.dst[0][0];
}

uint64_t test::compute(llvm::StringRef text,
                       std::initializer_list<uint64_t> operands) {
  return compute(kernelOf(text), operands);
}

std::vector<uint64_t> test::edgeFloats(unsigned exponentBits,
                                       unsigned fractionBits) {
  uint64_t one = ((1ull << (exponentBits - 1)) - 1) << fractionBits;
  uint64_t unit = 1ull << fractionBits;
  uint64_t infinity = ((1ull << exponentBits) - 1) << fractionBits;
  std::vector<uint64_t> magnitudes = {0,
                                      1,
                                      2,
                                      3,
                                      unit - 1,
                                      unit,
                                      unit + 1,
                                      one - 1,
                                      one,
                                      one + 1,
                                      one + unit,
                                      one - unit,
                                      infinity,
                                      infinity - 1,
                                      infinity + 1,
                                      infinity | unit / 2,
                                      infinity | (unit - 1),
                                      one + unit / 2,
                                      one + 10 * unit + 12345 % unit,
                                      one - 9 * unit + 54321 % unit,
                                      infinity - unit,
                                      unit / 2};
  std::vector<uint64_t> result;
  uint64_t sign = 1ull << (exponentBits + fractionBits);
  for (uint64_t magnitude : magnitudes) {
    result.push_back(magnitude);
    result.push_back(magnitude | sign);
  }
  return result;
}

std::vector<uint64_t> test::edgeIntegers(unsigned width) {
  uint64_t mask = ~0ull >> (64 - width);
  std::vector<uint64_t> result;
  for (unsigned bit = 0; bit<width; bit += width> 16 ? 5 : 1)
    for (int delta : {-1, 0, 1}) {
      uint64_t value = (1ull << bit) + uint64_t(delta);
      result.push_back(value & mask);
      result.push_back((0 - value) & mask);
    }
  result.push_back(mask >> 1);
  result.push_back((mask >> 1) + 1);
  return result;
}

uint64_t Operands::floating(unsigned exponentBits, unsigned fractionBits) {
  unsigned width = 1 + exponentBits + fractionBits;
  uint64_t value = bits(width);
  uint64_t fraction = (1ull << fractionBits) - 1;
  if (below(3) == 0) {
    // Near 1, where sums cancel and products neither overflow nor vanish.
    uint64_t bias = (1ull << (exponentBits - 1)) - 1;
    uint64_t exponent = bias - 4 + below(9);
    value =
        (value & fraction) | exponent << fractionBits | bits(1) << (width - 1);
  }
  if (below(4) == 0)
    value &= ~(fraction >> below(fractionBits));
  return value;
}

uint64_t Operands::integer(unsigned width) {
  uint64_t value = bits(width) >> below(width);
  return below(2) ? value : (0 - value) & (~0ull >> (64 - width));
}
