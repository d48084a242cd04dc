//===- Contraction.h - products of two tensors ------------------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_CONTRACTION_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_CONTRACTION_H

#include "ElementTrace.h"

namespace mlir::attn {

/// A linalg op that sums products over exactly one loop that matters (others
/// run over 1), starting from zero.
struct Contraction {
  linalg::LinalgOp op;
  /// The loop that is summed over.
  unsigned reduction;
  SmallVector<int64_t> loopSizes;

  /// The loops that run over dimensions of input `operand`.
  llvm::SmallBitVector loopsOf(unsigned operand) const;
};

/// std::nullopt if `op` is no such product.
std::optional<Contraction> getContraction(Operation *op, ElementTrace &trace);

/// Whether every element of `tensor` is known to satisfy `isWanted`.
bool isFilledWith(Value tensor, ElementTrace &trace,
                  function_ref<bool(TypedAttr)> isWanted);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_CONTRACTION_H
