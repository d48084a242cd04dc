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
    if (failed(verifyConstant(emitError, name, value, lowest)))
      return failure();
  return success();
}

Formula attn::isInsideGrid(ArrayRef<int64_t> grid, const SequencePlace &place) {
  if (ArrayRef(place.grid) == grid) // Known to be so.
    return Formula::getTrue(place.index.getContext());
  int64_t places = 1;
  for (int64_t size : grid)
    places *= size;
  return Formula::ge(place.index) & Formula::ge(places - 1 - place.index);
}

bool attn::coversSequences(ArrayRef<int64_t> grid, int64_t numQueries,
                           int64_t numKeys) {
  int64_t places = 1;
  for (int64_t size : grid)
    places *= size;
  return places == numQueries && places == numKeys;
}
