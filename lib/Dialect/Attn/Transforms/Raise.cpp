//===- Raise.cpp - attention in linalg becomes attn.attention -------------===//

#include "Raise/EmitAttention.h"
#include "Raise/Mask.h"
#include "Raise/Prepare.h"

#include "attn/Dialect/Attn/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNRAISE
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

static void reportMiss(linalg::LinalgOp anchor, const MatchFailure &failure) {
  InFlightDiagnostic remark = anchor->emitRemark()
                              << "not raised to attention: " << failure.reason;
  if (failure.op && failure.op != anchor)
    remark.attachNote(failure.op->getLoc())
        << "stopped at this " << failure.op->getName();
}

namespace {
struct Raise : attn::impl::AttnRaiseBase<Raise> {
  using AttnRaiseBase::AttnRaiseBase;

  // Anchors in the order of the program: an attention that feeds another is
  // found first, and the second sees it as a tensor.
  void raiseAll() {
    SmallVector<linalg::LinalgOp> anchors;
    getOperation()->walk(
        [&](linalg::LinalgOp op) { anchors.push_back(op); });
    IRRewriter rewriter(&getContext());
    for (linalg::LinalgOp anchor : anchors) {
      MatchFailure failure;
      std::unique_ptr<AttentionMatch> match = matchAttention(anchor, failure);
      if (match)
        extractMask(*match);
      if (match && succeeded(emitAttention(rewriter, *match, failure)))
        ++numRaised;
      else if (failure.isAttentionLike && reportMissed)
        reportMiss(anchor, failure);
    }
  }

  void runOnOperation() override {
    if (failed(prepareForRaise(getOperation())))
      return signalPassFailure();
    raiseAll();
    if (failed(cleanUpAfterRaise(getOperation())))
      signalPassFailure();
  }
};
} // namespace
