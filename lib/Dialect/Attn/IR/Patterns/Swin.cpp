//===- Swin.cpp - shifted windows of a grid -------------------------------===//

#include "Grid.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult
SwinPatternAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                        ArrayRef<int64_t> grid, ArrayRef<int64_t> window,
                        ArrayRef<int64_t> shift) {
  if (failed(verifyGrid(emitError, grid)) ||
      failed(verifyAxes(emitError, "window", window, grid, 1)) ||
      failed(verifyAxes(emitError, "shift", shift, grid, 0,
                        /*optional=*/true)))
    return failure();
  for (size_t i = 0; i < shift.size(); ++i)
    if (shift[i] >= window[i]) // swin_c1
      return emitError() << "expected a shift below the window " << window[i]
                         << ", got " << shift[i];
  return success();
}

Formula SwinPatternAttr::getRelation(unsigned firstOperand) const {
  return getRelationAt(RelationPlaces::get(getContext()), firstOperand);
}

Formula SwinPatternAttr::getRelationAt(const RelationPlaces &at,
                                              unsigned) const {
  ArrayRef<int64_t> grid = getGrid();
  SmallVector<Formula> parts = {isInsideGrid(grid, at.query),
                                isInsideGrid(grid, at.key)};
  SmallVector<AffineExpr> from = at.query.getCoordinates(grid);
  SmallVector<AffineExpr> to = at.key.getCoordinates(grid);
  for (size_t i = 0; i < grid.size(); ++i) {
    int64_t window = getWindow()[i];
    int64_t shift = getShift().empty() ? 0 : getShift()[i];
    // One window up, so that what is divided is not negative.
    int64_t add = shift == 0 ? 0 : window - shift;
    parts.push_back(Formula::eq((from[i] + add).floorDiv(window) -
                                (to[i] + add).floorDiv(window)));
  }
  return Formula::conj(parts);
}

SmallVector<PatternOrder> SwinPatternAttr::getOrders(int64_t numQueries,
                                                     int64_t numKeys) const {
  ArrayRef<int64_t> grid = getGrid();
  if (!coversSequences(grid, numQueries, numKeys))
    return {};
  // One window after the other; no pair joins two.
  SmallVector<int64_t> before, digits, permutation;
  for (size_t i = 0; i < grid.size(); ++i) {
    int64_t window = getWindow()[i];
    int64_t shift = getShift().empty() ? 0 : getShift()[i];
    before.push_back(shift == 0 ? 0 : window - shift);
    digits.append(
        {llvm::divideCeilSigned(grid[i] + before.back(), window), window});
    permutation.push_back(2 * i);
  }
  for (size_t i = 0; i < grid.size(); ++i)
    permutation.push_back(2 * i + 1);
  auto order = OrderAttr::get(getContext(), grid, before, digits, permutation,
                              /*classes=*/grid.size());
  return {{order, order, {}}};
}
