//===- Outline.h - the parts of an attention in a function ------*- C++ -*-===//
//
// The parts and what stands between them are copied to a function of their own
// and brought to one form there: linalg.generic, no reshape that runs through
// pairs. Nothing else of the module is touched, and if no tiles come of it the
// copy is thrown away.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_CONVERSION_ATTNTILEPARTS_OUTLINE_H
#define ATTN_LIB_CONVERSION_ATTNTILEPARTS_OUTLINE_H

#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace mlir::attn {

/// A detached function that computes the results of an attn.aggregate and of
/// the attn.normalize ops before it from `inputs`.
struct OutlinedParts {
  OwningOpRef<func::FuncOp> function;
  SmallVector<Value> inputs;
  /// Results of the module that the function's results stand for.
  SmallVector<Value> outputs;
};

OutlinedParts outlineParts(AggregateOp op);

/// Brings the function to the form that chains are followed in.
LogicalResult simplifyParts(func::FuncOp function);

} // namespace mlir::attn

#endif // ATTN_LIB_CONVERSION_ATTNTILEPARTS_OUTLINE_H
