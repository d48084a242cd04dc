//===- ParserConstants.cpp - constant expressions -------------------------===//
//
// Integers are 64 bits wide, signed unless written with U or too big for that;
// floats are doubles. The operators and their precedence are those of C.
//
//===----------------------------------------------------------------------===//

#include "Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"
#include <cmath>
#include <cstdlib>

using namespace ptxsim;
using llvm::StringRef;

/// Deeper expressions are an error, so that no text exhausts the stack.
static constexpr unsigned maxDepth = 100;

static constexpr unsigned numLevels = 10;
/// Loosest first; the longer of two operators before its beginning.
static const char *const levels[numLevels][4] = {{"||"},
                                                 {"&&"},
                                                 {"|"},
                                                 {"^"},
                                                 {"&"},
                                                 {"==", "!="},
                                                 {"<=", ">=", "<", ">"},
                                                 {"<<", ">>"},
                                                 {"+", "-"},
                                                 {"*", "/", "%"}};

double Constant::asDouble() const {
  switch (kind) {
  case Signed:
    return double(int64_t(bits));
  case Unsigned:
    return double(bits);
  case F32Bits:
    return llvm::bit_cast<float>(uint32_t(bits));
  case F64Bits:
  case Decimal:
    return llvm::bit_cast<double>(bits);
  }
  return 0;
}

static Constant makeDouble(double value) {
  return {Constant::Decimal, llvm::bit_cast<uint64_t>(value)};
}

/// Digits of a radix, with a U at the end perhaps.
static bool readInteger(StringRef text, Constant &value) {
  bool isUnsigned = text.consume_back("U") || text.consume_back("u");
  unsigned radix = 10;
  if (text.consume_front_insensitive("0x"))
    radix = 16;
  else if (text.consume_front_insensitive("0b"))
    radix = 2;
  else if (text.size() > 1 && text[0] == '0')
    radix = 8;
  if (text.getAsInteger(radix, value.bits))
    return false;
  isUnsigned |= value.bits > uint64_t(INT64_MAX);
  value.kind = isUnsigned ? Constant::Unsigned : Constant::Signed;
  return true;
}

bool Parser::parseNumber(const Token &token, Constant &value) {
  StringRef text = token.text;
  if (token.kind == Token::Integer) {
    if (!readInteger(text, value))
      return fail(token.line,
                  "expected an integer of 64 bits, got '" + text + "'");
    return true;
  }
  bool isF32 = text.size() == 10 && text.starts_with_insensitive("0f");
  bool isF64 = text.size() == 18 && text.starts_with_insensitive("0d");
  if (isF32 || isF64) {
    value.kind = isF32 ? Constant::F32Bits : Constant::F64Bits;
    if (text.drop_front(2).getAsInteger(16, value.bits))
      return fail(token.line,
                  "expected hexadecimal digits, got '" + text + "'");
    return true;
  }
  double parsed;
  if (text.starts_with_insensitive("0f") || text.starts_with_insensitive("0d"))
    return fail(token.line, "expected 8 digits after 0f or 16 after 0d, got '" +
                                text + "'");
  if (text.getAsDouble(parsed))
    return fail(token.line, "expected a number, got '" + text + "'");
  value = makeDouble(parsed);
  return true;
}

bool Parser::parsePrimary(Constant &value, unsigned depth) {
  const Token &token = peek();
  if (token.kind == Token::Integer || token.kind == Token::Float) {
    take();
    return parseNumber(token, value);
  }
  if (token.isIdentifier("WARP_SZ")) {
    take();
    value = {Constant::Signed, 32};
    return true;
  }
  if (accept('('))
    return parseConstant(value, depth + 1) && expect(')');
  return failExpected("a constant");
}

/// `(.s64) x`, `(.u64) x`.
bool Parser::parseCast(Constant &value, bool &isCast, unsigned depth) {
  isCast = peek().is('(') && peek(1).kind == Token::Dotted && peek(2).is(')');
  if (!isCast)
    return true;
  take();
  StringRef type = take().text;
  if (type != "s64" && type != "u64")
    return fail(peek().line,
                "expected a cast to .s64 or .u64, got '." + type + "'");
  take();
  if (!parseUnary(value, depth + 1))
    return false;
  if (!value.isInteger())
    return fail(peek().line, "expected an integer to cast, got a float");
  value.kind = type == "u64" ? Constant::Unsigned : Constant::Signed;
  return true;
}

bool Parser::parseUnary(Constant &value, unsigned depth) {
  if (depth > maxDepth)
    return fail(peek().line, "expected an expression of less depth");
  bool isCast;
  if (!parseCast(value, isCast, depth))
    return false;
  if (isCast)
    return true;
  const Token &token = peek();
  char op = token.kind == Token::Punctuation ? token.text[0] : 0;
  if (op != '-' && op != '+' && op != '!' && op != '~')
    return parsePrimary(value, depth);
  take();
  if (!parseUnary(value, depth + 1))
    return false;
  if (op == '-' && !value.isInteger())
    value = makeDouble(-value.asDouble());
  else if (op == '-')
    value.bits = -value.bits;
  else if (op == '!' && value.isInteger())
    value = {Constant::Signed, !value.bits};
  else if (op == '~' && value.isInteger())
    value.bits = ~value.bits;
  else if (op != '+')
    return fail(token.line, "expected an integer, got a float");
  return true;
}

