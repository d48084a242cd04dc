//===- WarpSplits.cpp - how lanes part and meet ---------------------------===//

#include "BlockRun.h"
#include "Handlers.h"

using namespace ptxsim;

bool Warp::selectSplit() {
  if (!alive)
    return false;
  for (unsigned i = 0; i < splits.size(); ++i) {
    unsigned candidate = (current + i) % splits.size();
    if (splits[candidate].state != Split::Ready)
      continue;
    current = candidate;
    bind(splits[current]);
    return true;
  }
  bool isAtBarrier = false;
  for (unsigned i = 0; i < splits.size(); ++i) {
    isAtBarrier |= splits[i].state == Split::AtBarrier;
    if (splits[i].state == Split::AtSync && completeSync(splits[i]))
      return selectSplit();
  }
  // Who waits for a barrier may yet come to where the others wait to meet.
  return !isAtBarrier && releaseMeeting() && selectSplit();
}

bool Warp::releaseMeeting() {
  for (uint32_t n = 1; n < nodes.size(); ++n) {
    if (!nodes[n].live || !nodes[n].arrived)
      continue;
    // The parent gets one more below it; the node goes on with the rest.
    Split like;
    like.node = nodes[n].parent;
    like.meet = nodes[like.node].meet;
    like.frame = nodes[n].frame;
    like.stack = nodes[n].stack;
    ++nodes[like.node].live;
    uint32_t lanes = nodes[n].arrived;
    nodes[n].arrived = 0;
    addSplit(nodes[n].meet, lanes, like);
    return true;
  }
  return false;
}

Split &Warp::addSplit(uint32_t pc, uint32_t mask, const Split &like) {
  Split added = like;
  added.pc = pc;
  added.mask = mask;
  added.state = Split::Ready;
  for (Split &split : splits)
    if (split.state == Split::Dead) {
      split = std::move(added);
      return split;
    }
  splits.push_back(std::move(added));
  return splits.back();
}

void Warp::arrive() {
  Split &split = splits[current];
  uint32_t node = split.node;
  nodes[node].arrived |= split.mask;
  split.state = Split::Dead;
  split.mask = 0;
  if (--nodes[node].live == 0)
    finishNode(node);
}

void Warp::finishNode(uint32_t number) {
  Node &node = nodes[number];
  uint32_t parent = node.parent;
  if (node.arrived) {
    Split like;
    like.node = parent;
    like.meet = nodes[parent].meet;
    like.frame = node.frame;
    like.stack = std::move(node.stack);
    uint32_t lanes = node.arrived;
    node.arrived = 0;
    addSplit(node.meet, lanes, like);
    return;
  }
  if (parent != kNone && --nodes[parent].live == 0)
    finishNode(parent);
}

void Warp::retire(Split &split) {
  split.state = Split::Dead;
  split.mask = 0;
  if (--nodes[split.node].live == 0)
    finishNode(split.node);
}

void Warp::branch(const Op &op, uint32_t taken, uint32_t target) {
  uint32_t rest = split().mask & ~taken;
  if (!rest) {
    split().pc = target;
    return;
  }
  ++block.counts[indexOfOp(op)].diverged;
  uint32_t meet = op.reconverge;
  size_t depth = split().stack.size();
  const Node &above = nodes[split().node];
  if (meet != above.meet || depth != above.depth) {
    Node node;
    node.parent = split().node;
    node.meet = meet;
    node.depth = depth;
    node.live = 1;
    node.frame = split().frame;
    node.stack = split().stack;
    uint32_t number = 1;
    while (number < nodes.size() && nodes[number].live)
      ++number;
    if (number == nodes.size())
      nodes.emplace_back();
    nodes[number] = std::move(node);
    split().node = number;
    split().meet = meet;
  }
  Node &node = nodes[split().node];
  split().mask = rest;
  if (target == meet) {
    node.arrived |= taken;
    return;
  }
  ++node.live;
  Split like = split();
  addSplit(target, taken, like);
}

