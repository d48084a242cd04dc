//===- EmitAttention.cpp - a match becomes attn.attention -----------------===//

#include "EmitAttention.h"

#include "ScalarEmitter.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <cmath>

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// The output's dimensions
//===----------------------------------------------------------------------===//

namespace {
// A dimension of the attention's output, and the dimensions of the anchor's
// result that it is made of or a part of.
struct OutputDims {
  SmallVector<Dim> dims;
  // The finest common shape: each atom belongs to one output dimension (or to
  // none, of size 1) and to one result dimension.
  SmallVector<int64_t> atomSizes, atomResult;
  SmallVector<int> atomOutput;
};
} // namespace

// Fails if b or h is not contiguous and in order within the result.
static FailureOr<OutputDims> getOutputDims(const AttentionMatch &match) {
  OutputDims out;
  linalg::LinalgOp anchor = match.anchor;
  auto type = cast<RankedTensorType>(anchor->getResult(0).getType());
  int nextVariable = -1;
  auto addAtom = [&](int64_t size, int64_t result, int output) {
    out.atomSizes.push_back(size);
    out.atomResult.push_back(result);
    out.atomOutput.push_back(output);
  };
  for (auto [i, dim] : llvm::enumerate(match.resultDims)) {
    if (dim.isQuery || dim.isValue) {
      out.dims.push_back(dim.isQuery ? Dim::Q : Dim::E);
      addAtom(type.getDimSize(i), i, out.dims.size() - 1);
      nextVariable = -1;
      continue;
    }
    if (dim.variables.empty())
      addAtom(1, i, -1);
    for (unsigned v : dim.variables) {
      bool isBatch = v < match.batchEnd;
      bool starts = v == 0 || v == match.batchEnd;
      if (!starts && int(v) != nextVariable)
        return failure();
      if (starts)
        out.dims.push_back(isBatch ? Dim::B : Dim::H);
      addAtom(match.extents[v], i, out.dims.size() - 1);
      nextVariable = v + 1;
    }
  }
  return out;
}

// `value` with the dimensions of the anchor's result, by way of the atoms.
static Value reshapeOutput(OpBuilder &builder, Location loc, Value value,
                           const OutputDims &out, RankedTensorType result) {
  if (value.getType() == result)
    return value;
  unsigned numAtoms = out.atomSizes.size();
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<ReassociationIndices> expand(type.getRank());
  SmallVector<ReassociationIndices> collapse(result.getRank());
  // A unit atom joins the output dimension before it (or the first one).
  int output = 0;
  for (unsigned atom = 0; atom < numAtoms; ++atom) {
    output = std::max(output, out.atomOutput[atom]);
    expand[output].push_back(atom);
    collapse[out.atomResult[atom]].push_back(atom);
  }
  auto atoms = RankedTensorType::get(out.atomSizes, type.getElementType());
  if (atoms != type) {
    SmallVector<OpFoldResult> sizes;
    for (auto [dim, group] : llvm::enumerate(expand)) {
      int64_t known = 1;
      for (int64_t atom : group)
        if (!ShapedType::isDynamic(out.atomSizes[atom]))
          known *= out.atomSizes[atom];
      for (int64_t atom : group) {
        if (!ShapedType::isDynamic(out.atomSizes[atom])) {
          sizes.push_back(builder.getIndexAttr(out.atomSizes[atom]));
          continue;
        }
        Value size = tensor::DimOp::create(builder, loc, value, dim);
        if (known != 1)
          size = arith::DivUIOp::create(
              builder, loc, size,
              arith::ConstantIndexOp::create(builder, loc, known));
        sizes.push_back(size);
      }
    }
    value = tensor::ExpandShapeOp::create(builder, loc, atoms, value, expand,
                                          sizes);
  }
  if (atoms == result)
    return value;
  return tensor::CollapseShapeOp::create(builder, loc, result, value, collapse);
}

//===----------------------------------------------------------------------===//
// Clauses
//===----------------------------------------------------------------------===//

// The factor on q.k as a clause; null where it is the default up to the rounding
// of a factor that was computed in f32.
static FloatAttr getScaleClause(OpBuilder &builder, double scale,
                                int64_t keyDim) {
  double standard = 1.0 / std::sqrt(double(keyDim));
  if (std::abs(scale - standard) <= 1e-6 * standard)
    return {};
  return builder.getF64FloatAttr(scale);
}

