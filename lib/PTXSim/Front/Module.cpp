//===- Module.cpp - look-ups in a decoded module --------------------------===//

#include "attn/PTXSim/Module.h"
#include "llvm/Support/raw_ostream.h"

using namespace ptxsim;
using llvm::StringRef;

unsigned Instruction::vectorWidth() const {
  switch (mod(ModGroup::Vec)) {
  case Mod::V2:
    return 2;
  case Mod::V4:
    return 4;
  case Mod::V8:
    return 8;
  default:
    return 1;
  }
}

StringRef Function::registerName(uint32_t slot) const {
  for (const Register &reg : registers)
    if (reg.type != Type::Pred &&
        (reg.index == slot ||
         (reg.type == Type::B128 && reg.index + 1 == slot)))
      return reg.name;
  return "";
}

StringRef Function::predicateName(uint32_t number) const {
  for (const Register &reg : registers)
    if (reg.type == Type::Pred && reg.index == number)
      return reg.name;
  return "";
}

uint32_t Module::findFunction(StringRef name) const {
  for (uint32_t i = 0; i < functions.size(); ++i)
    if (functions[i].name == name)
      return i;
  return kNone;
}

uint32_t Module::findVariable(StringRef name) const {
  for (uint32_t i = 0; i < variables.size(); ++i)
    if (variables[i].function == kNone && variables[i].name == name)
      return i;
  return kNone;
}

StringRef Module::lineText(uint32_t line) const {
  StringRef rest = source;
  for (; line > 1; --line)
    rest = rest.split('\n').second;
  return rest.split('\n').first.rtrim('\r');
}

char ParseError::ID = 0;

void ParseError::log(llvm::raw_ostream &os) const {
  os << file << ":" << line << ": error: " << message << "\n  "
     << StringRef(text).trim();
}

std::error_code ParseError::convertToErrorCode() const {
  return llvm::inconvertibleErrorCode();
}
