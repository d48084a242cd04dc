//===- ExpandCopies.cpp - copies between buffers as linalg ops ------------===//

#include "attn/Target/Host/Passes.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNEXPANDCOPIES
#include "attn/Target/Host/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;

static void expandCopy(memref::CopyOp copy) {
  OpBuilder b(copy);
  // A linalg op needs ranked operands of one shape; upstream's verifier of the
  // copy guarantees the same.
  linalg::makeMemRefCopyOp(b, copy.getLoc(), copy.getSource(),
                           copy.getTarget());
  copy.erase();
}

namespace {
struct ExpandCopies
    : public mlir::attn::impl::AttnExpandCopiesBase<ExpandCopies> {
  void runOnOperation() override {
    SmallVector<memref::CopyOp> copies;
    getOperation()->walk([&](memref::CopyOp copy) {
      if (isa<MemRefType>(copy.getSource().getType()) &&
          isa<MemRefType>(copy.getTarget().getType()))
        copies.push_back(copy);
    });
    for (memref::CopyOp copy : copies)
      expandCopy(copy);
  }
};
} // namespace
