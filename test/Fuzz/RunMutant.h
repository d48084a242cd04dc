//===- RunMutant.h - one text through parser and pipelines ------*- C++ -*-===//

#ifndef ATTN_TEST_FUZZ_RUNMUTANT_H
#define ATTN_TEST_FUZZ_RUNMUTANT_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace mlir {
class MLIRContext;
} // namespace mlir

namespace mlir::attn::fuzz {

/// How far a text came.
struct Outcome {
  bool parsed = false;
  /// How many pipelines it passed.
  unsigned pipelines = 0;
  /// What is wrong with how it was handled; empty where nothing is.
  std::string complaint;
};

/// Parses and verifies `text`, prints and parses it again, and runs the
/// pipelines of all targets, cpu's up to stage sparse. A complaint is a failure
/// that nobody explained, a result that does not verify, or a module that does
/// not survive printing. `enter` hears the name of each step before it is taken.
Outcome runMutant(MLIRContext &context, llvm::StringRef text,
                  llvm::function_ref<void(llvm::StringRef)> enter);

} // namespace mlir::attn::fuzz

#endif // ATTN_TEST_FUZZ_RUNMUTANT_H
