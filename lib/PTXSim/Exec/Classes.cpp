//===- Classes.cpp - what instructions are counted under ------------------===//

#include "attn/PTXSim/Counts.h"
#include <array>
#include <vector>

using namespace ptxsim;

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

namespace {
struct OpcodeClass {
  llvm::StringRef name;
  std::vector<Opcode> opcodes;
};
} // namespace

static const std::vector<OpcodeClass> &opcodeClasses() {
  static const std::vector<OpcodeClass> classes = {
      {"memory", {Opcode::Ld, Opcode::Ldu, Opcode::St}},
      {"atomic", {Opcode::Atom, Opcode::Red}},
      {"mma", {Opcode::Mma}},
      {"matrix", {Opcode::Ldmatrix, Opcode::Stmatrix, Opcode::Movmatrix}},
      {"async",
       {Opcode::CpAsync, Opcode::CpAsyncCommitGroup, Opcode::CpAsyncWaitAll,
        Opcode::CpAsyncWaitGroup}},
      {"barrier",
       {Opcode::Bar, Opcode::Barrier, Opcode::BarWarpSync, Opcode::Membar,
        Opcode::Fence}},
      {"warp",
       {Opcode::Shfl, Opcode::Vote, Opcode::Match, Opcode::Redux,
        Opcode::Activemask}},
      {"control",
       {Opcode::Bra, Opcode::Brx, Opcode::Call, Opcode::Ret, Opcode::Exit,
        Opcode::Trap, Opcode::Brkpt, Opcode::Nanosleep, Opcode::Pmevent}},
      {"move",
       {Opcode::Mov, Opcode::Selp, Opcode::Slct, Opcode::Cvta,
        Opcode::Isspacep}},
      {"compare", {Opcode::Setp, Opcode::Set, Opcode::Testp}},
      {"convert", {Opcode::Cvt, Opcode::CvtPack, Opcode::Szext}},
      {"special",
       {Opcode::Ex2, Opcode::Lg2, Opcode::Rsqrt, Opcode::Sin, Opcode::Cos,
        Opcode::Tanh}},
      {"division", {Opcode::Div, Opcode::Rcp, Opcode::Sqrt, Opcode::Rem}},
      {"cache",
       {Opcode::Prefetch, Opcode::Prefetchu, Opcode::Applypriority,
        Opcode::Discard, Opcode::Createpolicy}}};
  return classes;
}

using ClassTable = std::array<llvm::StringRef, 256>;

static ClassTable makeTable() {
  ClassTable table;
  for (const OpcodeClass &entry : opcodeClasses())
    for (Opcode opcode : entry.opcodes)
      table[unsigned(opcode)] = entry.name;
  return table;
}

llvm::StringRef ptxsim::classOf(const Instruction &instruction) {
  static const ClassTable table = makeTable();
  llvm::StringRef name = table[unsigned(instruction.op)];
  if (name.empty())
    return classOfArithmetic(instruction);
  return name == "memory" ? classOfMemory(instruction) : name;
}
