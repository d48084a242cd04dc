//===- Local.cpp - local.attention in terms of attn -----------------------===//

#include "Local.h"

#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

#include "LocalDialect.cpp.inc"
#define GET_OP_CLASSES
#include "LocalOps.cpp.inc"

using namespace mlir;

void local::LocalDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "LocalOps.cpp.inc"
      >();
}

namespace local {
#define GEN_PASS_DEF_LOCALTOATTN
#include "LocalPasses.h.inc"
} // namespace local

namespace {
struct ToAttn : OpRewritePattern<local::AttentionOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(local::AttentionOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getQuery().getType().getRank() != 4)
      return rewriter.notifyMatchFailure(op, "not of rank 4");
    int64_t side = op.getWidth() / 2;
    attn::AttentionClauses clauses;
    clauses.pattern =
        attn::WindowPatternAttr::get(rewriter.getContext(), side, side);
    rewriter.replaceOpWithNewOp<attn::AttentionOp>(
        op, op.getQuery(), op.getKey(), op.getValue(), clauses,
        /*withLse=*/false);
    return success();
  }
};

struct LocalToAttn : local::impl::LocalToAttnBase<LocalToAttn> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<ToAttn>(&getContext());
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }
};
} // namespace
