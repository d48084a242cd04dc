//===- DecomposeTensorOps.cpp - tensor ops that cannot be bufferised ------===//

#include "attn/Target/Host/Passes.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNDECOMPOSETENSOROPS
#include "attn/Target/Host/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;

namespace {

// An expand_shape that makes two dynamic sizes of one has no lowering upstream
// (expand-strided-metadata finds the one dynamic size by a division and crashes
// on two); a reshape to the sizes it names has.
struct ReshapeForManySizes : OpRewritePattern<tensor::ExpandShapeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tensor::ExpandShapeOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType type = op.getResultType();
    auto isAmbiguous = [&](const ReassociationIndices &group) {
      return llvm::count_if(group, [&](int64_t dim) {
               return type.isDynamicDim(dim);
             }) > 1;
    };
    if (llvm::none_of(op.getReassociationIndices(), isAmbiguous))
      return rewriter.notifyMatchFailure(op, "sizes follow from one another");
    Location loc = op.getLoc();
    SmallVector<Value> sizes = getValueOrCreateConstantIndexOp(
        rewriter, loc, op.getMixedOutputShape());
    Value shape = tensor::FromElementsOp::create(rewriter, loc, sizes);
    rewriter.replaceOpWithNewOp<tensor::ReshapeOp>(op, type, op.getSrc(),
                                                   shape);
    return success();
  }
};

struct DecomposeTensorOps
    : public mlir::attn::impl::AttnDecomposeTensorOpsBase<DecomposeTensorOps> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<ReshapeForManySizes>(&getContext());
    tensor::populateDecomposeTensorConcatPatterns(patterns);
    linalg::populateDecomposePadPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
  }
};
} // namespace
