//===- ptx-forms.cpp - instructions to compare with ptxas -----------------===//
//
//   ptx-forms print <count> <seed> <target>   random instructions of each row
//   ptx-forms words                           opcode and words of each row
//   ptx-forms judge <target> < instructions   OK, or NO and the error, each
//
//===----------------------------------------------------------------------===//

#include "FormGenerator.h"
#include "attn/PTXSim/Module.h"
#include "llvm/Support/raw_ostream.h"
#include <iostream>
#include <set>

using namespace ptxsim;
using llvm::StringRef;

static void print(unsigned count, uint64_t seed, unsigned target) {
  FormGenerator generator(seed);
  for (const Form *form : allForms())
    if (form->target <= target && form->op != Opcode::Call)
      for (unsigned i = 0; i < count; ++i)
        llvm::outs() << generator.generate(*form) << "\n";
}

static void printWords() {
  for (unsigned op = 1; op < 256; ++op) {
    std::set<std::string> words;
    for (const Form &form : formsOf(Opcode(op))) {
      for (const ModSlot &slot : form.mods)
        for (Mod mod : slot.choices)
          words.insert(spelling(mod).str());
      for (const TypeSet &types : form.types)
        for (unsigned type = 0; type < types.size(); ++type)
          if (types.test(type))
            words.insert(spelling(Type(type)).str());
    }
    if (formsOf(Opcode(op)).empty())
      continue;
    llvm::outs() << spelling(Opcode(op));
    for (const std::string &word : words)
      llvm::outs() << " " << word;
    llvm::outs() << "\n";
  }
}

static void judge(unsigned target) {
  for (std::string line; std::getline(std::cin, line);) {
    auto module = parseModule(wrapInstruction(line, target), "k");
    if (module) {
      llvm::outs() << "OK\n";
      continue;
    }
    llvm::handleAllErrors(module.takeError(), [](const ParseError &error) {
      llvm::outs() << "NO " << error.message << "\n";
    });
  }
}

int main(int argc, char **argv) {
  StringRef mode = argc > 1 ? argv[1] : "";
  if (mode == "print" && argc == 5)
    print(std::stoul(argv[2]), std::stoull(argv[3]), std::stoul(argv[4]));
  else if (mode == "words")
    printWords();
  else if (mode == "judge" && argc == 3)
    judge(std::stoul(argv[2]));
  else
    return 1;
  return 0;
}
