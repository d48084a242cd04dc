//===- Local.cpp - local.attention in terms of attn -----------------------===//

#include "Local.h"

#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"
#include "llvm/ADT/TypeSwitch.h"

#include "LocalDialect.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "LocalAttrs.cpp.inc"
#define GET_OP_CLASSES
#include "LocalOps.cpp.inc"

using namespace mlir;

void local::LocalDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "LocalAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "LocalOps.cpp.inc"
      >();
}

attn::Formula
local::LandmarksPatternAttr::getRelation(unsigned firstOperand) const {
  AffineExpr q = getAffineDimExpr(attn::kQueryDim, getContext());
  AffineExpr k = getAffineDimExpr(attn::kKeyDim, getContext());
  return attn::Formula::eq(q - k) |
         (attn::Formula::ge(q - k) & attn::Formula::eq(k % getEvery()));
}

bool local::SoftplusNormalizerAttr::hasStabilizer() const { return false; }
unsigned local::SoftplusNormalizerAttr::getNumAccumulators() const { return 0; }

// ln(1 + exp(s)) = max(s, 0) + ln(1 + exp(-|s|)), where nothing overflows.
attn::Scalar local::SoftplusNormalizerAttr::weight(
    attn::ScalarBuilder &b, attn::Scalar s, attn::Scalar,
    const attn::NormalizerContext &) const {
  attn::Scalar zero = b.constant(0.0);
  return b.max(s, zero) + b.log(b.constant(1.0) + b.exp(zero - b.abs(s)));
}
SmallVector<attn::Scalar> local::SoftplusNormalizerAttr::contributions(
    attn::ScalarBuilder &, attn::Scalar, attn::Scalar,
    const attn::NormalizerContext &) const {
  return {};
}
attn::Scalar local::SoftplusNormalizerAttr::finalizeFactor(
    attn::ScalarBuilder &b, ArrayRef<attn::Scalar>, attn::Scalar,
    const attn::NormalizerContext &) const {
  return b.constant(1.0);
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
