//===- ContextPoolVectors.cpp - what a pool computes once a token ---------===//

#include "ContextPoolVectors.h"

#include "attn/Support/ScalarBuilder.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <cmath>

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Activations
//===----------------------------------------------------------------------===//

// log(1 + x) for x >= 0: what 1 + x rounds away is put back.
static Scalar log1p(ScalarBuilder &b, Scalar x) {
  Scalar one = b.constant(1.0);
  Scalar above = one + x, kept = above - one;
  return b.selectGreater(kept, b.constant(0.0), b.log(above) * x / kept, x);
}

// max(x, 0) + log(1 + exp(-|x|)): no overflow, and no loss for x << 0.
static Scalar softplus(ScalarBuilder &b, Scalar x) {
  Scalar zero = b.constant(0.0);
  return b.max(x, zero) + log1p(b, b.exp(zero - b.abs(x)));
}

static Scalar logWeight(ScalarBuilder &b, PoolWeightAct act, Scalar logit) {
  Scalar zero = b.constant(0.0);
  switch (act) {
  case PoolWeightAct::Sigmoid:
    return zero - softplus(b, zero - logit);
  case PoolWeightAct::Exp:
  case PoolWeightAct::Softmax:
    return logit;
  case PoolWeightAct::Softplus:
    // Far below 0 softplus is exp, which has no logarithm left at the end.
    return b.selectGreater(b.constant(-40.0), logit, logit,
                           b.log(softplus(b, logit)));
  case PoolWeightAct::Relu:
    return b.log(b.max(logit, zero));
  }
  llvm_unreachable("unknown activation");
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
  case PoolSizeAct::Exp:
    return b.exp(logit);
  }
  llvm_unreachable("unknown activation");
}

//===----------------------------------------------------------------------===//
// Structured ops
//===----------------------------------------------------------------------===//

static Value constant(OpBuilder &b, Location loc, FloatType type,
                      double value) {
  return arith::ConstantOp::create(b, loc, b.getFloatAttr(type, value));
}

ContextPoolBuilder::ContextPoolBuilder(OpBuilder &b, ContextPoolOp op)
    : b(b), loc(op.getLoc()), op(op),
      accType(getAccumulationType(
          getElementTypeOrSelf(op.getInput().getType()))) {
  for (int64_t axis = 0; axis < op.getNumAxes(); ++axis) {
    OpFoldResult size = tensor::getMixedSize(b, loc, op.getInput(), axis + 1);
    extents.push_back(getValueOrCreateConstantIndexOp(b, loc, size));
    numTokens = axis == 0 ? extents[0]
                          : b.createOrFold<arith::MulIOp>(loc, numTokens,
                                                          extents[axis]);
  }
  if (std::optional<APFloat> given = op.getRadius())
    if (given->isFinite())
      radius = given->convertToDouble();
}

Value ContextPoolBuilder::flatten(Value value) {
  if (op.getNumAxes() == 1)
    return value;
  SmallVector<ReassociationIndices> groups = {{0}, {}};
  for (int64_t axis = 0; axis < op.getNumAxes(); ++axis)
    groups[1].push_back(axis + 1);
  int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
  for (int64_t dim = op.getNumAxes() + 1; dim < rank; ++dim)
    groups.push_back({dim});
  return tensor::CollapseShapeOp::create(b, loc, value, groups);
}

// An op over (b, g, n) on `init`, which has them all, or b and g where tokens
// are reduced; `shared` has b and g.
Value ContextPoolBuilder::emit(Value logits, Value shared, Value init,
                               bool reduces, Body body) {
  AffineExpr batch = b.getAffineDimExpr(0), group = b.getAffineDimExpr(1),
             token = b.getAffineDimExpr(2);
  auto makeMap = [&](ArrayRef<AffineExpr> results) {
    return AffineMap::get(3, 0, results, b.getContext());
  };
  AffineMap ofGroup = makeMap({batch, group});
  bool grouped = cast<RankedTensorType>(logits.getType()).getRank() == 3;
  SmallVector<Value> inputs = {logits};
  SmallVector<AffineMap> maps = {grouped ? makeMap({batch, token, group})
                                         : makeMap({batch, token})};
  auto addInput = [&](Value value, AffineMap map) {
    if (!value)
      return;
    inputs.push_back(value);
    maps.push_back(map);
  };
  addInput(shared, ofGroup);
  addInput(op.getLengths(), makeMap({batch}));
  maps.push_back(reduces ? ofGroup : makeMap({batch, group, token}));
  SmallVector<utils::IteratorType> loops(3, utils::IteratorType::parallel);
  if (reduces)
    loops.back() = utils::IteratorType::reduction;
  auto generic = linalg::GenericOp::create(
      b, loc, init.getType(), inputs, init, maps, loops,
      [&](OpBuilder &inner, Location loc, ValueRange args) {
        Value logit = args[0];
        if (logit.getType() != accType)
          logit = arith::ExtFOp::create(inner, loc, accType, logit);
        Value length =
            op.getLengths() ? args[inputs.size() - 1] : Value();
        linalg::YieldOp::create(inner, loc,
                                body(inner, logit, shared ? args[1] : Value(),
                                     length, args.back()));
      });
  return generic.getResult(0);
}

