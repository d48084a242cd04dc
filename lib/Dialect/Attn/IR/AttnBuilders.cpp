//===- AttnBuilders.cpp - operations from C++, result types inferred ------===//
//
// Where operands do not fit each other a builder still builds, with the
// operands' own types as results: the verifier says what is wrong.
//
//===----------------------------------------------------------------------===//

#include "AttnVerify.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Result types
//===----------------------------------------------------------------------===//

static ShapedType shaped(Type type) {
  return dyn_cast_if_present<ShapedType>(type);
}

// computeShape() without diagnostics.
static FailureOr<AttentionShape> shapeOf(MLIRContext *context, Type query,
                                         Type key, Type value, Type output,
                                         ArrayRef<AffineMap> maps) {
  ScopedDiagnosticHandler silence(context,
                                  [](Diagnostic &) { return success(); });
  ArrayAttr attr = maps.empty() ? ArrayAttr()
                                : Builder(context).getAffineMapArrayAttr(maps);
  return computeShape([&] { return emitError(UnknownLoc::get(context)); },
                      shaped(query), shaped(key), shaped(value),
                      shaped(output), attr);
}

// The shape that `map` gives an output.
static SmallVector<int64_t> outputSizes(const AttentionShape &shape,
                                        AffineMap map) {
  SmallVector<int64_t> sizes;
  for (AffineExpr expr : map.getResults()) {
    switch (static_cast<Dim>(cast<AffineDimExpr>(expr).getPosition())) {
    case Dim::B:
      sizes.push_back(shape.batch);
      break;
    case Dim::H:
      sizes.push_back(shape.heads);
      break;
    case Dim::Q:
      sizes.push_back(shape.numQueries);
      break;
    case Dim::K:
      sizes.push_back(shape.numKeys);
      break;
    case Dim::D:
      sizes.push_back(shape.keyDim);
      break;
    case Dim::E:
      sizes.push_back(shape.valueDim);
      break;
    }
  }
  return sizes;
}

// The shape of an attention whose output is not known yet. Without a query
// there are as many query heads as key heads.
static FailureOr<AttentionShape> inferShape(Type query, Type key, Type value,
                                            ArrayRef<AffineMap> maps,
                                            const AttentionClauses &clauses) {
  FailureOr<AttentionShape> shape =
      shapeOf(value.getContext(), query, key, value, Type(), maps);
  if (failed(shape) || query)
    return shape;
  shape->heads = shape->keyHeads;
  APInt count;
  if (clauses.numQueries &&
      matchPattern(clauses.numQueries, m_ConstantInt(&count)))
    shape->numQueries = count.getSExtValue();
  return shape;
}

FailureOr<SmallVector<Type>>
mlir::attn::inferAttentionTypes(Type query, Type key, Type value,
                                const AttentionClauses &clauses) {
  size_t inputs = query ? 3 : 1;
  ArrayRef<AffineMap> maps(clauses.maps);
  if (!maps.empty() && maps.size() != inputs + 1)
    return failure();
  FailureOr<AttentionShape> shape =
      inferShape(query, key, value, maps.take_front(inputs), clauses);
  if (failed(shape))
    return failure();
  AffineMap map = maps.empty()
                      ? defaultMap(value.getContext(),
                                   shaped(query ? query : value).getRank(),
                                   Dim::Q, Dim::E)
                      : maps.back();
  if (map.getNumDims() != kNumDims || !map.isProjectedPermutation())
    return failure();
  Type element = getElementTypeOrSelf(value);
  SmallVector<int64_t> sizes = outputSizes(*shape, map);
  Type output = RankedTensorType::get(sizes, element);
  std::optional<unsigned> inner = positionOf(map, Dim::E);
  if (inner)
    sizes.erase(sizes.begin() + *inner);
  return SmallVector<Type>{
      output, RankedTensorType::get(sizes, getAccumulationType(element))};
}

FailureOr<SmallVector<Type>>
mlir::attn::inferPartialTypes(Type query, Type key, Type value,
                              const AttentionClauses &clauses) {
  FailureOr<AttentionShape> shape =
      inferShape(query, key, value, clauses.maps, clauses);
  if (failed(shape))
    return failure();
  Type element = getAccumulationType(getElementTypeOrSelf(value));
  SmallVector<int64_t> sizes = {shape->batch, shape->heads, shape->numQueries};
  Type row = RankedTensorType::get(sizes, element);
  sizes.push_back(shape->valueDim);
  SmallVector<Type> types = {RankedTensorType::get(sizes, element)};
  types.append(
      1 + (clauses.normalizer ? clauses.normalizer.getNumAccumulators() : 1),
      row);
  return types;
}

