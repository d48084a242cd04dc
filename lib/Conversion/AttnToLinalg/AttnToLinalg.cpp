//===- AttnToLinalg.cpp - tile operations to plain loops ------------------===//

#include "attn/Conversion/AttnToLinalg.h"

#include "Patterns.h"
#include "attn/Conversion/Passes.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mlir::attn {
#define GEN_PASS_DEF_CONVERTATTNTOLINALG
#include "attn/Conversion/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

void mlir::attn::populateAttnToLinalgPatterns(RewritePatternSet &patterns) {
  patterns.add<LowerOnlineAttention, LowerOnlineAggregate, LowerFinalize>(
      patterns.getContext());
}

static LogicalResult checkNothingLeft(Operation *root) {
  WalkResult walk = root->walk([](Operation *op) {
    if (!isa_and_nonnull<AttnDialect>(op->getDialect()) || isa<YieldOp>(op))
      return WalkResult::advance();
    op->emitOpError("expected tile operations on memrefs only");
    return WalkResult::interrupt();
  });
  return failure(walk.wasInterrupted());
}

namespace {
struct ConvertAttnToLinalgPass
    : attn::impl::ConvertAttnToLinalgBase<ConvertAttnToLinalgPass> {
  void runOnOperation() override {
    if (failed(checkRowFolds(getOperation())))
      return signalPassFailure();
    RewritePatternSet patterns(&getContext());
    populateAttnToLinalgPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
    if (failed(checkNothingLeft(getOperation())))
      return signalPassFailure();
  }
};
} // namespace
