//===- ParserInstruction.cpp - instructions as they stand -----------------===//
//
// The shape of operands is the same for all instructions, but for calls; what
// they mean is the decoder's.
//
//===----------------------------------------------------------------------===//

#include "Forms.h"
#include "Parser.h"

using namespace ptxsim;
using llvm::SmallVector;
using llvm::StringRef;
using llvm::Twine;

/// Operands nest no deeper than a list of vectors.
static constexpr unsigned maxNesting = 3;

bool Parser::parseGuard(Instruction &instruction) {
  if (!accept('@'))
    return true;
  instruction.guard.negated = accept('!');
  uint32_t line = peek().line;
  StringRef name;
  if (!expectName(name))
    return false;
  std::optional<Name> found = lookUp(name);
  if (!found || found->kind != Name::Register || found->type != Type::Pred)
    return fail(line, "expected a predicate after '@', got '" + name + "'");
  instruction.guard.kind = Operand::Pred;
  instruction.guard.type = Type::Pred;
  instruction.guard.index = found->index;
  return true;
}

/// a, v.x, a+4, !p
bool Parser::parseNamed(RawOperand &operand) {
  operand.kind = RawOperand::Name;
  const Token &token = take();
  operand.text = token.text;
  if (token.text == "_") {
    operand.kind = RawOperand::Sink;
    return true;
  }
  if (peek().kind == Token::Dotted && token.touches(peek()))
    operand.component = take().text;
  // Negative ones are written +-4.
  if (!accept('+'))
    return true;
  operand.hasOffset = true;
  return parseIntegerConstant(operand.offset);
}

bool Parser::parseAddress(RawOperand &operand) {
  operand.kind = RawOperand::Brackets;
  RawOperand base;
  base.line = peek().line;
  if (peek().kind == Token::Identifier && peek().text != "WARP_SZ") {
    if (!parseNamed(base))
      return false;
  } else {
    base.kind = RawOperand::Number;
    base.text = peek().text;
    if (!parseConstant(base.number))
      return false;
  }
  operand.elements.push_back(std::move(base));
  return expect(']');
}

bool Parser::parseElements(RawOperand &operand, char close, unsigned depth) {
  if (accept(close))
    return true;
  do {
    if (!parseOperand(operand.elements.emplace_back(), depth + 1))
      return false;
  } while (accept(','));
  return expect(close);
}

bool Parser::parseOperand(RawOperand &operand, unsigned depth) {
  const Token &token = peek();
  operand.line = token.line;
  operand.text = token.text;
  if (depth > maxNesting)
    return failExpected("an operand");
  if (accept('{')) {
    operand.kind = RawOperand::Braces;
    return parseElements(operand, '}', depth);
  }
  if (accept('['))
    return parseAddress(operand);
  // `(` begins a list of a call, or an expression elsewhere; a list only has
  // names, so an expression begins with a number, a cast or an operator.
  if (token.is('(') && (peek(1).kind == Token::Identifier || peek(1).is(')'))) {
    take();
    operand.kind = RawOperand::Parentheses;
    return parseElements(operand, ')', depth);
  }
  bool isNegated = token.is('!') && peek(1).kind == Token::Identifier;
  if (isNegated) {
    take();
    operand.isNegated = true;
  }
  if (peek().kind == Token::Identifier && peek().text != "WARP_SZ")
    return parseNamed(operand);
  operand.kind = RawOperand::Number;
  size_t first = next;
  if (!parseConstant(operand.number))
    return false;
  operand.text =
      StringRef(tokens[first].text.begin(),
                tokens[next - 1].text.end() - tokens[first].text.begin());
  return true;
}

bool Parser::parseOperands(SmallVector<RawOperand> &operands) {
  if (accept(';'))
    return true;
  bool isPiped = false;
  do {
    RawOperand &operand = operands.emplace_back();
    if (!parseOperand(operand, 0))
      return false;
    operand.isPiped = isPiped;
    isPiped = peek().is('|');
  } while (accept(',') || accept('|'));
  return expect(';');
}

/// Puts back the words that are modifiers: `cp.async.wait_group` is an opcode,
/// the `cp.async` of `cp.async.ca` another.
static Opcode findOpcode(StringRef name, SmallVector<StringRef> &words) {
  for (size_t taken = std::min<size_t>(2, words.size()) + 1; taken-- > 0;) {
    std::string joined = name.str();
    for (size_t i = 0; i < taken; ++i)
      joined += ("." + words[i]).str();
    Opcode op = opcodeSpelled(joined);
    if (op == Opcode::Invalid)
      continue;
    words.erase(words.begin(), words.begin() + taken);
    return op;
  }
  return Opcode::Invalid;
}

bool Parser::parseInstruction() {
  Instruction instruction;
  const Token &first = peek();
  instruction.line = first.line;
  instruction.sourceFile = sourceFile;
  instruction.sourceLine = sourceLine;
  std::swap(instruction.usedBytes, usedBytes);
  if (!parseGuard(instruction))
    return false;
  uint32_t line = peek().line;
  StringRef name;
  if (peek().kind != Token::Identifier)
    return failExpected("an instruction");
  name = take().text;
  SmallVector<StringRef> words;
  while (peek().kind == Token::Dotted)
    words.push_back(take().text);
  instruction.op = findOpcode(name, words);
  if (instruction.op == Opcode::Invalid)
    return fail(line, "unknown instruction '" + name + "'");
  SmallVector<RawOperand> operands;
  if (!parseOperands(operands))
    return false;
  const char *end = tokens[next - 1].text.begin();
  instruction.text =
      StringRef(first.text.begin(), end - first.text.begin()).rtrim();
  if (!decode(*this, instruction, words, operands))
    return false;
  function.instructions.push_back(std::move(instruction));
  return true;
}
