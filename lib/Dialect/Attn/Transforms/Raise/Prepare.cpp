//===- Prepare.cpp - the graph before and after raising -------------------===//

#include "Prepare.h"

#include "../Fuse.h"
#include "Reshapes.h"
#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

//===----------------------------------------------------------------------===//
// tensor.reshape to tensor.expand_shape
//===----------------------------------------------------------------------===//

// Groups of `to` that multiply up to one size of `from` each, from the back;
// the first group takes what is left and is the only one that may be dynamic.
static std::optional<SmallVector<ReassociationIndices>>
groupTrailing(ArrayRef<int64_t> from, ArrayRef<int64_t> to) {
  SmallVector<ReassociationIndices> groups(from.size());
  int64_t next = to.size() - 1;
  for (int64_t i = from.size() - 1; i > 0; --i) {
    if (ShapedType::isDynamic(from[i]))
      return std::nullopt;
    int64_t product = 1;
    do {
      if (next < 0 || ShapedType::isDynamic(to[next]))
        return std::nullopt;
      product *= to[next];
      groups[i].insert(groups[i].begin(), next--);
    } while (product < from[i]);
    if (product != from[i])
      return std::nullopt;
  }
  if (next < 0)
    return std::nullopt;
  for (int64_t i = 0; i <= next; ++i)
    groups[0].push_back(i);
  return groups;
}

namespace {
// A reshape keeps the number of elements, so that where all other sizes agree
// the first source size is the product of the leading result sizes.
struct ReshapeToExpand : OpRewritePattern<tensor::ReshapeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tensor::ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    auto source = dyn_cast<RankedTensorType>(op.getSource().getType());
    auto result = dyn_cast<RankedTensorType>(op.getType());
    auto sizes = op.getShape().getDefiningOp<tensor::FromElementsOp>();
    if (!source || !result || !sizes || source.getRank() == 0 ||
        source.getRank() >= result.getRank())
      return rewriter.notifyMatchFailure(op, "not an expansion");
    auto groups = groupTrailing(source.getShape(), result.getShape());
    if (!groups)
      return rewriter.notifyMatchFailure(op, "sizes do not group");
    SmallVector<OpFoldResult> shape;
    for (auto [size, value] : llvm::zip(result.getShape(), sizes.getElements())) {
      if (!ShapedType::isDynamic(size)) {
        shape.push_back(rewriter.getIndexAttr(size));
        continue;
      }
      Value index = value;
      if (!index.getType().isIndex())
        index = arith::IndexCastOp::create(rewriter, op.getLoc(),
                                           rewriter.getIndexType(), value);
      shape.push_back(index);
    }
    rewriter.replaceOpWithNewOp<tensor::ExpandShapeOp>(
        op, result, op.getSource(), *groups, shape);
    return success();
  }
};

struct DecomposeSoftmax : OpRewritePattern<linalg::SoftmaxOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::SoftmaxOp op,
                                PatternRewriter &rewriter) const override {
    FailureOr<SmallVector<Value>> results = op.decomposeOperation(rewriter);
    if (failed(results))
      return rewriter.notifyMatchFailure(op, "cannot be decomposed");
    rewriter.replaceOp(op, *results);
    return success();
  }
};
} // namespace

LogicalResult mlir::attn::prepareForRaise(Operation *root) {
  RewritePatternSet patterns(root->getContext());
  patterns.add<ReshapeToExpand, DecomposeSoftmax>(root->getContext());
  if (failed(applyPatternsGreedily(root, std::move(patterns))))
    return failure();
  simplifyReshapes(root);
  return success();
}

//===----------------------------------------------------------------------===//
// Afterwards
//===----------------------------------------------------------------------===//

// The only dimension of each group that may be longer than 1, or the first;
// std::nullopt if a group has two.
static std::optional<SmallVector<int64_t>>
getLongDims(ArrayRef<int64_t> shape, ArrayRef<ReassociationIndices> groups) {
  SmallVector<int64_t> result;
  for (const ReassociationIndices &group : groups) {
    auto dims = llvm::filter_to_vector(
        group, [&](int64_t dim) { return shape[dim] != 1; });
    if (dims.size() > 1)
      return std::nullopt;
    result.push_back(dims.empty() ? group.front() : dims.front());
  }
  return result;
}

namespace {
// An einsum ends in a transpose with dimensions of size 1 that are made for it
// and dropped behind it: without them it may be none.
struct DropUnitDims : OpRewritePattern<tensor::CollapseShapeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tensor::CollapseShapeOp op,
                                PatternRewriter &rewriter) const override {
    auto transpose = op.getSrc().getDefiningOp<linalg::TransposeOp>();
    auto expand = transpose ? transpose.getInput().getDefiningOp<tensor::ExpandShapeOp>()
                            : tensor::ExpandShapeOp();
    if (!expand || expand.getSrcType().getRank() != op.getResultType().getRank())
      return rewriter.notifyMatchFailure(op, "not around a transpose");
    auto before = getLongDims(expand.getResultType().getShape(),
                              expand.getReassociationIndices());
    auto after = getLongDims(op.getSrcType().getShape(),
                             op.getReassociationIndices());
    if (!before || !after)
      return rewriter.notifyMatchFailure(op, "dimensions are merged or split");
    SmallVector<int64_t> permutation;
    for (int64_t dim : *after) {
      auto *it = llvm::find(*before, transpose.getPermutation()[dim]);
      if (it == before->end())
        return rewriter.notifyMatchFailure(op, "another dimension of size 1");
      permutation.push_back(it - before->begin());
    }
    Value value = expand.getSrc();
    if (!isIdentityPermutation(permutation)) {
      SmallVector<OpFoldResult> sizes = applyPermutation(
          tensor::getMixedSizes(rewriter, op.getLoc(), value), permutation);
      Value empty = tensor::EmptyOp::create(rewriter, op.getLoc(), sizes,
                                            op.getResultType().getElementType());
      value = linalg::TransposeOp::create(rewriter, op.getLoc(), value, empty,
                                          permutation)
                  .getResult()[0];
    }
    if (value.getType() != op.getType())
      value = tensor::CastOp::create(rewriter, op.getLoc(), op.getType(), value);
    rewriter.replaceOp(op, value);
    return success();
  }
};
} // namespace

LogicalResult mlir::attn::cleanUpAfterRaise(Operation *root) {
  MLIRContext *context = root->getContext();
  RewritePatternSet patterns(context);
  populateFoldOutputPatterns(patterns);
  patterns.add<DropUnitDims>(context);
  memref::populateResolveRankedShapedTypeResultDimsPatterns(patterns);
  tensor::ExpandShapeOp::getCanonicalizationPatterns(patterns, context);
  tensor::CollapseShapeOp::getCanonicalizationPatterns(patterns, context);
  tensor::DimOp::getCanonicalizationPatterns(patterns, context);
  return applyPatternsGreedily(root, std::move(patterns));
}