FailureOr<Type> mlir::attn::inferScoresType(Type query, Type key,
                                            ArrayRef<AffineMap> maps) {
  FailureOr<AttentionShape> shape =
      shapeOf(query.getContext(), query, key, Type(), Type(), maps);
  if (failed(shape))
    return failure();
  return Type(RankedTensorType::get(
      {shape->batch, shape->heads, shape->numQueries, shape->numKeys},
      getAccumulationType(getElementTypeOrSelf(query))));
}

SmallVector<Type> mlir::attn::inferNormalizeTypes(RankedTensorType scores) {
  return {scores, RankedTensorType::get(leadingShape(scores),
                                        scores.getElementType())};
}

FailureOr<Type> mlir::attn::inferAggregateType(RankedTensorType weights,
                                               RankedTensorType value,
                                               ArrayRef<AffineMap> maps) {
  MLIRContext *context = value.getContext();
  if (weights.getRank() != 4 || (!maps.empty() && maps.size() != 2))
    return failure();
  FailureOr<AttentionShape> shape = shapeOf(
      context, Type(), Type(), value, Type(), maps.take_front(maps.size() / 2));
  AffineMap map = maps.empty() ? defaultMap(context, value.getRank(), Dim::Q,
                                            Dim::E)
                               : maps.back();
  if (failed(shape) || !map || map.getNumDims() != kNumDims ||
      !map.isProjectedPermutation())
    return failure();
  shape->batch = weights.getDimSize(0);
  shape->heads = weights.getDimSize(1);
  shape->numQueries = weights.getDimSize(2);
  return Type(RankedTensorType::get(outputSizes(*shape, map),
                                    value.getElementType()));
}

//===----------------------------------------------------------------------===//
// Clauses
//===----------------------------------------------------------------------===//

// Fills `region` with what `build` emits for the arguments `types`.
static void buildRegion(OpBuilder &builder, Location loc, Region &region,
                        ArrayRef<Type> types, const RegionBuilder &build) {
  if (!build)
    return;
  OpBuilder::InsertionGuard guard(builder);
  SmallVector<Location> locs(types.size(), loc);
  Block *block = builder.createBlock(&region, region.end(), types, locs);
  YieldOp::create(builder, loc, build(builder, loc, block->getArguments()));
}

// The regions combine and score, empty where the clauses have none.
static void addRegions(OpBuilder &builder, OperationState &state,
                       Type accType, const AttentionClauses &clauses) {
  SmallVector<Type> types = {accType, accType};
  types.append(5, builder.getIndexType());
  buildRegion(builder, state.location, *state.addRegion(), types,
              clauses.combine);
  types.truncate(6);
  types.erase(types.begin());
  buildRegion(builder, state.location, *state.addRegion(), types,
              clauses.score);
}

// Operands with their number for the segments of the op's properties.
namespace {
class Segments {
public:
  explicit Segments(OperationState &state) : state(state) {}
  void add(ValueRange values) {
    state.addOperands(values);
    sizes.push_back(values.size());
  }
  void addOptional(Value value) {
    add(value ? ValueRange(value) : ValueRange());
  }
  template <typename Op>
  void finish() {
    llvm::copy(sizes, state.getOrAddProperties<typename Op::Properties>()
                          .operandSegmentSizes.begin());
  }

private:
  OperationState &state;
  SmallVector<int32_t> sizes;
};
} // namespace

template <typename Properties>
static void setPattern(OpBuilder &builder, Properties &properties,
                       const AttentionClauses &clauses) {
  properties.pattern = clauses.pattern
                           ? clauses.pattern
                           : FullPatternAttr::get(builder.getContext());
}

template <typename Properties>
static void setNormalizer(OpBuilder &builder, Properties &properties,
                          NormalizerAttrInterface normalizer) {
  properties.normalizer =
      normalizer ? normalizer
                 : SoftmaxNormalizerAttr::get(builder.getContext());
}

