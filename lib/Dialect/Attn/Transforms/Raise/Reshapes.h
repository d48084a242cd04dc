//===- Reshapes.h - reshapes to computed sizes ------------------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_RESHAPES_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_RESHAPES_H

#include "mlir/IR/Operation.h"

namespace mlir::attn {

/// Turns each tensor.reshape below `root` whose sizes are products of those of its
/// source into tensor.collapse_shape and tensor.expand_shape.
void simplifyReshapes(Operation *root);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_RESHAPES_H
