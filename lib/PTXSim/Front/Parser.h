//===- Parser.h - tokens to a module ----------------------------*- C++ -*-===//
//
// A parser by recursive descent. Functions that return bool return false after
// an error, which fail() keeps; the first one counts.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_PTXSIM_FRONT_PARSER_H
#define ATTN_LIB_PTXSIM_FRONT_PARSER_H

#include "Lexer.h"
#include "attn/PTXSim/Module.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/Twine.h"
#include <optional>

namespace ptxsim {

/// The value of a constant expression.
struct Constant {
  enum Kind : uint8_t { Signed, Unsigned, F32Bits, F64Bits, Decimal };
  Kind kind = Signed;
  /// Integers as they are, F32Bits a float's bits, the others a double's.
  uint64_t bits = 0;

  bool isInteger() const { return kind <= Unsigned; }
  double asDouble() const;
};

/// An operand as it stands in the text.
struct RawOperand {
  enum Kind : uint8_t { Name, Number, Sink, Braces, Brackets, Parentheses };
  Kind kind = Name;
  bool isNegated = false;
  /// After a `|`.
  bool isPiped = false;
  uint32_t line = 0;
  llvm::StringRef text;
  /// Names: the x of `v.x`; what is added to them.
  llvm::StringRef component;
  bool hasOffset = false;
  int64_t offset = 0;
  Constant number;
  /// Braces and parentheses: the elements; brackets: the base.
  std::vector<RawOperand> elements;
};

/// What a name of the text stands for.
struct Name {
  enum Kind : uint8_t {
    None,
    Register,
    VectorRegister,
    Variable,
    Function,
    BranchTable,
    Prototype,
  };
  Kind kind = None;
  Type type = Type::None;
  uint32_t index = 0;
  /// Vector registers: the elements are names of their own, `v.x`.
  uint32_t count = 1;
};

/// `{ ... }`, or the module.
struct Scope {
  uint32_t parent = kNone;
  llvm::StringMap<Name> names;
  /// `.reg .b32 %r<5>`: type and count of a prefix.
  llvm::StringMap<std::pair<Type, uint64_t>> ranges;
  llvm::StringMap<uint32_t> labels;
};

class Parser {
public:
  explicit Parser(Module &module) : module(module) {}
  bool run();

  uint32_t errorLine = 0;
  std::string error;

  //===--- What the decoder asks -----------------------------------------===//

  bool fail(uint32_t line, const llvm::Twine &message);
  /// Registers get their slot when they are first used.
  std::optional<Name> lookUp(llvm::StringRef name);
  Module &getModule() { return module; }
  Function &getFunction() { return function; }
  const Function &getCallee(uint32_t index) const {
    return index == functionIndex ? function : module.functions[index];
  }
  uint32_t getFunctionIndex() const { return functionIndex; }
  /// Operand `operand` of the instruction that is decoded now is that label.
  void addLabelUse(unsigned operand, const RawOperand &raw);

private:
  //===--- Tokens --------------------------------------------------------===//

  const Token &peek(unsigned ahead = 0) const {
    return tokens[std::min<size_t>(next + ahead, tokens.size() - 1)];
  }
  const Token &take() {
    const Token &token = peek();
    if (token.kind != Token::End)
      ++next;
    return token;
  }
  bool accept(char c) {
    bool found = peek().is(c);
    next += found;
    return found;
  }
  bool acceptDotted(llvm::StringRef name) {
    bool found = peek().isDotted(name);
    next += found;
    return found;
  }
  bool expect(char c);
  /// "expected <what>, got '<the next token>'".
  bool failExpected(const llvm::Twine &what);
  bool expectName(llvm::StringRef &name);
  bool expectInteger(uint64_t &value, uint64_t max);

  //===--- ParserConstants.cpp -------------------------------------------===//

  bool parseConstant(Constant &value, unsigned depth = 0);
  bool parseBinary(Constant &value, unsigned level, unsigned depth);
  bool parseUnary(Constant &value, unsigned depth);
  bool parsePrimary(Constant &value, unsigned depth);
  bool parseCast(Constant &value, bool &isCast, unsigned depth);
  unsigned peekBinary(unsigned level, llvm::StringRef &spelling) const;
  bool parseNumber(const Token &token, Constant &value);
  bool parseIntegerConstant(int64_t &value);

  //===--- ParserModule.cpp ----------------------------------------------===//

