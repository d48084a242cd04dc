//===- EmitAttention.cpp - a match becomes attn.attention -----------------===//

#include "EmitAttention.h"

#include "OutputShape.h"
#include "ScalarEmitter.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

static unsigned getPosition(AffineExpr variable) {
  return cast<AffineDimExpr>(variable).getPosition();
}

//===----------------------------------------------------------------------===//
// Clauses
//===----------------------------------------------------------------------===//

SmallVector<Value>
mlir::attn::getPatternClause(OpBuilder &builder, Location loc,
                             const AttentionMatch &match) {
  return llvm::map_to_vector(match.patternOperands, [&](Value value) {
    return getValueOrCreateCastToIndexLike(builder, loc, builder.getIndexType(),
                                           value);
  });
}

FloatAttr mlir::attn::getScaleClause(OpBuilder &builder,
                                     const AttentionMatch &match) {
  double standard = 1.0;
  if (match.product && !match.combine)
    standard /= std::sqrt(double(match.space.getExtent(
        cast<AffineDimExpr>(match.inner).getPosition())));
  if (std::abs(match.scale - standard) <= 1e-6 * standard)
    return {};
  return builder.getF64FloatAttr(match.scale);
}

ArrayAttr mlir::attn::getMapsClause(OpBuilder &builder,
                                    ArrayRef<MappedOperand> operands) {
  bool isDefault = true;
  SmallVector<AffineMap> maps;
  for (const MappedOperand &operand : operands) {
    isDefault &= operand.map ==
                 defaultMap(builder.getContext(),
                            cast<ShapedType>(operand.type).getRank(),
                            operand.row, operand.inner);
    maps.push_back(operand.map);
  }
  return isDefault ? ArrayAttr() : builder.getAffineMapArrayAttr(maps);
}

// The variable `v` of the match as an expression over b and h.
static AffineExpr variableOf(const AttentionMatch &match, unsigned v) {
  bool isBatch = v < match.batchEnd;
  unsigned begin = isBatch ? 0 : match.batchEnd;
  unsigned end = isBatch ? match.batchEnd : match.variables.size();
  MLIRContext *context = match.query.getContext();
  AffineExpr expr = getAffineDimExpr(isBatch ? 0 : 1, context);
  HeadSplit split = match.getHeadSplit();
  int64_t below = split.getExtent(v + 1, end);
  expr = expr.floorDiv(below);
  return v == begin ? expr : expr % match.extents[v];
}

// The values of the match's variables for a batch entry (null where there is
// none), a query head, and those of `others`.
static SmallVector<Value>
getDims(OpBuilder &builder, Location loc, const AttentionMatch &match,
        Value batch, Value head,
        ArrayRef<std::pair<AffineExpr, Value>> others = {}) {
  SmallVector<Value> dims(match.space.getNumVariables());
  for (auto [v, variable] : llvm::enumerate(match.variables))
    if (batch || v >= match.batchEnd)
      dims[getPosition(variable)] = affine::expandAffineExpr(
          builder, loc, variableOf(match, v), {batch ? batch : head, head}, {});
  for (auto [variable, value] : others)
    dims[getPosition(variable)] = value;
  return dims;
}

//===----------------------------------------------------------------------===//
// Regions
//===----------------------------------------------------------------------===//

static Block *createBlock(OpBuilder &builder, Location loc, Region &region,
                          Type accType, unsigned numScalars,
                          unsigned numIndices) {
  SmallVector<Type> types(numScalars, accType);
  types.append(numIndices, builder.getIndexType());
  return builder.createBlock(&region, {}, types,
                             SmallVector<Location>(types.size(), loc));
}

static void buildScore(OpBuilder &builder, Location loc, Region &region,
                       AttentionMatch &match, Type accType) {
  OpBuilder::InsertionGuard guard(builder);
  Block *block = createBlock(builder, loc, region, accType, 1, 4);
  SmallVector<Value> dims = getDims(
      builder, loc, match, block->getArgument(1), block->getArgument(2),
      {{match.query, block->getArgument(3)},
       {match.key, block->getArgument(4)}});
  ScalarEmitter emitter(builder, loc, match.space, dims, match.query,
                        match.key);
  if (match.product)
    emitter.map(match.product, emitter.cast(block->getArgument(0),
                                            match.product->type));
  Value result = emitter.cast(emitter.emit(match.score), accType);
  YieldOp::create(builder, loc, result);
}

