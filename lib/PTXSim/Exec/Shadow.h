//===- Shadow.h - who touched which byte last -------------------*- C++ -*-===//
//
// Every four bytes have a cell: the last write and up to two reads after it,
// by different warps. An access clashes with what a cell holds if nothing
// orders the two (Order.h). A cell splits into four when an access covers only
// a part of it, so that neighbouring halves are not taken for each other.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_EXEC_SHADOW_H
#define ATTN_PTXSIM_EXEC_SHADOW_H

#include "Order.h"
#include <array>
#include <memory>
#include <vector>

namespace ptxsim {

struct Cell {
  Stamp write;
  Stamp reads[2];
};

/// What an access ran into.
struct Clash {
  enum Kind : uint8_t { None, WithWrite, WithRead, WithAsync } kind = None;
  Stamp other;
  /// Of the byte, from the beginning of the access.
  unsigned offset = 0;

  explicit operator bool() const { return kind != None; }
};

/// The cells of a stretch of memory that begins at a multiple of four.
class Shadow {
public:
  explicit Shadow(uint64_t size) : cells((size + 3) / 4) {}

  /// Notes the read of `size` bytes at `offset` by `viewer`; gives the first
  /// clash.
  Clash read(uint64_t offset, unsigned size, const Viewer &viewer);
  /// `isSame(begin, size)`: the bytes that are written there are those that the
  /// memory holds, so that it does not matter who was first.
  template <class IsSame>
  Clash write(uint64_t offset, unsigned size, const Viewer &viewer,
              IsSame isSame);
  /// A cp.async begins: from now on nobody may touch the bytes.
  Clash beginAsync(uint64_t offset, unsigned size, const Viewer &viewer);
  /// The wait that covers it: an ordinary write by `viewer`, now.
  void endAsync(uint64_t offset, unsigned size, const Viewer &viewer);

  /// Calls `visit(offset, size, cell)` for all cells that were touched.
  template <class Visit>
  void forEach(Visit visit) const;

  /// Calls `visit(cell, offset of the cell in the stretch, its size)` for all
  /// cells of a stretch, touched or not.
  template <class Visit>
  void visit(uint64_t offset, unsigned size, Visit visit) {
    visitCells(offset, size, false, visit);
  }

private:
  /// Calls `visit(cell, offset of the cell in the access, its size)`. `merge`:
  /// the access sets whole cells anew, which need not stay split.
  template <class Visit>
  void visitCells(uint64_t offset, unsigned size, bool merge, Visit visit);
  Cell *split(uint64_t index);
  bool isSplit(uint64_t index) const {
    return !splits.empty() && splits[index].isActive;
  }

  struct Split {
    bool isActive = false;
    std::unique_ptr<std::array<Cell, 4>> bytes;
  };
  std::vector<Cell> cells;
  /// As many as cells, once one of them is split.
  std::vector<Split> splits;
};

/// Whether two accesses clash if nothing orders them: two strong ones (atomics,
/// volatile, relaxed and so on) do not.
inline bool areExempt(const Stamp &a, const Stamp &b) {
  return a.strong && b.strong;
}

template <class Visit>
void Shadow::visitCells(uint64_t offset, unsigned size, bool merge,
                        Visit visit) {
  uint64_t end = offset + size;
  for (uint64_t at = offset; at < end;) {
    uint64_t index = at / 4;
    if (at % 4 == 0 && end - at >= 4) {
      if (!isSplit(index)) {
        visit(cells[index], unsigned(at - offset), 4u);
        at += 4;
        continue;
      }
      Cell *bytes = splits[index].bytes->data();
      for (unsigned i = 0; i < 4; ++i)
        visit(bytes[i], unsigned(at - offset) + i, 1u);
      if (merge) {
        cells[index] = bytes[0];
        splits[index].isActive = false;
      }
      at += 4;
      continue;
    }
    Cell *bytes = split(index);
    uint64_t cellEnd = index * 4 + 4 < end ? index * 4 + 4 : end;
    for (; at < cellEnd; ++at)
      visit(bytes[at % 4], unsigned(at - offset), 1u);
  }
}

template <class IsSame>
Clash Shadow::write(uint64_t offset, unsigned size, const Viewer &viewer,
                    IsSame isSame) {
  Clash clash;
  const Stamp &me = viewer.me;
  visitCells(offset, size, true, [&](Cell &cell, unsigned at, unsigned n) {
    if (!clash) {
      if (cell.write.isPending())
        clash = {Clash::WithAsync, cell.write, at};
      else if (cell.write && !areExempt(cell.write, me) &&
               !viewer.isAfter(cell.write) && !isSame(at, n))
        clash = {Clash::WithWrite, cell.write, at};
      for (const Stamp &read : cell.reads)
        if (!clash && read && !areExempt(read, me) && !viewer.isAfter(read))
          clash = {Clash::WithRead, read, at};
    }
    // What is in flight stays in flight.
    if (!cell.write.isPending())
      cell = {me, {}};
  });
  return clash;
}

template <class Visit>
void Shadow::forEach(Visit visit) const {
  for (uint64_t i = 0; i < cells.size(); ++i) {
    if (!isSplit(i)) {
      if (cells[i].write || cells[i].reads[0])
        visit(i * 4, 4u, cells[i]);
      continue;
    }
    for (unsigned b = 0; b < 4; ++b) {
      const Cell &cell = (*splits[i].bytes)[b];
      if (cell.write || cell.reads[0])
        visit(i * 4 + b, 1u, cell);
    }
  }
}

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_SHADOW_H
