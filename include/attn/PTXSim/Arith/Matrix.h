//===- Matrix.h - which lane holds what of a matrix --------------*- C++
//-*-===//
//
// The fragments of mma, ldmatrix, stmatrix and movmatrix, as the PTX manual
// lays them out. The kernels of mma and movmatrix come from findKernel; the
// memory accesses of ldmatrix and stmatrix are the simulator's, with the help
// of this file.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_ARITH_MATRIX_H
#define ATTN_PTXSIM_ARITH_MATRIX_H

#include <cstdint>

namespace ptxsim {

/// ldmatrix and stmatrix .m8n8.b16: the address of row `row` of matrix
/// `matrix` (of 1, 2 or 4) is the one that this lane gives. Lanes beyond
/// 8 * matrices give addresses that nobody uses.
constexpr unsigned matrixRowLane(unsigned matrix, unsigned row) {
  return 8 * matrix + row;
}

/// Where the two 16-bit halves of a lane's register come from (ldmatrix) or go
/// to (stmatrix): the same for each matrix, whose number is the register's.
struct MatrixElement {
  uint8_t row;
  /// In elements of 16 bits: byte 2 * column of the row.
  uint8_t column;
};
/// half: 0 for bits 15..0, 1 for bits 31..16.
constexpr MatrixElement matrixElement(unsigned lane, unsigned half,
                                      bool transposed) {
  unsigned major = lane / 4, minor = lane % 4 * 2 + half;
  return transposed ? MatrixElement{uint8_t(minor), uint8_t(major)}
                    : MatrixElement{uint8_t(major), uint8_t(minor)};
}

/// Computes the registers of ldmatrix from rows that have been read:
/// rows[8 * m + r] are the 16 bytes of row r of matrix m; d[m] gets 32 lanes.
void loadMatrixFragments(const uint16_t (*rows)[8], unsigned matrices,
                         bool transposed, uint64_t *const *d);

/// The reverse, for stmatrix.
void storeMatrixFragments(const uint64_t *const *s, unsigned matrices,
                          bool transposed, uint16_t (*rows)[8]);

} // namespace ptxsim

#endif // ATTN_PTXSIM_ARITH_MATRIX_H
