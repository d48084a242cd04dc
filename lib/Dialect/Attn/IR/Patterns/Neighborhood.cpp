//===- Neighborhood.cpp - the nearest keys of a grid ----------------------===//
//
// Along one axis of length L, places i and j with the same remainder modulo the
// dilation d are neighbours in their class. With t = i floordiv d a window of K
// keys begins at clamp(t - K floordiv 2, 0, n - K), n the size of the class. In
// places and not in classes: j is not before the window if it is at most
// (K floordiv 2) d before i, or one of the last K of its class (j + K d >= L);
// not behind it if it is as close behind i, or one of the first K (j < K d).
//
//===----------------------------------------------------------------------===//

#include "Grid.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
NeighborhoodPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                ArrayRef<int64_t> grid,
                                ArrayRef<int64_t> kernel,
                                ArrayRef<int64_t> dilation) {
  if (failed(verifyGrid(emitError, grid)) ||
      failed(verifyAxes(emitError, "kernel", kernel, grid, 1)) ||
      failed(verifyAxes(emitError, "dilation", dilation, grid, 1,
                        /*optional=*/true)))
    return failure();
  for (size_t i = 0; i < grid.size(); ++i) {
    if (kernel[i] % 2 == 0) // neighborhood_c1
      return emitError() << "expected an odd kernel, got " << kernel[i];
    int64_t step = dilation.empty() ? 1 : dilation[i];
    if (kernel[i] > grid[i] / step) // neighborhood_c2
      return emitError() << "expected kernel times dilation of at most the "
                            "grid's size "
                         << grid[i] << ", got " << kernel[i] << " times "
                         << step;
  }
  return success();
}

static Formula getAxis(AffineExpr i, AffineExpr j, int64_t size, int64_t kernel,
                       int64_t dilation) {
  int64_t reach = kernel / 2 * dilation, width = kernel * dilation;
  return Formula::conj(
      {Formula::eq((i - j) % dilation),
       Formula::ge(j - i + reach) | Formula::ge(j + width - size),
       Formula::ge(i - j + reach) | Formula::ge(width - 1 - j)});
}

Formula NeighborhoodPatternAttr::getRelation(unsigned firstOperand) const {
  return getRelationAt(RelationPlaces::get(getContext()), firstOperand);
}

Formula NeighborhoodPatternAttr::getRelationAt(const RelationPlaces &at,
                                              unsigned) const {
  ArrayRef<int64_t> grid = getGrid();
  SmallVector<Formula> parts = {isInsideGrid(grid, at.query),
                                isInsideGrid(grid, at.key)};
  SmallVector<AffineExpr> from = at.query.getCoordinates(grid);
  SmallVector<AffineExpr> to = at.key.getCoordinates(grid);
  for (size_t i = 0; i < grid.size(); ++i)
    parts.push_back(getAxis(from[i], to[i], grid[i], getKernel()[i],
                            getDilation().empty() ? 1 : getDilation()[i]));
  return Formula::conj(parts);
}

SmallVector<PatternOrder>
NeighborhoodPatternAttr::getOrders(int64_t numQueries, int64_t numKeys) const {
  ArrayRef<int64_t> grid = getGrid();
  int64_t axes = grid.size();
  if (!coversSequences(grid, numQueries, numKeys))
    return {};
  // Three digits an axis: patch, place in the patch, class of the dilation.
  // Queries go patch by patch, some 64 places each. Keys go in strips along the
  // first axis, so that what a patch sees is a few long runs.
  int64_t target = axes == 1 ? 64 : axes == 2 ? 8 : 4;
  SmallVector<int64_t> digits, zeros(axes, 0);
  for (int64_t i = 0; i < axes; ++i) {
    int64_t dilation = getDilation().empty() ? 1 : getDilation()[i];
    int64_t places = llvm::divideCeilSigned(grid[i], dilation);
    int64_t patches = llvm::divideCeilSigned(places, target);
    digits.append(
        {patches, llvm::divideCeilSigned(places, patches), dilation});
  }
  SmallVector<int64_t> classes, patches, places;
  for (int64_t i = 0; i < axes; ++i) {
    patches.push_back(3 * i);
    places.push_back(3 * i + 1);
    classes.push_back(3 * i + 2);
  }
  auto concatenate = [](std::initializer_list<ArrayRef<int64_t>> lists) {
    SmallVector<int64_t> all;
    for (ArrayRef<int64_t> list : lists)
      llvm::append_range(all, list);
    return all;
  };
  auto queries =
      OrderAttr::get(getContext(), grid, zeros, digits,
                     concatenate({classes, patches, places}), 2 * axes);
  auto keys = OrderAttr::get(
      getContext(), grid, zeros, digits,
      concatenate({classes, ArrayRef(patches).drop_front(), patches[0],
                   places}),
      axes);
  return {{queries, keys, {}}};
}
