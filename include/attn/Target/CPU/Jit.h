//===- Jit.h - run compiled functions in this process -----------*- C++ -*-===//

#ifndef ATTN_TARGET_CPU_JIT_H
#define ATTN_TARGET_CPU_JIT_H

#include "attn/Support/HostTensor.h"
#include "attn/Target/Host/Abi.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <string>

namespace mlir::attn {

struct JitOptions {
  /// A processor's name, or "native".
  std::string cpu = "native";
};

/// A module compiled into this process. Its code is the same, byte for byte,
/// as that of an object file.
class CpuJit {
public:
  /// Compiles `module`, which a pipeline brought to the LLVM dialect with its
  /// C interface.
  static llvm::Expected<std::unique_ptr<CpuJit>>
  create(ModuleOp module, const JitOptions &options = {});
  ~CpuJit();

  /// The types of `entry` as its source has them, or an error that lists the
  /// entries there are.
  llvm::Expected<AbiSignature> getSignature(StringRef entry) const;

  /// Calls `entry` on tensors whose element types, ranks and sizes are checked,
  /// into results that are allocated here. The inputs are not copied.
  llvm::Expected<SmallVector<HostTensor>> run(StringRef entry,
                                              ArrayRef<const HostTensor *> args);
  /// Again into results of an earlier run.
  llvm::Error runInto(StringRef entry, ArrayRef<const HostTensor *> args,
                      MutableArrayRef<HostTensor> results);

  /// The same on DLTensors, with any outer strides. First the sizes of the
  /// results (their rank must be set), then the call into the caller's memory.
  llvm::Error getResultShapes(StringRef entry, ArrayRef<DLTensor *> args,
                              ArrayRef<DLTensor *> results);
  llvm::Error call(StringRef entry, ArrayRef<DLTensor *> args,
                   ArrayRef<DLTensor *> results);

  /// Number of threads for parallel loops from now on.
  llvm::Error setNumThreads(unsigned threads);

private:
  struct State;
  explicit CpuJit(std::unique_ptr<State> state);
  llvm::Error invoke(StringRef entry, StringRef suffix,
                     ArrayRef<DLTensor *> args, ArrayRef<DLTensor *> results);
  std::unique_ptr<State> state;
};

} // namespace mlir::attn

#endif // ATTN_TARGET_CPU_JIT_H
