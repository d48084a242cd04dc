//===- DenseLoops.h - linalg.generic over attention loops -------*- C++ -*-===//
//
// Idea. Every dense part of an attention is a linalg.generic over some of seven
// named loops. An operand says which loops index its dimensions; sizes and
// indexing maps follow from that. Query heads are two loops, key head and
// member of the group, so that grouped keys are indexed by a projection:
//
//   query head h = KeyHead * group + Member,  key operands use KeyHead alone.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_CONVERSION_ATTNDECOMPOSE_DENSELOOPS_H
#define ATTN_LIB_CONVERSION_ATTNDECOMPOSE_DENSELOOPS_H

#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/IR/Builders.h"

namespace mlir::attn {

enum class Loop : unsigned { Batch, KeyHead, Member, Query, Key, Inner };

/// The loops of a tensor with whole query heads: (batch, head, query, key),
/// the head in place of the key head.
constexpr Loop kHeadLoop = Loop::KeyHead;

/// A tensor and the loop that indexes each of its dimensions.
struct LoopOperand {
  Value tensor;
  SmallVector<Loop> loops;
};

/// The index of each loop inside a body.
class LoopIndices {
public:
  LoopIndices(OpBuilder &builder, Location loc, ArrayRef<Loop> order)
      : builder(builder), loc(loc), order(order) {}
  Value get(Loop loop) const;

private:
  OpBuilder &builder;
  Location loc;
  ArrayRef<Loop> order;
};

/// Makes the values that the outputs take; arguments are the elements of the
/// inputs and then of the outputs.
using DenseBody = function_ref<SmallVector<Value>(
    OpBuilder &, Location, const LoopIndices &, ValueRange)>;

/// A linalg.generic; a loop that no output has is a reduction.
SmallVector<Value> buildDense(OpBuilder &builder, Location loc,
                              ArrayRef<LoopOperand> inputs,
                              ArrayRef<LoopOperand> outputs, DenseBody body);

/// Size of `loop`, from the first of `operands` that has it.
OpFoldResult sizeOfLoop(OpBuilder &builder, Location loc, Loop loop,
                        ArrayRef<LoopOperand> operands);

/// A new tensor over `loops`, with sizes as in `operands`; filled with `fill`
/// unless that is absent.
LoopOperand makeTensor(OpBuilder &builder, Location loc, Type elementType,
                       ArrayRef<Loop> loops, ArrayRef<LoopOperand> operands,
                       std::optional<double> fill);

/// `tensor` indexed by `map`, its head dimension, if any, split into key head
/// and member of a group of `group` heads; key operands keep it (group 0).
LoopOperand splitHeads(OpBuilder &builder, Location loc, Value tensor,
                       AffineMap map, int64_t group);

/// The reverse of splitHeads on a tensor.
Value joinHeads(OpBuilder &builder, Location loc, const LoopOperand &operand);

/// `value` as `type`, which may know more or fewer sizes.
Value castTo(OpBuilder &builder, Location loc, Value value, Type type);

/// What a clause with one value, or one a batch entry, says for entry `batch`;
/// `absent` where there is no clause.
Value perBatchValue(OpBuilder &builder, Location loc, Value clause, Value batch,
                    Value absent);

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNDECOMPOSE_DENSELOOPS_H
