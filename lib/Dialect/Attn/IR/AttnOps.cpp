//===- AttnOps.cpp - graph-level operations -------------------------------===//

#include "AttnAssembly.h"
#include "AttnVerify.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

#define GET_OP_CLASSES
#include "attn/Dialect/Attn/IR/AttnOps.cpp.inc"

//===----------------------------------------------------------------------===//
// What attention, partial and scores have in common
//===----------------------------------------------------------------------===//

static ShapedType shaped(Value value) {
  return value ? cast<ShapedType>(value.getType()) : ShapedType();
}

// Diagnostics that nobody wants to see: getShape() outside a verifier.
template <typename Fn>
static FailureOr<AttentionShape>
withEmitter(Operation *op, function_ref<InFlightDiagnostic()> emitError,
            Fn compute) {
  if (emitError)
    return compute(emitError);
  ScopedDiagnosticHandler silence(op->getContext(),
                                  [](Diagnostic &) { return success(); });
  return compute([&] { return mlir::emitError(op->getLoc()); });
}

double mlir::attn::getDefaultScale(bool multiplies, int64_t keyDim) {
  return multiplies && keyDim > 0 ? 1.0 / std::sqrt(double(keyDim)) : 1.0;
}

static double scaleOrDefault(std::optional<APFloat> scale, bool multiplies,
                             int64_t keyDim) {
  return scale ? scale->convertToDouble() : getDefaultScale(multiplies, keyDim);
}

// The checks of a fused op beyond its shape. `T` has the clauses of
// Attn_FusedOp.
template <typename T>
static LogicalResult verifyFused(T op, const AttentionShape &shape,
                                 Type accType) {
  if (!op.getQuery() != !op.getKey()) // attention_c8
    return op.emitOpError("expected query and key both present or both absent");
  if (op.getNumQueries() && op.getQuery()) // attention_c9
    return op.emitOpError("expected no queries clause where a query is given");
  if (!op.getQuery() && op.hasCombine()) // attention_c10
    return op.emitOpError("expected no combine region without query and key");
  Type element = getElementTypeOrSelf(op.getValue().getType());
  for (Value operand : {op.getQuery(), op.getKey()})
    if (operand && getElementTypeOrSelf(operand.getType()) != element)
      return op.emitOpError() // attention_c11
             << "expected one element type in query, key and value, got "
             << getElementTypeOrSelf(operand.getType()) << " and " << element;
  if (failed(verifyScale(op, op.getScale())) ||
      failed(verifyPatternOperands(op, op.getPattern(),
                                   op.getPatternOperands().size())) ||
      failed(verifyNormalizerParams(op, op.getNormalizer(),
                                    op.getNormalizerParams(), shape.heads,
                                    accType)) ||
      failed(verifyPerBatch(op, "lengths", op.getLengths(), shape.batch)) ||
      failed(verifyPerBatch(op, "query_lengths", op.getQueryLengths(),
                            shape.batch)) ||
      failed(verifyPerBatch(op, "q_offset", op.getQOffset(), shape.batch)))
    return failure();
  return failure(failed(verifyCombineRegion(op, op.getCombine(), accType)) ||
                 failed(verifyScoreRegion(op, op.getScore(), accType)));
}

//===----------------------------------------------------------------------===//
// AttentionOp
//===----------------------------------------------------------------------===//

FailureOr<AttentionShape>
AttentionOp::getShape(function_ref<InFlightDiagnostic()> emitError) {
  return withEmitter(*this, emitError, [&](auto emit) {
    return computeShape(emit, shaped(getQuery()), shaped(getKey()),
                        shaped(getValue()), shaped(getOutput()),
                        getIndexingMapsAttr());
  });
}

double AttentionOp::getScaleValue() {
  FailureOr<AttentionShape> shape = getShape();
  return scaleOrDefault(getScale(), !hasCombine() && hasQueryKey(),
                        succeeded(shape) ? shape->keyDim : 0);
}