// Null where every operand has the default map of its rank.
static ArrayAttr getMapsClause(OpBuilder &builder, ArrayRef<Type> types,
                               ArrayRef<AffineMap> maps) {
  static constexpr std::pair<Dim, Dim> roles[] = {
      {Dim::Q, Dim::D}, {Dim::K, Dim::D}, {Dim::K, Dim::E}, {Dim::Q, Dim::E}};
  bool isDefault = true;
  for (auto [type, map, role] : llvm::zip(types, maps, roles))
    isDefault &= map == defaultMap(builder.getContext(),
                                   cast<ShapedType>(type).getRank(), role.first,
                                   role.second);
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

static void buildScore(OpBuilder &builder, Location loc, Region &region,
                       AttentionMatch &match, Type accType) {
  OpBuilder::InsertionGuard guard(builder);
  Type index = builder.getIndexType();
  Block *block = builder.createBlock(&region, {}, {accType, index, index, index,
                                                   index},
                                     SmallVector<Location>(5, loc));
  SmallVector<Value> dims(match.space.getNumVariables());
  auto positionOf = [](AffineExpr expr) {
    return cast<AffineDimExpr>(expr).getPosition();
  };
  SmallVector<Value> headDims = {block->getArgument(1), block->getArgument(2)};
  for (auto [v, variable] : llvm::enumerate(match.variables)) {
    AffineExpr expr = variableOf(match, v);
    dims[positionOf(variable)] =
        affine::expandAffineExpr(builder, loc, expr, headDims, {});
  }
  dims[positionOf(match.query)] = block->getArgument(3);
  dims[positionOf(match.key)] = block->getArgument(4);
  ScalarEmitter emitter(builder, loc, match.space, dims, match.query,
                        match.key);
  Value score = block->getArgument(0);
  emitter.map(match.product, emitter.cast(score, match.product->type));
  Value result = emitter.cast(emitter.emit(match.score), accType);
  YieldOp::create(builder, loc, result);
}

LogicalResult mlir::attn::emitAttention(RewriterBase &rewriter,
                                        AttentionMatch &match,
                                        MatchFailure &failure) {
  linalg::LinalgOp anchor = match.anchor;
  Location loc = anchor.getLoc();
  FailureOr<OutputDims> out = getOutputDims(match);
  auto fail = [&](StringRef reason) {
    failure = {anchor, reason.str(), true};
    return LogicalResult::failure();
  };
  if (failed(out))
    return fail("batch and heads are mixed in the result");
  auto normalizer =
      dyn_cast<NormalizerAttrInterface>(match.normalizer.normalizer);
  if (!normalizer || !match.normalizer.parameters.empty())
    return fail("parameters of the normaliser are not supported");

  OpBuilder::InsertionGuard guard(rewriter);
  rewriter.setInsertionPoint(anchor);
  HeadSplit split = match.getHeadSplit();
  auto [q, qMap] = buildOperand(rewriter, loc, match.queryPlan, split, false);
  auto [k, kMap] = buildOperand(rewriter, loc, match.keyPlan, split, true);
  auto [v, vMap] = buildOperand(rewriter, loc, match.valuePlan, split, true);

  auto result = cast<RankedTensorType>(anchor->getResult(0).getType());
  SmallVector<int64_t> shape(out->dims.size(), 1);
  for (auto [size, output] : llvm::zip(out->atomSizes, out->atomOutput)) {
    if (output < 0)
      continue;
    shape[output] = ShapedType::isDynamic(size) ||
                            ShapedType::isDynamic(shape[output])
                        ? ShapedType::kDynamic
                        : shape[output] * size;
  }
  SmallVector<AffineExpr> outExprs;
  for (Dim dim : out->dims)
    outExprs.push_back(rewriter.getAffineDimExpr(unsigned(dim)));
  AffineMap oMap =
      AffineMap::get(kNumDims, 0, outExprs, rewriter.getContext());

  auto outType = RankedTensorType::get(shape, result.getElementType());
  int64_t keyDim = match.space.getExtent(
      cast<AffineDimExpr>(match.inner).getPosition());
  auto attention = AttentionOp::create(
      rewriter, loc, outType, /*lse=*/Type(), q, k, v, match.patternOperands,
      /*normalizer_params=*/ValueRange(), /*lengths=*/Value(),
      /*query_lengths=*/Value(), /*q_offset=*/Value(), /*num_queries=*/Value(),
      getScaleClause(rewriter, match.scale, keyDim), match.pattern, normalizer,
      match.emptyRows,
      getMapsClause(rewriter, {q.getType(), k.getType(), v.getType(), outType},
                    {qMap, kMap, vMap, oMap}),
      ScheduleAttr());
  if (match.score != match.product)
    buildScore(rewriter, loc, attention.getScore(), match,
               getAccumulationType(result.getElementType()));
  rewriter.replaceOp(anchor, reshapeOutput(rewriter, loc, attention.getOutput(),
                                           *out, result));
  return success();
}
