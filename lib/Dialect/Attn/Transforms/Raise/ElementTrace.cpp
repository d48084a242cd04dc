//===- ElementTrace.cpp - read an element through the graph ---------------===//

#include "ElementTrace.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::attn;

// Beyond this many nodes an expression is no score edit; what is not followed
// is read from its tensor, which is right as well.
static constexpr size_t kMaxNodes = 20000;

static bool isRanked(Value value) {
  return isa<RankedTensorType>(value.getType());
}

ScalarExpr ElementTrace::trace(Value tensor, ArrayRef<AffineExpr> indices) {
  SmallVector<ScalarExpr> nodes;
  for (AffineExpr index : indices)
    nodes.push_back(scalars.getIndex(index));
  return trace(tensor, nodes);
}

ScalarExpr ElementTrace::trace(Value tensor, ArrayRef<ScalarExpr> given) {
  // The only index into a dimension of size 1 is 0.
  SmallVector<ScalarExpr> indices(given);
  auto type = cast<RankedTensorType>(tensor.getType());
  for (auto [index, size] : llvm::zip(indices, type.getShape()))
    if (size == 1)
      index = scalars.getIndex(space.constant(0));
  ScalarExpr element = scalars.getElement(tensor, indices);
  if (ScalarExpr known = elements.lookup(element))
    return known;
  ScalarExpr result =
      scalars.getNumNodes() < kMaxNodes ? step(tensor, indices) : nullptr;
  if (!result)
    result = element;
  elements[element] = result;
  if (!result->home && result->kind == ScalarNode::Kind::Op) {
    result->home = tensor;
    result->homeIndices.assign(indices.begin(), indices.end());
  }
  return result;
}

ScalarExpr ElementTrace::step(Value tensor, ArrayRef<ScalarExpr> indices) {
  Operation *op = tensor.getDefiningOp();
  if (!op || tensor == opaque)
    return nullptr;
  DenseElementsAttr dense;
  if (matchPattern(tensor, m_Constant(&dense))) {
    if (!dense.isSplat() || !dense.getElementType().isIntOrIndexOrFloat())
      return nullptr;
    return scalars.getConstant(dense.getSplatValue<TypedAttr>());
  }
  if (auto generate = dyn_cast<tensor::GenerateOp>(op)) {
    Value result = cast<tensor::YieldOp>(generate.getBody().front().getTerminator())
                       .getValue();
    return traceScalar(result, op, indices);
  }
  if (auto concat = dyn_cast<tensor::ConcatOp>(op))
    return traceConcat(concat, indices);
  if (auto pad = dyn_cast<tensor::PadOp>(op))
    return tracePad(pad, indices);
  if (ScalarExpr view = traceView(op, indices))
    return view;
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op))
    return traceLinalg(linalgOp, cast<OpResult>(tensor).getResultNumber(),
                       indices);
  return nullptr;
}

ScalarExpr ElementTrace::traceView(Operation *op,
                                   ArrayRef<ScalarExpr> indices) {
  SmallVector<AffineExpr> affine;
  for (ScalarExpr index : indices) {
    if (!index->affine)
      return nullptr;
    affine.push_back(index->affine);
  }
  std::optional<SmallVector<AffineExpr>> source =
      indicesOfSource(space, op, affine);
  if (!source || !isRanked(op->getOperand(0)))
    return nullptr;
  return trace(op->getOperand(0), *source);
}

// Whether `low` <= index < `high`; std::nullopt if its range does not say.
static std::optional<bool> isWithin(IndexSpace &space, ScalarExpr index,
                                    int64_t low, int64_t high) {
  if (!index->affine)
    return std::nullopt;
  auto [least, most] = space.getRange(index->affine);
  if ((most && *most < low) || (least && *least >= high))
    return false;
  if (least && most && *least >= low && *most < high)
    return true;
  return std::nullopt;
}

