//===- Shadow.cpp - who touched which byte last ---------------------------===//

#include "Shadow.h"

using namespace ptxsim;

Cell *Shadow::split(uint64_t index) {
  if (splits.empty())
    splits.resize(cells.size());
  Split &split = splits[index];
  if (!split.bytes)
    split.bytes = std::make_unique<std::array<Cell, 4>>();
  if (!split.isActive) {
    split.bytes->fill(cells[index]);
    split.isActive = true;
  }
  return split.bytes->data();
}

/// Two reads are kept, of different warps where there are such: a write that is
/// ordered after both but not after a third is the only one that gets away.
static void noteRead(Cell &cell, const Viewer &viewer) {
  const Stamp &me = viewer.me;
  for (Stamp &read : cell.reads) {
    if (!read) {
      read = me;
      return;
    }
    if (read.warp != me.warp || read.block != me.block)
      continue;
    if (read.clock != me.clock) {
      read = me;
      return;
    }
    read.many |= read.lane != me.lane;
    read.strong &= me.strong;
    return;
  }
  cell.reads[viewer.isAfter(cell.reads[0]) ? 0 : 1] = me;
}

Clash Shadow::read(uint64_t offset, unsigned size, const Viewer &viewer) {
  Clash clash;
  visitCells(offset, size, false, [&](Cell &cell, unsigned at, unsigned) {
    if (!clash) {
      if (cell.write.isPending())
        clash = {Clash::WithAsync, cell.write, at};
      else if (cell.write && !areExempt(cell.write, viewer.me) &&
               !viewer.isAfter(cell.write))
        clash = {Clash::WithWrite, cell.write, at};
    }
    noteRead(cell, viewer);
  });
  return clash;
}

Clash Shadow::beginAsync(uint64_t offset, unsigned size, const Viewer &viewer) {
  Clash clash =
      write(offset, size, viewer, [](unsigned, unsigned) { return false; });
  visitCells(offset, size, true, [&](Cell &cell, unsigned, unsigned) {
    cell = {viewer.me, {}};
    cell.write.clock = kPending;
  });
  return clash;
}

void Shadow::endAsync(uint64_t offset, unsigned size, const Viewer &viewer) {
  visitCells(offset, size, true, [&](Cell &cell, unsigned, unsigned) {
    cell = {viewer.me, {}};
  });
}
