//===- TileOperands.h - tiles of an attention's operands --------*- C++ -*-===//
//
// Whatever its layout, an operand reaches the tile ops as heads x rows x inner.
// A slice gives that form by dropping unit dimensions where the head comes
// before the row, as in BHND and BSHD; other orders go through an expand_shape,
// and a tensor whose inner dimension is not the last is transposed first.
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
  /// Emits at most one transpose or reshape of the whole operand.
  TileOperand(OpBuilder &builder, Location loc, Value value, AffineMap map,
              Dim row, Dim inner);

  explicit operator bool() const { return static_cast<bool>(value); }
  Value getValue() const { return value; }
  AffineMap getMap() const { return map; }
  /// Whether tiles of several heads can be sliced without a copy.
  bool allowsHeadTiles() const;

  /// The tile, heads x rows x inner. `numHeads` is static.
  Value extract(OpBuilder &builder, Location loc, const TileBox &box) const;

private:
  Value value;
  AffineMap map;
  Dim row = Dim::Q, inner = Dim::D;
};

/// Offsets, sizes and unit strides of `box` in a tensor indexed by `map` whose
/// inner extent is `innerSize`.
void getSlice(OpBuilder &builder, AffineMap map, const TileBox &box,
              OpFoldResult innerSize, SmallVectorImpl<OpFoldResult> &offsets,
              SmallVectorImpl<OpFoldResult> &sizes,
              SmallVectorImpl<OpFoldResult> &strides);

/// Whether slices of a tensor indexed by `map` drop to heads x rows (x inner)
/// by losing unit dimensions alone.
bool dropsToTile(AffineMap map, Dim row, std::optional<Dim> inner);

/// `map` without its result for `dim`.
AffineMap dropDim(AffineMap map, Dim dim);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_TILEOPERANDS_H
