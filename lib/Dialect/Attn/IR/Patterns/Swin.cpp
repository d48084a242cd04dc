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

Formula SwinPatternAttr::getRelation(unsigned) const {
  AffineExpr q = queryExpr(getContext()), k = keyExpr(getContext());
  ArrayRef<int64_t> grid = getGrid();
  SmallVector<Formula> parts = {isInsideGrid(grid, q), isInsideGrid(grid, k)};
  SmallVector<AffineExpr> from = getCoordinates(grid, q);
  SmallVector<AffineExpr> to = getCoordinates(grid, k);
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
