//===- Lower.h - from instructions to ops -----------------------*- C++ -*-===//

#ifndef ATTN_PTXSIM_EXEC_LOWER_H
#define ATTN_PTXSIM_EXEC_LOWER_H

#include "Code.h"
#include "llvm/ADT/Twine.h"
#include <unordered_map>

namespace ptxsim {

/// Lowers one entry.
class Lowering {
public:
  Lowering(const Module &module, uint32_t entry,
           const VariableAddresses &addresses);

  llvm::Error run();
  std::unique_ptr<Code> take() { return std::move(code); }

private:
  void collectFunctions();
  llvm::Error lowerFunction(uint32_t function);
  llvm::Error lowerInstruction(const Instruction &instruction, Op &op);

  // LowerOps.cpp: which handler runs it, and with which operands.
  llvm::Error lowerControl(const Instruction &instruction, Op &op);
  llvm::Error lowerSync(const Instruction &instruction, Op &op);
  llvm::Error lowerMove(const Instruction &instruction, Op &op);
  llvm::Error lowerArithmetic(const Instruction &instruction, Op &op);
  // LowerMemory.cpp
  llvm::Error lowerMemory(const Instruction &instruction, Op &op);
  llvm::Error lowerLoad(const Instruction &instruction, Op &op);
  llvm::Error lowerStore(const Instruction &instruction, Op &op);
  llvm::Error lowerAtomic(const Instruction &instruction, Op &op);
  llvm::Error lowerMatrix(const Instruction &instruction, Op &op);
  llvm::Error lowerCopyAsync(const Instruction &instruction, Op &op);
  llvm::Error setAddress(const Instruction &instruction, const Operand &operand,
                         Op &op);
  void setElement(const Instruction &instruction, Op &op);

  // Operands. All destinations of an op before all of its sources.
  llvm::Error addDst(const Instruction &instruction, const Operand &operand,
                     Op &op);
  llvm::Error addSrc(const Instruction &instruction, const Operand &operand,
                     Op &op);
  llvm::Error addOperands(const Instruction &instruction, Op &op);
  llvm::Expected<uint32_t> rowOf(const Instruction &instruction,
                                 const Operand &operand);
  uint32_t constant(uint64_t value);
  bool hasFrameAddress(const Operand &operand) const;
  uint64_t addressOf(const Operand &symbol) const;
  llvm::Error fail(const Instruction &instruction,
                   const llvm::Twine &message) const;

  const Module &module;
  uint32_t entry;
  const VariableAddresses &addresses;
  std::unique_ptr<Code> code;
  uint32_t function = 0;
  std::vector<uint32_t> order;
  /// Any value may be a key, so no DenseMap.
  std::unordered_map<uint64_t, uint32_t> constants;
};

/// How many of the first operands an instruction writes.
unsigned numDestinations(const Instruction &instruction);

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_LOWER_H
