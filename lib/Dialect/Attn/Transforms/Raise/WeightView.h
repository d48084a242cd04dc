//===- WeightView.h - a traced weight as normalisers see it -----*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_WEIGHTVIEW_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_WEIGHTVIEW_H

#include "ElementTrace.h"
#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

/// Reads the expression of a weight at (.., q, k); reductions over keys are read
/// as row operations on the expression that they reduce.
class WeightView : public UnfusedWeight {
public:
  WeightView(ElementTrace &trace, ScalarExpr root, AffineExpr query,
             AffineExpr key)
      : trace(trace), root(strip(root)), query(query), key(key) {}

  MLIRContext *getContext() const override {
    return trace.getSpace().getContext();
  }
  Expr getRoot() const override { return root; }
  Kind getKind(Expr expr) const override;
  Expr getOperand(Expr expr, unsigned index) const override;
  double getConstant(Expr expr) const override;
  bool isRowConstant(Expr expr) const override;
  bool isHeadConstant(Expr expr) const override;

  /// From here on `expr` is seen as the exponential of `exponent`, its logarithm.
  void presentAsExp(ScalarExpr expr, ScalarExpr exponent) {
    exponents[expr] = exponent;
  }
  /// What `expr`, an element, sums over the keys; null if it does not.
  ScalarExpr getSummand(ScalarExpr expr) const;

  static ScalarExpr asScalar(Expr expr) {
    return static_cast<ScalarExpr>(expr);
  }
  /// `expr` without conversions between float types around it.
  static ScalarExpr strip(ScalarExpr expr);

private:
  /// One over the keys of `body`; or, of kind Add or Max, `body` and `rest`.
  struct Reduction {
    Kind kind = Kind::Other;
    ScalarExpr body = nullptr, rest = nullptr;
  };
  bool isKeyRange(int64_t size) const;
  Reduction getReduction(ScalarExpr expr) const;
  Reduction computeReduction(ScalarExpr expr) const;
  Reduction splitReduction(ScalarExpr expr, Kind kind, ScalarExpr body,
                           int64_t size,
                           function_ref<ScalarExpr(int64_t)> at) const;

  ElementTrace &trace;
  ScalarExpr root;
  AffineExpr query, key;
  llvm::DenseMap<ScalarExpr, ScalarExpr> exponents;
  mutable llvm::DenseMap<ScalarExpr, Reduction> reductions;
};

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_WEIGHTVIEW_H
