//===- PatternView.cpp - a pattern drawn and counted ----------------------===//

#include "PatternView.h"

#include "attn/Analysis/Presburger/KeyRanges.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::attn;

// Rows of a cell that are looked at.
static constexpr int64_t kMaxRowsPerCell = 16;

static int64_t overlap(std::pair<int64_t, int64_t> a, int64_t lo, int64_t hi) {
  return std::max<int64_t>(0, std::min(a.second, hi) - std::max(a.first, lo));
}

// Visible pairs of one row in each cell of keys, added to `counts`.
static void addRow(const RowKeys &rows, int64_t head, int64_t query,
                   int64_t keysPerCell, MutableArrayRef<int64_t> counts) {
  for (auto interval : rows.getIntervals(head, query))
    for (int64_t cell = interval.first / keysPerCell;
         cell <= (interval.second - 1) / keysPerCell; ++cell)
      counts[cell] +=
          overlap(interval, cell * keysPerCell, (cell + 1) * keysPerCell);
}

PatternDrawing mlir::attn::drawPattern(const Formula &relation,
                                       const ConcreteSizes &sizes, int64_t head,
                                       int64_t side) {
  PatternDrawing drawing;
  if (sizes.numQueries == 0 || sizes.numKeys == 0)
    return drawing;
  drawing.rowsPerCell = llvm::divideCeil(sizes.numQueries, side);
  drawing.keysPerCell = llvm::divideCeil(sizes.numKeys, side);
  drawing.exact = drawing.rowsPerCell <= kMaxRowsPerCell;
  int64_t columns = llvm::divideCeil(sizes.numKeys, drawing.keysPerCell);
  int64_t step = llvm::divideCeil(drawing.rowsPerCell, kMaxRowsPerCell);
  RowKeys rows(relation, sizes);
  for (int64_t first = 0; first < sizes.numQueries;
       first += drawing.rowsPerCell) {
    int64_t last = std::min(first + drawing.rowsPerCell, sizes.numQueries);
    SmallVector<int64_t> counts(columns, 0);
    int64_t numRows = 0;
    for (int64_t row = first; row < last; row += step, ++numRows)
      addRow(rows, head, sizes.queryOffset + row, drawing.keysPerCell, counts);
    std::string line;
    for (auto [cell, count] : llvm::enumerate(counts)) {
      int64_t lo = cell * drawing.keysPerCell;
      int64_t width = std::min(drawing.keysPerCell, sizes.numKeys - lo);
      line += count == 0 ? '.' : count == width * numRows ? '#' : '+';
    }
    drawing.lines.push_back(line);
  }
  return drawing;
}

// Adds the key tiles that one tile of rows meets.
static void addTileRow(ArrayRef<KeyRanges::Range> ranges, int64_t numKeys,
                       int64_t keyTile, VisitCounts &counts) {
  for (int64_t lo = 0; lo < numKeys; lo += keyTile) {
    int64_t hi = std::min(lo + keyTile, numKeys);
    bool touched = false, full = false;
    for (const KeyRanges::Range &range : ranges) {
      touched |= overlap({range.lo, range.hi}, lo, hi) > 0;
      full |= range.fullLo <= lo && hi <= range.fullHi;
    }
    ++(full ? counts.full : touched ? counts.partial : counts.empty);
  }
}

VisitCounts mlir::attn::countVisits(const Formula &relation,
                                    const ConcreteSizes &sizes,
                                    int64_t headTile, int64_t queryTile,
                                    int64_t keyTile) {
  VisitCounts counts;
  KeyRanges ranges = getKeyRanges(relation);
  SmallVector<int64_t> symbols = {sizes.numQueries, sizes.numKeys,
                                  sizes.queryOffset};
  llvm::append_range(symbols, sizes.operands);
  // One tile of heads stands for all where the head plays no part.
  bool perHead = relation.isFunctionOfDim(kHeadDim);
  int64_t weight = perHead ? 1 : llvm::divideCeil(sizes.numHeads, headTile);
  int64_t heads = perHead ? sizes.numHeads : headTile;
  for (int64_t head = 0; head < heads; head += headTile)
    for (int64_t row = 0; row < sizes.numQueries; row += queryTile) {
      int64_t end = std::min(row + queryTile, sizes.numQueries);
      int64_t tile[] = {head, std::min(head + headTile, sizes.numHeads),
                        sizes.queryOffset + row, sizes.queryOffset + end};
      addTileRow(ranges.evaluate(tile, symbols), sizes.numKeys, keyTile,
                 counts);
    }
  return {counts.empty * weight, counts.full * weight, counts.partial * weight};
}