LogicalResult AttentionOp::verify() {
  FailureOr<AttentionShape> shape = getShape([&] { return emitOpError(); });
  if (failed(shape))
    return failure();
  Type element = getElementTypeOrSelf(getValue().getType());
  Type accType = getAccumulationType(element);
  if (getElementTypeOrSelf(getOutput().getType()) != element) // attention_c12
    return emitOpError() << "expected the output to have the value's element "
                            "type "
                         << element << ", got "
                         << getElementTypeOrSelf(getOutput().getType());
  if (!getQuery() && !getNumQueries() &&
      ShapedType::isDynamic(shape->numQueries)) // attention_c13
    return emitOpError("expected a queries clause or a static number of "
                       "queries in the output");
  if (failed(verifyFused(*this, *shape, accType)))
    return failure();
  if (!getLse())
    return success();
  auto lseType = cast<RankedTensorType>(getLse().getType());
  if (!getNormalizer().hasLse()) // attention_c14
    return emitOpError("expected a normalizer with a log-sum-exp for a second "
                       "result");
  if (lseType.getElementType() != accType) // attention_c15
    return emitOpError() << "expected the log-sum-exp in the accumulation type "
                         << accType << ", got " << lseType.getElementType();
  AffineMap outputMap = shape->outputMap;
  unsigned inner = *positionOf(outputMap, Dim::E);
  SmallVector<int64_t> expected(
      cast<ShapedType>(getOutput().getType()).getShape());
  expected.erase(expected.begin() + inner);
  if (failed(verifyCompatibleShape(expected, lseType.getShape())))
    return emitOpError() // attention_c16
           << "expected the log-sum-exp to have the output's shape without "
              "its value dimension, got "
           << lseType;
  return success();
}

//===----------------------------------------------------------------------===//
// PartialOp
//===----------------------------------------------------------------------===//

FailureOr<AttentionShape>
PartialOp::getShape(function_ref<InFlightDiagnostic()> emitError) {
  FailureOr<AttentionShape> shape =
      withEmitter(*this, emitError, [&](auto emit) {
        return computeShape(emit, shaped(getQuery()), shaped(getKey()),
                            shaped(getValue()), ShapedType(),
                            getIndexingMapsAttr());
      });
  if (failed(shape))
    return failure();
  // Without a query the state says how many batch entries, heads and rows.
  auto acc = cast<ShapedType>(getAcc().getType());
  if (!getQuery() && acc.getRank() == 4) {
    shape->heads = acc.getDimSize(1);
    shape->numQueries = acc.getDimSize(2);
  }
  return shape;
}

double PartialOp::getScaleValue() {
  FailureOr<AttentionShape> shape = getShape();
  return scaleOrDefault(getScale(), !hasCombine() && hasQueryKey(),
                        succeeded(shape) ? shape->keyDim : 0);
}

LogicalResult PartialOp::verify() {
  FailureOr<AttentionShape> shape = getShape([&] { return emitOpError(); });
  if (failed(shape))
    return failure();
  auto acc = cast<ShapedType>(getAcc().getType());
  Type accType =
      getAccumulationType(getElementTypeOrSelf(getValue().getType()));
  if (acc.getElementType() != accType) // partial_c1
    return emitOpError() << "expected the state in the accumulation type "
                         << accType << ", got " << acc.getElementType();
  if (failed(verifyCompatibleShape(
          {shape->batch, shape->heads, shape->numQueries, shape->valueDim},
          acc.getShape()))) // partial_c2
    return emitOpError()
           << "expected an accumulator of shape B x H x Nq x Dv, got " << acc;
  SmallVector<ShapedType> accumulators;
  for (Value accumulator : getAccumulators())
    accumulators.push_back(cast<ShapedType>(accumulator.getType()));
  if (failed(verifyState(*this, getNormalizer(), acc,
                         cast<ShapedType>(getStabilizer().getType()),
                         accumulators)) ||
      failed(verifyHeadGroups([&] { return emitOpError(); }, shape->heads,
                              shape->keyHeads)))
    return failure();
  return verifyFused(*this, *shape, accType);
}

//===----------------------------------------------------------------------===//
// ScoresOp, NormalizeOp, AggregateOp
//===----------------------------------------------------------------------===//

FailureOr<AttentionShape>
ScoresOp::getShape(function_ref<InFlightDiagnostic()> emitError) {
  return withEmitter(*this, emitError, [&](auto emit) {
    return computeShape(emit, shaped(getQuery()), shaped(getKey()),
                        ShapedType(), ShapedType(), getIndexingMapsAttr());
  });
}

