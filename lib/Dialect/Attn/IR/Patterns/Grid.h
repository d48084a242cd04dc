//===- Grid.h - sequence indices as places in a grid ------------*- C++ -*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_IR_PATTERNS_GRID_H
#define ATTN_LIB_DIALECT_ATTN_IR_PATTERNS_GRID_H

#include "PatternUtils.h"

namespace mlir::attn {

/// grid_c1, grid_c2: 1 to 3 axes of at least one place.
LogicalResult verifyGrid(function_ref<InFlightDiagnostic()> emitError,
                         ArrayRef<int64_t> grid);

/// grid_c3: `values`, called `name`, has one value of at least `lowest` for
/// each axis; empty is allowed where `optional`.
LogicalResult verifyAxes(function_ref<InFlightDiagnostic()> emitError,
                         StringRef name, ArrayRef<int64_t> values,
                         ArrayRef<int64_t> grid, int64_t lowest,
                         bool optional = false);

/// 0 <= index < the number of places.
Formula isInsideGrid(ArrayRef<int64_t> grid, const SequencePlace &place);

/// True if the grid has exactly the places of both sequences.
bool coversSequences(ArrayRef<int64_t> grid, int64_t numQueries,
                     int64_t numKeys);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_IR_PATTERNS_GRID_H
