//===- Lexer.cpp - PTX text to tokens -------------------------------------===//

#include "Lexer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/Twine.h"

using namespace ptxsim;
using llvm::StringRef;
using llvm::Twine;

static bool isNameStart(char c) {
  return llvm::isAlpha(c) || c == '_' || c == '$' || c == '%';
}
static bool isNamePart(char c) {
  return llvm::isAlnum(c) || c == '_' || c == '$';
}

namespace {
class Lexer {
public:
  Lexer(StringRef source, std::vector<Token> &tokens)
      : source(source), tokens(tokens) {}
  bool run();

  uint32_t line = 1;
  std::string error;

private:
  bool skipBlanks();
  bool skipComment();
  bool lexOne();
  bool lexString();
  void lexNumber();
  void push(Token::Kind kind, size_t begin, size_t end) {
    tokens.push_back({kind, line, source.slice(begin, end)});
  }
  bool fail(const Twine &message) {
    error = message.str();
    return false;
  }
  char at(size_t i) const { return i < source.size() ? source[i] : '\0'; }
  size_t endOfName(size_t i) const {
    while (i < source.size() && isNamePart(source[i]))
      ++i;
    return i;
  }

  StringRef source;
  std::vector<Token> &tokens;
  size_t pos = 0;
};
} // namespace

bool Lexer::run() {
  while (true) {
    if (!skipBlanks())
      return false;
    if (pos >= source.size())
      break;
    if (!lexOne())
      return false;
  }
  push(Token::End, source.size(), source.size());
  return true;
}

bool Lexer::skipComment() {
  if (at(pos + 1) == '/') {
    pos = std::min(source.find('\n', pos), source.size());
    return true;
  }
  size_t end = source.find("*/", pos + 2);
  if (end == StringRef::npos)
    return fail("expected the end of the comment, got the end of the file");
  line += source.slice(pos, end).count('\n');
  pos = end + 2;
  return true;
}

bool Lexer::skipBlanks() {
  while (pos < source.size()) {
    char c = source[pos];
    if (c == '\n')
      ++line;
    // Only the old spelling of debug data begins so; it is a line of its own.
    if (c == '@' && at(pos + 1) == '@') {
      pos = std::min(source.find('\n', pos), source.size());
      continue;
    }
    if (c == '/' && (at(pos + 1) == '/' || at(pos + 1) == '*')) {
      if (!skipComment())
        return false;
      continue;
    }
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\f' &&
        c != '\v')
      break;
    ++pos;
  }
  return true;
}

bool Lexer::lexString() {
  size_t end = pos + 1;
  while (at(end) != '"') {
    if (end >= source.size() || source[end] == '\n')
      return fail("expected the end of the string, got the end of the line");
    end += source[end] == '\\' && at(end + 1) == '"' ? 2 : 1;
  }
  push(Token::String, pos + 1, end);
  pos = end + 1;
  return true;
}

void Lexer::lexNumber() {
  size_t begin = pos;
  char mark = at(pos + 1);
  bool isPrefixed = at(pos) == '0' && StringRef("xXbBfFdD").contains(mark);
  bool isFloat = isPrefixed && StringRef("fFdD").contains(mark);
  pos = endOfName(pos);
  if (!isPrefixed && at(pos) == '.' && llvm::isDigit(at(pos + 1))) {
    isFloat = true;
    pos = endOfName(pos + 1);
  } else if (!isPrefixed && at(pos) == '.' && !isNamePart(at(pos + 1))) {
    isFloat = true;
    ++pos;
  }
  StringRef text = source.slice(begin, pos);
  if (!isPrefixed && text.find_first_of("eE") != StringRef::npos) {
    isFloat = true;
    bool endsInE = text.back() == 'e' || text.back() == 'E';
    if (endsInE && (at(pos) == '+' || at(pos) == '-'))
      pos = endOfName(pos + 1);
  }
  push(isFloat ? Token::Float : Token::Integer, begin, pos);
}

bool Lexer::lexOne() {
  char c = source[pos];
  size_t begin = pos;
  if (c == '"')
    return lexString();
  if (llvm::isDigit(c)) {
    lexNumber();
    return true;
  }
  if (c == '.' && (isNamePart(at(pos + 1)) || at(pos + 1) == '%')) {
    pos = endOfName(pos + 2);
    // A qualified one, .L2::128B.
    while (at(pos) == ':' && at(pos + 1) == ':' && isNamePart(at(pos + 2)))
      pos = endOfName(pos + 2);
    push(Token::Dotted, begin + 1, pos);
    return true;
  }
  if (isNameStart(c) && (c != '%' || isNamePart(at(pos + 1)))) {
    pos = endOfName(pos + 1);
    push(Token::Identifier, begin, pos);
    return true;
  }
  if (!StringRef("{}()[]<>,;:@!+-*/%|&^~=?").contains(c))
    return fail(llvm::isPrint(c)
                    ? "unexpected character '" + Twine(c) + "'"
                    : "unexpected byte 0x" + llvm::toHex(StringRef(&c, 1)));
  ++pos;
  push(Token::Punctuation, begin, pos);
  return true;
}

bool ptxsim::tokenize(StringRef source, std::vector<Token> &tokens,
                      uint32_t &errorLine, std::string &error) {
  Lexer lexer(source, tokens);
  if (lexer.run())
    return true;
  errorLine = lexer.line;
  error = std::move(lexer.error);
  return false;
}
