//===- ArithMatrixTest.cpp - ldmatrix, stmatrix, movmatrix ----------------===//

#include "ArithTest.h"
#include "attn/PTXSim/Arith/Matrix.h"

using namespace ptxsim;
using namespace ptxsim::test;

// Lanes 0 .. 3 hold row 0, lanes 4 .. 7 row 1 and so on, two elements each.
TEST(ArithMatrix, LoadAndStore) {
  for (unsigned matrices : {1, 2, 4})
    for (bool transposed : {false, true}) {
      uint16_t rows[32][8], back[32][8];
      for (unsigned row = 0; row < 32; ++row)
        for (unsigned column = 0; column < 8; ++column)
          rows[row][column] = uint16_t(row * 256 + column);
      uint64_t d[4][kLanes];
      uint64_t *registers[4] = {d[0], d[1], d[2], d[3]};
      loadMatrixFragments(rows, matrices, transposed, registers);
      for (unsigned m = 0; m < matrices; ++m) {
        unsigned lane = 0;
        for (unsigned i = 0; i < 8; ++i)
          for (unsigned pair = 0; pair < 4; ++pair, ++lane) {
            unsigned first = 2 * pair, second = 2 * pair + 1;
            uint16_t lo =
                transposed ? rows[8 * m + first][i] : rows[8 * m + i][first];
            uint16_t hi =
                transposed ? rows[8 * m + second][i] : rows[8 * m + i][second];
            EXPECT_EQ(d[m][lane], uint64_t(hi) << 16 | lo);
          }
      }
      storeMatrixFragments(registers, matrices, transposed, back);
      EXPECT_EQ(std::memcmp(rows, back, matrices * 8 * 16), 0);
    }
  EXPECT_EQ(matrixRowLane(0, 7), 7u);
  EXPECT_EQ(matrixRowLane(3, 1), 25u);
}

TEST(ArithMatrix, Move) {
  Warp warp;
  for (unsigned lane = 0; lane < kLanes; ++lane)
    warp.src[0][lane] = 2 * lane | uint64_t(2 * lane + 1) << 16;
  warp.run(kernelOf("movmatrix.sync.aligned.m8n8.trans.b16"));
  // Element n of the matrix was n = 8 * row + column.
  for (unsigned row = 0; row < 8; ++row)
    for (unsigned column = 0; column < 8; ++column) {
      unsigned lane = row * 4 + column / 2;
      EXPECT_EQ(warp.dst[0][lane] >> 16 * (column % 2) & 0xffff,
                8 * column + row);
    }
}
