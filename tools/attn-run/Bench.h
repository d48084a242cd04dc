//===- Bench.h - timing, and what it is reported as -------------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_RUN_BENCH_H
#define ATTN_TOOLS_ATTN_RUN_BENCH_H

#include "Executor.h"

namespace mlir::attn {

/// Runs once unmeasured and then as often as asked; prints one JSON line. The
/// results of the last run are left in `results`.
llvm::Error runBench(Executor &executor, const RunOptions &options,
                     ArrayRef<HostTensor> arguments,
                     std::vector<HostTensor> &results,
                     std::optional<double> flops);

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_RUN_BENCH_H
