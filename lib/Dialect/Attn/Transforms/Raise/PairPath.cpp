//===- PairPath.cpp - whether edits keep queries and keys apart -----------===//

#include "PairPath.h"

#include "ElementTrace.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace mlir::attn;

// Edits are few ops.
static constexpr unsigned kMaxElements = 256;

namespace {
class PairPath {
public:
  PairPath(Value edited, Value pairs)
      : pairs(pairs), space(pairs.getContext()), scalars(space),
        trace(scalars) {
    trace.setOpaque(pairs);
    auto type = cast<RankedTensorType>(edited.getType());
    SmallVector<AffineExpr> dims;
    for (int64_t size : type.getShape())
      dims.push_back(space.addVariable(size));
    query = dims[dims.size() - 2];
    key = dims.back();
    follow(edited, dims);
  }

  bool keepsApart() const { return found && inOrder; }

private:
  void follow(Value tensor, ArrayRef<AffineExpr> indices) {
    walkScalars(trace.trace(tensor, indices), [&](ScalarExpr expr) {
      if (expr->kind == ScalarNode::Kind::Element)
        followElement(expr);
    });
  }
  void followElement(ScalarExpr element);
  void followLinalg(linalg::LinalgOp op, unsigned result,
                    ArrayRef<AffineExpr> indices);
  void checkPair(ArrayRef<AffineExpr> indices);

  Value pairs;
  IndexSpace space;
  ScalarContext scalars;
  ElementTrace trace;
  AffineExpr query, key;
  bool found = false, inOrder = true;
  llvm::DenseSet<ScalarExpr> seen;
};
} // namespace

void PairPath::checkPair(ArrayRef<AffineExpr> indices) {
  auto uses = [](AffineExpr expr, AffineExpr variable) {
    return expr.isFunctionOfDim(cast<AffineDimExpr>(variable).getPosition());
  };
  AffineExpr row = indices[indices.size() - 2], column = indices.back();
  found = true;
  inOrder &= !uses(row, key) && !uses(column, query) && uses(column, key) &&
             (uses(row, query) || isa<AffineConstantExpr>(row));
}

void PairPath::followLinalg(linalg::LinalgOp op, unsigned result,
                            ArrayRef<AffineExpr> indices) {
  std::optional<SmallVector<int64_t>> dims = loopsToResultDims(op, result);
  if (!dims || !op.hasPureTensorSemantics())
    return;
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  SmallVector<AffineExpr> iteration;
  for (auto [loop, dim] : llvm::enumerate(*dims))
    iteration.push_back(dim >= 0 ? indices[dim]
                                 : space.addVariable(sizes[loop]));
  for (OpOperand *operand : op.getDpsInputOperands()) {
    if (!isa<RankedTensorType>(operand->get().getType()))
      continue;
    SmallVector<AffineExpr> at;
    for (AffineExpr expr : op.getMatchingIndexingMap(operand).getResults())
      at.push_back(expr.replaceDims(iteration));
    follow(operand->get(), at);
  }
}

void PairPath::followElement(ScalarExpr element) {
  if (!seen.insert(element).second || seen.size() > kMaxElements)
    return;
  SmallVector<AffineExpr> indices;
  for (ScalarExpr index : element->operands) {
    if (!index->affine)
      return;
    indices.push_back(index->affine);
  }
  if (element->value == pairs)
    return checkPair(indices);
  Operation *op = element->value.getDefiningOp();
  if (auto linalgOp = dyn_cast_or_null<linalg::LinalgOp>(op))
    return followLinalg(
        linalgOp, cast<OpResult>(element->value).getResultNumber(), indices);
  // Elements of the padding and of other parts are of no interest.
  if (auto pad = dyn_cast_or_null<tensor::PadOp>(op)) {
    for (auto [index, low] : llvm::zip(indices, pad.getStaticLow()))
      index = ShapedType::isDynamic(low) ? index : index - low;
    return follow(pad.getSource(), indices);
  }
  if (auto concat = dyn_cast_or_null<tensor::ConcatOp>(op))
    for (Value input : concat.getInputs())
      follow(input, indices);
}

bool mlir::attn::keepsPairs(Value edited, Value pairs) {
  return PairPath(edited, pairs).keepsApart();
}
