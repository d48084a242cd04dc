//===- ContextPool.cpp - pooling as attention without queries and keys ----===//
//
// y_i = sum_j w_j g_i(j) x_j / sum_j w_j g_i(j) with w_j > 0 is a softmax over
// score(i, j) = log w_j - (j - i)^2 / (2 sigma_i^2). Written so, nothing
// underflows where sigma is small. Without the division it is the state of the
// same fold. Logarithms and sizes are vectors, computed once; a radius becomes
// bounds of the keys of each query, which the region compares and which
// attn-sparse finds there.
//
//===----------------------------------------------------------------------===//

// lint: names: context pooling is a softmax by definition, causal or not.

#include "ContextPoolVectors.h"
#include "Fuse.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <cmath>

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// The score
//===----------------------------------------------------------------------===//

namespace {
/// The arguments of a score region that a pool reads.
struct Pair {
  Value batch, group, query, key;
};
} // namespace

static Value toI32(OpBuilder &b, Location loc, Value index) {
  return arith::IndexCastOp::create(b, loc, b.getI32Type(), index);
}

// k - q along `axis`, exact.
static Value distance(OpBuilder &b, Location loc, FloatType accType,
                      const ContextPoolVectors &vectors, unsigned axis,
                      const Pair &pair) {
  if (!vectors.coordinates.empty()) {
    Value places = vectors.coordinates[axis];
    Value key = tensor::ExtractOp::create(b, loc, places, pair.key);
    Value query = tensor::ExtractOp::create(b, loc, places, pair.query);
    return arith::SubFOp::create(b, loc, key, query);
  }
  // Positions fit in 32 bits, and a vector has more lanes of these.
  Value steps = arith::SubIOp::create(b, loc, toI32(b, loc, pair.key),
                                      toI32(b, loc, pair.query));
  return arith::SIToFPOp::create(b, loc, accType, steps);
}

// sum_a (d_a / sigma_a)^2 / 2.
static Value decay(OpBuilder &b, Location loc, FloatType accType,
                   const ContextPoolVectors &vectors, const Pair &pair) {
  Value sum;
  for (auto [axis, inverse] : llvm::enumerate(vectors.inverses)) {
    Value factor = tensor::ExtractOp::create(
        b, loc, inverse, ValueRange{pair.batch, pair.group, pair.query});
    Value d = distance(b, loc, accType, vectors, axis, pair);
    d = arith::MulFOp::create(b, loc, d, factor);
    d = arith::MulFOp::create(b, loc, d, d);
    sum = sum ? arith::AddFOp::create(b, loc, sum, d).getResult() : d;
  }
  return sum;
}

// i1: the pair lies within the radius.
static Value isInside(OpBuilder &b, Location loc, FloatType accType,
                      const ContextPoolVectors &vectors, double radius,
                      const Pair &pair, Value decay) {
  SmallVector<Value> row = {pair.batch, pair.group, pair.query};
  Value key = toI32(b, loc, pair.key);
  Value lower = tensor::ExtractOp::create(b, loc, vectors.lower, row);
  Value upper = tensor::ExtractOp::create(b, loc, vectors.upper, row);
  Value inside = arith::AndIOp::create(
      b, loc,
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sge, key, lower),
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, key, upper));
  if (vectors.inverses.size() == 1)
    return inside;
  Value limit = arith::ConstantOp::create(
      b, loc,
      b.getFloatAttr(accType,
                     radius * radius * ContextPoolOp::radiusSlack / 2));
  Value near = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::ULE, decay,
                                     limit);
  return arith::AndIOp::create(b, loc, inside, near);
}

static void buildScore(OpBuilder &b, Location loc, Region &region,
                       FloatType accType, const ContextPoolVectors &vectors,
                       std::optional<double> radius) {
  OpBuilder::InsertionGuard guard(b);
  Type index = b.getIndexType();
  Block *block =
      b.createBlock(&region, {}, {accType, index, index, index, index},
                    SmallVector<Location>(5, loc));
  Pair pair = {block->getArgument(1), block->getArgument(2),
               block->getArgument(3), block->getArgument(4)};
  Value weight = tensor::ExtractOp::create(
      b, loc, vectors.logWeights, ValueRange{pair.batch, pair.group, pair.key});
  Value square = decay(b, loc, accType, vectors, pair);
  Value score = arith::SubFOp::create(b, loc, weight, square);
  if (radius) {
    Value lowest = arith::ConstantOp::create(
        b, loc, b.getFloatAttr(accType, -INFINITY));
    Value inside =
        isInside(b, loc, accType, vectors, *radius, pair, square);
    score = arith::SelectOp::create(b, loc, inside, score, lowest);
  }
  YieldOp::create(b, loc, score);
}

