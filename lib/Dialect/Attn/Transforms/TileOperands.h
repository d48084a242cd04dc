//===- TileOperands.h - tiles of an attention's operands --------*- C++ -*-===//
//
// Whatever its layout, an operand reaches the tile ops as heads x rows x inner.
// A slice alone gives that form where the head comes before the row, as in
// BHND; in other orders (BSHD, rank 2) the slice is one head's rows x inner and
// a reshape adds the head. A tensor whose inner dimension is not the last is
// transposed as a whole first, or last if it is a result.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_TILEOPERANDS_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_TILEOPERANDS_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// Where a tile lies in an operand: offsets and sizes of the batch entry, the
/// heads (in this operand's own head count) and the rows.
struct TileBox {
  OpFoldResult batch;
  OpFoldResult head, numHeads;
  OpFoldResult row, numRows;
};

/// An operand with its map, brought into a layout that can be tiled.
class TileOperand {
public:
  TileOperand() = default;
  /// Emits at most one transpose of the whole operand.
  TileOperand(OpBuilder &builder, Location loc, Value value, AffineMap map,
              Dim row, Dim inner);

  explicit operator bool() const { return static_cast<bool>(value); }
  Value getValue() const { return value; }
  AffineMap getMap() const { return map; }
  /// Whether tiles of several heads can be sliced without a copy.
  bool allowsHeadTiles() const;

  /// The tile, heads x rows x inner. `numHeads` is static.
  Value extract(OpBuilder &builder, Location loc, const TileBox &box) const;

protected:
  Value value;
  AffineMap map;
  Dim row = Dim::Q;
};

/// Offsets, sizes and unit strides of `box` in a tensor indexed by `map` whose
/// inner extent is `innerSize`.
void getSlice(OpBuilder &builder, AffineMap map, const TileBox &box,
              OpFoldResult innerSize, SmallVectorImpl<OpFoldResult> &offsets,
              SmallVectorImpl<OpFoldResult> &sizes,
              SmallVectorImpl<OpFoldResult> &strides);

/// Whether slices of a tensor indexed by `map` drop to heads x rows (x inner)
/// by losing a unit dimension at the front alone.
bool dropsToTile(AffineMap map, Dim row);

/// The tile `box` of `tensor`, heads x rows, x inner where `inner` is not null.
Value extractTile(OpBuilder &builder, Location loc, Value tensor, AffineMap map,
                  Dim row, const TileBox &box, OpFoldResult inner);

/// `tile` in the form that `insertTile` takes.
Value toSliceForm(OpBuilder &builder, Location loc, Value tile, AffineMap map,
                  Dim row);

/// Puts `slice` into the tile `box` of a parallel loop's output.
void insertTile(OpBuilder &builder, Location loc, Value slice, Value tensor,
                AffineMap map, const TileBox &box, OpFoldResult inner);

/// An empty tensor for a result indexed by `map`.
Value emptyResult(OpBuilder &builder, Location loc, AffineMap map,
                  OpFoldResult batch, OpFoldResult heads,
                  OpFoldResult numQueries, OpFoldResult inner, Type element);

/// `map` with its result for `dim` last.
AffineMap moveLast(AffineMap map, Dim dim);

/// `value`, indexed by `from`, transposed to the order of `to`.
Value permute(OpBuilder &builder, Location loc, Value value, AffineMap from,
              AffineMap to);

/// `map` without its result for `dim`.
AffineMap dropDim(AffineMap map, Dim dim);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_TILEOPERANDS_H
