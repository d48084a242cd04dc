//===- FormTest.cpp - the table of instruction forms ----------------------===//

#include "FormGenerator.h"
#include "attn/PTXSim/Module.h"
#include "gtest/gtest.h"

using namespace ptxsim;

TEST(Forms, RowsAreWellFormed) { EXPECT_EQ(tableError().str(), ""); }

TEST(Forms, EveryOpcodeHasRows) {
  for (unsigned op = 1; op < 256 && !spelling(Opcode(op)).empty(); ++op)
    EXPECT_FALSE(formsOf(Opcode(op)).empty()) << spelling(Opcode(op)).str();
}

// What a row allows is decoded, by that row or by another that allows it, too.
TEST(Forms, RandomInstructionsDecode) {
  FormGenerator generator(1);
  for (const Form *form : allForms()) {
    if (form->op == Opcode::Call)
      continue;
    for (unsigned i = 0; i < 30; ++i) {
      std::string text = generator.generate(*form);
      auto module = parseModule(wrapInstruction(text, 120), "k");
      if (!module) {
        ADD_FAILURE() << text << "\n" << llvm::toString(module.takeError());
        break;
      }
      const Function &kernel = (*module)->functions[0];
      ASSERT_EQ(kernel.instructions.size(), 2u);
      EXPECT_EQ(kernel.instructions[0].op, form->op);
      EXPECT_EQ(kernel.instructions[0].operands.size(), form->operands.size());
      EXPECT_EQ(kernel.instructions[0].text.str() + ";", text);
    }
  }
}

// A form of a later target is an error on an earlier one that says so.
TEST(Forms, TargetsAreChecked) {
  FormGenerator generator(2);
  unsigned numLater = 0;
  for (const Form *form : allForms()) {
    if (form->target == 80)
      continue;
    std::string text = generator.generate(*form);
    auto module = parseModule(wrapInstruction(text, 80), "k");
    if (module) // An earlier row has this one of the form's instructions, too.
      continue;
    ++numLater;
    std::string message = llvm::toString(module.takeError());
    // The min and max of three that sm_100 brings have the words of those of
    // two.
    bool isThree = message.find("operands, got 4") != std::string::npos;
    bool saysSo = message.find("or higher for '") != std::string::npos;
    EXPECT_TRUE(saysSo || isThree) << message;
  }
  EXPECT_GT(numLater, 30u);
}
