//===- ControlFlow.cpp - blocks, post-dominators, loops -------------------===//
//
// Where lanes meet again after a branch is the immediate post-dominator of its
// block. Blocks from which there is no way to a `ret` (those that end in exit,
// trap or a call that does not return) are left out: their lanes are gone, so
// the others meet as if the way to them were not there.
//
//===----------------------------------------------------------------------===//

#include "Parser.h"
#include "llvm/ADT/STLExtras.h"

using namespace ptxsim;
using llvm::ArrayRef;
using llvm::SmallVector;

namespace {
/// A graph as lists of predecessors, in the order of a walk from its root;
/// immediate dominators by the iteration of Cooper, Harvey and Kennedy.
class Dominators {
public:
  /// `next` are the successors of each node.
  Dominators(const std::vector<SmallVector<uint32_t, 2>> &next, uint32_t root);
  /// kNone for the root and for what it does not reach.
  uint32_t parentOf(uint32_t node) const {
    return node == root ? kNone : parent[node];
  }
  bool reaches(uint32_t node) const { return number[node] != kNone; }
  bool dominates(uint32_t a, uint32_t b) const;
  /// Reverse post-order, the root first.
  ArrayRef<uint32_t> getOrder() const { return order; }

private:
  void walk(const std::vector<SmallVector<uint32_t, 2>> &next);
  uint32_t intersect(uint32_t a, uint32_t b) const;

  uint32_t root;
  std::vector<uint32_t> order, number, parent;
};
} // namespace

using Edges = std::vector<SmallVector<uint32_t, 2>>;

void Dominators::walk(const Edges &next) {
  std::vector<std::pair<uint32_t, uint32_t>> stack = {{root, 0}};
  std::vector<bool> seen(next.size());
  seen[root] = true;
  while (!stack.empty()) {
    auto &[node, edge] = stack.back();
    if (edge == next[node].size()) {
      order.push_back(node);
      stack.pop_back();
      continue;
    }
    uint32_t target = next[node][edge++];
    if (seen[target])
      continue;
    seen[target] = true;
    stack.push_back({target, 0});
  }
  std::reverse(order.begin(), order.end());
  for (uint32_t i = 0; i < order.size(); ++i)
    number[order[i]] = i;
}

uint32_t Dominators::intersect(uint32_t a, uint32_t b) const {
  while (a != b) {
    while (number[a] > number[b])
      a = parent[a];
    while (number[b] > number[a])
      b = parent[b];
  }
  return a;
}

Dominators::Dominators(const Edges &next, uint32_t root)
    : root(root), number(next.size(), kNone), parent(next.size(), kNone) {
  walk(next);
  Edges previous(next.size());
  for (uint32_t node : order)
    for (uint32_t target : next[node])
      previous[target].push_back(node);
  parent[root] = root;
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t node : ArrayRef<uint32_t>(order).drop_front()) {
      uint32_t best = kNone;
      for (uint32_t from : previous[node])
        if (parent[from] != kNone)
          best = best == kNone ? from : intersect(from, best);
      changed |= parent[node] != best;
      parent[node] = best;
    }
  }
}