// Of the parts of a concatenation the one that the index surely lies in.
ScalarExpr ElementTrace::traceConcat(tensor::ConcatOp op,
                                     ArrayRef<ScalarExpr> indices) {
  int64_t begin = 0;
  for (Value input : op.getInputs()) {
    int64_t size =
        cast<RankedTensorType>(input.getType()).getDimSize(op.getDim());
    if (ShapedType::isDynamic(size))
      return nullptr;
    ScalarExpr index = indices[op.getDim()];
    std::optional<bool> within = isWithin(space, index, begin, begin + size);
    if (!within)
      return nullptr;
    if (*within) {
      SmallVector<ScalarExpr> at(indices);
      at[op.getDim()] = scalars.getIndex(index->affine - begin);
      return trace(input, at);
    }
    begin += size;
  }
  return nullptr;
}

ScalarExpr ElementTrace::tracePad(tensor::PadOp op,
                                  ArrayRef<ScalarExpr> indices) {
  SmallVector<ScalarExpr> at(indices);
  bool inside = true;
  for (auto [i, low] : llvm::enumerate(op.getStaticLow())) {
    int64_t size = op.getSourceType().getDimSize(i);
    if (low == 0 && op.getStaticHigh()[i] == 0)
      continue;
    if (ShapedType::isDynamic(low) || ShapedType::isDynamic(size))
      return nullptr;
    std::optional<bool> within = isWithin(space, at[i], low, low + size);
    if (!within)
      return nullptr;
    inside &= *within;
    at[i] = scalars.getIndex(at[i]->affine - low);
  }
  if (inside)
    return trace(op.getSource(), at);
  Value padding = op.getConstantPaddingValue();
  return padding ? traceScalar(padding, op, indices) : nullptr;
}

ScalarExpr ElementTrace::traceLinalg(linalg::LinalgOp op, unsigned result,
                                     ArrayRef<ScalarExpr> indices) {
  if (op.getNumLoops() != op.getNumParallelLoops() ||
      !op.hasPureTensorSemantics())
    return nullptr;
  std::optional<SmallVector<int64_t>> dims = loopsToResultDims(op, result);
  if (!dims)
    return nullptr;
  SmallVector<ScalarExpr> iteration;
  for (int64_t dim : *dims) {
    if (dim < 0)
      return nullptr;
    iteration.push_back(indices[dim]);
  }
  return traceScalar(op.getBlock()->getTerminator()->getOperand(result), op,
                     iteration);
}

ScalarExpr ElementTrace::traceArgument(BlockArgument arg, Operation *op,
                                       ArrayRef<ScalarExpr> iteration) {
  if (isa<tensor::GenerateOp>(op))
    return iteration[arg.getArgNumber()];
  auto linalgOp = cast<linalg::LinalgOp>(op);
  OpOperand *operand = linalgOp.getMatchingOpOperand(arg);
  if (!isRanked(operand->get())) // fill's scalar
    return traceScalar(operand->get(), op, iteration);
  if (operand->get().getDefiningOp<tensor::EmptyOp>())
    return nullptr;
  return trace(operand->get(),
               applyMap(scalars, linalgOp.getMatchingIndexingMap(operand),
                        iteration));
}

ScalarExpr ElementTrace::traceScalar(Value value, Operation *op,
                                     ArrayRef<ScalarExpr> iteration) {
  if (auto arg = dyn_cast<BlockArgument>(value))
    if (arg.getOwner()->getParentOp() == op)
      return traceArgument(arg, op, iteration);
  Operation *def = value.getDefiningOp();
  if (!value.getType().isIntOrIndexOrFloat())
    return nullptr;
  TypedAttr constant;
  if (matchPattern(value, m_Constant(&constant)))
    return scalars.getConstant(constant);
  if (!def || !op->isProperAncestor(def))
    return scalars.getScalar(value);
  if (auto index = dyn_cast<linalg::IndexOp>(def))
    return iteration[index.getDim()];
  SmallVector<ScalarExpr> operands;
  for (Value operand : def->getOperands()) {
    if (isRanked(operand))
      continue;
    ScalarExpr expr = traceScalar(operand, op, iteration);
    if (!expr)
      return nullptr;
    operands.push_back(expr);
  }
  if (auto extract = dyn_cast<tensor::ExtractOp>(def))
    return isRanked(extract.getTensor()) ? trace(extract.getTensor(), operands)
                                         : nullptr;
  bool isScalarOp = def->getNumRegions() == 0 && def->getNumResults() == 1 &&
                    isa<arith::ArithDialect, math::MathDialect>(def->getDialect());
  return isScalarOp ? scalars.getOp(def, operands) : nullptr;
}
