//===- Passes.h - from tensors to callable host code ------------*- C++ -*-===//

#ifndef ATTN_TARGET_HOST_PASSES_H
#define ATTN_TARGET_HOST_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir::attn {

#define GEN_PASS_DECL
#include "attn/Target/Host/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "attn/Target/Host/Passes.h.inc"

} // namespace mlir::attn

#endif // ATTN_TARGET_HOST_PASSES_H