  bool parseModuleItem();
  bool parseVersion();
  bool parseTarget();
  bool parseAddressSize();
  bool parseFile();
  bool parseSection();
  bool parsePragma();
  bool parseAlias();
  bool parseLinked();

  //===--- ParserVariables.cpp -------------------------------------------===//

  struct Declaration {
    Space space = Space::Generic;
    bool isExtern = false;
    Type type = Type::None;
    uint64_t align = 0;
    unsigned vector = 1;
  };
  bool parseVariables(Space space, bool isExtern);
  bool parseVariableQualifiers(Declaration &declaration);
  bool parseDeclarator(const Declaration &declaration);
  bool parseDimensions(uint64_t &elements, bool &isOpen, bool &isArray);
  bool parseInitializer(Variable &variable, uint64_t maxElements,
                        uint64_t &count, unsigned depth);
  bool parseInitialElement(Variable &variable, uint64_t index);
  bool parseInitialAddress(Variable &variable, Variable::Relocation &reloc);
  bool placeVariable(Variable &variable);
  bool declare(uint32_t line, llvm::StringRef name, Name what);
  uint32_t allocateRegister(llvm::StringRef name, Type type);

  //===--- ParserRegisters.cpp -------------------------------------------===//

  bool parseParameters(char open, std::vector<Parameter> &parameters,
                       bool isEntry);
  bool parseParameter(Parameter &parameter, bool isEntry);
  bool parsePointer(Parameter &parameter);
  bool parseRegisters();
  bool parseRegisterDeclarator(Type type, unsigned vector);

  //===--- ParserFunction.cpp --------------------------------------------===//

  bool parseFunction(bool isEntry, bool isExtern);
  bool parseFunctionName();
  bool checkRedeclaration(const Function &earlier);
  bool parseFunctionDirectives();
  bool parseThreads(std::array<uint32_t, 3> &threads);
  bool parseBody();
  bool parseStatement();
  bool parseBodyDirective();
  bool parseLoc();
  bool parseLabel();
  bool parseBranchTargets(llvm::StringRef name);
  bool parsePrototype(llvm::StringRef name);
  bool parseCallTargets(llvm::StringRef name);
  bool parsePrototypeParameters(std::vector<uint64_t> &sizes);
  bool resolveLabels();
  bool findLabel(llvm::StringRef name, uint32_t scope, uint32_t line,
                 uint32_t &index);
  void pushScope();

  //===--- ParserInstruction.cpp -----------------------------------------===//

  bool parseInstruction();
  bool parseGuard(Instruction &instruction);
  bool parseOperands(llvm::SmallVector<RawOperand> &operands);
  bool parseOperand(RawOperand &operand, unsigned depth);
  bool parseElements(RawOperand &operand, char close, unsigned depth);
  bool parseAddress(RawOperand &operand);
  bool parseNamed(RawOperand &operand);

  Module &module;
  std::vector<Token> tokens;
  size_t next = 0;

  std::vector<Scope> scopes;
  uint32_t scope = 0;
  llvm::StringMap<uint32_t> functionNames;

  /// The function at hand; it moves to the module at its end.
  Function function;
  uint32_t functionIndex = kNone;
  uint32_t sourceFile = 0, sourceLine = 0;
  /// Of the pragma before the next instruction.
  uint32_t usedBytes = ~0u;
  /// Of all variables in global memory.
  uint64_t globalSize = 0;

  struct LabelUse {
    uint32_t instruction, operand, scope, line;
    llvm::StringRef name;
  };
  struct TableUse {
    uint32_t table, scope, line;
    llvm::StringRef name;
  };
  std::vector<LabelUse> labelUses;
  std::vector<TableUse> tableUses;
};

/// Fundamental types, without predicates.
bool isVariableType(Type type);

/// Finds the form of an instruction and turns its operands into numbers.
/// `words` are the modifiers and types after the opcode.
bool decode(Parser &parser, Instruction &instruction,
            llvm::ArrayRef<llvm::StringRef> words,
            llvm::ArrayRef<RawOperand> operands);

/// Blocks, post-dominators, loops, reconvergence of a function.
void analyzeControlFlow(Module &module, Function &function);

/// Function::shared and its like, of all entries; gives the first entry that
/// needs more than `max` bytes, or kNone.
uint32_t placeShared(Module &module, uint64_t max);

} // namespace ptxsim

#endif // ATTN_LIB_PTXSIM_FRONT_PARSER_H
