//===- SourceIndices.cpp - indices through ops that only move data --------===//

#include "ElementTrace.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::attn;

using Indices = std::optional<SmallVector<AffineExpr>>;

static Indices throughCollapse(IndexSpace &space, tensor::CollapseShapeOp op,
                               ArrayRef<AffineExpr> indices) {
  SmallVector<AffineExpr> source;
  ArrayRef<int64_t> shape = op.getSrcType().getShape();
  // Groups follow each other; what they write is not to be relied on, for the
  // op's verifier reads 32 bits of it.
  for (auto [index, group] :
       llvm::zip(indices, op.getReassociationIndices())) {
    Indices part =
        space.delinearize(index, shape.slice(source.size(), group.size()));
    if (!part)
      return std::nullopt;
    llvm::append_range(source, *part);
  }
  // All dimensions have size 1 where the result has rank 0.
  source.resize(shape.size(), space.constant(0));
  return source;
}

static Indices throughExpand(IndexSpace &space, tensor::ExpandShapeOp op,
                             ArrayRef<AffineExpr> indices) {
  SmallVector<AffineExpr> source;
  ArrayRef<int64_t> shape = op.getResultType().getShape();
  size_t first = 0;
  for (const ReassociationIndices &group : op.getReassociationIndices()) {
    std::optional<AffineExpr> index =
        space.linearize(indices.slice(first, group.size()),
                        shape.slice(first, group.size()));
    if (!index)
      return std::nullopt;
    source.push_back(*index);
    first += group.size();
  }
  return source;
}

static Indices throughSlice(IndexSpace &space, tensor::ExtractSliceOp op,
                            ArrayRef<AffineExpr> indices, bool *partial) {
  llvm::SmallBitVector dropped = op.getDroppedDims();
  SmallVector<AffineExpr> source;
  unsigned next = 0;
  for (unsigned i = 0; i < op.getSourceType().getRank(); ++i) {
    int64_t offset = op.getStaticOffsets()[i];
    int64_t stride = op.getStaticStrides()[i];
    if (ShapedType::isDynamic(offset) || ShapedType::isDynamic(stride))
      return std::nullopt;
    AffineExpr index = dropped[i] ? space.constant(0) : indices[next++];
    int64_t size = op.getStaticSizes()[i];
    if (partial && !isa<AffineConstantExpr>(index) &&
        (ShapedType::isDynamic(size) ||
         size != op.getSourceType().getDimSize(i)))
      *partial = true;
    source.push_back(index * stride + offset);
  }
  return source;
}

template <typename OpTy>
static SmallVector<AffineExpr> throughTranspose(OpTy op,
                                                ArrayRef<AffineExpr> indices) {
  SmallVector<AffineExpr> source(indices.size());
  for (auto [i, dim] : llvm::enumerate(op.getPermutation()))
    source[dim] = indices[i];
  return source;
}

Indices mlir::attn::indicesOfSource(IndexSpace &space, Operation *op,
                                    ArrayRef<AffineExpr> indices,
                                    bool *partial) {
  return llvm::TypeSwitch<Operation *, Indices>(op)
      .Case([&](tensor::CollapseShapeOp collapse) {
        return throughCollapse(space, collapse, indices);
      })
      .Case([&](tensor::ExpandShapeOp expand) {
        return throughExpand(space, expand, indices);
      })
      .Case([&](tensor::ExtractSliceOp slice) {
        return throughSlice(space, slice, indices, partial);
      })
      .Case([&](tensor::CastOp cast) -> Indices {
        if (!isa<RankedTensorType>(cast.getSource().getType()))
          return std::nullopt;
        return SmallVector<AffineExpr>(indices);
      })
      .Case([&](linalg::TransposeOp transpose) {
        return throughTranspose(transpose, indices);
      })
      .Case([&](linalg::BroadcastOp broadcast) {
        SmallVector<AffineExpr> source;
        for (auto [i, index] : llvm::enumerate(indices))
          if (!llvm::is_contained(broadcast.getDimensions(), int64_t(i)))
            source.push_back(index);
        return source;
      })
      .Default([](Operation *) { return std::nullopt; });
}

std::optional<SmallVector<int64_t>>
mlir::attn::loopsToResultDims(linalg::LinalgOp op, unsigned result) {
  AffineMap map = op.getMatchingIndexingMap(op.getDpsInitOperand(result));
  SmallVector<int64_t> dims(op.getNumLoops(), -1);
  for (auto [i, expr] : llvm::enumerate(map.getResults())) {
    if (isa<AffineConstantExpr>(expr))
      continue;
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim || dims[dim.getPosition()] != -1)
      return std::nullopt;
    dims[dim.getPosition()] = i;
  }
  return dims;
}

SmallVector<ScalarExpr> mlir::attn::applyMap(ScalarContext &scalars,
                                             AffineMap map,
                                             ArrayRef<ScalarExpr> dims) {
  SmallVector<AffineExpr> replacements;
  for (ScalarExpr dim : dims)
    replacements.push_back(dim->affine ? dim->affine
                                       : scalars.getSpace().constant(0));
  SmallVector<ScalarExpr> results;
  for (AffineExpr expr : map.getResults()) {
    if (auto dim = dyn_cast<AffineDimExpr>(expr))
      results.push_back(dims[dim.getPosition()]);
    else
      results.push_back(scalars.getIndex(expr.replaceDims(replacements)));
  }
  return results;
}
