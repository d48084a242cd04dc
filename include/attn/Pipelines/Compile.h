//===- Compile.h - a module to an artifact ----------------------*- C++ -*-===//
//
// What attn-compile and the C API do: stages, then code generation, then one
// file. Diagnostics of passes go to the context's handler; errors returned here
// are about options and files.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PIPELINES_COMPILE_H
#define ATTN_PIPELINES_COMPILE_H

#include "attn/Pipelines/Pipelines.h"
#include "mlir/IR/BuiltinOps.h"
#include <string>

namespace mlir::attn {

struct CompileOptions {
  std::string target = "cpu";
  /// "native" or a processor that LLVM knows.
  std::string cpu = "native";
  /// mlir, llvm, asm, obj, shared or header.
  std::string emit = "obj";
  /// The stage whose result the input is; empty: the input is source.
  std::string startFromStage;
  /// The stage after which to stop and print; empty: go on to `emit`.
  std::string printAfterStage;
};

/// An error that is already reported through the context's diagnostics.
llvm::Error makeReportedError();

/// What the passes have to know about `cpu`.
llvm::Expected<PipelineOptions> getPipelineOptions(StringRef cpu);

/// Runs the stages of `target` after `from` up to `to` (empty: all) on
/// `module`.
llvm::Error runStages(ModuleOp module, StringRef target, StringRef from,
                      StringRef to, const PipelineOptions &options);

/// Checks what can be checked before the input is read.
llvm::Error checkOptions(const CompileOptions &options);

/// Compiles `module` (which is changed) and returns the bytes of the artifact.
llvm::Expected<std::string> compile(ModuleOp module,
                                    const CompileOptions &options);

} // namespace mlir::attn

#endif // ATTN_PIPELINES_COMPILE_H