Split &Warp::detach(uint32_t lanes) {
  Split like = split();
  split().mask &= ~lanes;
  ++nodes[like.node].live;
  return addSplit(like.pc, lanes, like);
}

void Warp::resume(Split &split) { split.state = Split::Ready; }

void Warp::exit(uint32_t lanes) {
  alive &= ~lanes;
  split().mask &= ~lanes;
  if (!split().mask)
    retire(split());
  block.noteExit();
}

void Warp::enter(uint32_t function, uint32_t callOp) {
  Split &s = split();
  const Function &caller = code.module->functions[s.frame.function];
  const Function &callee = code.module->functions[function];
  s.stack.push_back({callOp, s.frame});
  s.frame.function = function;
  s.frame.registers += caller.numSlots;
  s.frame.predicates += caller.numPredicates;
  s.frame.local = llvm::alignTo(s.frame.local + caller.localSize, 16);
  s.frame.param = llvm::alignTo(s.frame.param + caller.paramSize, 16);
  reserve(function, s.frame);
  for (uint32_t i = 0; i < callee.numSlots; ++i) {
    defined[s.frame.registers + i] &= ~s.mask;
    origins[s.frame.registers + i] = 0;
  }
  for (uint32_t i = 0; i < callee.numPredicates; ++i) {
    definedPredicates[s.frame.predicates + i] &= ~s.mask;
    predicateOrigins[s.frame.predicates + i] = 0;
  }
  local.clear(s.mask, s.frame.local, s.frame.local + callee.localSize);
  params.clear(s.mask, s.frame.param, s.frame.param + callee.paramSize);
  s.pc = code.begins[function];
  bind(s);
}

void Warp::leave() {
  Split &s = split();
  ReturnPoint point = s.stack.back();
  s.stack.pop_back();
  s.frame = point.frame;
  s.pc = point.op + 1;
  bind(s);
}

static bool sharesSync(const Code &code, const Split &a, const Split &b) {
  if (b.state != Split::AtSync || a.waitsFor != b.waitsFor)
    return false;
  // Threads may come to it at different places: the same qualifiers are asked
  // for, and operands may differ.
  const Op &x = code.ops[a.pc - 1], &y = code.ops[b.pc - 1];
  const Instruction &i = *x.instruction, &j = *y.instruction;
  return i.op == j.op && i.mods == j.mods && i.types == j.types &&
         x.numSrcs == y.numSrcs;
}

bool Warp::completeSync(Split &waiter) {
  uint32_t together = 0;
  for (const Split &split : splits)
    if (sharesSync(code, waiter, split))
      together |= split.mask;
  if (waiter.waitsFor & alive & ~together)
    return false;
  const Op &op = code.ops[waiter.pc - 1];
  llvm::SmallVector<Split *, 4> parts;
  bool isApart = false;
  for (Split &split : splits)
    if (sharesSync(code, waiter, split)) {
      parts.push_back(&split);
      isApart |= split.pc != waiter.pc ||
                 split.frame.registers != waiter.frame.registers;
    }
  for (Split *split : parts)
    resume(*split);
  bind(waiter);
  if (op.instruction->op == Opcode::BarWarpSync)
    block.order.syncLanes(index, together, alive);
  else if (isApart)
    runKernelApart(*this, {parts.begin(), parts.end()});
  else
    runKernel(*this, op, together);
  return true;
}

void Warp::completeSyncs() {
  for (unsigned i = 0; i < splits.size(); ++i)
    if (splits[i].state == Split::AtSync)
      completeSync(splits[i]);
  bind(split());
}

Site Warp::whereIs(unsigned lane) const {
  for (const Split &split : splits) {
    if (split.state == Split::Dead || !(split.mask >> lane & 1))
      continue;
    uint32_t at = split.state == Split::Ready ? split.pc : split.pc - 1;
    return site(code.ops[at], lane);
  }
  for (const Node &node : nodes)
    if (node.live && node.arrived >> lane & 1 && node.meet != kNone)
      return site(code.ops[node.meet], lane);
  return {};
}
