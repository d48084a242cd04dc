//===- LinalgToCPU.h - lowerings of single linalg ops -----------*- C++ -*-===//

#ifndef ATTN_LIB_TARGET_CPU_LINALG_LINALGTOCPU_H
#define ATTN_LIB_TARGET_CPU_LINALG_LINALGTOCPU_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn {

/// The registers to make code for.
struct VectorTarget {
  unsigned vectorBits;
  unsigned numRegisters;
};

/// Lowers a contraction (one m, n and k dimension, any batch dimensions) to a
/// packed, register-blocked product; fails when `op` is none.
LogicalResult lowerContraction(RewriterBase &rewriter, linalg::LinalgOp op,
                               const VectorTarget &target);

/// Lowers an elementwise op or a reduction to loops over vectors; fails when
/// there is no dimension along which memory is contiguous.
LogicalResult lowerGeneric(RewriterBase &rewriter, linalg::GenericOp op,
                           const VectorTarget &target);

} // namespace mlir::attn

#endif // ATTN_LIB_TARGET_CPU_LINALG_LINALGTOCPU_H
