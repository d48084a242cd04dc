//===- CHeader.h - C declarations of compiled functions ---------*- C++ -*-===//

#ifndef ATTN_TARGET_HOST_CHEADER_H
#define ATTN_TARGET_HOST_CHEADER_H

#include "mlir/IR/BuiltinOps.h"

namespace mlir::attn {

/// Prints a C header that declares the entry points of every public function
/// of `module`, at whatever stage it is. Fails with an error where C has no
/// type for an argument or a result.
LogicalResult printCHeader(ModuleOp module, llvm::raw_ostream &os);

} // namespace mlir::attn

#endif // ATTN_TARGET_HOST_CHEADER_H
