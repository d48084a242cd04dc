//===- RegionVectorizer.h - a scalar region as vector code ------*- C++ -*-===//
//
// A score or combine region is written for one pair. Here it is emitted for
// as many queries as a vector has lanes: values that depend on the query are
// vectors, all others stay scalars and are broadcast where the two meet.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_TARGET_CPU_KERNEL_REGIONVECTORIZER_H
#define ATTN_LIB_TARGET_CPU_KERNEL_REGIONVECTORIZER_H

#include "VectorBuilder.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/IRMapping.h"

namespace mlir::attn::cpu {

class RegionVectorizer {
public:
  /// A value of the emitted code: a vector over the lanes or a scalar. Where
  /// lane i of an integer vector is `first` + i, loads can be contiguous.
  struct Lanes {
    Value value;
    Value first;
  };
  /// How to emit one copy.
  struct Context {
    /// Lanes that may read memory; never null when the region reads memory.
    Value mask;
    /// Also clamp indices that all lanes share: the copy may stand for an
    /// excluded pair.
    bool clamp = false;
    /// Loads at the top of the region whose values were made before.
    const llvm::DenseMap<Operation *, Value> *known = nullptr;
  };

  RegionVectorizer(VectorBuilder &vb, const IRMapping &captures)
      : vb(vb), captures(captures) {}

  /// Emits `region` with its arguments bound; the yielded value as a vector.
  /// Null where an op has no vector form; `blocker` is then that op.
  Value emit(Region &region, ArrayRef<Lanes> arguments, Context context);

  /// The indices of a load at the top of `region`, for one pair: arguments are
  /// scalars, and null where the indices do not depend on them.
  SmallVector<Value> emitIndices(memref::LoadOp load,
                                 ArrayRef<Value> arguments);

  /// A rough count of the vector instructions of one copy; loads that `known`
  /// has are one.
  static int64_t cost(Region &region, ArrayRef<memref::LoadOp> known);

  Operation *blocker = nullptr;

private:
  using Mapping = llvm::DenseMap<Value, Lanes>;
  LogicalResult emitBlock(Block &block, Mapping &map, Context context);
  LogicalResult emitOp(Operation &op, Mapping &map, Context context);
  LogicalResult emitElementwise(Operation &op, Mapping &map, Context context);
  LogicalResult emitLoad(Operation &op, Mapping &map, Context context);
  LogicalResult emitIf(Operation &op, Mapping &map, Context context);
  LogicalResult emitFor(Operation &op, Mapping &map, Context context);
  Value emitGather(Value memref, ArrayRef<Lanes> indices, Value mask);
  Value emitLaneLoads(Value memref, ArrayRef<Lanes> indices, Value mask);
  Lanes lookup(Mapping &map, Value value);
  Value asVector(Value value);
  bool isVector(Value value) const;
  LogicalResult fail(Operation &op);

  VectorBuilder &vb;
  const IRMapping &captures;
};

} // namespace mlir::attn::cpu

#endif // ATTN_LIB_TARGET_CPU_KERNEL_REGIONVECTORIZER_H
