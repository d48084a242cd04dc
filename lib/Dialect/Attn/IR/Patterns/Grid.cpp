//===- Grid.cpp - sequence indices as places in a grid --------------------===//

#include "Grid.h"

using namespace mlir;
using namespace mlir::attn;

LogicalResult attn::verifyGrid(function_ref<InFlightDiagnostic()> emitError,
                               ArrayRef<int64_t> grid) {
  constexpr int64_t maxPlaces = int64_t(1) << 31;
  if (grid.empty() || grid.size() > 3) // grid_c1
    return emitError() << "expected a grid of 1 to 3 axes, got "
                       << grid.size();
  int64_t places = 1;
  for (int64_t size : grid) {
    if (size < 1 || size > maxPlaces / places) // grid_c2
      return emitError() << "expected grid sizes of at least 1 with at most "
                         << maxPlaces << " places, got " << size;
    places *= size;
  }
  return success();
}

LogicalResult attn::verifyAxes(function_ref<InFlightDiagnostic()> emitError,
                               StringRef name, ArrayRef<int64_t> values,
                               ArrayRef<int64_t> grid, int64_t lowest,
                               bool optional) {
  if (optional && values.empty())
    return success();
  if (values.size() != grid.size()) // grid_c3
    return emitError() << "expected " << name << " with " << grid.size()
                       << " values, got " << values.size();
  for (int64_t value : values)
    if (value < lowest) // pattern_c2
      return emitError() << "expected " << name << " of at least " << lowest
                         << ", got " << value;
  return success();
}

SmallVector<AffineExpr> attn::getCoordinates(ArrayRef<int64_t> grid,
                                             AffineExpr index) {
  SmallVector<AffineExpr> coordinates(grid.size());
  int64_t inner = 1;
  for (size_t i = grid.size(); i-- > 0;) {
    AffineExpr outer = index.floorDiv(inner);
    coordinates[i] = i == 0 ? outer : outer % grid[i];
    inner *= grid[i];
  }
  return coordinates;
}

Formula attn::isInsideGrid(ArrayRef<int64_t> grid, AffineExpr index) {
  int64_t places = 1;
  for (int64_t size : grid)
    places *= size;
  return Formula::ge(index) & Formula::ge(places - 1 - index);
}
