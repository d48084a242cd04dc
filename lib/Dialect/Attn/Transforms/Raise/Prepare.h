//===- Prepare.h - the graph before and after raising -----------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_PREPARE_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_PREPARE_H

#include "mlir/IR/Operation.h"

namespace mlir::attn {

/// Brings reshapes and softmax ops into the forms that the matcher reads.
LogicalResult prepareForRaise(Operation *root);

/// Folds the reshapes around attentions and drops what is not used any more.
LogicalResult cleanUpAfterRaise(Operation *root);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_PREPARE_H
