//===- Contraction.h - register-blocked products ----------------*- C++ -*-===//
//
// C[m, n] += sum over k of A[m, k] * B[k, n], for any batch dimensions and any
// order of dimensions in A and B, as long as C is contiguous along n.
//
//   B is packed into panels of `panelWidth` columns, [panel][k][column], each
//   row of a panel a few vectors. With few rows of A packing costs more than
//   it gains, and B is read in place through a view of the same shape.
//   A tile of C, `tileRows` rows by one panel, lives in registers; every step
//   of k is one load of each vector of the panel's row, one broadcast of each
//   element of A, and an FMA for each register of the tile.
//   k is cut into blocks so that a block of a panel stays in the first cache.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_TARGET_CPU_LINALG_CONTRACTION_H
#define ATTN_LIB_TARGET_CPU_LINALG_CONTRACTION_H

#include "LinalgToCPU.h"
#include "LoopEmitter.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace mlir::attn {

/// One operand: how its indices come from the loop dimensions.
struct ContractionOperand {
  OpOperand *operand = nullptr;
  AffineMap map;

  Value memref() const { return operand->get(); }
  MemRefType type() const { return cast<MemRefType>(memref().getType()); }
  /// Whether memory is contiguous along `dim`.
  bool isContiguous(unsigned dim) const;
};

/// A contraction and the sizes of its blocks.
struct ContractionPlan {
  ContractionOperand a, b, c;
  SmallVector<unsigned> batch, outerRows;
  unsigned m = 0, n = 0, k = 0;
  Type element;
  /// The product starts from zero, not from what C holds.
  bool fromZero = false;
  bool packTransposed = false, mustPack = false;

  int64_t lanes = 0, vectorsPerRow = 0, tileRows = 0;
  int64_t panelWidth() const { return lanes * vectorsPerRow; }
  int64_t rowsPerTask() const { return tileRows * 16; }
  int64_t depthPerBlock = 0;
};

/// Whether the body is one product and one sum of floats, inputs at most
/// widened.
bool isProductBody(linalg::LinalgOp op);

FailureOr<ContractionPlan> planContraction(linalg::LinalgOp op,
                                           const VectorTarget &target);

/// The fill with zero that decides what `op` adds to, if there is one and
/// nothing between the two can see its result.
linalg::FillOp findZeroFill(linalg::LinalgOp op);

/// Emits the loops of one planned contraction.
class ContractionEmitter {
public:
  ContractionEmitter(OpBuilder &builder, linalg::LinalgOp op,
                     const ContractionPlan &plan);
  void emit();

private:
  /// Where a task works: the values of the loop dimensions.
  struct Task {
    SmallVector<Value> dims;
    Value panel;
    SmallVector<Value> masks;
  };

  Value sizeOf(unsigned dim) const { return sizes[dim]; }
  VectorType vectorType(Type element) const {
    return VectorType::get({plan.lanes}, element);
  }
  SmallVector<Value> indicesOf(const ContractionOperand &operand,
                               ArrayRef<Value> dims) const;
  Value shouldPack();
  MemRefType viewType() const;
  Value allocatePanels(Value pack);
  Value viewInPlace();
  Value viewPanels(Value panels);
  void emitPacking(Value panels);
  void packRows(OpBuilder &b, Value panels, ArrayRef<Value> batch, Task &task);
  void packColumns(OpBuilder &b, Value panels, ArrayRef<Value> batch,
                   Task &task);
  SmallVector<Value> transpose(OpBuilder &b, SmallVector<Value> rows);
  Value widen(OpBuilder &b, Value value);
  SmallVector<Value> columnMasks(OpBuilder &b, Value panel);

  void emitTask(OpBuilder &b, ValueRange indices);
  void emitTile(OpBuilder &b, Task &task, Value row, Value depth,
                Value depthEnd);
  SmallVector<Value> rowsOf(OpBuilder &b, Value row);
  Value loadVector(OpBuilder &b, Value memref, ArrayRef<Value> indices,
                   Value mask);
  SmallVector<Value> loadTile(OpBuilder &b, Task &task, ArrayRef<Value> rows,
                              Value depth);
  SmallVector<Value> multiply(OpBuilder &b, Task &task, ArrayRef<Value> rows,
                              Value k, ValueRange accumulators);
  void storeTile(OpBuilder &b, Task &task, Value row, ValueRange values);

  OpBuilder &builder;
  linalg::LinalgOp op;
  const ContractionPlan &plan;
  Location loc;
  SmallVector<Value> sizes;
  Value panelView;
  bool evenColumns = false, mayReadInPlace = false;
};

} // namespace mlir::attn

#endif // ATTN_LIB_TARGET_CPU_LINALG_CONTRACTION_H
