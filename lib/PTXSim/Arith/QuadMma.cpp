//===- QuadMma.cpp - mma.m8n8k4 of f16 ------------------------------------===//
//
// Four products: number p is that of the lanes 4p .. 4p + 3 (low) and
// 16 + 4p .. 16 + 4p + 3 (high).
//
//===----------------------------------------------------------------------===//

#include "FloatModes.h"
#include "Mma.h"
#include "attn/PTXSim/Module.h"

using namespace ptxsim;

namespace {
constexpr uint32_t ColumnA = 1, ColumnB = 2, HalfC = 4, HalfD = 8;

struct Place {
  unsigned row, column;
};
} // namespace

static Place placeOfA(unsigned lane, unsigned i, bool column) {
  unsigned high = lane < 16 ? 0 : 4;
  return column ? Place{i + high, lane % 4} : Place{lane % 4 + high, i};
}
static Place placeOfB(unsigned lane, unsigned i, bool column) {
  unsigned high = lane < 16 ? 0 : 4;
  return column ? Place{i, lane % 4 + high} : Place{lane % 4, i + high};
}
static Place placeOfC(unsigned lane, unsigned i, bool half) {
  unsigned high = lane < 16 ? 0 : 4;
  if (half)
    return {lane % 4 + high, i};
  return {(lane & 1) + (i & 2) + high, (i & 4) + (lane & 2) + (i & 1)};
}

static double halfAt(const uint64_t *const *registers, unsigned lane,
                     unsigned i) {
  return toFloat(F16{uint16_t(registers[i / 2][lane] >> 16 * (i % 2))});
}

static void quadMma(KernelArgs &args, uint32_t variant) {
  double a[4][8][4], b[4][4][8], d[4][8][8];
  const uint64_t *const *c = args.src + 4;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    unsigned product = lane % 16 / 4;
    for (unsigned i = 0; i < 4; ++i) {
      Place pa = placeOfA(lane, i, variant & ColumnA);
      a[product][pa.row][pa.column] = halfAt(args.src, lane, i);
      Place pb = placeOfB(lane, i, variant & ColumnB);
      b[product][pb.row][pb.column] = halfAt(args.src + 2, lane, i);
    }
    for (unsigned i = 0; i < 8; ++i) {
      Place p = placeOfC(lane, i, variant & HalfC);
      d[product][p.row][p.column] =
          variant & HalfC ? halfAt(c, lane, i) : LaneOf<float>::get(c[i][lane]);
    }
  }
  for (unsigned product = 0; product < 4; ++product)
    for (unsigned m = 0; m < 8; ++m)
      for (unsigned k = 0; k < 4; ++k)
        for (unsigned n = 0; n < 8; ++n)
          d[product][m][n] += a[product][m][k] * b[product][k][n];

  uint64_t result[8][kLanes] = {};
  for (unsigned lane = 0; lane < kLanes; ++lane)
    for (unsigned i = 0; i < 8; ++i) {
      Place p = placeOfC(lane, i, variant & HalfD);
      double sum = d[lane % 16 / 4][p.row][p.column];
      if (variant & HalfD)
        result[i / 2][lane] |=
            uint64_t(roundTo(kF16, sum, Rounding::NearestEven)) << 16 * (i % 2);
      else
        result[i][lane] = LaneOf<float>::put(canonical(float(sum)));
    }
  for (unsigned r = 0; r < (variant & HalfD ? 4 : 8); ++r)
    std::memcpy(args.dst[r], result[r], sizeof(result[r]));
}

Kernel ptxsim::findQuadMma(const Instruction &inst) {
  return {quadMma, (inst.has(Mod::ColA) ? ColumnA : 0) |
                       (inst.has(Mod::ColB) ? ColumnB : 0) |
                       (inst.type(3) == Type::F16 ? HalfC : 0) |
                       (inst.type(0) == Type::F16 ? HalfD : 0)};
}
