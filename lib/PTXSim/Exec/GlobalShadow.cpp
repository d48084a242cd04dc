//===- GlobalShadow.cpp - who touched global memory -----------------------===//

#include "GlobalShadow.h"
#include "llvm/ADT/STLExtras.h"

using namespace ptxsim;

/// Nothing orders two blocks that cannot talk to each other.
static void mergeCell(Cell &into, const Cell &from, uint64_t address,
                      GlobalShadow::Tell tell) {
  auto clashes = [](const Stamp &a, const Stamp &b) {
    return a && b && a.block != b.block && !areExempt(a, b);
  };
  if (clashes(from.write, into.write))
    tell(from.write, true, into.write, true, address);
  for (const Stamp &read : into.reads)
    if (clashes(from.write, read))
      tell(from.write, true, read, false, address);
  for (const Stamp &read : from.reads)
    if (clashes(read, into.write))
      tell(read, false, into.write, true, address);
  if (from.write)
    into.write = from.write;
  // Two reads of different blocks: each clashes with whoever writes later.
  const Stamp &read = from.reads[0];
  if (!read)
    return;
  if (!into.reads[0])
    into.reads[0] = read;
  else if (!into.reads[1] && into.reads[0].block != read.block)
    into.reads[1] = read;
}

void GlobalShadow::mergePage(uint64_t base, Shadow &into, const Shadow &from,
                             Tell tell) {
  from.forEach([&](uint64_t offset, unsigned size, const Cell &cell) {
    into.visit(offset, size, [&](Cell &mine, unsigned at, unsigned) {
      mergeCell(mine, cell, base + offset + at, tell);
    });
  });
}

void GlobalShadow::merge(GlobalShadow &&block, Tell tell) {
  std::vector<uint64_t> numbers;
  for (const auto &entry : block.pages)
    numbers.push_back(entry.first);
  llvm::sort(numbers);
  for (uint64_t number : numbers) {
    std::unique_ptr<Shadow> &page = block.pages[number];
    std::unique_ptr<Shadow> &mine = pages[number];
    if (mine)
      mergePage(number * kPage, *mine, *page, tell);
    else
      mine = std::move(page);
  }
}
