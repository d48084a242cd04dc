//===- Link.h - an object to a shared library -------------------*- C++ -*-===//

#ifndef ATTN_TARGET_CPU_LINK_H
#define ATTN_TARGET_CPU_LINK_H

#include "mlir/Support/LLVM.h"
#include "llvm/Support/Error.h"
#include <string>

namespace mlir::attn {

/// Links an object file's bytes into a shared library and returns its bytes.
/// `openMP`: the object calls the OpenMP runtime. Uses the linker of a compiler
/// driver that it finds on PATH.
llvm::Expected<std::string> linkShared(StringRef object, bool openMP);

} // namespace mlir::attn

#endif // ATTN_TARGET_CPU_LINK_H
