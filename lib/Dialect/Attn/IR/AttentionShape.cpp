//===- AttentionShape.cpp - dimensions of an attention --------------------===//

#include "attn/Dialect/Attn/IR/AttentionShape.h"

using namespace mlir;
using namespace mlir::attn;

std::optional<unsigned> mlir::attn::positionOf(AffineMap map, Dim dim) {
  for (auto [i, expr] : llvm::enumerate(map.getResults()))
    if (auto dimExpr = dyn_cast<AffineDimExpr>(expr))
      if (dimExpr.getPosition() == static_cast<unsigned>(dim))
        return i;
  return std::nullopt;
}

int64_t mlir::attn::sizeOf(ShapedType type, AffineMap map, Dim dim,
                           int64_t absent) {
  std::optional<unsigned> position = positionOf(map, dim);
  return position ? type.getDimSize(*position) : absent;
}

AffineMap mlir::attn::defaultMap(MLIRContext *context, unsigned rank, Dim row,
                                 Dim inner) {
  SmallVector<Dim> dims;
  if (rank == 4)
    dims = {Dim::B, Dim::H, row, inner};
  else if (rank == 3)
    dims = {Dim::B, row, inner};
  else if (rank == 2)
    dims = {row, inner};
  else
    return AffineMap();
  SmallVector<AffineExpr> exprs;
  for (Dim dim : dims)
    exprs.push_back(getAffineDimExpr(static_cast<unsigned>(dim), context));
  return AffineMap::get(kNumDims, 0, exprs, context);
}

FloatType mlir::attn::getAccumulationType(Type elementType) {
  if (elementType.isF64())
    return cast<FloatType>(elementType);
  return Float32Type::get(elementType.getContext());
}

bool mlir::attn::compatibleSizes(int64_t a, int64_t b) {
  return a == b || ShapedType::isDynamic(a) || ShapedType::isDynamic(b);
}
