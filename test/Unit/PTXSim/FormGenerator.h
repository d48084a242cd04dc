//===- FormGenerator.h - random instructions of the table -------*- C++ -*-===//

#ifndef ATTN_TEST_UNIT_PTXSIM_FORMGENERATOR_H
#define ATTN_TEST_UNIT_PTXSIM_FORMGENERATOR_H

#include "../../../lib/PTXSim/Front/Forms.h"
#include <random>
#include <string>

namespace ptxsim {

/// A module with one kernel, whose declarations have a register of each type,
/// around an instruction; the label `L` follows it.
std::string wrapInstruction(llvm::StringRef instruction, unsigned target);

/// Instructions of a form: modifiers, types and operands by chance, among what
/// the row allows and wrapInstruction declares.
class FormGenerator {
public:
  explicit FormGenerator(uint64_t seed) : random(seed) {}
  std::string generate(const Form &form);
  /// Any number below `bound`.
  unsigned below(unsigned bound) { return random() % bound; }

private:
  std::string makeOperand(const OperandSlot &slot);
  std::string makeElement(const OperandSlot &slot, Type type);
  std::string makeVector(const OperandSlot &slot, Type type, unsigned count);
  std::string makeAddress(Space space);
  std::string makeRegister(Type type, bool allowsWider);
  std::string makePacked(Type type);
  bool hasImmediates(Type type);
  std::string makeImmediate(const OperandSlot &slot, Type type);
  void chooseWords(const Form &form);
  Type typeOf(const OperandSlot &slot) const;

  std::mt19937_64 random;
  /// Of the instruction at hand.
  llvm::SmallVector<Mod> mods;
  llvm::SmallVector<Type> types;
};

/// All rows, in the order of the opcodes.
std::vector<const Form *> allForms();

} // namespace ptxsim

#endif // ATTN_TEST_UNIT_PTXSIM_FORMGENERATOR_H
