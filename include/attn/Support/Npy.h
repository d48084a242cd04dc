//===- Npy.h - numpy's file format ------------------------------*- C++ -*-===//

#ifndef ATTN_SUPPORT_NPY_H
#define ATTN_SUPPORT_NPY_H

#include "attn/Support/HostTensor.h"
#include "llvm/Support/Error.h"

namespace mlir::attn {

/// Reads a .npy file whole. numpy has no bfloat16: `expected` decides whether
/// '<u2' holds one, so it must be given where the caller knows; without it the
/// file's dtype decides. Fortran order is turned into row-major. The error
/// names the file, what was expected and what was found.
llvm::Expected<HostTensor>
readNpy(llvm::StringRef path,
        std::optional<ElementKind> expected = std::nullopt);

/// Writes the file as `writeOutputFile` does.
llvm::Error writeNpy(llvm::StringRef path, const HostTensor &tensor);

} // namespace mlir::attn

#endif // ATTN_SUPPORT_NPY_H