static void buildCombine(OpBuilder &builder, Location loc, Region &region,
                         AttentionMatch &match, Type accType) {
  OpBuilder::InsertionGuard guard(builder);
  Block *block = createBlock(builder, loc, region, accType, 2, 5);
  SmallVector<Value> dims = getDims(
      builder, loc, match, block->getArgument(2), block->getArgument(3),
      {{match.query, block->getArgument(4)},
       {match.key, block->getArgument(5)},
       {match.inner, block->getArgument(6)}});
  ScalarEmitter emitter(builder, loc, match.space, dims, match.query,
                        match.key);
  ScalarExpr parts[] = {match.queryPart, match.keyPart};
  for (auto [i, part] : llvm::enumerate(parts))
    emitter.map(part, emitter.cast(block->getArgument(i),
                                   getComputeType(part->type)));
  Value result = emitter.cast(emitter.emit(match.combine), accType);
  YieldOp::create(builder, loc, result);
}

//===----------------------------------------------------------------------===//
// The normaliser's parameters
//===----------------------------------------------------------------------===//

// The values of `expr` for each head, or null if it differs among the entries
// of the batch.
static Value buildParameter(OpBuilder &builder, Location loc,
                            AttentionMatch &match, ScalarExpr expr,
                            FloatType accType) {
  for (unsigned v = 0; v < match.batchEnd; ++v)
    if (dependsOn(expr, match.variables[v]))
      return {};
  int64_t heads = match.getHeadSplit().getExtent(match.batchEnd,
                                                 match.variables.size());
  auto type = RankedTensorType::get({heads}, accType);
  Value empty =
      tensor::EmptyOp::create(builder, loc, type.getShape(), accType);
  auto generic = linalg::GenericOp::create(
      builder, loc, type, ValueRange(), empty,
      ArrayRef<AffineMap>{builder.getMultiDimIdentityMap(1)},
      ArrayRef<utils::IteratorType>{utils::IteratorType::parallel},
      [&](OpBuilder &nested, Location loc, ValueRange) {
        Value head = linalg::IndexOp::create(nested, loc, 0);
        SmallVector<Value> dims = getDims(nested, loc, match, Value(), head);
        ScalarEmitter emitter(nested, loc, match.space, dims, match.query,
                              match.key);
        linalg::YieldOp::create(nested, loc,
                                emitter.cast(emitter.emit(expr), accType));
      });
  return generic.getResult(0);
}

//===----------------------------------------------------------------------===//
// Terms
//===----------------------------------------------------------------------===//

static RankedTensorType getOutputType(const OutputDims &out, Type element) {
  SmallVector<int64_t> shape(out.dims.size(), 1);
  for (auto [size, output] : llvm::zip(out.atomSizes, out.atomOutput)) {
    if (output < 0)
      continue;
    shape[output] = ShapedType::isDynamic(size) ||
                            ShapedType::isDynamic(shape[output])
                        ? ShapedType::kDynamic
                        : shape[output] * size;
  }
  return RankedTensorType::get(shape, element);
}

// How many queries there are, where neither a query nor the type says so.
static Value getNumQueries(OpBuilder &builder, Location loc,
                           AttentionMatch &match) {
  if (match.product ||
      !ShapedType::isDynamic(match.space.getExtent(getPosition(match.query))))
    return {};
  for (auto [i, dim] : llvm::enumerate(match.resultDims))
    if (dim.isQuery)
      return tensor::DimOp::create(
          builder, loc, match.anchor.getDpsInitOperand(0)->get(), i);
  return {};
}

