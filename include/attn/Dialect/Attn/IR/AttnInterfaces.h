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

} // namespace mlir::attn

#include "attn/Dialect/Attn/IR/AttnAttrInterfaces.h.inc"

#endif // ATTN_DIALECT_ATTN_IR_ATTNINTERFACES_H
