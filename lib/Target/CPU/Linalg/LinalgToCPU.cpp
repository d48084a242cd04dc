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

static void lowerOp(RewriterBase &rewriter, linalg::LinalgOp op,
                    const VectorTarget &target,
                    ContractionFunctions &contractions) {
  if (!op.hasPureBufferSemantics())
    return;
  rewriter.setInsertionPoint(op);
  if (succeeded(lowerTileProduct(rewriter, op, target)))
    return;
  if (succeeded(contractions.lower(rewriter, op, target)))
    return;
  // Named ops have the same body as their generic form; only that one says how
  // each operand is read.
  FailureOr<linalg::GenericOp> generic = linalg::generalizeNamedOp(rewriter, op);
  if (auto already = dyn_cast<linalg::GenericOp>(op.getOperation()))
    generic = already;
  if (failed(generic))
    return;
  rewriter.setInsertionPoint(*generic);
  if (failed(lowerGeneric(rewriter, *generic, target)))
    return; // left to upstream's scalar loops
}

namespace {
struct ConvertLinalgToCPU
    : public mlir::attn::impl::ConvertLinalgToCPUBase<ConvertLinalgToCPU> {
  using Base::Base;
  void runOnOperation() override {
    SmallVector<linalg::LinalgOp> ops;
    getOperation()->walk([&](linalg::LinalgOp op) { ops.push_back(op); });
    IRRewriter rewriter(&getContext());
    ContractionFunctions contractions;
    for (linalg::LinalgOp op : ops)
      lowerOp(rewriter, op, {vectorBits, numVectorRegisters}, contractions);
  }
};
} // namespace
