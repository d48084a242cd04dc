//===- OutputShape.cpp - the output in the shape of the product -----------===//

#include "OutputShape.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

static unsigned getPosition(AffineExpr variable) {
  return cast<AffineDimExpr>(variable).getPosition();
}

FailureOr<OutputDims> mlir::attn::getOutputDims(const AttentionMatch &match) {
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
    auto addQuery = [&, result = i] {
      out.dims.push_back(Dim::Q);
      addAtom(match.space.getExtent(getPosition(match.query)), result,
              out.dims.size() - 1);
      nextVariable = -1;
    };
    if (dim.isValue) {
      out.dims.push_back(Dim::E);
      addAtom(type.getDimSize(i), i, out.dims.size() - 1);
      nextVariable = -1;
      continue;
    }
    if (dim.variables.empty() && !dim.isQuery)
      addAtom(1, i, -1);
    for (auto [at, v] : llvm::enumerate(dim.variables)) {
      if (dim.isQuery && at == dim.queryAt)
        addQuery();
      bool isBatch = v < match.batchEnd;
      bool starts = v == 0 || v == match.batchEnd;
      if (!starts && int(v) != nextVariable)
        return failure();
      if (starts)
        out.dims.push_back(isBatch ? Dim::B : Dim::H);
      addAtom(match.extents[v], i, out.dims.size() - 1);
      nextVariable = v + 1;
    }
    if (dim.isQuery && dim.queryAt == dim.variables.size())
      addQuery();
  }
  return out;
}

Value mlir::attn::reshapeOutput(OpBuilder &builder, Location loc, Value value,
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
