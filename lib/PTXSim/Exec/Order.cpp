//===- Order.cpp - what happens before what -------------------------------===//

#include "Order.h"
#include <algorithm>

using namespace ptxsim;

static void joinWarps(WarpVector &into, const WarpVector &from) {
  for (unsigned i = 0; i < kMaxWarps; ++i)
    into[i] = std::max(into[i], from[i]);
}

bool Viewer::isAfterBlock(const Stamp &stamp) const {
  if (!clock->blocks)
    return false;
  auto it = clock->blocks->find(stamp.block);
  return it != clock->blocks->end() && stamp.clock <= it->second[stamp.warp];
}

std::shared_ptr<const BlockKnowledge>
ptxsim::joinBlocks(const std::shared_ptr<const BlockKnowledge> &a,
                   const std::shared_ptr<const BlockKnowledge> &b) {
  if (!b || a == b)
    return a;
  if (!a)
    return b;
  auto joined = std::make_shared<BlockKnowledge>(*a);
  for (const auto &[block, warps] : *b)
    joinWarps((*joined)[block], warps);
  return joined;
}

void Order::syncLanes(unsigned warp, uint32_t lanes, uint32_t alive) {
  WarpClock &clock = clocks[warp];
  if ((lanes & alive) == alive) {
    clock.full = clock.now++;
    clock.lanes.reset();
    return;
  }
  if (!clock.lanes) {
    clock.lanes = std::make_unique<std::array<WarpVector, 32>>();
    for (WarpVector &row : *clock.lanes)
      row.fill(clock.full);
  }
  WarpVector joined{};
  for (unsigned i = 0; i < 32; ++i)
    if (lanes >> i & 1) {
      joinWarps(joined, (*clock.lanes)[i]);
      joined[i] = clock.now;
    }
  for (unsigned i = 0; i < 32; ++i)
    if (lanes >> i & 1)
      (*clock.lanes)[i] = joined;
  ++clock.now;
}

Knowledge Order::release(unsigned warp) {
  WarpClock &clock = clocks[warp];
  Knowledge knowledge{clock.known, clock.blocks, clock.fenced};
  knowledge.warps[warp] = clock.now++;
  return knowledge;
}

void Order::acquire(unsigned warp, const Knowledge &knowledge) {
  WarpClock &clock = clocks[warp];
  joinWarps(clock.known, knowledge.warps);
  clock.blocks = joinBlocks(clock.blocks, knowledge.blocks);
  clock.fenced = joinBlocks(clock.fenced, knowledge.fenced);
  clock.full = std::max(clock.full, knowledge.warps[warp]);
  if (clock.full + 1 >= clock.now)
    clock.lanes.reset();
}

void Order::join(Knowledge &into, const Knowledge &from) {
  joinWarps(into.warps, from.warps);
  into.blocks = joinBlocks(into.blocks, from.blocks);
  into.fenced = joinBlocks(into.fenced, from.fenced);
}

void Order::fence(unsigned warp) {
  Knowledge knowledge = release(warp);
  auto blocks = knowledge.blocks
                    ? std::make_shared<BlockKnowledge>(*knowledge.blocks)
                    : std::make_shared<BlockKnowledge>();
  joinWarps((*blocks)[block], knowledge.warps);
  clocks[warp].fenced = joinBlocks(clocks[warp].fenced, blocks);
}

void Order::acquireBlock(
    unsigned warp, const std::shared_ptr<const BlockKnowledge> &knowledge) {
  clocks[warp].blocks = joinBlocks(clocks[warp].blocks, knowledge);
  if (!knowledge)
    return;
  auto it = knowledge->find(block);
  if (it != knowledge->end())
    joinWarps(clocks[warp].known, it->second);
}