static Value createAttention(OpBuilder &builder, Location loc,
                             AttentionMatch &match, const OutputDims &out,
                             NormalizerAttrInterface normalizer,
                             ValueRange parameters) {
  HeadSplit split = match.getHeadSplit();
  SmallVector<MappedOperand> maps;
  auto build = [&](const OperandPlan &plan, bool isKey, Dim row, Dim inner) {
    auto [value, map] = buildOperand(builder, loc, plan, split, isKey);
    maps.push_back({value.getType(), map, row, inner});
    return value;
  };
  Value q, k;
  if (match.product) {
    q = build(match.queryPlan, false, Dim::Q, Dim::D);
    k = build(match.keyPlan, true, Dim::K, Dim::D);
  }
  Value v = build(match.valuePlan, true, Dim::K, Dim::E);
  SmallVector<AffineExpr> outExprs;
  for (Dim dim : out.dims)
    outExprs.push_back(builder.getAffineDimExpr(unsigned(dim)));
  Type element = getElementTypeOrSelf(v.getType());
  RankedTensorType type = getOutputType(out, element);
  maps.push_back(
      {type, AffineMap::get(kNumDims, 0, outExprs, builder.getContext()),
       Dim::Q, Dim::E});
  auto attention = AttentionOp::create(
      builder, loc, type, /*lse=*/Type(), q, k, v,
      getPatternClause(builder, loc, match), parameters, /*lengths=*/Value(), /*query_lengths=*/Value(),
      /*q_offset=*/Value(), getNumQueries(builder, loc, match),
      getScaleClause(builder, match), match.pattern, normalizer,
      match.emptyRows, getMapsClause(builder, maps), ScheduleAttr());
  Type accType = getAccumulationType(element);
  if (match.combine)
    buildCombine(builder, loc, attention.getCombine(), match, accType);
  if (match.score != match.product)
    buildScore(builder, loc, attention.getScore(), match, accType);
  return attention.getOutput();
}

// The attention of one term with the shape of the anchor's result, or null.
static Value emitTerm(OpBuilder &builder, Location loc, AttentionMatch &match,
                      MatchFailure &failure) {
  auto fail = [&](StringRef reason) {
    failure = {match.anchor, reason.str(), true};
    return Value();
  };
  FailureOr<OutputDims> out = getOutputDims(match);
  if (failed(out))
    return fail("batch and heads are mixed in the result");
  auto normalizer =
      dyn_cast<NormalizerAttrInterface>(match.term.normalizer.normalizer);
  if (!normalizer)
    return fail("expected a normaliser");
  auto result = cast<RankedTensorType>(match.anchor->getResult(0).getType());
  Type element = match.valuePlan.candidate.tensor.getType();
  element = getElementTypeOrSelf(element);
  SmallVector<Value> parameters;
  for (UnfusedWeight::Expr expr : match.term.normalizer.parameters) {
    parameters.push_back(buildParameter(builder, loc, match,
                                        WeightView::asScalar(expr),
                                        cast<FloatType>(getAccumulationType(
                                            element))));
    if (!parameters.back())
      return fail("a parameter of the normaliser differs in the batch");
  }
  Value output =
      createAttention(builder, loc, match, *out, normalizer, parameters);
  return reshapeOutput(builder, loc, output, *out, result.clone(element));
}

//===----------------------------------------------------------------------===//
// Sums of terms
//===----------------------------------------------------------------------===//