//===----------------------------------------------------------------------===//
// The op
//===----------------------------------------------------------------------===//

// B x N x C as B x N x G x C/G, and back.
static Value splitGroups(OpBuilder &b, Location loc, Value value,
                         int64_t groups) {
  if (groups == 1)
    return value;
  auto type = cast<RankedTensorType>(value.getType());
  int64_t channels = type.getDimSize(2) / groups;
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, value);
  sizes[2] = b.getIndexAttr(groups);
  sizes.push_back(b.getIndexAttr(channels));
  auto split = RankedTensorType::get(
      {type.getDimSize(0), type.getDimSize(1), groups, channels},
      type.getElementType());
  return tensor::ExpandShapeOp::create(
      b, loc, split, value,
      SmallVector<ReassociationIndices>{{0}, {1}, {2, 3}}, sizes);
}

// The shape of the pool's input for a value B x N x C or B x N x G x C/G.
static Value restoreShape(OpBuilder &b, ContextPoolOp op, Value value) {
  Location loc = op.getLoc();
  if (cast<RankedTensorType>(value.getType()).getRank() == 4)
    value = tensor::CollapseShapeOp::create(
        b, loc, value, SmallVector<ReassociationIndices>{{0}, {1}, {2, 3}});
  if (op.getNumAxes() == 1)
    return value;
  return tensor::ExpandShapeOp::create(
      b, loc, op.getType(), value,
      SmallVector<ReassociationIndices>{{0}, {1, 2}, {3}},
      tensor::getMixedSizes(b, loc, op.getInput()));
}

// The layout of values and outputs with groups.
static ArrayAttr getMaps(OpBuilder &b, int64_t groups) {
  if (groups == 1)
    return {};
  auto makeMap = [&](Dim row) {
    SmallVector<AffineExpr> exprs;
    for (Dim dim : {Dim::B, row, Dim::H, Dim::E})
      exprs.push_back(b.getAffineDimExpr(static_cast<unsigned>(dim)));
    return AffineMap::get(kNumDims, 0, exprs, b.getContext());
  };
  return b.getAffineMapArrayAttr({makeMap(Dim::K), makeMap(Dim::Q)});
}

namespace {
struct ContextPoolToAttention : OpRewritePattern<ContextPoolOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ContextPoolOp op,
                                PatternRewriter &rewriter) const override {
    ContextPoolBuilder builder(rewriter, op);
    ContextPoolVectors vectors = builder.build();
    Value values = splitGroups(rewriter, op.getLoc(),
                               builder.flatten(op.getInput()), op.getGroups());
    Value result = op.getNorm() == PoolNorm::WeightSum
                       ? emitAttention(rewriter, op, builder, vectors, values)
                       : emitSum(rewriter, op, builder, vectors, values);
    rewriter.replaceOp(op, restoreShape(rewriter, op, result));
    return success();
  }

private:
  static Value emitAttention(OpBuilder &b, ContextPoolOp op,
                             ContextPoolBuilder &builder,
                             const ContextPoolVectors &vectors, Value values);
  static Value emitSum(OpBuilder &b, ContextPoolOp op,
                       ContextPoolBuilder &builder,
                       const ContextPoolVectors &vectors, Value values);
};
} // namespace

static PatternAttrInterface getPattern(ContextPoolOp op) {
  if (op.getCausal())
    return CausalPatternAttr::get(op.getContext());
  return FullPatternAttr::get(op.getContext());
}

Value ContextPoolToAttention::emitAttention(OpBuilder &b, ContextPoolOp op,
                                            ContextPoolBuilder &builder,
                                            const ContextPoolVectors &vectors,
                                            Value values) {
  MLIRContext *context = op.getContext();
  auto type = cast<RankedTensorType>(values.getType());
  auto attention = AttentionOp::create(
      b, op.getLoc(), type, /*lse=*/Type(), /*query=*/Value(), /*key=*/Value(),
      values, /*pattern_operands=*/ValueRange(),
      /*normalizer_params=*/ValueRange(), op.getLengths(), op.getLengths(),
      /*q_offset=*/Value(),
      type.isDynamicDim(1) ? builder.getNumTokens() : Value(),
      /*scale=*/FloatAttr(), getPattern(op),
      SoftmaxNormalizerAttr::get(context), EmptyRows::Zero,
      getMaps(b, op.getGroups()), ScheduleAttr());
  buildScore(b, op.getLoc(), attention.getScore(),
             getAccumulationType(type.getElementType()), vectors,
             builder.getRadius());
  return attention.getOutput();
}

