//===- ArithQuadMmaTest.cpp - mma.m8n8k4 of f16 ---------------------------===//
//
// Four products, by quads of lanes.
//
//===----------------------------------------------------------------------===//

#include "ArithTest.h"
#include "attn/PTXSim/Arith/Formats.h"

using namespace ptxsim;
using namespace ptxsim::test;

namespace {
using Registers = uint64_t (*)[kLanes];

/// The codes of the four products.
struct Quad {
  bool columnA, columnB, half;
  uint64_t a[4][8][4], b[4][4][8], c[4][8][8], d[4][8][8];
};
} // namespace

static double decode(bool half, uint64_t code) {
  return half ? valueOf(kF16, uint32_t(code)) : bitsAs<float>(uint32_t(code));
}
static uint64_t encode(bool half, double value) {
  return half ? roundTo(kF16, value, Rounding::NearestEven)
              : bitsAs<uint32_t>(float(value));
}

static void fill(Quad &quad, Operands &random) {
  auto half = [&] { return random.bits(16) % 0x1000 + 0x3000; };
  for (unsigned p = 0; p < 4; ++p)
    for (unsigned i = 0; i < 8; ++i) {
      for (unsigned k = 0; k < 4; ++k) {
        quad.a[p][i][k] = half() | random.bits(1) << 15;
        quad.b[p][k][i] = half() | random.bits(1) << 15;
      }
      for (unsigned j = 0; j < 8; ++j)
        quad.c[p][i][j] = encode(quad.half, decode(true, half()));
    }
  for (unsigned p = 0; p < 4; ++p)
    for (unsigned i = 0; i < 8; ++i)
      for (unsigned j = 0; j < 8; ++j) {
        double sum = decode(quad.half, quad.c[p][i][j]);
        for (unsigned k = 0; k < 4; ++k)
          sum += decode(true, quad.a[p][i][k]) * decode(true, quad.b[p][k][j]);
        quad.d[p][i][j] = encode(quad.half, sum);
      }
}

/// Rows 0 to 3 of a product are with the low lanes, 4 to 7 with the high ones.
static unsigned laneOf(unsigned p, unsigned row) {
  return row < 4 ? 4 * p + row : 16 + 4 * p + row - 4;
}

static void deal(const Quad &quad, Registers a, Registers b) {
  for (unsigned p = 0; p < 4; ++p)
    for (unsigned i = 0; i < 8; ++i)
      for (unsigned k = 0; k < 4; ++k) {
        // Column-major: a lane has four rows of a column.
        unsigned row = i / 4 * 4 + k;
        unsigned la = laneOf(p, quad.columnA ? row : i);
        unsigned ea = quad.columnA ? i % 4 : k;
        a[ea / 2][la] |= quad.a[p][i][k] << 16 * (ea % 2);
        unsigned lb = laneOf(p, quad.columnB ? i : row);
        unsigned eb = quad.columnB ? k : i % 4;
        b[eb / 2][lb] |= quad.b[p][k][i] << 16 * (eb % 2);
      }
}

/// By the formulas of the manual for c_i.
static void dealAccumulators(const uint64_t (*m)[8][8], bool half,
                             Registers registers) {
  for (unsigned lane = 0; lane < kLanes; ++lane)
    for (unsigned i = 0; i < 8; ++i) {
      unsigned high = lane < 16 ? 0 : 4;
      unsigned row = half ? lane % 4 + high : (lane & 1) + (i & 2) + high;
      unsigned column = half ? i : (i & 4) + (lane & 2) + (i & 1);
      uint64_t code = m[lane % 16 / 4][row][column];
      registers[half ? i / 2 : i][lane] |= half ? code << 16 * (i % 2) : code;
    }
}

static void check(Quad &quad, Operands &random) {
  fill(quad, random);
  Warp warp;
  deal(quad, warp.src, warp.src + 2);
  dealAccumulators(quad.c, quad.half, warp.src + 4);
  uint64_t expected[8][kLanes] = {};
  dealAccumulators(quad.d, quad.half, expected);
  std::string acc = quad.half ? "f16" : "f32";
  warp.run(kernelOf(std::string("mma.sync.aligned.m8n8k4.") +
                    (quad.columnA ? "col." : "row.") +
                    (quad.columnB ? "col." : "row.") + acc + ".f16.f16." +
                    acc));
  for (unsigned r = 0; r < (quad.half ? 4 : 8); ++r)
    for (unsigned lane = 0; lane < kLanes; ++lane)
      ASSERT_EQ(warp.dst[r][lane], expected[r][lane]) << r << " " << lane;
}

TEST(ArithMma, Quads) {
  Operands random(33);
  for (bool columnA : {false, true})
    for (bool columnB : {false, true})
      for (bool half : {false, true})
        for (int n = 0; n < 20; ++n) {
          Quad quad{columnA, columnB, half, {}, {}, {}, {}};
          check(quad, random);
        }
}
