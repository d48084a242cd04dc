//===- LinalgToCPU.h - lowerings of single linalg ops -----------*- C++ -*-===//

#ifndef ATTN_LIB_TARGET_CPU_LINALG_LINALGTOCPU_H
#define ATTN_LIB_TARGET_CPU_LINALG_LINALGTOCPU_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/StringMap.h"

namespace mlir::attn {

/// The registers to make code for.
struct VectorTarget {
  unsigned vectorBits;
  unsigned numRegisters;
};

/// Lowers contractions and keeps the functions that they share.
class ContractionFunctions {
public:
  /// Lowers a contraction (one n and k dimension, any m and batch dimensions)
  /// to a packed, register-blocked product; fails when `op` is none.
  LogicalResult lower(RewriterBase &rewriter, linalg::LinalgOp op,
                      const VectorTarget &target);

private:
  func::FuncOp get(linalg::LinalgOp op, const VectorTarget &target,
                   bool fromZero);
  llvm::StringMap<func::FuncOp> functions;
};

/// Lowers a product inside a parallel task, whose operands are tiles, without
/// packing; fails when `op` is none or no task's.
LogicalResult lowerTileProduct(RewriterBase &rewriter, linalg::LinalgOp op,
                               const VectorTarget &target);

/// Lowers an elementwise op or a reduction to loops over vectors; fails when
/// there is no dimension along which memory is contiguous.
LogicalResult lowerGeneric(RewriterBase &rewriter, linalg::GenericOp op,
                           const VectorTarget &target);

} // namespace mlir::attn

#endif // ATTN_LIB_TARGET_CPU_LINALG_LINALGTOCPU_H
