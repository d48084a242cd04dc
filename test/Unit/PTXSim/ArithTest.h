//===- ArithTest.h - what the tests of arithmetic share ---------*- C++ -*-===//

#ifndef PTXSIM_TEST_ARITHTEST_H
#define PTXSIM_TEST_ARITHTEST_H

#include "attn/PTXSim/Arith/Kernel.h"
#include "attn/PTXSim/Module.h"
#include <array>
#include <cstring>
#include <gtest/gtest.h>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace ptxsim::test {

/// --full: all pairs of 16-bit operands, 10 million samples of approximations.
extern bool full;

/// "fma.rn.ftz.f32" as the front decodes it, without operands.
Instruction instruction(llvm::StringRef text);

/// The kernel of an instruction; the test fails if there is none.
Kernel kernelOf(llvm::StringRef text);

/// 32 lanes of up to 16 operands and 8 results.
struct Warp {
  uint64_t src[16][kLanes] = {}, dst[8][kLanes] = {};
  KernelArgs args;

  Warp();
  void run(Kernel kernel) { kernel(args); }
};

/// Computes one value in all lanes, and checks that the lanes agree.
uint64_t compute(Kernel kernel, std::initializer_list<uint64_t> operands);
uint64_t compute(llvm::StringRef text,
                 std::initializer_list<uint64_t> operands);

/// Calls check(operands, result) for each of the lists of operands, 32 a time.
template <size_t N, class Check>
void forEachResult(Kernel kernel,
                   const std::vector<std::array<uint64_t, N>> &lists,
                   Check check) {
  Warp warp;
  for (size_t begin = 0; begin < lists.size(); begin += kLanes) {
    size_t count = std::min<size_t>(kLanes, lists.size() - begin);
    for (size_t lane = 0; lane < count; ++lane)
      for (size_t i = 0; i < N; ++i)
        warp.src[i][lane] = lists[begin + lane][i];
    warp.run(kernel);
    for (size_t lane = 0; lane < count; ++lane)
      check(lists[begin + lane], warp.dst[0][lane]);
  }
}

/// Numbers of a format that are worth trying: zeros, infinities, NaNs, the
/// least and the greatest, powers of two and their neighbours.
std::vector<uint64_t> edgeFloats(unsigned exponentBits, unsigned fractionBits);
std::vector<uint64_t> edgeIntegers(unsigned width);

/// A source of operands that is the same in every run.
class Operands {
public:
  explicit Operands(uint64_t seed) : engine(seed) {}
  uint64_t bits(unsigned width) { return engine() >> (64 - width); }
  unsigned below(unsigned n) { return unsigned(engine() % n); }
  /// A float: all exponents alike, or near that of 1, or few bits set.
  uint64_t floating(unsigned exponentBits, unsigned fractionBits);
  /// An integer of any length.
  uint64_t integer(unsigned width);

private:
  std::mt19937_64 engine;
};

/// `count` random lists of N operands and all lists of edge operands (for N of
/// 3 only some).
template <size_t N, class Draw>
std::vector<std::array<uint64_t, N>>
operandLists(const std::vector<uint64_t> &edges, size_t count, Draw draw) {
  std::vector<std::array<uint64_t, N>> lists;
  size_t e = edges.size(), all = N == 1 ? e : N == 2 ? e * e : e * e * 7;
  for (size_t n = 0; n < all; ++n) {
    std::array<uint64_t, N> list;
    for (size_t i = 0; i < N; ++i)
      list[i] = i == 0   ? edges[n % e]
                : i == 1 ? edges[n / e % e]
                         : edges[(n * 31 + n / (e * e) * 5) % e];
    lists.push_back(list);
  }
  for (size_t n = 0; n < count; ++n) {
    std::array<uint64_t, N> list;
    for (uint64_t &operand : list)
      operand = draw();
    lists.push_back(list);
  }
  return lists;
}

template <class To, class From>
To bitsAs(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  std::memcpy(&to, &from, sizeof(to));
  return to;
}

} // namespace ptxsim::test

#endif // PTXSIM_TEST_ARITHTEST_H
