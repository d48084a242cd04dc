//===- EmptyRows.h - what rows that see nothing give ------------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_TRANSFORMS_EMPTYROWS_H
#define ATTN_LIB_DIALECT_ATTN_TRANSFORMS_EMPTYROWS_H

#include "mlir/IR/Builders.h"

namespace mlir::attn {

/// `output` (heads x rows x inner) with the mean of the first `numKeys` rows of
/// `value` (key heads x keys x inner) in each row whose `stabilizer` (heads x
/// rows) is -inf. The mean is computed only where such a row exists.
Value fillEmptyRows(OpBuilder &builder, Location loc, Value stabilizer,
                    Value value, Value numKeys, Value output);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_TRANSFORMS_EMPTYROWS_H
