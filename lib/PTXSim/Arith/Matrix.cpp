//===- Matrix.cpp - ldmatrix and stmatrix ---------------------------------===//

#include "attn/PTXSim/Arith/Matrix.h"
#include "attn/PTXSim/Arith/Kernel.h"

using namespace ptxsim;

void ptxsim::loadMatrixFragments(const uint16_t (*rows)[8], unsigned matrices,
                                 bool transposed, uint64_t *const *d) {
  for (unsigned m = 0; m < matrices; ++m)
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      MatrixElement lo = matrixElement(lane, 0, transposed);
      MatrixElement hi = matrixElement(lane, 1, transposed);
      d[m][lane] = rows[8 * m + lo.row][lo.column] |
                   uint32_t(rows[8 * m + hi.row][hi.column]) << 16;
    }
}

void ptxsim::storeMatrixFragments(const uint64_t *const *s, unsigned matrices,
                                  bool transposed, uint16_t (*rows)[8]) {
  for (unsigned m = 0; m < matrices; ++m)
    for (unsigned lane = 0; lane < kLanes; ++lane)
      for (unsigned half = 0; half < 2; ++half) {
        MatrixElement e = matrixElement(lane, half, transposed);
        rows[8 * m + e.row][e.column] = uint16_t(s[m][lane] >> 16 * half);
      }
}
