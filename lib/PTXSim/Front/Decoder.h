//===- Decoder.h - operands against a form ----------------------*- C++ -*-===//

#ifndef ATTN_LIB_PTXSIM_FRONT_DECODER_H
#define ATTN_LIB_PTXSIM_FRONT_DECODER_H

#include "Forms.h"
#include "Parser.h"

namespace ptxsim {

/// Matches operands with the slots of one form. What does not fit is kept as
/// an error, with how many operands did fit, so that of several forms the
/// nearest one is reported.
class OperandMatcher {
public:
  OperandMatcher(Parser &parser, const Form &form, Instruction &instruction)
      : parser(parser), form(form), instruction(instruction) {}
  bool match(llvm::ArrayRef<RawOperand> operands);

  unsigned numMatched = 0;
  uint32_t errorLine = 0;
  std::string error;

private:
  bool fail(const RawOperand &raw, const llvm::Twine &message);
  /// "expected <what>, got '<the operand>'"
  bool failExpected(const RawOperand &raw, const llvm::Twine &what);
  bool failCount(llvm::ArrayRef<RawOperand> operands, size_t required);
  Type typeOfSlot(const OperandSlot &slot) const;
  bool isPresent(const OperandSlot &slot) const;

  bool matchOne(const OperandSlot &slot, const RawOperand &raw, Operand &out);
  bool matchVector(const OperandSlot &slot, const RawOperand &raw,
                   unsigned count, Operand &out);
  bool matchPacked(const OperandSlot &slot, const RawOperand &raw,
                   Operand &out);
  bool matchElement(const OperandSlot &slot, Type type, const RawOperand &raw,
                    Operand &out);
  bool matchName(const OperandSlot &slot, Type type, const RawOperand &raw,
                 Operand &out);
  bool matchRegister(const OperandSlot &slot, Type type, const RawOperand &raw,
                     const Name &name, Operand &out);
  bool matchSpecial(const OperandSlot &slot, Type type, const RawOperand &raw,
                    Operand &out);
  bool matchSymbol(const OperandSlot &slot, Type type, const RawOperand &raw,
                   Operand &out);
  bool matchImmediate(const OperandSlot &slot, Type type, const RawOperand &raw,
                      Operand &out);
  bool matchAddress(const OperandSlot &slot, const RawOperand &raw,
                    Operand &out);
  bool matchBase(Space space, const RawOperand &raw, Operand &out);
  bool matchBranchTable(const RawOperand &raw, Operand &out);

  Parser &parser;
  const Form &form;
  Instruction &instruction;
};

/// The operands of a call: results, callee, arguments, prototype.
bool decodeCall(Parser &parser, Instruction &instruction,
                llvm::ArrayRef<RawOperand> operands);

/// The register or predicate; None if the name is no register.
Operand makeRegister(const Name &name, Type type);

} // namespace ptxsim

#endif // ATTN_LIB_PTXSIM_FRONT_DECODER_H
