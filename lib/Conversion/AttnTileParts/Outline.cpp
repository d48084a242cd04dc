//===- Outline.cpp - the parts of an attention in a function --------------===//

#include "Outline.h"

#include "../AttnDecompose/DenseLoops.h"
#include "../AttnDecompose/Patterns.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Outlining
//===----------------------------------------------------------------------===//

// Products that are smaller than the pairs (projections) are inputs.
static bool belongs(Operation *op, Block *block) {
  if (!op || op->getBlock() != block)
    return false;
  if (isa<ScoresOp, NormalizeOp, arith::ConstantOp>(op))
    return true;
  if (!isPure(op))
    return false;
  return isa<linalg::LinalgOp, tensor::EmptyOp, tensor::PadOp, tensor::ConcatOp,
             tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::CastOp,
             tensor::DimOp>(op) ||
         isa_and_nonnull<arith::ArithDialect>(op->getDialect());
}

// Whether the op may hold a number for each pair, as far as static sizes tell.
static bool mayHoldPairs(Operation *op, RankedTensorType pairs) {
  auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
  if (!type || !type.hasStaticShape() || !pairs.hasStaticShape())
    return true;
  int64_t number = pairs.getDimSize(2) * pairs.getDimSize(3);
  return type.getNumElements() >= number;
}

static void collect(AggregateOp aggregate, llvm::SetVector<Operation *> &ops) {
  Block *block = aggregate->getBlock();
  auto pairs = cast<RankedTensorType>(aggregate.getWeights().getType());
  SmallVector<Value> pending = {aggregate.getWeights()};
  while (!pending.empty()) {
    Operation *op = pending.pop_back_val().getDefiningOp();
    if (!belongs(op, block) || ops.contains(op))
      continue;
    auto product = dyn_cast<linalg::LinalgOp>(op);
    if (product && product.getNumReductionLoops() != 0 &&
        !mayHoldPairs(op, pairs))
      continue;
    ops.insert(op);
    if (isa<ScoresOp>(op))
      continue;
    if (auto normalize = dyn_cast<NormalizeOp>(op))
      pending.push_back(normalize.getScores());
    else
      llvm::append_range(pending, op->getOperands());
  }
}

OutlinedParts mlir::attn::outlineParts(AggregateOp aggregate) {
  llvm::SetVector<Operation *> chosen;
  collect(aggregate, chosen);
  chosen.insert(aggregate);
  SmallVector<Operation *> ops = chosen.takeVector();
  llvm::sort(ops,
             [](Operation *x, Operation *y) { return x->isBeforeInBlock(y); });
  OutlinedParts parts;
  llvm::SetVector<Value> inputs;
  for (Operation *op : ops) {
    auto use = [&](Value value) {
      Operation *producer = value.getDefiningOp();
      if (!producer || !llvm::is_contained(ops, producer))
        inputs.insert(value);
    };
    for (Value operand : op->getOperands())
      use(operand);
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op->getRegions(), captured);
    llvm::for_each(captured, use);
  }
  parts.inputs = inputs.takeVector();
  parts.outputs = {aggregate.getOutput()};
  for (Operation *op : ops)
    if (auto normalize = dyn_cast<NormalizeOp>(op))
      if (normalize.getLse() && !normalize.getLse().use_empty())
        parts.outputs.push_back(normalize.getLse());

  OpBuilder b(aggregate.getContext());
  parts.function = func::FuncOp::create(
      aggregate.getLoc(), "parts",
      b.getFunctionType(ValueRange(parts.inputs).getTypes(),
                        ValueRange(parts.outputs).getTypes()));
  Block *body = parts.function->addEntryBlock();
  b.setInsertionPointToStart(body);
  IRMapping mapping;
  mapping.map(parts.inputs, body->getArguments());
  for (Operation *op : ops)
    b.clone(*op, mapping);
  SmallVector<Value> results;
  for (Value output : parts.outputs)
    results.push_back(mapping.lookup(output));
  func::ReturnOp::create(b, aggregate.getLoc(), results);
  return parts;
}

//===----------------------------------------------------------------------===//
// Simplification
//===----------------------------------------------------------------------===//

