//===- Operand.h - queries, keys and values behind their reshapes -*- C++ -*-===//
//
// Between a projection and the product that reads it stand transposes, head
// splits, a scale, copies of key heads. Walking back through them, every tensor
// on the way is a candidate for the operand of attn.attention: the furthest one
// whose indices are just (b, h, row, inner), each at most once, needs no copy.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_OPERAND_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_OPERAND_H

#include "ElementTrace.h"
#include "attn/Dialect/Attn/IR/AttentionShape.h"

namespace mlir::attn {

/// A tensor that an operand can be read from.
struct OperandCandidate {
  Value tensor;
  SmallVector<AffineExpr> indices;
  /// The constant by which its elements are multiplied on the way.
  double factor = 1.0;
};

/// `value` read at `indices`, and every tensor behind it that holds the same
/// elements up to a constant factor; nearest first.
SmallVector<OperandCandidate> collectCandidates(ElementTrace &trace,
                                                Value value,
                                                ArrayRef<AffineExpr> indices);

/// How the batch variables of a match are grouped into b and h.
struct HeadSplit {
  /// Variables with their extents, major to minor.
  ArrayRef<AffineExpr> variables;
  ArrayRef<int64_t> extents;
  /// variables[0, batchEnd) make b, the rest h; variables[batchEnd, keyHeadEnd)
  /// make the key head.
  unsigned batchEnd, keyHeadEnd;

  /// The linear index over variables[begin, end), extents of 1 left out.
  AffineExpr getIndex(unsigned begin, unsigned end, MLIRContext *context) const;
  /// Its extent; dynamic if one variable's is.
  int64_t getExtent(unsigned begin, unsigned end) const;
};

/// What one dimension of a candidate's tensor, or a few that follow each other
/// and are collapsed, stand for.
struct OperandDim {
  enum class Role { Index, BatchAndHead, Constant };
  Role role;
  /// Role::Index.
  Dim dim = Dim::B;
  /// Role::Constant: the index. Else the slice that is read.
  int64_t constant = 0, offset = 0, stride = 1;
  /// The extent of what is read; the dimension's if it is not sliced.
  std::optional<int64_t> size = std::nullopt;
  /// The dimensions of the tensor.
  unsigned first = 0, count = 1;
};

struct OperandPlan {
  OperandCandidate candidate;
  SmallVector<OperandDim> dims;
  /// How many slices and reshapes it takes; less is better.
  unsigned cost = 0;
};

/// The best candidate for an operand with the given row and inner variables.
/// `isKey` says that h counts key heads. std::nullopt if none will do.
std::optional<OperandPlan>
planOperand(const IndexSpace &space, ArrayRef<OperandCandidate> candidates,
            const HeadSplit &split, bool isKey, Dim row, AffineExpr rowVariable, Dim inner,
            AffineExpr innerVariable, Type elementType);

/// Builds the tensor that `plan` describes, b and h as separate dimensions and
/// constant indices sliced away. Returns it with its indexing map.
std::pair<Value, AffineMap> buildOperand(OpBuilder &builder, Location loc,
                                         const OperandPlan &plan,
                                         const HeadSplit &split, bool isKey);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_OPERAND_H