template <typename Properties>
static void setScaleAndMaps(OpBuilder &builder, Properties &properties,
                            const AttentionClauses &clauses) {
  if (clauses.scale)
    properties.scale = builder.getF64FloatAttr(*clauses.scale);
  if (!clauses.maps.empty())
    properties.indexing_maps = builder.getAffineMapArrayAttr(clauses.maps);
}

template <typename Op>
static void buildFused(OpBuilder &builder, OperationState &state, Value query,
                       Value key, Value value,
                       const AttentionClauses &clauses) {
  Segments segments(state);
  segments.addOptional(query);
  segments.addOptional(key);
  segments.add(value);
  segments.add(clauses.patternOperands);
  segments.add(clauses.normalizerParams);
  segments.addOptional(clauses.lengths);
  segments.addOptional(clauses.queryLengths);
  segments.addOptional(clauses.qOffset);
  segments.addOptional(clauses.numQueries);
  segments.finish<Op>();
  auto &properties = state.getOrAddProperties<typename Op::Properties>();
  setPattern(builder, properties, clauses);
  setNormalizer(builder, properties, clauses.normalizer);
  setScaleAndMaps(builder, properties, clauses);
  properties.empty_rows =
      EmptyRowsAttr::get(builder.getContext(), clauses.emptyRows);
  properties.schedule = clauses.schedule;
  addRegions(builder, state,
             getAccumulationType(getElementTypeOrSelf(value.getType())),
             clauses);
}

static Type typeOf(Value value) { return value ? value.getType() : Type(); }

//===----------------------------------------------------------------------===//
// Graph operations
//===----------------------------------------------------------------------===//

void AttentionOp::build(OpBuilder &builder, OperationState &state, Value query,
                        Value key, Value value, const AttentionClauses &clauses,
                        bool withLse) {
  buildFused<AttentionOp>(builder, state, query, key, value, clauses);
  FailureOr<SmallVector<Type>> types = inferAttentionTypes(
      typeOf(query), typeOf(key), value.getType(), clauses);
  if (failed(types))
    types = SmallVector<Type>(2, value.getType());
  state.addTypes(ArrayRef(*types).take_front(withLse ? 2 : 1));
}

void PartialOp::build(OpBuilder &builder, OperationState &state, Value query,
                      Value key, Value value, const AttentionClauses &clauses) {
  buildFused<PartialOp>(builder, state, query, key, value, clauses);
  FailureOr<SmallVector<Type>> types =
      inferPartialTypes(typeOf(query), typeOf(key), value.getType(), clauses);
  if (failed(types))
    types = SmallVector<Type>(2, value.getType());
  state.addTypes(*types);
}

void ScoresOp::build(OpBuilder &builder, OperationState &state, Value query,
                     Value key, const AttentionClauses &clauses) {
  state.addOperands({query, key});
  if (clauses.qOffset)
    state.addOperands(clauses.qOffset);
  setScaleAndMaps(builder, state.getOrAddProperties<Properties>(), clauses);
  addRegions(builder, state,
             getAccumulationType(getElementTypeOrSelf(query.getType())),
             clauses);
  FailureOr<Type> type =
      inferScoresType(query.getType(), key.getType(), clauses.maps);
  state.addTypes(succeeded(type) ? *type : query.getType());
}

void NormalizeOp::build(OpBuilder &builder, OperationState &state, Value scores,
                        const AttentionClauses &clauses, bool withLse) {
  Segments segments(state);
  segments.add(scores);
  segments.add(clauses.patternOperands);
  segments.add(clauses.normalizerParams);
  segments.addOptional(clauses.lengths);
  segments.addOptional(clauses.qOffset);
  segments.finish<NormalizeOp>();
  auto &properties = state.getOrAddProperties<Properties>();
  setPattern(builder, properties, clauses);
  setNormalizer(builder, properties, clauses.normalizer);
  properties.empty_rows =
      EmptyRowsAttr::get(builder.getContext(), clauses.emptyRows);
  SmallVector<Type> types =
      inferNormalizeTypes(cast<RankedTensorType>(scores.getType()));
  state.addTypes(ArrayRef(types).take_front(withLse ? 2 : 1));
}