// Elementwise ops join; sums keep the form of a product.
static bool shouldFuse(OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp();
  auto consumer = dyn_cast<linalg::LinalgOp>(operand->getOwner());
  auto source = dyn_cast_or_null<linalg::LinalgOp>(producer);
  return source && consumer && producer->hasOneUse() &&
         consumer.getNumReductionLoops() == 0 &&
         source.getNumReductionLoops() == 0;
}

static LogicalResult apply(func::FuncOp function, bool foldUnits) {
  RewritePatternSet patterns(function.getContext());
  if (foldUnits) {
    linalg::ControlDropUnitDims options;
    linalg::populateFoldUnitExtentDimsPatterns(patterns, options);
  } else {
    linalg::populateFoldReshapeOpsByExpansionPatterns(
        patterns, [](OpOperand *) { return true; });
    linalg::populateElementwiseOpsFusionPatterns(patterns, shouldFuse);
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
  }
  memref::populateResolveRankedShapedTypeResultDimsPatterns(patterns);
  linalg::FillOp::getCanonicalizationPatterns(patterns, function.getContext());
  linalg::GenericOp::getCanonicalizationPatterns(patterns,
                                                 function.getContext());
  for (StringRef dialect : {"linalg", "tensor", "arith"})
    function.getContext()
        ->getLoadedDialect(dialect)
        ->getCanonicalizationPatterns(patterns);
  tensor::ExpandShapeOp::getCanonicalizationPatterns(patterns,
                                                     function.getContext());
  tensor::CollapseShapeOp::getCanonicalizationPatterns(patterns,
                                                       function.getContext());
  tensor::DimOp::getCanonicalizationPatterns(patterns, function.getContext());
  return applyPatternsGreedily(function, std::move(patterns));
}

// A power of two scales the queries, once, as exactly as it scales the scores.
static void scaleQueries(ScoresOp op) {
  double scale = op.getScaleValue();
  int exponent = 0;
  auto type = cast<RankedTensorType>(op.getQuery().getType());
  Type accType = getElementTypeOrSelf(op.getScores().getType());
  if (op.hasCombine() || scale == 1.0 || std::frexp(scale, &exponent) != 0.5 ||
      std::abs(exponent) > 16 || type.getElementType() != accType)
    return;
  OpBuilder b(op);
  Location loc = op.getLoc();
  Value empty = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, op.getQuery()), accType);
  AffineMap identity = b.getMultiDimIdentityMap(type.getRank());
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::parallel);
  auto scaled = linalg::GenericOp::create(
      b, loc, empty.getType(), op.getQuery(), empty,
      ArrayRef<AffineMap>{identity, identity}, iterators,
      [&](OpBuilder &inner, Location at, ValueRange args) {
        Value factor = arith::ConstantOp::create(
            inner, at, inner.getFloatAttr(accType, scale));
        Value x = arith::MulFOp::create(inner, at, args[0], factor);
        linalg::YieldOp::create(inner, at, x);
      });
  op.getQueryMutable().assign(
      castTo(b, loc, scaled.getResult(0), op.getQuery().getType()));
  op.setScaleAttr(b.getF64FloatAttr(1.0));
}

LogicalResult mlir::attn::simplifyParts(func::FuncOp function) {
  IRRewriter rewriter(function.getContext());
  function.walk(scaleQueries);
  RewritePatternSet decompose(function.getContext());
  decompose.add<Decompose<ScoresOp>>(function.getContext());
  GreedyRewriteConfig config;
  if (failed(applyPatternsGreedily(function, std::move(decompose), config)))
    return failure();
  SmallVector<linalg::LinalgOp> named;
  function.walk([&](linalg::LinalgOp op) {
    if (!isa<linalg::GenericOp, linalg::FillOp>(op.getOperation()))
      named.push_back(op);
  });
  for (linalg::LinalgOp op : named) {
    rewriter.setInsertionPoint(op);
    (void)linalg::generalizeNamedOp(rewriter, op);
  }
  // Each makes work for the other: unit dimensions hide reshapes that can be
  // folded, and folding brings unit dimensions together.
  for (bool foldUnits : {false, true, false, true, false})
    if (failed(apply(function, foldUnits)))
      return failure();
  return success();
}
