//===- GenericLowering.h - one linalg.generic as vector loops ---*- C++ -*-===//
//
// One iteration dimension becomes the lanes of vectors: a dimension along which
// the result is contiguous (a parallel one), or, when the result does not have
// it, a reduction along which the inputs are. Values that do not depend on it
// stay scalars, computed outside its loop.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_TARGET_CPU_LINALG_GENERICLOWERING_H
#define ATTN_LIB_TARGET_CPU_LINALG_GENERICLOWERING_H

#include "LinalgToCPU.h"
#include "LoopEmitter.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"

namespace mlir::attn {

/// How an operand's address moves with the vectorised dimension.
enum class Access { Invariant, Contiguous, Strided };

/// What was found about an op before anything is emitted.
struct GenericPlan {
  /// The dimension that becomes lanes, and whether it is reduced.
  unsigned lanes = 0;
  bool reduced = false;
  unsigned numLanes = 0;
  SmallVector<Access> access;
  SmallVector<unsigned> outerDims, reductionDims;
  /// One per output when `reduced`.
  SmallVector<vector::CombiningKind> kinds;
};

/// Chooses the dimension; fails with a reason when none will do.
FailureOr<GenericPlan> planGeneric(linalg::GenericOp op,
                                   const VectorTarget &target);

/// Emits the loops of one planned op.
class GenericEmitter {
public:
  GenericEmitter(OpBuilder &builder, linalg::GenericOp op,
                 const GenericPlan &plan);
  void emit();

private:
  /// The tail of a loop over lanes works under a mask.
  struct Chunk {
    Value start;
    Value mask;
  };

  void emitRow(OpBuilder &b, ValueRange indices);
  void emitParallelLanes(OpBuilder &b);
  void emitReducedLanes(OpBuilder &b);
  SmallVector<Value> emitReductions(
      OpBuilder &b, unsigned depth, ValueRange accumulators,
      function_ref<SmallVector<Value>(OpBuilder &, ValueRange)> body);
  SmallVector<Value>
  forEachChunk(OpBuilder &b, ValueRange init,
               function_ref<SmallVector<Value>(OpBuilder &, Chunk, ValueRange)>
                   body);

  void emitScalars(OpBuilder &b);
  SmallVector<Value> emitVectors(OpBuilder &b, Chunk chunk,
                                 ValueRange accumulators);
  Value emitVectorOp(OpBuilder &b, Operation *op, Chunk chunk,
                     IRMapping &vectors);
  SmallVector<Value> getIndices(OpBuilder &b, OpOperand &operand, Value start);
  Value loadVector(OpBuilder &b, OpOperand &operand, Chunk chunk);
  Value gather(OpBuilder &b, OpOperand &operand, ValueRange indices, Chunk chunk);
  Value load(OpBuilder &b, Value memref, ValueRange indices, Chunk chunk);
  void store(OpBuilder &b, OpOperand &operand, Value value, Chunk chunk);
  Value getVector(OpBuilder &b, Value value, IRMapping &vectors);
  VectorType vectorOf(Type element) const {
    return VectorType::get({static_cast<int64_t>(plan.numLanes)}, element);
  }

  OpBuilder &builder;
  linalg::GenericOp op;
  const GenericPlan &plan;
  Location loc;
  SmallVector<Value> sizes, current;
  /// Scalars of the row that is being emitted.
  IRMapping scalars;
};

} // namespace mlir::attn

#endif // ATTN_LIB_TARGET_CPU_LINALG_GENERICLOWERING_H
