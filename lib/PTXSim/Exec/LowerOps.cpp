//===- LowerOps.cpp - which handler runs an instruction -------------------===//

#include "Handlers.h"
#include "Lower.h"

using namespace ptxsim;

llvm::Error Lowering::lowerInstruction(const Instruction &instruction, Op &op) {
  switch (instruction.op) {
  case Opcode::Ld:
  case Opcode::Ldu:
  case Opcode::St:
  case Opcode::Atom:
  case Opcode::Red:
  case Opcode::Ldmatrix:
  case Opcode::Stmatrix:
  case Opcode::CpAsync:
  case Opcode::CpAsyncCommitGroup:
  case Opcode::CpAsyncWaitAll:
  case Opcode::CpAsyncWaitGroup:
    return lowerMemory(instruction, op);
  case Opcode::Bra:
  case Opcode::Brx:
  case Opcode::Call:
  case Opcode::Ret:
  case Opcode::Exit:
  case Opcode::Trap:
    return lowerControl(instruction, op);
  case Opcode::Bar:
  case Opcode::Barrier:
  case Opcode::BarWarpSync:
  case Opcode::Membar:
  case Opcode::Fence:
  case Opcode::Shfl:
  case Opcode::Vote:
  case Opcode::Match:
  case Opcode::Redux:
  case Opcode::Mma:
  case Opcode::Movmatrix:
    return lowerSync(instruction, op);
  case Opcode::Mov:
    return lowerMove(instruction, op);
  case Opcode::Prefetch:
  case Opcode::Prefetchu:
  case Opcode::Applypriority:
  case Opcode::Discard:
  case Opcode::Nanosleep:
  case Opcode::Pmevent:
  case Opcode::Brkpt:
    op.handler = runNothing;
    return llvm::Error::success();
  case Opcode::Createpolicy:
    op.handler = runCreatePolicy;
    return addDst(instruction, instruction.operands[0], op);
  default:
    return lowerArithmetic(instruction, op);
  }
}

/// A parameter or argument in a register: an ABI that no compiler uses.
static bool passesRegisters(const Instruction &call) {
  for (unsigned list : {0, 2})
    if (call.operands[list].kind == Operand::Vector)
      for (const Operand &operand : call.operands[list].elements)
        if (operand.kind != Operand::Symbol)
          return true;
  return false;
}

llvm::Error Lowering::lowerControl(const Instruction &instruction, Op &op) {
  uint32_t begin = code->begins[function];
  op.reconverge = instruction.reconverge == kNone
                      ? code->epilogues[function]
                      : begin + instruction.reconverge;
  switch (instruction.op) {
  case Opcode::Bra:
    op.handler = runBranch;
    op.isBranch = true;
    op.target = begin + instruction.operands[0].index;
    return llvm::Error::success();
  case Opcode::Brx:
    op.handler = runIndexedBranch;
    op.offset = instruction.operands[1].index;
    return addSrc(instruction, instruction.operands[0], op);
  case Opcode::Call:
    op.handler = runCall;
    if (passesRegisters(instruction))
      return fail(instruction, "expected parameters in .param space, got "
                               "registers");
    if (instruction.operands[1].kind != Operand::FunctionRef)
      return addSrc(instruction, instruction.operands[1], op);
    op.target = instruction.operands[1].index;
    // What assert() of CUDA calls when it fails.
    if (module.functions[op.target].name == "__assertfail") {
      op.handler = runTrap;
      return llvm::Error::success();
    }
    if (code->begins[op.target] == kNone)
      return fail(instruction, "expected a function that is defined, got " +
                                   module.functions[op.target].name);
    return llvm::Error::success();
  case Opcode::Ret:
    op.handler = runReturn;
    op.reconverge = code->epilogues[function];
    return llvm::Error::success();
  case Opcode::Exit:
    op.handler = runExit;
    return llvm::Error::success();
  default:
    op.handler = runTrap;
    return llvm::Error::success();
  }
}

llvm::Error Lowering::lowerSync(const Instruction &instruction, Op &op) {
  switch (instruction.op) {
  case Opcode::Bar:
  case Opcode::Barrier:
    op.handler = runBarrier;
    return addOperands(instruction, op);
  case Opcode::BarWarpSync:
    op.handler = runWarpBarrier;
    return addOperands(instruction, op);
  case Opcode::Membar:
  case Opcode::Fence:
    op.handler = runFence;
    code->communicates |= !instruction.has(Mod::Cta);
    return llvm::Error::success();
  default:
    break;
  }
  if (llvm::Error error = lowerArithmetic(instruction, op))
    return error;
  bool isAligned =
      instruction.op == Opcode::Mma || instruction.op == Opcode::Movmatrix;
  op.handler = isAligned ? runAlignedKernel : runSyncKernel;
  return llvm::Error::success();
}

static bool isClock(const Operand &operand) {
  if (operand.kind != Operand::SpecialReg)
    return false;
  switch (Special(operand.index)) {
  case Special::Clock:
  case Special::ClockHi:
  case Special::Clock64:
  case Special::Globaltimer:
  case Special::GlobaltimerLo:
  case Special::GlobaltimerHi:
    return true;
  default:
    return false;
  }
}

llvm::Error Lowering::lowerMove(const Instruction &instruction, Op &op) {
  const Operand &source = instruction.operands[1];
  if (hasFrameAddress(source)) {
    op.handler = runMoveFrameAddress;
    op.inFrame = true;
    op.space = module.variables[source.index].space;
    op.offset = addressOf(source);
    return addDst(instruction, instruction.operands[0], op);
  }
  if (isClock(source)) {
    op.handler = runMoveClock;
    op.offset = source.index;
    return addDst(instruction, instruction.operands[0], op);
  }
  if (llvm::Error error = addOperands(instruction, op))
    return error;
  op.handler = instruction.type() == Type::Pred ? runMovePredicate : runMove;
  if (op.numDsts == op.numSrcs)
    return llvm::Error::success();
  op.handler = runPack;
  op.kernel = findKernel(instruction);
  return op.kernel ? llvm::Error::success()
                   : fail(instruction, "expected parts as wide as the whole");
}

llvm::Error Lowering::lowerArithmetic(const Instruction &instruction, Op &op) {
  if (instruction.op == Opcode::Cvta &&
      hasFrameAddress(instruction.operands[1]))
    return fail(instruction, "expected a register, got a local variable");
  if (llvm::Error error = addOperands(instruction, op))
    return error;
  op.space = instruction.space();
  switch (instruction.op) {
  case Opcode::Cvta:
    op.handler = runConvertAddress;
    return llvm::Error::success();
  case Opcode::Isspacep:
    op.handler = runIsSpace;
    return llvm::Error::success();
  default:
    break;
  }
  op.handler = runKernel;
  op.readsLazily = instruction.op == Opcode::Selp;
  op.kernel = findKernel(instruction);
  if (!op.kernel)
    return fail(instruction, "expected an instruction that can be executed, "
                             "got " +
                                 spelling(instruction.op));
  if (op.numDsts > 8 || op.numSrcs > 16)
    return fail(instruction, "expected at most 8 results and 16 sources");
  return llvm::Error::success();
}
