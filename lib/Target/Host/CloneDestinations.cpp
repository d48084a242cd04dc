//===- CloneDestinations.cpp - one destination for each op ----------------===//

#include "attn/Target/Host/Passes.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNCLONEDESTINATIONS
#include "attn/Target/Host/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;

/// Gives every use of `op` but one (the first in program order) a clone right
/// before its user; use lists run backwards.
static void cloneForEachUse(Operation *op) {
  SmallVector<OpOperand *> uses;
  for (OpOperand &use : op->getUses())
    uses.push_back(&use);
  for (OpOperand *use : llvm::drop_end(uses)) {
    OpBuilder b(use->getOwner());
    use->set(b.clone(*op)->getResult(0));
  }
}

namespace {
struct CloneDestinations
    : public mlir::attn::impl::AttnCloneDestinationsBase<CloneDestinations> {
  void runOnOperation() override {
    // Fills first: their clones are further uses of an empty tensor.
    SmallVector<Operation *> fills, empties;
    getOperation()->walk([&](linalg::FillOp op) {
      if (op->getNumResults() == 1)
        fills.push_back(op);
    });
    llvm::for_each(fills, cloneForEachUse);
    getOperation()->walk([&](tensor::EmptyOp op) { empties.push_back(op); });
    llvm::for_each(empties, cloneForEachUse);
  }
};
} // namespace