// The term's factors times `value`, at the indices of the surrounding generic.
static Value emitFactors(OpBuilder &builder, Location loc,
                         AttentionMatch &match, Value value) {
  SmallVector<Value> dims(match.space.getNumVariables());
  for (auto [i, dim] : llvm::enumerate(match.resultDims)) {
    SmallVector<AffineExpr> variables;
    for (unsigned v : dim.variables)
      variables.push_back(match.variables[v]);
    if (dim.isQuery)
      variables.insert(variables.begin() + dim.queryAt, match.query);
    if (variables.empty())
      continue;
    Value index = linalg::IndexOp::create(builder, loc, i);
    AffineExpr rest = builder.getAffineDimExpr(0);
    for (AffineExpr variable : llvm::reverse(variables)) {
      bool isFirst = variable == variables.front();
      int64_t extent = match.space.getExtent(getPosition(variable));
      AffineExpr expr = isFirst ? rest : rest % extent;
      dims[getPosition(variable)] =
          affine::expandAffineExpr(builder, loc, expr, {index}, {});
      if (!isFirst)
        rest = rest.floorDiv(extent);
    }
  }
  ScalarEmitter emitter(builder, loc, match.space, dims, match.query,
                        match.key);
  Type type = getComputeType(value.getType());
  value = emitter.cast(value, type);
  for (const RowFactor &factor : match.term.factors) {
    Value other = emitter.cast(emitter.emit(factor.expr), type);
    value = factor.divides
                ? arith::DivFOp::create(builder, loc, value, other).getResult()
                : arith::MulFOp::create(builder, loc, value, other).getResult();
  }
  return value;
}

static Value combineTerms(OpBuilder &builder, Location loc, AttentionSum &sum,
                          ValueRange outputs) {
  auto isPlain = [](const WeightTerm &term) {
    return !term.isNegative && term.factors.empty();
  };
  if (outputs.size() == 1 && isPlain(sum.terms.front()->term))
    return outputs.front();
  auto type = cast<RankedTensorType>(outputs.front().getType());
  Value empty = tensor::EmptyOp::create(
      builder, loc, tensor::getMixedSizes(builder, loc, outputs.front()),
      type.getElementType());
  SmallVector<AffineMap> maps(
      outputs.size() + 1, builder.getMultiDimIdentityMap(type.getRank()));
  SmallVector<utils::IteratorType> loops(type.getRank(),
                                         utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(
      builder, loc, type, outputs, empty, maps, loops,
      [&](OpBuilder &nested, Location loc, ValueRange args) {
        Value total;
        for (auto [i, term] : llvm::enumerate(sum.terms)) {
          Value value = emitFactors(nested, loc, *term, args[i]);
          bool minus = term->term.isNegative;
          if (!total)
            total = minus ? arith::NegFOp::create(nested, loc, value).getResult()
                          : value;
          else if (minus)
            total = arith::SubFOp::create(nested, loc, total, value);
          else
            total = arith::AddFOp::create(nested, loc, total, value);
        }
        if (total.getType() != type.getElementType())
          total = arith::TruncFOp::create(nested, loc, type.getElementType(),
                                          total);
        linalg::YieldOp::create(nested, loc, total);
      });
  return generic.getResult(0);
}

// `value` in place of the anchor's result, sent through the reshapes of the tail.
static Value applyTail(OpBuilder &builder, ArrayRef<TailStep> tail,
                       Value value) {
  Type element = getElementTypeOrSelf(value.getType());
  for (const TailStep &step : tail) {
    if (step.kind != TailStep::Kind::Reshape)
      continue;
    IRMapping mapping;
    mapping.map(step.op->getOperand(0), value);
    Operation *copy = builder.clone(*step.op, mapping);
    auto type = cast<RankedTensorType>(copy->getResult(0).getType());
    copy->getResult(0).setType(type.clone(element));
    value = copy->getResult(0);
  }
  return value;
}

LogicalResult mlir::attn::emitAttention(RewriterBase &rewriter,
                                        AttentionSum &sum,
                                        MatchFailure &failure) {
  linalg::LinalgOp anchor = sum.terms.front()->anchor;
  Location loc = anchor.getLoc();
  OpBuilder::InsertionGuard guard(rewriter);
  // What the tail reads may be computed behind the anchor.
  Operation *last = sum.tail.empty() ? anchor : sum.tail.back().op;
  rewriter.setInsertionPoint(last);
  SmallVector<Value> outputs;
  for (std::unique_ptr<AttentionMatch> &term : sum.terms) {
    outputs.push_back(emitTerm(rewriter, loc, *term, failure));
    if (!outputs.back())
      return LogicalResult::failure();
  }
  Value output = combineTerms(rewriter, loc, sum, outputs);
  rewriter.replaceOp(last, applyTail(rewriter, sum.tail, output));
  return success();
}
