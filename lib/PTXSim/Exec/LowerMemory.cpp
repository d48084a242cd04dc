//===- LowerMemory.cpp - loads, stores, atomics, copies -------------------===//

#include "Handlers.h"
#include "Lower.h"

using namespace ptxsim;

llvm::Error Lowering::setAddress(const Instruction &instruction,
                                 const Operand &operand, Op &op) {
  const Operand &base = operand.elements[0];
  op.offset = operand.imm;
  op.space = instruction.space();
  if (!base)
    return llvm::Error::success();
  if (base.kind != Operand::Symbol) {
    llvm::Expected<uint32_t> row = rowOf(instruction, base);
    if (!row)
      return row.takeError();
    op.address = *row;
    // A pointer to parameters is one to the kernel's in the kernel.
    op.isCallParam = op.space == Space::Param && function != entry;
    return llvm::Error::success();
  }
  const Variable &variable = module.variables[base.index];
  if (op.space == Space::Generic)
    op.space = variable.space;
  op.offset += addressOf(base);
  op.inFrame = hasFrameAddress(base);
  op.isCallParam = op.inFrame && op.space == Space::Param;
  return llvm::Error::success();
}

static bool isSignedType(Type type) { return kindOf(type) == TypeKind::Signed; }

/// A .b128 element is two of 64 bits.
void Lowering::setElement(const Instruction &instruction, Op &op) {
  Type type = instruction.types[instruction.numTypes - 1];
  op.elementBytes = type == Type::B128 ? 8 : bitWidth(type) / 8;
  op.isSigned = isSignedType(type);
}

static bool isStrong(const Instruction &instruction) {
  Mod semantics = instruction.mod(ModGroup::Semantics);
  return semantics != Mod::None && semantics != Mod::Weak;
}

llvm::Error Lowering::lowerLoad(const Instruction &instruction, Op &op) {
  op.handler = runLoad;
  setElement(instruction, op);
  op.isStrong = isStrong(instruction);
  if (llvm::Error error = addDst(instruction, instruction.operands[0], op))
    return error;
  return setAddress(instruction, instruction.operands[1], op);
}

llvm::Error Lowering::lowerStore(const Instruction &instruction, Op &op) {
  op.handler = runStore;
  setElement(instruction, op);
  op.isStrong = isStrong(instruction);
  if (llvm::Error error = addSrc(instruction, instruction.operands[1], op))
    return error;
  return setAddress(instruction, instruction.operands[0], op);
}

llvm::Error Lowering::lowerAtomic(const Instruction &instruction, Op &op) {
  op.handler = runAtomic;
  op.isStrong = true;
  op.atomic = findAtomicFunction(instruction);
  if (!op.atomic || instruction.type() == Type::B128)
    return fail(instruction, "expected an atomic operation that can be "
                             "executed, got " +
                                 spelling(instruction.op));
  setElement(instruction, op);
  bool hasResult = instruction.op == Opcode::Atom;
  bool isCompare = instruction.has(Mod::OpCas);
  unsigned at = hasResult ? 1 : 0;
  if (hasResult)
    if (llvm::Error error = addDst(instruction, instruction.operands[0], op))
      return error;
  for (unsigned i = 0; i <= unsigned(isCompare); ++i)
    if (llvm::Error error =
            addSrc(instruction, instruction.operands[at + 1 + i], op))
      return error;
  op.count = isCompare ? op.numSrcs / 2 : op.numSrcs;
  return setAddress(instruction, instruction.operands[at], op);
}

llvm::Error Lowering::lowerMatrix(const Instruction &instruction, Op &op) {
  bool isLoad = instruction.op == Opcode::Ldmatrix;
  op.handler = isLoad ? runLoadMatrix : runStoreMatrix;
  const Operand &registers = instruction.operands[isLoad ? 0 : 1];
  if (llvm::Error error = isLoad ? addDst(instruction, registers, op)
                                 : addSrc(instruction, registers, op))
    return error;
  op.count = isLoad ? op.numDsts : op.numSrcs;
  return setAddress(instruction, instruction.operands[isLoad ? 1 : 0], op);
}

/// {target, source, size, source size or predicate to ignore it, policy}
llvm::Error Lowering::lowerCopyAsync(const Instruction &instruction, Op &op) {
  op.handler = runCopyAsync;
  llvm::ArrayRef<Operand> operands = instruction.operands;
  op.elementBytes = operands[2].imm;
  const Operand &source = operands[1].elements[0];
  op.secondOffset = operands[1].imm;
  if (source) {
    if (llvm::Error error = addSrc(instruction, source, op))
      return error;
  } else {
    code->rows.push_back(constant(0));
    ++op.numSrcs;
  }
  if (operands.size() > 3 && operands[3]) {
    if (operands[3].kind == Operand::Pred)
      op.predSrc[0] = &operands[3];
    else if (llvm::Error error = addSrc(instruction, operands[3], op))
      return error;
  }
  llvm::Error error = setAddress(instruction, operands[0], op);
  op.space = Space::Shared;
  return error;
}

llvm::Error Lowering::lowerMemory(const Instruction &instruction, Op &op) {
  llvm::Error error = llvm::Error::success();
  switch (instruction.op) {
  case Opcode::Ld:
  case Opcode::Ldu:
    error = lowerLoad(instruction, op);
    break;
  case Opcode::St:
    error = lowerStore(instruction, op);
    break;
  case Opcode::Atom:
  case Opcode::Red:
    error = lowerAtomic(instruction, op);
    break;
  case Opcode::Ldmatrix:
  case Opcode::Stmatrix:
    error = lowerMatrix(instruction, op);
    break;
  case Opcode::CpAsync:
    error = lowerCopyAsync(instruction, op);
    break;
  case Opcode::CpAsyncCommitGroup:
    op.handler = runCommitGroup;
    break;
  default:
    op.handler = runWaitGroup;
    if (!instruction.operands.empty())
      op.offset = instruction.operands[0].imm;
    break;
  }
  code->communicates |= op.isStrong && op.space != Space::Shared;
  return error;
}