bool Dominators::dominates(uint32_t a, uint32_t b) const {
  if (!reaches(a) || !reaches(b))
    return false;
  while (number[b] > number[a])
    b = parent[b];
  return a == b;
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

static bool isBranch(const Instruction &instruction) {
  return instruction.op == Opcode::Bra || instruction.op == Opcode::Brx;
}

/// Control does not run on, for the lanes that execute it. Guarded ones of the
/// others than branches let the rest run on, and end no block.
static bool endsBlock(const Module &module, const Instruction &instruction) {
  if (isBranch(instruction))
    return true;
  if (instruction.guard)
    return false;
  if (instruction.op == Opcode::Call) {
    const Operand &callee = instruction.operands[1];
    return callee.kind == Operand::FunctionRef &&
           module.functions[callee.index].isNoReturn;
  }
  return instruction.op == Opcode::Ret || instruction.op == Opcode::Exit ||
         instruction.op == Opcode::Trap;
}

static SmallVector<uint32_t> targetsOf(const Function &function,
                                       const Instruction &instruction) {
  if (instruction.op == Opcode::Bra)
    return {instruction.operands[0].index};
  if (instruction.op == Opcode::Brx)
    return llvm::to_vector(
        function.branchTables[instruction.operands[1].index]);
  return {};
}

static void makeBlocks(const Module &module, Function &function) {
  uint32_t size = function.instructions.size();
  std::vector<bool> leads(size + 1);
  leads[0] = leads[size] = true;
  for (uint32_t i = 0; i < size; ++i) {
    const Instruction &instruction = function.instructions[i];
    if (endsBlock(module, instruction))
      leads[i + 1] = true;
    for (uint32_t target : targetsOf(function, instruction))
      leads[target] = true;
  }
  for (uint32_t i = 0; i < size; ++i) {
    if (leads[i])
      function.blocks.emplace_back().begin = i;
    function.instructions[i].block = function.blocks.size() - 1;
    function.blocks.back().end = i + 1;
  }
}

/// Leaving at the end of the text is a return, too: no edge.
static void connect(const Module &module, Function &function) {
  uint32_t size = function.instructions.size();
  for (Block &block : function.blocks) {
    const Instruction &last = function.instructions[block.end - 1];
    auto add = [&](uint32_t target) {
      if (target == size)
        return;
      uint32_t to = function.instructions[target].block;
      if (!llvm::is_contained(block.successors, to))
        block.successors.push_back(to);
    };
    if (!endsBlock(module, last) || (isBranch(last) && last.guard))
      add(block.end);
    for (uint32_t target : targetsOf(function, last))
      add(target);
  }
}

/// Does a lane return to the caller (of a kernel: end well) after the block?
static bool returns(const Module &module, const Function &function,
                    const Block &block) {
  uint32_t size = function.instructions.size();
  const Instruction &last = function.instructions[block.end - 1];
  if (last.op == Opcode::Ret && !last.guard)
    return true;
  bool runsOn = !endsBlock(module, last) || (isBranch(last) && last.guard);
  return (runsOn && block.end == size) ||
         llvm::is_contained(targetsOf(function, last), size);
}

static void findPostDominators(const Module &module, Function &function) {
  uint32_t count = function.blocks.size();
  // Backwards, from a node of its own behind all that return.
  Edges back(count + 1);
  for (uint32_t i = 0; i < count; ++i) {
    for (uint32_t target : function.blocks[i].successors)
      back[target].push_back(i);
    if (returns(module, function, function.blocks[i]))
      back[count].push_back(i);
  }
  Dominators dominators(back, count);
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t parent = dominators.parentOf(i);
    if (parent != count)
      function.blocks[i].postDominator = parent;
    Instruction &last = function.instructions[function.blocks[i].end - 1];
    if (isBranch(last) && parent != count && parent != kNone)
      last.reconverge = function.blocks[parent].begin;
  }
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

/// The blocks from which a latch is reached without the header.
static std::vector<uint32_t> collectLoop(const Function &function,
                                         const Edges &previous, uint32_t header,
                                         SmallVector<uint32_t> work) {
  std::vector<bool> inside(function.blocks.size());
  inside[header] = true;
  std::vector<uint32_t> blocks = {header};
  while (!work.empty()) {
    uint32_t block = work.pop_back_val();
    if (inside[block])
      continue;
    inside[block] = true;
    blocks.push_back(block);
    work.append(previous[block].begin(), previous[block].end());
  }
  llvm::sort(blocks);
  return blocks;
}

static void findLoops(Function &function) {
  uint32_t count = function.blocks.size();
  Edges next(count), previous(count);
  for (uint32_t i = 0; i < count; ++i)
    next[i].append(function.blocks[i].successors.begin(),
                   function.blocks[i].successors.end());
  Dominators dominators(next, 0);
  for (uint32_t block : dominators.getOrder())
    for (uint32_t target : next[block])
      previous[target].push_back(block);
  // Outer headers come first, so inner loops overwrite.
  for (uint32_t header : dominators.getOrder()) {
    SmallVector<uint32_t> latches;
    for (uint32_t from : previous[header])
      if (dominators.dominates(header, from))
        latches.push_back(from);
    if (latches.empty())
      continue;
    uint32_t index = function.loops.size();
    Loop loop;
    loop.header = header;
    loop.parent = function.blocks[header].loop;
    if (loop.parent != kNone)
      loop.depth = function.loops[loop.parent].depth + 1;
    loop.blocks = collectLoop(function, previous, header, latches);
    for (uint32_t block : loop.blocks)
      function.blocks[block].loop = index;
    function.loops.push_back(std::move(loop));
  }
}

void ptxsim::analyzeControlFlow(Module &module, Function &function) {
  if (function.instructions.empty())
    return;
  makeBlocks(module, function);
  connect(module, function);
  findPostDominators(module, function);
  findLoops(function);
}
