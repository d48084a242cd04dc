//===- AttnTileOps.cpp - tile-level operations ----------------------------===//

#include "AttnVerify.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// What tile operations have in common
//===----------------------------------------------------------------------===//

static void addReadWriteEffects(
    Operation *op, MutableOperandRange written,
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  unsigned first = written.empty() ? 0 : written.begin()->getOperandNumber();
  unsigned last = first + written.size();
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    effects.emplace_back(MemoryEffects::Read::get(), &operand, 0, true,
                         SideEffects::DefaultResource::get());
    unsigned number = operand.getOperandNumber();
    if (number >= first && number < last)
      effects.emplace_back(MemoryEffects::Write::get(), &operand, 0, true,
                           SideEffects::DefaultResource::get());
  }
}

// All data operands are tensors, with the inits' types as results, or all are
// memrefs and there are no results.
static LogicalResult verifyDestinations(Operation *op, ValueRange data,
                                        MutableOperandRange inits) {
  bool tensors = isa<TensorType>(data.front().getType());
  for (Value value : data)
    if (isa<TensorType>(value.getType()) != tensors) // tile_c1
      return op->emitOpError(
          "expected all operands to be tensors or all to be memrefs");
  if (!tensors && op->getNumResults() != 0) // tile_c2
    return op->emitOpError("expected no results on memrefs");
  if (!tensors)
    return success();
  if (op->getNumResults() != inits.size()) // tile_c3
    return op->emitOpError() << "expected " << inits.size() << " results, got "
                             << op->getNumResults();
  for (auto [init, result] : llvm::zip(inits, op->getResultTypes()))
    if (init.get().getType() != result) // tile_c3
      return op->emitOpError() << "expected result type "
                               << init.get().getType() << ", got " << result;
  return success();
}

static SmallVector<ShapedType> shapedTypes(ValueRange values) {
  return llvm::map_to_vector(
      values, [](Value value) { return cast<ShapedType>(value.getType()); });
}

//===----------------------------------------------------------------------===//
// OnlineAttentionOp
//===----------------------------------------------------------------------===//

MutableOperandRange OnlineAttentionOp::getDpsInitsMutable() {
  unsigned first = getAccMutable().getOperandNumber();
  return MutableOperandRange(*this, first, 2 + getAccumulators().size());
}

void OnlineAttentionOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addReadWriteEffects(*this, getDpsInitsMutable(), effects);
}

static LogicalResult verifyTileShapes(OnlineAttentionOp op) {
  auto value = cast<ShapedType>(op.getValue().getType());
  auto acc = cast<ShapedType>(op.getAcc().getType());
  if (value.getRank() != 3 || acc.getRank() != 3) // online_c1
    return op.emitOpError("expected operands of rank 3 (heads, rows, inner)");
  if (!compatibleSizes(value.getDimSize(2), acc.getDimSize(2))) // online_c2
    return op.emitOpError()
           << "expected equal value head sizes, got " << value.getDimSize(2)
           << " and " << acc.getDimSize(2);
  if (!op.hasQueryKey())
    return success();
  auto query = cast<ShapedType>(op.getQuery().getType());
  auto key = cast<ShapedType>(op.getKey().getType());
  if (query.getRank() != 3 || key.getRank() != 3) // online_c1
    return op.emitOpError("expected operands of rank 3 (heads, rows, inner)");
  if (!compatibleSizes(query.getDimSize(2), key.getDimSize(2))) // online_c3
    return op.emitOpError()
           << "expected equal query and key head sizes, got "
           << query.getDimSize(2) << " and " << key.getDimSize(2);
  if (!compatibleSizes(key.getDimSize(1), value.getDimSize(1))) // online_c4
    return op.emitOpError()
           << "expected equal numbers of keys, got " << key.getDimSize(1)
           << " and " << value.getDimSize(1);
  if (!compatibleSizes(query.getDimSize(0), acc.getDimSize(0)) ||
      !compatibleSizes(query.getDimSize(1), acc.getDimSize(1))) // online_c5
    return op.emitOpError()
           << "expected query and accumulator to have equal heads and rows, "
              "got "
           << query << " and " << acc;
  if (!compatibleSizes(key.getDimSize(0), value.getDimSize(0))) // online_c10
    return op.emitOpError()
           << "expected equal key and value head counts, got "
           << key.getDimSize(0) << " and " << value.getDimSize(0);
  return success();
}

