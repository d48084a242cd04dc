//===- AttnInterfaces.h - pattern and normaliser interfaces -----*- C++ -*-===//

#ifndef ATTN_DIALECT_ATTN_IR_ATTNINTERFACES_H
#define ATTN_DIALECT_ATTN_IR_ATTNINTERFACES_H

#include "attn/Analysis/Presburger/Formula.h"
#include "attn/Support/ScalarBuilder.h"
#include "mlir/IR/Attributes.h"
#include "mlir/IR/OpDefinition.h"
#include "llvm/ADT/SmallVector.h"

#include <functional>

namespace mlir::attn {

/// A place in a sequence: its index and, where the sequence is known to be laid
/// out as a grid, row-major, the coordinates of the place.
struct SequencePlace {
  AffineExpr index;
  SmallVector<int64_t> grid;
  SmallVector<AffineExpr> coordinates;

  /// The coordinates in `sizes`, for a place inside that grid.
  SmallVector<AffineExpr> getCoordinates(ArrayRef<int64_t> sizes) const;
};

/// What a relation is written in: a head, a query, a key.
struct RelationPlaces {
  AffineExpr head;
  SequencePlace query, key;

  /// The dimensions of a relation themselves.
  static RelationPlaces get(MLIRContext *context);
};

/// Two #attn.order in which a pattern's pairs lie close together, but for those
/// of the pattern `apart` (null: none), which are better visited as they are.
/// Classes of the keys are a promise: none of the other pairs joins two.
struct PatternOrder {
  Attribute queries, keys, apart;
};

/// An operand of a normaliser: a tensor with one value a query head, or a
/// scalar (a tensor of rank 0). The op's clause is spelled by `name`.
struct NormalizerParameter {
  StringRef name;
  bool perHead = true;
};

/// What of a row a normaliser asks for.
struct RowContext {
  bool indices = false;
  bool visibleKeys = false;

  bool any() const { return indices || visibleKeys; }
};

/// What a normaliser's functions may read besides the score: the parameters'
/// values at this head, in the order of getParameters(), and of the row what
/// getRowContext() asks for (null otherwise), as numbers of the builder's type.
struct NormalizerContext {
  SmallVector<Scalar> parameters;
  /// Batch entry, query head, absolute query index.
  Scalar batch, head, query;
  /// How many keys the pattern and the lengths let the row see, whatever their
  /// scores.
  Scalar visibleKeys;
  /// For contributions(): what the weight was made against.
  Scalar stabilizer;
};

/// One sweep of a normaliser of several passes: a fold of its own over the keys
/// of each row, or over the queries of each column, from which the row's, or
/// column's, potentials are made. Potentials are numbers, 0 at first.
struct NormalizerPass {
  enum class Axis { Row, Column };
  /// The score that the fold sees. Of -inf it must be -inf where potentials are
  /// finite, so that such a score stays an excluded pair.
  using Edit =
      std::function<Scalar(ScalarBuilder &, Scalar score, ArrayRef<Scalar> row,
                           ArrayRef<Scalar> column)>;
  /// The new potentials from the old ones and the fold's stabiliser and
  /// accumulators; a row or column without a visible pair keeps the old ones.
  using Update = std::function<SmallVector<Scalar>(
      ScalarBuilder &, ArrayRef<Scalar> old, Scalar m, ArrayRef<Scalar> l)>;

  Axis axis = Axis::Row;
  Edit edit;
  /// A normaliser of one pass, with accumulators and without parameters.
  Attribute fold;
  Update update;
};

/// Passes that are made one after the other, `times` times. With `isOpen` no
/// more than that: they end when no row (column, by the last pass's axis) has a
/// positive isOpen, given what the last pass made of its potentials and the
/// epsilon of the accumulation type.
struct NormalizerRound {
  using IsOpen =
      std::function<Scalar(ScalarBuilder &, ArrayRef<Scalar> old,
                           ArrayRef<Scalar> potentials, double epsilon)>;

  SmallVector<NormalizerPass> passes;
  int64_t times = 1;
  IsOpen isOpen;
};

/// The sweeps of a normaliser of several passes. After the rounds the weights
/// are those of `fold`, a normaliser of one pass, on the edited scores.
struct NormalizerPlan {
  /// How many potentials each row and each column has.
  unsigned numRowPotentials = 0, numColumnPotentials = 0;
  SmallVector<NormalizerRound> rounds;
  NormalizerPass::Edit edit;
  /// Null: no plan, the normaliser is a fold itself.
  Attribute fold;
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
    Erf,
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

class NormalizerAttrInterface;

/// The last fold of `normalizer`, which implements the interface and has a plan.
NormalizerAttrInterface getLastFold(Attribute normalizer);

} // namespace mlir::attn

#include "attn/Dialect/Attn/IR/AttnAttrInterfaces.h.inc"

#endif // ATTN_DIALECT_ATTN_IR_ATTNINTERFACES_H
