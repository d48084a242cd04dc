//===- ElementTrace.h - read an element through the graph -------*- C++ -*-===//
//
// `ElementTrace::trace(tensor, indices)` follows one element of a tensor back
// through elementwise linalg ops, reshapes, transposes, slices and constants,
// until only elements of tensors that are something else (arguments, products,
// reductions, gathers' tables) are left.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_ELEMENTTRACE_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_ELEMENTTRACE_H

#include "ScalarExpr.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::attn {

class ElementTrace {
public:
  explicit ElementTrace(ScalarContext &scalars)
      : scalars(scalars), space(scalars.getSpace()) {}

  /// The element of `tensor` at `indices` (index-typed nodes).
  ScalarExpr trace(Value tensor, ArrayRef<ScalarExpr> indices);
  ScalarExpr trace(Value tensor, ArrayRef<AffineExpr> indices);

  /// The scalar `value`, computed in the body of `op` at `iteration` or defined
  /// outside of it. Null if the body does what cannot be followed.
  ScalarExpr traceScalar(Value value, Operation *op,
                         ArrayRef<ScalarExpr> iteration);

  /// Elements of `tensor` are not followed any further.
  void setOpaque(Value tensor) { opaque = tensor; }

  ScalarContext &getScalars() { return scalars; }
  IndexSpace &getSpace() { return space; }

private:
  ScalarExpr step(Value tensor, ArrayRef<ScalarExpr> indices);
  ScalarExpr traceLinalg(linalg::LinalgOp op, unsigned result,
                         ArrayRef<ScalarExpr> indices);
  ScalarExpr traceView(Operation *op, ArrayRef<ScalarExpr> indices);
  ScalarExpr traceConcat(tensor::ConcatOp op, ArrayRef<ScalarExpr> indices);
  ScalarExpr tracePad(tensor::PadOp op, ArrayRef<ScalarExpr> indices);
  ScalarExpr traceArgument(BlockArgument arg, Operation *op,
                           ArrayRef<ScalarExpr> iteration);

  ScalarContext &scalars;
  IndexSpace &space;
  Value opaque;
  /// Results by the Element node of (tensor, indices).
  llvm::DenseMap<ScalarExpr, ScalarExpr> elements;
};

/// For each loop of `op` the dimension of result `result` that it runs over, or
/// -1 for a reduction loop. std::nullopt if the result's map is not a projection
/// (constants allowed).
std::optional<SmallVector<int64_t>> loopsToResultDims(linalg::LinalgOp op,
                                                      unsigned result);

/// The indices into the source of a transpose, reshape, slice or cast for the
/// element `indices` of its result; std::nullopt for other ops and for dynamic
/// sizes in the way. `partial` is set if a slice leaves elements out.
std::optional<SmallVector<AffineExpr>>
indicesOfSource(IndexSpace &space, Operation *op, ArrayRef<AffineExpr> indices,
                bool *partial = nullptr);

/// `map` applied to the iteration `dims`.
SmallVector<ScalarExpr> applyMap(ScalarContext &scalars, AffineMap map,
                                 ArrayRef<ScalarExpr> dims);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_ELEMENTTRACE_H