LogicalResult OnlineAttentionOp::verify() {
  if (!getQuery() != !getKey()) // attention_c8
    return emitOpError("expected query and key both present or both absent");
  if (getCoordinates().size() != 4) // online_c6
    return emitOpError() << "expected 4 coordinates (b, h, q, k), got "
                         << getCoordinates().size();
  if (getSizes().size() != 3) // online_c7
    return emitOpError() << "expected 3 sizes (Nq, Nk, q_offset), got "
                         << getSizes().size();
  if (getRangeBounds().size() != 2 * getRangeKinds().size()) // online_c8
    return emitOpError() << "expected 2 bounds a range, got "
                         << getRangeBounds().size() << " for "
                         << getRangeKinds().size() << " ranges";
  for (int32_t kind : getRangeKinds())
    if (!symbolizeRangeKind(kind)) // online_c9
      return emitOpError() << "expected range kinds 0 or 1, got " << kind;
  if (failed(verifyTileShapes(*this)) ||
      failed(verifyHeadGroups(
          [&] { return emitOpError(); },
          cast<ShapedType>(getAcc().getType()).getDimSize(0),
          cast<ShapedType>(getValue().getType()).getDimSize(0))) ||
      failed(verifyScale(*this, getScale())))
    return failure();
  SmallVector<Value> data = {getValue(), getAcc(), getStabilizer()};
  if (getQuery())
    data.append({getQuery(), getKey()});
  auto acc = cast<ShapedType>(getAcc().getType());
  return failure(
      failed(verifyDestinations(*this, data, getDpsInitsMutable())) ||
      failed(verifyState(*this, getNormalizer(), acc,
                         cast<ShapedType>(getStabilizer().getType()),
                         shapedTypes(getAccumulators()))) ||
      failed(verifyPatternOperands(*this, getPattern(),
                                   getPatternOperands().size())) ||
      failed(verifyNormalizerParams(*this, getNormalizer(),
                                    getNormalizerParams(), ShapedType::kDynamic,
                                    acc.getElementType())) ||
      failed(verifyCombineRegion(*this, getCombine(), acc.getElementType())) ||
      failed(verifyScoreRegion(*this, getScore(), acc.getElementType())));
}

OnlineAttentionOp OnlineAttentionOp::cloneWithOperands(OpBuilder &builder,
                                                       ValueRange operands) {
  OperationState state(getLoc(), getOperationName());
  state.addOperands(operands);
  state.addAttributes(llvm::to_vector((*this)->getDiscardableAttrs()));
  state.propertiesAttr = (*this)->getPropertiesAsAttribute();
  MutableOperandRange inits = getDpsInitsMutable();
  unsigned first = inits.begin()->getOperandNumber();
  if (!getState().empty())
    state.addTypes(operands.slice(first, inits.size()).getTypes());
  for (Region &region : (*this)->getRegions()) {
    Region *copy = state.addRegion();
    IRMapping mapping;
    region.cloneInto(copy, mapping);
  }
  return cast<OnlineAttentionOp>(builder.create(state));
}

namespace {
// Takes the static sizes that a tensor.cast before the operation hides. Tried
// before the upstream pattern for all destination-style operations, which
// clones by mlir::clone: see cloneWithOperands.
struct FoldTileCasts : OpRewritePattern<OnlineAttentionOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(OnlineAttentionOp op,
                                PatternRewriter &rewriter) const override {
    if (!tensor::hasFoldableTensorCastOperand(op))
      return rewriter.notifyMatchFailure(op, "no cast that hides a size");
    // Upstream writes the types of the results over those that are there.
    SmallVector<Type> types(op->getResultTypes());
    SmallVector<Value> operands = tensor::getUpdatedOperandsAfterCastOpFolding(
        cast<DestinationStyleOpInterface>(op.getOperation()), types);
    OnlineAttentionOp folded = op.cloneWithOperands(rewriter, operands);
    SmallVector<Value> results;
    for (auto [old, value] : llvm::zip(op->getResults(), folded->getResults()))
      results.push_back(old.getType() == value.getType()
                            ? Value(value)
                            : tensor::CastOp::create(rewriter, op.getLoc(),
                                                     old.getType(), value));
    rewriter.replaceOp(op, results);
    return success();
  }
};
} // namespace

void OnlineAttentionOp::getCanonicalizationPatterns(RewritePatternSet &results,
                                                    MLIRContext *context) {
  results.add<FoldTileCasts>(context, /*benefit=*/2);
}