double ScoresOp::getScaleValue() {
  FailureOr<AttentionShape> shape = getShape();
  return scaleOrDefault(getScale(), getCombine().empty(),
                        succeeded(shape) ? shape->keyDim : 0);
}

LogicalResult ScoresOp::verify() {
  FailureOr<AttentionShape> shape = getShape([&] { return emitOpError(); });
  if (failed(shape))
    return failure();
  Type element = getElementTypeOrSelf(getQuery().getType());
  if (getElementTypeOrSelf(getKey().getType()) != element) // scores_c1
    return emitOpError() << "expected one element type in query and key, got "
                         << element << " and "
                         << getElementTypeOrSelf(getKey().getType());
  auto scores = cast<ShapedType>(getScores().getType());
  Type accType = getAccumulationType(element);
  if (scores.getElementType() != accType || // scores_c2
      failed(verifyCompatibleShape(
          {shape->batch, shape->heads, shape->numQueries, shape->numKeys},
          scores.getShape())))
    return emitOpError() << "expected scores of shape B x H x Nq x Nk in "
                         << accType << ", got " << scores;
  if (failed(verifyScale(*this, getScale())) ||
      failed(verifyPerBatch(*this, "q_offset", getQOffset(), shape->batch)))
    return failure();
  return failure(failed(verifyCombineRegion(*this, getCombine(), accType)) ||
                 failed(verifyScoreRegion(*this, getScore(), accType)));
}

LogicalResult NormalizeOp::verify() {
  auto scores = cast<RankedTensorType>(getScores().getType());
  if (scores.getRank() != 4) // normalize_c1
    return emitOpError() << "expected scores of shape B x H x Nq x Nk, got "
                         << scores;
  if (getWeights().getType() != scores) // normalize_c2
    return emitOpError() << "expected weights of the type of the scores "
                         << scores << ", got " << getWeights().getType();
  if (getLse()) {
    auto lse = cast<RankedTensorType>(getLse().getType());
    if (lse.getElementType() != scores.getElementType() || // normalize_c3
        failed(verifyCompatibleShape(leadingShape(scores), lse.getShape())))
      return emitOpError() << "expected a log-sum-exp of shape B x H x Nq, got "
                           << lse;
    if (!getNormalizer().hasLse()) // normalize_c4
      return emitOpError("expected a normalizer with a log-sum-exp for a "
                         "second result");
  }
  int64_t batch = scores.getDimSize(0);
  return failure(
      failed(verifyPatternOperands(*this, getPattern(),
                                   getPatternOperands().size())) ||
      failed(verifyNormalizerParams(*this, getNormalizer(),
                                    getNormalizerParams(), scores.getDimSize(1),
                                    scores.getElementType())) ||
      failed(verifyPerBatch(*this, "lengths", getLengths(), batch)) ||
      failed(verifyPerBatch(*this, "q_offset", getQOffset(), batch)));
}

LogicalResult AggregateOp::verify() {
  auto weights = cast<RankedTensorType>(getWeights().getType());
  if (weights.getRank() != 4) // aggregate_c1
    return emitOpError() << "expected weights of shape B x H x Nq x Nk, got "
                         << weights;
  FailureOr<AttentionShape> shape = computeShape(
      [&] { return emitOpError(); }, ShapedType(), ShapedType(),
      shaped(getValue()), shaped(getOutput()), getIndexingMapsAttr());
  if (failed(shape))
    return failure();
  if (failed(verifyCompatibleShape(
          {shape->batch, shape->heads, shape->numQueries, shape->numKeys},
          weights.getShape()))) // aggregate_c2
    return emitOpError() << "expected weights to fit value and output, got "
                         << weights;
  Type element = getElementTypeOrSelf(getValue().getType());
  if (getElementTypeOrSelf(getOutput().getType()) != element || // aggregate_c3
      getAccumulationType(element) != weights.getElementType())
    return emitOpError()
           << "expected value and output of one element type with the weights' "
              "type as its accumulation type, got "
           << element << ", " << getElementTypeOrSelf(getOutput().getType())
           << " and " << weights.getElementType();
  return success();
}