void AggregateOp::build(OpBuilder &builder, OperationState &state,
                        Value weights, Value value, ArrayRef<AffineMap> maps) {
  state.addOperands({weights, value});
  if (!maps.empty())
    state.getOrAddProperties<Properties>().indexing_maps =
        builder.getAffineMapArrayAttr(maps);
  FailureOr<Type> type =
      inferAggregateType(cast<RankedTensorType>(weights.getType()),
                         cast<RankedTensorType>(value.getType()), maps);
  state.addTypes(succeeded(type) ? *type : value.getType());
}

void MergeOp::build(OpBuilder &builder, OperationState &state, ValueRange lhs,
                    ValueRange rhs, NormalizerAttrInterface normalizer) {
  state.addOperands(lhs);
  state.addOperands(rhs);
  setNormalizer(builder, state.getOrAddProperties<Properties>(), normalizer);
  state.addTypes(lhs.getTypes());
}

void ContextPoolOp::build(OpBuilder &builder, OperationState &state,
                          Value input, Value weightLogits, Value sizeLogits,
                          bool causal) {
  state.addOperands({input, weightLogits, sizeLogits});
  state.addTypes(input.getType());
  if (causal)
    state.getOrAddProperties<Properties>().causal = builder.getUnitAttr();
}

//===----------------------------------------------------------------------===//
// Tile operations
//===----------------------------------------------------------------------===//

// Tensors among the destinations are results; memrefs are written in place.
static void addDestinationTypes(OperationState &state, ValueRange values) {
  for (Type type : values.getTypes())
    if (isa<TensorType>(type))
      state.addTypes(type);
}

void OnlineAttentionOp::build(OpBuilder &builder, OperationState &state,
                              Value query, Value key, Value value,
                              ValueRange foldState, ValueRange coordinates,
                              ValueRange sizes, ArrayRef<KeyRange> ranges,
                              double scale, const AttentionClauses &clauses) {
  SmallVector<Value> bounds;
  SmallVector<int32_t> kinds;
  for (const KeyRange &range : ranges) {
    bounds.append({range.lower, range.upper});
    kinds.push_back(static_cast<int32_t>(range.kind));
  }
  Segments segments(state);
  segments.addOptional(query);
  segments.addOptional(key);
  segments.add(value);
  segments.add(foldState[0]);
  segments.add(foldState[1]);
  segments.add(foldState.drop_front(2));
  segments.add(coordinates);
  segments.add(sizes);
  segments.add(bounds);
  segments.add(clauses.patternOperands);
  segments.add(clauses.normalizerParams);
  segments.finish<OnlineAttentionOp>();
  auto &properties = state.getOrAddProperties<Properties>();
  properties.range_kinds = builder.getDenseI32ArrayAttr(kinds);
  properties.scale = builder.getF64FloatAttr(scale);
  setPattern(builder, properties, clauses);
  setNormalizer(builder, properties, clauses.normalizer);
  properties.schedule = clauses.schedule;
  addRegions(builder, state, getElementTypeOrSelf(foldState[0].getType()),
             clauses);
  addDestinationTypes(state, foldState);
}

void OnlineAggregateOp::build(OpBuilder &builder, OperationState &state,
                              Value scores, Value value, ValueRange foldState,
                              ValueRange coordinates,
                              NormalizerAttrInterface normalizer,
                              ValueRange normalizerParams) {
  Segments segments(state);
  segments.add(scores);
  segments.add(value);
  segments.add(foldState[0]);
  segments.add(foldState[1]);
  segments.add(foldState.drop_front(2));
  segments.add(coordinates);
  segments.add(normalizerParams);
  segments.finish<OnlineAggregateOp>();
  setNormalizer(builder, state.getOrAddProperties<Properties>(), normalizer);
  addDestinationTypes(state, foldState);
}

void FinalizeOp::build(OpBuilder &builder, OperationState &state,
                       ValueRange foldState, Value output, Value lse,
                       NormalizerAttrInterface normalizer,
                       ValueRange normalizerParams, Value head) {
  Segments segments(state);
  segments.add(foldState[0]);
  segments.add(foldState[1]);
  segments.add(foldState.drop_front(2));
  segments.add(output);
  segments.addOptional(lse);
  segments.addOptional(head);
  segments.add(normalizerParams);
  segments.finish<FinalizeOp>();
  setNormalizer(builder, state.getOrAddProperties<Properties>(), normalizer);
  addDestinationTypes(state, output);
  if (lse)
    addDestinationTypes(state, lse);
}