//===----------------------------------------------------------------------===//
// OnlineAggregateOp
//===----------------------------------------------------------------------===//

MutableOperandRange OnlineAggregateOp::getDpsInitsMutable() {
  return MutableOperandRange(*this, getAccMutable().getOperandNumber(),
                             2 + getAccumulators().size());
}

void OnlineAggregateOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addReadWriteEffects(*this, getDpsInitsMutable(), effects);
}

LogicalResult OnlineAggregateOp::verify() {
  if (getCoordinates().size() != 4) // online_aggregate_c2
    return emitOpError() << "expected 4 coordinates (b, h, q, k), got "
                         << getCoordinates().size();
  auto scores = cast<ShapedType>(getScores().getType());
  auto value = cast<ShapedType>(getValue().getType());
  auto acc = cast<ShapedType>(getAcc().getType());
  if (scores.getRank() != 3 || value.getRank() != 3 || acc.getRank() != 3 ||
      !compatibleSizes(scores.getDimSize(0), acc.getDimSize(0)) ||
      !compatibleSizes(scores.getDimSize(1), acc.getDimSize(1)) ||
      !compatibleSizes(scores.getDimSize(2), value.getDimSize(1)) ||
      !compatibleSizes(value.getDimSize(2), acc.getDimSize(2)))
    return emitOpError() // online_aggregate_c1
           << "expected scores HT x TQ x TK, value HK x TK x Dv and "
              "accumulator HT x TQ x Dv, got "
           << scores << ", " << value << " and " << acc;
  if (failed(verifyHeadGroups([&] { return emitOpError(); }, acc.getDimSize(0),
                              value.getDimSize(0))))
    return failure();
  return failure(
      failed(verifyDestinations(*this, {getScores(), getValue(), getAcc()},
                                getDpsInitsMutable())) ||
      failed(verifyState(*this, getNormalizer(), acc,
                         cast<ShapedType>(getStabilizer().getType()),
                         shapedTypes(getAccumulators()))) ||
      failed(verifyNormalizerParams(*this, getNormalizer(),
                                    getNormalizerParams(), ShapedType::kDynamic,
                                    acc.getElementType())));
}

//===----------------------------------------------------------------------===//
// FinalizeOp
//===----------------------------------------------------------------------===//

MutableOperandRange FinalizeOp::getDpsInitsMutable() {
  return MutableOperandRange(*this, getOutputMutable().getOperandNumber(),
                             getLse() ? 2 : 1);
}

void FinalizeOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addReadWriteEffects(*this, getDpsInitsMutable(), effects);
}

LogicalResult FinalizeOp::verify() {
  auto acc = cast<ShapedType>(getAcc().getType());
  auto output = cast<ShapedType>(getOutput().getType());
  if (failed(verifyCompatibleShape(acc.getShape(),
                                   output.getShape()))) // finalize_c1
    return emitOpError() << "expected output and accumulator of one shape, got "
                         << output << " and " << acc;
  if (getAccumulationType(output.getElementType()) !=
      acc.getElementType()) // finalize_c2
    return emitOpError() << "expected an accumulator of the accumulation type "
                            "of "
                         << output.getElementType() << ", got "
                         << acc.getElementType();
  if (getLse() && !getNormalizer().hasLse()) // finalize_c3
    return emitOpError("expected a normalizer with a log-sum-exp for an lse");
  if (getLse() && getLse().getType() != getStabilizer().getType() &&
      failed(
          verifyCompatibleShape(cast<ShapedType>(getLse().getType()).getShape(),
                                leadingShape(acc)))) // finalize_c4
    return emitOpError() << "expected the lse to have the stabilizer's shape, "
                            "got "
                         << getLse().getType();
  SmallVector<Value> data = {getAcc(), getStabilizer(), getOutput()};
  if (getLse())
    data.push_back(getLse());
  int64_t heads = getHead() || acc.getRank() < 3
                      ? ShapedType::kDynamic
                      : acc.getDimSize(acc.getRank() - 3);
  return failure(
      failed(verifyDestinations(*this, data, getDpsInitsMutable())) ||
      failed(verifyState(*this, getNormalizer(), acc,
                         cast<ShapedType>(getStabilizer().getType()),
                         shapedTypes(getAccumulators()))) ||
      failed(verifyNormalizerParams(*this, getNormalizer(),
                                    getNormalizerParams(), heads,
                                    acc.getElementType())));
}
