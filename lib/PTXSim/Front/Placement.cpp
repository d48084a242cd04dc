//===- Placement.cpp - what shared memory a kernel needs ------------------===//

#include "Parser.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include <set>

using namespace ptxsim;
using llvm::SmallVector;

/// Where dynamic shared memory begins at least, as on devices.
static constexpr uint64_t dynamicAlignment = 16;

namespace {
/// What the code of a function names.
struct Uses {
  std::set<uint32_t> variables, functions;
  bool callsIndirectly = false;
};
} // namespace

static void collect(const Operand &operand, Uses &uses) {
  if (operand.kind == Operand::Symbol)
    uses.variables.insert(operand.index);
  if (operand.kind == Operand::FunctionRef)
    uses.functions.insert(operand.index);
  for (const Operand &element : operand.elements)
    collect(element, uses);
}

static Uses collect(const Function &function) {
  Uses uses;
  for (const Instruction &instruction : function.instructions) {
    for (const Operand &operand : instruction.operands)
      collect(operand, uses);
    uses.callsIndirectly |= instruction.op == Opcode::Call &&
                            instruction.operands[1].kind == Operand::Reg;
  }
  return uses;
}

/// All that a kernel may reach. A call through a register may go to any
/// function whose address a variable holds.
static std::set<uint32_t> reach(const Module &module, llvm::ArrayRef<Uses> uses,
                                uint32_t entry) {
  std::set<uint32_t> variables, functions;
  SmallVector<uint32_t> work = {entry};
  while (!work.empty()) {
    uint32_t function = work.pop_back_val();
    if (!functions.insert(function).second)
      continue;
    variables.insert(uses[function].variables.begin(),
                     uses[function].variables.end());
    work.append(uses[function].functions.begin(),
                uses[function].functions.end());
    if (!uses[function].callsIndirectly)
      continue;
    for (const Variable &variable : module.variables)
      for (const Variable::Relocation &reloc : variable.relocations)
        if (reloc.isFunction)
          work.push_back(reloc.symbol);
  }
  return variables;
}

uint32_t ptxsim::placeShared(Module &module, uint64_t max) {
  std::vector<Uses> uses;
  for (const Function &function : module.functions)
    uses.push_back(collect(function));
  for (uint32_t i = 0; i < module.functions.size(); ++i) {
    Function &function = module.functions[i];
    if (!function.isEntry)
      continue;
    uint64_t end = 0, alignment = dynamicAlignment;
    SmallVector<uint32_t> dynamic;
    for (uint32_t index : reach(module, uses, i)) {
      const Variable &variable = module.variables[index];
      if (variable.space != Space::Shared)
        continue;
      if (variable.isExtern) {
        dynamic.push_back(index);
        alignment = std::max(alignment, variable.align);
        continue;
      }
      uint64_t offset = llvm::alignTo(end, variable.align);
      function.shared.push_back({index, offset});
      end = offset + variable.size;
    }
    function.sharedSize = end;
    if (end > max)
      return i;
    function.dynamicSharedOffset = llvm::alignTo(end, alignment);
    for (uint32_t index : dynamic)
      function.shared.push_back({index, function.dynamicSharedOffset});
  }
  return kNone;
}
