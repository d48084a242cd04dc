//===- PatternView.h - a pattern drawn and counted --------------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_EXPLAIN_PATTERNVIEW_H
#define ATTN_TOOLS_ATTN_EXPLAIN_PATTERNVIEW_H

#include "attn/Analysis/Presburger/RowKeys.h"
#include <string>
#include <vector>

namespace mlir::attn {

/// The pattern of one head as lines of text, one character a cell of at most
/// `side` x `side` cells: '#' every pair of the cell is visible, '+' some, '.'
/// none. In a large pattern some rows of a cell stand for all.
struct PatternDrawing {
  std::vector<std::string> lines;
  int64_t rowsPerCell = 1, keysPerCell = 1;
  /// Whether every row was looked at.
  bool exact = true;
};
PatternDrawing drawPattern(const Formula &relation, const ConcreteSizes &sizes,
                           int64_t head, int64_t side = 32);

/// How many tiles of queryTile x keyTile, over all heads in tiles of headTile,
/// generated code skips, visits without a predicate, and visits with one.
struct VisitCounts {
  int64_t empty = 0, full = 0, partial = 0;
  int64_t total() const { return empty + full + partial; }
};
VisitCounts countVisits(const Formula &relation, const ConcreteSizes &sizes,
                        int64_t headTile, int64_t queryTile, int64_t keyTile);

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_EXPLAIN_PATTERNVIEW_H
