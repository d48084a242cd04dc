//===- Flops.h - useful operations of an entry ------------------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_RUN_FLOPS_H
#define ATTN_TOOLS_ATTN_RUN_FLOPS_H

#include "attn/Support/HostTensor.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include <optional>

namespace mlir::attn {

/// Useful floating-point operations of one call of `function`: 2 * (Dk + Dv)
/// for each visible pair of each attention. nullopt where that is not all the
/// work, or where sizes do not follow from the arguments: other products in the
/// function, attention on computed tensors, run-time lengths, offsets or
/// pattern operands.
std::optional<double> countFlops(func::FuncOp function,
                                 ArrayRef<HostTensor> arguments);

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_RUN_FLOPS_H
