//===- HostScalar.h - expressions of constants as numbers -------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_HOSTSCALAR_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_HOSTSCALAR_H

#include "ScalarExpr.h"

namespace mlir::attn {

/// Evaluates expressions whose leaves are index variables and elements of
/// constant tensors: how a mask that is a buffer of the model is read.
class HostScalar {
public:
  /// Whether `expr` can be evaluated at all.
  bool canEvaluate(ScalarExpr expr);

  /// The value of `expr`, which canEvaluate, at the given index variables.
  /// Integers and i1 come as numbers.
  double evaluate(ScalarExpr expr, ArrayRef<int64_t> dims);

private:
  struct Tensor {
    SmallVector<int64_t> strides, shape;
    std::vector<double> values;
  };
  const Tensor *getTensor(Value value);

  llvm::DenseMap<Value, std::unique_ptr<Tensor>> tensors;
};

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_HOSTSCALAR_H
