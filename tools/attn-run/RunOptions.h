//===- RunOptions.h - what the user of attn-run asks for --------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_RUN_RUNOPTIONS_H
#define ATTN_TOOLS_ATTN_RUN_RUNOPTIONS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <string>
#include <vector>

namespace mlir::attn {

struct RunOptions {
  std::string input;
  std::string entry;
  std::string target = "cpu";
  std::string cpu = "native";
  std::vector<std::string> args;
  std::vector<std::string> outs;
  std::optional<uint64_t> randomSeed;
  /// Sizes for the `?` of random arguments, in order; used over and over.
  std::vector<int64_t> dims;
  bool compare = false;
  bool checkOperands = false;
  /// Repeats, if the run is to be timed.
  std::optional<unsigned> bench;
  unsigned threads = 0;
  bool rounded = false;
  bool print = false;
  /// Expand plans ahead of everything and print how many sweeps they made.
  bool sweeps = false;
};

inline llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// The error whose text the diagnostics have said already; empty.
inline llvm::Error makeReported() { return makeError(""); }

/// What can be found wrong before the input is read.
llvm::Error checkRunOptions(const RunOptions &options);

/// All that attn-run does, after the command line.
llvm::Error runModule(ModuleOp module, const RunOptions &options);

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_RUN_RUNOPTIONS_H
