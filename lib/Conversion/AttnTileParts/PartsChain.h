//===- PartsChain.h - what stands between the parts -------------*- C++ -*-===//
//
// Idea. Every tensor between attn.scores and attn.aggregate that holds a number
// for each pair (q, k) is computed a tile at a time. Which of its dimensions
// run along the queries and the keys follows from the weights, back to front,
// through indexing maps. An index such as k + t of a convolution makes the tile
// of its operand reach over the tile of its result: the halo.
//
// Example: a 1 x 3 convolution of a tensor padded by 1 on both sides,
//
//   out[h, q, k]    = sum_e,t  w[h, e, t] * in[e, q, k + t]
//   out             tile [k0, k0 + T)
//   in (padded)          [k0, k0 + T + 2)
//   before padding       [k0 - 1, k0 + T + 1), clipped to the keys there are
//
// The values are those of one block, whose order is that of the computation.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSCHAIN_H
#define ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSCHAIN_H

#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "llvm/ADT/MapVector.h"

namespace mlir::attn {

/// What a dimension runs along. `Whole` ones are never cut.
enum class Axis : uint8_t { Whole, Batch, Head, Query, Key };

/// A dimension of a value: its axis, and by how much its extent is larger than
/// that of the axis (padding).
struct ChainDim {
  Axis axis = Axis::Whole;
  int64_t excess = 0;
  bool operator==(const ChainDim &o) const {
    return axis == o.axis && excess == o.excess;
  }
};

/// A tile [a, a + T) of an axis needs [a - before, a + T + after) here.
struct Reach {
  int64_t before = 0, after = 0;
};

/// coefficient * loop, summed, plus a constant.
struct LinearIndex {
  SmallVector<std::pair<unsigned, int64_t>, 2> terms;
  int64_t constant = 0;
};
/// Fails for other expressions and for negative coefficients.
FailureOr<LinearIndex> getLinearIndex(AffineExpr expr);

class PartsChain {
public:
  /// Follows `aggregate` back to the tensors without pairs. With `splitHeads`
  /// heads are an axis, which fails if something mixes them. `reason` says why
  /// the parts are no chain.
  static FailureOr<PartsChain> follow(AggregateOp aggregate, bool splitHeads,
                                      std::string &reason);

  AggregateOp getAggregate() const { return aggregate; }
  /// Normalisations in the order of the computation, and how many others each
  /// waits for.
  ArrayRef<NormalizeOp> getNormalizes() const { return normalizes; }
  unsigned getLevel(NormalizeOp op) const { return levels.lookup(op); }
  bool splitsHeads() const { return splitHeads; }

  bool contains(Value value) const { return dims.contains(value); }
  ArrayRef<ChainDim> getDims(Value value) const {
    return dims.find(value)->second;
  }
  /// The axis of each loop of `op`, whose result is in the chain.
  SmallVector<ChainDim> getLoopDims(linalg::LinalgOp op) const;

  using Reaches = llvm::MapVector<Value, SmallVector<Reach>>;
  /// The values that tiles of `roots` need, last computed first.
  Reaches getReaches(ArrayRef<Value> roots) const;

private:
  LogicalResult visit(Operation *op);
  LogicalResult visitLinalg(linalg::LinalgOp op);
  LogicalResult visitReshape(Operation *op, Value source, Value result,
                             ArrayRef<ReassociationIndices> groups,
                             bool expands);
  bool isLoopOfLeaf(linalg::LinalgOp op, unsigned loop) const;
  LogicalResult assign(Value value, SmallVector<ChainDim> found);
  LogicalResult give(const Twine &why);
  void findLevels();
  void spread(Operation *op, ArrayRef<Reach> reach, Reaches &all) const;
  void spreadLinalg(linalg::LinalgOp op, ArrayRef<Reach> reach,
                    Reaches &all) const;

  AggregateOp aggregate;
  bool splitHeads = false;
  SmallVector<NormalizeOp> normalizes;
  DenseMap<Operation *, unsigned> levels;
  llvm::MapVector<Value, SmallVector<ChainDim>> dims;
  std::string *reason = nullptr;
};

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNTILEPARTS_PARTSCHAIN_H
