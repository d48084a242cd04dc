//===- Codegen.h - LLVM dialect to machine code -----------------*- C++ -*-===//

#ifndef ATTN_TARGET_HOST_CODEGEN_H
#define ATTN_TARGET_HOST_CODEGEN_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include <string>

namespace mlir::attn {

/// What code generation has to know about a processor.
struct CpuModel {
  /// LLVM's name and feature string.
  std::string name, features;
  /// Width of the vector registers to use, and how many there are.
  unsigned vectorBits = 128, numVectorRegisters = 16;
  /// 512-bit vectors have reduce (AVX512DQ) and scalef.
  bool scalef = false;

  bool hasFeature(StringRef feature) const;
};

/// "native" is the machine that runs this; anything else a name that LLVM
/// knows ("x86-64-v3", "znver4", ..).
llvm::Expected<CpuModel> resolveCpu(StringRef name);

enum class CodeKind { LLVM, Assembly, Object };

struct GeneratedCode {
  /// Text, or an object file.
  SmallVector<char, 0> bytes;
  /// It calls the OpenMP runtime.
  bool openMP = false;
};

/// Code for a module in the LLVM dialect, optimised for the processor `cpu` (a
/// name as resolveCpu takes it) at the highest level.
llvm::Expected<GeneratedCode> generateCode(ModuleOp module, StringRef cpu,
                                           CodeKind kind);

} // namespace mlir::attn

#endif // ATTN_TARGET_HOST_CODEGEN_H
