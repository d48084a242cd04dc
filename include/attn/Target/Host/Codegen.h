//===- Codegen.h - LLVM dialect to machine code -----------------*- C++ -*-===//

#ifndef ATTN_TARGET_HOST_CODEGEN_H
#define ATTN_TARGET_HOST_CODEGEN_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"
#include "llvm/Support/Error.h"
#include "llvm/Target/TargetMachine.h"
#include <memory>
#include <string>

namespace llvm {
class LLVMContext;
class Module;
} // namespace llvm

namespace mlir::attn {

/// What code generation has to know about a processor.
struct CpuModel {
  /// LLVM's name and feature string.
  std::string name, features;
  /// Width of the vector registers to use, and how many there are.
  unsigned vectorBits = 128, numVectorRegisters = 16;

  bool hasFeature(StringRef feature) const;
};

/// "native" is the machine that runs this; anything else a name that LLVM
/// knows ("x86-64-v3", "znver4", ..).
llvm::Expected<CpuModel> resolveCpu(StringRef name);

/// Machine code generator for `cpu` at the highest optimisation level.
llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
createTargetMachine(const CpuModel &cpu);

/// Translates a module in the LLVM dialect and gives its functions the
/// attributes that make LLVM use the processor's whole vector width.
llvm::Expected<std::unique_ptr<llvm::Module>>
translateToLLVM(ModuleOp module, llvm::LLVMContext &context,
                llvm::TargetMachine &machine, const CpuModel &cpu);

/// Runs LLVM's -O3 pipeline.
void optimize(llvm::Module &module, llvm::TargetMachine &machine);

/// Appends an object file or assembly text to `out`.
llvm::Error emitMachineCode(llvm::Module &module, llvm::TargetMachine &machine,
                            llvm::CodeGenFileType type,
                            SmallVectorImpl<char> &out);

} // namespace mlir::attn

#endif // ATTN_TARGET_HOST_CODEGEN_H
