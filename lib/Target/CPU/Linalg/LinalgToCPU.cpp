//===- LinalgToCPU.cpp - linalg on buffers to parallel vector loops -------===//

#include "LinalgToCPU.h"
#include "attn/Target/CPU/LinalgPasses.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"

namespace mlir::attn {
#define GEN_PASS_DEF_CONVERTLINALGTOCPU
#include "attn/Target/CPU/LinalgPasses.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

static void lowerLoops(RewriterBase &rewriter, linalg::LinalgOp op,
                       const VectorTarget &target) {
  rewriter.setInsertionPoint(op);
  // Named ops have the same body as their generic form; only that one says how
  // each operand is read.
  FailureOr<linalg::GenericOp> generic =
      linalg::generalizeNamedOp(rewriter, op);
  if (auto already = dyn_cast<linalg::GenericOp>(op.getOperation()))
    generic = already;
  if (failed(generic))
    return;
  rewriter.setInsertionPoint(*generic);
  if (failed(lowerGeneric(rewriter, *generic, target)))
    return; // left to upstream's scalar loops
}

static SmallVector<linalg::LinalgOp> getOps(Operation *root) {
  SmallVector<linalg::LinalgOp> ops;
  root->walk([&](linalg::LinalgOp op) {
    if (op.hasPureBufferSemantics())
      ops.push_back(op);
  });
  return ops;
}

namespace {
struct ConvertLinalgToCPU
    : public mlir::attn::impl::ConvertLinalgToCPUBase<ConvertLinalgToCPU> {
  using Base::Base;
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    ContractionFunctions contractions;
    VectorTarget target{vectorBits, numVectorRegisters};
    // Products first: they look for the fill before them, and erase it.
    for (linalg::LinalgOp op : getOps(getOperation())) {
      rewriter.setInsertionPoint(op);
      if (failed(lowerTileProduct(rewriter, op, target)))
        (void)contractions.lower(rewriter, op, target);
    }
    for (linalg::LinalgOp op : getOps(getOperation()))
      lowerLoops(rewriter, op, target);
  }
};
} // namespace
