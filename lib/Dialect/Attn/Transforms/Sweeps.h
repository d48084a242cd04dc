//===- Sweeps.h - folds over rows and columns of an attention ---*- C++ -*-===//
//
// Idea. A sweep over the columns of an attention is a sweep over the rows of
// another one, whose queries are the keys of the first and the other way round.
// So both are an attn.partial without values: all that kernels can do for
// attention they do for sweeps, and no score is kept.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_SWEEPS_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_SWEEPS_H

#include "FusedClauses.h"

namespace mlir::attn {

/// Numbers of rows, B x H x Nq, and of columns, B x H x Nk.
struct Potentials {
  SmallVector<Value> row, column;

  SmallVector<Value> flatten() const;
  static Potentials unflatten(ValueRange values, size_t numRow);
};

/// The scores of an op: computed from its clauses or, where `dense` is set, the
/// elements of that B x H x Nq x Nk tensor. Regions may be null.
struct PairScores {
  FusedClauses clauses;
  Value dense;
};

class SweepBuilder {
public:
  using Axis = NormalizerPass::Axis;
  using Edit = NormalizerPass::Edit;

  SweepBuilder(OpBuilder &builder, const PairScores &pairs);

  FloatType getType() const { return type; }
  /// A tensor of one number for each row or column, of the accumulation type
  /// unless another is given.
  Value createEmpty(Axis axis, Type element = {});

  /// m and the accumulators of `fold` for each row or column, over the visible
  /// pairs with their edited scores.
  SmallVector<Value> emitFold(Axis axis, const Edit &edit,
                              NormalizerAttrInterface fold,
                              const Potentials &potentials);

  /// Fills the empty `region` with the score region of the op itself that ends
  /// with the edit.
  void buildScore(Region &region, const Edit &edit,
                  const Potentials &potentials);

  /// The edited score from the potentials at (b, h, row) and (b, h, column).
  Value editScore(const Edit &edit, Value score, const Potentials &potentials,
                  ValueRange rowAt, ValueRange columnAt);

private:
  struct Operands {
    Value query, key;
    SmallVector<AffineMap> maps;
    Value lengths, queryLengths, qOffset;
    PatternAttrInterface pattern;
  };
  Operands getOperands();
  Operands getExchangedOperands();

  OpFoldResult getSize(Dim dim);
  int64_t getStaticSize(Dim dim) const;
  Value negateOffset();
  Value expandKeys();
  Value getOffset(Value batch);
  Value add(Value index, Value offset, bool subtract = false);
  void buildScore(Region &region, bool exchanged, const Edit &edit,
                  const Potentials &potentials);
  void buildCombine(Region &region, bool exchanged);

  OpBuilder &b;
  const PairScores &pairs;
  const FusedClauses &clauses;
  Location loc;
  FloatType type;
};

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_SWEEPS_H
