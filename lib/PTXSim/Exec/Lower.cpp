//===- Lower.cpp - functions and operands ---------------------------------===//

#include "Lower.h"
#include "Handlers.h"
#include "attn/PTXSim/Memory.h"

using namespace ptxsim;

Lowering::Lowering(const Module &module, uint32_t entry,
                   const VariableAddresses &addresses)
    : module(module), entry(entry), addresses(addresses),
      code(std::make_unique<Code>()) {
  code->module = &module;
  code->entry = entry;
  code->begins.assign(module.functions.size(), kNone);
  code->epilogues.assign(module.functions.size(), kNone);
}

llvm::Error Lowering::fail(const Instruction &instruction,
                           const llvm::Twine &message) const {
  return llvm::make_error<ParseError>(module.file, instruction.line,
                                      message.str(),
                                      module.lineText(instruction.line).str());
}

/// The entry, and every function that is no entry: those that it cannot call
/// do no harm.
void Lowering::collectFunctions() {
  order.push_back(entry);
  for (uint32_t f = 0; f < module.functions.size(); ++f)
    if (f != entry && !module.functions[f].isEntry &&
        module.functions[f].isDefined)
      order.push_back(f);
  uint32_t next = 0;
  for (uint32_t f : order) {
    code->begins[f] = next;
    next += module.functions[f].instructions.size();
    code->epilogues[f] = next++;
  }
}

llvm::Error Lowering::run() {
  collectFunctions();
  for (uint32_t f : order)
    if (llvm::Error error = lowerFunction(f))
      return error;
  // Stamps of accesses have 20 bits for the op.
  if (code->ops.size() >= 1u << 20)
    return fail(module.functions[entry].instructions.front(),
                "expected fewer than 2^20 instructions, got " +
                    llvm::Twine(code->ops.size()));
  return llvm::Error::success();
}

llvm::Error Lowering::lowerFunction(uint32_t number) {
  function = number;
  const Function &f = module.functions[number];
  for (const Instruction &instruction : f.instructions) {
    Op op;
    op.instruction = &instruction;
    op.function = number;
    op.firstRow = code->rows.size();
    if (instruction.guard) {
      op.guard = instruction.guard.index;
      op.guardNegated = instruction.guard.negated;
    }
    if (llvm::Error error = lowerInstruction(instruction, op))
      return error;
    code->ops.push_back(op);
  }
  Op epilogue;
  epilogue.handler = runEpilogue;
  epilogue.function = number;
  if (!f.instructions.empty())
    epilogue.instruction = &f.instructions.back();
  code->ops.push_back(epilogue);
  return llvm::Error::success();
}

unsigned ptxsim::numDestinations(const Instruction &instruction) {
  switch (instruction.op) {
  case Opcode::Setp:
  case Opcode::Shfl:
    return 2;
  case Opcode::Match:
    return instruction.has(Mod::All) ? 2 : 1;
  case Opcode::Lop3:
    return instruction.mod(ModGroup::Operation) == Mod::None ? 1 : 2;
  case Opcode::Bar:
  case Opcode::Barrier:
    return instruction.has(Mod::RedMod) ? 1 : 0;
  case Opcode::BarWarpSync:
    return 0;
  default:
    return 1;
  }
}

static bool isPredicate(const Operand &operand) {
  return operand.kind == Operand::Pred || operand.type == Type::Pred;
}

uint32_t Lowering::constant(uint64_t value) {
  auto [it, isNew] =
      constants.try_emplace(value, code->constants.size() / kLanes);
  if (isNew)
    code->constants.insert(code->constants.end(), kLanes, value);
  return makeRow(kConstants, it->second);
}

/// Local variables and parameters of calls lie in the frame of the activation.
bool Lowering::hasFrameAddress(const Operand &operand) const {
  if (operand.kind != Operand::Symbol)
    return false;
  const Variable &variable = module.variables[operand.index];
  if (variable.space == Space::Local)
    return variable.function != kNone;
  if (variable.space != Space::Param)
    return false;
  for (const Parameter &param : module.functions[entry].params)
    if (param.variable == operand.index)
      return false;
  return true;
}

