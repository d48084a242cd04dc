//===- Explain.h - what the compiler makes of each attention ----*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_EXPLAIN_EXPLAIN_H
#define ATTN_TOOLS_ATTN_EXPLAIN_EXPLAIN_H

#include "Svg.h"
#include "mlir/IR/BuiltinOps.h"
#include <string>

namespace mlir::attn {

struct ExplainOptions {
  std::string target = "cpu";
  /// What stands for sizes that are known at run time only.
  int64_t size = 1024;
  int64_t batch = 1;
  int64_t queryOffset = 0;
  /// Values of the patterns' operands, in order; the last one stands for more.
  std::vector<int64_t> operands;
};

/// Writes a report of every attention in `module` (which is changed) to `os`,
/// and adds their patterns to `pictures`. On failure the context's handler has
/// the reason.
LogicalResult explain(ModuleOp module, const ExplainOptions &options,
                      raw_ostream &os, std::vector<Picture> &pictures);

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_EXPLAIN_EXPLAIN_H
