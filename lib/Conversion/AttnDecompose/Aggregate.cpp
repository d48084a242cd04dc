//===- Aggregate.cpp - attn.aggregate on dense tensors --------------------===//

#include "../RegionInliner.h"
#include "DenseLoops.h"
#include "Patterns.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::attn;

// The loops of the output, query heads split.
static SmallVector<Loop> outputLoops(AffineMap map) {
  SmallVector<Loop> loops;
  for (AffineExpr expr : map.getResults()) {
    switch (static_cast<Dim>(cast<AffineDimExpr>(expr).getPosition())) {
    case Dim::B:
      loops.push_back(Loop::Batch);
      break;
    case Dim::H:
      loops.append({Loop::KeyHead, Loop::Member});
      break;
    case Dim::Q:
      loops.push_back(Loop::Query);
      break;
    default:
      loops.push_back(Loop::Inner);
    }
  }
  return loops;
}

// The op's dimensions from its operands; the verifier has checked them.
static AttentionShape shapeOf(AggregateOp op) {
  auto valueType = cast<RankedTensorType>(op.getValue().getType());
  auto outputType = cast<RankedTensorType>(op.getOutput().getType());
  AttentionShape shape;
  if (ArrayAttr maps = op.getIndexingMapsAttr()) {
    shape.valueMap = cast<AffineMapAttr>(maps[0]).getValue();
    shape.outputMap = cast<AffineMapAttr>(maps[1]).getValue();
  } else {
    MLIRContext *context = op.getContext();
    shape.valueMap = defaultMap(context, valueType.getRank(), Dim::K, Dim::E);
    shape.outputMap = defaultMap(context, outputType.getRank(), Dim::Q, Dim::E);
  }
  shape.keyHeads = sizeOf(valueType, shape.valueMap, Dim::H, 1);
  shape.heads = sizeOf(outputType, shape.outputMap, Dim::H, 1);
  return shape;
}

template <>
LogicalResult
Decompose<AggregateOp>::matchAndRewrite(AggregateOp op,
                                        PatternRewriter &rewriter) const {
  Location loc = op.getLoc();
  AttentionShape shape = shapeOf(op);
  auto outputType = cast<RankedTensorType>(op.getOutput().getType());
  Type accType = getElementTypeOrSelf(op.getWeights().getType());
  AffineMap weightMap =
      AffineMap::getMultiDimIdentityMap(kNumDims, rewriter.getContext());
  LoopOperand weights =
      splitHeads(rewriter, loc, op.getWeights(), weightMap.getMajorSubMap(4),
                 shape.groupSize());
  LoopOperand value =
      splitHeads(rewriter, loc, op.getValue(), shape.valueMap, 0);
  LoopOperand sum =
      makeTensor(rewriter, loc, accType, outputLoops(shape.outputMap),
                 {weights, value}, 0.0);
  // A weight of 0 is an excluded pair: its value may be NaN or infinite.
  auto multiply = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &,
                      ValueRange args) -> SmallVector<Value> {
    Value zero =
        arith::ConstantOp::create(b, bodyLoc, b.getFloatAttr(accType, 0.0));
    Value counts = arith::CmpFOp::create(b, bodyLoc, arith::CmpFPredicate::UNE,
                                         args[0], zero);
    Value v = widen(b, bodyLoc, args[1], accType);
    Value term = arith::MulFOp::create(b, bodyLoc, args[0], v);
    Value next = arith::AddFOp::create(b, bodyLoc, args[2], term);
    return {arith::SelectOp::create(b, bodyLoc, counts, next, args[2])};
  };
  sum.tensor = buildDense(rewriter, loc, {weights, value}, sum, multiply)[0];
  if (accType != outputType.getElementType()) {
    auto round = [&](OpBuilder &b, Location bodyLoc, const LoopIndices &,
                     ValueRange args) -> SmallVector<Value> {
      return {narrow(b, bodyLoc, args[0], outputType.getElementType())};
    };
    LoopOperand rounded = makeTensor(rewriter, loc, outputType.getElementType(),
                                     sum.loops, sum, std::nullopt);
    sum.tensor = buildDense(rewriter, loc, sum, rounded, round)[0];
  }
  Value output = joinHeads(rewriter, loc, sum);
  rewriter.replaceOp(op, castTo(rewriter, loc, output, outputType));
  return success();
}
