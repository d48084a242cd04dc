//===- ContextPool.cpp - pooling as attention without queries and keys ----===//
//
// y_i = sum_j w_j g_i(j) x_j / sum_j w_j g_i(j) with w_j > 0 is a softmax over
// score(i, j) = log w_j - (j - i)^2 / (2 sigma_i^2). Written so, nothing
// underflows where sigma is small. The logarithm and the factor are two vectors
// of length N, computed once.
//
//===----------------------------------------------------------------------===//

// lint: names: context pooling is a softmax by definition, causal or not.

#include "Fuse.h"

#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Support/ScalarBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

// max(x, 0) + log(1 + exp(-|x|)): no overflow, and no loss for x << 0.
static Scalar softplus(ScalarBuilder &b, Scalar x) {
  Scalar zero = b.constant(0.0);
  return b.max(x, zero) + b.log(b.constant(1.0) + b.exp(zero - b.abs(x)));
}

static Scalar logWeight(ScalarBuilder &b, PoolWeightAct act, Scalar logit) {
  Scalar zero = b.constant(0.0);
  return act == PoolWeightAct::Exp ? logit : zero - softplus(b, zero - logit);
}

static Scalar supportSize(ScalarBuilder &b, PoolSizeAct act, Scalar logit) {
  Scalar one = b.constant(1.0), zero = b.constant(0.0);
  switch (act) {
  case PoolSizeAct::Sigmoid:
    return one / (one + b.exp(zero - logit));
  case PoolSizeAct::Softplus:
    return softplus(b, logit);
  case PoolSizeAct::Identity:
    return logit;
  }
  llvm_unreachable("unknown activation");
}

static Value toAcc(OpBuilder &b, Location loc, Value value, Type accType) {
  if (value.getType() == accType)
    return value;
  return arith::ExtFOp::create(b, loc, accType, value);
}

// A tensor of B x N in the accumulation type, elementwise from `logits`.
static Value
mapLogits(OpBuilder &b, Location loc, Value logits, Type accType,
          function_ref<Value(OpBuilder &, Location, Value)> compute) {
  Value init = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, logits), accType);
  AffineMap identity = b.getMultiDimIdentityMap(2);
  auto generic = linalg::GenericOp::create(
      b, loc, init.getType(), logits, init,
      ArrayRef<AffineMap>{identity, identity},
      SmallVector<utils::IteratorType>(2, utils::IteratorType::parallel),
      [&](OpBuilder &nested, Location loc, ValueRange args) {
        Value logit = toAcc(nested, loc, args[0], accType);
        linalg::YieldOp::create(nested, loc, compute(nested, loc, logit));
      });
  return generic.getResult(0);
}

// r * n as a scalar of the accumulation type, n = N or 1.
static Value sizeFactor(OpBuilder &b, ContextPoolOp op, Value numTokens,
                        FloatType accType) {
  Location loc = op.getLoc();
  Value r = arith::ConstantOp::create(
      b, loc, b.getFloatAttr(accType, op.getR().convertToDouble()));
  if (!op.getScaleByN())
    return r;
  Value n = arith::IndexCastOp::create(b, loc, b.getI64Type(), numTokens);
  n = arith::SIToFPOp::create(b, loc, accType, n);
  return arith::MulFOp::create(b, loc, r, n);
}

static void buildScore(OpBuilder &b, Location loc, Region &region,
                       FloatType accType, Value logWeights, Value factors) {
  OpBuilder::InsertionGuard guard(b);
  Type index = b.getIndexType();
  Block *block =
      b.createBlock(&region, {}, {accType, index, index, index, index},
                    SmallVector<Location>(5, loc));
  Value batch = block->getArgument(1);
  Value q = block->getArgument(3), k = block->getArgument(4);
  Value weight =
      tensor::ExtractOp::create(b, loc, logWeights, ValueRange{batch, k});
  Value factor =
      tensor::ExtractOp::create(b, loc, factors, ValueRange{batch, q});
  Value distance = arith::SubIOp::create(b, loc, k, q);
  distance = arith::IndexCastOp::create(b, loc, b.getI64Type(), distance);
  distance = arith::SIToFPOp::create(b, loc, accType, distance);
  Value square = arith::MulFOp::create(b, loc, distance, distance);
  Value decay = arith::MulFOp::create(b, loc, square, factor);
  YieldOp::create(b, loc, arith::AddFOp::create(b, loc, weight, decay));
}

namespace {
struct ContextPoolToAttention : OpRewritePattern<ContextPoolOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ContextPoolOp op,
                                PatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    auto type = cast<RankedTensorType>(op.getInput().getType());
    FloatType accType = getAccumulationType(type.getElementType());
    Value numTokens = tensor::DimOp::create(rewriter, loc, op.getInput(), 1);
    Value logWeights = mapLogits(
        rewriter, loc, op.getWeightLogits(), accType,
        [&](OpBuilder &b, Location loc, Value logit) {
          IRScalarBuilder scalars(b, loc, accType);
          return logWeight(scalars, op.getWeightAct(), scalars.get(logit))
              .getValue();
        });
    Value scale = sizeFactor(rewriter, op, numTokens, accType);
    Value factors = mapLogits(
        rewriter, loc, op.getSizeLogits(), accType,
        [&](OpBuilder &b, Location loc, Value logit) {
          IRScalarBuilder scalars(b, loc, accType);
          Scalar sigma = scalars.max(
              scalars.constant(op.getSigmaMin().convertToDouble()),
              scalars.get(scale) *
                  supportSize(scalars, op.getSizeAct(), scalars.get(logit)));
          return (scalars.constant(-0.5) / (sigma * sigma)).getValue();
        });
    MLIRContext *context = getContext();
    PatternAttrInterface pattern = FullPatternAttr::get(context);
    if (op.getCausal())
      pattern = CausalPatternAttr::get(context);
    auto attention = AttentionOp::create(
        rewriter, loc, type, /*lse=*/Type(), /*query=*/Value(), /*key=*/Value(),
        op.getInput(), /*pattern_operands=*/ValueRange(),
        /*normalizer_params=*/ValueRange(), /*lengths=*/Value(),
        /*query_lengths=*/Value(), /*q_offset=*/Value(),
        type.isDynamicDim(1) ? numTokens : Value(), /*scale=*/FloatAttr(),
        pattern, SoftmaxNormalizerAttr::get(context), EmptyRows::Zero,
        /*indexing_maps=*/ArrayAttr(), ScheduleAttr());
    buildScore(rewriter, loc, attention.getScore(), accType, logWeights,
               factors);
    rewriter.replaceOp(op, attention.getOutput());
    return success();
  }
};
} // namespace

void mlir::attn::populateContextPoolPatterns(RewritePatternSet &patterns) {
  patterns.add<ContextPoolToAttention>(patterns.getContext());
}
