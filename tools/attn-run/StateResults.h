//===- StateResults.h - states among a function's results -------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_RUN_STATERESULTS_H
#define ATTN_TOOLS_ATTN_RUN_STATERESULTS_H

#include "attn/Support/HostTensor.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include <vector>

namespace mlir::attn {

/// A state means the same whatever stabiliser it stands at (the third law of
/// normalisers). Returns `results` with the states that `function` returns
/// moved to the stabilisers that `reference` has them at.
std::vector<HostTensor> alignStates(func::FuncOp function,
                                    ArrayRef<HostTensor> results,
                                    ArrayRef<HostTensor> reference);

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_RUN_STATERESULTS_H
