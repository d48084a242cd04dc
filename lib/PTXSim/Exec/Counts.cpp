//===- Counts.cpp - sums over kernels and loops ---------------------------===//

#include "attn/PTXSim/Counts.h"

using namespace ptxsim;

void InstructionCounts::add(const InstructionCounts &other) {
  issued += other.issued;
  lanes += other.lanes;
  diverged += other.diverged;
  global.add(other.global);
  shared.add(other.shared);
}

Counts::Counts(const Module &module, uint32_t entry)
    : module(&module), entry(entry) {
  for (const Function &function : module.functions)
    functions.emplace_back(function.instructions.size());
}

void Counts::add(const Counts &other) {
  for (size_t f = 0; f < functions.size(); ++f)
    for (size_t i = 0; i < functions[f].size(); ++i)
      functions[f][i].add(other.functions[f][i]);
}

static std::string nameOfMma(const Instruction &instruction) {
  std::string name = spelling(instruction.mod(ModGroup::Shape)).str();
  for (unsigned i = 0; i < instruction.numTypes; ++i)
    name += "." + spelling(instruction.type(i)).str();
  return name;
}

static void addAccess(Summary &summary, const Instruction &instruction,
                      const InstructionCounts &counts) {
  switch (instruction.op) {
  case Opcode::Atom:
  case Opcode::Red:
    summary.globalAtomics.add(counts.global);
    summary.sharedAtomics.add(counts.shared);
    return;
  case Opcode::St:
  case Opcode::Stmatrix:
    summary.globalStores.add(counts.global);
    summary.sharedStores.add(counts.shared);
    return;
  case Opcode::CpAsync:
    // Reads global memory and writes shared memory.
    summary.globalLoads.add(counts.global);
    summary.sharedStores.add(counts.shared);
    return;
  default:
    summary.globalLoads.add(counts.global);
    summary.sharedLoads.add(counts.shared);
  }
}

static void addTo(Summary &summary, const Instruction &instruction,
                  const InstructionCounts &counts) {
  if (!counts.issued)
    return;
  summary.issued += counts.issued;
  summary.lanes += counts.lanes;
  summary.diverged += counts.diverged;
  summary.classes[classOf(instruction).str()] += counts.issued;
  if (instruction.op == Opcode::Mma)
    summary.mma[nameOfMma(instruction)] += counts.issued;
  if (instruction.op == Opcode::Bar || instruction.op == Opcode::Barrier)
    summary.barriers += counts.issued;
  if (instruction.op == Opcode::BarWarpSync)
    summary.warpBarriers += counts.issued;
  addAccess(summary, instruction, counts);
}

Summary Counts::total() const {
  Summary summary;
  for (size_t f = 0; f < functions.size(); ++f)
    for (size_t i = 0; i < functions[f].size(); ++i)
      addTo(summary, module->functions[f].instructions[i], functions[f][i]);
  return summary;
}

Summary Counts::ofLoop(uint32_t function, uint32_t loop) const {
  Summary summary;
  const Function &f = module->functions[function];
  for (const Block &block : f.blocks) {
    uint32_t inner = block.loop;
    while (inner != kNone && inner != loop)
      inner = f.loops[inner].parent;
    if (inner != loop)
      continue;
    for (uint32_t i = block.begin; i < block.end; ++i)
      addTo(summary, f.instructions[i], functions[function][i]);
  }
  return summary;
}

InstructionCounts Counts::atLine(uint32_t line) const {
  InstructionCounts sum;
  for (size_t f = 0; f < functions.size(); ++f)
    for (size_t i = 0; i < functions[f].size(); ++i)
      if (module->functions[f].instructions[i].line == line)
        sum.add(functions[f][i]);
  return sum;
}

uint64_t Counts::trips(uint32_t function, uint32_t loop) const {
  const Function &f = module->functions[function];
  uint32_t first = f.blocks[f.loops[loop].header].begin;
  return functions[function][first].issued;
}
