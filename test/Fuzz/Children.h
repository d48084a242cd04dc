//===- Children.h - mutants in processes of their own -----------*- C++ -*-===//

#ifndef ATTN_TEST_FUZZ_CHILDREN_H
#define ATTN_TEST_FUZZ_CHILDREN_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include <cstdint>
#include <optional>

namespace mlir::attn::fuzz {

/// What a process shares with the one that watches it.
struct Shared {
  /// The chain at hand, its last text, and the step that this is in.
  uint64_t number;
  char text[1 << 16];
  char step[64];
  /// Counts of all that have run.
  uint64_t texts, parsed, pipelines;
  /// Set by a crash: a function of attn was on the stack; the innermost
  /// functions, one a line.
  bool inAttn;
  char stack[2048];
  /// Set by a mutant that ended but was handled wrongly.
  char complaint[512];
};

/// How a process came to its end before it had run all that it was to.
struct Death {
  bool hung;
  int signal;
};

/// Memory that outlives a crash of who writes it.
Shared *makeShared();

/// Runs `work` in a process of its own, with limits on memory and on processor
/// time between calls of restartClock(). Nullopt: it returned.
std::optional<Death> runChild(Shared &shared, llvm::function_ref<void()> work);

/// Called in a child: a step begins. What is on the stack at this moment drives
/// the test and is not to blame for a crash.
void restartClock();

} // namespace mlir::attn::fuzz

#endif // ATTN_TEST_FUZZ_CHILDREN_H
