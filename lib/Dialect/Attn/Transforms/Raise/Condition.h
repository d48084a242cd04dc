//===- Condition.h - conditions on indices as formulas ----------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_CONDITION_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_CONDITION_H

#include "ScalarExpr.h"
#include "attn/Analysis/Presburger/Formula.h"

namespace mlir::attn {

/// Reads expressions that depend on (h, q, k) and on symbols alone. The space's
/// symbol i becomes the operand symbol kFirstOperandSymbol + i.
class ConditionReader {
public:
  /// `variables` maps each index variable to an expression over the relation's
  /// dimensions, or to null for one that a relation does not have.
  ConditionReader(ScalarContext &scalars, ArrayRef<AffineExpr> variables)
      : scalars(scalars), variables(variables) {}

  /// A piecewise value: disjoint conditions that cover everything.
  template <typename T>
  using Pieces = std::optional<SmallVector<std::pair<Formula, T>>>;

  /// The set where the i1 expression is true, std::nullopt if it cannot be read.
  std::optional<Formula> read(ScalarExpr condition);
  /// An integer, or a float that holds one.
  Pieces<AffineExpr> readInteger(ScalarExpr expr);
  /// A float that is constant on each piece.
  Pieces<double> readFloat(ScalarExpr expr);

  ArrayRef<AffineExpr> getVariables() const { return variables; }
  ScalarContext &getScalars() { return scalars; }

private:
  std::optional<Formula> readBool(ScalarExpr condition);
  std::optional<Formula> compare(int64_t predicate, ScalarExpr a, ScalarExpr b);
  Pieces<AffineExpr> readIntegerOp(ScalarExpr expr);
  std::optional<AffineExpr> toRelation(AffineExpr expr);

  ScalarContext &scalars;
  ArrayRef<AffineExpr> variables;
};

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_CONDITION_H