//===----------------------------------------------------------------------===//
// MergeOp, ContextPoolOp
//===----------------------------------------------------------------------===//

LogicalResult MergeOp::verify() {
  if (getLhs().size() < 2) // merge_c1
    return emitOpError("expected states of at least 2 tensors");
  if (getLhs().getTypes() != getRhs().getTypes() || // merge_c2
      getLhs().getTypes() != getMerged().getTypes())
    return emitOpError("expected both states and the result to have the same "
                       "types");
  SmallVector<ShapedType> types;
  for (Value value : getLhs())
    types.push_back(cast<ShapedType>(value.getType()));
  return verifyState(*this, getNormalizer(), types[0], types[1],
                     ArrayRef(types).drop_front(2));
}

int64_t ContextPoolOp::getGroups() {
  auto logits = cast<RankedTensorType>(getWeightLogits().getType());
  return logits.getRank() == getNumAxes() + 2 ? logits.getShape().back() : 1;
}

// Of the logits: B, the positions, and perhaps the groups.
static LogicalResult verifyLogits(ContextPoolOp op, RankedTensorType input) {
  auto weights = cast<RankedTensorType>(op.getWeightLogits().getType());
  ArrayRef<int64_t> positions = input.getShape().drop_back();
  for (Value logits : {op.getWeightLogits(), op.getSizeLogits()}) {
    auto type = cast<RankedTensorType>(logits.getType());
    int64_t rank = type.getRank();
    if (type.getElementType() != input.getElementType() || // context_pool_c3
        (rank != input.getRank() && rank != input.getRank() - 1) ||
        failed(verifyCompatibleShape(
            positions, type.getShape().take_front(positions.size()))) ||
        failed(verifyCompatibleShape(weights, type)))
      return op.emitOpError()
             << "expected logits of equal shape, that of the input's positions "
                "or of these and groups, and element type "
             << input.getElementType() << ", got " << type;
  }
  int64_t groups = op.getGroups();
  if (ShapedType::isDynamic(groups)) // context_pool_c6
    return op.emitOpError("expected a static number of groups, got ?");
  if (groups < 1 || input.getShape().back() % groups) // context_pool_c6
    return op.emitOpError() << "expected groups that divide "
                            << input.getShape().back() << " channels, got "
                            << groups;
  return success();
}

LogicalResult ContextPoolOp::verify() {
  auto input = cast<RankedTensorType>(getInput().getType());
  if (input.getRank() != 3 && input.getRank() != 4) // context_pool_c1
    return emitOpError() << "expected an input of shape B x N x C or B x H x W "
                            "x C, got "
                         << input;
  if (input.isDynamicDim(input.getRank() - 1)) // context_pool_c2
    return emitOpError("expected a static number of channels, got ?");
  if (failed(verifyLogits(*this, input)))
    return failure();
  auto isPositive = [](const APFloat &value) {
    return value.isFinite() && value.convertToDouble() > 0;
  };
  if (!isPositive(getR())) // context_pool_c4
    return emitOpError("expected a finite r greater than 0, got ")
           << getR().convertToDouble();
  if (!isPositive(getSigmaMin())) // context_pool_c5
    return emitOpError("expected a finite sigma_min greater than 0, got ")
           << getSigmaMin().convertToDouble();
  if (std::optional<APFloat> radius = getRadius())
    if (radius->isNaN() || radius->convertToDouble() < 0) // context_pool_c7
      return emitOpError("expected a radius of at least 0, got ")
             << radius->convertToDouble();
  if (getNumAxes() > 1 && getCausal()) // context_pool_c8
    return emitOpError("expected no order of tokens on a grid, got causal");
  if (!getLengths())
    return success();
  if (getNumAxes() > 1) // context_pool_c9
    return emitOpError("expected no lengths on a grid, got them");
  auto lengths = cast<RankedTensorType>(getLengths().getType());
  if (lengths.getRank() != 1 || // context_pool_c10
      !compatibleSizes(lengths.getDimSize(0), input.getDimSize(0)))
    return emitOpError() << "expected one length for each of "
                         << input.getDimSize(0) << " batch entries, got "
                         << lengths;
  return success();
}