// a exp(m) of the state as B x N x G x C/G, divided by the number of tokens where
// the pool asks for it.
static Value scaleSum(OpBuilder &b, ContextPoolOp op,
                      ContextPoolBuilder &builder,
                      const ContextPoolVectors &vectors, PartialOp partial,
                      Value values) {
  Location loc = op.getLoc();
  MLIRContext *context = op.getContext();
  auto type = cast<RankedTensorType>(values.getType());
  FloatType accType = getAccumulationType(type.getElementType());
  int64_t groups = op.getGroups(), channels = type.getShape().back();
  AffineExpr batch = b.getAffineDimExpr(0), token = b.getAffineDimExpr(1),
             group = b.getAffineDimExpr(2), channel = b.getAffineDimExpr(3);
  auto makeMap = [&](ArrayRef<AffineExpr> results) {
    return AffineMap::get(4, 0, results, context);
  };
  SmallVector<Value> inputs = {partial.getAcc(), partial.getStabilizer()};
  SmallVector<AffineMap> loops = {makeMap({batch, group, token, channel}),
                                  makeMap({batch, group, token})};
  if (vectors.weightSums) {
    inputs.push_back(vectors.weightSums);
    loops.push_back(makeMap({batch, group}));
  }
  if (op.getLengths()) {
    inputs.push_back(op.getLengths());
    loops.push_back(makeMap({batch}));
  }
  loops.push_back(makeMap({batch, token, group, channel}));
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, values);
  sizes.resize(2);
  sizes.append({b.getIndexAttr(groups), b.getIndexAttr(channels)});
  Value init = tensor::EmptyOp::create(b, loc, sizes, type.getElementType());
  auto generic = linalg::GenericOp::create(
      b, loc, init.getType(), inputs, init, loops,
      SmallVector<utils::IteratorType>(4, utils::IteratorType::parallel),
      [&](OpBuilder &b, Location loc, ValueRange args) {
        Value factor = math::ExpOp::create(b, loc, args[1]);
        Value sum = arith::MulFOp::create(b, loc, args[0], factor);
        // Neither is below 1 where there is anything to divide.
        auto divide = [&](Value divisor) {
          Value one = arith::ConstantOp::create(
              b, loc, b.getFloatAttr(accType, 1.0));
          divisor = arith::MaximumFOp::create(b, loc, divisor, one);
          sum = arith::DivFOp::create(b, loc, sum, divisor);
        };
        if (vectors.weightSums)
          divide(args[2]);
        if (op.getNorm() == PoolNorm::Length)
          divide(builder.countTokens(
              b, op.getLengths() ? args[inputs.size() - 1] : Value()));
        if (sum.getType() != type.getElementType())
          sum = arith::TruncFOp::create(b, loc, type.getElementType(), sum);
        linalg::YieldOp::create(b, loc, sum);
      });
  return generic.getResult(0);
}

// The sums without the division, from the state.
Value ContextPoolToAttention::emitSum(OpBuilder &b, ContextPoolOp op,
                                      ContextPoolBuilder &builder,
                                      const ContextPoolVectors &vectors,
                                      Value values) {
  Location loc = op.getLoc();
  MLIRContext *context = op.getContext();
  auto type = cast<RankedTensorType>(values.getType());
  FloatType accType = getAccumulationType(type.getElementType());
  int64_t groups = op.getGroups(), channels = type.getShape().back();
  SmallVector<int64_t> shape = {type.getDimSize(0), groups, type.getDimSize(1)};
  auto massType = RankedTensorType::get(shape, accType);
  shape.push_back(channels);
  ArrayAttr maps;
  if (groups > 1)
    maps = b.getArrayAttr({getMaps(b, groups)[0]});
  auto partial = PartialOp::create(
      b, loc, RankedTensorType::get(shape, accType), massType,
      TypeRange{massType}, /*query=*/Value(), /*key=*/Value(), values,
      ValueRange(), ValueRange(), op.getLengths(), op.getLengths(), Value(),
      builder.getNumTokens(), FloatAttr(), getPattern(op),
      SoftmaxNormalizerAttr::get(context), EmptyRows::Zero, maps,
      ScheduleAttr());
  buildScore(b, loc, partial.getScore(), accType, vectors, builder.getRadius());

  return scaleSum(b, op, builder, vectors, partial, values);
}

void mlir::attn::populateContextPoolPatterns(RewritePatternSet &patterns) {
  patterns.add<ContextPoolToAttention>(patterns.getContext());
}
