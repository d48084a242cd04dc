//===- Rearrangement.h - tensors in another order, read in place -*- C++ -*-===//
//
// An operand or result of an attention may be another tensor, its original, in
// another order: padded, its dimensions split into digits, the digits permuted
// and merged again. A tile of such a tensor is a box of the original with a
// step along each axis, so that nothing of the original's size has to be moved.
// With 90 places in windows of 8, the first of which begins 4 places early,
// window 0 is the box of places 0 to 3 behind 4 places that are padding.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_REARRANGEMENT_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_REARRANGEMENT_H

#include "TileOperands.h"

namespace mlir::attn {

/// One digit of a dimension: a step of it moves by `weight` along `axis` of the
/// original.
struct PlaceDigit {
  unsigned axis;
  int64_t size, weight;
};

/// How a tensor of static sizes comes from its original.
struct Rearrangement {
  /// The digits of each dimension, the most significant first.
  SmallVector<SmallVector<PlaceDigit>> dims;
  /// Of each axis of the original: its size and the places added before it.
  SmallVector<int64_t> sizes, before;
};

/// A tensor and how another one comes from it, or goes to it.
struct Rearranged {
  Value original;
  Rearrangement how;
};

/// The original of `operand`, whose padding is zero; none if it is not permuted.
std::optional<Rearranged> traceOperand(Value operand);

/// The tensor that `result` is put back into, and nothing else; none if there is
/// none or it is not permuted.
std::optional<Rearranged> traceResult(Value result);

/// Whether rows, and heads as far as they are classes, are in `order`, which has
/// one axis.
bool isOrderedBy(const Rearrangement &how, AffineMap map, Dim row,
                 OrderAttr order);

/// The boxes of an original that are tiles of a rearranged tensor.
class BoxPlan {
public:
  /// For tiles of `numHeads` x `numRows` of a tensor indexed by `map`; none if
  /// such tiles are no boxes, or boxes with another order of their dimensions.
  static std::optional<BoxPlan> get(const Rearrangement &how, AffineMap map,
                                    Dim row, int64_t numHeads, int64_t numRows);

  /// A tile is a slice of the original with one step from row to row, which may
  /// hold the first rows of the tile only.
  bool isStrided() const;
  /// Some tiles of a strided plan hold fewer rows.
  bool shortens() const;
  /// Rows are the same places in `other`.
  bool hasRowsOf(const BoxPlan &other) const;
  /// All sizes of a tile are static, as a copy of it needs.
  bool isStatic() const { return !anyRows; }

  /// What of a tile is in the original, and how many of the tile's first places
  /// along each axis are padding.
  struct Part {
    SmallVector<OpFoldResult> offsets, sizes, strides, skipped;
  };
  Part getPart(OpBuilder &b, Location loc, const TileBox &box) const;
  /// The same for a strided plan and a box with as many rows as there are.
  Part getRows(OpBuilder &b, Location loc, const TileBox &box) const;
  /// How many rows `part` of a strided plan has.
  OpFoldResult countRows(OpBuilder &b, const Part &part) const;

  /// The tile of a strided plan, heads x rows (x inner).
  Value slice(OpBuilder &b, Location loc, Value original,
              const Part &part) const;
  /// A copy, in `tile`, of the tile of any plan whose sizes are static; zero
  /// where it has padding.
  Value gather(OpBuilder &b, Location loc, Value original, const Part &part,
               Value tile) const;
  /// An empty tile.
  Value makeTile(OpBuilder &b, Location loc, Type element) const;
  /// `part` of `tile`, as `insert` takes it: of a slice, or of a whole tile.
  Value takeSlice(OpBuilder &b, Location loc, Value tile) const;
  Value takeBox(OpBuilder &b, Location loc, Value tile, const Part &part) const;
  /// Puts `values` into a parallel loop's output.
  void insert(OpBuilder &b, Location loc, Value values, Value original,
              const Part &part) const;

private:
  enum class Role { None, Head, Row, Inner };
  struct Axis {
    int64_t size = 1, before = 0;
    /// The first place of the tile, of (batch, head, row); may be outside.
    AffineExpr start;
    int64_t step = 1, extent = 1;
    Role role = Role::None;
    bool clipsLow = false, clipsHigh = false;

    bool isKept() const { return role != Role::None; }
  };
  // A digit that runs in a tile.
  struct Run {
    PlaceDigit digit;
    int64_t extent;
    Role role;
  };
  BoxPlan(const Rearrangement &how, MLIRContext *context);
  void fix(ArrayRef<PlaceDigit> digits, AffineExpr index);
  bool addHeads(ArrayRef<PlaceDigit> digits, int64_t numHeads);
  bool addRows(ArrayRef<PlaceDigit> digits, int64_t numRows);
  bool placeRuns();
  void findClips(const Rearrangement &how);

  void clip(OpBuilder &b, Location loc, const Axis &axis, OpFoldResult extent,
            Part &part) const;
  Part getPart(OpBuilder &b, Location loc, const TileBox &box,
               bool isCounted) const;
  SmallVector<int64_t> keptShape(const Part &part) const;
  SmallVector<ReassociationIndices> keptGroups(const Part &part) const;
  Value extract(OpBuilder &b, Location loc, Value original,
                const Part &part) const;
  SmallVector<int64_t> splitShape() const;
  // For each dimension of a split tile its axis, -1 for one that has none.
  SmallVector<int64_t> keptAxes() const;
  SmallVector<ReassociationIndices> splitGroups() const;
  Value splitTile(OpBuilder &b, Location loc, Value tile) const;
  SmallVector<ReassociationIndices> sliceGroups() const;

  SmallVector<Axis> axes;
  SmallVector<Run> runs;
  // Rows of a tile are as many as its box says.
  bool anyRows = false;
  bool hasInner = false;
  int64_t heads = 1, rows = 1;
  MLIRContext *context;
};

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_REARRANGEMENT_H