Value ContextPoolBuilder::mapLogits(Value logits, Type element, Body body,
                                    Value shared) {
  SmallVector<OpFoldResult> sizes = {
      tensor::getMixedSize(b, loc, op.getInput(), 0),
      b.getIndexAttr(op.getGroups()), getAsOpFoldResult(numTokens)};
  Value init = tensor::EmptyOp::create(b, loc, sizes, element);
  return emit(logits, shared, init, /*reduces=*/false, body);
}

// Tokens beyond the lengths do not take part.
Value ContextPoolBuilder::reduceLogits(Value logits, Value shared, double init,
                                       Body combine) {
  SmallVector<OpFoldResult> sizes = {
      tensor::getMixedSize(b, loc, op.getInput(), 0),
      b.getIndexAttr(op.getGroups())};
  Value empty = tensor::EmptyOp::create(b, loc, sizes, accType);
  Value filled = linalg::FillOp::create(b, loc, constant(b, loc, accType, init),
                                        empty)
                     .getResult(0);
  return emit(logits, shared, filled, /*reduces=*/true,
              [&](OpBuilder &inner, Value logit, Value shared, Value length,
                  Value sum) -> Value {
                Value next = combine(inner, logit, shared, length, sum);
                if (!length)
                  return next;
                return arith::SelectOp::create(
                    inner, loc, isToken(inner, length), next, sum);
              });
}

// Whether the token of this point is one of the batch entry.
Value ContextPoolBuilder::isToken(OpBuilder &b, Value length) {
  Value token = linalg::IndexOp::create(b, loc, 2);
  if (!length.getType().isIndex())
    length = arith::IndexCastOp::create(b, loc, b.getIndexType(), length);
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, token,
                               length);
}

Value ContextPoolBuilder::countTokens(OpBuilder &b, Value length) {
  Value count = numTokens;
  if (length) {
    if (!length.getType().isIndex())
      length = arith::IndexCastOp::create(b, loc, b.getIndexType(), length);
    Value zero = arith::ConstantIndexOp::create(b, loc, 0);
    length = arith::MaxSIOp::create(b, loc, length, zero);
    count = arith::MinSIOp::create(b, loc, length, count);
  }
  count = arith::IndexCastOp::create(b, loc, b.getI64Type(), count);
  return arith::SIToFPOp::create(b, loc, accType, count);
}

//===----------------------------------------------------------------------===//
// Weights
//===----------------------------------------------------------------------===//

// The largest logit of each group, 0 where they are all -inf.
Value ContextPoolBuilder::emitMaxima(Value logits) {
  Value maxima = reduceLogits(
      logits, {}, -INFINITY,
      [&](OpBuilder &b, Value logit, Value, Value, Value sum) -> Value {
        return arith::MaximumFOp::create(b, loc, logit, sum);
      });
  AffineMap identity = b.getMultiDimIdentityMap(2);
  Value init = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, maxima), accType);
  auto generic = linalg::GenericOp::create(
      b, loc, init.getType(), maxima, init,
      ArrayRef<AffineMap>{identity, identity},
      SmallVector<utils::IteratorType>(2, utils::IteratorType::parallel),
      [&](OpBuilder &b, Location loc, ValueRange args) {
        Value lowest = constant(b, loc, accType, -INFINITY);
        Value empty = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ,
                                            args[0], lowest);
        Value zero = constant(b, loc, accType, 0.0);
        linalg::YieldOp::create(
            b, loc,
            arith::SelectOp::create(b, loc, empty, zero, args[0]).getResult());
      });
  return generic.getResult(0);
}

