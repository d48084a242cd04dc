//===- ParserRegisters.cpp - parameters and registers ---------------------===//

#include "Forms.h"
#include "Parser.h"
#include "llvm/Support/MathExtras.h"

using namespace ptxsim;
using llvm::StringRef;
using llvm::Twine;

//===----------------------------------------------------------------------===//
// Parameters
//===----------------------------------------------------------------------===//

/// .ptr .global .align 16
bool Parser::parsePointer(Parameter &parameter) {
  parameter.isPointer = true;
  if (acceptDotted("global"))
    parameter.pointee = Space::Global;
  else if (acceptDotted("shared"))
    parameter.pointee = Space::Shared;
  else if (acceptDotted("local"))
    parameter.pointee = Space::Local;
  else if (acceptDotted("const"))
    parameter.pointee = Space::Const;
  if (!acceptDotted("align"))
    return true;
  uint32_t line = peek().line;
  if (!expectInteger(parameter.pointeeAlign, 1 << 20))
    return false;
  return llvm::isPowerOf2_64(parameter.pointeeAlign) ||
         fail(line, "expected an alignment that is a power of two, got " +
                        Twine(parameter.pointeeAlign));
}

bool Parser::parseParameter(Parameter &parameter, bool isEntry) {
  uint32_t line = peek().line;
  if (!isEntry && acceptDotted("reg")) {
    Type type =
        peek().kind == Token::Dotted ? typeSpelled(peek().text) : Type::None;
    StringRef name;
    if (type != Type::Pred && !isVariableType(type))
      return failExpected("a type");
    take();
    if (!expectName(name))
      return false;
    Name what;
    what.kind = Name::Register;
    what.type = type;
    what.index = allocateRegister(name, type);
    parameter.reg.kind = type == Type::Pred ? Operand::Pred : Operand::Reg;
    parameter.reg.type = type;
    parameter.reg.index = what.index;
    return declare(line, name, what);
  }
  if (!acceptDotted("param"))
    return failExpected("'.param'");
  Declaration declaration;
  declaration.space = Space::Param;
  if (!parseVariableQualifiers(declaration))
    return false;
  // nvcc writes .ptr after the type.
  if (acceptDotted("ptr") && !parsePointer(parameter))
    return false;
  parameter.variable = module.variables.size();
  return parseDeclarator(declaration);
}

bool Parser::parseParameters(char open, std::vector<Parameter> &parameters,
                             bool isEntry) {
  if (!accept(open))
    return true;
  if (accept(')'))
    return true;
  do {
    if (!parseParameter(parameters.emplace_back(), isEntry))
      return false;
  } while (accept(','));
  return expect(')');
}

//===----------------------------------------------------------------------===//
// Registers
//===----------------------------------------------------------------------===//

/// name, name<5>
bool Parser::parseRegisterDeclarator(Type type, unsigned vector) {
  uint32_t line = peek().line;
  StringRef name;
  if (!expectName(name))
    return false;
  if (accept('<')) {
    uint64_t count;
    if (!expectInteger(count, UINT32_MAX) || !expect('>'))
      return false;
    if (vector > 1)
      return fail(line, "expected a plain register, got a vector with '<'");
    if (!scopes[scope].ranges.try_emplace(name, type, count).second)
      return fail(line, "redefinition of '" + name + "<'");
    return true;
  }
  Name what;
  what.kind = vector > 1 ? Name::VectorRegister : Name::Register;
  what.type = type;
  what.index = kNone;
  what.count = vector;
  if (vector == 1)
    return declare(line, name, what);
  Name element = what;
  element.kind = Name::Register;
  for (unsigned i = 0; i < vector; ++i) {
    std::string inner = (name + "." + StringRef("xyzw").substr(i, 1)).str();
    if (!declare(line, inner, element))
      return false;
  }
  return declare(line, name, what);
}

bool Parser::parseRegisters() {
  unsigned vector = 1;
  if (acceptDotted("v2"))
    vector = 2;
  else if (acceptDotted("v4"))
    vector = 4;
  Type type =
      peek().kind == Token::Dotted ? typeSpelled(peek().text) : Type::None;
  if (type != Type::Pred && !isVariableType(type))
    return failExpected("a type");
  if (type == Type::BF16)
    return failExpected("a type of registers");
  take();
  do {
    if (!parseRegisterDeclarator(type, vector))
      return false;
  } while (accept(','));
  return expect(';');
}
