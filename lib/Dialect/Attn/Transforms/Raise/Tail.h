//===- Tail.h - what follows the last product of an attention ---*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_TAIL_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_TAIL_H

#include "ElementTrace.h"

namespace mlir::attn {

/// One op of the chain that alone reads a product's result.
struct TailStep {
  enum class Kind { Reshape, Division, Rounding };
  Kind kind;
  Operation *op;
  /// Of a division: the quotient, with `element` for the product's element.
  ScalarExpr quotient = nullptr, element = nullptr;
};

/// The chain behind the product `op`, whose element is read at `indices`: reshapes,
/// divisions by what does not depend on `value`, conversions to a narrower type.
SmallVector<TailStep> collectTail(linalg::LinalgOp op, ElementTrace &trace,
                                  ArrayRef<AffineExpr> indices,
                                  AffineExpr value);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_TAIL_H
