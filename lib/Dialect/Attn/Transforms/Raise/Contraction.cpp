//===- Contraction.cpp - products of two tensors --------------------------===//

#include "Contraction.h"

#include "llvm/ADT/SmallBitVector.h"

using namespace mlir;
using namespace mlir::attn;

llvm::SmallBitVector Contraction::loopsOf(unsigned operand) const {
  llvm::SmallBitVector loops(loopSizes.size());
  linalg::LinalgOp copy = op;
  AffineMap map = copy.getMatchingIndexingMap(copy.getDpsInputOperand(operand));
  for (unsigned i = 0; i < loopSizes.size(); ++i)
    loops[i] = map.isFunctionOfDim(i);
  return loops;
}

bool mlir::attn::isFilledWith(Value tensor, ElementTrace &trace,
                              function_ref<bool(TypedAttr)> isWanted) {
  auto type = cast<RankedTensorType>(tensor.getType());
  SmallVector<AffineExpr> indices(type.getRank(), trace.getSpace().constant(0));
  // A fill or a splat is constant whatever the index; anything whose element 0
  // folds but others do not would have to be a constant tensor, which does not.
  Operation *def = tensor.getDefiningOp();
  if (!def)
    return false;
  while (def && isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(def))
    def = def->getOperand(0).getDefiningOp();
  if (!def || (!isa<linalg::FillOp>(def) && !def->hasTrait<OpTrait::ConstantLike>() &&
               !isa<linalg::GenericOp>(def)))
    return false;
  if (auto generic = dyn_cast<linalg::GenericOp>(def))
    if (generic.hasIndexSemantics())
      return false;
  ScalarExpr element = trace.trace(tensor, indices);
  return element->kind == ScalarNode::Kind::Constant &&
         isWanted(element->constant);
}

std::optional<Contraction> mlir::attn::getContraction(Operation *op,
                                                      ElementTrace &trace) {
  auto linalgOp = dyn_cast_or_null<linalg::LinalgOp>(op);
  if (!linalgOp || !linalgOp.hasPureTensorSemantics() ||
      linalgOp.getNumDpsInputs() != 2 || op->getNumResults() != 1 ||
      !linalg::isaContractionOpInterface(linalgOp))
    return std::nullopt;
  Contraction contraction{linalgOp, 0, linalgOp.getStaticLoopRanges()};
  SmallVector<unsigned> reductions, long_;
  linalgOp.getReductionDims(reductions);
  for (unsigned loop : reductions)
    if (contraction.loopSizes[loop] != 1)
      long_.push_back(loop);
  if (reductions.empty() || long_.size() > 1)
    return std::nullopt;
  contraction.reduction = long_.empty() ? reductions.front() : long_.front();
  auto isZero = [](TypedAttr value) {
    auto floatValue = dyn_cast<FloatAttr>(value);
    return floatValue && floatValue.getValue().isZero();
  };
  if (!isFilledWith(linalgOp.getDpsInitOperand(0)->get(), trace, isZero))
    return std::nullopt;
  return contraction;
}