uint64_t Lowering::addressOf(const Operand &symbol) const {
  const Variable &variable = module.variables[symbol.index];
  switch (variable.space) {
  case Space::Global:
  case Space::Const:
    return addresses[symbol.index] + symbol.imm;
  case Space::Shared:
    return sharedOffset(module, entry, symbol.index) + symbol.imm;
  default:
    return variable.offset + symbol.imm;
  }
}

uint64_t ptxsim::sharedOffset(const Module &module, uint32_t entry,
                              uint32_t variable) {
  const Function &function = module.functions[entry];
  if (module.variables[variable].isExtern)
    return function.dynamicSharedOffset;
  for (const Function::Placement &placement : function.shared)
    if (placement.variable == variable)
      return placement.offset;
  return 0;
}

llvm::Expected<uint32_t> Lowering::rowOf(const Instruction &instruction,
                                         const Operand &operand) {
  switch (operand.kind) {
  case Operand::Reg:
    return makeRow(kRegisters, operand.index);
  case Operand::Imm:
    return constant(operand.imm);
  case Operand::SpecialReg:
    return makeRow(kSpecials, operand.index);
  case Operand::Symbol:
    if (hasFrameAddress(operand))
      break;
    return constant(addressOf(operand));
  case Operand::FunctionRef:
    return constant(kCodeWindow + operand.index);
  default:
    break;
  }
  return fail(instruction, "expected a register or an immediate, got an "
                           "operand that cannot be executed");
}

llvm::Error Lowering::addDst(const Instruction &instruction,
                             const Operand &operand, Op &op) {
  if (operand.kind == Operand::Vector) {
    for (const Operand &element : operand.elements)
      if (llvm::Error error = addDst(instruction, element, op))
        return error;
    return llvm::Error::success();
  }
  if (operand.kind == Operand::Sink) {
    unsigned rows = operand.type == Type::B128 ? 2 : 1;
    for (unsigned i = 0; i < rows; ++i, ++op.numDsts)
      code->rows.push_back(makeRow(kScratch, op.numDsts));
    return llvm::Error::success();
  }
  llvm::Expected<uint32_t> row = rowOf(instruction, operand);
  if (!row)
    return row.takeError();
  code->rows.push_back(*row);
  ++op.numDsts;
  if (operand.type == Type::B128) {
    code->rows.push_back(*row + 1);
    ++op.numDsts;
  }
  return llvm::Error::success();
}

llvm::Error Lowering::addSrc(const Instruction &instruction,
                             const Operand &operand, Op &op) {
  if (operand.kind == Operand::Vector) {
    for (const Operand &element : operand.elements)
      if (llvm::Error error = addSrc(instruction, element, op))
        return error;
    return llvm::Error::success();
  }
  llvm::Expected<uint32_t> row = rowOf(instruction, operand);
  if (!row)
    return row.takeError();
  code->rows.push_back(*row);
  ++op.numSrcs;
  if (operand.type == Type::B128) {
    code->rows.push_back(*row + 1);
    ++op.numSrcs;
  }
  return llvm::Error::success();
}

/// All of an arithmetic instruction's operands: predicates apart.
llvm::Error Lowering::addOperands(const Instruction &instruction, Op &op) {
  unsigned numDsts = numDestinations(instruction), numPredDsts = 0,
           numPredSrcs = 0;
  for (unsigned i = 0; i < instruction.operands.size(); ++i) {
    const Operand &operand = instruction.operands[i];
    if (i < numDsts) {
      if (isPredicate(operand))
        op.predDst[numPredDsts++] =
            operand.kind == Operand::Pred ? operand.index : kNone;
      else if (operand)
        if (llvm::Error error = addDst(instruction, operand, op))
          return error;
      continue;
    }
    if (!operand)
      continue;
    if (isPredicate(operand))
      op.predSrc[numPredSrcs++] = &operand;
    else if (llvm::Error error = addSrc(instruction, operand, op))
      return error;
  }
  return llvm::Error::success();
}

llvm::Expected<std::unique_ptr<Code>>
ptxsim::lower(const Module &module, uint32_t entry,
              const VariableAddresses &addresses) {
  Lowering lowering(module, entry, addresses);
  if (llvm::Error error = lowering.run())
    return std::move(error);
  return lowering.take();
}
