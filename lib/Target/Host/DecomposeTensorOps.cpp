//===- DecomposeTensorOps.cpp - tensor ops that cannot be bufferised ------===//

#include "attn/Target/Host/Passes.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNDECOMPOSETENSOROPS
#include "attn/Target/Host/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;

namespace {
struct DecomposeTensorOps
    : public mlir::attn::impl::AttnDecomposeTensorOpsBase<DecomposeTensorOps> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    tensor::populateDecomposeTensorConcatPatterns(patterns);
    linalg::populateDecomposePadPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
  }
};
} // namespace