void ContextPoolBuilder::addWeights(Value logits,
                                    ContextPoolVectors &vectors) {
  // What all weights of a group share cancels in their sum.
  Value maxima;
  if (op.getWeightAct() == PoolWeightAct::Softmax &&
      op.getNorm() != PoolNorm::WeightSum) {
    maxima = emitMaxima(logits);
    vectors.weightSums = reduceLogits(
        logits, maxima, 0.0,
        [&](OpBuilder &b, Value logit, Value shift, Value, Value sum) -> Value {
          Value above = arith::SubFOp::create(b, loc, logit, shift);
          Value term = math::ExpOp::create(b, loc, above);
          return arith::AddFOp::create(b, loc, sum, term);
        });
  }
  vectors.logWeights = mapLogits(
      logits, accType,
      [&](OpBuilder &b, Value logit, Value shared, Value, Value) {
        IRScalarBuilder scalars(b, loc, accType);
        Scalar weight = logWeight(scalars, op.getWeightAct(),
                                  scalars.get(logit));
        if (shared)
          weight = weight - scalars.get(shared);
        return weight.getValue();
      },
      maxima);
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

// max(sigma_min, r * n * size), n the tokens along the axis or 1.
Value ContextPoolBuilder::emitSigma(OpBuilder &b, Value logit, Value length,
                                    unsigned axis) {
  IRScalarBuilder scalars(b, loc, accType);
  Scalar unit = scalars.constant(op.getR().convertToDouble());
  if (op.getScaleByN()) {
    Value extent = countTokens(b, length);
    if (op.getNumAxes() > 1)
      extent = arith::SIToFPOp::create(
          b, loc, accType,
          arith::IndexCastOp::create(b, loc, b.getI64Type(), extents[axis]));
    unit = unit * scalars.get(extent);
  }
  Scalar size = supportSize(scalars, op.getSizeAct(), scalars.get(logit));
  return scalars
      .max(scalars.constant(op.getSigmaMin().convertToDouble()), unit * size)
      .getValue();
}

// The place of each token of a grid along `axis`.
Value ContextPoolBuilder::emitCoordinates(unsigned axis) {
  Value init = tensor::EmptyOp::create(
      b, loc, getAsOpFoldResult(ValueRange{numTokens}), accType);
  auto generic = linalg::GenericOp::create(
      b, loc, init.getType(), ValueRange(), init,
      b.getMultiDimIdentityMap(1), utils::IteratorType::parallel,
      [&](OpBuilder &b, Location loc, ValueRange) {
        Value place = linalg::IndexOp::create(b, loc, 0);
        for (unsigned inner = extents.size() - 1; inner > axis; --inner)
          place = arith::DivUIOp::create(b, loc, place, extents[inner]);
        if (axis > 0)
          place = arith::RemUIOp::create(b, loc, place, extents[axis]);
        place = arith::IndexCastOp::create(b, loc, b.getI64Type(), place);
        linalg::YieldOp::create(
            b, loc, arith::SIToFPOp::create(b, loc, accType, place).getResult());
      });
  return generic.getResult(0);
}

// The first token within the radius along the first axis, or the one after the
// last; both may lie outside of the grid.
Value ContextPoolBuilder::emitBound(Value logits, bool isUpper) {
  double slack = std::sqrt(ContextPoolOp::radiusSlack);
  return mapLogits(
      logits, b.getI32Type(),
      [&](OpBuilder &b, Value logit, Value, Value length, Value) -> Value {
        Value sigma = emitSigma(b, logit, length, 0);
        Value reach = arith::MulFOp::create(
            b, loc, sigma, constant(b, loc, accType, *radius * slack));
        auto toFloat = [&](Value index) -> Value {
          return arith::SIToFPOp::create(
              b, loc, accType,
              arith::IndexCastOp::create(b, loc, b.getI64Type(), index));
        };
        // A NaN sees everything, and becomes the result.
        reach = arith::MinNumFOp::create(b, loc, reach, toFloat(extents[0]));
        Value steps = arith::FPToSIOp::create(b, loc, b.getI64Type(), reach);
        steps = arith::IndexCastOp::create(b, loc, b.getIndexType(), steps);
        Value line;
        for (Value extent : ArrayRef(extents).drop_front())
          line = line ? arith::MulIOp::create(b, loc, line, extent).getResult()
                      : extent;
        Value place = linalg::IndexOp::create(b, loc, 2);
        if (line)
          place = arith::DivUIOp::create(b, loc, place, line);
        if (isUpper) {
          Value one = arith::ConstantIndexOp::create(b, loc, 1);
          place = arith::AddIOp::create(
              b, loc, place, arith::AddIOp::create(b, loc, steps, one));
        } else {
          place = arith::SubIOp::create(b, loc, place, steps);
        }
        if (line)
          place = arith::MulIOp::create(b, loc, place, line);
        return arith::IndexCastOp::create(b, loc, b.getI32Type(), place);
      });
}

ContextPoolVectors ContextPoolBuilder::build() {
  Value sizes = flatten(op.getSizeLogits());
  ContextPoolVectors vectors;
  addWeights(flatten(op.getWeightLogits()), vectors);
  for (unsigned axis = 0; axis < extents.size(); ++axis) {
    vectors.inverses.push_back(mapLogits(
        sizes, accType,
        [&](OpBuilder &b, Value logit, Value, Value length, Value) -> Value {
          Value sigma = emitSigma(b, logit, length, axis);
          return arith::DivFOp::create(
              b, loc, constant(b, loc, accType, M_SQRT1_2), sigma);
        }));
    if (extents.size() > 1)
      vectors.coordinates.push_back(emitCoordinates(axis));
  }
  if (radius) {
    vectors.lower = emitBound(sizes, /*isUpper=*/false);
    vectors.upper = emitBound(sizes, /*isUpper=*/true);
  }
  return vectors;
}
