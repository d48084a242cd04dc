//===- ReorderOperands.h - tensors in other orders --------------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_REORDEROPERANDS_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_REORDEROPERANDS_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// A tensor and how the dimensions of an attention index it.
struct IndexedTensor {
  Value value;
  AffineMap map;
};

/// Whether `map` can be put in `order`: heads, if there are some besides
/// classes, must be indexed.
bool canReorder(AffineMap map, OrderAttr order, int64_t numHeads);

/// `tensor` (static sizes), whose places are indexed by `row`, with those in
/// `order`: a tensor of batch entries, heads, positions and the inner dimension
/// as far as it had them. Its heads are (head floordiv group, class, head mod
/// group); places beyond the sequence are zero.
IndexedTensor reorder(OpBuilder &builder, Location loc, IndexedTensor tensor,
                      Dim row, OrderAttr order, int64_t group);

/// The type and map of a result that would be `reorder` of a tensor of `type`.
std::pair<RankedTensorType, AffineMap>
getReorderedType(RankedTensorType type, AffineMap map, Dim row, OrderAttr order,
                 int64_t group);

/// The inverse: `reordered` as a tensor of `type` with `map`.
Value restoreOrder(OpBuilder &builder, Location loc, Value reordered,
                   RankedTensorType type, AffineMap map, Dim row,
                   OrderAttr order, int64_t group);

/// A parameter of the normaliser, one value a head, for heads with classes.
Value spreadParameter(OpBuilder &builder, Location loc, Value parameter,
                      int64_t classes, int64_t group);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_REORDEROPERANDS_H
