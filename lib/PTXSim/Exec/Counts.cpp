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

static llvm::StringRef classOfMemory(const Instruction &instruction) {
  switch (instruction.space()) {
  case Space::Global:
    return "global";
  case Space::Shared:
    return "shared";
  case Space::Local:
    return "local";
  case Space::Const:
    return "const";
  case Space::Param:
    return "param";
  case Space::Generic:
    return "generic";
  }
  return "generic";
}

static llvm::StringRef classOfArithmetic(const Instruction &instruction) {
  switch (instruction.type()) {
  case Type::F16:
  case Type::BF16:
  case Type::F16x2:
  case Type::BF16x2:
    return "f16";
  case Type::F32:
  case Type::F32x2:
    return "f32";
  case Type::F64:
    return "f64";
  case Type::Pred:
    return "predicate";
  default:
    return "integer";
  }
}

static bool isDivision(Opcode op) {
  return op == Opcode::Div || op == Opcode::Rcp || op == Opcode::Sqrt ||
         op == Opcode::Rem;
}

llvm::StringRef ptxsim::classOf(const Instruction &instruction) {
  switch (instruction.op) {
  case Opcode::Ld:
  case Opcode::Ldu:
  case Opcode::St:
    return classOfMemory(instruction);
  case Opcode::Atom:
  case Opcode::Red:
    return "atomic";
  case Opcode::Mma:
    return "mma";
  case Opcode::Ldmatrix:
  case Opcode::Stmatrix:
  case Opcode::Movmatrix:
    return "matrix";
  case Opcode::CpAsync:
  case Opcode::CpAsyncCommitGroup:
  case Opcode::CpAsyncWaitAll:
  case Opcode::CpAsyncWaitGroup:
    return "async";
  case Opcode::Bar:
  case Opcode::Barrier:
  case Opcode::BarWarpSync:
  case Opcode::Membar:
  case Opcode::Fence:
    return "barrier";
  case Opcode::Shfl:
  case Opcode::Vote:
  case Opcode::Match:
  case Opcode::Redux:
  case Opcode::Activemask:
    return "warp";
  case Opcode::Bra:
  case Opcode::Brx:
  case Opcode::Call:
  case Opcode::Ret:
  case Opcode::Exit:
  case Opcode::Trap:
  case Opcode::Brkpt:
  case Opcode::Nanosleep:
  case Opcode::Pmevent:
    return "control";
  case Opcode::Mov:
  case Opcode::Selp:
  case Opcode::Slct:
  case Opcode::Cvta:
  case Opcode::Isspacep:
    return "move";
  case Opcode::Setp:
  case Opcode::Set:
  case Opcode::Testp:
    return "compare";
  case Opcode::Cvt:
  case Opcode::CvtPack:
  case Opcode::Szext:
    return "convert";
  case Opcode::Ex2:
  case Opcode::Lg2:
  case Opcode::Rsqrt:
  case Opcode::Sin:
  case Opcode::Cos:
  case Opcode::Tanh:
    return "special";
  case Opcode::Prefetch:
  case Opcode::Prefetchu:
  case Opcode::Applypriority:
  case Opcode::Discard:
  case Opcode::Createpolicy:
    return "cache";
  default:
    return isDivision(instruction.op) ? "division"
                                      : classOfArithmetic(instruction);
  }
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
