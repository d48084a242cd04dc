//===- KernelFunction.h - functions that hold kernels -----------*- C++ -*-===//

#ifndef ATTN_LIB_TARGET_CPU_KERNEL_KERNELFUNCTION_H
#define ATTN_LIB_TARGET_CPU_KERNEL_KERNELFUNCTION_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::attn::cpu {

/// A private function of `inputs`, with an empty entry block, for the code of
/// `op`.
func::FuncOp createKernelFunction(RewriterBase &rewriter, Operation *op,
                                  ArrayRef<Value> inputs);

/// Replaces `op` by a call of `function`, or of an earlier one with the same
/// code.
void callKernelFunction(RewriterBase &rewriter, Operation *op,
                        func::FuncOp function, ArrayRef<Value> inputs);

} // namespace mlir::attn::cpu

#endif // ATTN_LIB_TARGET_CPU_KERNEL_KERNELFUNCTION_H
