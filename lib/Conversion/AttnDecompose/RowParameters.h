//===- RowParameters.h - a normaliser's parameters in tensors ---*- C++ -*-===//

#ifndef ATTN_LIB_CONVERSION_ATTNDECOMPOSE_ROWPARAMETERS_H
#define ATTN_LIB_CONVERSION_ATTNDECOMPOSE_ROWPARAMETERS_H

#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::attn {

/// The parameters at the absolute query head `head`.
inline SmallVector<Value> extractParameters(OpBuilder &builder, Location loc,
                                            ValueRange parameters, Value head) {
  return llvm::map_to_vector(parameters, [&](Value parameter) -> Value {
    bool perHead = cast<ShapedType>(parameter.getType()).getRank() == 1;
    return tensor::ExtractOp::create(builder, loc, parameter,
                                     perHead ? ValueRange(head) : ValueRange());
  });
}

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNDECOMPOSE_ROWPARAMETERS_H
