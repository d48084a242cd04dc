//===- PairPath.h - whether edits keep queries and keys apart ---*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_PAIRPATH_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_PAIRPATH_H

#include "mlir/IR/Value.h"

namespace mlir::attn {

/// Whether `edited`, a tensor with queries and keys as its last two dimensions, is
/// computed from elements of `pairs`, such a tensor too, each at a query that
/// depends on the query alone and at a key that depends on the key alone. Follows
/// elementwise ops, reshapes, contractions, convolutions and padding.
bool keepsPairs(Value edited, Value pairs);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_RAISE_PAIRPATH_H
