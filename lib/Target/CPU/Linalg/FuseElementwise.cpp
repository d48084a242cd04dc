//===- FuseElementwise.cpp - elementwise ops into their consumer ----------===//

#include "attn/Target/CPU/LinalgPasses.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNFUSEELEMENTWISE
#include "attn/Target/CPU/LinalgPasses.h.inc"
} // namespace mlir::attn

using namespace mlir;

/// Fuse where nothing is computed twice and no product is disturbed.
static bool shouldFuse(OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp();
  if (!producer || !producer->hasOneUse())
    return false;
  auto consumer = dyn_cast<linalg::LinalgOp>(operand->getOwner());
  if (!consumer || linalg::isaContractionOpInterface(consumer))
    return false;
  // Masked lanes and lanes of a vector are computed without memory traffic in
  // both ops; an op without inputs (a constant) always folds in.
  auto source = dyn_cast<linalg::LinalgOp>(producer);
  return source && source.getNumParallelLoops() == source.getNumLoops();
}

namespace {
struct FuseElementwise
    : public mlir::attn::impl::AttnFuseElementwiseBase<FuseElementwise> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    linalg::populateElementwiseOpsFusionPatterns(patterns, shouldFuse);
    // Powers with a constant exponent have no vector form until they are
    // products.
    populateMathAlgebraicSimplificationPatterns(patterns);
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    GreedyRewriteConfig config;
    config.setUseTopDownTraversal();
    if (failed(
            applyPatternsGreedily(getOperation(), std::move(patterns), config)))
      return signalPassFailure();
  }
};
} // namespace
