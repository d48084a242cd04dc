//===- TileProduct.h - products inside a task, in place ---------*- C++ -*-===//
//
// C[.., m, .., n] += sum over r of A[.., m, .., r] * B[.., r, .., n], where C
// and B are contiguous along n and A does not have it. Any number of sums, and
// indices may be sums of loops: the window of a convolution.
//
//   A tile of C, `tileRows` values of m by a few vectors of n, lives in
//   registers through all sums; every step of them is one load of each vector
//   of B, one broadcast of each element of A, and an FMA for each register.
//
// Nothing is packed: inside a task operands are tiles that lie in the caches,
// used a few times each. Contraction.h is for whole matrices.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_TARGET_CPU_LINALG_TILEPRODUCT_H
#define ATTN_LIB_TARGET_CPU_LINALG_TILEPRODUCT_H

#include "LinalgToCPU.h"
#include "LoopEmitter.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mlir::attn {

struct TileProductPlan {
  OpOperand *a = nullptr, *b = nullptr, *c = nullptr;
  Type element;
  unsigned n = 0;
  /// The loop whose values share a step; none where A has no loop of its own.
  std::optional<unsigned> m;
  SmallVector<unsigned> outer, sums;
  int64_t lanes = 0, vectors = 1, tileRows = 1;
  /// The sums start from zero, not from what C holds.
  bool fromZero = false;
  /// Values of A that follow each other along the last sum; 0 if they do not,
  /// or nobody knows how many.
  int64_t depth = 0;

  int64_t width() const { return lanes * vectors; }
};

FailureOr<TileProductPlan> planTileProduct(linalg::LinalgOp op,
                                           const VectorTarget &target);

class TileProductEmitter {
public:
  TileProductEmitter(OpBuilder &builder, linalg::LinalgOp op,
                     const TileProductPlan &plan);
  void emit();

private:
  using Carried = SmallVector<Value>;

  void emitColumns(OpBuilder &b);
  void emitTile(OpBuilder &b, Value row);
  Carried emitSums(OpBuilder &b, unsigned depth, ValueRange carried);
  Carried multiply(OpBuilder &b, ValueRange carried);
  SmallVector<Value> indicesOf(OpBuilder &b, OpOperand *operand);
  SmallVector<Value> rowsOf(OpBuilder &b, Value row);
  void setRow(Value row);
  void prefetchRows(OpBuilder &b, Value row);
  Value load(OpBuilder &b, OpOperand *operand, int64_t vector);
  VectorType vectorOf(Type element) const {
    return VectorType::get({plan.lanes}, element);
  }

  OpBuilder &builder;
  linalg::LinalgOp op;
  const TileProductPlan &plan;
  Location loc;
  SmallVector<Value> sizes, dims;
  SmallVector<Value> masks, rows;
  Value column;
};

} // namespace mlir::attn

#endif // ATTN_LIB_TARGET_CPU_LINALG_TILEPRODUCT_H
