//===- LinalgPasses.h - the rest of a module as CPU code --------*- C++ -*-===//

#ifndef ATTN_TARGET_CPU_LINALGPASSES_H
#define ATTN_TARGET_CPU_LINALGPASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir::attn {

#define GEN_PASS_DECL
#include "attn/Target/CPU/LinalgPasses.h.inc"

#define GEN_PASS_REGISTRATION
#include "attn/Target/CPU/LinalgPasses.h.inc"

} // namespace mlir::attn

#endif // ATTN_TARGET_CPU_LINALGPASSES_H
