//===- FoldTransposes.cpp - products of transposed operands ---------------===//

#include "attn/Target/CPU/LinalgPasses.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNFOLDTRANSPOSES
#include "attn/Target/CPU/LinalgPasses.h.inc"
} // namespace mlir::attn

using namespace mlir;

/// The map through which `transpose`'s source is read where its result was read
/// through `map`.
static AffineMap readSource(AffineMap map, linalg::TransposeOp transpose) {
  SmallVector<AffineExpr> results(map.getNumResults());
  for (auto [i, from] : llvm::enumerate(transpose.getPermutation()))
    results[from] = map.getResult(i);
  return AffineMap::get(map.getNumDims(), 0, results, map.getContext());
}

/// Whether the product stays fast: what is contiguous is no batch dimension.
static bool isGoodMap(linalg::LinalgOp op, AffineMap map) {
  auto last = dyn_cast<AffineDimExpr>(map.getResults().back());
  if (!last)
    return false;
  return llvm::count_if(op.getIndexingMapsArray(), [&](AffineMap other) {
           return other.isFunctionOfDim(last.getPosition());
         }) == 2;
}

namespace {
struct FoldTranspose : public OpInterfaceRewritePattern<linalg::LinalgOp> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;

  LogicalResult matchAndRewrite(linalg::LinalgOp op,
                                PatternRewriter &rewriter) const override {
    if (!op.hasPureTensorSemantics() || !linalg::isaContractionOpInterface(op))
      return rewriter.notifyMatchFailure(op, "not a product of tensors");
    for (OpOperand *operand : op.getDpsInputOperands()) {
      auto transpose = operand->get().getDefiningOp<linalg::TransposeOp>();
      if (!transpose)
        continue;
      AffineMap map = readSource(op.getMatchingIndexingMap(operand), transpose);
      if (isGoodMap(op, map))
        return fold(op, operand->getOperandNumber(), map,
                    transpose.getInput(), rewriter);
    }
    return rewriter.notifyMatchFailure(op, "no transposed operand to fold");
  }

private:
  /// Replaces `op` by its generic form that reads `source` through `map`.
  static LogicalResult fold(linalg::LinalgOp op, unsigned number, AffineMap map,
                            Value source, PatternRewriter &rewriter) {
    SmallVector<AffineMap> maps = op.getIndexingMapsArray();
    maps[number] = map;
    SmallVector<Value> inputs = op.getDpsInputs();
    inputs[number] = source;
    auto generic = linalg::GenericOp::create(
        rewriter, op.getLoc(), op->getResultTypes(), inputs, op.getDpsInits(),
        maps, op.getIteratorTypesArray());
    rewriter.inlineRegionBefore(op->getRegion(0), generic.getRegion(),
                                generic.getRegion().begin());
    rewriter.replaceOp(op, generic);
    return success();
  }
};

struct FoldTransposes
    : public mlir::attn::impl::AttnFoldTransposesBase<FoldTransposes> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<FoldTranspose>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
  }
};
} // namespace
