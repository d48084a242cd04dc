//===- ParserVariables.cpp - names and variables --------------------------===//

#include "Forms.h"
#include "Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace ptxsim;
using llvm::StringRef;
using llvm::Twine;

/// Bytes that a module may have in each space; as on devices, but for global
/// memory, of which no module declares so much.
static constexpr uint64_t maxGlobal = uint64_t(1) << 30;
static constexpr uint64_t maxConst = uint64_t(1) << 16;
static constexpr uint64_t maxLocal = uint64_t(1) << 19;
static constexpr uint64_t maxShared = 48 << 10;
static constexpr uint64_t maxParam = uint64_t(1) << 16;
/// Deeper braces in an initializer are an error.
static constexpr unsigned maxBraces = 16;

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

bool Parser::declare(uint32_t line, StringRef name, Name what) {
  // The names that prototypes give their parameters.
  if (name == "_")
    return true;
  if (name.starts_with("%")) {
    Special special;
    if (specialSpelled(name, special))
      return fail(line, "redefinition of '" + name + "'");
  }
  if (!scopes[scope].names.try_emplace(name, what).second)
    return fail(line, "redefinition of '" + name + "'");
  return true;
}

uint32_t Parser::allocateRegister(StringRef name, Type type) {
  Register reg;
  reg.name = name.str();
  reg.type = type;
  uint32_t &counter =
      type == Type::Pred ? function.numPredicates : function.numSlots;
  reg.index = counter;
  counter += type == Type::B128 ? 2 : 1;
  uint32_t index = reg.index;
  function.registers.push_back(std::move(reg));
  return index;
}

/// Splits off a number as `.reg .b32 %r<5>` appends it: %r4, but not %r04.
static bool splitNumber(StringRef name, size_t digits, uint64_t &number) {
  StringRef suffix = name.take_back(digits);
  if (suffix.size() > 1 && suffix[0] == '0')
    return false;
  return !suffix.getAsInteger(10, number);
}

