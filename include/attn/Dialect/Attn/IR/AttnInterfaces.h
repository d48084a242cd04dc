//===- AttnInterfaces.h - pattern and normaliser interfaces -----*- C++ -*-===//

#ifndef ATTN_DIALECT_ATTN_IR_ATTNINTERFACES_H
#define ATTN_DIALECT_ATTN_IR_ATTNINTERFACES_H

#include "attn/Analysis/Presburger/Formula.h"
#include "attn/Support/ScalarBuilder.h"
#include "mlir/IR/Attributes.h"
#include "mlir/IR/OpDefinition.h"
#include "llvm/ADT/SmallVector.h"

namespace mlir::attn {

/// An operand of a normaliser: a tensor with one value a query head, or a
/// scalar (a tensor of rank 0). The op's clause is spelled by `name`.
struct NormalizerParameter {
  StringRef name;
  bool perHead = true;
};

/// What a normaliser's functions may read besides the score: the parameters'
/// values at this head, in the order of getParameters().
struct NormalizerContext {
  SmallVector<Scalar> parameters;
};

/// One sweep over the scores.
struct NormalizerPass {
  enum class Axis { Row, Column };
  enum class Reduction { Sum, Max };
  Axis axis = Axis::Row;
  Reduction reduction = Reduction::Sum;
};

/// A relation to be recognised, with the questions a `fit` may ask of it.
class PatternFitQuery {
public:
  virtual ~PatternFitQuery() = default;
  virtual MLIRContext *getContext() const = 0;
  /// The sizes at which the relation is seen, at least 1: those of a mask, or
  /// some that are larger than any parameter in use.
  virtual int64_t getNumQueries() const = 0;
  virtual int64_t getNumKeys() const = 0;
  /// Whether (h, q, k), inside those sizes, is in the relation; a probe, cheap.
  virtual bool contains(int64_t h, int64_t q, int64_t k) const = 0;
};

/// A weight P[q, k] of a graph in which scores, normaliser and values are
/// separate ops, read as an expression in which the key is free. Conversions
/// between float types are not seen.
class UnfusedWeight {
public:
  using Expr = const void *;
  enum class Kind {
    Constant, // getConstant
    Add,
    Sub,
    Mul,
    Div,
    Neg,
    Max,
    Exp,
    Log,
    Pow,      // base, constant exponent
    Select,   // condition, value if true, value if false
    IsNegInf, // x == -inf
    RowSum,   // over the keys of the row, of an expression at the free key
    RowMax,
    RowAll, // conjunction over the keys
    Other
  };
  virtual ~UnfusedWeight() = default;
  virtual MLIRContext *getContext() const = 0;
  virtual Expr getRoot() const = 0;
  virtual Kind getKind(Expr expr) const = 0;
  virtual Expr getOperand(Expr expr, unsigned index) const = 0;
  virtual double getConstant(Expr expr) const = 0;
  /// Whether the expression has one value for a row.
  virtual bool isRowConstant(Expr expr) const = 0;
  /// Whether it has one value for a head.
  virtual bool isHeadConstant(Expr expr) const = 0;

  bool isConstant(Expr expr, double value) const {
    return getKind(expr) == Kind::Constant && getConstant(expr) == value;
  }
};

/// A normaliser recognised in a weight. Equal expressions are equal pointers.
struct UnfusedMatch {
  Attribute normalizer;
  UnfusedWeight::Expr score = nullptr;
  /// In the order of the normaliser's getParameters().
  SmallVector<UnfusedWeight::Expr> parameters;
};

} // namespace mlir::attn

#include "attn/Dialect/Attn/IR/AttnAttrInterfaces.h.inc"

#endif // ATTN_DIALECT_ATTN_IR_ATTNINTERFACES_H
