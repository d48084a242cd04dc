//===- Fuse.cpp - what stands around the parts of an attention ------------===//

#include "Fuse.h"

#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNFUSE
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

namespace {
struct Fuse : attn::impl::AttnFuseBase<Fuse> {
  using AttnFuseBase::AttnFuseBase;

  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateContextPoolPatterns(patterns);
    populateFuseScoresPatterns(patterns);
    populateFoldOperandPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};
} // namespace