std::optional<Name> Parser::lookUp(StringRef name) {
  size_t digits = name.size() - name.rtrim("0123456789").size();
  for (uint32_t at = scope; at != kNone; at = scopes[at].parent) {
    Scope &inner = scopes[at];
    if (auto it = inner.names.find(name); it != inner.names.end()) {
      Name &found = it->second;
      // A register that has not been used yet.
      if (found.kind == Name::Register && found.index == kNone)
        found.index = allocateRegister(name, found.type);
      return found;
    }
    for (size_t taken = 1; taken <= digits && taken < name.size(); ++taken) {
      auto it = inner.ranges.find(name.drop_back(taken));
      uint64_t number;
      if (it == inner.ranges.end() || !splitNumber(name, taken, number) ||
          number >= it->second.second)
        continue;
      Name found;
      found.kind = Name::Register;
      found.type = it->second.first;
      found.index = allocateRegister(name, found.type);
      inner.names[name] = found;
      return found;
    }
  }
  if (auto it = functionNames.find(name); it != functionNames.end()) {
    Name found;
    found.kind = Name::Function;
    found.index = it->second;
    return found;
  }
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Variables
//===----------------------------------------------------------------------===//

bool ptxsim::isVariableType(Type type) {
  TypeKind kind = kindOf(type);
  return kind == TypeKind::Bits || kind == TypeKind::Unsigned ||
         kind == TypeKind::Signed || kind == TypeKind::Float ||
         type == Type::F16x2;
}

/// .align 16 .v4 .f32, in any order; the type is the last.
bool Parser::parseVariableQualifiers(Declaration &declaration) {
  while (true) {
    const Token &token = peek();
    if (token.kind != Token::Dotted)
      return failExpected("a type");
    take();
    if (token.text == "align") {
      uint32_t line = peek().line;
      if (!expectInteger(declaration.align, 1 << 20))
        return false;
      if (!llvm::isPowerOf2_64(declaration.align))
        return fail(line, "expected an alignment that is a power of two, got " +
                              Twine(declaration.align));
    } else if (token.text == "v2" || token.text == "v4") {
      declaration.vector = token.text == "v2" ? 2 : 4;
    } else if (token.text == "attribute") {
      if (!expect('(') ||
          !(acceptDotted("managed") || failExpected("'.managed'")) ||
          !expect(')'))
        return false;
    } else if (isVariableType(typeSpelled(token.text))) {
      declaration.type = typeSpelled(token.text);
      return true;
    } else {
      --next;
      return failExpected("a type");
    }
  }
}

bool Parser::parseVariables(Space space, bool isExtern) {
  Declaration declaration;
  declaration.space = space;
  declaration.isExtern = isExtern;
  if (!parseVariableQualifiers(declaration))
    return false;
  do {
    if (!parseDeclarator(declaration))
      return false;
  } while (accept(','));
  return expect(';');
}

/// [4][3] or [], which is open.
bool Parser::parseDimensions(uint64_t &elements, bool &isOpen, bool &isArray) {
  elements = 1;
  isOpen = isArray = false;
  while (accept('[')) {
    uint32_t line = peek().line;
    if (!isArray && accept(']')) {
      isOpen = isArray = true;
      continue;
    }
    isArray = true;
    int64_t size;
    if (!parseIntegerConstant(size) || !expect(']'))
      return false;
    if (size < 0 || uint64_t(size) > maxGlobal ||
        elements * uint64_t(size) > maxGlobal)
      return fail(line, "expected an array that fits a device, got size " +
                            Twine(size));
    elements *= uint64_t(size);
  }
  return true;
}

bool Parser::parseDeclarator(const Declaration &declaration) {
  uint32_t line = peek().line;
  StringRef name;
  uint64_t elements;
  bool isOpen, isArray;
  if (!expectName(name) || !parseDimensions(elements, isOpen, isArray))
    return false;
  Variable variable;
  variable.name = name.str();
  variable.space = declaration.space;
  variable.type = declaration.type;
  variable.isExtern = declaration.isExtern;
  variable.line = line;
  variable.function = functionIndex;
  uint64_t elementSize = bitWidth(declaration.type) / 8 * declaration.vector;
  variable.align = declaration.align ? declaration.align : elementSize;

  bool mayInit = !declaration.isExtern && (declaration.space == Space::Global ||
                                           declaration.space == Space::Const);
  if (mayInit && accept('=')) {
    uint64_t count = 0;
    uint64_t max = (isOpen ? maxGlobal : elements) * declaration.vector;
    bool isList = peek().is('{');
    if ((isArray || declaration.vector > 1) && !isList)
      return failExpected("'{'");
    if (!parseInitializer(variable, max, count, 0))
      return false;
    if (isOpen)
      elements *= llvm::divideCeil(llvm::divideCeil(count, declaration.vector),
                                   elements);
  } else if (isOpen && !declaration.isExtern) {
    return fail(line, "expected a size of the array '" + name + "'");
  } else if (isOpen) {
    elements = 0;
  }
  variable.size = elements * elementSize;
  if (!placeVariable(variable))
    return false;

  // A declaration and its definition are one variable.
  uint32_t index = module.variables.size();
  auto &names = scopes[scope].names;
  if (auto it = names.find(name);
      it != names.end() && it->second.kind == Name::Variable &&
      (declaration.isExtern || module.variables[it->second.index].isExtern) &&
      module.variables[it->second.index].space == declaration.space) {
    if (!declaration.isExtern)
      module.variables[it->second.index] = std::move(variable);
    return true;
  }
  Name what;
  what.kind = Name::Variable;
  what.type = declaration.type;
  what.index = index;
  module.variables.push_back(std::move(variable));
  return declare(line, name, what);
}

static uint64_t place(uint64_t &end, Variable &variable) {
  variable.offset = llvm::alignTo(end, variable.align);
  end = variable.offset + variable.size;
  return end;
}

/// Shared ones wait for placeShared, global ones are allocations.
bool Parser::placeVariable(Variable &variable) {
  uint64_t size = variable.size, max = maxShared;
  if (variable.space == Space::Const) {
    size = place(module.constSize, variable);
    max = maxConst;
  } else if (variable.space == Space::Local) {
    size = place(function.localSize, variable);
    max = maxLocal;
  } else if (variable.space == Space::Param) {
    size = place(function.paramSize, variable);
    max = maxParam;
  } else if (variable.space == Space::Global) {
    size = globalSize += variable.size;
    max = maxGlobal;
  }
  return size <= max ||
         fail(variable.line,
              "expected at most " + Twine(max) + " bytes of variables in ." +
                  spelling(variable.space) + ", got " + Twine(size));
}

//===----------------------------------------------------------------------===//
// Initial values
//===----------------------------------------------------------------------===//

bool Parser::parseInitializer(Variable &variable, uint64_t maxElements,
                              uint64_t &count, unsigned depth) {
  if (!accept('{')) {
    if (count >= maxElements)
      return fail(peek().line, "expected at most " + Twine(maxElements) +
                                   " initial values of '" + variable.name +
                                   "'");
    return parseInitialElement(variable, count++);
  }
  if (depth >= maxBraces)
    return fail(peek().line, "expected fewer braces");
  if (accept('}'))
    return true;
  do {
    if (!parseInitializer(variable, maxElements, count, depth + 1))
      return false;
  } while (accept(','));
  return expect('}');
}

/// The bits of a constant in a variable of that type.
static uint64_t toBits(const Constant &value, Type type) {
  bool isFloat = kindOf(type) == TypeKind::Float;
  if (!isFloat && value.isInteger())
    return value.bits;
  if (value.kind == Constant::F32Bits && bitWidth(type) == 32)
    return value.bits;
  if (bitWidth(type) == 32)
    return llvm::bit_cast<uint32_t>(float(value.asDouble()));
  return llvm::bit_cast<uint64_t>(value.asDouble());
}

bool Parser::parseInitialElement(Variable &variable, uint64_t index) {
  uint64_t bytes = bitWidth(variable.type) / 8;
  uint64_t offset = index * bytes;
  variable.init.resize(offset + bytes);
  Variable::Relocation reloc;
  reloc.offset = offset;
  reloc.size = bytes;
  bool isMasked = peek().kind == Token::Integer && peek(1).is('(');
  if (isMasked) {
    if (!expectInteger(reloc.mask, UINT64_MAX) || !expect('('))
      return false;
    if (reloc.mask == 0)
      return failExpected("a mask other than 0");
    reloc.shift = llvm::countr_zero(reloc.mask);
    return parseInitialAddress(variable, reloc) && expect(')');
  }
  if (peek().kind == Token::Identifier && peek().text != "WARP_SZ")
    return parseInitialAddress(variable, reloc);
  uint32_t line = peek().line;
  Constant value;
  if (!parseConstant(value))
    return false;
  TypeKind kind = kindOf(variable.type);
  bool isFloat = kind == TypeKind::Float;
  if ((isFloat && (bitWidth(variable.type) == 16 || value.isInteger())) ||
      (!isFloat && !value.isInteger() && kind != TypeKind::Bits))
    return fail(line, "expected an initial value of type ." +
                          spelling(variable.type));
  uint64_t bits = toBits(value, variable.type);
  for (uint64_t i = 0; i < std::min<uint64_t>(bytes, 8); ++i)
    variable.init[offset + i] = uint8_t(bits >> (8 * i));
  return true;
}

/// name, name+4, generic(name)+4
bool Parser::parseInitialAddress(Variable &variable,
                                 Variable::Relocation &reloc) {
  uint32_t line = peek().line;
  StringRef name;
  if (!expectName(name))
    return false;
  if (name == "generic" && accept('(')) {
    reloc.generic = true;
    if (!expectName(name) || !expect(')'))
      return false;
  }
  reloc.addend = 0;
  if ((peek().is('+') || peek().is('-')) && !parseIntegerConstant(reloc.addend))
    return false;
  if (auto it = functionNames.find(name); it != functionNames.end()) {
    reloc.isFunction = true;
    reloc.symbol = it->second;
  } else if (auto found = lookUp(name);
             found && found->kind == Name::Variable) {
    reloc.isFunction = false;
    reloc.symbol = found->index;
  } else {
    return fail(line, "expected a variable or function, got '" + name + "'");
  }
  if (reloc.mask == ~uint64_t(0) && reloc.size != 8)
    return fail(line, "expected a variable of 64-bit elements for an address");
  variable.relocations.push_back(reloc);
  return true;
}
