//===- Passes.h - tile ops to vector code -----------------------*- C++ -*-===//

#ifndef ATTN_TARGET_CPU_PASSES_H
#define ATTN_TARGET_CPU_PASSES_H

#include "attn/Target/CPU/KernelParams.h"
#include "mlir/Pass/Pass.h"

namespace mlir {
class RewriterBase;
} // namespace mlir

namespace mlir::attn {
class FinalizeOp;
class OnlineAggregateOp;
class OnlineAttentionOp;

#define GEN_PASS_DECL
#include "attn/Target/CPU/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "attn/Target/CPU/Passes.h.inc"

namespace cpu {
/// Whether an op has vector code: where the normaliser asks for more than
/// scores and the count of visible keys, or selects a key, it has none.
bool canLowerOnlineAttention(OnlineAttentionOp op);
/// Replaces the op, on memrefs, by a call of a new private function with its
/// vector code. On failure says why with one error.
LogicalResult lowerOnlineAttention(RewriterBase &rewriter,
                                   OnlineAttentionOp op,
                                   const KernelMachine &machine);
/// Whether an op has vector code; those without an exponential have none.
bool canLowerOnlineAggregate(OnlineAggregateOp op);
/// As lowerOnlineAttention.
LogicalResult lowerOnlineAggregate(RewriterBase &rewriter, OnlineAggregateOp op,
                                   const KernelMachine &machine);
/// Replaces the op, on memrefs, by loops over rows.
LogicalResult lowerFinalize(RewriterBase &rewriter, FinalizeOp op,
                            const KernelMachine &machine);
} // namespace cpu

} // namespace mlir::attn

#endif // ATTN_TARGET_CPU_PASSES_H
