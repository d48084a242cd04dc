//===- AttnStatistics.cpp - attn.statistics -------------------------------===//

#include "AttnAssembly.h"
#include "AttnVerify.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/SmallSet.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

ParseResult mlir::attn::parseStatistics(OpAsmParser &parser,
                                        DenseI32ArrayAttr &kinds) {
  SmallVector<int32_t> values;
  auto parseOne = [&]() -> ParseResult {
    StringRef keyword;
    SMLoc loc = parser.getCurrentLocation();
    if (parser.parseKeyword(&keyword))
      return failure();
    std::optional<Statistic> kind = symbolizeStatistic(keyword);
    if (!kind)
      return parser.emitError(
                 loc, "expected 'entropy', 'column_mass' or 'weights', got '")
             << keyword << "'";
    values.push_back(static_cast<int32_t>(*kind));
    return success();
  };
  if (parser.parseCommaSeparatedList(parseOne))
    return failure();
  kinds = parser.getBuilder().getDenseI32ArrayAttr(values);
  return success();
}

void mlir::attn::printStatistics(OpAsmPrinter &printer, Operation *,
                                 DenseI32ArrayAttr kinds) {
  llvm::interleaveComma(kinds.asArrayRef(), printer, [&](int32_t kind) {
    printer << stringifyStatistic(static_cast<Statistic>(kind));
  });
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

FailureOr<AttentionShape>
StatisticsOp::getShape(function_ref<InFlightDiagnostic()> emitError) {
  auto compute = [&](EmitError emit) {
    return computeShape(emit, cast<ShapedType>(getQuery().getType()),
                        cast<ShapedType>(getKey().getType()), ShapedType(),
                        ShapedType(), getIndexingMapsAttr());
  };
  if (emitError)
    return compute(emitError);
  ScopedDiagnosticHandler silent(getContext(),
                                 [](Diagnostic &) { return success(); });
  return compute([&] { return emitOpError(); });
}

double StatisticsOp::getScaleValue() {
  if (getScale())
    return getScale()->convertToDouble();
  FailureOr<AttentionShape> shape = getShape();
  return getDefaultScale(!hasCombine(), succeeded(shape) ? shape->keyDim : 0);
}

FloatType StatisticsOp::getAccType() {
  return getAccumulationType(getElementTypeOrSelf(getQuery().getType()));
}

// The dimensions of a statistic.
static SmallVector<Dim> getDims(Statistic kind) {
  switch (kind) {
  case Statistic::Entropy:
    return {Dim::B, Dim::H, Dim::Q};
  case Statistic::ColumnMass:
    return {Dim::B, Dim::H, Dim::K};
  case Statistic::Weights:
    return {Dim::B, Dim::H, Dim::Q, Dim::K};
  }
  llvm_unreachable("another statistic");
}

LogicalResult
StatisticsOp::reifyResultShapes(OpBuilder &builder,
                                ReifiedRankedShapedTypeDims &reified) {
  FailureOr<AttentionShape> shape = getShape();
  if (failed(shape))
    return failure();
  auto sizeAt = [&](Value operand, AffineMap map, Dim dim) -> OpFoldResult {
    std::optional<unsigned> at = positionOf(map, dim);
    if (!at)
      return builder.getIndexAttr(1);
    return tensor::getMixedSize(builder, getLoc(), operand, *at);
  };
  for (auto [kind, result] : llvm::zip(getKinds(), getStatistics())) {
    auto type = cast<RankedTensorType>(result.getType());
    SmallVector<OpFoldResult> sizes;
    for (auto [i, dim] :
         llvm::enumerate(getDims(static_cast<Statistic>(kind)))) {
      if (!type.isDynamicDim(i))
        sizes.push_back(builder.getIndexAttr(type.getDimSize(i)));
      else if (dim == Dim::K)
        sizes.push_back(sizeAt(getKey(), shape->keyMap, dim));
      else
        sizes.push_back(sizeAt(getQuery(), shape->queryMap, dim));
    }
    reified.push_back(sizes);
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Constraints
//===----------------------------------------------------------------------===//

static int64_t sizeOf(const AttentionShape &shape, Dim dim) {
  return dim == Dim::B   ? shape.batch
         : dim == Dim::H ? shape.heads
         : dim == Dim::Q ? shape.numQueries
                         : shape.numKeys;
}

static LogicalResult verifyResults(StatisticsOp op,
                                   const AttentionShape &shape) {
  llvm::SmallSet<int32_t, 4> seen;
  for (int32_t kind : op.getKinds())
    if (!seen.insert(kind).second) // statistics_c1
      return op.emitOpError() << "expected each statistic once, got "
                              << stringifyStatistic(
                                     static_cast<Statistic>(kind))
                              << " again";
  if (op.getKinds().size() != op.getNumResults()) // statistics_c2
    return op.emitOpError() << "expected " << op.getKinds().size()
                            << " results, got " << op.getNumResults();
  for (auto [kind, result] : llvm::zip(op.getKinds(), op.getStatistics())) {
    SmallVector<int64_t> sizes;
    for (Dim dim : getDims(static_cast<Statistic>(kind)))
      sizes.push_back(sizeOf(shape, dim));
    auto type = cast<ShapedType>(result.getType());
    if (type.getElementType() != op.getAccType() || // statistics_c3
        failed(verifyCompatibleShape(sizes, type.getShape())))
      return op.emitOpError()
             << "expected " << stringifyStatistic(static_cast<Statistic>(kind))
             << " of its shape in " << op.getAccType() << ", got " << type;
  }
  return success();
}

static LogicalResult verifyWeights(StatisticsOp op,
                                   const AttentionShape &shape) {
  NormalizerAttrInterface normalizer = op.getNormalizer();
  if (!normalizer.isRowFold() || normalizer.selectsKey() || // statistics_c4
      (!normalizer.hasLse() && normalizer.getNumAccumulators() > 0))
    return op.emitOpError() << "expected a normalizer whose weights follow "
                               "from a score and the log-sum-exp, got "
                            << normalizer;
  if (static_cast<bool>(op.getLse()) != normalizer.hasLse()) // statistics_c5
    return op.emitOpError() << "expected "
                            << (normalizer.hasLse() ? "the" : "no")
                            << " log-sum-exp for the normalizer "
                            << normalizer;
  if (!op.getLse())
    return success();
  auto type = cast<ShapedType>(op.getLse().getType());
  if (type.getElementType() != op.getAccType() || // statistics_c6
      failed(verifyCompatibleShape({shape.batch, shape.heads, shape.numQueries},
                                   type.getShape())))
    return op.emitOpError() << "expected a log-sum-exp of shape B x H x Nq in "
                            << op.getAccType() << ", got " << type;
  return success();
}

LogicalResult StatisticsOp::verify() {
  FailureOr<AttentionShape> shape = getShape([&] { return emitOpError(); });
  if (failed(shape))
    return failure();
  Type element = getElementTypeOrSelf(getQuery().getType());
  if (getElementTypeOrSelf(getKey().getType()) != element) // statistics_c7
    return emitOpError() << "expected one element type in query and key, got "
                         << element << " and "
                         << getElementTypeOrSelf(getKey().getType());
  if (failed(verifyResults(*this, *shape)) ||
      failed(verifyWeights(*this, *shape)) ||
      failed(verifyScale(*this, getScale())) ||
      failed(verifyPatternOperands(*this, getPattern(),
                                   getPatternOperands().size())) ||
      failed(verifyNormalizerParams(*this, getNormalizer(),
                                    getNormalizerParams(), shape->heads,
                                    getAccType())) ||
      failed(verifyPerBatch(*this, "lengths", getLengths(), shape->batch)) ||
      failed(verifyPerBatch(*this, "query_lengths", getQueryLengths(),
                            shape->batch)) ||
      failed(verifyPerBatch(*this, "q_offset", getQOffset(), shape->batch)))
    return failure();
  return failure(failed(verifyCombineRegion(*this, getCombine(), getAccType())) ||
                 failed(verifyScoreRegion(*this, getScore(), getAccType())));
}
