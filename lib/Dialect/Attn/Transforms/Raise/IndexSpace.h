//===- IndexSpace.h - index variables with extents --------------*- C++ -*-===//
//
// Idea. Tensors between the two products of an attention are read at symbolic
// indices: quasi-affine expressions over index variables x with 0 <= x < extent.
// A reshape turns one index into the quotient and the remainder of another; with
// extents known these fold: for h < 12, (b * 12 + h) floordiv 12 is b.
//
// Where they do not fold because one variable stands for two (p = b * 12 + h
// in a batch_matmul), the space remembers by which factor the variable must be
// split. The matcher then starts again with the finer variables: that is how
// batch and heads come back out of a collapsed dimension.
//
// Symbols stand for scalar SSA values such as tensor sizes.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_INDEXSPACE_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_INDEXSPACE_H

#include "attn/Analysis/Presburger/QuasiAffine.h"
#include "mlir/IR/Value.h"

namespace mlir::attn {

/// Asks that variable `position` become x1 * factor + x2, x2 < factor.
struct SplitRequest {
  unsigned position;
  int64_t factor;
};

class IndexSpace {
public:
  explicit IndexSpace(MLIRContext *context) : context(context) {}

  /// Adds a variable; a dynamic extent is ShapedType::kDynamic.
  AffineExpr addVariable(int64_t extent, bool splittable = false);
  void setExtent(AffineExpr variable, int64_t extent);
  int64_t getExtent(unsigned position) const { return extents[position]; }
  unsigned getNumVariables() const { return extents.size(); }

  /// The symbol that stands for `value`.
  AffineExpr getSymbol(Value value);
  ArrayRef<Value> getSymbolValues() const { return symbols; }

  MLIRContext *getContext() const { return context; }
  AffineExpr constant(int64_t value) const {
    return getAffineConstantExpr(value, context);
  }

  /// Inclusive bounds of `expr`, std::nullopt where it is unbounded.
  std::pair<std::optional<int64_t>, std::optional<int64_t>>
  getRange(AffineExpr expr) const;
  bool isNonNegative(AffineExpr expr) const;

  /// `expr` divided by `divisor` > 0, folded by the extents.
  AffineExpr floorDiv(AffineExpr expr, int64_t divisor);
  AffineExpr mod(AffineExpr expr, int64_t divisor);

  /// The indices into a tensor of `shape` whose row-major linear index is
  /// `expr`; std::nullopt if a size that is needed is dynamic.
  std::optional<SmallVector<AffineExpr>> delinearize(AffineExpr expr,
                                                     ArrayRef<int64_t> shape);
  /// The other way round.
  std::optional<AffineExpr> linearize(ArrayRef<AffineExpr> indices,
                                      ArrayRef<int64_t> shape) const;

  std::optional<SplitRequest> getSplitRequest() const { return request; }

private:
  struct Parts;
  Parts divide(AffineExpr expr, int64_t divisor);
  void requestSplit(const LinearForm &rest, int64_t divisor);

  MLIRContext *context;
  SmallVector<int64_t> extents;
  SmallVector<bool> splittable;
  SmallVector<Value> symbols;
  /// Only reshapes ask for splits: a mask that counts in blocks does not.
  bool isReshaping = false;
  std::optional<SplitRequest> request;
};

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_INDEXSPACE_H
