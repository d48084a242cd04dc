//===- RegionInliner.h - score and combine regions inlined ------*- C++ -*-===//

#ifndef ATTN_LIB_CONVERSION_REGIONINLINER_H
#define ATTN_LIB_CONVERSION_REGIONINLINER_H

#include "mlir/IR/Builders.h"

namespace mlir::attn {

/// Clones the one block of `region` with `arguments` for its arguments and
/// returns what it yields. Captured values stay as they are.
Value inlineRegion(OpBuilder &builder, Region &region, ValueRange arguments);

/// `value` in the wider or equal float type `type`.
Value widen(OpBuilder &builder, Location loc, Value value, Type type);

/// `value` rounded to the narrower or equal float type `type`.
Value narrow(OpBuilder &builder, Location loc, Value value, Type type);

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_REGIONINLINER_H
