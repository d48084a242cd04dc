//===- Raise.cpp - attention in linalg becomes attn.attention -------------===//

#include "Raise/EmitAttention.h"
#include "Raise/Mask.h"
#include "Raise/Prepare.h"
#include "Raise/RaiseParts.h"

#include "attn/Dialect/Attn/Transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
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

static void report(linalg::LinalgOp anchor, const MatchFailure &failure,
                   StringRef what) {
  InFlightDiagnostic remark = anchor->emitRemark()
                              << what << ": " << failure.reason;
  if (failure.op && failure.op != anchor)
    remark.attachNote(failure.op->getLoc())
        << "stopped at this " << failure.op->getName();
}

namespace {
// Remembers what is gone.
struct Erased : RewriterBase::Listener {
  void notifyOperationErased(Operation *op) override { ops.insert(op); }
  llvm::DenseSet<Operation *> ops;
};
} // namespace

namespace {
struct Raise : attn::impl::AttnRaiseBase<Raise> {
  using AttnRaiseBase::AttnRaiseBase;

  void raise(IRRewriter &rewriter, linalg::LinalgOp anchor) {
    MatchFailure failure;
    std::optional<AttentionSum> sum = matchAttention(anchor, failure);
    if (sum)
      for (std::unique_ptr<AttentionMatch> &term : sum->terms)
        extractMask(*term);
    if (sum && succeeded(emitAttention(rewriter, *sum, failure))) {
      numRaised += sum->terms.size();
    } else if (canRaiseParts(anchor)) {
      if (reportMissed)
        report(anchor, failure, "raised to attention in parts");
      numInParts += succeeded(raiseParts(rewriter, anchor));
    } else if (failure.isAttentionLike) {
      missed.push_back(anchor);
    }
  }

  // A product among the parts of another attention is no miss any more.
  void reportAll(const Erased &erased) {
    for (linalg::LinalgOp anchor : missed) {
      MatchFailure failure;
      if (!erased.ops.contains(anchor) && !matchAttention(anchor, failure) &&
          failure.isAttentionLike)
        report(anchor, failure, "not raised to attention");
    }
    missed.clear();
  }

  // Anchors in the order of the program: an attention that feeds another is
  // found first, and the second sees it as a tensor.
  void raiseAll() {
    SmallVector<linalg::LinalgOp> anchors;
    getOperation()->walk([&](linalg::LinalgOp op) {
      if (linalg::isaContractionOpInterface(op))
        anchors.push_back(op);
    });
    Erased erased;
    IRRewriter rewriter(&getContext(), &erased);
    for (linalg::LinalgOp anchor : anchors)
      if (!erased.ops.contains(anchor))
        raise(rewriter, anchor);
    if (reportMissed)
      reportAll(erased);
  }

  SmallVector<linalg::LinalgOp> missed;

  void runOnOperation() override {
    if (failed(prepareForRaise(getOperation())))
      return signalPassFailure();
    raiseAll();
    if (failed(cleanUpAfterRaise(getOperation())))
      signalPassFailure();
  }
};
} // namespace
