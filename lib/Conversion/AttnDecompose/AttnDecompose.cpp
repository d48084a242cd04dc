//===- AttnDecompose.cpp - unfused parts to linalg ------------------------===//

#include "attn/Conversion/AttnDecompose.h"

#include "Patterns.h"
#include "attn/Conversion/Passes.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNDECOMPOSE
#include "attn/Conversion/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

void mlir::attn::populateAttnDecomposePatterns(RewritePatternSet &patterns,
                                               bool keepStates) {
  patterns.add<Decompose<ScoresOp>, Decompose<NormalizeOp>,
               Decompose<AggregateOp>, Decompose<StatisticsOp>>(
      patterns.getContext());
  if (!keepStates)
    patterns.add<Decompose<MergeOp>, Decompose<FinalizeOp>>(
        patterns.getContext());
}

namespace {
struct AttnDecomposePass : attn::impl::AttnDecomposeBase<AttnDecomposePass> {
  using AttnDecomposeBase::AttnDecomposeBase;

  void runOnOperation() override {
    if (failed(checkRowFolds(getOperation())))
      return signalPassFailure();
    RewritePatternSet patterns(&getContext());
    populateAttnDecomposePatterns(patterns, keepStates);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }
};
} // namespace
