//===- PartsTiles.h - tiles of what stands between the parts ----*- C++ -*-===//
//
// Idea. A tile of every tensor of the chain is computed once for a tile of
// queries and keys, as large as its uses need, and read by slices. Tiles keep
// the keys and, innermost, the queries: neighbours of a convolution and heads
// that are mixed are then rows, never lanes, and a halo costs whole rows.
//
//   chain value  (b, h, q, k)   tile  (1, h, keys + halo, queries)
//
// Tiles are clipped to the pairs there are; their buffers have a fixed size and
// belong to the task, not to the loop over keys.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSTILES_H
#define ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSTILES_H

#include "PartsChain.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <array>
#include <map>

namespace mlir::attn {

/// Index arithmetic that folds what is known.
struct IndexMath {
  OpBuilder &b;
  Location loc;

  OpFoldResult constant(int64_t value) const { return b.getIndexAttr(value); }
  Value value(OpFoldResult x) const;
  OpFoldResult add(OpFoldResult x, OpFoldResult y) const;
  OpFoldResult sub(OpFoldResult x, OpFoldResult y) const;
  OpFoldResult min(OpFoldResult x, OpFoldResult y) const;
  OpFoldResult max(OpFoldResult x, OpFoldResult y) const;
  OpFoldResult mul(OpFoldResult x, int64_t factor) const;
};

/// The tile of one axis: [start, start + count) of [0, extent); `most` bounds
/// the count.
struct TileAxis {
  OpFoldResult start, count, extent;
  int64_t most = 1;
};

class TileEmitter {
public:
  /// Emits at `builder`; what depends on no key goes before `loop`, the loop
  /// over keys.
  TileEmitter(OpBuilder &builder, const PartsChain &chain, Operation *loop);

  TileAxis &axis(Axis which) { return axes[static_cast<unsigned>(which)]; }

  /// The weights of a normalisation whose state is known, in the form of
  /// `empty`, from a tile of its scores of the same form: at most `mostKeys`
  /// from `firstKey` on.
  using WeightsBuilder =
      std::function<Value(NormalizeOp, Value scores, OpFoldResult firstKey,
                          int64_t mostKeys, Value empty)>;

  /// Makes the tiles of all values of `reaches`.
  void emit(const PartsChain::Reaches &reaches, const WeightsBuilder &weights);

  /// The tile of `root` without its halo.
  Value getTile(Value root);

  /// A buffer of the task with at least these sizes, cut to them.
  Value makeEmpty(ArrayRef<OpFoldResult> sizes, ArrayRef<int64_t> most,
                  Type element);
  /// Right before the loop over keys.
  OpBuilder::InsertPoint taskPoint() const;

private:
  struct Range {
    OpFoldResult offset, size;
    int64_t most = 1;
  };
  struct Loops {
    SmallVector<OpFoldResult> offsets, sizes;
    SmallVector<int64_t> most;
    SmallVector<ChainDim> dims;
  };
  struct Operand {
    Value tensor;
    AffineMap map;
  };

  Range getRange(ChainDim dim, Reach reach, int64_t size);
  SmallVector<Range> getBox(Value value, ArrayRef<Reach> reach);
  SmallVector<unsigned> getOrder(Value value) const;
  Value makeEmptyTile(Value value);
  Value slice(Value value, ArrayRef<Range> box);
  Value emitValue(Value value, const WeightsBuilder &weights);
  Value emitGeneric(linalg::GenericOp op);
  Value takePart(Value value, Value result, ArrayRef<Range> box);
  Value putPart(Value part, Value tile, Value result,
                ArrayRef<OpFoldResult> offsets, ArrayRef<Range> box);
  Value emitPad(tensor::PadOp op);
  Value emitConcat(tensor::ConcatOp op);
  Value emitReshape(Operation *op, Value source,
                    ArrayRef<ReassociationIndices> groups, bool expands);
  Value emitRelabel(Value source, Value result,
                    ArrayRef<std::pair<int64_t, int64_t>> same);
  Value emitWeights(NormalizeOp op, const WeightsBuilder &weights);
  Loops getLoops(linalg::GenericOp op);
  OpFoldResult wholeSize(linalg::GenericOp op, unsigned loop);
  Operand readOperand(linalg::GenericOp op, OpOperand &operand,
                      const Loops &loops);
  Operand readLeaf(Value leaf, ArrayRef<Range> box, ArrayRef<AffineExpr> exprs,
                   const Loops &loops);
  Value copyInto(Value source, AffineMap sourceMap, Value target);

  OpBuilder &b;
  const PartsChain &chain;
  Operation *loop;
  TileAxis axes[5];
  const PartsChain::Reaches *reaches = nullptr;
  DenseMap<Value, Value> tiles;
  DenseMap<Value, SmallVector<Range>> boxes;
  /// Ranges made before, by axis, excess and reach.
  std::map<std::array<int64_t, 4>, Range> ranges;
};

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSTILES_H
