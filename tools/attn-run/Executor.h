//===- Executor.h - one way to run a function -------------------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_RUN_EXECUTOR_H
#define ATTN_TOOLS_ATTN_RUN_EXECUTOR_H

#include "RunOptions.h"
#include "attn/Support/HostTensor.h"
#include <memory>

namespace mlir::attn {

/// A module made ready to run on one target.
class Executor {
public:
  virtual ~Executor() = default;

  /// Prepares `module`, which is left as it is.
  static llvm::Expected<std::unique_ptr<Executor>>
  create(ModuleOp module, const RunOptions &options);

  /// Runs the entry. `results` is empty in the first run and holds an earlier
  /// run's results, whose memory is used again, in later ones.
  virtual llvm::Error run(ArrayRef<HostTensor> arguments,
                          std::vector<HostTensor> &results) = 0;
};

/// The targets there are, for messages.
ArrayRef<StringRef> getRunTargets();

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_RUN_EXECUTOR_H
