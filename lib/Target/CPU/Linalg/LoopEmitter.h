//===- LoopEmitter.h - parallel loops and index arithmetic ------*- C++ -*-===//

#ifndef ATTN_LIB_TARGET_CPU_LINALG_LOOPEMITTER_H
#define ATTN_LIB_TARGET_CPU_LINALG_LOOPEMITTER_H

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::attn {

/// Shorthands for index arithmetic at a builder's insertion point.
struct IndexBuilder {
  OpBuilder &b;
  Location loc;

  Value constant(int64_t v) const;
  Value add(Value x, Value y) const;
  Value sub(Value x, Value y) const;
  Value mul(Value x, Value y) const;
  Value divUp(Value x, int64_t y) const;
  Value divDown(Value x, int64_t y) const;
  Value min(Value x, Value y) const;
};

/// Runs `body` for every index tuple below `sizes`. In parallel when `parallel`
/// is set, then `grain` neighbouring tuples at a time; the tuples are counted
/// through as one loop, so that a leading size of 1 costs no parallelism.
void emitLoops(OpBuilder &b, Location loc, ValueRange sizes, Value grain,
               bool parallel,
               function_ref<void(OpBuilder &, Location, ValueRange)> body);

/// Whether `op` may open a parallel loop: it is not inside one.
bool mayBeParallel(Operation *op);

} // namespace mlir::attn

#endif // ATTN_LIB_TARGET_CPU_LINALG_LOOPEMITTER_H