unsigned Parser::peekBinary(unsigned level, StringRef &spelling) const {
  for (StringRef op : levels[level]) {
    if (op.empty())
      continue;
    bool matches = peek().is(op[0]);
    if (op.size() == 2)
      matches &= peek(1).is(op[1]) && peek().touches(peek(1));
    // `|` is not the beginning of `||`, `<` not that of `<<`.
    else if (matches && peek().touches(peek(1)) &&
             StringRef("|&<>").contains(op[0]) && peek(1).is(op[0]))
      matches = false;
    if (!matches)
      continue;
    spelling = op;
    return op.size();
  }
  return 0;
}

static Constant foldFloat(StringRef op, double a, double b) {
  switch (op[0]) {
  case '+':
    return makeDouble(a + b);
  case '-':
    return makeDouble(a - b);
  case '*':
    return makeDouble(a * b);
  case '/':
    return makeDouble(a / b);
  case '=':
    return {Constant::Signed, a == b};
  case '!':
    return {Constant::Signed, a != b};
  case '<':
    return {Constant::Signed, op == "<" ? a < b : a <= b};
  default:
    return {Constant::Signed, op == ">" ? a > b : a >= b};
  }
}

/// The operators that do not mind signs, and those that do.
static uint64_t foldInteger(StringRef op, uint64_t a, uint64_t b,
                            bool isUnsigned) {
  int64_t sa = int64_t(a), sb = int64_t(b);
  if (op == "||" || op == "&&")
    return op == "||" ? a || b : a && b;
  if (op == "==" || op == "!=")
    return (a == b) == (op == "==");
  if (op == "<<")
    return b > 63 ? 0 : a << b;
  if (op == ">>")
    return isUnsigned ? (b > 63 ? 0 : a >> b)
                      : uint64_t(sa >> std::min<uint64_t>(b, 63));
  if (op == "<=" || op == ">")
    return (isUnsigned ? a <= b : sa <= sb) == (op == "<=");
  if (op == "<" || op == ">=")
    return (isUnsigned ? a < b : sa < sb) == (op == "<");
  switch (op[0]) {
  case '|':
    return a | b;
  case '^':
    return a ^ b;
  case '&':
    return a & b;
  case '+':
    return a + b;
  case '-':
    return a - b;
  case '*':
    return a * b;
  }
  // The one quotient that overflows.
  if (!isUnsigned && sa == INT64_MIN && sb == -1)
    return op == "/" ? a : 0;
  if (op == "/")
    return isUnsigned ? a / b : uint64_t(sa / sb);
  return isUnsigned ? a % b : uint64_t(sa % sb);
}

bool Parser::parseBinary(Constant &value, unsigned level, unsigned depth) {
  if (level == numLevels)
    return parseUnary(value, depth);
  if (!parseBinary(value, level + 1, depth))
    return false;
  StringRef op;
  while (unsigned length = peekBinary(level, op)) {
    uint32_t line = peek().line;
    next += length;
    Constant right;
    if (!parseBinary(right, level + 1, depth))
      return false;
    if (!value.isInteger() || !right.isInteger()) {
      if (level < 5 || level == 7 || op == "%")
        return fail(line, "expected integers for '" + op + "', got a float");
      value = foldFloat(op, value.asDouble(), right.asDouble());
      continue;
    }
    if ((op == "/" || op == "%") && right.bits == 0)
      return fail(line, "expected a divisor other than 0");
    bool isUnsigned = value.kind == Constant::Unsigned ||
                      (level != 7 && right.kind == Constant::Unsigned);
    uint64_t bits = foldInteger(op, value.bits, right.bits, isUnsigned);
    bool isLogical = level <= 1 || level == 5 || level == 6;
    value = {isUnsigned && !isLogical ? Constant::Unsigned : Constant::Signed,
             bits};
  }
  return true;
}

bool Parser::parseConstant(Constant &value, unsigned depth) {
  if (!parseBinary(value, 0, depth))
    return false;
  if (!peek().is('?'))
    return true;
  uint32_t line = take().line;
  if (depth > maxDepth)
    return fail(line, "expected an expression of less depth");
  if (!value.isInteger())
    return fail(line, "expected an integer before '?', got a float");
  Constant yes, no;
  if (!parseConstant(yes, depth + 1) || !expect(':') ||
      !parseConstant(no, depth + 1))
    return false;
  value = value.bits ? yes : no;
  return true;
}

bool Parser::parseIntegerConstant(int64_t &value) {
  uint32_t line = peek().line;
  Constant constant;
  if (!parseConstant(constant))
    return false;
  if (!constant.isInteger())
    return fail(line, "expected an integer, got a float");
  value = int64_t(constant.bits);
  return true;
}
