//===- Arguments.h - values for a function's arguments ----------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_RUN_ARGUMENTS_H
#define ATTN_TOOLS_ATTN_RUN_ARGUMENTS_H

#include "RunOptions.h"
#include "attn/Support/HostTensor.h"

namespace mlir::attn {

/// Reads or makes the arguments of `function` and checks them against its
/// types.
llvm::Expected<std::vector<HostTensor>>
makeArguments(func::FuncOp function, const RunOptions &options);

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_RUN_ARGUMENTS_H
